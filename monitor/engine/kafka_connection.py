"""How every client reaches the broker: its addresses, encryption, name and password."""

import ssl
from pathlib import Path
from typing import Any

from monitor.config.kafka_security import Sasl, Tls
from monitor.config.service import Kafka
from monitor.errors import ConfigurationError


def connection(kafka: Kafka) -> dict[str, Any]:
    """Return what aiokafka's clients are told of the broker.

    Raises:
        ConfigurationError: a certificate, a key or the password cannot be read.
    """
    tls, sasl = kafka.security.tls, kafka.security.sasl
    settings: dict[str, Any] = {"bootstrap_servers": list(kafka.bootstrap)}
    protocol = "SSL" if tls else "PLAINTEXT"
    if tls is not None:
        settings["ssl_context"] = tls_context(tls)
    if sasl is not None:
        protocol = f"SASL_{protocol}"
        settings |= {
            "sasl_mechanism": sasl.mechanism.value,
            "sasl_plain_username": sasl.username,
            "sasl_plain_password": password(sasl),
        }
    return settings | {"security_protocol": protocol}


def tls_context(tls: Tls) -> ssl.SSLContext:
    """Return what certificates are checked with; the broker's host name is checked, too.

    Raises:
        ConfigurationError: a file cannot be read or is no certificate or key.
    """
    try:
        context = ssl.create_default_context(cafile=tls.ca)
    except OSError as error:
        raise _unusable("ca", tls.ca, error) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if tls.cert is not None:
        try:
            context.load_cert_chain(tls.cert, tls.key)
        except OSError as error:
            raise _unusable("cert", f"{tls.cert} with {tls.key}", error) from error
    return context


def password(sasl: Sasl) -> str:
    """Return the password, without the line end that editors leave behind it.

    Raises:
        ConfigurationError: there is none; the message never holds it.
    """
    where = f"kafka.security.sasl.password_file: {sasl.password_file}"
    try:
        found = Path(sasl.password_file).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no text"
        raise ConfigurationError([f"{where}: {reason}"]) from error
    if not found:
        raise ConfigurationError([f"{where}: is empty"])
    return found


def _unusable(name: str, path: str | None, error: OSError) -> ConfigurationError:
    # SSLError is an OSError whose strerror names the library's own error.
    return ConfigurationError([f"kafka.security.tls.{name}: {path}: {error.strerror or error}"])
