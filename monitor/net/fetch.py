"""Asks a server for a document, within limits of size, time and redirects.

Redirects are followed here, one at a time: each hop passes the guard of the session, and the gate
that keeps a host from being asked too often.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

from monitor.net.answer import Answer, Hop
from monitor.net.decode import Decoder, DecodingError
from monitor.net.session import RefusedAddressError

_REDIRECTS: Final = (
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
)
# RFC 9110, 15.4: the others may turn what was sent into a question.
_SENT_AGAIN: Final = (HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT)
_CHUNK: Final = 64 * 1024
_LONGEST_URL: Final = 4096

Gate = Callable[[str], AbstractAsyncContextManager[None]]
May = Callable[[str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost.

    Attributes:
        seconds: all hops together, waiting at the gate not counted.
        max_bytes: of the body, decompressed.
        max_redirects: hops.
    """

    seconds: float
    max_bytes: int
    max_redirects: int


class Fetcher:
    """Fetches documents over a guarded session."""

    def __init__(self, session: aiohttp.ClientSession, gate: Gate, limits: Limits) -> None:
        """Prepare.

        Args:
            session: of `open_session`, which does not decompress.
            gate: entered for every request, given its address.
            limits: of one document.
        """
        self._session = session
        self._gate = gate
        self._limits = limits

    async def get(self, url: str, headers: Mapping[str, str], may: May | None = None) -> Answer:
        """Ask for a document; whatever goes wrong is told in the answer.

        Args:
            url: to ask first.
            headers: to send.
            may: tells of each address that a redirect leads to whether it is followed.
        """
        return await self._ask("GET", url, headers, None, may)

    async def post(self, url: str, headers: Mapping[str, str], form: str) -> Answer:
        """Send a form, urlencoded; whatever goes wrong is told in the answer.

        It follows a redirect that lets it be sent again (307, 308), to TLS only if it began there.
        """
        told = dict(headers) | {"content-type": "application/x-www-form-urlencoded"}
        return await self._ask("POST", url, told, form.encode(), None)

    async def _ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        data: bytes | None,
        may: May | None,
    ) -> Answer:
        hops: list[Hop] = []
        safe = url.startswith("https:")
        left = self._limits.seconds
        loop = asyncio.get_running_loop()
        while True:
            if (wrong := _unusable(url)) is not None:
                return Answer(url, hops=hops, error=wrong)
            async with self._gate(url):
                begun = loop.time()
                answer, location = await self._one(method, url, headers, data, left)
                left -= loop.time() - begun
            if location is None:
                return Answer(
                    url, answer.status, answer.headers, answer.body, tuple(hops), answer.error
                )
            if len(hops) == self._limits.max_redirects:
                return Answer(url, answer.status, hops=hops, error="too many redirects")
            try:
                url = urljoin(url, location)
            except ValueError:
                return Answer(url, answer.status, hops=hops, error="a redirect to no address")
            if data is not None and safe and not url.startswith("https:"):
                return Answer(url, answer.status, hops=hops, error="a redirect away from TLS")
            if may is not None and not await may(url):
                return Answer(url, answer.status, hops=hops, error="a redirect not to be followed")
            hops.append(Hop(answer.status, url))

    async def _one(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        data: bytes | None,
        seconds: float,
    ) -> tuple[Answer, str | None]:
        """Make one request; return what came, and where it redirects to."""
        try:
            async with (
                asyncio.timeout(seconds),
                self._session.request(
                    method, _exactly(url), headers=headers, data=data, allow_redirects=False
                ) as found,
            ):
                told = _lowered(found)
                location = told.get("location")
                followed = _REDIRECTS if data is None else _SENT_AGAIN
                if found.status in followed and location is not None:
                    return Answer(url, found.status, told), location
                body = b"" if found.status != HTTPStatus.OK else await self._body(found)
                return Answer(url, found.status, told, body), None
        except DecodingError as error:
            return Answer(url, error=str(error)), None
        except TimeoutError:
            return Answer(url, error="no answer in time"), None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Answer(url, error=plain(error)), None

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        limit = self._limits.max_bytes
        if (response.content_length or 0) > limit:
            raise DecodingError(f"the document is larger than {limit} bytes")
        decoder = Decoder(response.headers.get("content-encoding", ""), limit)
        async for chunk in response.content.iter_chunked(_CHUNK):
            decoder.feed(chunk)
        return decoder.finish()


def plain(error: Exception) -> str:
    """Say what went wrong; never the address, which may carry credentials."""
    cause = getattr(error, "os_error", None) or error.__cause__ or error
    if isinstance(cause, RefusedAddressError):
        return str(cause)
    return f"{type(error).__name__}: {getattr(cause, 'strerror', None) or type(cause).__name__}"


def is_text(value: str) -> bool:
    """Tell whether a header's value was UTF-8; aiohttp hands other bytes on as lone surrogates."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _lowered(response: aiohttp.ClientResponse) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        # What is not even UTF-8 can be neither kept nor sent back as it came.
        if not is_text(name + value):
            continue
        # Fields of one name are one list (RFC 9110, section 5.3).
        told[key] = f"{told[key]}, {value}" if key in told else value
    return told


def _exactly(url: str) -> URL:
    # Quoting anew would change an address that is signed.
    return URL(url, encoded=url.isascii() and not any(c <= " " for c in url))


def _unusable(url: str) -> str | None:
    if len(url) > _LONGEST_URL:
        return "the address is too long"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    return None if usable else "the address is no http(s) address"
