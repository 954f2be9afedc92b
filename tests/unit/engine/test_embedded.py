"""The embedded engine: every record once, in order, or in the dead letters with its reason."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.engine.embedded import EmbeddedEngine
from monitor.engine.store import Commit, Store
from monitor.errors import DeadLetterLimitError, EngineError
from monitor.flow import Flow
from monitor.stages.codec import encode
from monitor.stages.stage import NOTHING, Cells, Outcome, Stage
from monitor.topics import ARTICLES, CHANGES, DEAD_LETTERS, DELIVERIES, POSITIONS
from schemas.article import Article
from schemas.delivery import Delivery
from tests.support.making import NOON, article, delivery
from tests.support.stages import (
    COUNT,
    NUMBER,
    POISON,
    articles,
    engine,
    noon,
    open_store,
    stage_of,
    values,
)


def reasons(store: Store, topic: str = CHANGES.name) -> list[tuple[str, str]]:
    """Return article and reason of each change on a topic."""
    return [(c["article"], c["reason"]) for c in map(orjson.loads, values(store, topic))]


def put_raw(store: Store, *raw: bytes) -> None:
    """Put bytes on the articles topic as another program might."""
    store.commit(Commit(appends=tuple((ARTICLES.name, "k", value) for value in raw)), NOON)


def test_order_is_kept(tmp_path: Path) -> None:
    """Articles are decided on, and their results published, in the order of arrival."""
    store = open_store(tmp_path)
    made = engine(store, COUNT)
    made.publish(ARTICLES, articles(*"abcdefghij"))
    made.pump()
    assert reasons(store) == [(f"A{n}", str(n + 1)) for n in range(10)]
    store.close()


def test_order_is_kept_over_many_steps(tmp_path: Path) -> None:
    """A backlog larger than one step comes out in order, nothing twice."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, NUMBER)
    made.publish(ARTICLES, articles(*["x"] * 700))
    made.pump()
    assert [int(why) for _, why in reasons(store)] == list(range(1, 701))
    assert [int(why) for _, why in reasons(store, POSITIONS.name)] == list(range(101, 801))
    store.close()


def test_pump_counts_records_of_all_topics(tmp_path: Path) -> None:
    """The count of records read tells the service whether there was anything to do."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, NUMBER)
    made.publish(ARTICLES, articles("a", "b", "c"))
    assert made.pump() == 6
    assert made.pump() == 0
    store.close()


def test_state_is_apart_for_each_stage(tmp_path: Path) -> None:
    """Two stages that use the same key do not disturb each other."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, NUMBER)
    made.publish(ARTICLES, articles("a", "b"))
    made.pump()
    assert store.cell("count", "Lakeside Wire") == b"2"
    assert store.cell("number", "Lakeside Wire") == b"102"
    store.close()


def test_state_is_apart_for_each_key(tmp_path: Path) -> None:
    """Outlets are counted by themselves."""
    store = open_store(tmp_path)
    made = engine(store, COUNT)
    made.publish(ARTICLES, articles("a", "b") + articles("c", outlet="Other"))
    made.pump()
    assert dict(store.cells("count")) == {"Lakeside Wire": b"2", "Other": b"1"}
    store.close()


def test_deleted_state_is_gone_within_a_step(tmp_path: Path) -> None:
    """A stage that deletes its state sees it gone at the very next record."""
    seen: list[bytes | None] = []

    def toggle(_found: Article, cells: Cells) -> Outcome:
        seen.append(cells.get("k"))
        return Outcome(writes={"k": None if cells.get("k") else b"1"})

    store = open_store(tmp_path)
    made = engine(store, stage_of(toggle))
    made.publish(ARTICLES, articles("a", "b", "c"))
    made.pump()
    assert seen == [None, b"1", None]
    store.close()


def test_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    """A new process neither repeats what was done nor forgets what was counted."""
    first = open_store(tmp_path)
    made = engine(first, COUNT)
    made.publish(ARTICLES, articles("a", "b"))
    made.pump()
    first.close()
    second = open_store(tmp_path)
    made = engine(second, COUNT)
    made.publish(ARTICLES, articles("c"))
    made.pump()
    assert [why for _, why in reasons(second)] == ["1", "2", "3"]
    second.close()


def test_crash_before_the_commit_repeats_the_step(tmp_path: Path) -> None:
    """What was decided and not committed is decided again with the old state: nothing doubles."""
    store = open_store(tmp_path)
    engine(store, COUNT).publish(ARTICLES, articles("a", "b"))

    class Dies(Store):
        def commit(self, step: Commit, now: datetime) -> None:  # noqa: ARG002 - killed before it
            raise SystemExit

    dying = Dies(tmp_path / "store.db", durable=False)
    with pytest.raises(SystemExit):
        engine(dying, COUNT).pump()
    dying.close()
    engine(store, COUNT).pump()
    assert reasons(store) == [("A0", "1"), ("A1", "2")]
    store.close()


def test_another_engine_on_the_file_is_refused(tmp_path: Path) -> None:
    """Of two engines that take the same step, one is refused; the results are there once."""
    store, other = open_store(tmp_path), open_store(tmp_path)
    rival = engine(other, COUNT)

    def slow(found: Article, cells: Cells) -> Outcome:
        rival.pump()
        return COUNT.decide(found, cells)

    made = engine(store, Stage("count", ARTICLES, slow, emits=(CHANGES,)))
    made.publish(ARTICLES, articles("a"))
    with pytest.raises(EngineError, match="another engine works on this file"):
        made.pump()
    assert reasons(store) == [("A0", "1")]
    store.close()
    other.close()


def test_poison_becomes_a_dead_letter(tmp_path: Path) -> None:
    """A record that a stage cannot process is kept whole with the reason, and the rest goes on."""
    store = open_store(tmp_path)
    made = engine(store, COUNT)
    made.publish(ARTICLES, articles("a", POISON, "b"))
    made.pump()
    assert reasons(store) == [("A0", "1"), ("A2", "2")]
    (dead,) = map(orjson.loads, values(store, DEAD_LETTERS.name))
    assert (dead["hop"], dead["topic"], dead["key"]) == ("count", "articles", "A1")
    assert (dead["error"], dead["reason"]) == ("ValueError", "ValueError: A1 cannot be read")
    assert orjson.loads(base64.b64decode(dead["value"]))["id"] == "A1"
    store.close()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "articles: record: Invalid JSON"),
        (b"\xff\xfe\x00", "articles: record: Invalid JSON"),
        (b"{}", "articles: id: Field required"),
        (b"null", "articles: record: Input should be an object"),
        (b'"\\ud800"', "articles: record: "),
    ],
)
def test_undecodable_bytes_become_a_dead_letter(tmp_path: Path, raw: bytes, why: str) -> None:
    """Bytes that are no record are kept with the reason, and the rest goes on."""
    store = open_store(tmp_path)
    made = engine(store, COUNT)
    put_raw(store, raw)
    made.publish(ARTICLES, articles("a"))
    made.pump()
    (dead,) = map(orjson.loads, values(store, DEAD_LETTERS.name))
    assert dead["reason"].startswith(f"UnreadableRecordError: {why}")
    assert base64.b64decode(dead["value"]) == raw
    assert reasons(store) == [("A0", "1")]
    store.close()


@settings(max_examples=30)
@given(raw=st.lists(st.binary(max_size=40), max_size=6))
def test_no_bytes_stop_the_stream(
    raw: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands on a topic, what comes behind it is processed."""
    store = open_store(tmp_path_factory.mktemp("store"))
    made = engine(store, COUNT)
    put_raw(store, *raw)
    made.publish(ARTICLES, articles("a"))
    made.pump()
    assert reasons(store) == [("A0", "1")]
    assert len(values(store, DEAD_LETTERS.name)) == len(raw)
    store.close()


def test_state_of_a_poisoned_record_is_not_written(tmp_path: Path) -> None:
    """A record that fails leaves no trace in the state."""
    store = open_store(tmp_path)
    made = engine(store, COUNT)
    made.publish(ARTICLES, articles("a", POISON))
    made.pump()
    assert store.cell("count", "Lakeside Wire") == b"1"
    store.close()


def test_limit_stops_and_leaves_the_poison_unread(tmp_path: Path) -> None:
    """Too many failures in a row stop the stage; none of them is drained into the dead letters."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, limit=3)
    made.publish(ARTICLES, articles("a", "b", POISON, POISON, POISON, "c"))
    with pytest.raises(DeadLetterLimitError, match="count: 3 records of articles in a row"):
        made.pump()
    assert store.cursor("count") == 2
    assert values(store, DEAD_LETTERS.name) == []
    assert reasons(store) == [("A0", "1"), ("A1", "2")]
    store.close()


def test_limit_stops_again_after_a_restart(tmp_path: Path) -> None:
    """A supervisor that restarts the service again and again drains nothing either."""
    for _ in range(3):
        store = open_store(tmp_path)
        made = engine(store, COUNT, limit=3)
        if store.end(ARTICLES.name) == 0:
            made.publish(ARTICLES, articles("a", POISON, POISON, POISON, POISON))
        with pytest.raises(DeadLetterLimitError):
            made.pump()
        assert (store.cursor("count"), values(store, DEAD_LETTERS.name)) == (1, [])
        store.close()


def test_limit_error_says_the_last_reason(tmp_path: Path) -> None:
    """Who is called at night reads why the last record failed."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, limit=1)
    made.publish(ARTICLES, articles(POISON))
    with pytest.raises(DeadLetterLimitError, match="the last because: ValueError: A0 cannot"):
        made.pump()
    store.close()


def test_a_success_ends_the_row(tmp_path: Path) -> None:
    """Failures with successes between them are dead letters, however many."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, limit=3)
    made.publish(ARTICLES, articles(*[POISON, POISON, "a"] * 5))
    made.pump()
    assert len(values(store, DEAD_LETTERS.name)) == 10
    assert [why for _, why in reasons(store)] == list("12345")
    store.close()


def test_fixed_stage_reads_what_was_left(tmp_path: Path) -> None:
    """After an update that mends the fault, everything left unread is processed."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, limit=2)
    made.publish(ARTICLES, articles("a", POISON, POISON, "b"))
    with pytest.raises(DeadLetterLimitError):
        made.pump()

    def mended(found: Article, cells: Cells) -> Outcome:
        return COUNT.decide(found.model_copy(update={"title": "fine"}), cells)

    engine(store, Stage("count", ARTICLES, mended, emits=(CHANGES,)), limit=2).pump()
    assert [why for _, why in reasons(store)] == list("1234")
    assert values(store, DEAD_LETTERS.name) == []
    store.close()


@settings(max_examples=40)
@given(
    titles=st.lists(st.sampled_from(["a", POISON]), max_size=14),
    limit=st.integers(1, 4),
)
def test_every_record_is_accounted_for(
    titles: list[str], limit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever mixture of good and bad: a record is counted, a dead letter, or still unread."""
    store = open_store(tmp_path_factory.mktemp("store"))
    made = engine(store, COUNT, limit=limit)
    made.publish(ARTICLES, articles(*titles))
    stopped = False
    try:
        made.pump()
    except DeadLetterLimitError:
        stopped = True
    read = store.cursor("count")
    assert stopped == (POISON * limit in "".join(titles))
    assert len(reasons(store)) == titles[:read].count("a")
    assert len(values(store, DEAD_LETTERS.name)) == titles[:read].count(POISON)
    assert stopped == (read < len(titles))
    store.close()


def test_dead_letter_ids_do_not_depend_on_the_moment(tmp_path: Path) -> None:
    """The same failure found again, after a crash, is the same dead letter."""
    found = []
    for name in ("one.db", "two.db"):
        store = open_store(tmp_path, name)
        made = EmbeddedEngine(
            Flow((COUNT,)),
            store,
            dead_letter_limit=9,
            clock=lambda name=name: NOON + timedelta(days=len(name)),  # type: ignore[misc]
        )
        made.publish(ARTICLES, articles(POISON))
        made.pump()
        found.append([orjson.loads(v)["id"] for v in values(store, DEAD_LETTERS.name)])
        store.close()
    assert found[0] == found[1]


def test_queued_delivery_reaches_the_outbox(tmp_path: Path) -> None:
    """What a stage queues waits in the outbox for the sender."""

    def queue(found: Delivery, _cells: Cells) -> Outcome:
        return Outcome(queued=(found,))

    store = open_store(tmp_path)
    made = engine(store, Stage("queue", DELIVERIES, queue, emits=(), stateful=False))
    made.publish(DELIVERIES, [("desk", delivery("dl_1")), ("desk", delivery("dl_1"))])
    made.pump()
    assert store.waiting() == 1
    assert store.endpoints_due(NOON) == ["desk"]
    store.close()


def test_publishing_is_all_or_nothing(tmp_path: Path) -> None:
    """A batch of which one cannot be written is not there at all."""
    store = open_store(tmp_path)
    made = engine(store, COUNT)
    with pytest.raises(EngineError):
        made.publish(ARTICLES, [("a", article()), (None, article())])  # type: ignore[list-item]
    assert store.end(ARTICLES.name) == 0
    store.close()


def test_full_disk_in_the_middle_of_a_step(tmp_path: Path) -> None:
    """With no room for its results a step is not taken; with room again it is taken once."""
    store = open_store(tmp_path)
    made = engine(store, COUNT)
    made.publish(ARTICLES, articles(*["a"] * 200))
    pages = int(store._db.execute("PRAGMA page_count").fetchone()[0])
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(EngineError, match="full"):
        made.pump()
    assert store.cursor("count") == len(values(store, CHANGES.name)) < 200
    store._db.execute("PRAGMA max_page_count = 1000000")
    made.pump()
    assert [int(why) for _, why in reasons(store)] == list(range(1, 201))
    store.close()


def test_prune_drops_what_is_old_and_read(tmp_path: Path) -> None:
    """After a topic's retention its records go, if every stage has read them."""
    now = [NOON]
    store = open_store(tmp_path)
    made = EmbeddedEngine(Flow((COUNT,)), store, dead_letter_limit=9, clock=lambda: now[0])
    made.publish(ARTICLES, articles("a"))
    made.pump()
    now[0] = NOON + timedelta(days=31)
    made.publish(ARTICLES, articles("b"))
    assert made.prune() == 1
    assert [e.offset for e in store.read(ARTICLES.name, 0, 9)] == [1]
    store.close()


def test_prune_keeps_what_is_unread(tmp_path: Path) -> None:
    """A service that was off for longer than the retention still reads everything."""
    now = [NOON]
    store = open_store(tmp_path)
    made = EmbeddedEngine(Flow((COUNT,)), store, dead_letter_limit=9, clock=lambda: now[0])
    made.publish(ARTICLES, articles("a", "b"))
    now[0] = NOON + timedelta(days=400)
    assert made.prune() == 0
    made.pump()
    assert len(reasons(store)) == 2
    store.close()


def test_prune_never_drops_positions(tmp_path: Path) -> None:
    """Where actors stand is kept for ever."""
    store = open_store(tmp_path)
    store.commit(Commit(appends=((POSITIONS.name, "k", b"{}"),)), NOON)
    made = EmbeddedEngine(
        Flow(()), store, dead_letter_limit=9, clock=lambda: datetime(2199, 1, 1, tzinfo=UTC)
    )
    made.prune()
    assert store.end(POSITIONS.name) == len(values(store, POSITIONS.name)) == 1
    store.close()


def test_stage_that_says_nothing_moves_on(tmp_path: Path) -> None:
    """An article with nothing in it is read once and not looked at again."""
    store = open_store(tmp_path)
    made = engine(store, stage_of(lambda _found, _cells: NOTHING))
    made.publish(ARTICLES, articles("a", "b"))
    assert (made.pump(), made.pump()) == (2, 0)
    store.close()


def test_article_too_large_for_a_step_is_read(tmp_path: Path) -> None:
    """Size does not matter: 5 MB of text go through like five words."""
    store = open_store(tmp_path)
    made = engine(store, COUNT)
    store.commit(Commit(appends=((ARTICLES.name, "k", encode(article("x" * 5_000_000))),)), noon())
    assert made.pump() == 1
    assert len(reasons(store)) == 1
    store.close()


def test_limit_larger_than_a_step_drains_nothing(tmp_path: Path) -> None:
    """With a limit above the 256 records of a step the poison stays unread just the same."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, limit=300)
    made.publish(ARTICLES, articles(*[POISON] * 400))
    with pytest.raises(DeadLetterLimitError):
        made.pump()
    drained = len(values(store, DEAD_LETTERS.name))
    store.close()
    assert drained == 0


def test_poison_that_trickles_in_stops_again_after_a_restart(tmp_path: Path) -> None:
    """Poison arriving piece by piece is not drained by restarts, a limit's worth at each."""
    store = open_store(tmp_path)
    stops = 0
    for _ in range(4):
        made = engine(store, COUNT, limit=3)
        for _ in range(3):
            made.publish(ARTICLES, articles(POISON))
            try:
                made.pump()
            except DeadLetterLimitError:
                stops += 1
                break
    drained = len(values(store, DEAD_LETTERS.name))
    store.close()
    assert (stops, drained) == (4, 2)


def test_row_across_the_end_of_a_step_is_left_unread(tmp_path: Path) -> None:
    """Where a step would have ended, the failures in a row so far are not drained either."""
    store = open_store(tmp_path)
    made = engine(store, COUNT, limit=3)
    made.publish(ARTICLES, articles(*["a"] * 254, *[POISON] * 3))
    with pytest.raises(DeadLetterLimitError):
        made.pump()
    assert (store.cursor("count"), values(store, DEAD_LETTERS.name)) == (254, [])
    store.close()
