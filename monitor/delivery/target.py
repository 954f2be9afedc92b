"""Endpoints as the sender needs them: address, keys and headers read from where they are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from monitor.alerts.quiet import NO_MANNERS, Manners
from monitor.config.manners import Format, Mail, web_address
from monitor.config.secrets import is_reference, read_secret
from monitor.config.watchlist import Endpoint
from monitor.delivery.mail import require_mail
from monitor.delivery.signing import decode_secret
from monitor.errors import ConfigurationError
from schemas.event import EventType


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint with its keys.

    Attributes:
        url: where to send to; it may carry credentials, so it is shown only by `redacted`.
        keys: all of them sign, the newest first.
        headers: sent along; their values may be credentials.
        rate: most deliveries a second.
        manners: when alerts wait, and with what.
        watches: wants to hear when another endpoint is disabled.
        format: how it is spoken to.
        mail: server and addresses, of e-mail.
        password: of the mail server.
    """

    url: str = field(repr=False)
    keys: tuple[bytes, ...] = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    rate: float | None = None
    manners: Manners = NO_MANNERS
    watches: bool = False
    format: Format = Format.STANDARD
    mail: Mail | None = None
    password: str | None = field(default=None, repr=False)


def targets(endpoints: Sequence[Endpoint]) -> dict[str, Target]:
    """Return each endpoint's target by id.

    Raises:
        ConfigurationError: a secret is missing or is not base64.
    """
    found, problems = {}, []
    for endpoint in endpoints:
        try:
            secret = read_secret(endpoint.secret) if endpoint.secret else ""
            keys = tuple(map(decode_secret, secret.split()))
            url = _url(endpoint)
            mail = endpoint.mail
            password = read_secret(mail.password) if mail and mail.password else None
            if mail is not None:
                require_mail()
            headers = {
                name: read_secret(value) if is_reference(value) else value
                for name, value in endpoint.headers.items()
            }
        except ConfigurationError as error:
            problems += [f"endpoint {endpoint.id}: {problem}" for problem in error.problems]
        except ValueError as error:
            problems.append(f"endpoint {endpoint.id}: secret {endpoint.secret}: {error}")
        else:
            found[endpoint.id] = Target(
                url,
                keys,
                headers,
                endpoint.rate,
                Manners.of(endpoint),
                EventType.ENDPOINT_DISABLED in endpoint.filters.events,
                endpoint.format,
                mail,
                password,
            )
    if problems:
        raise ConfigurationError(problems)
    return found


def _url(endpoint: Endpoint) -> str:
    """Return the address, read from where it is kept if it is a secret.

    Raises:
        ConfigurationError: there is none, or it is no address.
    """
    if endpoint.url is None:
        return ""
    if not is_reference(endpoint.url):
        return endpoint.url
    try:
        return web_address(read_secret(endpoint.url))
    except ValueError as error:
        raise ConfigurationError([f"url {endpoint.url}: {error}"]) from None


def shown(endpoint: Endpoint) -> str:
    """Return where an endpoint is, without what may be a credential."""
    if endpoint.mail is not None:
        return f"{len(endpoint.mail.to)} by {endpoint.mail.host}"
    url = endpoint.url or ""
    return url if is_reference(url) else redacted(url)


def redacted(url: str) -> str:
    """Return an address without what may be a credential: user, path, query.

    Chat services put the credential into the path, so of a path only that there is one is told.
    """
    parts = urlsplit(url)
    host = parts.hostname or "?"
    shown = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    rest = "/…" if parts.path.strip("/") or parts.query else "/"
    return f"{parts.scheme}://{shown}{port}{rest}"
