"""What conditions, defiance and plain stances make of a sentence; every sentence is ours."""

import pytest

from monitor.positions.classify import Classifier
from monitor.positions.reading import Quotation
from schemas.statement import Act
from schemas.vocabulary import Force, Modality, PositionClass

_P = PositionClass


def read(text: str, *, direct: bool = True, cue: str = "said", affiliation: str = "") -> Act:
    """Classify one sentence of Ms Reyl."""
    sentence = f"“{text},” Ms Reyl {cue}." if direct else f"Ms Reyl {cue} {text}."
    reading = Classifier().read(
        Quotation(
            content=(text,),
            offsets=(sentence.find(text),),
            cue=cue,
            sentence=sentence,
            direct=direct,
            speaker="Ann Reyl",
            affiliation=affiliation,
        )
    )
    return reading.main


@pytest.mark.parametrize(
    "text",
    [
        "that the city would reroute the tram unless the landlords signed",
        "that the studio would release the film without him if he did not return",
        "that the ministry would redraw the map if the villages ignored the ruling",
        "that the chemist would lose its contract unless it opened its books",
        "that the province would hold a vote if the governor refused to step aside",
        "that the levy would start in May unless the quarry closed",
        "The harbour master will issue new papers only if the captains do not pay",
    ],
)
def test_what_hangs_on_compliance_is_a_conditional_threat(text: str) -> None:
    """Whatever the verb: the condition is what the other side had better do."""
    act = read(text, direct=False)
    assert act.position is _P.THREATEN
    assert act.force in (Force.CONDITIONAL, Force.ULTIMATUM)
    assert act.condition


@pytest.mark.parametrize(
    "text",
    [
        "If the dam is not opened, there will be a war over water",
        "If the shelling does not stop, the embargo starts",
        "If there is no contract, there is no concert",
    ],
)
def test_blow_named_by_a_noun_is_a_threat(text: str) -> None:
    """The words "The embargo starts" announces a blow without a verb for it."""
    assert read(text).position is _P.THREATEN


@pytest.mark.parametrize(
    "text",
    [
        "The bank will waive the fee if the farmers drop their suit",
        "We will lower the price if the tenants give up the yard",
    ],
)
def test_deed_for_a_concession_is_an_offer(text: str) -> None:
    """The words "If they give up the claim" is a price, not a threat."""
    act = read(text, affiliation="the bank")
    assert (act.position, act.force) == (_P.AGREE, Force.OFFER)


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("We will honour the contract if they pay the second instalment", Force.OFFER),
        ("We will honour the contract as long as I am minister", Force.PROMISE),
        ("We will honour the contract", Force.PROMISE),
    ],
)
def test_promise_for_something_in_return_is_an_offer(text: str, force: Force) -> None:
    """What is promised on terms that the other side must meet is an offer."""
    act = read(text, affiliation="the bank")
    assert (act.position, act.force) == (_P.AGREE, force)


@pytest.mark.parametrize(
    "text",
    [
        "Prices will rise unless the harvest is good",
        "Rents will rise if the bridge does not open",
        "I would be surprised if he did not come",
        "We will help them if they are attacked",
    ],
)
def test_forecast_or_gift_is_no_threat(text: str) -> None:
    """What befalls people, what is supposed and what is given threatens nobody."""
    assert read(text).position is not _P.THREATEN


def test_defiance_is_an_unconditional_threat() -> None:
    """The words "Whatever they decide" leaves no way out."""
    act = read("We will amend the charter whatever the judges decide")
    assert (act.position, act.force) == (_P.THREATEN, Force.UNCONDITIONAL)
    assert read("We will help every village, whatever it costs").position is _P.AGREE


def test_date_on_a_conditional_threat_makes_an_ultimatum() -> None:
    """A day on which the blow falls is as good as a deadline."""
    act = read("The duty will start on June 1 unless the mills shut", direct=False)
    assert (act.force, act.deadline) == (Force.ULTIMATUM, "on June 1")


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Our fishing grounds are a red line", _P.REJECT),
        ("The toll stays", _P.REJECT),
        ("The fares will stay as they are", _P.REJECT),
        ("A third is not enough", _P.REJECT),
        ("The council rejects it", _P.REJECT),
        ("Nobody touched the ballots and nobody paid", _P.DENY),
        ("Not one letter has left the archive", _P.DENY),
        ("I take the threat back", _P.CONCEDE),
        ("We have called off the boycott", _P.CONCEDE),
        ("He would no longer face trial", _P.CONCEDE),
        ("We walked out at noon", _P.THREATEN),
        ("This is what we asked for", _P.SUPPORT),
        ("Good evening", _P.STATE),
        ("The time for waiting is over", _P.STATE),
        ("We want to end this", _P.AGREE),
        ("We have handed over the keys", _P.CONCEDE),
    ],
)
def test_stances_without_an_announcement(text: str, position: PositionClass) -> None:
    """What stays, what nobody did, what is taken back and what is merely said."""
    assert read(text).position is position


def test_red_line_denied_refuses_nothing() -> None:
    """The words "Not a red line" holds no position."""
    assert read("The bridge is not a red line for us").position is not _P.REJECT


def test_order_to_others_in_shall_is_a_demand() -> None:
    """What a court says that others shall do is an order."""
    act = read("The province shall suspend the law until we have ruled")
    assert (act.position, act.force) == (_P.REQUEST, Force.DEMAND)


def test_deed_told_in_the_past_is_already_done() -> None:
    """The words "We walked out" is done, not announced."""
    assert read("We walked out at noon").modality is Modality.ALREADY


@pytest.mark.parametrize(
    ("text", "cue", "direct"),
    [
        ("a moving defence of the old market", "offered", False),
        ("a statement on the flood", "released", False),
        ("that winning would be very hard", "admitted", False),
        ("the allies who may be attacked next", "said", True),
        ("Should we walk away?", "said", True),
        ("The horrible storm is behind us", "said", True),
    ],
)
def test_hints_are_marked(text: str, cue: str, direct: bool) -> None:  # noqa: FBT001
    """Words offered, statements released and words of blame alone move nothing."""
    act = read(text, cue=cue, direct=direct)
    assert act.hinted or act.position is _P.STATE


@pytest.mark.parametrize(
    ("text", "cue", "direct"),
    [
        ("to hold talks over the ferry", "offered", False),
        ("that he had used the money", "admitted", False),
        ("We will close the road unless they pay", "said", True),
        ("We are ready to meet them", "said", True),
        ("The toll stays", "said", True),
    ],
)
def test_what_is_said_outright_is_no_hint(text: str, cue: str, direct: bool) -> None:  # noqa: FBT001
    """What the speaker himself announces, refuses or owns up to counts."""
    assert not read(text, cue=cue, direct=direct).hinted
