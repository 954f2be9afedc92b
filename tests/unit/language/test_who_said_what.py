"""What analysts see of an article: who said which words. One example a line."""

from collections.abc import Callable

import pytest

Said = Callable[..., list[tuple[tuple[str | None, ...], list[str]]]]
Expected = list[tuple[tuple[str, ...], list[str]]]

MENTIONS = {
    "title before": (
        "Prime Minister Tomas Reyl said that the talks had failed.",
        [(("reyl",), ["that the talks had failed"])],
    ),
    "role alone": (
        "Tomas Reyl flew home on Monday.\n\nThe prime minister said that the talks had failed.",
        [(("reyl",), ["that the talks had failed"])],
    ),
    "of a place": (
        "Sen. Ines Duarte of Ohio, a Reyl supporter, said that the pipe was safe.",
        [(("duarte",), ["that the pipe was safe"])],
    ),
    "numbered office": (
        "Ines Duarte, the No. 2 Republican in the Senate, said that the pipe was safe.",
        [(("duarte",), ["that the pipe was safe"])],
    ),
    "relative": (
        "It was Duarte, who said that the pipe was safe.",
        [(("duarte",), ["that the pipe was safe"])],
    ),
    "apposition after": (
        "Ines Duarte, the chief executive of Brightwater Energy, said that the pipe was safe.",
        [(("duarte",), ["that the pipe was safe"])],
    ),
    "apposition before": (
        "Brightwater’s chief executive, Ines Duarte, said that the pipe was safe.",
        [(("duarte",), ["that the pipe was safe"])],
    ),
    "pronoun within": (
        "Ines Duarte met reporters in Sandvik. She said that the pipe was safe.",
        [(("duarte",), ["that the pipe was safe"])],
    ),
    "pronoun across": (
        "Ines Duarte met Tomas Reyl in Sandvik.\n\n“The pipe is safe,” she said.",
        [(("duarte",), ["The pipe is safe,"])],
    ),
    "not from quote": (
        "Ines Duarte spoke to reporters. “Tomas Reyl has failed us,” she said.",
        [(("duarte",), ["Tomas Reyl has failed us,"])],
    ),
    "two speakers": (
        "Reyl and Duarte said that the talks had failed.",
        [(("reyl", "duarte"), ["that the talks had failed"])],
    ),
    "organisation": (
        "The Energy Ministry said in a statement that the permit was void. It said it would appeal.",  # noqa: E501
        [(("ministry",), ["that the permit was void"]), (("ministry",), ["it would appeal"])],
    ),
}

SHAPES = {
    "inverted": (
        "“The pipe is safe,” said Ines Duarte.",
        [(("duarte",), ["The pipe is safe,"])],
    ),
    "split": (
        "“The pipe,” Duarte said, “is safe.”",
        [(("duarte",), ["The pipe,", "is safe."])],
    ),
    "multi para": (
        "“The pipe is safe,” Duarte said. “We tested it twice.\n\n“We will test it again.”",
        [(("duarte",), ["The pipe is safe,", "We tested it twice.", "We will test it again."])],
    ),
    "floating": (
        "Duarte said that the pipe was safe.\n\n“We tested it twice, and we will test it again.”",
        [
            (("duarte",), ["that the pipe was safe"]),
            (("duarte",), ["We tested it twice, and we will test it again."]),
        ],
    ),
    "colon": (
        "Duarte said: “The pipe is safe.”",
        [(("duarte",), ["The pipe is safe."])],
    ),
    "transcript": (
        "INES DUARTE: The pipe is safe. We tested it.\n\nTOMAS REYL: Not well enough.\n\nINES DUARTE: Twice.",  # noqa: E501
        [
            (("duarte",), ["The pipe is safe. We tested it."]),
            (("reyl",), ["Not well enough."]),
            (("duarte",), ["Twice."]),
        ],
    ),
    "turn of several lines": (
        "INES DUARTE: The pipe is safe.\n\nWe tested it.\n\nTOMAS REYL: No.\n\nINES DUARTE: Twice.",
        [
            (("duarte",), ["The pipe is safe.", "We tested it."]),
            (("reyl",), ["No."]),
            (("duarte",), ["Twice."]),
        ],
    ),
    "first person in a turn": (
        "INES DUARTE: I told him last week that the pipe was safe. I promise that it is.",
        [
            (
                ("duarte",),
                ["I told him last week that the pipe was safe. I promise that it is."],
            ),
            (("duarte",), ["that the pipe was safe"]),
        ],
    ),
    "not the first person": (
        "INES DUARTE: I never said that it was safe. Reyl said that it was.",
        [
            (("duarte",), ["I never said that it was safe. Reyl said that it was."]),
            (("reyl",), ["that it was"]),
        ],
    ),
    "headline": (
        "Reyl warns of higher river levels\n\nThe river is high.",
        [(("reyl",), ["higher river levels"])],
    ),
    "headline colon": (
        "Duarte: the pipe is safe\n\nThe river is high.",
        [(("duarte",), ["the pipe is safe"])],
    ),
}

CUES = {
    "according": (
        "The pipe is safe, according to Duarte.",
        [(("duarte",), ["The pipe is safe"])],
    ),
    "according first": (
        "According to Reyl, the talks have failed.",
        [(("reyl",), ["the talks have failed"])],
    ),
    "words": (
        "In Duarte’s words, the permit was “a gift to nobody.”",
        [(("duarte",), ["the permit was “a gift to nobody.”"])],
    ),
    "warned": (
        "Reyl warned that the river would rise.",
        [(("reyl",), ["that the river would rise"])],
    ),
    "denied": (
        "Reyl denied that the river had risen.",
        [(("reyl",), ["that the river had risen"])],
    ),
    "demanded": (
        "Reyl demanded an apology from Brightwater.",
        [(("reyl",), ["an apology from Brightwater"])],
    ),
    "insisted": (
        "Reyl insisted the river would not rise.",
        [(("reyl",), ["the river would not rise"])],
    ),
    "adding": (
        "Duarte said the pipe was safe, adding that it had been tested twice.",
        [(("duarte",), ["the pipe was safe"]), (("duarte",), ["that it had been tested twice"])],
    ),
    "before adding": (
        "“The pipe is safe,” Duarte said, before adding that it had been tested twice.",
        [(("duarte",), ["The pipe is safe,"]), (("duarte",), ["that it had been tested twice"])],
    ),
    "called": (
        "Duarte called the permit “a gift to nobody.”",
        [(("duarte",), ["the permit “a gift to nobody.”"])],
    ),
    "urged": (
        "Reyl urged Brightwater to wait for a survey.",
        [(("reyl",), ["Brightwater to wait for a survey"])],
    ),
    "rejected": (
        "Duarte rejected the offer.",
        [(("duarte",), ["the offer"])],
    ),
    "warned that": (
        "Reyl warned the city council on Tuesday that the river would rise.",
        [(("reyl",), ["that the river would rise"])],
    ),
    "claim of": (
        "Duarte’s claim that the pipe was safe.",
        [(("duarte",), ["that the pipe was safe"])],
    ),
    "claim made": (
        "Duarte made the claim that the pipe was safe.",
        [(("duarte",), ["that the pipe was safe"])],
    ),
    "another’s claim": (
        "Reyl dismissed Duarte’s claim that the pipe was safe.",
        [
            (("reyl",), ["Duarte’s claim that the pipe was safe"]),
            (("duarte",), ["that the pipe was safe"]),
        ],
    ),
    "demand repeated": (
        "Reyl repeated his demand that Brightwater wait.",
        [(("reyl",), ["that Brightwater wait"])],
    ),
    "in a warning": (
        "In a warning to Brightwater, Reyl said the river would rise.",
        [(("reyl",), ["the river would rise"])],
    ),
    "told that": (
        "Reyl told parliament on Tuesday that the river would rise.",
        [(("reyl",), ["that the river would rise"])],
    ),
}

MARKS = {
    "straight": (
        '"The pipe is safe," Duarte said.',
        [(("duarte",), ["The pipe is safe,"])],
    ),
    "single": (
        "‘The pipe is safe,’ said Duarte. ‘It’s been tested.’",
        [(("duarte",), ["The pipe is safe,", "It’s been tested."])],
    ),
    "low": (
        "„The pipe is safe“, said Duarte.",
        [(("duarte",), ["The pipe is safe"])],
    ),
    "wire": (
        "''The pipe is safe,'' Duarte said.",
        [(("duarte",), ["The pipe is safe,"])],
    ),
    "nested": (
        "“He told me ‘the pipe is safe’ and left,” Duarte said.",
        [(("duarte",), ["He told me ‘the pipe is safe’ and left,"])],
    ),
    "ellipsis": (
        "“The pipe … [is] safe,” Duarte said.",
        [(("duarte",), ["The pipe … [is] safe,"])],
    ),
}

SILENCE = {
    "declined": (
        "Duarte declined to comment.",
        [],
    ),
    "nothing": (
        "Reyl said nothing about the pipe.",
        [],
    ),
    "scare": (
        "Duarte signed the “gift to nobody” on Monday.",
        [],
    ),
    "title of book": (
        "Duarte has read “A River Runs Dry” twice.",
        [],
    ),
    "negated": (
        "Duarte did not say that the pipe was safe.",
        [],
    ),
    "never said": (
        "Reyl never said the river would rise.",
        [],
    ),
    "question": (
        "Did Reyl say that the river would rise?",
        [],
    ),
    "belief": (
        "Reyl believes that the river will rise.",
        [],
    ),
    "boiler": (
        "Duarte opened the pipe.\n\nCLICK HERE TO READ WHAT DUARTE SAID ABOUT THE PIPE\n\nRead more: Duarte says the pipe is safe",  # noqa: E501
        [],
    ),
}

OTHERS = {
    "close to an office": (
        "Tomas Reyl left.\n\nA source close to the prime minister said that the river was high.",
        [],
    ),
    "namesake": (
        "Paulo Duarte said that the pipe was safe.",
        [],
    ),
    "namesake 2": (
        "Elena Reyl, a teacher, said that the pipe was safe.",
        [],
    ),
    "lawyer": (
        "Duarte’s lawyer, Meera Rao, said that the pipe was safe.",
        [],
    ),
    "close": (
        "A person close to Duarte said that the pipe was safe.",
        [],
    ),
    "predecessor": (
        "Reyl’s predecessor, Hanna Voss, said that the river would rise.",
        [],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MENTIONS.values(), ids=MENTIONS)
def test_mentions(said: Said, text: str, expected: Expected) -> None:
    """A statement is filed under its speaker, however the article refers to them."""
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), SHAPES.values(), ids=SHAPES)
def test_shapes(said: Said, text: str, expected: Expected) -> None:
    """A statement is found whole, wherever its attribution stands."""
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), CUES.values(), ids=CUES)
def test_cues(said: Said, text: str, expected: Expected) -> None:
    """Each way of attributing words is recognised."""
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), MARKS.values(), ids=MARKS)
def test_marks(said: Said, text: str, expected: Expected) -> None:
    """Every newsroom's quotation marks are understood, and left out of the words quoted."""
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), SILENCE.values(), ids=SILENCE)
def test_silence(said: Said, text: str, expected: Expected) -> None:
    """Nothing is reported that the actor did not say."""
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), OTHERS.values(), ids=OTHERS)
def test_others(said: Said, text: str, expected: Expected) -> None:
    """What somebody else says is never filed under the actor."""
    assert said(text) == expected
