"""From an article to reports: what is read again, what is not, and what is kept."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from monitor.flow import Flow
from monitor.stages.stage import NoState, Outcome
from schemas.article import Article
from schemas.statement import Report
from schemas.vocabulary import Place
from tests.support.making import NO_STATEMENTS, NOON, THREAT, article

LOOKALIKE = "Du\u0430rte"  # with a Cyrillic а
SECOND = "Reyl said that the permit needs a new survey."


class Reader:
    """The first stage with its state, fed one article at a time."""

    def __init__(self, flow: Flow) -> None:
        """Begin with nothing read."""
        self._stage = flow.stages[0]
        self.cells: dict[str, bytes | None] = {}

    def read(self, found: Article) -> Outcome:
        """Read an article and keep the state."""
        outcome = self._stage.decide(found, self.cells)
        self.cells.update(outcome.writes)
        return outcome

    def reports(self, found: Article) -> dict[str, Report]:
        """Read an article; return its reports by actor."""
        records = [emission.record for emission in self.read(found).emissions]
        return {record.actor: record for record in records if isinstance(record, Report)}


@pytest.fixture
def reader(flow: Flow) -> Reader:
    """Return a reader that has read nothing."""
    return Reader(flow)


def ids(report: Report) -> list[str]:
    """Return the ids of a report's statements."""
    return [statement.id for statement in report.statements]


def test_article_becomes_a_report_for_each_actor(reader: Reader) -> None:
    """What several actors say in one article is reported for each of them."""
    assert set(reader.reports(article(f"{THREAT}\n{SECOND}\n"))) == {"duarte", "reyl"}


def test_offsets_give_the_words(reader: Reader) -> None:
    """Where a statement is said to stand, there it stands."""
    found = article(f"é😀\n{THREAT}\n")
    (statement,) = reader.reports(found)["duarte"].statements
    assert tuple(found.text[slice(*span)] for span in statement.spans) == statement.content


def test_offsets_of_a_title_give_its_words(reader: Reader) -> None:
    """What only the title says is reported with offsets that say so, and filed by the title."""
    found = article(NO_STATEMENTS, title="Reyl: pipeline permit will not be signed")
    (statement,) = reader.reports(found)["reyl"].statements
    assert statement.place is Place.TITLE
    assert tuple(found.title[slice(*span)] for span in statement.spans) == statement.content
    assert statement.issues == ("pipeline-permit",)


def test_lookalike_name_is_reported_as_such(reader: Reader) -> None:
    """Whoever reads the statement sees that the name is not written as it should be."""
    (statement,) = reader.reports(article(THREAT.replace("Duarte", LOOKALIKE)))["duarte"].statements
    assert statement.lookalike


def test_signal_is_filed_with_its_words(reader: Reader) -> None:
    """A tracked phrase is reported with the words that used it."""
    (statement,) = reader.reports(article(THREAT))["duarte"].statements
    assert statement.signals == ("legal-action",)
    assert statement.signal_words == ("legal action",)
    assert statement.issues == ("pipeline-permit",)


def test_unchanged_article_is_not_read_again(reader: Reader) -> None:
    """A feed that shows the same article at every poll causes nothing."""
    reader.read(article())
    assert reader.read(article()) == Outcome()


def test_retypeset_article_is_not_read_again(reader: Reader) -> None:
    """Other quotation marks and spaces are no edit."""
    reader.read(article("“We will sue,” Duarte said."))
    assert reader.read(article('"We  will sue," Duarte said.')) == Outcome()


def test_edited_article_is_a_new_version(reader: Reader) -> None:
    """An edit is told as the next version of the same article."""
    reader.read(article(THREAT))
    assert reader.reports(article(f"{THREAT}\n{SECOND}"))["reyl"].article_version == 2


def test_words_that_stay_keep_their_ids(reader: Reader) -> None:
    """An edit elsewhere in the article does not make a statement another one."""
    before = reader.reports(article(THREAT))["duarte"]
    after = reader.reports(article(f"{SECOND}\n{THREAT}"))["duarte"]
    assert ids(before) == ids(after)
    assert after.retracts == ()


def test_words_that_go_are_retracted(reader: Reader) -> None:
    """A statement that an edit took out is named as taken back by the outlet."""
    before = reader.reports(article(f"{THREAT}\n{SECOND}"))["duarte"]
    after = reader.reports(article(SECOND))["duarte"]
    assert after.statements == ()
    assert list(after.retracts) == ids(before)
    assert set(after.retracted_issues) == {"pipeline-permit", "legal-action"}


def test_older_version_is_overlooked(reader: Reader) -> None:
    """A version that arrives after a newer one changes nothing."""
    reader.read(article(THREAT, version=3))
    assert reader.read(article(SECOND, version=2)) == Outcome()


def test_two_articles_do_not_mix(reader: Reader) -> None:
    """An article is compared with its own earlier version only."""
    reader.read(article(THREAT, id="A1"))
    assert reader.reports(article(SECOND, id="A2"))["reyl"].article_version == 1


def test_new_headline_is_an_edit(reader: Reader) -> None:
    """A changed headline alone makes a new version."""
    reader.read(article(THREAT, title="Quiet day"))
    assert reader.reports(article(THREAT, title="Brightwater threatens"))


def test_article_without_statements_is_remembered(reader: Reader) -> None:
    """An article in which nobody tracked speaks is read once."""
    outcome = reader.read(article(NO_STATEMENTS))
    assert outcome.emissions == ()
    assert set(outcome.writes) == {"A1"}


@pytest.mark.parametrize("language", ["de", "fr-CA", "zh-Hans"])
def test_other_language_is_kept_without_statements(reader: Reader, language: str) -> None:
    """An article in a language we do not read yields nothing and is not an error."""
    outcome = reader.read(article(THREAT, language=language))
    assert outcome.emissions == ()
    assert outcome.writes


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us"])
def test_every_english_is_read(reader: Reader, language: str) -> None:
    """Regional tags of English are English."""
    assert reader.reports(article(THREAT, language=language))


def test_future_date_is_not_believed(reader: Reader) -> None:
    """An article dated years ahead cannot make everything after it late."""
    found = article(THREAT, published=datetime(2035, 1, 1, tzinfo=UTC), arrived=NOON)
    report = reader.reports(found)["duarte"]
    assert report.published == NOON + timedelta(hours=24)
    assert report.statements[0].said_at == NOON + timedelta(hours=24)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_ends_of_the_calendar_are_read(reader: Reader, day: date) -> None:
    """An article dated by the calendar's first or last day is read like any other."""
    text = f"{THREAT} Duarte said yesterday that the pipe was safe."
    moment = datetime.combine(day, time(12), tzinfo=UTC)
    report = reader.reports(article(text, published=moment, arrived=moment))["duarte"]
    assert report.published == moment
    assert len(report.statements) > 1


def test_clock_a_little_ahead_is_believed(reader: Reader) -> None:
    """A publisher whose clock runs some minutes ahead keeps its time."""
    ahead = NOON + timedelta(minutes=7)
    report = reader.reports(article(THREAT, published=ahead, arrived=NOON))["duarte"]
    assert report.published == ahead


def test_history_is_passed_on(reader: Reader) -> None:
    """What comes from a feed's backlog stays marked, so that it never alerts."""
    assert reader.reports(article(THREAT, history=True))["duarte"].history


def test_same_words_of_two_outlets_have_one_id(reader: Reader) -> None:
    """A wire story printed twice is one statement in two articles."""
    one = reader.reports(article(THREAT, id="A1", outlet="One"))["duarte"]
    two = reader.reports(article(THREAT.upper().replace("DUARTE SAID", "Duarte said"), id="A2"))
    assert ids(one) == ids(two["duarte"])


def test_deciding_is_pure(flow: Flow) -> None:
    """The same article and state give the same outcome, as often as one asks."""
    stage = flow.stages[0]
    assert stage.decide(article(), NoState()) == stage.decide(article(), NoState())


def test_every_edit_of_an_input_without_versions_is_read(flow: Flow) -> None:
    """A feed that never counts its edits still has its third text read."""
    stage = flow.stages[0]
    cells: dict[str, bytes | None] = {}
    found = []
    for word in ("permit", "licence", "lawsuit"):
        text = f"“We will take legal action over the {word},” Duarte said."
        outcome = stage.decide(article(text), cells)
        cells.update(outcome.writes)
        found.append([e.record.article_version for e in outcome.emissions])
    assert found == [[1], [2], [3]]


def test_text_seen_before_is_no_new_edit(flow: Flow) -> None:
    """A crash that repeats an article and its edit invents no further versions."""
    stage = flow.stages[0]
    cells: dict[str, bytes | None] = {}
    texts = [f"“We will take legal action over the {w},” Duarte said." for w in ("permit", "suit")]
    emitted = []
    for text in (*texts, *texts):
        outcome = stage.decide(article(text), cells)
        cells.update(outcome.writes)
        emitted.append(len(outcome.emissions))
    assert emitted == [1, 1, 0, 0]
