"""Each promise of the design broken into on a real broker, several workers at a time."""

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from faust.types import TP

from agents import watchdog
from agents.intake import publish_articles
from agents.reading import read_topic
from agents.worker import running
from monitor.config.roles import Role
from monitor.config.service import Kafka, Service
from monitor.engine.kafka_admin import administering, configure, describe
from monitor.engine.kafka_topics import broker_name, create_topics
from monitor.engine.readiness import Readiness
from monitor.engine.store import Store
from monitor.flow import build_flow
from monitor.language.model import Model
from monitor.replay.reading import read_story
from monitor.replay.run import EmbeddedReplay
from monitor.stages.stage import Cells
from monitor.testing.kafka import Broker
from monitor.testing.receiver import Receiver
from monitor.topics import ALERTS, ARTICLES, CHANGES, DEAD_LETTERS, POSITIONS, STATEMENTS
from schemas.alert import Alert
from schemas.article import Article
from schemas.position import Position
from schemas.statement import Report
from tests.kafka.test_delivery import until
from tests.kafka.test_faults import _configure, _expected, _until, _worker

pytestmark = pytest.mark.kafka


@pytest.fixture
def story(root: Path) -> Path:
    """Return a story with copies, late arrivals and corrections."""
    return root / "seeds" / "stories" / "takeover-battle.json"


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Receive webhooks."""
    async with Receiver() as started:
        yield started


def watchlist_of(story: Path) -> dict:
    """Return a story's watch-list as a file would hold it."""
    return json.loads(story.read_text(encoding="utf-8"))["watchlist"]


async def prepared(service: Service, story: Path, model: Model) -> None:
    """Create a story's topics."""
    own, _ = read_story(story)
    await create_topics(service.kafka, build_flow(own, model))


def member(folder: Path, service: Service, story: Path, receiver: Receiver, name: str) -> Path:
    """Configure one of several workers: on a disk of its own."""
    own = folder / name
    own.mkdir()
    kafka = service.kafka.model_copy(update={"tables": str(own / "tables")})
    return _configure(
        own, service.model_copy(update={"kafka": kafka}), watchlist_of(story), receiver
    )


@asynccontextmanager
async def supervised(config: Path, roles: Iterable[str] = ()) -> AsyncIterator[None]:
    """Start a worker again whenever it ends, as whatever supervises it does."""

    async def keep() -> None:
        while True:
            async with _worker(config, *roles) as process:
                await process.wait()

    task = asyncio.create_task(keep())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def last_positions(kafka: Kafka) -> dict[str, Position]:
    """Return where every actor stands."""
    latest: dict[str, Position] = {}
    for record in await read_topic(kafka, POSITIONS):
        assert isinstance(record, Position)
        latest[f"{record.actor}|{record.issue}"] = record
    return latest


async def until_positions(kafka: Kafka, expected: dict[str, Position]) -> None:
    """Wait until every actor stands where it should."""

    async def there() -> bool:
        return await last_positions(kafka) == expected

    await until(there, 120)


async def alert_ids(kafka: Kafka) -> set[str]:
    """Return the ids of all alerts."""
    return {alert.id for alert in await read_topic(kafka, ALERTS) if isinstance(alert, Alert)}


class _Memory(Cells):
    """State in a dictionary."""

    def __init__(self) -> None:
        self.held: dict[str, bytes | None] = {}

    def get(self, key: str) -> bytes | None:
        return self.held.get(key)


async def explained(kafka: Kafka, story: Path, model: Model) -> set[str]:
    """Return the alerts that follow from the statements as they arrived, in their partitions."""
    own, _ = read_story(story)
    (track,) = (stage for stage in build_flow(own, model) if stage.name == "track")
    cells, found = _Memory(), set()
    for report in await read_topic(kafka, STATEMENTS):
        assert isinstance(report, Report)
        outcome = track.decide(report, cells)
        cells.held |= outcome.writes
        found |= {e.record.id for e in outcome.emissions if isinstance(e.record, Alert)}
    return found


async def test_promise_2_three_workers_over_twelve_partitions(
    service: Service, story: Path, model: Model, receiver: Receiver, tmp_path: Path
) -> None:
    """With order left free, positions end alike and arrival explains every alert.

    One worker joins under load and one is killed: scaling out and in invents nothing.
    """
    kafka = service.kafka.model_copy(update={"partitions": 12})
    service = service.model_copy(update={"kafka": kafka})
    articles, _, positions = _expected(story, model, tmp_path)
    await prepared(service, story, model)
    one, two, three = (
        member(tmp_path, service, story, receiver, name) for name in ("one", "two", "three")
    )
    third = len(articles) // 3
    async with supervised(one), _worker(two) as second:
        await publish_articles(kafka, articles[:third])
        async with supervised(three):
            await publish_articles(kafka, articles[third : 2 * third])
            second.send_signal(signal.SIGKILL)
            await publish_articles(kafka, articles[2 * third :])
            await until_positions(kafka, positions)

            async def as_explained() -> bool:
                return await alert_ids(kafka) == await explained(kafka, story, model)

            await until(as_explained)
    assert await read_topic(kafka, DEAD_LETTERS) == []


async def test_promise_2_roles_apart_give_what_one_process_gives(
    service: Service, story: Path, model: Model, receiver: Receiver, tmp_path: Path
) -> None:
    """Analysing, tracking and delivering in processes of their own: the same alerts, told once."""
    articles, expected, positions = _expected(story, model, tmp_path)
    await prepared(service, story, model)
    async with contextlib.AsyncExitStack() as stack:
        for role in ("analyse", "track", "deliver"):
            config = member(tmp_path, service, story, receiver, role)
            await stack.enter_async_context(_worker(config, "--role", role))
        await publish_articles(service.kafka, articles, partition=0)
        await _until(service.kafka, ALERTS, expected)
        await receiver.wait_until(lambda: len(receiver.received) >= len(expected), 60)
        await until_positions(service.kafka, positions)
    assert await alert_ids(service.kafka) == expected
    assert sorted(r.event["data"]["id"] for r in receiver.received) == sorted(expected)


async def test_promise_1_broker_stopped_and_started_under_load(
    broker: Broker,
    service: Service,
    story: Path,
    model: Model,
    receiver: Receiver,
    tmp_path: Path,
) -> None:
    """A broker that goes away in the middle of the work delays it and changes nothing."""
    if broker.external:
        pytest.skip("somebody else's broker is not stopped")
    articles, expected, positions = _expected(story, model, tmp_path)
    await prepared(service, story, model)
    half = len(articles) // 2
    async with supervised(member(tmp_path, service, story, receiver, "one")):
        await publish_articles(service.kafka, articles[:half], partition=0)
        await until(lambda: read_topic(service.kafka, ALERTS))
        await publish_articles(service.kafka, articles[half:], partition=0)
        await asyncio.to_thread(broker.restart)
        await until_positions(service.kafka, positions)
        await _until(service.kafka, ALERTS, expected)
    assert await alert_ids(service.kafka) == expected
    assert await read_topic(service.kafka, DEAD_LETTERS) == []


async def test_promise_2_worker_frozen_past_its_session_and_thawed(
    service: Service, story: Path, model: Model, receiver: Receiver, tmp_path: Path
) -> None:
    """What a worker that was replaced still had in hand invents nothing, not even on a new disk."""
    articles, expected, positions = _expected(story, model, tmp_path)
    await prepared(service, story, model)
    third = len(articles) // 3
    one, two, new = (
        member(tmp_path, service, story, receiver, name) for name in ("one", "two", "new")
    )
    some = _expected_of(articles[: 2 * third], story, model, tmp_path / "some.db")
    async with _worker(two) as frozen:
        await publish_articles(service.kafka, articles[:third], partition=0)
        await until(lambda: read_topic(service.kafka, ALERTS))
        # It holds every partition and has work in hand.
        await publish_articles(service.kafka, articles[third : 2 * third], partition=0)
        frozen.send_signal(signal.SIGSTOP)
        async with supervised(one):
            await _until(service.kafka, ALERTS, some)
            frozen.send_signal(signal.SIGCONT)
            await publish_articles(service.kafka, articles[2 * third :], partition=0)
            await _until(service.kafka, ALERTS, expected)
    async with supervised(new):
        await publish_articles(service.kafka, articles, partition=0)  # known: nothing new is told
        await until_positions(service.kafka, positions)
    assert await alert_ids(service.kafka) == expected
    assert await read_topic(service.kafka, DEAD_LETTERS) == []


def _expected_of(articles: list[Article], story: Path, model: Model, path: Path) -> set[str]:
    """Return the alerts of an undisturbed embedded run over articles in this order."""
    watchlist, _ = read_story(story)
    store = Store(path, durable=False)
    run = EmbeddedReplay(build_flow(watchlist, model), store, dead_letter_limit=50)
    alerts = {alert.id for done in run.run(articles) for alert in done.of(ALERTS)}
    store.close()
    return alerts


async def test_promise_1_refused_write_leaves_its_record_unread(
    service: Service, story: Path, model: Model, receiver: Receiver, tmp_path: Path
) -> None:
    """While the broker takes no changes nothing is acknowledged; afterwards all of it is told."""
    articles, expected, positions = _expected(story, model, tmp_path)
    await prepared(service, story, model)
    name = broker_name(service.kafka, CHANGES)
    async with administering(service.kafka) as admin:
        own = (await describe(admin, [name]))[name].settings
        kept = {key: own[key] for key in ("cleanup.policy", "retention.ms", "max.message.bytes")}
        await configure(admin, name, kept | {"max.message.bytes": "100"})
    config = member(tmp_path, service, story, receiver, "one")
    await publish_articles(service.kafka, articles, partition=0)
    async with _worker(config) as process:
        assert await process.wait() == 70
    assert await read_topic(service.kafka, CHANGES) == []
    async with administering(service.kafka) as admin:
        await configure(admin, name, kept)
    async with supervised(config):
        await _until(service.kafka, ALERTS, expected)
        await until_positions(service.kafka, positions)
    assert await alert_ids(service.kafka) == expected
    assert await read_topic(service.kafka, DEAD_LETTERS) == []


async def test_promise_2_duplicate_and_reordered_input(
    service: Service, story: Path, model: Model, receiver: Receiver, tmp_path: Path
) -> None:
    """Twice and backwards: the alerts of an embedded run over the same, the positions of any."""
    articles, _, positions = _expected(story, model, tmp_path)
    twisted = [again for article in reversed(articles) for again in (article, article)]
    expected = _expected_of(twisted, story, model, tmp_path / "twisted.db")
    await prepared(service, story, model)
    await publish_articles(service.kafka, twisted, partition=0)
    async with supervised(member(tmp_path, service, story, receiver, "one")):
        await _until(service.kafka, ALERTS, expected)
        await until_positions(service.kafka, positions)
    assert await alert_ids(service.kafka) == expected


async def test_poison_that_trickles_in_is_not_drained_over_restarts(
    service: Service, story: Path, model: Model, receiver: Receiver, tmp_path: Path
) -> None:
    """Failures in a row are counted over restarts: a worker stops at its limit, not a new one."""
    service = service.model_copy(update={"dead_letter_limit": 5})
    await prepared(service, story, model)
    config = member(tmp_path, service, story, receiver, "one")
    await poison(service.kafka, 3)

    async def three() -> bool:
        return len(await read_topic(service.kafka, DEAD_LETTERS)) == 3

    async with _worker(config) as process:
        await until(three)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    await poison(service.kafka, 10)
    for _ in range(2):
        async with _worker(config) as process:
            assert await process.wait() == 70
    assert len(await read_topic(service.kafka, DEAD_LETTERS)) == 4


async def poison(kafka: Kafka, count: int) -> None:
    """Send what is no article."""
    producer = AIOKafkaProducer(bootstrap_servers=list(kafka.bootstrap))
    await producer.start()
    for number in range(count):
        value = f"no article {number}".encode()
        await producer.send_and_wait(broker_name(kafka, ARTICLES), value, partition=0)
    await producer.stop()


async def test_watchdog_ends_a_worker_that_stands_still(
    service: Service, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records come in and none is read: readiness goes off and the process is ended."""
    kafka = service.kafka.model_copy(update={"stall_timeout": 1.0, "drain": 0.0})
    service = service.model_copy(update={"kafka": kafka})
    watchlist, articles = read_story(story)
    told: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(watchdog, "stop_process", told.put_nowait)
    readiness = Readiness()
    async with running(service, watchlist, tmp_path / "tables", readiness=readiness) as worker:
        await worker.hops["extract"].drain()  # as a consumer that has stopped in silence
        await publish_articles(kafka, articles, partition=0)
        async with watchdog.watching(kafka, worker.apps, readiness), asyncio.timeout(60):
            reason = await told.get()
            held = readiness.reasons()
    assert "articles, partition 0" in reason
    assert "none was read" in reason
    assert any(line.startswith("analyse: ") for line in held)


async def test_promise_1_suspended_partition_is_read_from_its_first_record(
    service: Service, story: Path, tmp_path: Path
) -> None:
    """What was fetched and dropped while streams were suspended is fetched again.

    Also in a partition in which nothing was committed yet.
    """
    kafka = service.kafka.model_copy(update={"drain": 0.0})
    service = service.model_copy(update={"kafka": kafka})
    watchlist, articles = read_story(story)
    async with running(service, watchlist, tmp_path / "tables") as worker:
        await worker.hops["extract"].drain()  # so that nothing is acknowledged
        await publish_articles(service.kafka, articles[:2], partition=0)
        (analyse,) = (kafka.app for kafka in worker.apps if kafka.role is Role.ANALYSE)
        place = TP(broker_name(service.kafka, ARTICLES), 0)

        async def fetched() -> bool:
            return await analyse.consumer.position(place) == 2

        await until(fetched)
        analyse.consumer.stop_flow()
        await analyse.consumer.perform_seek()
        assert await analyse.consumer.position(place) == 0
