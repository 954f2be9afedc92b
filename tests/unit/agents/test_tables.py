"""Tables and their changelog: what a worker that ends anywhere finds at its next start."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
from faust.types import TP

from agents.app import build_app
from agents.tables import Store, Table
from monitor.config.roles import Role
from monitor.config.service import Service
from monitor.flow import Flow


class Changelog:
    """A producer that acknowledges what it was sent when it is told to."""

    def __init__(self) -> None:
        """Begin with an empty changelog."""
        self.taken: list[tuple[bytes, bytes | None]] = []
        self.open = asyncio.Event()

    async def send_together(
        self, _topic: str, _partition: int, records: Mapping[bytes, bytes | None]
    ) -> int:
        """Take records; return the offset of the last one."""
        self.taken += records.items()
        last = len(self.taken) - 1
        await self.open.wait()
        return last


@pytest.fixture
def changelog() -> Changelog:
    """Stand for the broker."""
    return Changelog()


@pytest.fixture
def table(flow: Flow, tmp_path: Path, changelog: Changelog) -> Table:
    """Return a table on a disk of its own."""
    made = build_app(Service(watchlist="", engine="kafka"), flow, tmp_path, Role.TRACK)
    made.app.finalize()
    made.app.conf.tabledir.mkdir(parents=True)
    made.app.producer = changelog
    return made.tables["track"]


def noted(table: Table) -> int | None:
    """Return how far the changelog of partition 1 is read, as the disk has it."""
    return table.persisted_offset(TP(table.changelog_topic.get_topic_name(), 1))


def held(table: Table) -> dict[bytes, bytes]:
    """Return what the disk has of partition 1."""
    store: Store = table.data
    return dict(store._visible_items(store._db_for_partition(1)))


async def test_value_and_offset_reach_the_disk_together(table: Table, changelog: Changelog) -> None:
    """Nothing before the broker's word, then values, deletions and the offset of the last."""
    writing = asyncio.create_task(table.write(1, {b"a": b"1", b"b": b"2"}))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert changelog.taken == [(b"a", b"1"), (b"b", b"2")]
    assert (held(table), noted(table)) == ({}, None)
    changelog.open.set()
    await writing
    assert (held(table), noted(table)) == ({b"a": b"1", b"b": b"2"}, 1)
    await table.write(1, {b"a": None})
    assert (held(table), noted(table)) == ({b"b": b"2"}, 2)


async def test_worker_that_ends_before_the_value_is_there_reads_it_again(
    table: Table, changelog: Changelog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not on the disk is not noted as read either."""
    changelog.open.set()

    def ends(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", ends)
        with pytest.raises(OSError, match="full"):
            await table.write(1, {b"a": b"1"})
    assert (held(table), noted(table)) == ({}, None)


async def test_agents_that_share_a_table_write_in_turns(table: Table, changelog: Changelog) -> None:
    """No offset is noted while a value that the changelog has before it is still to be written."""
    first = asyncio.create_task(table.write(1, {b"a": b"1"}))
    second = asyncio.create_task(table.write(1, {b"b": b"2"}))
    for _ in range(5):
        await asyncio.sleep(0)
    assert changelog.taken == [(b"a", b"1")]
    changelog.open.set()
    await asyncio.gather(first, second)
    assert (held(table), noted(table)) == ({b"a": b"1", b"b": b"2"}, 1)


async def test_cancelled_agent_leaves_no_value_on_the_changelog_only(
    table: Table, changelog: Changelog
) -> None:
    """What was sent reaches the disk, whoever waits for it."""
    writing = asyncio.create_task(table.write(1, {b"a": b"1"}))
    for _ in range(3):
        await asyncio.sleep(0)
    writing.cancel()
    changelog.open.set()
    await table.write(1, {b"b": b"2"})
    assert (held(table), noted(table)) == ({b"a": b"1", b"b": b"2"}, 1)
