"""One try at an endpoint."""

import asyncio
import logging
from time import monotonic
from typing import Final

import aiohttp

from monitor.clock import Clock
from monitor.delivery.event import CONTENT_TYPE, event_body
from monitor.delivery.schedule import OK, retry_after
from monitor.delivery.signing import sign
from monitor.delivery.target import Target
from schemas.delivery import Attempt, Delivery

logger = logging.getLogger(__name__)

_READ_BYTES: Final = 20 * 1024
_SHOWN_CHARACTERS: Final = 400


async def post(
    session: aiohttp.ClientSession, target: Target, delivery: Delivery, clock: Clock
) -> Attempt:
    """Send a delivery once; whatever goes wrong is in the attempt."""
    at = clock()
    begun = monotonic()
    try:
        body = event_body(delivery.id, delivery.payload)
        headers = {
            **target.headers,
            **sign(target.keys, delivery.id, at, body),
            "content-type": CONTENT_TYPE,
            "accept-encoding": "identity",
        }
        async with session.post(
            target.url, data=body, headers=headers, allow_redirects=False
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
    return f"{type(error).__name__}: {getattr(cause, 'strerror', None) or type(cause).__name__}"
