"""A sender over a real store, with a schedule that does not wait."""

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from monitor.clock import system_clock
from monitor.delivery.sender import Sender, Target
from monitor.delivery.signing import decode_secret
from monitor.engine.embedded import to_pending
from monitor.engine.outbox import StoreOutbox
from monitor.engine.store import Commit, Store
from monitor.net.session import open_session
from monitor.stages.codec import decode
from monitor.topics import DEAD_LETTERS, RECEIPTS, Topic
from schemas.dead_letter import DeadLetter
from schemas.delivery import Delivery
from tests.support.files import SECRET
from tests.support.making import NOON
from tests.support.stages import open_store

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


def target(url: str, secret: str = SECRET) -> Target:
    """Make the target of an endpoint."""
    return Target(url, (decode_secret(secret),))


class Desk:
    """An outbox with deliveries in it, and what became of them."""

    def __init__(self, folder: Path, *deliveries: Delivery) -> None:
        """Put the deliveries into the outbox of a new store."""
        self.store: Store = open_store(folder)
        self.store.commit(Commit(queue=tuple(map(to_pending, deliveries))), NOON)

    async def send(
        self,
        targets: Mapping[str, Target],
        schedule: Sequence[float] = (0.0, 0.0, 0.0),
        *,
        timeout: float = 20.0,  # noqa: ASYNC109 - the setting under test
        allow: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network] = LOOPBACK,
        jitter: Callable[[], float] = lambda: 0.0,
        concurrency: int = 4,
    ) -> None:
        """Send everything that is due until nothing is."""
        async with open_session(allow, timeout=timeout) as session:
            sender = Sender(
                StoreOutbox(self.store, system_clock),
                session,
                targets,
                schedule=schedule,
                jitter=jitter,
                concurrency=concurrency,
                clock=system_clock,
                networks=allow,
            )
            await sender.drain()

    def _records(self, topic: Topic) -> list:
        return [decode(topic, e.value) for e in self.store.read(topic.name, 0, 10_000)]

    def ended(self) -> list[Delivery]:
        """Return the deliveries that ended, as last recorded."""
        last = {receipt.id: receipt for receipt in self._records(RECEIPTS)}
        return [receipt for receipt in last.values() if receipt.status != "pending"]

    def dead(self) -> list[DeadLetter]:
        """Return the dead letters."""
        return self._records(DEAD_LETTERS)
