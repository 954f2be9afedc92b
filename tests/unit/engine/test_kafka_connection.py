"""What every client is told of the broker."""

from pathlib import Path
from typing import Any

import pytest

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
