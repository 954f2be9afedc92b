"""The Kafka transport of Faust, without what loses records.

Faust 0.15.3 drops what it has fetched while streams are suspended, and seeks back to the committed
offsets to fetch it again. aiokafka 0.14 seeks only where an offset above 0 is committed, so the
first records of a partition were passed over, and the next commit took them for done.
"""

from collections.abc import Mapping

from faust.transport.drivers import aiokafka
from faust.types import TP


class Consumer(aiokafka.Consumer):
    """A consumer that also seeks where nothing was committed yet."""

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek every partition to what is read next; of changelogs, recovery takes care."""
        committed = await super().seek_to_committed()
        changelogs = self.app.tables.changelog_topics
        fresh = [p for p, offset in committed.items() if not offset and p.topic not in changelogs]
        if fresh:
            await self.seek_wait(await self.earliest_offsets(*fresh))
        return committed


class Transport(aiokafka.Transport):
    """The transport with that consumer."""

    Consumer = Consumer
