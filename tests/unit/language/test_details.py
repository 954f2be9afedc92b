"""What stands around a statement: when, to whom, by whose report, on whose behalf."""

from collections.abc import Callable
from datetime import date

import pytest

from monitor.config.watchlist import WatchList
from monitor.language.extract import Extractor
from monitor.language.model_file import load_model
from monitor.language.utterance import Utterance

Find = Callable[..., list[Utterance]]

DAYS = {
    "weekday": ("Reyl said on Monday that the river would rise.", date(2025, 10, 6)),
    "same weekday": ("Reyl said Wednesday that the river would rise.", date(2025, 10, 8)),
    "yesterday": ("Reyl said yesterday that the river would rise.", date(2025, 10, 7)),
    "calendar": ("Reyl said on Sept. 30 that the river would rise.", date(2025, 9, 30)),
    "last year": ("Reyl said on Dec. 30 that the river would rise.", date(2024, 12, 30)),
    "last week": ("Reyl said last week that the river would rise.", date(2025, 10, 1)),
    "lead-in": ("On Tuesday, Reyl said that the river would rise.", date(2025, 10, 7)),
    "object": ("Reyl urged Brightwater on Monday to wait.", date(2025, 10, 6)),
    "not the saying": ("Reyl said that the river rose on Monday.", None),
    "none": ("Reyl said that the river would rise.", None),
}


@pytest.mark.parametrize(("text", "day"), DAYS.values(), ids=DAYS)
def test_day_said(find: Find, text: str, day: date | None) -> None:
    """A statement carries the day it was said where its report tells, and no day otherwise."""
    assert [u.said_on for u in find(text)] == [day]


def test_day_needs_publication(find: Find) -> None:
    """Without a date of publication no day is made up."""
    assert [u.said_on for u in find("Reyl said on Monday that the river rose.", None)] == [None]


@pytest.mark.parametrize("when", ["yesterday", "on Dec. 30", "last year", "last Monday"])
def test_no_day_before_the_calendar(find: Find, when: str) -> None:
    """A day that no calendar holds is no day."""
    found = find(f"Reyl said {when} that the river rose.", date.min)
    assert [u.said_on for u in found] == [None]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("“The pipe is safe,” Duarte told reporters on Monday.", "reporters"),
        ("Duarte told the city council that the pipe was safe.", "the city council"),
        ("Duarte said that the pipe was safe.", None),
    ],
)
def test_addressee(find: Find, text: str, whom: str | None) -> None:
    """An analyst sees to whom it was said."""
    assert [u.addressee for u in find(text)] == [whom]


def test_reported_by(find: Find) -> None:
    """An analyst sees that the outlet has the words from somebody else."""
    found = find("“The pipe is safe,” Duarte said on Monday, per state media.")
    assert [u.reported_by for u in found] == ["state media"]


def test_echo(find: Find) -> None:
    """A statement that cites another actor's words says whose."""
    found = find("“As Reyl has said repeatedly, the river will rise,” Duarte said.")
    assert [u.echoes for u in found] == [("reyl",)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The pipe is safe,” Duarte said.", "direct"),
        ("Duarte said that the pipe was safe.", "indirect"),
        ("Duarte said that the pipe was “quite safe.”", "mixed"),
    ],
)
def test_kind(find: Find, text: str, kind: str) -> None:
    """A statement says how much of it is verbatim."""
    assert [u.kind.value for u in find(text)] == [kind]


def test_first_person_has_a_day_of_its_own(find: Find) -> None:
    """What a turn's speaker said before is dated by the turn."""
    found = find("INES DUARTE: I said on Monday that the pipe was safe.")
    assert [u.said_on for u in found] == [None, date(2025, 10, 6)]


def test_spokesperson_speaks_on_behalf(find: Find) -> None:
    """A spokesperson is the speaker; the actor is named as the one spoken for."""
    (found,) = find("A spokeswoman for Reyl said that the river would rise.")
    speaker = found.speakers[0]
    assert (speaker.actor, speaker.on_behalf_of) == (None, "reyl")


def test_spokesperson_not_asked_for(find: Find) -> None:
    """Where the watch-list does not ask for spokespeople, theirs are not the actor's words."""
    assert find("A spokeswoman for Duarte said that the pipe was safe.") == []


@pytest.mark.parametrize(
    "who",
    ["A spokesman for the Energy Ministry", "An Energy Ministry spokeswoman, Ida Vole,"],
)
def test_organisation_speaks_through_its_spokespeople(find: Find, who: str) -> None:
    """An organisation is heard through them without the watch-list asking for it."""
    (found,) = find(f"{who} said that the pipe was safe.")
    assert found.speakers[0].on_behalf_of == "ministry"


@pytest.mark.parametrize("who", ["A lawyer for the Energy Ministry", "An Energy Ministry adviser"])
def test_organisation_does_not_speak_through_others(find: Find, who: str) -> None:
    """Whoever works for it is not its voice."""
    assert find(f"{who} said that the pipe was safe.") == []


def test_organisation_without_spokespeople() -> None:
    """A watch-list can leave its spokespeople out."""
    ministry = {"id": "m", "name": "Energy Ministry", "kind": "organisation"}
    watch = WatchList.model_validate({"actors": [ministry | {"spokespeople": False}]})
    text = "A spokesman for the Energy Ministry said that the pipe was safe."
    assert Extractor(watch, load_model()).find(text) == []


def test_office_changes_hands(find: Find) -> None:
    """A title stands for whoever held it on the day the article appeared."""
    text = "Reyl arrived.\n\nThe foreign minister said that the river would rise."
    assert [u.speakers[0].actor for u in find(text, date(2024, 5, 1))] == ["reyl"]
    assert find(text, date(2025, 5, 1)) == []


def test_lookalike_letters_are_flagged(find: Find) -> None:
    """A name written with letters of another alphabet is never passed off as the real one."""
    (found,) = find("R\u0435yl said that the river would rise.")
    assert found.lookalike
    assert not find("Reyl said that the river would rise.")[0].lookalike


def test_wide_letters_and_accents_match() -> None:
    """A name is known in full-width letters and with its accents in either encoding."""
    watch = WatchList.model_validate({"actors": [{"id": "j", "name": "José Peña"}]})
    extractor = Extractor(watch, load_model())
    for name in ("José Peña", "Jose\u0301 Pen\u0303a"):
        text = f"{name} said that the river would rise."
        (found,) = extractor.find(text)
        assert text[slice(*found.spans[0])] == "that the river would rise"


def test_beliefs_are_asked_for() -> None:
    """Reported belief is a kind of its own, found only when asked for."""
    watch = WatchList.model_validate({"actors": [{"id": "reyl", "name": "Reyl"}]})
    text = "Reyl believes that the river will rise."
    (found,) = Extractor(watch, load_model(), beliefs=True).find(text)
    assert found.belief
    assert Extractor(watch, load_model()).find(text) == []


def test_namesakes_are_told_apart() -> None:
    """Two tracked actors of one surname each keep their own words."""
    watch = WatchList.model_validate(
        {
            "actors": [
                {"id": "ann", "name": "Ann Vessey", "aliases": ["Vessey"], "gender": "female"},
                {"id": "tom", "name": "Tom Vessey", "aliases": ["Vessey"], "gender": "male"},
            ]
        }
    )
    text = (
        "Ann Vessey said that the bridge was closed.\n\n"
        "Tom Vessey said that it was open. Mrs Vessey replied that he was wrong."
    )
    found = Extractor(watch, load_model()).find(text)
    assert [u.speakers[0].actor for u in found] == ["ann", "tom", "ann"]


def test_open_reading_names_everybody() -> None:
    """Without a watch-list each speaker goes by the fullest name the article gives."""
    text = "Hanna Voss, a teacher, arrived. “It is late,” Voss said."
    (found,) = Extractor(None, load_model()).find(text)
    assert (found.speakers[0].name, found.speakers[0].actor) == ("Hanna Voss", None)


def test_namesake_who_alone_was_introduced_keeps_his_words(find: Find) -> None:
    """A bare surname is whoever the article has introduced by it, not a tracked namesake."""
    text = (
        "Paul Reyl, a baker, said that the river would rise.\n\n“Nobody asked me,” Reyl said.\n\n"
        "Reyl added that the bread was fine."
    )
    assert find(text) == []


def test_bare_surname_of_both_is_the_tracked_one(find: Find) -> None:
    """Where the article names the actor first, a namesake does not take the name over."""
    text = (
        "Tomas Reyl arrived. His cousin Paul Reyl, a baker, waited outside.\n\n"
        "“The river will rise,” Reyl said."
    )
    assert [u.speakers[0].actor for u in find(text)] == ["reyl"]


@pytest.mark.parametrize(("who", "pronoun"), [("spokeswoman", "she"), ("spokesman", "he")])
def test_pronoun_of_a_spokesperson(find: Find, who: str, pronoun: str) -> None:
    """A pronoun goes back to a spokesperson without a name before it goes back to others."""
    text = (
        "Ines Duarte and Tomas Reyl met on Tuesday.\n\n"
        f"A {who} for the Energy Ministry said that the pipe was safe.\n\n"
        f"“It will stay so,” {pronoun} added."
    )
    assert [u.speakers[0].on_behalf_of for u in find(text)] == ["ministry", "ministry"]


def test_alias_at_the_beginning_of_a_longer_name() -> None:
    """An alias is found, and so is a longer name that begins with it."""
    bank = {"id": "b", "name": "Bank of Orsa", "aliases": ["the bank"], "kind": "organisation"}
    extractor = Extractor(WatchList.model_validate({"actors": [bank]}), load_model())
    for who in ("The Bank of Orsa", "The bank", "Bank of Orsa"):
        (found,) = extractor.find(f"{who} said that its gold was safe.")
        assert found.speakers[0].mention == who


@pytest.mark.parametrize("verb", ["offered", "agreed", "refused", "promised", "threatened"])
@pytest.mark.parametrize("when", ["", " on Monday"])
def test_word_given_is_a_statement(find: Find, verb: str, when: str) -> None:
    """What somebody offers, agrees or refuses to do is told whole, whoever they are called."""
    text = f"The prime minister {verb}{when} to withdraw the suit. Reyl then left."
    (found,) = find(text)
    assert found.speakers[0].actor == "reyl"
    assert found.words(text, "") == ("to withdraw the suit",)


def test_title_of_the_past_is_nobodys() -> None:
    """Who once held an office does not make it unclear who holds it now."""
    roles = [{"title": "trade minister", "from": "2025-09-01"}]
    actors = [
        {"id": "new", "name": "Dalia Renn", "roles": roles},
        {"id": "old", "name": "Viktor Halm", "roles": ["former trade minister"]},
    ]
    extractor = Extractor(WatchList.model_validate({"actors": actors}), load_model())
    text = (
        "Dalia Renn was sworn in, a day after Viktor Halm resigned.\n\n"
        "The new minister refused to withdraw the suit."
    )
    (found,) = extractor.find(text, published=date(2025, 10, 8))
    assert found.speakers[0].actor == "new"


def test_namesake_who_took_over_the_scene(find: Find) -> None:
    """Behind a namesake named in full, who speaks, the bare surname is the namesake's."""
    text = (
        "“The river will rise,” Tomas Reyl said.\n\n"
        "Colonel Paul Reyl, no relation, said that his men had turned back.\n\n"
        "“They were polite,” Reyl said."
    )
    assert [u.words(text, "") for u in find(text)] == [("The river will rise,",)]


@pytest.mark.parametrize(
    "text",
    [
        "Reyl thanked nobody.",
        "Reyl answered within the hour.",
        "“We shall see,” Duarte wrote, if Reyl confirms the date.",
    ],
)
def test_nothing_said_is_no_statement(find: Find, text: str) -> None:
    """Nobody thanked, an hour named and a word not yet given are nothing that he said."""
    assert "reyl" not in [u.speakers[0].actor for u in find(text)]


def test_what_was_denied_was_not_asked(find: Find) -> None:
    """What somebody denies having asked for is the denial's content and no demand."""
    (found,) = find("Reyl denied that his side had ever asked for longer licences.")
    assert found.cue == "denied"


def test_announcement_with_a_condition_is_told_whole(find: Find) -> None:
    """A verb inside the condition does not cut the sentence that an attribution closes."""
    text = "The Energy Ministry will shut the pipe if a survey confirms a leak, it said on Monday."
    (found,) = find(text)
    assert found.words(text, "") == (text[: text.index(", it said")],)


def test_threat_taken_back_is_told_whole(find: Find) -> None:
    """A noun that attributes does not swallow the attribution that closes the sentence."""
    text = (
        "Brightwater has taken back its threat to leave Sorland, chief executive Ines Duarte said."
    )
    (found,) = find(text)
    assert found.speakers[0].actor == "duarte"
    assert found.words(text, "") == (text[: text.index(", chief")],)


def test_day_of_another_deed_is_not_the_day_of_saying(find: Find) -> None:
    """A date in a clause behind the cue tells of what that clause is about."""
    text = "The pipe will close, Reyl said, giving up the stand he took on September 9."
    assert [u.said_on for u in find(text)] == [None]
    assert find("The pipe will close, Reyl said on Monday.")[0].said_on == date(2025, 10, 6)


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Reyl dropped his demand for an apology.", "dropped", "his demand for an apology"),
        ("Reyl has withdrawn his threat to sue.", "withdrawn", "his threat to sue"),
        ("Reyl took back his threat to sue.", "took back", "his threat to sue"),
        ("Reyl turned down the offer.", "turned down", "the offer"),
        ("Reyl brushed aside the threat.", "brushed aside", "the threat"),
        ("Reyl turned the offer down.", "turned", "the offer"),
        ("Reyl ruled out any route.", "ruled out", "any route"),
        ("Reyl walked back his threat to sue.", "walked back", "his threat to sue"),
        ("Reyl raised his demand for 40 crowns.", "raised", "his demand for 40 crowns"),
        ("Reyl opened the door to talks.", "opened", "the door to talks"),
        (
            "Reyl on Monday gave the union until Friday to end the strike.",
            "gave",
            "the union until Friday to end the strike",
        ),
        (
            "Reyl made it clear that the pipe would close.",
            "made it clear",
            "that the pipe would close",
        ),
        ("Reyl was quoted as saying that it was safe.", "saying", "that it was safe"),
        ("It was safe, Reyl was quoted by state radio as saying.", "saying", "It was safe"),
        (
            "Reyl signalled on Monday that talks could resume.",
            "signalled",
            "that talks could resume",
        ),
    ],
)
def test_several_words_attribute(find: Find, text: str, cue: str, content: str) -> None:
    """What is dropped is no demand: the words that take it back are the cue."""
    (found,) = find(text)
    assert (found.cue, found.words(text, "")) == (cue, (content,))


@pytest.mark.parametrize(
    "text",
    [
        "Reyl is expected to say that the pipe will close.",
        "Reyl should say that the pipe will close, Voss said.",
        "Reyl would never turn down the offer.",
        "Reyl did not drop his demand for an apology.",
        "Reyl was given the files until Friday to read them.",
    ],
)
def test_what_nobody_said_yet(find: Find, text: str) -> None:
    """What is expected of somebody, or did not happen, was not said."""
    assert find(text) == []


def test_report_of_nobody_is_not_the_deniers(find: Find) -> None:
    """A report that somebody dismisses is not what he claims."""
    found = find("Reyl dismissed as “nonsense” a report that the pipe was for sale.")
    assert [u.cue for u in found] == ["dismissed"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Reyl wrote on X: “Enough is enough.”", "Enough is enough."),
        ("Reyl said on his blog: “Enough is enough.”", "Enough is enough."),
        ("State radio quoted Reyl as saying the border was closed.", "the border was closed"),
        ("The ministry quoted Reyl as saying: “It is closed.”", "It is closed."),
        ("10:55 “I will not resign,” Reyl tells reporters.", "I will not resign,"),
        ("Reyl issued a statement saying that it would close.", "that it would close"),
        ("The bill is due. Reyl: “We will not pay.”", "We will not pay."),
    ],
)
def test_posts_quotes_of_others_and_live_blogs(find: Find, text: str, content: str) -> None:
    """Where and through whom something was said, and when it was posted, is no part of it."""
    (found,) = find(text)
    assert found.speakers[0].actor == "reyl"
    assert found.words(text, "") == (content,)
