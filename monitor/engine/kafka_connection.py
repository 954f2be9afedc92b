"""How every client reaches the broker: its addresses, encryption, and who it says it is."""

import asyncio
import logging
import re
import ssl
from pathlib import Path
from typing import Any, Final

import aiokafka.conn
from aiokafka.abc import AbstractTokenProvider
from aiokafka.errors import AuthenticationFailedError

from monitor.config.kafka_security import Mechanism, Sasl, Tls
from monitor.config.service import Kafka
from monitor.errors import ConfigurationError

logger = logging.getLogger(__name__)

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, 2.1


def connection(kafka: Kafka) -> dict[str, Any]:
    """Return what aiokafka's clients are told of the broker.

    Raises:
        ConfigurationError: a certificate, a key, the password or the token cannot be read.
    """
    tls, sasl = kafka.security.tls, kafka.security.sasl
    settings: dict[str, Any] = {"bootstrap_servers": list(kafka.bootstrap)}
    protocol = "SSL" if tls else "PLAINTEXT"
    if tls is not None:
        settings["ssl_context"] = tls_context(tls)
    if sasl is not None:
        protocol = f"SASL_{protocol}"
        settings["sasl_mechanism"] = sasl.mechanism.value
        if sasl.mechanism is Mechanism.OAUTHBEARER:
            settings["sasl_oauth_token_provider"] = TokenFile(sasl)
        else:
            settings["sasl_plain_username"] = sasl.username
            settings["sasl_plain_password"] = password(sasl)
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
    """Return the password.

    Raises:
        ConfigurationError: there is none; the message never holds it.
    """
    return _secret("password_file", sasl.password_file)


class TokenFile(AbstractTokenProvider):  # type: ignore[misc] # aiokafka ships no types
    """Reads the token at every connection: whoever renews it writes it to the file."""

    def __init__(self, sasl: Sasl) -> None:
        """Take the file, and look whether there is a token in it.

        Raises:
            ConfigurationError: there is none; the message never holds it.
        """
        self._path = sasl.token_file
        self._read()

    async def token(self) -> str:
        """Return the token as it stands in the file now.

        Raises:
            AuthenticationFailedError: there is none at the moment; the client tries again.
        """
        try:
            return await asyncio.to_thread(self._read)
        except ConfigurationError as error:
            logger.error("%s", error)  # noqa: TRY400 - one line is enough
            raise AuthenticationFailedError(str(error)) from error

    def refused(self, reason: bytes) -> AuthenticationFailedError:
        """Say that the broker does not take the token."""
        told = f"the broker refuses the token: {reason.decode('utf-8', 'replace')!a}"
        message = f"{_where('token_file', self._path)}: {told}"
        # Clients take it for a broker that cannot be reached, and do not say why.
        logger.error("%s", message)
        return AuthenticationFailedError(message)

    def _read(self) -> str:
        found = _secret("token_file", self._path).strip()
        if not _TOKEN.fullmatch(found):
            raise ConfigurationError([f"{_where('token_file', self._path)}: holds no token"])
        return found


class _Authenticator(aiokafka.conn.OAuthAuthenticator):  # type: ignore[misc]
    """Hears when a token is refused, which aiokafka 0.14 takes for a success.

    A broker says so in its answer to the token and not by an error code (RFC 7628, 3.2.2). aiokafka
    went on, read nonsense from a connection that was none, and tried again for ever.
    """

    async def step(self, payload: bytes | None) -> tuple[bytes, bool] | None:
        if payload:
            raise self._sasl_oauth_token_provider.refused(payload)
        sent: tuple[bytes, bool] | None = await super().step(payload)
        return sent


aiokafka.conn.OAuthAuthenticator = _Authenticator


def _secret(name: str, path: str | None) -> str:
    """Return what a file holds, without the line end that editors leave behind it."""
    where = _where(name, path)
    try:
        found = Path(str(path)).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no text"
        raise ConfigurationError([f"{where}: {reason}"]) from error
    if not found:
        raise ConfigurationError([f"{where}: is empty"])
    return found


def _where(name: str, path: str | None) -> str:
    return f"kafka.security.sasl.{name}: {path}"


def _unusable(name: str, path: str | None, error: OSError) -> ConfigurationError:
    # SSLError is an OSError whose strerror names the library's own error.
    return ConfigurationError([f"kafka.security.tls.{name}: {path}: {error.strerror or error}"])
