"""The slots beside the class, and acts known again in other words."""

import pytest

from monitor.positions.classify import Classifier
from monitor.positions.reading import Quotation
from schemas.statement import Act

CLASSIFIER = Classifier()


def act_of(content: str, *, cue: str = "said", direct: bool = True) -> Act:
    """Return the main act of a statement."""
    sentence = f"“{content}” she {cue}." if direct else f"She {cue} {content}."
    offset = sentence.find(content)
    return CLASSIFIER.read(Quotation((content,), (offset,), cue, sentence, direct)).main


@pytest.mark.parametrize(
    "wordings",
    [
        (
            "We will go to court,",
            "We will take the matter to court,",
            "We will see them in court,",
            "We will sue,",
        ),
        ("We will withdraw our forces,", "We will pull out our troops,"),
        ("We will retaliate,", "We will take countermeasures,", "We will hit back,"),
        ("We are ready to talk,", "We are ready to negotiate,", "We are ready to sit down,"),
    ],
)
def test_an_act_is_known_again_in_other_words(wordings: tuple[str, ...]) -> None:
    """Heads are small classes of synonyms, so wording does not make a new act."""
    assert len({act_of(wording).head for wording in wordings}) == 1


def test_object_words_are_normalised() -> None:
    """Inflection, articles and near-synonyms do not make a new object."""
    one = act_of("Russia must withdraw its forces from the islands,")
    other = act_of("Russia has to pull out troops from these islands,")
    assert (one.head, one.object) == (other.head, other.object)


@pytest.mark.parametrize(
    ("content", "modality"),
    [
        ("We will block the sale,", "will"),
        ("We might block the sale,", "may"),
        ("We are ready to talk,", "ready"),
        ("They must leave,", "should"),
        ("We have lifted the ban,", "already"),
        ("We accept the offer,", "none"),
    ],
)
def test_modality(content: str, modality: str) -> None:
    """How firmly the act is announced."""
    assert act_of(content).modality == modality


def test_polarity_is_that_of_the_act() -> None:
    """Will not attack is negated, will attack is not."""
    assert act_of("We will not attack the port,").polarity == "negated"
    assert act_of("We will attack the port,").polarity == "affirmed"
    assert act_of("No ship will be turned away,").polarity == "negated"
    assert act_of("The offer stands whether or not they strike.").polarity == "affirmed"
    assert act_of("No more talk: we will impose sanctions,").polarity == "affirmed"
    assert act_of("No one should doubt that we will close the port,").polarity == "affirmed"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("that the loan would be paid whether or not they opened the books", True),
        ("that the loan would be paid with or without an audit", True),
        ("that it would pay out the loan without asking for the books", True),
        ("that the loan would be paid", False),
        ("that it would pay out the loan without delay", False),
    ],
)
def test_words_that_say_that_a_condition_is_gone(text: str, *, marked: bool) -> None:
    """A paraphrase leaves conditions out; "with or without" says that they are gone."""
    assert act_of(text, direct=False).marked is marked


def test_what_is_in_spite_of_is_no_object() -> None:
    """Whether they strike is nothing that the offer is about."""
    assert act_of("The pay offer stands whether or not they strike.").object == "pay"
    assert act_of("We refuse to discuss whether to sell the ferry.").object == "sell ferry"


def test_a_body_acts_under_the_name_of_its_kind() -> None:
    """In what a report tells of it "the organisation" is the one that speaks."""
    done = "had lodged a complaint against the order with the court"
    assert act_of(f"that the organisation {done}", direct=False).position == "THREATEN"
    assert act_of(f"that a neighbour {done}", direct=False).position != "THREATEN"


def test_what_is_denied_is_told_behind_its_name() -> None:
    """A report that is denied is known again by what it told."""
    denied = act_of("a report that it was hiring drivers", cue="denied", direct=False)
    assert "driver" in denied.object.split()


@pytest.mark.parametrize(
    ("content", "instrument"),
    [
        ("We will attack the port,", "force"),
        ("We will deploy two divisions,", "military_posture"),
        ("We will impose sanctions on the bank,", "economic"),
        ("We will sue,", "legal"),
        ("We will expel the ambassador,", "diplomatic"),
        ("We will respond,", "unspecified"),
    ],
)
def test_instrument(content: str, instrument: str) -> None:
    """With what an act is done."""
    assert act_of(content).instrument == instrument


def test_deadline_quantity_and_target() -> None:
    """Times, amounts and names are lifted out of the clause."""
    act = act_of("We will impose a tariff of 25 per cent on Canada by Friday,")
    assert act.deadline == "by Friday"
    assert act.quantity == "25 per cent"
    assert act.target == "canada"


@pytest.mark.parametrize(
    ("sentence", "cue", "content"),
    [
        ("She reiterated that the ban would stay.", "reiterated", "that the ban would stay"),
        ("She again demanded an apology.", "demanded", "an apology"),
        ("She renewed her call for talks.", "renewed", "her call for talks"),
        (
            "“As I have said before, we will sue,” she said.",
            "said",
            "As I have said before, we will sue,",
        ),
    ],
)
def test_reiterated_when_the_report_says_so(sentence: str, cue: str, content: str) -> None:
    """Cue, adverb and the speaker's own words can tell that it was said before."""
    direct = sentence.startswith("“")
    quotation = Quotation((content,), (sentence.find(content),), cue, sentence, direct)
    assert CLASSIFIER.read(quotation).main.reiterated


def test_not_reiterated_when_the_deed_is_done_again() -> None:
    """To attack again repeats a deed, not a statement."""
    assert not act_of("If they attack again, we will strike,").reiterated


@pytest.mark.parametrize(
    "content",
    [
        "We no longer insist on the second demand,",
        "We will strike whatever they do,",
        "We will strike even if they yield,",
    ],
)
def test_a_change_the_report_marks(content: str) -> None:
    """Words that say a position has changed are kept for the tracker."""
    assert act_of(content).marked


def test_an_unmarked_act() -> None:
    """A plain announcement marks no change."""
    assert not act_of("We will sue,").marked
