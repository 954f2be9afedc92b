"""Finds partitions that Faust has stopped reading in silence, and has them read again.

Seen on Faust 0.15.3, in about a third of the restarts that rebuilt a table: a batch fetched while
the recovery ends is dropped after its first messages. The client's position then stands behind the
batch, the messages before it never reach a stream, and nothing says so. Asking the consumer to seek
to what is committed brings them back; what is delivered twice for it gives the same ids.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import faust
from faust.types import TP

logger = logging.getLogger(__name__)

# Twice this is longer than the interval between commits (0.3 s) by far.
_LOOK_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a partition has been fetched, and how far it is done."""

    fetched: int | None
    committed: int | None


def stalled(before: Mapping[TP, Reading], now: Mapping[TP, Reading], busy: set[TP]) -> set[TP]:
    """Return the partitions with messages that were fetched and never done.

    What a stream has finished is committed within a fraction of a second, so a partition that nobody
    works on and that stands still must be committed as far as it was fetched.

    Args:
        before: the readings of the last look.
        now: the readings of this one.
        busy: partitions with messages that a stream has not finished.
    """
    return {
        tp
        for tp, reading in now.items()
        if tp not in busy
        and before.get(tp) == reading
        and (reading.fetched or 0) > (reading.committed or 0)
    }


async def mend(app: faust.App, topics: frozenset[str]) -> None:
    """Look every second until cancelled."""
    before: dict[TP, Reading] = {}
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        # Faust keeps what it has committed, and the state of its recovery, to itself.
        consumer, tables = cast("Any", app.consumer), cast("Any", app.tables)
        if app.rebalancing or not tables.recovery.completed.is_set():
            before = {}
            continue
        now = {
            tp: Reading(await consumer.position(tp), consumer._committed_offset[tp])  # noqa: SLF001
            for tp in consumer.assignment()
            if tp.topic in topics
        }
        busy = {message.tp for message in list(consumer.unacked)}
        if found := stalled(before, now, busy):
            logger.warning("%d partitions were no longer read: reading them again", len(found))
            await consumer.perform_seek()
            now = {}
        before = now
