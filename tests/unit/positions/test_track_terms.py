"""Terms that move, words that are broken, acts that belong to one issue: the tracker's slots."""

import pytest

from schemas.statement import Act
from schemas.vocabulary import (
    ChangeKind,
    Direction,
    Force,
    Instrument,
    Modality,
    Polarity,
)
from tests.unit.positions.making import Desk, act, refusal, report, threat

DAY = 24.0


def ultimatum(day: str, quantity: str | None = None) -> Act:
    """Make a threat of a duty that starts on a day unless the mills close."""
    return act(
        "THREATEN",
        f"the duty starts {day} unless the mills close",
        head="tariff",
        object="duty",
        force=Force.ULTIMATUM,
        condition="unless the mills close",
        deadline=day,
        quantity=quantity,
        modality=Modality.WILL,
    )


def offer(text: str, quantity: str) -> Act:
    """Make an offer of a sum."""
    return act("AGREE", text, head="give", object="share", force=Force.OFFER, quantity=quantity)


def test_deadline_moved_back_is_softer() -> None:
    """Another week is a softening, told as a change of terms."""
    desk = Desk()
    desk.feed(report(1, ultimatum("on March 17")))
    alerts = desk.feed(report(2, ultimatum("on March 24"), hours=7 * DAY))
    assert [(a.change, a.direction) for a in alerts] == [
        (ChangeKind.TERMS_CHANGED, Direction.SOFTER)
    ]


def test_larger_offer_is_softer() -> None:
    """More money in the same offer is a change of terms towards the other side."""
    desk = Desk()
    desk.feed(report(1, offer("we pay 4.20 crowns a share", "4.20 crowns a share")))
    alerts = desk.feed(report(2, offer("we now pay 4.60", "4.60 crowns a share"), hours=8 * DAY))
    assert [(a.change, a.direction) for a in alerts] == [
        (ChangeKind.TERMS_CHANGED, Direction.SOFTER)
    ]


def test_quantities_in_words_are_compared() -> None:
    """Three years instead of two is more."""
    desk = Desk()
    desk.feed(report(1, offer("open for two years", "for two years")))
    alerts = desk.feed(report(2, offer("open for three years", "for three years"), hours=8 * DAY))
    assert [a.direction for a in alerts] == [Direction.SOFTER]


def test_quantity_outlives_a_telling_that_leaves_it_out() -> None:
    """Half the duty is measured against the last duty named, not the last report."""
    desk = Desk()
    desk.feed(
        report(1, ultimatum("on June 1", "20 per cent")),
        report(2, ultimatum("on May 20"), hours=8 * DAY),
    )
    alerts = desk.feed(report(3, ultimatum("on May 20", "10 per cent"), hours=15 * DAY))
    assert [a.direction for a in alerts] == [Direction.SOFTER]


def test_done_deed_is_no_dropped_condition() -> None:
    """A threat with an "unless" that is carried out is carried out, nothing else."""
    desk = Desk()
    desk.feed(report(1, threat("close unless they go", condition="unless they go")))
    done = threat("we have closed the border", modality=Modality.ALREADY)
    alerts = desk.feed(report(2, done, hours=9 * DAY))
    assert [move.change for a in alerts for move in a.moves] == [ChangeKind.CARRIED_OUT]


def test_refusal_printed_affirmed_or_negated_is_one() -> None:
    """The words "Refused to withdraw" and "will not withdraw" are the same refusal."""
    desk = Desk()
    desk.feed(report(1, refusal("we will not withdraw the suit", "withdraw", "suit")))
    again = act("REJECT", "to withdraw the suit", head="withdraw", object="suit")
    assert desk.feed(report(2, again, hours=9 * DAY)) == []


def test_promise_of_the_very_thing_refused_is_a_reversal() -> None:
    """Who refused to give up the night shift and promises to give it up has reversed."""
    desk = Desk()
    desk.feed(report(1, act("REJECT", "to end the night shift", head="end", object="night shift")))
    given = act(
        "AGREE",
        "it would end the night shift",
        head="end",
        object="night shift",
        force=Force.PROMISE,
    )
    alerts = desk.feed(report(2, given, hours=9 * DAY))
    assert [(a.reversed, a.direction) for a in alerts] == [(True, Direction.SOFTER)]


def test_offer_of_something_else_leaves_the_refusal() -> None:
    """Opening the books is not the sale that was refused."""
    desk = Desk()
    desk.feed(report(1, act("REJECT", "the bid", head="accept", object="bid")))
    books = act("AGREE", "open its books", head="allow", object="books", force=Force.OFFER)
    alerts = desk.feed(report(2, books, hours=9 * DAY))
    assert [a.reversed for a in alerts] == [False]
    accepted = act("AGREE", "we accept it", head="accept", object="it", force=Force.ACCEPT)
    alerts = desk.feed(report(3, accepted, hours=20 * DAY))
    assert [a.reversed for a in alerts] == [True]


def test_promise_is_broken_even_after_pressure_rose() -> None:
    """A promise closed as an opening is still a word that can be broken."""
    desk = Desk()
    promise = act(
        "AGREE",
        "we will keep the Hollow mine open",
        head="give",
        object="hollow mine open",
        force=Force.PROMISE,
    )
    denial = act("DENY", "the report is false", head="deny", object="report")
    closing = threat("we will close the Hollow mine", head="dismiss", object="hollow mine")
    desk.feed(report(1, promise), report(2, denial, hours=5 * DAY))
    alerts = desk.feed(report(3, closing, hours=20 * DAY))
    assert [(a.reversed, a.direction) for a in alerts] == [(True, Direction.HARDER)]


def test_two_denials_are_two_where_they_name_their_charge() -> None:
    """Denying a sale and denying a pledge are two denials; denying "it" again is one."""
    desk = Desk()
    sale = act("DENY", "that it sold gold", head="deny", object="sell gold")
    pledge = act("DENY", "that it pawned bars", head="deny", object="pawn bar")
    pointing = act("DENY", "the report", head="deny", object="report")
    alerts = desk.feed(report(1, sale), report(2, pledge, hours=5 * DAY))
    assert [a.change for a in alerts] == [ChangeKind.NEW_POSITION, ChangeKind.DENIED]
    assert desk.feed(report(3, pointing, hours=12 * DAY)) == []


def test_admission_of_what_was_denied_is_a_reversal() -> None:
    """Who denied taking the money and owns up to it has reversed."""
    desk = Desk()
    desk.feed(report(1, act("DENY", "I took no money", head="deny", object="take money")))
    admitted = act("CONCEDE", "he had used the money", head="yield", object="use money")
    alerts = desk.feed(report(2, admitted, hours=30 * DAY))
    assert [(a.reversed, a.direction) for a in alerts] == [(True, Direction.SOFTER)]


def test_negated_promise_broken_by_a_deed_under_way() -> None:
    """The words "Not a single soldier", then two battalions."""
    desk = Desk()
    promise = act(
        "AGREE",
        "we will not send a soldier",
        head="deploy",
        object="troop river",
        force=Force.PROMISE,
        polarity=Polarity.NEGATED,
    )
    sent = threat("we are sending battalions to the river", head="deploy", object="battalion river")
    alerts = desk.feed(report(1, promise), report(2, sent, hours=14 * DAY))
    assert [(a.reversed, a.direction) for a in alerts] == [
        (False, Direction.NEW),
        (True, Direction.HARDER),
    ]


def test_act_is_filed_under_its_own_issue_only() -> None:
    """A threat on sanctions in a statement that also speaks of aid is none on aid."""
    desk = Desk()
    costs = threat("costs on their economy", issues=("sanctions",))
    alerts = desk.feed(report(1, costs, issues=("sanctions", "aid")))
    assert [a.issue for a in alerts] == ["sanctions"]


def test_hint_moves_nothing() -> None:
    """What only a hint gives its class is recorded."""
    desk = Desk()
    assert desk.feed(report(1, act("SUPPORT", "a fine bridge", head="praise", hinted=True))) == []
    alerts = desk.feed(report(2, threat(), hours=30))
    assert [a.change for a in alerts] == [ChangeKind.NEW_POSITION]


def test_praise_of_ones_own_opens_nothing() -> None:
    """Praise of one's own office is no opening."""
    desk = Desk()
    desk.feed(report(1, threat()))
    praise = act("SUPPORT", "her own agency for its work", head="praise", object="agency")
    assert desk.feed(report(2, praise, hours=30)) == []


def test_a_condition_in_other_words_is_not_gone() -> None:
    """A threat heard to hang on something for which no "if" is found drops no condition."""
    named = threat("we will close the border if they shell us", condition="if they shell us")
    unsaid = threat("the next shell will close the border").model_copy(
        update={"force": Force.CONDITIONAL}
    )
    for first, second in ((named, unsaid), (unsaid, named)):
        desk = Desk()
        desk.feed(report(1, first))
        assert not desk.feed(report(2, second, hours=8 * DAY))
    desk = Desk()
    desk.feed(report(1, named))
    (alert,) = desk.feed(report(2, threat("we will close the border"), hours=8 * DAY))
    assert alert.change is ChangeKind.CONDITION_DROPPED


def loan(text: str, condition: str | None = None) -> Act:
    """Make an offer of a loan."""
    return act("AGREE", text, head="lend", object="loan", force=Force.OFFER, condition=condition)


def test_what_takes_effect_is_carried_out() -> None:
    """Duties that "took effect at midnight" are those that would take effect."""
    desk = Desk()
    desk.feed(report(1, threat("duties would take effect on Monday", head="tariff", object="duty")))
    effect = threat(
        "duties took effect at midnight", head="tariff", object="duty", modality=Modality.NONE
    )
    alerts = desk.feed(report(2, effect, hours=9 * DAY))
    assert [a.change for a in alerts] == [ChangeKind.CARRIED_OUT]


def test_a_blow_dealt_where_one_was_announced_is_told() -> None:
    """No verb tells that the gate locked at dawn is the crossing that was to close."""
    desk = Desk()
    desk.feed(report(1, threat("we will close the crossing", head="close", object="crossing")))
    locked = threat(
        "the gate had been locked", head="threaten", object="gate", modality=Modality.ALREADY
    )
    (alert,) = desk.feed(report(2, locked, hours=9 * DAY))
    assert (alert.change, alert.direction) == (ChangeKind.CARRIED_OUT, Direction.SAME)
    again = locked.model_copy(update={"text": "the doors are locked", "object": "door"})
    assert desk.feed(report(3, again, hours=12 * DAY)) == []


def test_a_blow_with_a_verb_of_its_own_is_not_the_one_announced() -> None:
    """Who would close the border and sues the governor has closed nothing."""
    desk = Desk()
    desk.feed(report(1, threat("we will close the border")))
    sued = threat("we have sued him", head="sue", object="governor", modality=Modality.ALREADY)
    assert desk.feed(report(2, sued, hours=9 * DAY)) == []


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("he would veto the bill before it took effect", None),
        ("he would veto it if the bill took effect", "if the bill took effect"),
    ],
)
def test_what_is_done_before_another_takes_effect_is_not_done(
    text: str, condition: str | None
) -> None:
    """Reported speech puts what is to come in the past tense."""
    desk = Desk()
    desk.feed(report(1, threat("we will veto the bill", head="veto", object="bill")))
    later = threat(text, head="veto", object="bill", modality=Modality.NONE, condition=condition)
    alerts = desk.feed(report(2, later, hours=9 * DAY))
    assert ChangeKind.CARRIED_OUT not in [a.change for a in alerts]


@pytest.mark.parametrize(
    "slots",
    [
        {"polarity": Polarity.NEGATED},
        {"instrument": Instrument.FORCE},
    ],
    ids=["not dealt", "by other means"],
)
def test_a_blow_that_was_not_announced_carries_out_nothing(slots: dict[str, object]) -> None:
    """A gate that had not been locked, and shells for duties."""
    desk = Desk()
    desk.feed(
        report(
            1,
            threat(
                "duties will rise", head="tariff", object="duty", instrument=Instrument.ECONOMIC
            ),
        )
    )
    blow = threat("the gate", head="threaten", object="gate", modality=Modality.ALREADY, **slots)
    assert desk.feed(report(2, blow, hours=9 * DAY)) == []


def test_a_blow_is_not_the_conditional_threat_below_it() -> None:
    """The port is sealed already; what was only hinted at stands below that."""
    desk = Desk()
    desk.feed(
        report(
            1, threat("we seal the port", head="seal", object="port", modality=Modality.ALREADY)
        ),
        report(
            2, threat("we will sue", head="sue", object="firm", condition="if they pay"), hours=DAY
        ),
    )
    blow = threat("the doors are locked", head="threaten", object="door", modality=Modality.ALREADY)
    assert desk.feed(report(3, blow, hours=9 * DAY)) == []


def test_arms_named_with_a_condition_are_told() -> None:
    """A way out outweighs a deadline, not arms."""
    desk = Desk()
    desk.feed(report(1, threat("we will close the border")))
    armed = threat(
        "we will close the border by arms if they come",
        condition="if they come",
        instrument=Instrument.FORCE,
    )
    (alert,) = desk.feed(report(2, armed, hours=9 * DAY))
    assert ChangeKind.ESCALATED in [move.change for move in alert.moves]


def test_a_demand_without_its_condition_closes_no_opening() -> None:
    """Only a threat does."""
    desk = Desk()
    demand = {"force": Force.DEMAND, "head": "ban", "object": "boat"}
    desk.feed(
        report(1, act("REQUEST", "a ban until we know", condition="until we know", **demand)),
        report(2, loan("a loan if they go", "if they go"), hours=2 * DAY),
        report(3, act("REQUEST", "a ban whatever we know", marked=True, **demand), hours=9 * DAY),
    )
    again = loan("a loan again if they go", "if they go")
    assert desk.feed(report(4, again, hours=12 * DAY)) == []


def test_a_blow_to_come_is_not_dealt() -> None:
    """Who "has flown his last sector" if he stays away has been dealt nothing yet."""
    desk = Desk()
    desk.feed(report(1, threat("we will close the crossing", head="close", object="crossing")))
    hanging = threat(
        "he has flown his last sector",
        head="threaten",
        object="sector",
        modality=Modality.ALREADY,
        condition="if he stays away",
    )
    assert desk.feed(report(2, hanging, hours=9 * DAY)) == []


def test_an_offer_refused_later_is_a_reversal() -> None:
    """What was offered for a price and is ruled out is a word that does not hold."""
    desk = Desk()
    desk.feed(report(1, loan("a loan if they open the books", "if they open the books")))
    alerts = desk.feed(report(2, refusal("we will not lend it", "lend", "loan"), hours=9 * DAY))
    assert [(a.reversed, a.direction) for a in alerts] == [(True, Direction.HARDER)]
    turned = Desk()
    turned.feed(report(1, loan("a loan if they open the books", "if they open the books")))
    unless = refusal("we will not lend it while they hide the books", "lend", "loan")
    assert not any(a.reversed for a in turned.feed(report(2, unless, hours=9 * DAY)))
    other = Desk()
    other.feed(report(1, loan("a loan if they open the books", "if they open the books")))
    alerts = other.feed(report(2, refusal("we will not lend it", "lend", "ship"), hours=9 * DAY))
    assert [a.reversed for a in alerts] == [False]


def test_an_act_whose_verb_is_unknown_is_known_by_what_it_is_done_to() -> None:
    """The words "would remain suspended only if" hang the halt of sales on a condition."""
    desk = Desk()
    halt = threat("we stop selling power", head="end", object="power sale")
    desk.feed(report(1, halt))
    hung = threat(
        "power stays off only if the border is shut",
        head="threaten",
        object="power",
        condition="only if the border is shut",
    )
    (alert,) = desk.feed(report(2, hung, hours=9 * DAY))
    assert (alert.change, alert.direction) == (ChangeKind.CONDITION_ADDED, Direction.SOFTER)
    other = threat("ships will sail", head="threaten", object="ship", condition="if it is shut")
    assert desk.feed(report(3, other, hours=18 * DAY)) == []


def test_a_way_out_outweighs_the_deadline_set_with_it() -> None:
    """An unconditional threat that now hangs on a condition and a day is softer."""
    desk = Desk()
    desk.feed(report(1, threat("we will close the border")))
    hung = threat(
        "we close it on Monday only if talks fail",
        condition="only if talks fail",
        deadline="on Monday",
    ).model_copy(update={"force": Force.ULTIMATUM})
    alerts = desk.feed(report(2, hung, hours=9 * DAY))
    assert [a.direction for a in alerts] == [Direction.SOFTER]


def test_a_condition_dropped_closes_earlier_openings() -> None:
    """After a threat without its "unless", an offer is news again."""
    desk = Desk()
    desk.feed(
        report(1, threat("we will close the border", object="border")),
        report(
            2,
            threat(
                "seize the boats unless they go",
                head="seize",
                object="boat",
                condition="unless they go",
            ),
            hours=DAY,
        ),
        report(3, loan("a loan if they go", "if they go"), hours=2 * DAY),
        report(
            4,
            threat("seize the boats whatever they do", head="seize", object="boat"),
            hours=9 * DAY,
        ),
    )
    alerts = desk.feed(report(5, loan("a loan again if they go", "if they go"), hours=12 * DAY))
    assert [a.direction for a in alerts] == [Direction.SOFTER]


def test_a_retreat_deep_in_a_report_is_told_by_another_clause_of_the_threat() -> None:
    """The subpoena that is withdrawn stood in the first half of what was threatened."""
    desk = Desk()
    said = report(
        1,
        threat("she is held in contempt", head="hold", object="contempt"),
        words="I sign a subpoena, and she is held in contempt",
    )
    desk.feed(said)
    elsewhere = act("CONCEDE", "he lifts the toll on the contempt", head="lift", object="toll said")
    assert desk.feed(report(3, elsewhere, hours=4 * DAY, offset=1200)) == []
    given = act("CONCEDE", "I am withdrawing the subpoena", head="end", object="subpoena")
    alerts = desk.feed(report(2, given, hours=9 * DAY, offset=1200))
    assert [a.direction for a in alerts] == [Direction.SOFTER]
