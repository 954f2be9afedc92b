"""Which issue a statement that names none is filed under, and which act belongs to which issue."""

from dataclasses import replace

import pytest

from monitor.config.watchlist import Issue
from monitor.language.utterance import Speaker, Utterance
from monitor.positions.filing import GENERAL, Filed, file_acts, file_statements
from monitor.positions.terms import TermMatcher
from schemas.statement import Act
from schemas.vocabulary import Kind, PositionClass

TERMS = TermMatcher(
    [
        Issue(id="ferry", terms=("ferry",)),
        Issue(id="crossing", terms=("crossing",)),
        Issue(id="aid", terms=("aid",)),
    ]
)


def utterance(text: str, content: str, kind: Kind = Kind.DIRECT) -> Utterance:
    """Make an utterance of the minister with ``content`` where it stands in ``text``."""
    start = text.index(content)
    return Utterance(
        speakers=(Speaker(actor="reyl", name="Ann Reyl", mention="Reyl", span=None),),
        cue="said",
        cue_span=None,
        kind=kind,
        spans=((start, start + len(content)),),
        sentence_span=(start, start + len(content)),
    )


def filed(text: str, *found: Utterance, title: str = "") -> list[tuple[str, ...]]:
    """Return the issues each utterance is filed under."""
    return [one.issues for one in file_statements(text, title, found, TERMS, {})]


def test_short_answer_takes_the_issue_of_its_paragraph() -> None:
    """The words "It stays" is about the ferry that its paragraph names."""
    text = "The harbour wants to sell the ferry. “It stays,” Reyl said."
    assert filed(text, utterance(text, "It stays")) == [("ferry",)]


def test_sentence_tells_before_the_rest_of_its_paragraph() -> None:
    """Who "runs the ferry" and offers two more speaks of the ferry, not of what stood before."""
    text = "The crossing is shut. Reyl, who runs the ferry, offered two more."
    said = utterance(text, "two more", Kind.INDIRECT)
    said = replace(said, sentence_span=(text.index("Reyl"), len(text)))
    assert filed(text, said) == [("ferry",)]


def test_statement_at_length_is_about_what_it_names_itself() -> None:
    """Twenty words about something else are not about the ferry in the headline."""
    words = "We planted four hundred apple trees along the old road last spring and nearly all of"
    text = f"“{words} them are in blossom now,” Reyl said."
    content = f"{words} them are in blossom now"
    assert filed(text, utterance(text, content), title="Ferry for sale") == [(GENERAL,)]


def test_long_article_that_wanders_lends_no_issue() -> None:
    """Beside a word on the ferry in a long article on much else, "It stays" may mean anything."""
    text = "“It stays,” Reyl said of the ferry.\n" + "The aid came late. " * 100
    assert filed(text, utterance(text, "It stays")) == [(GENERAL,)]
    text = "“It stays,” Reyl said of the ferry. " + "The boat is old. " * 100
    assert filed(text, utterance(text, "It stays")) == [(GENERAL,)]
    headed = filed(text, utterance(text, "It stays"), title="The ferry is not for sale")
    assert headed == [("ferry",)]


def test_what_takes_up_an_offer_is_on_what_was_offered() -> None:
    """Of two issues the offer was on one, whatever was spoken of last."""
    text = "The ministry offered a new ferry. The crossing was closed. Reyl rejected the offer."
    offered = replace(utterance(text, "a new ferry"), cue="offered")
    closed = replace(utterance(text, "The crossing was closed"), cue="told")
    assert filed(text, offered, closed, reply(text, "the offer"))[2] == ("ferry",)


def reply(text: str, content: str) -> Utterance:
    """Make a paraphrase of somebody else's than the minister's."""
    said = utterance(text, content, Kind.INDIRECT)
    return replace(said, speakers=(replace(said.speakers[0], actor="lund"),))


def test_of_two_speakers_the_one_named_first_lends_the_issue() -> None:
    """What two say together goes on what the first of them spoke of, whoever spoke last."""
    text = "The ferry is old. The crossing is shut. It stays."
    ferry, crossing = utterance(text, "ferry"), utterance(text, "crossing")
    both = utterance(text, "It stays")
    reyl = both.speakers[0]
    lund, aas, moe = (replace(reyl, actor=actor) for actor in ("lund", "aas", "moe"))
    for first in (lund, aas, moe):
        said = replace(both, speakers=(first, reyl))
        before = (replace(ferry, speakers=(first,)), replace(crossing, speakers=(reyl,)))
        assert filed(text, *before, said)[2] == ("ferry",)
        before = (replace(ferry, speakers=(reyl,)), replace(crossing, speakers=(first,)))
        assert filed(text, *before, said)[2] == ("crossing",)


@pytest.mark.parametrize(
    "content",
    [
        "the decision to hold the song contest in Skarn",
        "the agreement on milk",
        "the offer of a berth",
    ],
)
def test_what_names_its_own_matter_points_nowhere(content: str) -> None:
    """An offer "of a berth" is not the one that was made before."""
    text = f"Reyl offered a new ferry. The crossing and the aid came up.\n\nLund praised {content}."
    offered = replace(utterance(text, "a new ferry"), cue="offered")
    assert filed(text, offered, reply(text, content))[1] == (GENERAL,)


def test_its_own_offer_is_not_the_last_one_of_others() -> None:
    """Of two offers "his" is the speaker's."""
    text = "Reyl offered a new ferry. Lund offered aid. The crossing is old. His offer stands."
    mine = replace(utterance(text, "a new ferry"), cue="offered")
    other = replace(reply(text, "aid"), cue="offered")
    assert filed(text, mine, other, utterance(text, "His offer stands"))[2] == ("ferry",)


def test_short_words_where_nothing_else_tells_go_on_with_the_statement_before() -> None:
    """A bare "It is off" has a paragraph of its own, and the report touches several issues."""
    text = "The ferry will sail, Lund said.\n\n“It is off,” Reyl said.\n\nAid came by the crossing."
    first = reply(text, "The ferry will sail")
    assert filed(text, first, utterance(text, "It is off"))[1] == ("ferry",)
    assert filed(text, utterance(text, "It is off")) == [(GENERAL,)]


FAR = "The harbour was quiet all night, and the lamps burned until the morning came. " * 12
ONCE = f"{FAR}“We would rather have a ferry than a wall,” Reyl said. {FAR}"


@pytest.mark.parametrize(
    ("text", "title", "passing"),
    [
        (ONCE, "", ("ferry",)),
        (ONCE, "No wall, and no ferry", ()),
        (f"The ferry came late. {ONCE}", "", ()),
        (f"{ONCE} A ferry came, and a ferry left.", "", ()),
        ("“We would rather have a ferry than a wall,” Reyl said.", "", ()),
    ],
    ids=["once", "in the title", "on top", "again and again", "in a short report"],
)
def test_long_report_touches_an_issue_in_passing(
    text: str, title: str, passing: tuple[str, ...]
) -> None:
    """A report of much else that names an issue once is not about it."""
    found = utterance(text, "We would rather have a ferry than a wall")
    (one,) = file_statements(text, title, [found], TERMS, {})
    assert one.issues == ("ferry",)
    assert one.in_passing == passing


@pytest.mark.parametrize(
    ("content", "title", "aside"),
    [
        ("He would close the crossing, which may be of use to the ferry", "", ("ferry",)),
        ("He would close the crossing, which may be of use to the ferry", "Ferry late", ()),
        ("On aid he has the better record, on issues such as the ferry", "", ("ferry",)),
        ("He will act on issues such as aid and the ferry", "", ()),
        ("He is for the law, which would close the crossing", "", ()),
        ("Set aid aside, and the ferry goes", "", ()),
        ("Aid aside, he likes the ferry", "", ("aid",)),
        ("He would close the ferry and the crossing", "", ()),
        ("The ferry, which he likes, stays", "", ()),
    ],
)
def test_what_a_statement_names_by_the_way(
    content: str, title: str, aside: tuple[str, ...]
) -> None:
    """A relative clause and a list of examples are not what it is about, unless the report is."""
    text = f"{content}, Reyl said."
    (one,) = file_statements(text, title, [utterance(text, content, Kind.INDIRECT)], TERMS, {})
    assert one.aside == aside


def test_what_a_piece_names_by_the_way_ends_with_it() -> None:
    """The second half of a quotation is on what it names."""
    text = "“We close the crossing, which is old”, Reyl said, “and sell the ferry.”"
    first, second = "We close the crossing, which is old", "and sell the ferry."
    said = utterance(text, first)
    spans = (*said.spans, (text.index(second), text.index(second) + len(second)))
    (one,) = file_statements(text, "", [replace(said, spans=spans)], TERMS, {})
    assert one.aside == ()


def test_an_act_is_not_filed_under_what_it_names_aside() -> None:
    """The threat is on the crossing that it names outside its relative clause."""
    both = Filed(issues=("crossing", "ferry"), inferred=False, signals=(), signal_words=())
    threat = Act(
        position=PositionClass.THREATEN,
        text="we will close the crossing, which is of use to the ferry",
    )
    aside = replace(both, aside=("ferry",))
    assert [act.issues for act in file_acts([threat], aside, TERMS)] == [("crossing",)]
    # Where the report is headed by it, it is as much what the statement is on.
    assert [act.issues for act in file_acts([threat], both, TERMS)] == [("crossing", "ferry")]


@pytest.mark.parametrize(
    ("content", "issues"),
    [
        ("The crossing is closed", ("crossing",)),
        ("Both crossings are closed", ("crossing",)),
        ("They crossed the line", (GENERAL,)),
    ],
)
def test_term_in_ing_names_a_thing(content: str, issues: tuple[str, ...]) -> None:
    """The words "Crossing" is not meant where somebody "crossed the line"."""
    text = f"“{content},” Reyl said."
    assert filed(text, utterance(text, content)) == [issues]


def test_each_act_is_filed_under_what_its_clause_names() -> None:
    """A threat about the ferry and a promise of aid part ways; what names neither goes to both."""
    both = Filed(issues=("ferry", "aid"), inferred=False, signals=(), signal_words=())
    threat = Act(position=PositionClass.THREATEN, text="we will stop the ferry")
    promise = Act(position=PositionClass.AGREE, text="the aid will go on")
    vague = Act(position=PositionClass.THREATEN, text="there will be costs")
    assert [a.issues for a in file_acts((threat, promise), both, TERMS)] == [("ferry",), ("aid",)]
    assert [a.issues for a in file_acts((vague, promise), both, TERMS)] == [("ferry",), ("aid",)]
    assert [a.issues for a in file_acts((vague,), both, TERMS)] == [()]


def test_what_only_a_condition_names_is_not_moved() -> None:
    """A threat to the ferry for the sake of the crossing is filed under the ferry."""
    act = Act(
        position=PositionClass.THREATEN,
        text="We will stop the ferry unless the crossing opens",
        condition="unless the crossing opens",
    )
    (one,) = file_acts(
        [act], Filed(("ferry", "crossing"), inferred=False, signals=(), signal_words=()), TERMS
    )
    assert one.issues == ("ferry",)


def test_what_becomes_of_an_issue_need_not_be_moved() -> None:
    """A ferry that stops "whatever becomes of the crossing" is about the ferry."""
    words = "The ferry will stop whatever becomes of the crossing"
    act = Act(position=PositionClass.THREATEN, text=words)
    (one,) = file_acts(
        [act], Filed(("ferry", "crossing"), inferred=False, signals=(), signal_words=()), TERMS
    )
    assert one.issues == ("ferry",)


def test_the_next_sentence_goes_on_about_the_main_clause() -> None:
    """The words "They know it" behind a threat to the ferry is about the ferry."""
    text = "“If the crossing stays shut, the ferry stops,” Reyl said. “They know it.”"
    first = utterance(text, "If the crossing stays shut, the ferry stops")
    assert filed(text, first, utterance(text, "They know it"))[1] == ("ferry",)
