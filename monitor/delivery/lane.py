"""One endpoint's way out: what is due there is decided on, sent and settled, at its own pace."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import datetime
from time import monotonic
from typing import Final

from monitor.alerts.digest import LARGEST, combine
from monitor.alerts.quiet import Fate, decide
from monitor.delivery import metrics
from monitor.delivery.disabled import disabled_events, given_up
from monitor.delivery.health import after_try, enabled_again, is_probing, why_disabled
from monitor.delivery.kit import Kit
from monitor.delivery.post import post
from monitor.delivery.schedule import after_attempt
from monitor.delivery.target import Target
from schemas.delivery import Attempt, Delivery, DeliveryStatus
from schemas.health import Health

# Deliveries read at a time. They stay in the outbox until settled, so a crash repeats so many.
_PAGE: Final = 64


class Lane:
    """Sends to one endpoint. Lives as long as the sender, so that it remembers its pace."""

    def __init__(self, endpoint: str, kit: Kit) -> None:
        """Take what all lanes share."""
        self._endpoint = endpoint
        self._kit = kit
        self._health = Health(endpoint=endpoint)
        self._known = False
        self._groups: dict[str, datetime] = {}
        self._next_slot = 0.0

    def forget(self) -> None:
        """Read anew how the endpoint fares, because another worker may have sent to it."""
        self._known = False

    def is_paused(self, now: datetime) -> bool:
        """Tell whether the endpoint is left alone for a while."""
        self._obey()
        until = self._health.paused_until
        return until is not None and until > now and self._why_disabled() is None

    def _why_disabled(self) -> str | None:
        return why_disabled(self._health, self._kit.orders.switch(self._endpoint))

    async def run(self) -> None:
        """Send until nothing is due, or the endpoint wants to be left alone."""
        if not self._known:
            self._health = await self._kit.outbox.health(self._endpoint) or self._health
            self._known = True
        while True:
            now = self._kit.clock()
            if self.is_paused(now):
                return
            limit = 1 if is_probing(self._health) else _PAGE
            page = await self._kit.outbox.due(self._endpoint, now, limit)
            if not page:
                return
            if (reason := self._why_disabled()) is not None:
                await self._kit.outbox.settle(given_up(page, reason))
                continue
            await self._send_all(await self._sort(page, now))

    def _obey(self) -> None:
        order = self._kit.orders.switch(self._endpoint)
        since = self._health.disabled_at or self._health.failing_since
        if order is not None and since is not None and order.at >= since:
            self._health = enabled_again(self._health, order)

    async def _sort(self, page: Sequence[Delivery], now: datetime) -> list[Delivery]:
        """Put aside what is suppressed, held or combined; return what is to be sent."""
        target = self._kit.targets.get(self._endpoint)
        if target is None:
            return list(page)
        aside: list[Delivery] = []
        together: dict[str, list[Delivery]] = defaultdict(list)
        tries: list[Delivery] = []
        silences = self._kit.orders.silences(now)
        for delivery in page:
            decision = decide(delivery, target.manners, silences, now)
            update: dict[str, object] = {"reason": decision.reason}
            if decision.fate is Fate.SUPPRESS:
                update["status"] = DeliveryStatus.SUPPRESSED
                aside.append(delivery.model_copy(update=update))
            elif decision.fate is Fate.HOLD and decision.until:
                update |= self._put_off(decision.held, decision.until, now)
                aside.append(delivery.model_copy(update=update))
            elif delivery.held is not None and not delivery.attempts and not delivery.redrives:
                together[delivery.held].append(delivery)
            else:
                tries.append(delivery)
        queued: list[Delivery] = []
        for held in together.values():
            for start in range(0, len(held), LARGEST):
                members = held[start : start + LARGEST]
                if len(members) == 1:
                    tries += members
                    continue
                digest, grouped = combine(members, now)
                queued.append(digest)
                aside += grouped
        if aside:
            await self._put_aside(aside, queued)
        return tries

    async def _put_aside(self, aside: Sequence[Delivery], queued: Sequence[Delivery]) -> None:
        for delivery in aside:
            metrics.ASIDE_TOTAL.labels(self._endpoint, delivery.status.value).inc()
        await self._kit.outbox.settle(aside, queued=queued)

    def _put_off(self, held: str | None, until: datetime, now: datetime) -> dict[str, object]:
        """Let an alert wait with those that already wait: the first one's time is everyone's."""
        if held is None:
            return {"due": until}
        known = self._groups.get(held)
        if known is None or known <= now:
            known = self._groups[held] = until
        return {"due": known, "held": held}

    async def _send_all(self, tries: Sequence[Delivery]) -> None:
        waiting = deque(tries)
        settling: list[asyncio.Future[None]] = []
        workers = min(self._kit.concurrency, len(waiting))
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(workers):
                    group.create_task(self._work(waiting, settling))
        finally:
            await asyncio.gather(*settling)

    async def _work(self, waiting: deque[Delivery], settling: list[asyncio.Future[None]]) -> None:
        while waiting and not self.is_paused(self._kit.clock()) and not self._why_disabled():
            delivery = waiting.popleft()
            if not self._kit.outbox.is_waiting(delivery):
                continue
            target = self._kit.targets.get(self._endpoint)
            if target is None:
                settling.append(self._unknown(delivery))
                continue
            if await self._wait_for_slot(target) and not self._may_still_go(delivery, target):
                continue
            kit = self._kit
            attempt = await post(kit.session, target, delivery, kit.clock, kit.networks)
            settling.append(self._tried(delivery, attempt))

    async def _wait_for_slot(self, target: Target) -> bool:
        """Wait until the endpoint's rate allows another try; tell whether that took time."""
        if target.rate is None:
            return False
        now = monotonic()
        slot = max(self._next_slot, now)
        self._next_slot = slot + 1 / target.rate
        if slot > now:
            await asyncio.sleep(slot - now)
        return slot > now

    def _may_still_go(self, delivery: Delivery, target: Target) -> bool:
        """Ask again what was asked before the wait; what may not go is due on the next page."""
        now = self._kit.clock()
        if self.is_paused(now) or self._why_disabled() or not self._kit.outbox.is_waiting(delivery):
            return False
        silences = self._kit.orders.silences(now)
        return decide(delivery, target.manners, silences, now).fate is Fate.SEND

    def _unknown(self, delivery: Delivery) -> asyncio.Future[None]:
        attempt = Attempt(at=self._kit.clock(), error="the endpoint is not configured")
        return self._settle(self._after(delivery, attempt))

    def _tried(self, delivery: Delivery, attempt: Attempt) -> asyncio.Future[None]:
        kit = self._kit
        before = self._health
        self._health = after_try(before, attempt, kit.clock(), kit.patience)
        changed = self._health if self._health != before else None
        queued: list[Delivery] = []
        if self._health.disabled_at is not None and before.disabled_at is None:
            queued = disabled_events(self._health, kit.targets)
        after = self._after(delivery, attempt)
        metrics.TRIES_TOTAL.labels(self._endpoint, after.status.value).inc()
        return self._settle(after, changed, queued)

    def _after(self, delivery: Delivery, attempt: Attempt) -> Delivery:
        kit = self._kit
        return after_attempt(
            delivery, attempt, kit.schedule, kit.jitter(), kit.patience.longest_wait
        )

    def _settle(
        self, delivery: Delivery, health: Health | None = None, queued: Sequence[Delivery] = ()
    ) -> asyncio.Future[None]:
        # Not awaited here: many endpoints' tries share one commit, and none waits for another's.
        return asyncio.ensure_future(self._kit.outbox.settle([delivery], health, queued))
