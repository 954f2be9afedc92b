"""Ways in which reporters attribute that a first reading misses."""

from collections.abc import Callable
from datetime import date

import pytest

from monitor.config.watchlist import WatchList
from monitor.language.extract import Extractor
from monitor.language.model_file import load_model
from monitor.language.utterance import Utterance

Find = Callable[..., list[Utterance]]
Said = Callable[..., list[tuple[tuple[str | None, ...], list[str]]]]

REPORTS = {
    "named in the next paragraph": (
        "The price will rise unless the state pays, its chief executive warned.\n\nDuarte did.",
        "duarte",
        "The price will rise unless the state pays",
    ),
    "the company's head": (
        "It would go if it came, the firm’s chief executive cautioned within the hour.\n\nDuarte",
        "duarte",
        "It would go if it came",
    ),
    "a refusal in the condition": (
        "Tomas Reyl will call a vote only if she turns down a second offer, he said on Tuesday.",
        "reyl",
        "Tomas Reyl will call a vote only if she turns down a second offer",
    ),
    "an aside that swears": (
        "Sorland will stay, and it will pay, as it swore it never would, Reyl announced.",
        "reyl",
        "Sorland will stay, and it will pay, as it swore it never would",
    ),
    "what came before": (
        "Duarte promised on Tuesday to stop the pumps, five weeks after she had refused to.",
        "duarte",
        "to stop the pumps",
    ),
    "a day before the infinitive": (
        "Reyl refused on Tuesday to appear before the panel that is drafting the bill.",
        "reyl",
        "to appear before the panel that is drafting the bill",
    ),
    "told whom": (
        "Sorland was prepared to pay, Reyl told visitors of the fair on Monday.",
        "reyl",
        "Sorland was prepared to pay",
    ),
    "insisted": (
        "Reyl met the press. Sorland had not hired foreign crews to break the strike, he insisted.",
        "reyl",
        "Sorland had not hired foreign crews to break the strike",
    ),
    "itself": (
        "The ministry itself, in a statement signed by all, rejected the bonus.",
        "ministry",
        "the bonus",
    ),
    "a verb with a doubled letter": (
        "Reyl, listening from the gallery, afterwards begged the board “not to close it.”",
        "reyl",
        "the board “not to close it.”",
    ),
    "a body in small letters": (
        "The ministry was less pleased. It raised its demand for aid to 70 crowns a day.",
        "ministry",
        "its demand for aid to 70 crowns a day",
    ),
    "a subject behind after": (
        "The speech came hours after Reyl, the prime minister, said boats would be towed home.",
        "reyl",
        "boats would be towed home",
    ),
    "a deputy of then": (
        "In 2017 Duarte, then an opposition deputy, called the treaty “a fig leaf”.",
        "duarte",
        "the treaty “a fig leaf”",
    ),
    "an apposition of her own": (
        "Ines Duarte, his counterpart in Lund, who denies it, said that her board might leave.",
        "duarte",
        "that her board might leave",
    ),
    "a message told of": (
        "It is ready to release them, Reyl said in an audio message that ran for three minutes.",
        "reyl",
        "It is ready to release them",
    ),
    "after a meeting": (
        "Sorland will go to court unless the road opens, Reyl vowed on Tuesday after a meeting.",
        "reyl",
        "Sorland will go to court unless the road opens",
    ),
    "a day after": (
        "Reyl ruled out a truce with the Front, a day after mediators handed both a draft.",
        "reyl",
        "a truce with the Front",
    ),
    "a day before the name": (
        "On Monday Ines Duarte, who chairs the board, demanded a rise for her staff, as ever.",
        "duarte",
        "a rise for her staff",
    ),
    "has warned": (
        "They will stop work for five days, Tomas Reyl, the prime minister, has warned.",
        "reyl",
        "They will stop work for five days",
    ),
    "asked for": (
        "Duarte, asked for her reaction on the way in, said she had not heard the call.",
        "duarte",
        "she had not heard the call",
    ),
    "told of": (
        "Duarte, told of the closure while she was in the hall, demanded that it be lifted.",
        "duarte",
        "that it be lifted",
    ),
    "answering a letter": (
        "Sorland will keep its water, Reyl said on Friday, answering a letter that arrived late.",
        "reyl",
        "Sorland will keep its water",
    ),
    "asked about": (
        "Duarte, asked about his plea over the curbs, said she had not heard the call.",
        "duarte",
        "she had not heard the call",
    ),
    "stuck to": (
        "But Duarte stuck to her refusal to sell, and the agency denied a report on it.",
        "duarte",
        "her refusal to sell",
    ),
    "a relative clause": (
        "Reyl, who in the old campaign promised to raise pensions, was in good spirits.",
        "reyl",
        "to raise pensions",
    ),
    "what was dismissed is not the remarks": (
        (
            "Mr. Sand’s head, Tomas Reyl, dismissed criticism of Mr. Sand’s remarks about Ms. Kay"
            " as “a lie.”"
        ),
        "reyl",
        "criticism of Mr. Sand’s remarks about Ms. Kay as “a lie.”",
    ),
    "something denied": (
        "Reyl defended his attack on the harbour.",
        "reyl",
        "his attack on the harbour",
    ),
    "hard at it": (
        "Reyl is working hard to deny that he closed the dam.",
        "reyl",
        "that he closed the dam",
    ),
    "something that matters": (
        "The toll is something Reyl said on Monday he would end.",
        "reyl",
        "he would end",
    ),
    "in support of": (
        "“Who will stand up for these workers?” Reyl said in support of the strikers.",
        "reyl",
        "Who will stand up for these workers?",
    ),
    "as she warned": (
        "The toll will hurt families, as Duarte has warned.",
        "duarte",
        "The toll will hurt families",
    ),
    "joined to the report's own words": (
        "There was no picture of it, as the rules ask and also, Reyl said, “to make it clear.”",
        "reyl",
        "to make it clear.",
    ),
    "nothing more was said": (
        "The ministry said: “They are private letters.” The ministry did not elaborate.",
        "ministry",
        "They are private letters.",
    ),
    "once more": (
        "Reyl once more urged both navies to publish the limits.",
        "reyl",
        "both navies to publish the limits",
    ),
    "an infinitive of what is to come": (
        "Teachers will go back and accept the terms, Duarte said on Friday, ending a strike.",
        "duarte",
        "Teachers will go back and accept the terms",
    ),
    "quoted by a newspaper": (
        "Duarte met the press. “There is no leak,” the Valley Courier quoted her as saying.",
        "duarte",
        "There is no leak,",
    ),
    "when it was said, counted from something else": (
        "From March 16 no ship will enter Sorland, Reyl said on Tuesday, a week after a vote.",
        "reyl",
        "From March 16 no ship will enter Sorland",
    ),
    "talks that ended": (
        "The dam will be closed, Reyl said on Tuesday after talks that ended with cold soup.",
        "reyl",
        "The dam will be closed",
    ),
    "a day and a place before": (
        "Wednesday at the last presidential debate of the year, Reyl said the dam is safe.",
        "reyl",
        "the dam is safe",
    ),
    "states behind the day": (
        "Reyl said on Tuesday that United States forces would leave the port.",
        "reyl",
        "that United States forces would leave the port",
    ),
    "said it again would": (
        "The ministry said it again would not pay for the dam.",
        "ministry",
        "it again would not pay for the dam",
    ),
    "a verb behind the venue": (
        "Duarte offered in a television interview to discuss the lease.",
        "duarte",
        "to discuss the lease",
    ),
    "an infinitive broken off": (
        "The ministry expressed readiness to enter, at whatever level, into talks on the dam.",
        "ministry",
        "readiness to enter, at whatever level, into talks on the dam",
    ),
    "reported by a newspaper": (
        "Reyl spoke. “We have paid enough,” he said in Lund, as the Valley Courier reported.",
        "reyl",
        "We have paid enough,",
    ),
    "the mayor, a line after a child": (
        "“We sing,” said Kofi Brand, 12.\n\nThe prime minister arrived late. “Good,” he said.",
        "reyl",
        "Good,",
    ),
    "the object before the particle": ("Reyl turned the bid down before lunch.", "reyl", "the bid"),
}


@pytest.mark.parametrize(("text", "actor", "content"), REPORTS.values(), ids=REPORTS)
def test_a_statement_is_found_whole(said: Said, text: str, actor: str, content: str) -> None:
    """Who said it, and all of it, however the sentence is built."""
    assert ((actor,), [content]) in said(text)


def test_a_quotation_is_whose_who_is_named_at_its_end(said: Said) -> None:
    """A paragraph that opens a quotation and does not close it goes on in the next."""
    opened = "“The vehicle came late. It was dark.\n\n“Nobody saw it.\n\n"
    text = f"Reyl came. “Good day,” he said.\n\n{opened}“They had tea,” Duarte told the fair."
    assert said(text) == [
        (("reyl",), ["Good day,"]),
        (("duarte",), ["The vehicle came late. It was dark.", "Nobody saw it.", "They had tea,"]),
    ]


def test_a_quotation_that_nobody_is_named_for_is_the_last_speakers(said: Said) -> None:
    """Closed without a name, it stays with who spoke before."""
    text = "Reyl came. “Good day,” he said.\n\n“The car was late.\n\n“It rained.”\n\nDuarte left."
    assert said(text) == [
        (("reyl",), ["Good day,"]),
        (("reyl",), ["The car was late.", "It rained."]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Reyl got out of the car to talk about pay.",
        "Asked how he would get home, Reyl pointed at his shoes.",
        "The dam is closed, a man said, and Reyl said it twice because of a tractor.",
        "Reyl will find it difficult to repeat his attacks on the council.",
        "One can also debate what a toll on the river would do, as Reyl proposes.",
    ],
)
def test_what_somebody_did_is_no_statement(said: Said, text: str) -> None:
    """Verbs of speech of which nothing that was said follows."""
    assert said(text) == []


def test_the_title_goes_to_who_has_just_been_introduced_by_it(said: Said) -> None:
    """Below another minister's name "the minister" is that one."""
    world = "Foreign Minister Tomas Reyl smiled.\n\n"
    rival = "The prime minister of Orsa, Ute Garms, said that she would wait."
    assert said(f"{world}{rival} Her country, the prime minister remarked, had water.") == []


@pytest.mark.parametrize(
    ("quoted", "own"),
    [
        ("It makes no sense that Minister Reyl is blamed,", False),
        ("Tomas Reyl did not write it,", False),
        ("Reyl pays his debts,", True),
        ("Minister Kolt did not write it,", True),
        ("Minister Reylander did not write it,", True),
        ("If you vote for Tomas Reyl, we will close the dam,", True),
    ],
)
def test_nobody_calls_himself_by_title_or_full_name(said: Said, quoted: str, *, own: bool) -> None:
    """Who is quoted so is somebody else that "he" stands for, whom the report did not name."""
    assert (((("reyl",), [quoted])) in said(f"Reyl came. “{quoted}” he said.")) is own


@pytest.mark.parametrize(
    "rival",
    [
        "Finance Minister Anna Kolt said that the budget was tight.",
        "Anna Kolt, a spokeswoman for the prime minister, said that talks had begun.",
        "The deputy prime minister, Anna Kolt, said that talks had begun.",
        "The associate prime minister, Anna Kolt, said that talks had begun.",
    ],
)
def test_the_title_stays_with_who_bears_all_of_it(said: Said, rival: str) -> None:
    """A minister is no prime minister, nor is who speaks for one or stands in."""
    text = f"Prime Minister Tomas Reyl came.\n\n{rival} “It will close,” the prime minister said."
    assert (("reyl",), ["It will close,"]) in said(text)


def test_a_spokesman_for_another_ministry_is_another_ministrys(find: Find) -> None:
    """Of "the finance ministry" the ministry that was named is not the body."""
    text = "The Energy Ministry met.\n\nA spokesman for the finance ministry said that it was late."
    assert find(text) == []


def test_a_man_of_the_same_surname_speaks_for_himself(said: Said) -> None:
    """“A driver named Owen Reyl” is who "Reyl" is in the next sentence."""
    text = (
        "Tomas Reyl left.\n\nAt the gate a driver named Owen Reyl waited. “Six is fine,” Reyl said."
    )
    assert said(text) == []


def test_a_spokesman_behind_another_body_speaks_for_the_one_before() -> None:
    """Of two bodies in a sentence he speaks for the one that had been named by then."""
    text = (
        "The Teachers of Orsa met. It had withdrawn the suit, a spokesman for the organisation"
        " said, and the Court of Orsa said that the file was closed."
    )
    first, *_ = Extractor(SCHOOLS, load_model()).find(text)
    assert [speaker.on_behalf_of for speaker in first.speakers] == ["union"]


def test_what_goes_on_behind_the_attribution_is_said_as_well(said: Said) -> None:
    """An offer before "Reyl said" and a blow behind it are both Reyl's."""
    text = "Sorland is willing to pay, Reyl said on Tuesday, but on Friday it will close the port."
    assert said(text) == [
        (("reyl",), ["Sorland is willing to pay"]),
        (("reyl",), ["on Friday it will close the port"]),
    ]


def test_a_clause_and_its_tail_are_one_statement(said: Said) -> None:
    """The attribution stands between the clause and the words that are quoted of it."""
    text = "Reyl is ready to go through the list, he told the Post on Monday, “with sandwiches”."
    assert said(text) == [(("reyl",), ["Reyl is ready to go through the list", "with sandwiches"])]


@pytest.mark.parametrize(
    "text",
    [
        "Unless there is a serious offer by Friday, Reyl said, its members will strike.",
        "If schools close, Reyl told reporters, he will put the law to a vote.",
        "Until the bill is dropped, Reyl told a meeting on Monday, no teacher will mark an exam.",
        "If the price falls, Reyl told a rally in Lund on Monday, he will leave the talks.",
    ],
)
def test_a_condition_before_the_attribution_belongs_to_what_follows(said: Said, text: str) -> None:
    """The condition alone threatens nothing, and what follows threatens on a condition."""
    ((actors, content),) = said(text)
    assert actors == ("reyl",)
    assert " ".join(content) == text.replace(" Reyl", "").split(", ")[0] + " " + (
        text.rsplit(", ", 1)[1].rstrip(".")
    )


def test_a_clerk_without_a_name_is_she_who_speaks_next(said: Said) -> None:
    """Not the minister who was named before her."""
    text = (
        "Duarte spoke.\n\nA clerk, asked who had come, counted on her fingers.\n\n“Two,” she said."
    )
    assert all(actors != ("duarte",) for actors, _ in said(text))


@pytest.mark.parametrize(
    "before",
    [
        "Duarte spoke. A letter lay on the table.",
        "Duarte visited a school. A teacher asked her about the heating.",
        "Duarte came late. A former nurse, she entered parliament in 2010.",
        "Duarte came late.\n\nA man threw an egg at her.",
        "Duarte came late.\n\nA teacher strike has hurt her party.",
        "Duarte came late.\n\nA day later she packed her papers.",
    ],
)
def test_a_passer_by_takes_no_words_of_who_is_named(said: Said, before: str) -> None:
    """A "her" in a sentence about somebody is not always its subject's."""
    assert said(f"{before}\n\n“We will pay,” she said.") == [(("duarte",), ["We will pay,"])]


def test_a_noun_in_what_is_said_is_no_statement_of_its_own() -> None:
    """A demand that stands is one statement and not a demand besides."""
    stands = "Its demand for a limit of 24 pupils to a class still stands"
    assert school(f"The Teachers of Orsa met. {stands}, it added.") == [("added", "union")]


SCHOOLS = WatchList.model_validate(
    {
        "actors": [
            {
                "id": "union",
                "name": "Teachers of Orsa",
                "aliases": ["teachers’ union"],
                "kind": "organisation",
            },
            {
                "id": "head",
                "name": "Petra Sand",
                "gender": "female",
                "affiliation": "Teachers of Orsa",
            },
            {"id": "old", "name": "Anselm Krog", "gender": "male", "roles": ["education minister"]},
            {"id": "new", "name": "Ilse Torm", "gender": "female", "roles": ["education minister"]},
        ]
    }
)
CHANGE = (
    "Anselm Krog was dismissed as education minister on Monday. Ilse Torm takes his place.\n\nTorm"
    " said that it was late. The new education minister promised not to close a school.\n\nKrog"
    " blamed the treasury. “My purse was empty,” the former minister said by a side door."
)


def school(text: str) -> list[tuple[str, str | None]]:
    """Return cue and actor of each statement about the schools of Orsa."""
    found = Extractor(SCHOOLS, load_model()).find(text, published=date(2025, 10, 13))
    return [(u.cue, u.speakers[0].actor) for u in found]


def test_on_the_day_of_a_change_each_minister_speaks_for_herself() -> None:
    """Of two who bear the title it is the one spoken of, and the former one where he speaks."""
    assert school(CHANGE) == [
        ("said", "new"),
        ("promised", "new"),
        ("blamed", "old"),
        ("said", "old"),
    ]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Torm is minister now. She replaces Krog. The education minister vowed to pay.", "new"),
        ("Torm succeeds Krog, who left. The new education minister vowed to pay.", "new"),
        ("Torm met Krog and Krog left. The education minister vowed to pay.", None),
        (
            "Krog left. Torm takes his place. “It is over,” the former education minister said.",
            None,
        ),
        ("Krog left in tears. “It is over,” the former finance minister said.", None),
        ("Krog left. “It is over,” the ousted education minister said.", None),
    ],
)
def test_a_title_two_bear_is_whose_it_can_only_be(text: str, actor: str | None) -> None:
    """Where either may be meant nobody is."""
    text = text.replace("Torm ", "Ilse Torm ", 1).replace("Krog", "Anselm Krog", 1)
    found = [who for cue, who in school(text) if cue in {"vowed", "said"}]
    assert found == ([actor] if actor else [])


def test_her_union_is_the_one_she_belongs_to() -> None:
    """What her union demands the union demands."""
    text = "Petra Sand said that it was cold. Her union demanded new stoves."
    assert school(text) == [("said", "head"), ("demanded", "union")]


@pytest.mark.parametrize("who", ["Her critics in the union", "Her rival union", "Her bank"])
def test_what_is_not_her_union_is_nobodys(who: str) -> None:
    """Critics, rivals and her husband's company are not what she belongs to."""
    assert school(f"Petra Sand said that it was cold. {who} demanded new stoves.") == [
        ("said", "head")
    ]


def test_a_ministry_spokeswoman_speaks_for_the_last_ministry(
    find: Callable[..., list],
) -> None:
    """As "a spokeswoman" does, and "a union spokeswoman" does not."""
    text = "The ministry paid. “The forms are printed,” a {} spokeswoman said."
    (statement,) = find(text.format("ministry"))
    assert statement.speakers[0].on_behalf_of == "ministry"
    assert all(s.on_behalf_of is None for u in find(text.format("union")) for s in u.speakers)


def test_what_is_brushed_aside_is_not_said(said: Said) -> None:
    """Of a report that is brushed aside its content is somebody else's."""
    text = "Duarte brushed aside a newspaper report that big shareholders were getting cold feet."
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text", ["Duarte, whom Reyl urged to pay, was silent.", "Reyl warned talks were off."]
)
def test_what_only_looks_like_a_headline_is_found(said: Said, text: str) -> None:
    """The one "whom Reyl urged" was not told to, and what is off may be said."""
    assert [actors for actors, _ in said(text)] == [("reyl",)]


def test_two_verbs_of_one_subject_have_a_statement_each(said: Said) -> None:
    """Praise, and a threat taken back, are two things."""
    text = "Reyl welcomed the pause and took back his threat to close the port."
    assert sorted(said(text)) == [
        (("reyl",), ["his threat to close the port"]),
        (("reyl",), ["the pause"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Duarte told investors it would pay, five weeks after Reyl had ruled out any payment.",
        "Nothing will change if Reyl turns down the offer.",
        "Duarte said that it would close, five weeks after Reyl had insisted that it would not.",
        "Reyl stopped short of saying how much it would cost.",
        "Reyl, asked whether the lock was a red line for him, shrugged.",
        "Reyl named no country.",
        "Reyl told to lower the water",
        "Reyl warned them off.",
    ],
)
def test_what_only_dates_or_conditions_another_is_no_statement(said: Said, text: str) -> None:
    """A refusal that dates something else, or may come, is nobody's news."""
    assert all(actors != ("reyl",) for actors, _ in said(text))


def test_the_chamber_is_no_white_house() -> None:
    """A body's last word names it again, but "the House" is another."""
    house = {"id": "house", "name": "White House", "kind": "organisation"}
    extractor = Extractor(WatchList.model_validate({"actors": [house]}), load_model())
    text = "The White House welcomed the offer.\n\nThe House said that it would vote on Friday."
    assert [text[a:b] for u in extractor.find(text) for a, b in u.spans] == ["the offer"]


def test_what_was_promised_an_hour_earlier_is_news(find: Callable[..., list]) -> None:
    """The pluperfect of the same day tells today's news."""
    (promise,) = find("x" * 600 + ".\n\nAn hour earlier Reyl had promised to open the port.")
    assert not promise.retold


@pytest.mark.parametrize(
    ("text", "actor", "content"),
    [
        (
            "The ministry, which called “fiction” a report, denied on Tuesday that it was broke.",
            "ministry",
            "that it was broke",
        ),
        (
            "Within the hour the Energy Ministry told importers that from Tuesday they must pay.",
            "ministry",
            "that from Tuesday they must pay",
        ),
        (
            "If the talks fail, the trains will stop, Tomas Reyl told a full room above a bakery.",
            "reyl",
            "If the talks fail, the trains will stop",
        ),
        (
            "Unless it is paid, the gates stay shut till after Christmas, the prime minister said.",
            "reyl",
            "Unless it is paid, the gates stay shut till after Christmas",
        ),
        (
            "Reyl meanwhile dismissed as “fiction” a newspaper report that the mine would close.",
            "reyl",
            "as “fiction” a newspaper report that the mine would close",
        ),
        (
            "Reyl rejected as insulting an offer of two percent.",
            "reyl",
            "as insulting an offer of two percent",
        ),
        (
            "“To the crown and on the day” was how Reyl put it.",
            "reyl",
            "To the crown and on the day",
        ),
    ],
)
def test_what_stands_around_a_cue_does_not_hide_it(
    said: Said, text: str, actor: str, content: str
) -> None:
    """Insertions, days, an audience and what a thing is called keep nobody's words from him."""
    assert ((actor,), [content]) in said(text)


def test_a_named_spokeswoman_goes_on_speaking_for_whom_she_was_introduced(find: Find) -> None:
    """By her name, and by "she"."""
    text = (
        "“Nobody will go,” said Lena Fisk, a spokeswoman for the Energy Ministry. Fisk said "
        "the offer stood. There would be no levy, she added.\n\nThe Energy Ministry paid. Asked "
        "about Reyl’s call to stop the levy, Lena Fisk, its spokeswoman, said: “That is gone.”"
    )
    spoken = [s.on_behalf_of for u in find(text) for s in u.speakers if s.actor is None]
    assert spoken == ["ministry"] * 4


@pytest.mark.parametrize(
    "later",
    [
        "Fisk, a spokeswoman for Norrland Rail, said trains would stop.",
        "Fisk, a former spokeswoman for Norrland Rail, said trains would stop.",
        "Judge Anna Fisk said the court would rule in May.",
        "Mayor Fisk said the city would pay.",
    ],
)
def test_who_is_told_to_be_somebody_else_speaks_for_nobody(find: Find, later: str) -> None:
    """A namesake, and a spokeswoman who has gone to others."""
    text = f"Energy Ministry spokeswoman Fisk said it would pay.\n\n{later}"
    assert [s.on_behalf_of for u in find(text) for s in u.speakers] == ["ministry"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Reyl had plenty to say: “We will strike.”", "We will strike."),
        (
            "If the fee rises, which is likely, Reyl said the port would close.",
            "the port would close",
        ),
    ],
)
def test_what_leads_in_hides_nothing(said: Said, text: str, content: str) -> None:
    """Neither how much there is to say nor a condition beside an aside."""
    assert any(content in pieces for _, pieces in said(text))


def test_a_promise_in_the_reports_words_goes_with_the_quotation(said: Said) -> None:
    """What stands before "and" is the speaker's as well, unless "also" begins anew."""
    text = "He would leave the union and, Reyl said, “let them pay for it.”"
    assert said(text) == [(("reyl",), ["He would leave the union and", "let them pay for it."])]


def test_what_is_argued_for_behind_a_quotation_is_not_in_it(said: Said) -> None:
    """Doubled apostrophes close a sentence as other marks do."""
    text = "Duarte promised to reject ''bad deals.'' She also argued in favor of the pipe’s repair."
    assert said(text)[0] == (("duarte",), ["to reject ''bad deals.''"])


def test_what_a_relative_clause_tells_hides_no_quotation(said: Said) -> None:
    """Somebody untracked gives a deadline in it."""
    text = (
        "“We are out on Friday,” said Tomas Reyl, whose members had given the port until Wednesday "
        "to pay."
    )
    assert said(text) == [(("reyl",), ["We are out on Friday,"])]
