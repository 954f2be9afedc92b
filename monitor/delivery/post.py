"""One try at an endpoint."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime
from time import monotonic
from typing import Final

import aiohttp

from monitor.clock import Clock
from monitor.config.manners import Format, Mail
from monitor.delivery.chat import chat_message
from monitor.delivery.event import CONTENT_TYPE, event_body
from monitor.delivery.mail import letter, send_mail
from monitor.delivery.schedule import OK, retry_after
from monitor.delivery.signing import sign
from monitor.delivery.target import Target
from monitor.net.guard import Network
from monitor.net.session import RefusedAddressError
from schemas.delivery import Attempt, Delivery

logger = logging.getLogger(__name__)

_READ_BYTES: Final = 20 * 1024
_SHOWN_CHARACTERS: Final = 400
_LONGEST_MAIL: Final = 60.0
_PLAIN: Final = {"accept-encoding": "identity"}


async def post(
    session: aiohttp.ClientSession,
    target: Target,
    delivery: Delivery,
    clock: Clock,
    networks: Iterable[Network] = (),
) -> Attempt:
    """Send a delivery once; whatever goes wrong is in the attempt.

    Args:
        session: guarded HTTP; its time-out holds for e-mail, too.
        target: where to.
        delivery: what.
        clock: the present.
        networks: private networks in which a mail server may stand.
    """
    at = clock()
    begun = monotonic()
    try:
        if target.mail is not None:
            return await _mailed(session, target, target.mail, delivery, at, networks)
        url, headers, body = _request(target, delivery, at)
        async with session.post(
            url, data=body, headers={**target.headers, **headers}, allow_redirects=False
        ) as response:
            # Read even where nothing is wanted of it: only a read connection is used again.
            text = await _read(response)
            return Attempt(
                at=at,
                status=response.status,
                error=None if response.status in OK else escaped(text) or None,
                seconds=monotonic() - begun,
                retry_after=retry_after(
                    response.status, response.headers.get("retry-after"), clock()
                ),
            )
    except asyncio.CancelledError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an endpoint does is its own failed try
        logger.warning("endpoint %s: %s", delivery.endpoint, type(error).__name__)
        return Attempt(at=at, error=_plain(error), seconds=monotonic() - begun)


def _request(target: Target, delivery: Delivery, at: datetime) -> tuple[str, dict[str, str], bytes]:
    """Return address, headers and body of a try."""
    if target.format is not Format.STANDARD:
        url, body = chat_message(target.format, target.url, delivery.payload)
        return url, {"content-type": "application/json", **_PLAIN}, body
    body = event_body(delivery.id, delivery.payload)
    signed = sign(target.keys, delivery.id, at, body)
    return target.url, {**signed, "content-type": CONTENT_TYPE, **_PLAIN}, body


async def _mailed(
    session: aiohttp.ClientSession,
    target: Target,
    mail: Mail,
    delivery: Delivery,
    at: datetime,
    networks: Iterable[Network],
) -> Attempt:
    begun = monotonic()
    code, words = await send_mail(
        mail,
        target.password,
        letter(mail, delivery, at),
        networks=networks,
        timeout=session.timeout.total or _LONGEST_MAIL,
    )
    error = escaped(words.encode()) if words else None
    return Attempt(at=at, status=code, error=error, seconds=monotonic() - begun)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Read the beginning of an answer; what breaks off later changes nothing about its status."""
    text = b""
    try:
        while len(text) < _READ_BYTES:
            piece = await response.content.read(_READ_BYTES - len(text))
            if not piece:
                break
            text += piece
    except (aiohttp.ClientError, OSError, TimeoutError):
        pass
    return text


def escaped(text: bytes) -> str:
    """Return the beginning of an answer in plain ASCII: no line break, no terminal sequence."""
    return ascii(text[:_SHOWN_CHARACTERS].decode("utf-8", "replace"))[1:-1][:_SHOWN_CHARACTERS]


def _plain(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    # The address may carry credentials, so only the kind of error and its cause are told.
    cause = error.__cause__ or error
    refused = next((e for e in (cause, error) if isinstance(e, RefusedAddressError)), None)
    if refused is not None:
        return str(refused)
    return f"{type(error).__name__}: {getattr(cause, 'strerror', None) or type(cause).__name__}"
