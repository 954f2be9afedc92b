"""Issues on word forms, signals in the speaker's own use."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.watchlist import Issue, Signal
from monitor.positions.terms import TermMatcher

MATCHER = TermMatcher(
    [
        Issue.model_validate(
            {"id": "levy", "terms": ["levy", "price cap"], "not": ["levy breach", "Mr Levy"]}
        ),
        Issue(id="route", terms=("route under the lake",)),
    ],
    [
        Signal(id="response-measures", phrases=("response measures",)),
        Signal(id="red-line", phrases=("red line",)),
        Signal(id="court", phrases=("take the matter to court", "see them in court")),
    ],
)


@pytest.mark.parametrize(
    "text",
    ["a levy", "two levies", "they levied it", "LEVYING", "ｌｅｖｙ", "price caps", "levy"],
)
def test_issue_terms_match_word_forms(text: str) -> None:
    """Number, tense, case and compatibility forms do not matter."""
    assert MATCHER.find(text).issue_ids == ("levy",)


def test_articles_inside_a_term_are_free() -> None:
    """The watch-list need not foresee every article."""
    assert MATCHER.find("routes under our lake").issue_ids == ("route",)


def test_exclusions_overlook_what_they_cover() -> None:
    """An exclusion bars only the words it covers."""
    assert MATCHER.find("the levy breach").issue_ids == ()
    hits = MATCHER.find("the levy breach, and then the levies").issues
    assert [hit.words for hit in hits] == ["levies"]


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("She slammed it as a levy-eve conversion.", ()),
        ("She slammed the levy-like fee and the anti-levy camp.", ("levy",)),
        ("She slammed the levy - day after day.", ("levy",)),
    ],
)
def test_a_term_that_only_says_when_is_no_issue(text: str, issues: tuple[str, ...]) -> None:
    """In "debate-eve" the debate is a day."""
    assert MATCHER.find(text).issue_ids == issues


def test_a_statement_may_touch_no_issue() -> None:
    """What names nothing is general."""
    assert MATCHER.find("We accept the offer.").issue_ids == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Moscow will take necessary response measures,", "response measures"),
        ("There will be measures in response.", "measures in response"),
        ("We have our red lines.", "red lines"),
        ("This is a red, or rather a red line.", "red line"),
        ("They must not cross our red line.", "red line"),
        ("We do not hesitate to draw a red line.", "red line"),
        ("We will take them to court, or take the matter to court.", "take the matter to court"),
        ("I will see you in court.", "see you in court"),
        ("We can no longer rule out that they cross our red line.", "red line"),
    ],
)
def test_signal_phrases_in_own_use(text: str, words: str) -> None:
    """Inflection, small gaps and two words turned round are the same phrase."""
    hits = MATCHER.find(text).signals
    assert words in {hit.words for hit in hits}
    assert all(text[hit.start : hit.end] == hit.words for hit in hits)


@pytest.mark.parametrize(
    "text",
    [
        "We did not speak of red lines.",
        "There are no red lines.",
        "We are no longer going to speak of red lines.",
        "What he called their “red line” is a bluff.",
        "These so-called red lines move every week.",
        "They speak of red lines and cross them.",
        "Asked about red lines, he smiled.",
        "Do you have a red line?",
        "Putin’s talk of red lines impresses nobody.",
        "The response, measures aside, was weak.",
        "We will see what the court says.",
    ],
)
def test_signals_that_do_not_count(text: str) -> None:
    """Negated, asked about, put into others' mouths, or not the phrase at all."""
    assert MATCHER.find(text).signal_ids == ()


def test_many_terms_cost_one_pass() -> None:
    """Ten thousand words against thousands of terms that begin alike take well under a second."""
    matcher = TermMatcher(
        [
            Issue(id=f"i{n}", terms=tuple(f"levy on {n} x{k}" for k in range(10)))
            for n in range(300)
        ],
        [Signal(id=f"s{n}", phrases=(f"response measure {n}",)) for n in range(300)],
    )
    text = "the levy on response measures in the lake and so it goes " * 900
    started = time.process_time()
    matcher.find(text)
    assert time.process_time() - started < 1.0


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_searched(text: str) -> None:
    """Finding never raises, and every hit is a slice of the text."""
    hits = MATCHER.find(text)
    for hit in (*hits.issues, *hits.signals):
        assert text[hit.start : hit.end] == hit.words
