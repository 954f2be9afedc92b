"""What every client is told of the broker."""

from pathlib import Path
from typing import Any

import aiokafka.conn
import pytest
from aiokafka.errors import KafkaError

from monitor.config.service import Kafka
from monitor.engine.kafka_connection import connection
from monitor.errors import ConfigurationError


def settings(**security: Any) -> dict[str, Any]:  # noqa: ANN401 - settings
    """Return what aiokafka is given."""
    return connection(Kafka.model_validate({"security": security}))


def complaint(**security: Any) -> str:  # noqa: ANN401 - settings
    """Return why the settings cannot be used."""
    with pytest.raises(ConfigurationError) as caught:
        settings(**security)
    return str(caught.value)


def test_nothing_set_is_a_plain_connection() -> None:
    """Security is off unless set."""
    assert settings() == {
        "bootstrap_servers": ["127.0.0.1:9092"],
        "security_protocol": "PLAINTEXT",
    }


def test_tls_checks_certificates_and_names() -> None:
    """An empty section trusts the system's authorities and nobody else."""
    found = settings(tls={})
    assert found["security_protocol"] == "SSL"
    assert found["ssl_context"].check_hostname


def test_password_comes_from_its_file(tmp_path: Path) -> None:
    """The line end that an editor leaves is no part of it; a blank is."""
    kept = " correct horse"
    (tmp_path / "password").write_text(f"{kept}\n", encoding="utf-8")
    sasl = {
        "mechanism": "SCRAM-SHA-512",
        "username": "ada",
        "password_file": str(tmp_path / "password"),
    }
    found = settings(sasl=sasl)
    assert found["security_protocol"] == "SASL_PLAINTEXT"
    assert found["sasl_mechanism"] == "SCRAM-SHA-512"
    assert found["sasl_plain_password"] == kept
    assert settings(tls={}, sasl=sasl)["security_protocol"] == "SASL_SSL"


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe\xfd"])
def test_password_that_cannot_be_read_names_its_file(content: bytes | None, tmp_path: Path) -> None:
    """Missing, empty or not text: one line that names the setting and the file."""
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content)
    found = complaint(sasl={"mechanism": "PLAIN", "username": "a", "password_file": str(path)})
    assert found.startswith(f"kafka.security.sasl.password_file: {path}: ")
    assert "\n" not in found


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_authority_that_cannot_be_read_names_its_file(
    content: bytes | None, tmp_path: Path
) -> None:
    """A certificate that is missing or none is told before anything connects."""
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    assert complaint(tls={"ca": str(path)}).startswith(f"kafka.security.tls.ca: {path}: ")


def token_file(folder: Path, content: bytes) -> tuple[Path, dict[str, Any]]:
    """Write a token; return its file and the settings that name it."""
    path = folder / "token"
    path.write_bytes(content)
    return path, {"mechanism": "OAUTHBEARER", "token_file": str(path)}


async def test_token_is_read_at_every_connection(tmp_path: Path) -> None:
    """Whoever renews it writes the next one to the file, and nobody has to start anew."""
    path, sasl = token_file(tmp_path, b"first.part.\n")
    found = settings(sasl=sasl)
    assert found["sasl_mechanism"] == "OAUTHBEARER"
    assert "sasl_plain_password" not in found
    provider = found["sasl_oauth_token_provider"]
    assert await provider.token() == "first.part."
    path.write_bytes(b"second.part.")
    assert await provider.token() == "second.part."


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe\xfd", b"two words", b"a\x01b"])
def test_token_that_cannot_be_read_names_its_file(content: bytes | None, tmp_path: Path) -> None:
    """Missing, empty or no token: one line that names the setting and the file."""
    path, sasl = token_file(tmp_path, content or b"")
    if content is None:
        path.unlink()
    found = complaint(sasl=sasl)
    assert found.startswith(f"kafka.security.sasl.token_file: {path}: ")
    assert "\n" not in found
    assert "two words" not in found


async def test_token_that_is_gone_later_is_told_and_asked_for_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A client takes it for a broker that is away, and comes back when there is a token."""
    path, sasl = token_file(tmp_path, b"good")
    provider = settings(sasl=sasl)["sasl_oauth_token_provider"]
    path.unlink()
    with pytest.raises(KafkaError):
        await provider.token()
    assert f"kafka.security.sasl.token_file: {path}: No such file" in caplog.text
    path.write_bytes(b"good")
    assert await provider.token() == "good"


async def test_refused_token_is_no_success(tmp_path: Path) -> None:
    """The broker's answer to a token is read: only an empty one takes it."""
    path, sasl = token_file(tmp_path, b"good")
    provider = settings(sasl=sasl)["sasl_oauth_token_provider"]
    for answer in (b"", b'{"status":"invalid_token"}'):
        asked = aiokafka.conn.OAuthAuthenticator(sasl_oauth_token_provider=provider)
        assert await asked.step(None) == (b"n,,\x01auth=Bearer good\x01\x01", True)
        if not answer:
            assert await asked.step(answer) is None
            continue
        with pytest.raises(KafkaError, match=f"{path}: the broker refuses the token"):
            await asked.step(answer)
