"""Secrets are named in files and read when needed; their values appear nowhere."""

import logging
from pathlib import Path

import pytest

from monitor.config.secrets import read_secret
from monitor.config.watchlist import Endpoint
from monitor.delivery.sender import targets
from monitor.errors import ConfigurationError


def made(secret: str, name: str = "desk") -> Endpoint:
    """Make an endpoint."""
    return Endpoint.model_validate({"id": name, "url": "https://desk.example/", "secret": secret})


def test_from_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """``env:NAME`` is the variable's value."""
    monkeypatch.setenv("DESK_SECRET", " whsec_YQ== ")
    assert read_secret("env:DESK_SECRET") == "whsec_YQ=="


def test_from_file(tmp_path: Path) -> None:
    """``file:PATH`` is the file's content without its final line break."""
    (tmp_path / "s").write_text("whsec_YQ==\n", encoding="utf-8")
    assert read_secret(f"file:{tmp_path}/s") == "whsec_YQ=="


@pytest.mark.parametrize("value", [None, ""])
def test_variable_not_set(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """A variable that is not set, or empty, is named."""
    monkeypatch.delenv("DESK_SECRET", raising=False)
    if value is not None:
        monkeypatch.setenv("DESK_SECRET", value)
    with pytest.raises(ConfigurationError, match="env:DESK_SECRET: the variable is not set"):
        read_secret("env:DESK_SECRET")


def test_file_not_there(tmp_path: Path) -> None:
    """A file that is not there is named with the reason."""
    with pytest.raises(ConfigurationError, match="No such file"):
        read_secret(f"file:{tmp_path}/none")


def test_file_empty(tmp_path: Path) -> None:
    """An empty file is no secret."""
    (tmp_path / "s").write_text("\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="the file is empty"):
        read_secret(f"file:{tmp_path}/s")


def test_all_missing_secrets_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every endpoint without its secret is named in one go."""
    monkeypatch.delenv("NOT_SET_1", raising=False)
    monkeypatch.delenv("NOT_SET_2", raising=False)
    with pytest.raises(ConfigurationError) as caught:
        targets([made("env:NOT_SET_1", "one"), made("env:NOT_SET_2", "two")])
    assert caught.value.problems == [
        "endpoint one: secret env:NOT_SET_1: the variable is not set",
        "endpoint two: secret env:NOT_SET_2: the variable is not set",
    ]


@pytest.mark.parametrize("value", ["whsec_not base64!", "whsec_", "top-secret-words"])
def test_bad_value_is_not_repeated(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A secret that cannot be used is complained about by its name, never by its value."""
    monkeypatch.setenv("DESK_SECRET", value)
    with pytest.raises(ConfigurationError) as caught:
        targets([made("env:DESK_SECRET")])
    assert "endpoint desk: secret env:DESK_SECRET: " in str(caught.value)
    assert value.removeprefix("whsec_") not in str(caught.value) or value == "whsec_"


def test_reading_logs_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """At the most talkative level, reading secrets leaves no trace in the log."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("DESK_SECRET", "whsec_c2VjcmV0")
    targets([made("env:DESK_SECRET")])
    assert caplog.text == ""


def test_settings_hold_only_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing the configuration shows where the secret is, not what it is."""
    monkeypatch.setenv("DESK_SECRET", "whsec_c2VjcmV0")
    assert "c2VjcmV0" not in repr(made("env:DESK_SECRET"))
