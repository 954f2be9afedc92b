"""Conditions: their words, their place in the article, and what looks like one and is none."""

import pytest

from monitor.positions.classify import Classifier
from monitor.positions.reading import Quotation, Reading

CLASSIFIER = Classifier()


def read(content: str, *, cue: str = "said", direct: bool = True) -> tuple[Reading, str]:
    """Read ``content`` in the middle of an article; return the reading and the article."""
    sentence = f"“{content}” she {cue}." if direct else f"She {cue} {content}."
    article = "Something came before. " + sentence
    offset = article.find(content)
    quotation = Quotation((content,), (offset,), cue, sentence, direct)
    return CLASSIFIER.read(quotation), article


@pytest.mark.parametrize(
    ("content", "condition"),
    [
        ("If they attack, we will strike,", "If they attack"),
        ("We will strike if they attack,", "if they attack"),
        ("We will block the sale unless prices fall,", "unless prices fall"),
        ("We will not lift the ban until they apologise,", "until they apologise"),
        ("Should there be no answer, we will sue,", "Should there be no answer"),
        ("Were they to enter the strait, we would strike,", "Were they to enter the strait"),
        (
            "As long as the siege goes on, we will boycott the talks,",
            "As long as the siege goes on",
        ),
        ("Depending on the reply, we will sue,", "Depending on the reply"),
        ("We will help provided that they pay,", "provided that they pay"),
        ("In case of an attack, we will retaliate,", "In case of an attack"),
        ("Without a guarantee, we will not sign,", "Without a guarantee"),
        ("Sign by Easter, or we publish the list,", "Sign by Easter"),
        ("Either the break comes back or we withdraw our labour,", "the break comes back"),
    ],
)
def test_conditions_are_found_verbatim(content: str, condition: str) -> None:
    """Each opener yields the words of the condition and nothing of the main clause."""
    reading, _ = read(content)
    assert reading.condition == condition


def test_consecutive_conditions_are_one() -> None:
    """Two conditions in a row govern the same clause and are told as one text."""
    reading, _ = read(
        "Should there be no reply, should the West go on like this, then, as we have said, we will"
        " retaliate,"
    )
    assert reading.main.condition == "Should there be no reply, should the West go on like this"


@pytest.mark.parametrize(
    "content",
    [
        "It was as if someone had switched off the sea,",
        "We will strike even if they yield,",
        "We will win, whatever they do,",
        "We asked if they would come,",
        "We will use force if necessary,",
        "We will see if we can provide space for talks,",
        "We will stay until the end of the month,",
        "We will talk without preconditions,",
    ],
)
def test_what_looks_like_a_condition_and_is_none(content: str) -> None:
    """Comparison, question, concession, hedge, time and manner are no conditions."""
    reading, _ = read(content)
    assert reading.condition is None


def test_the_span_slices_the_article() -> None:
    """Offsets are those of the article, not of the statement."""
    reading, article = read("We will strike if they attack,")
    span = reading.main.condition_span
    assert span is not None
    assert article[slice(*span)] == reading.main.condition


def test_a_condition_printed_beside_the_content_counts() -> None:
    """Reports put the "should" after the closing quotation mark."""
    sentence = "She called herself “willing to travel” should the other side agree."
    piece = "herself “willing to travel”"
    reading = CLASSIFIER.read(
        Quotation((piece,), (sentence.find(piece) + 100,), "declared", sentence, direct=False)
    )
    assert reading.condition == "should the other side agree"
    span = reading.main.condition_span
    assert span is not None
    assert sentence[span[0] - 100 : span[1] - 100] == reading.condition


def test_a_sentence_broken_by_its_cue_is_one() -> None:
    """The condition of the first piece governs the clause of the second."""
    sentence = "“If there is no answer,” she said, “we will sue.”"
    pieces = ("If there is no answer,", "we will sue.")
    reading = CLASSIFIER.read(
        Quotation(pieces, tuple(sentence.find(p) for p in pieces), "said", sentence, direct=True)
    )
    assert (reading.main.position, reading.main.condition) == ("THREATEN", "If there is no answer")


@pytest.mark.parametrize(
    ("content", "force"),
    [
        ("We will sue,", "unconditional"),
        ("If they refuse, we will sue,", "conditional"),
        ("If there is no answer by Friday, we will sue,", "ultimatum"),
        ("They have until midnight to hand over the pilots,", "ultimatum"),
    ],
)
def test_the_force_of_a_threat_follows_its_condition(content: str, force: str) -> None:
    """A time set for what must happen makes an ultimatum of a conditional threat."""
    reading, _ = read(content)
    assert (reading.main.position, reading.main.force) == ("THREATEN", force)


def test_a_time_given_by_the_cue_is_an_ultimatum() -> None:
    """Giving somebody until Friday needs no verb in the content."""
    reading, _ = read(
        "the company until Friday to restore the water supply", cue="gave", direct=False
    )
    assert reading.main.force == "ultimatum"
    assert reading.condition == "to restore the water supply"
