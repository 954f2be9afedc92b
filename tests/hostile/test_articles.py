"""Articles that nobody wrote for a reader: whatever they hold, the chain goes on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.flow import Flow
from monitor.stages.stage import NoState
from schemas.statement import Report, Statement
from tests.support.making import THREAT, article


def read(flow: Flow, text: str, **fields: object) -> list[Statement]:
    """Read an article; return its statements, each checked against the text."""
    found = article(text, **fields)
    outcome = flow.stages[0].decide(found, NoState())
    reports = [e.record for e in outcome.emissions if isinstance(e.record, Report)]
    statements = [s for report in reports for s in report.statements]
    for one in statements:
        assert one.content
        assert tuple(text[a:b] for a, b in one.spans) == one.content
    return statements


def test_five_megabytes_of_prose(flow: Flow) -> None:
    """A 5 MB article is read to its end."""
    text = "The lake was calm on that day and the boats stayed in the harbour.\n" * 76_000
    assert len(text) > 5_000_000
    (found,) = read(flow, text + THREAT)
    assert found.actor == "duarte"
    assert found.spans[0][0] > 5_000_000


@pytest.mark.parametrize("mark", ['"', "“", "”", "'", "’", "«", "“”", '" '])
def test_hundred_thousand_quotation_marks(flow: Flow, mark: str) -> None:
    """A wall of quotation marks is read without getting stuck in it."""
    read(flow, mark * 100_000 + f"\n\n{THREAT}")


def test_hundred_thousand_quotations(flow: Flow) -> None:
    """So are as many tiny quotations."""
    read(flow, "“a” " * 100_000 + f"\n\n{THREAT}")


def test_ten_thousand_paragraphs(flow: Flow) -> None:
    """An article of ten thousand paragraphs keeps the quotation in the last of them."""
    (found,) = read(flow, "The lake was calm.\n\n" * 10_000 + THREAT)
    assert found.signals == ("legal-action",)


def test_speech_that_announces_over_and_over(flow: Flow) -> None:
    """Words that might keep a word, twenty thousand times, are read through once."""
    speech = "we said we would and I have " * 20_000
    (found,) = read(flow, f"“{speech}gone,” Duarte said.")
    assert found.actor == "duarte"


def test_thousand_statements(flow: Flow) -> None:
    """A transcript of a thousand statements yields a thousand."""
    lines = [f"“We will file lawsuit number {n},” Duarte said.\n" for n in range(1000)]
    assert len(read(flow, "".join(lines))) == 1000


def test_word_of_a_megabyte(flow: Flow) -> None:
    """A single endless word is no trap."""
    read(flow, "a" * 1_000_000 + f" {THREAT}")


def test_line_breaks_only(flow: Flow) -> None:
    """Empty paragraphs are skipped."""
    assert len(read(flow, "\n" * 100_000 + THREAT)) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\t \u00a0\u2003", "\ufeff", "\u200b" * 50])
def test_nothing_but_space(flow: Flow, text: str) -> None:
    """An article of white space holds no statement and is no error."""
    assert read(flow, text) == []


@pytest.mark.parametrize("code", [*range(32), 127, 0x85, 0x2028, 0x2029, 0xFFFE, 0x202E])
def test_control_characters(flow: Flow, code: int) -> None:
    """Control characters inside and around a quotation break nothing."""
    odd = chr(code)
    read(flow, f"{odd}“We will take{odd}legal action,{odd}” Duarte{odd} said.{odd}")


def test_combining_marks_without_end(flow: Flow) -> None:
    """A letter under thousands of accents is one more odd word."""
    read(flow, "e" + "\u0301" * 20_000 + f"\n{THREAT}")


@settings(max_examples=60)
@given(
    parts=st.lists(
        st.sampled_from(
            ["“", "”", '"', "‘", "’", "\n", " ", "Duarte", "Reyl", "she", "said", "that", "told",
             "according to", ",", ".", "…", "?", "-", "—", ":", ";", "(", ")", "legal action",
             "the permit", "if", "not", "No", "Ms", "U.S.", "\u200d", "😀", "\x00", "é"]
        )
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
        max_size=40,
    )
)  # fmt: skip
def test_any_mixture_of_words_and_marks(flow: Flow, parts: list[str]) -> None:
    """However words and marks are shuffled: no crash, and offsets that give the words."""
    read(flow, " ".join(parts), title="".join(parts[:5]))


@pytest.mark.parametrize("title", ["\x00", "“" * 1000, "Duarte said " * 50, "\u202egnihton"])
def test_hostile_titles(flow: Flow, title: str) -> None:
    """A headline of nonsense does not keep the text from being read."""
    assert read(flow, THREAT, title=title)
