"""Cue and content together give the class and force of a statement."""

import pytest

from monitor.positions.classify import Classifier
from monitor.positions.reading import Quotation, Reading

CLASSIFIER = Classifier()


def read(sentence: str, cue: str, *content: str, direct: bool = True) -> Reading:
    """Read a statement printed in ``sentence``, which is the whole article."""
    offsets = tuple(sentence.find(piece) for piece in content)
    return CLASSIFIER.read(Quotation(content, offsets, cue, sentence, direct))


def said(content: str, cue: str = "said") -> Reading:
    """Read direct speech with a plain cue."""
    return read(f"“{content}” the minister {cue}.", cue, content)


def told(cue: str, content: str) -> Reading:
    """Read indirect speech after its cue."""
    return read(f"The minister {cue} {content}.", cue, content, direct=False)


@pytest.mark.parametrize(
    ("content", "position"),
    [
        ("I hope it never comes to that.", "STATE"),
        ("We hope that it ends soon.", "STATE"),
        ("We hope this government listens.", "REQUEST"),
        ("We want to see the letter.", "STATE"),
    ],
)
def test_a_hope_about_events_asks_nobody(content: str, position: str) -> None:
    """Only who is hoped of something is asked for it."""
    assert said(content).acts[0].position == position


@pytest.mark.parametrize(
    ("cue", "content", "position", "force"),
    [
        ("demanded", "the release of the crew", "REQUEST", "demand"),
        ("urged", "the bank to wait", "REQUEST", "appeal"),
        ("invited", "the envoys to dinner", "REQUEST", "appeal"),
        ("threatened", "to close the port", "THREATEN", "unconditional"),
        ("denied", "that the talks had failed", "DENY", None),
        ("denied", "the senator’s request for more time", "REJECT", None),
        ("rejected", "the accusation that he had lied", "DENY", None),
        ("rejected", "a plan to widen the road", "REJECT", None),
        ("welcomed", "the verdict", "SUPPORT", None),
        ("accused", "the company of hiding the leak", "ACCUSE", None),
        ("promised", "to rebuild the bridge", "AGREE", "promise"),
        ("promised", "retaliation for the raid", "THREATEN", "unconditional"),
        ("vowed", "never to return to the talks", "REJECT", None),
        ("pledged", "not to attack", "AGREE", "promise"),
        ("agreed", "to share the data", "AGREE", "accept"),
        ("offered", "to mediate", "AGREE", "offer"),
        ("admitted", "that the count had been wrong", "CONCEDE", None),
        ("discussed", "the crisis with the king", "CONSULT", None),
        ("refused", "to rule out strikes", "THREATEN", "unconditional"),
        ("said", "it would block the sale", "THREATEN", "unconditional"),
        ("said", "its ministers would leave the cabinet on Friday", "THREATEN", "unconditional"),
        ("vowed", "to impose an embargo on ore", "THREATEN", "unconditional"),
        ("ruled out", "reopening an agreement that has a year to run", "REJECT", None),
        ("rejected", "age checks for child accounts", "REJECT", None),
        ("downplayed", "the attack on the judge", "DENY", None),
        ("lamented", "the cold winter", "STATE", None),
        ("walked back", "her threat to tow the boats", "CONCEDE", None),
        ("said", "it had withdrawn its ambassador", "THREATEN", "unconditional"),
        ("said", "it would withdraw its guarantee of safe passage", "THREATEN", "unconditional"),
        ("said", "its demand for a limit of 24 pupils still stands", "REQUEST", "demand"),
        ("said", "that the promise he had made in Skarn stood", "AGREE", "promise"),
        ("said", "his threat to sue remains", "THREATEN", "unconditional"),
        ("said", "its refusal stands", "REJECT", None),
        ("said", "his earlier offer to open the road no longer stood", "REJECT", None),
        ("said", "its threat to leave no longer stood", "CONCEDE", None),
        ("said", "the threat of a strike remained", "STATE", None),
        ("said", "the offer on pay stands", "AGREE", "offer"),
        ("said", "the offer on pay remained on the table", "AGREE", "offer"),
        ("said", "its offer on pay remained in doubt", "STATE", None),
        ("reminded", "viewers that he does not", "STATE", None),
        ("reminded", "viewers to vote", "REQUEST", "appeal"),
        ("raised", "its demand for aid to 70 crowns", "REQUEST", "demand"),
        ("said", "he was willing to meet the strikers", "AGREE", "offer"),
        ("touted", "the military aid sent to the islands", "SUPPORT", None),
    ],
)
def test_the_cue_counts_with_its_object(
    cue: str, content: str, position: str, force: str | None
) -> None:
    """A word of speech decides together with what it governs."""
    act = told(cue, content).main
    assert (act.position, act.force) == (position, force)


def test_the_speaker_is_known_whatever_its_name() -> None:
    """A commission with "markets" in its name announces its own deed, and forecasts nothing."""
    text = "The Fair Markets Commission will block the takeover"
    quotation = Quotation(
        (text,), (0,), "said", f"{text}, it said.", direct=False, speaker="Fair Markets Commission"
    )
    assert CLASSIFIER.read(quotation).main.position == "THREATEN"


@pytest.mark.parametrize(
    ("content", "position", "force"),
    [
        ("We will take necessary response measures,", "THREATEN", "unconditional"),
        ("We are prepared to sit down with them tomorrow,", "AGREE", "offer"),
        ("We will not attack,", "AGREE", "promise"),
        ("We will not let them weaken our plan,", "REJECT", None),
        ("Russia must withdraw its forces,", "REQUEST", "demand"),
        ("Give us back our statues,", "REQUEST", "demand"),
        ("We thank them for it,", "SUPPORT", None),
        ("These photographs are forged,", "DENY", None),
        ("We accept the offer,", "AGREE", "accept"),
        ("Never means never,", "REJECT", None),
        ("No.", "STATE", None),
        ("The train leaves at noon,", "STATE", None),
        ("We no longer insist on an apology,", "CONCEDE", None),
        ("They lied to parliament,", "ACCUSE", None),
        ("We had a meeting with the mayor last night,", "CONSULT", None),
    ],
)
def test_the_content_counts_where_the_cue_is_plain(
    content: str, position: str, force: str | None
) -> None:
    """After "said" the verb groups and turns of phrase decide."""
    act = said(content).main
    assert (act.position, act.force) == (position, force)


def test_a_forecast_of_others_deeds_is_no_threat() -> None:
    """Rain, prices and enemies are warned of, not threatened with."""
    assert told("warned", "that storms could hit the coast").main.position == "STATE"
    assert said("I think the enemy will attack in spring,").main.position == "STATE"


def test_what_is_promised_for_the_other_sides_deed_is_a_threat() -> None:
    """A deed no table knows, announced for the case that they act, threatens."""
    assert said("If they touch that ship, we will answer them,").main.position == "THREATEN"
    assert said("If we win, we will paint the town,").main.position != "THREATEN"


def test_a_statement_that_does_two_things_is_split_at_the_clause() -> None:
    """Offer and threat of one sentence are two acts, the stronger first."""
    acts = said("We accept, and if they cheat we strike,").acts
    assert [(act.position, act.condition) for act in acts] == [
        ("THREATEN", "if they cheat"),
        ("AGREE", None),
    ]


def test_a_denied_cue_says_nothing() -> None:
    """Whoever stopped short of accusing did not accuse."""
    reading = read(
        "The spokesman stopped short of accusing any country.",
        "stopped short",
        "of accusing any country",
        direct=False,
    )
    assert reading.main.position == "STATE"


def test_every_act_carries_the_words_that_decided_it() -> None:
    """The alert has to show why."""
    assert "demanded" in told("demanded", "an apology").main.because
    assert all(act.because for act in said("We will block the sale,").acts)


@pytest.mark.parametrize(
    "content",
    [
        "Moscow will take necessary response measures.",
        "Moscow will adopt response measures of a military-technical nature.",
        "We will introduce reciprocal measures.",
        "We will undertake asymmetric steps.",
    ],
)
def test_measures_in_response_are_a_threat_under_any_verb(content: str) -> None:
    """To adopt a law is no blow; to adopt a reprisal is one."""
    assert said(content).acts[0].position == "THREATEN"


def test_what_others_answered_with_is_no_threat() -> None:
    """Told of a rival, a reprisal is news of that rival."""
    words = "that China had introduced retaliatory measures against four firms"
    assert told("said", words).acts[0].position == "STATE"


@pytest.mark.parametrize(
    ("content", "position"),
    [
        ("Will you let the buses through?", "REQUEST"),
        ("Why don’t you release the crew?", "REQUEST"),
        ("What is a fleet for, if not to be seen?", "STATE"),
    ],
)
def test_who_asks_a_question_need_not_ask_for_anything(content: str, position: str) -> None:
    """Under "asked" a question is what its words make of it."""
    assert said(content, "asked").acts[0].position == position


@pytest.mark.parametrize(
    ("content", "position"),
    [
        ("action against the smugglers", "THREATEN"),
        ("swift action on housing in the first hundred days", "AGREE"),
        ("industrial action on Friday", "THREATEN"),
        ("sanctions and action on smuggling", "THREATEN"),
    ],
)
def test_action_is_promised_against_somebody_or_on_something(content: str, position: str) -> None:
    """Only the first is a blow."""
    assert told("promised", content).acts[0].position == position


@pytest.mark.parametrize(
    ("content", "position"),
    [
        ("The city will pay no ransom", "REJECT"),
        ("Marenna would negotiate with no one", "REJECT"),
        ("We would hand back none of the prisoners", "REJECT"),
        ("We will close none of the schools", "AGREE"),
        ("We will leave no debt unpaid", "AGREE"),
        ("The army will take the lock by storm", "THREATEN"),
        ("We have cancelled the second tranche of the loan", "THREATEN"),
        ("Our army has attacked no ship", "DENY"),
        ("We are prepared to strike with no warning", "THREATEN"),
        ("We are ready to meet with no conditions", "AGREE"),
        ("We will accept nothing less than a full refund", "AGREE"),
        ("It would send 11 wounded soldiers back across the water", "CONCEDE"),
    ],
)
def test_what_is_done_to_nobody_is_not_done(content: str, position: str) -> None:
    """The object may say no as well as the verb; and whom or what it is done to tells the deed."""
    assert said(content).main.position.value == position
