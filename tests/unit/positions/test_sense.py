"""The network's answer, and what comes of it beside the rules' own."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from monitor.positions.classify import Classifier, strongest_first
from monitor.positions.classify_acts import SURE, Draft, act_of
from monitor.positions.classify_attribution import attribution
from monitor.positions.classify_drafts import drafts_of
from monitor.positions.classify_settle import settle
from monitor.positions.model_file import QUICK_NAME, load_quick, load_reader
from monitor.positions.reading import Quotation
from monitor.positions.sense import ANSWERS, BATCH, CONTENT, Sense
from schemas.vocabulary import Force

SENSE = load_quick()
BOTH = Classifier(load_reader())


def said(content: str, cue: str = "said", *, direct: bool = True) -> Quotation:
    """Make a quotation by one speaker."""
    printed = f"“{content},” Orla Penn {cue}." if direct else f"Orla Penn {cue} {content}."
    return Quotation(
        (content,), (printed.index(content),), cue, printed, direct=direct, speaker="Orla Penn"
    )


def test_the_model_is_small_and_named() -> None:
    """What ships stays under ten megabytes and is one file."""
    assert QUICK_NAME == "positions.model"
    assert len(SENSE.to_bytes()) < 10_000_000


def test_the_model_holds_single_words_only() -> None:
    """No sentence can be read back: the vocabulary is single words of an encoder's dictionary."""
    assert not [word for word in SENSE.vocabulary if " " in word]


@pytest.mark.parametrize(
    ("content", "position"),
    [
        ("We will shut our harbours to their trawlers", "THREATEN"),
        ("We will not shut our harbours to their trawlers", "AGREE"),
        ("We will open the books to their inspectors", "AGREE"),
        ("We will not open the books to their inspectors", "REJECT"),
        ("We will not stop drilling in the bay", "REJECT"),
        ("We never opened fire on the convoy", "DENY"),
        ("The strike is off", "CONCEDE"),
    ],
)
def test_what_not_and_stop_make_of_a_deed(content: str, position: str) -> None:
    """A blow announced, ruled out or called off; a favour promised or refused."""
    assert BOTH.read(said(content)).main.position == position


def test_writing_and_reading_gives_the_same_answers() -> None:
    """A model read back from its bytes is the model."""
    again = Sense.from_bytes(SENSE.to_bytes())
    quotations = [said("We will shut the valve"), said("Nobody was paid")]
    assert (again.weigh(quotations) == SENSE.weigh(quotations)).all()


def test_another_file_is_refused() -> None:
    """Bytes that are no such model are named as such."""
    with pytest.raises(ValueError, match="not a news-monitor positions"):
        Sense.from_bytes(b"something else")


def test_company_does_not_matter() -> None:
    """A statement gets the same answer alone, beside a longer one, and in another batch."""
    short, long = said("We refuse"), said("We " + "gladly " * CONTENT + "accept what they offer")
    alone = SENSE.weigh([short])[0]
    assert np.abs(SENSE.weigh([short, long])[0] - alone).max() <= 0.002
    assert np.abs(SENSE.weigh([long] * BATCH + [short])[-1] - alone).max() <= 0.002


@given(st.text(max_size=300), st.text(max_size=20), st.booleans())
def test_any_text_gets_probabilities(content: str, cue: str, direct: bool) -> None:  # noqa: FBT001
    """Whatever is printed, the answers are probabilities."""
    found = SENSE.weigh([Quotation((content,), (0,), cue, content + cue, direct=direct)])
    assert found.shape == (1, len(ANSWERS))
    assert 0.98 <= found.sum() <= 1.02
    assert (found >= 0).all()


def test_nothing_to_read_is_nothing_to_say() -> None:
    """No statements, no answers."""
    assert BOTH.read_all([]) == []


@pytest.mark.parametrize(
    ("content", "position"),
    [
        ("One more mile and they will hear from our gunners", "THREATEN"),
        ("They cooked the books and they knew it", "ACCUSE"),
        ("It is the finest piece of work this chamber has done", "SUPPORT"),
        ("Trains to the coast leave at nine and at noon", "STATE"),
        ("The pen stays in my pocket", "REJECT"),
        ("The keys are on the hook; come and take them any time you like", "AGREE"),
    ],
)
def test_words_of_their_own(content: str, position: str) -> None:
    """What no table holds is still understood."""
    assert BOTH.read(said(content)).main.position == position


def test_a_telling_cue_keeps_its_word() -> None:
    """A cue like "denied" decides, whatever the words behind it sound like."""
    denied = said("that the government had threatened anybody", "denied", direct=False)
    assert BOTH.read(denied).main.position == "DENY"


def settled(quotation: Quotation, **likely: float) -> Draft:
    """Settle a quotation on an answer of the network: classes by name, the rest evenly."""
    return all_settled(quotation, **likely)[0]


def all_settled(quotation: Quotation, **likely: float) -> list[Draft]:
    """Return all acts of a quotation that was settled so."""
    rest = (1 - sum(likely.values())) / (len(ANSWERS) - len(likely))
    chances = np.full(len(ANSWERS), rest, dtype=np.float32)
    for i, (position, _) in enumerate(ANSWERS):
        if position.value in likely:
            chances[i] = likely.pop(position.value)
    cue = attribution(quotation)
    return settle(strongest_first(drafts_of(quotation, cue)), cue, chances)


def test_a_telling_cue_outvotes_a_likely_class() -> None:
    """Who "opposed the tax" is no friend of it."""
    opposed = said("the tax", "opposed", direct=False)
    assert settled(opposed, SUPPORT=0.6).verdict.position == "REJECT"


@pytest.mark.parametrize(
    ("words", "offers"),
    [
        ("he is prepared for a floor fight if the party does not listen", False),
        ("he is prepared for talks if the party does not listen", True),
        ("he is ready for the battle against cancer", True),
    ],
)
def test_readiness_for_a_fight_is_no_offer(words: str, *, offers: bool) -> None:
    """It is one for talks, and for what nobody is fought by."""
    found = settled(said(words, direct=False), AGREE=0.6, STATE=0.2)
    assert (found.verdict.position == "AGREE") is offers


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("Moscow will adopt response measures of a military-technical nature", "THREATEN"),
        ("We will introduce emergency response measures after the flood", "STATE"),
        ("The city will adopt response measures for the outbreak", "STATE"),
    ],
)
def test_measures_in_response_to_a_flood_threaten_nobody(words: str, position: str) -> None:
    """Against somebody the words are a state's formula, which the network does not overrule."""
    assert settled(said(words), STATE=0.7).verdict.position == position


def test_a_second_act_of_what_is_likely_comment_moves_nothing_either() -> None:
    """The words "we're protecting Europe, but we're spending a lot" offer nothing twice over."""
    words = (
        "It costs a fortune, and yes, we’re protecting Europe, but we’re spending a lot of money"
    )
    found = all_settled(said(words), STATE=0.8)
    offers = [act.sure for act in found if act.verdict.position == "AGREE"]
    assert len(offers) > 1
    assert all(sure is not None and sure < SURE for sure in offers)


def test_a_threat_that_is_likely_comment_is_a_hint() -> None:
    """A rule keeps its class against a comment that is only likely, and moves nothing by it."""
    threat = said("We will impose sanctions on them")
    assert settled(threat, STATE=0.3).sure is None
    doubted = settled(threat, STATE=0.75)
    assert doubted.verdict.position == "THREATEN"
    assert doubted.sure is not None
    assert doubted.sure < SURE
    assert settled(threat, STATE=0.97).verdict.position == "STATE"


def test_a_likely_comment_outvotes_a_turn_of_phrase() -> None:
    """A "must" in a comment demands nothing; a deed that is named takes a surer comment."""
    must = said("There must be a hundred people in that hall")
    assert settled(must, REQUEST=0.5, STATE=0.3).verdict.position == "REQUEST"
    assert settled(must, STATE=0.75).verdict.position == "STATE"


def test_a_cue_that_tells_takes_a_surer_comment() -> None:
    """What was touted or said before is seldom a mere comment."""
    praise = said("the aid that the allies had given", "touted", direct=False)
    assert settled(praise, STATE=0.76, AGREE=0.1).verdict.position == "SUPPORT"
    assert settled(praise, STATE=0.97).verdict.position == "STATE"
    stand = "that Orsha cannot dictate whom the port serves"
    repeated = said(stand, "reiterated", direct=False)
    assert settled(repeated, STATE=0.7, REJECT=0.2).verdict.position == "REJECT"
    assert settled(said(stand, direct=False), STATE=0.7, REJECT=0.2).verdict.position == "STATE"


def test_praise_and_comment_beside_a_culprit_are_courtesy() -> None:
    """Who names the violator blames, whatever he says in the sentence before."""
    charge = said("The accords are the way forward. There is one violator, and that is their army")
    assert settled(charge, SUPPORT=0.7, ACCUSE=0.1).verdict.position == "ACCUSE"
    assert settled(charge, STATE=0.7, ACCUSE=0.1).verdict.position == "ACCUSE"


def test_the_network_hears_on_what_a_threat_hangs() -> None:
    """The condition may stand in a noun: "the next drone will be answered"."""
    threat = said("We will answer the next drone with sanctions")
    heard = settled(threat, THREATEN=0.8)
    act = act_of(heard, attribution(threat))
    assert act.force is Force.CONDITIONAL
    assert act.condition is None


def test_of_a_long_speech_the_rules_tell_the_force() -> None:
    """They read the clause that demands; the network reads all of it."""
    demand = "They must leave the harbour. "
    short = settled(said(demand), REQUEST=0.9)
    long = settled(said(demand + "The lamps burned until the morning came. " * 6), REQUEST=0.9)
    assert short.heard is Force.APPEAL
    assert long.heard is None
    assert long.verdict.force is Force.DEMAND


@pytest.mark.parametrize(
    ("chance", "hinted"), [(0.6, True), (0.95, False)], ids=["likely", "all but certain"]
)
def test_a_refusal_that_only_the_network_hears_needs_more(chance: float, *, hinted: bool) -> None:
    """It is recorded either way, and moves a position where it is all but certain."""
    sailed = said("That ship has left")
    draft = settled(sailed, REJECT=chance, ACCUSE=0.02)
    assert draft.verdict.position == "REJECT"
    assert act_of(draft, attribution(sailed)).hinted is hinted


def test_what_the_network_does_not_second_is_a_hint() -> None:
    """A rule by itself moves nothing where the network leans to comment and not to its class."""
    must = said("They must leave the harbour by Friday")
    alone = settled(must, STATE=0.38, ACCUSE=0.3, REQUEST=0.05)
    assert alone.verdict.position == "REQUEST"
    assert alone.sure is not None
    assert alone.sure < SURE


def test_two_classes_of_one_side_are_no_hint() -> None:
    """A retreat or an acceptance: either way the position opens."""
    both = said("It would also suspend the act", direct=False)
    found = settled(both, AGREE=0.55, CONCEDE=0.2)
    assert found.sure is not None
    assert found.sure >= SURE


def test_a_long_speech_makes_one_of_its_classes_no_surer() -> None:
    """Of forty words some refuse and some promise: that rules hear one proves little."""
    speech = (
        "We will not sign it. " + "The hall was full, and the lamps burned until the morning. " * 6
    )
    sprawling = settled(said(speech), REJECT=0.35, STATE=0.2)
    assert sprawling.verdict.position == "REJECT"
    assert sprawling.sure is not None
    assert sprawling.sure < SURE
    short = settled(said("We will not sign it, and the hall was full."), REJECT=0.35, STATE=0.2)
    assert short.sure is None or short.sure >= SURE


def test_talks_that_could_be_held_are_offered() -> None:
    """Talks are consultations once they are held or arranged; until then they are on offer."""
    offered = said(
        "that there are issues that could be the subject of productive discussions", direct=False
    )
    assert settled(offered, CONSULT=0.8).verdict.position == "AGREE"
    held = said("that talks on the border were held on Monday", direct=False)
    assert settled(held, CONSULT=0.8).verdict.position == "CONSULT"


@pytest.mark.parametrize(
    ("content", "direct"),
    [
        ("We were all playing with fire,", True),
        ("I sleep well.", True),
        ("it had nothing to add", False),
    ],
)
def test_a_set_phrase_turned_to_other_use_is_a_comment(content: str, direct: bool) -> None:  # noqa: FBT001
    """What warns, denies or reassures in one turn of phrase does nothing in another."""
    assert BOTH.read(said(content, direct=direct)).main.position == "STATE"


KEPT = (
    "The border is shut, as I said it would be,",
    "I have filed the charges I said I would file,",
    "We said we would hold this vote, and we have held it,",
    "I told you I’d walk away, and I’m walking away,",
)


@pytest.mark.parametrize("content", KEPT)
def test_a_kept_word_is_the_deed(content: str) -> None:
    """Who says that what was threatened is done takes nothing back and repeats nothing."""
    act = BOTH.read(said(content)).main
    assert act.position == "THREATEN"
    assert act.modality == "already"
    assert not act.reiterated


def test_a_word_not_kept_is_a_retreat() -> None:
    """The same words with "not" take back."""
    assert BOTH.read(said("I said we would not, and I was wrong to,")).main.position == "CONCEDE"


@pytest.mark.parametrize("named", ["the closure “a breach”", "the offer “an insult”"])
def test_what_is_called_names_is_judged(named: str) -> None:
    """To call something a breach asks for nothing, whatever "called" does elsewhere."""
    called = said(named, "called", direct=False)
    assert settled(called, REQUEST=0.6, ACCUSE=0.2).verdict.position == "ACCUSE"


@pytest.mark.parametrize(
    ("ready", "position"),
    [
        ("it was prepared to close the border if the raids went on", "THREATEN"),
        ("it stood ready to impose sanctions", "THREATEN"),
        ("he was willing to use force", "THREATEN"),
        ("it was ready for war", "THREATEN"),
        ("it would not hesitate to use force", "THREATEN"),
        ("it reserved the right to strike back", "THREATEN"),
        ("it would not hesitate to talk", "AGREE"),
        ("it was prepared to listen to them and to talk", "AGREE"),
    ],
)
def test_what_one_is_ready_for_tells(ready: str, position: str) -> None:
    """The network has seen nine offers of ten behind "ready"."""
    assert BOTH.read(said(ready, direct=False)).main.position == position


@pytest.mark.parametrize(
    ("content", "heard"),
    [
        ("Velna is not a red line for us,", "REJECT"),
        ("Velna isn’t a red line for us,", "REJECT"),
        ("Velna isn't our red line for us,", "REJECT"),
        ("We need a few more weeks,", "REQUEST"),
        ("We need another day,", "REQUEST"),
        ("We need some more time,", "REQUEST"),
    ],
)
def test_no_red_line_refuses_nothing_and_who_needs_time_asks_nobody(
    content: str, heard: str
) -> None:
    """However sure the network is of it."""
    assert settled(said(content), **{heard: 0.9}, STATE=0.1).verdict.position == "STATE"


@pytest.mark.parametrize(
    ("content", "heard"),
    [
        ("Velna is not a red line, but we will never accept the toll,", "REJECT"),
        ("We need a few more weeks, and they must stop the drilling,", "REQUEST"),
    ],
)
def test_what_is_refused_or_asked_beside_it_stays(content: str, heard: str) -> None:
    """Other words of the statement may refuse or demand."""
    assert settled(said(content), **{heard: 0.9}, STATE=0.1).verdict.position == heard


def test_one_word_is_less_than_an_act() -> None:
    """A bare "No" may answer any question; a network that is not sure of a refusal leaves it."""
    assert settled(said("No,"), REJECT=0.5, STATE=0.3).verdict.position == "STATE"
    assert settled(said("Never,"), REJECT=0.95, STATE=0.02).verdict.position == "REJECT"


@given(st.text(max_size=200))
def test_a_guess_is_marked_as_one(content: str) -> None:
    """An act moves a position only where its class is likelier than not."""
    for act in BOTH.read(said(content)).acts:
        assert 0 <= act.confidence <= 1
        assert act.hinted or act.position == "STATE" or act.confidence >= SURE
