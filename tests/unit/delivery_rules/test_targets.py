"""Endpoints' secrets and headers: read where they are kept, shown nowhere."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from standardwebhooks.webhooks import Webhook

from monitor.clock import system_clock
from monitor.config.watchlist import Endpoint
from monitor.delivery.signing import sign
from monitor.delivery.target import redacted, shown, targets
from monitor.errors import ConfigurationError
from monitor.testing.receiver import new_secret


def endpoint(folder: Path, secret: str, **fields: object) -> Endpoint:
    """Make an endpoint whose secret stands in a file."""
    (folder / "s").write_text(secret, encoding="utf-8")
    return Endpoint.model_validate(
        {"id": "desk", "url": "https://u:p@desk.example/T0/B1?k=v", "secret": f"file:{folder}/s"}
        | fields
    )


def test_every_secret_in_the_file_signs(tmp_path: Path) -> None:
    """While a secret rotates, a subscriber who knows either accepts."""
    new, old = new_secret(), new_secret()
    target = targets([endpoint(tmp_path, f"{new}\n{old}\n")])["desk"]
    headers = sign(target.keys, "dl_1", system_clock(), b"{}")
    for secret in (new, old):
        Webhook(secret).verify("{}", headers)


def test_header_values_may_be_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token stands in the environment, not in the watch-list."""
    monkeypatch.setenv("DESK_TOKEN", "Bearer hunter2")
    wanted = {"Authorization": "env:DESK_TOKEN", "X-Team": "lake"}
    target = targets([endpoint(tmp_path, new_secret(), headers=wanted)])["desk"]
    assert target.headers == {"Authorization": "Bearer hunter2", "X-Team": "lake"}
    assert "hunter2" not in repr(target)


def test_target_shows_no_credential(tmp_path: Path) -> None:
    """What lands in a log by accident holds neither address nor key."""
    secret = new_secret()
    shown = repr(targets([endpoint(tmp_path, secret)]))
    assert "u:p" not in shown
    assert secret[6:] not in shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://u:p@desk.example/T0/B1?k=v", "https://desk.example/…"),
        ("https://desk.example/", "https://desk.example/"),
        ("https://desk.example:8443/?token=x", "https://desk.example:8443/…"),
        ("http://[2001:db8::1]:80/a", "http://[2001:db8::1]:80/…"),
    ],
)
def test_address_is_shown_without_what_may_be_a_credential(url: str, shown: str) -> None:
    """Chat services put the credential into the path, so no path is shown."""
    assert redacted(url) == shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhook-id": "x"},
        {"Content-Type": "x"},
        {"Host": "x"},
        {"X Y": "x"},
        {"X": "a\r\nY: b"},
        {"X": "\u00e9"},
    ],
)
def test_headers_that_would_break_the_message_are_refused(
    tmp_path: Path, wrong: dict[str, str]
) -> None:
    """No header can forge a signature, another header or the type."""
    with pytest.raises(ValidationError):
        endpoint(tmp_path, new_secret(), headers=wrong)


def test_chat_address_is_read_from_where_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat's address comes from the environment and is shown nowhere."""
    monkeypatch.setenv("CHAT", "https://hooks.example/services/T0/B1/hunter2")
    chat = Endpoint.model_validate({"id": "chat", "format": "slack", "url": "env:CHAT"})
    target = targets([chat])["chat"]
    assert target.url == "https://hooks.example/services/T0/B1/hunter2"
    assert "hunter2" not in repr(target)
    assert shown(chat) == "env:CHAT"


def test_what_is_kept_there_must_be_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mixed-up secret is told without being repeated."""
    monkeypatch.setenv("CHAT", "xoxb-hunter2")
    chat = Endpoint.model_validate({"id": "chat", "format": "slack", "url": "env:CHAT"})
    with pytest.raises(ConfigurationError) as told:
        targets([chat])
    assert "endpoint chat: url env:CHAT" in str(told.value)
    assert "hunter2" not in str(told.value)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library for e-mail, the check says what to install."""
    monkeypatch.setattr("monitor.delivery.mail.find_spec", lambda _: None)
    mail = {"host": "mx.example", "from": "a@d.example", "to": ["b@d.example"]}
    desk = Endpoint.model_validate({"id": "desk", "format": "email", "mail": mail})
    with pytest.raises(ConfigurationError, match=r"news-monitor\[email\]"):
        targets([desk])
