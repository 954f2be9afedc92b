"""Sends what stands in the outbox. One slow endpoint never holds up another."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Final

import aiohttp

from monitor.clock import Clock
from monitor.config.secrets import read_secret
from monitor.config.watchlist import Endpoint
from monitor.delivery.event import CONTENT_TYPE, event_body
from monitor.delivery.outbox import Outbox
from monitor.delivery.schedule import after_attempt
from monitor.delivery.signing import decode_secret, sign
from monitor.errors import ConfigurationError
from schemas.delivery import Attempt, Delivery

logger = logging.getLogger(__name__)

_IDLE_SECONDS: Final = 1.0
_READ_BYTES: Final = 20 * 1024
_SHOWN_BYTES: Final = 200


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint with its keys."""

    url: str
    keys: tuple[bytes, ...]


def targets(endpoints: Sequence[Endpoint]) -> dict[str, Target]:
    """Return each endpoint's address and keys by id.

    Raises:
        ConfigurationError: a secret is missing or is not base64.
    """
    found, problems = {}, []
    for endpoint in endpoints:
        try:
            keys = (decode_secret(read_secret(endpoint.secret)),)
        except ConfigurationError as error:
            problems += [f"endpoint {endpoint.id}: {problem}" for problem in error.problems]
        except ValueError as error:
            problems.append(f"endpoint {endpoint.id}: secret {endpoint.secret}: {error}")
        else:
            found[endpoint.id] = Target(str(endpoint.url), keys)
    if problems:
        raise ConfigurationError(problems)
    return found


class Sender:
    """Tries every delivery that is due, each endpoint in its own lane."""

    def __init__(
        self,
        outbox: Outbox,
        session: aiohttp.ClientSession,
        endpoints: Mapping[str, Target],
        *,
        schedule: Sequence[float],
        jitter: Callable[[], float],
        concurrency: int,
        clock: Clock,
    ) -> None:
        """Prepare to send.

        Args:
            outbox: where deliveries wait.
            session: guarded HTTP.
            endpoints: by id; a delivery to one that is not there fails its tries.
            schedule: seconds before each try.
            jitter: gives the share by which a wait is lengthened.
            concurrency: tries under way at one endpoint.
            clock: the present.
        """
        self._outbox = outbox
        self._session = session
        self._endpoints = endpoints
        self._schedule = schedule
        self._jitter = jitter
        self._concurrency = concurrency
        self._clock = clock
        self._lanes: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Send until cancelled; what is under way then stays in the outbox and is sent again."""
        try:
            while True:
                await self._open_lanes()
                await self._outbox.wait(self._clock(), _IDLE_SECONDS)
        finally:
            for lane in self._lanes.values():
                lane.cancel()
            await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    async def drain(self) -> None:
        """Send until nothing is due and nothing under way."""
        while await self._open_lanes() or self._lanes:
            await asyncio.wait(tuple(self._lanes.values()))

    async def _open_lanes(self) -> int:
        """Start a lane for each endpoint that has something due and none running."""
        waiting = await self._outbox.endpoints(self._clock())
        for endpoint in waiting:
            if endpoint not in self._lanes:
                lane = asyncio.create_task(self._lane(endpoint))
                self._lanes[endpoint] = lane
                lane.add_done_callback(partial(self._close_lane, endpoint))
        return len(waiting)

    def _close_lane(self, endpoint: str, lane: asyncio.Task[None]) -> None:
        del self._lanes[endpoint]
        if not lane.cancelled() and (error := lane.exception()) is not None:
            # The outbox could not be read or written; what it holds is tried again.
            logger.error("endpoint %s: %s", endpoint, error)

    async def _lane(self, endpoint: str) -> None:
        while deliveries := await self._outbox.due(endpoint, self._clock(), self._concurrency):
            settled = await asyncio.gather(*map(self._deliver, deliveries))
            await self._outbox.settle(settled)

    async def _deliver(self, delivery: Delivery) -> Delivery:
        attempt = await self._attempt(delivery)
        return after_attempt(delivery, attempt, self._schedule, self._jitter())

    async def _attempt(self, delivery: Delivery) -> Attempt:
        at = self._clock()
        target = self._endpoints.get(delivery.endpoint)
        if target is None:
            return Attempt(at=at, error="the endpoint is not configured")
        body = event_body(delivery.id, delivery.payload)
        headers = sign(target.keys, delivery.id, at, body) | {"content-type": CONTENT_TYPE}
        begun = monotonic()
        try:
            async with self._session.post(
                target.url, data=body, headers=headers, allow_redirects=False
            ) as response:
                text = await response.content.read(_READ_BYTES)
                ok = 200 <= response.status < 300  # noqa: PLR2004 - the 2xx class
                return Attempt(
                    at=at,
                    status=response.status,
                    error=None if ok else ascii(text[:_SHOWN_BYTES])[2:-1] or None,
                    seconds=monotonic() - begun,
                )
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            logger.warning("endpoint %s: %s", delivery.endpoint, type(error).__name__)
            return Attempt(at=at, error=_plain(error), seconds=monotonic() - begun)


def _plain(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    # The address may carry credentials, so only the kind of error and its cause are told.
    cause = error.__cause__ or error
    return f"{type(error).__name__}: {getattr(cause, 'strerror', None) or type(cause).__name__}"
