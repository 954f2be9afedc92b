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
from monitor.delivery.health import Patience
from monitor.delivery.kit import Kit
from monitor.delivery.lane import Lane
from monitor.delivery.orders import Orders
from monitor.delivery.outbox import Outbox
from monitor.delivery.target import Target, targets
from monitor.errors import ConfigurationError, EngineError
from monitor.net.guard import Network
from schemas.order import OrderKind

__all__ = ["Sender", "Target", "targets"]

logger = logging.getLogger(__name__)

_IDLE_SECONDS: Final = 1.0
# After the outbox could not be read or written (a full disk), wait before trying again.
_TROUBLE_SECONDS: Final = 1.0
_LONGEST_TROUBLE: Final = 300.0


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a lane ended, and for how long (until when, of `monotonic`) it stays closed."""

    error: BaseException
    seconds: float
    until: float


class Sender:
    """Tries every delivery that is due, each endpoint in its own lane."""

    def __init__(  # noqa: PLR0913 - each by its name
        self,
        outbox: Outbox,
        session: aiohttp.ClientSession,
        endpoints: Mapping[str, Target],
        *,
        schedule: Sequence[float],
        jitter: Callable[[], float],
        concurrency: int,
        clock: Clock,
        patience: Patience | None = None,
        reload: Callable[[], Mapping[str, Target]] | None = None,
        networks: Sequence[Network] = (),
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
            patience: how long to put up with what; by default for ever.
            reload: reads the endpoints anew after a secret was rotated.
            networks: private networks in which a mail server may stand.
        """
        self._kit = Kit(
            outbox,
            session,
            endpoints,
            Orders(),
            schedule,
            jitter,
            concurrency,
            patience or Patience(),
            clock,
            networks,
        )
        self._reload = reload
        self._lanes: dict[str, Lane] = {}
        self._troubles: dict[str, _Trouble] = {}
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Send until cancelled; what is under way then stays in the outbox and is sent again."""
        try:
            while True:
                try:
                    await self._open_lanes()
                    await self._kit.outbox.wait(self._kit.clock(), _IDLE_SECONDS)
                except EngineError as error:
                    logger.error("%s; trying again", error)  # noqa: TRY400 - one line is enough
                    await asyncio.sleep(_TROUBLE_SECONDS)
        finally:
            for running in self._running.values():
                running.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def drain(self) -> None:
        """Send until nothing is due and nothing under way.

        Raises:
            EngineError: the outbox cannot be read or written; what it holds stays there.
        """
        while await self._open_lanes() or self._running:
            await asyncio.wait(tuple(self._running.values()))
            for trouble in self._troubles.values():
                raise trouble.error

    def forget(self) -> None:
        """Read anew how endpoints fare, after they came from another worker."""
        for lane in self._lanes.values():
            lane.forget()

    async def _obey(self) -> None:
        orders = await self._kit.outbox.orders()
        self._kit.orders.take(orders)
        if self._reload is not None and any(o.kind is OrderKind.ROTATE for o in orders):
            try:
                self._kit.targets = self._reload()
            except ConfigurationError as error:
                # What was good so far goes on being used.
                logger.error("secrets not read anew: %s", error)  # noqa: TRY400 - one line

    async def _open_lanes(self) -> int:
        """Start a lane for each endpoint that has something due and none running."""
        await self._obey()
        now = self._kit.clock()
        opened = 0
        for endpoint in await self._kit.outbox.endpoints(now):
            lane = self._lanes.setdefault(endpoint, Lane(endpoint, self._kit))
            if lane.is_paused(now) and endpoint not in self._running:
                continue
            trouble = self._troubles.get(endpoint)
            if trouble is not None and monotonic() < trouble.until:
                continue
            opened += 1
            if endpoint not in self._running:
                running = asyncio.create_task(lane.run())
                self._running[endpoint] = running
                running.add_done_callback(partial(self._close_lane, endpoint))
        return opened

    def _close_lane(self, endpoint: str, running: asyncio.Task[None]) -> None:
        del self._running[endpoint]
        if running.cancelled():
            return
        error = running.exception()
        if error is None:
            self._troubles.pop(endpoint, None)
            return
        # The outbox could not be read or written; what it holds is tried again. Tries that could
        # not be put on record are repeated then, so the endpoint is spared more of them for longer.
        before = self._troubles.get(endpoint)
        seconds = min(before.seconds * 2, _LONGEST_TROUBLE) if before else _TROUBLE_SECONDS
        self._troubles[endpoint] = _Trouble(error, seconds, monotonic() + seconds)
        logger.error("endpoint %s: %s; trying again in %g seconds", endpoint, error, seconds)
