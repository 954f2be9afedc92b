"""What a report tells as said earlier, and what as its news."""

from collections.abc import Callable

import pytest

from monitor.language.utterance import Utterance

Find = Callable[..., list[Utterance]]

# The small world's day is Wednesday, 8 October 2025. What stands on top of a text is its news.
FILLING = "The water stood at nine metres below the old bridge all through the night. " * 8

EARLIER = {
    "a year": "In 2013, Reyl supported a bill to dam the river.",
    "a year beside its object": "Reyl criticised fellow ministers in 2011 for raising the tax.",
    "a month behind": "Reyl dismissed the flood plan in June.",
    "a month's debate": "In a June debate, Reyl rejected the dam.",
    "last year": "Last year, Reyl suggested that the dam was safe.",
    "long": "Reyl has long opposed the dam.",
    "previously": "Reyl previously called for a ban on fishing.",
    "used to": "Reyl used to support the dam.",
    "once": "Reyl, who once praised the dam, spoke in the harbour.",
    "habit": "Reyl often questions the dam.",
    "for years": "Reyl supported the dam for years.",
    "in the past": "In the past, Reyl had voiced support for the dam.",
    "pluperfect": "Reyl had rejected the offer.",
    "a season": "In the spring, Reyl rejected the dam.",
    "told by another": "Duarte said that Reyl once praised the dam.",
    "within another's words": "Duarte said it was late because Reyl agreed last year to wait.",
    "since": "Reyl has since apologised for the delay.",
    "when": "Reyl defended the dam when the council came under attack earlier this year.",
    "a week later": "A week later, Reyl rejected the dam.",
    "the next months": "In the following months, Reyl vowed to close the dam.",
    "the months that followed": "In the weeks that followed, Reyl vowed to close the dam.",
    "at any time": "At rally after rally, Reyl vowed to close the dam.",
    "and still": "At rally after rally, to loud applause, Reyl vows to close the dam.",
}
NEWS = {
    "what he did before": "Reyl, who closed a dam two years ago, urged the council to wait.",
    "plain": "Reyl rejected the offer.",
    "yesterday": "Reyl had said on Tuesday that the dam was safe.",
    "the year itself": "In 2025, Reyl said, the dam would be closed.",
    "a year in the words": "Reyl said that in 2013 the river had been lower.",
    "a year ahead": "Reyl promised to close the dam by 2031.",
    "this month's debate": "In an October debate, Reyl rejected the dam.",
    "a month in the words": "Reyl said that the dam was built in June.",
    "perfect on top": "Reyl has rejected the offer.",
    "just": "Reyl has just rejected the offer.",
    "again": "Reyl once again rejected the offer.",
    "quotation": "“The dam is closed,” Reyl has told the council.",
    "when on a day": "Reyl defended the dam when the council attacked it on Tuesday.",
    "months ahead": "Reyl vowed to close the dam in the coming months.",
    "hours later": "Two hours later, Reyl rejected the dam.",
    "a day later": "The court sat on Monday. A day later, Reyl rejected the dam.",
    "weeks ahead": "In the coming weeks, Reyl warned, he will close the dam.",
    "later than planned": "Two weeks later than planned, Reyl rejected the dam.",
    "a year later he says": "One year later, Reyl says the dam is closed.",
    "this week": "At rally after rally this week, Reyl vowed to close the dam.",
    "when asked": "Reyl defended the dam when he was asked on Tuesday of a vote held last month.",
    "one after one": "One after one they spoke; Reyl vowed to stay.",
    "day after day": "Day after day, Reyl said, the dam leaked.",
}
DEEP = {
    "perfect": "Reyl has rejected the offer.",
    "recently": "Reyl recently rejected the offer.",
    "a word of its own": "Reyl has called for a ban on the “so-called” dam of the council.",
    "two verbs": "Reyl has sharply criticised the dam and called for a ban on fishing.",
    "his promise": "Reyl’s promise to close the dam had pleased the council.",
    "after": "The price fell after Reyl threatened to close the dam.",
    "his stern warning": "Reyl’s stern warning that the dam would close had pleased the council.",
    "last week": "Reyl last week invited the council to visit the dam.",
    "what he is for": "Reyl opposes the dam.",
    "what he calls for": "Reyl calls for a toll on the dam.",
    "what he also calls for": "Reyl also calls for a toll on the dam.",
}


def told(find: Find, text: str) -> list[bool]:
    """Return what is told as said earlier, of each statement of the first minister."""
    return [u.retold for u in find(text) if u.speakers[0].actor == "reyl"]


@pytest.mark.parametrize("text", EARLIER.values(), ids=EARLIER)
def test_told_as_said_earlier(find: Find, text: str) -> None:
    """Dates long past, "previously" and the pluperfect tell history."""
    assert told(find, text) == [True]


@pytest.mark.parametrize("text", NEWS.values(), ids=NEWS)
def test_told_as_news(find: Find, text: str) -> None:
    """What was said in these days is news, whatever years its words name."""
    assert told(find, text) == [False]


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_in_a_text_the_perfect_tells_what_is_known(find: Find, text: str) -> None:
    """On top of a text the same words are its news."""
    assert set(told(find, text)) == {False}
    assert set(told(find, f"{FILLING}\n\n{text}")) == {True}


@pytest.mark.parametrize(
    "text",
    [
        "Reyl told the council that he opposes the dam.",
        "Reyl says the dam is closed.",
        "Reyl opposes the dam, he said on Tuesday.",
        "Reyl is calling for a toll on the dam.",
        "Reyl calls “a toll on the dam” his “last word to the council”.",
        "In the letter to the council, Reyl threatens to close the dam.",
        "In a reversal, Reyl opposes the dam.",
        "Reyl sent the city’s council a warning that he would sue.",
        "Reyl renewed his angry demand that Duarte resign.",
        "Reyl issued his sternest warning yet that the dam would close.",
        "In an email to the council, Reyl proposes a toll on the dam.",
        "Reyl threatens to close the dam unless the council pays.",
        "Reyl on Tuesday condemned last week’s strike at the dam.",
        "Reyl on Tuesday rejected the dam when asked about a report published last week.",
    ],
)
def test_deep_in_a_text_what_is_said_is_news(find: Find, text: str) -> None:
    """Who "says" so, or on a day, or in his own words, has spoken."""
    assert set(told(find, f"{FILLING}\n\n{text}")) == {False}


def test_far_down_what_somebody_is_threatening_is_known(find: Find) -> None:
    """Higher up it is how a report goes on about its news."""
    text = "Reyl is more outspoken in his remarks, threatening to close the dam."
    assert not any(told(find, f"{FILLING}\n\n{text}"))
    assert told(find, f"{FILLING}{FILLING}\n\n{text}") == [True]
    for spoke in (
        "Reyl went farther on Tuesday, threatening to close the dam.",
        "Reyl said it was late, threatening to close the dam.",
        "Reyl is threatening to close the dam.",
        "Reyl addressed the council, vowing to close the dam.",
        "Reyl toured the council’s hall, vowing to close the dam.",
        "Reyl, who is 60, addressed the council, vowing to close the dam.",
    ):
        assert not any(told(find, f"{FILLING}{FILLING}\n\n{spoke}")), spoke


def test_a_number_of_any_length_is_no_year(find: Find) -> None:
    """Hostile digits are read over."""
    digits = "9" * 6000
    assert told(find, f"Reyl rejected the offer in {digits}.") == [False]
    assert told(find, f"In {digits}, Reyl rejected the offer.") == [False]


@pytest.mark.parametrize("end", ["in the", "in the coming", "weeks", "rally after", "last"])
def test_a_sentence_that_breaks_off_dates_nothing(find: Find, end: str) -> None:
    """A line cut in the middle of its date is read as it stands."""
    assert told(find, f"{end.capitalize()}, Reyl rejected the offer {end}") == [False]


def test_words_told_by_another_are_no_history(find: Find) -> None:
    """The pluperfect in what somebody tells is that somebody's tense."""
    found = find("Duarte said that Reyl had told her the dam would open.")
    assert [u.retold for u in found] == [False, False]
