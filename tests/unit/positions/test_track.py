"""The tracker: what alerts, what does not, and that order of arrival never matters in the end."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.statement import Report
from schemas.vocabulary import ChangeKind, Direction, Force, Instrument, Kind, Modality, Polarity
from tests.unit.positions.making import Desk, act, refusal, report, threat

DAY = 24.0


def directions(alerts: list) -> list[str]:
    """Return the directions of alerts."""
    return [str(alert.direction) for alert in alerts]


def test_first_position_is_new() -> None:
    """The first thing an actor says on an issue is told as new."""
    alerts = Desk().feed(report(1, threat(condition="if they shoot")))
    assert directions(alerts) == ["new"]
    assert alerts[0].change is ChangeKind.NEW_POSITION
    assert alerts[0].condition == "if they shoot"


def test_comment_opens_nothing() -> None:
    """A comment is recorded and nobody is woken."""
    desk = Desk()
    assert desk.feed(report(1, act("STATE", "it rained"))) == []
    assert directions(desk.feed(report(2, threat(), hours=1))) == ["new"]


def test_a_kept_word_carries_out_what_was_announced_in_another_verb() -> None:
    """The border that is shut, "as I said it would be", is the one that was to be closed."""
    desk = Desk()
    desk.feed(report(1, threat("we will close the border", head="close", object="border")))
    done = threat(
        "the border is shut, as I said it would be", head="shut", modality=Modality.ALREADY
    )
    alerts = desk.feed(report(2, done, hours=9 * DAY))
    assert [alert.change for alert in alerts] == [ChangeKind.CARRIED_OUT]


def test_what_a_report_only_touches_moves_nothing_and_hides_nothing() -> None:
    """Named once in a long report on something else it is no news; told as news later it is."""
    desk = Desk()
    refused = refusal("we will not open the lock", "open", "lock")
    assert desk.feed(report(1, refused, in_passing=("border",))) == []
    assert directions(desk.feed(report(2, refused, hours=5))) == ["new"]


def test_a_threat_is_heard_wherever_it_stands() -> None:
    """A missed threat costs more than a false one."""
    assert directions(Desk().feed(report(1, threat(), in_passing=("border",)))) == ["new"]


def test_praise_deep_in_a_long_report_softens_only_what_it_names() -> None:
    """What stands far down is rarely the news: it moves where it answers what was pressed for."""
    refused = refusal("we will not open the lock", "open", "lock")
    desk = Desk()
    desk.feed(report(1, refused))
    aside = act("SUPPORT", "the new stamps", head="praise", object="stamp")
    assert desk.feed(report(2, aside, hours=9 * DAY, offset=4000)) == []
    named = act("SUPPORT", "the opening of the lock", head="praise", object="opening lock")
    assert directions(desk.feed(report(3, named, hours=18 * DAY, offset=4000))) == ["softer"]


def test_a_guess_deep_in_a_report_moves_nothing() -> None:
    """On top a likely refusal is news; eight hundred characters on it has to be likelier."""
    guess = act("REJECT", "it is not for us", head="accept", confidence=0.45)
    assert directions(Desk().feed(report(1, guess))) == ["new"]
    assert Desk().feed(report(1, guess, offset=900)) == []
    sure = guess.model_copy(update={"confidence": 0.6})
    assert directions(Desk().feed(report(1, sure, offset=900))) == ["new"]


def test_praise_on_top_of_a_report_softens() -> None:
    """The same praise as the news of a report opens."""
    desk = Desk()
    desk.feed(report(1, refusal("we will not open the lock", "open", "lock")))
    praise = act("SUPPORT", "the ministers’ decision", head="praise", object="minister decision")
    assert directions(desk.feed(report(2, praise, hours=9 * DAY))) == ["softer"]


def test_copy_never_alerts() -> None:
    """The same words in a second outlet the next day are a sighting."""
    desk = Desk()
    desk.feed(report(1, threat()))
    assert desk.feed(report(2, threat(), hours=20)) == []
    changes = desk.changes(report(3, threat(), hours=40))
    assert [change.change for change in changes] == [ChangeKind.COPY]


def test_copy_that_is_filed_elsewhere_never_alerts() -> None:
    """Another outlet's surroundings lend the same words another issue, and they are no news."""
    desk = Desk()
    assert directions(desk.feed(report(1, threat(), inferred=True))) == ["new"]
    copy = report(2, threat(), hours=2, issues=("water",), inferred=True)
    assert desk.feed(copy) == []
    assert [change.alerts for change in desk.changes(copy)] == [False]


@pytest.mark.parametrize(
    "quiet",
    [
        {"retold": True},
        {"in_passing": ("border",)},
        {"issues": ("general",)},
    ],
    ids=["history", "in passing", "on nothing"],
)
def test_words_that_alerted_nowhere_alert_under_another_issue(quiet: dict) -> None:
    """A first sighting that woke nobody hushes no later one."""
    desk = Desk()
    act_ = act("REJECT", "it stays", head="stay", polarity=Polarity.NEGATED)
    assert desk.feed(report(1, act_, inferred=True, **quiet)) == []
    news = report(2, act_, hours=3, issues=("water",), inferred=True)
    assert directions(desk.feed(news)) == ["new"]


def test_what_stands_beside_a_copy_is_told() -> None:
    """An article that copies words and names the issue in others of its own is news there."""
    desk = Desk()
    desk.feed(report(1, threat("it stays shut"), inferred=True))
    copy = report(2, threat("it stays shut"), hours=2, issues=("water",), inferred=True)
    own = report(2, threat("we will close the canal"), hours=2, issues=("water",))
    both = copy.model_copy(update={"statements": (*copy.statements, *own.statements)})
    assert directions(desk.feed(both)) == ["new"]


def test_copy_stays_silent_when_its_words_are_forgotten() -> None:
    """Hundreds of statements later the same article comes again after a crash."""
    desk = Desk()
    desk.feed(report(1, threat(), inferred=True))
    copy = report(2, threat(), hours=2, issues=("water",), inferred=True)
    desk.feed(copy)
    for number in range(3, 140):
        words = threat(f"we will close gate number {number}", object=f"gate {number}")
        desk.feed(report(number, words, hours=6000 * number, inferred=True))
    assert desk.feed(copy) == []


def test_correction_may_file_words_elsewhere() -> None:
    """The same article under another issue is its own correction, and is told."""
    desk = Desk()
    desk.feed(report(1, threat(), inferred=True, article="a"))
    moved = report(2, threat(), issues=("water",), inferred=True, article="a", version=2)
    assert directions(desk.feed(moved)) == ["new"]


def test_copy_names_what_it_copies() -> None:
    """A copy points at the statement it repeats."""
    desk = Desk()
    first = report(1, threat())
    desk.feed(first)
    change = desk.changes(report(2, threat(), hours=30))[0]
    assert change.before == first.statements[0].id


def test_flash_without_the_if_is_the_same_utterance_told_short() -> None:
    """A flash that leaves out the condition within a day is no dropped condition."""
    desk = Desk()
    desk.feed(
        report(1, threat("we will close the border if they shoot", condition="if they shoot"))
    )
    assert desk.feed(report(2, threat("Sorland will close the border"), hours=5)) == []


def test_dropped_condition_alerts_as_harder() -> None:
    """The day the "if" is gone, everybody knows."""
    desk = Desk()
    desk.feed(report(1, threat("close it if they shoot", condition="if they shoot")))
    alerts = desk.feed(report(2, threat("the border will be closed"), hours=3 * DAY))
    assert directions(alerts) == ["harder"]
    assert alerts[0].change is ChangeKind.CONDITION_DROPPED
    assert alerts[0].before is not None
    assert alerts[0].before.content == ("close it if they shoot",)


def test_dropped_condition_within_a_day_counts_where_the_report_marks_it() -> None:
    """A report of "now we will, whatever they do" is news at once."""
    desk = Desk()
    desk.feed(report(1, threat("close it if they shoot", condition="if they shoot")))
    alerts = desk.feed(
        report(2, threat("now we will close the border whatever they do", marked=True), hours=4)
    )
    assert directions(alerts) == ["harder"]


def test_added_condition_is_softer() -> None:
    """A threat that gains an "only if" is a softening."""
    desk = Desk()
    desk.feed(report(1, threat("we will close the border")))
    alerts = desk.feed(
        report(2, threat("close, but only if they shoot", condition="if they shoot"), hours=2 * DAY)
    )
    assert directions(alerts) == ["softer"]
    assert alerts[0].change is ChangeKind.CONDITION_ADDED


def test_repeat_days_later_is_reiterated() -> None:
    """Said again after a week: recorded, no alert."""
    desk = Desk()
    desk.feed(report(1, threat("we will close the border")))
    changes = desk.changes(report(2, threat("the border shall be closed by us"), hours=7 * DAY))
    assert [change.change for change in changes] == [ChangeKind.REITERATED]


def test_late_arrival_is_history() -> None:
    """What was said before something newer never alerts as a change."""
    desk = Desk()
    desk.feed(report(1, act("ACCUSE", "they lie", head="lie"), hours=48))
    changes = desk.changes(report(2, threat(), hours=0))
    assert [change.change for change in changes] == [ChangeKind.LATE]
    assert desk.feed(report(3, threat("we will shut the border"), hours=24)) == []


def test_copy_does_not_make_an_earlier_statement_late() -> None:
    """What was said at eleven is news although a copy of ten's words was printed at noon."""
    desk = Desk()
    accusation = act("ACCUSE", "they lie about the river and its water", head="lie")
    desk.feed(report(1, accusation, hours=0), report(2, accusation, hours=3))
    assert directions(desk.feed(report(3, threat(), hours=2))) == ["harder"]


def test_lower_act_under_a_threat_is_recorded() -> None:
    """An accusation under a standing threat wakes nobody."""
    desk = Desk()
    desk.feed(report(1, threat()))
    assert desk.feed(report(2, act("ACCUSE", "they lie", head="lie"), hours=30)) == []


def test_offer_beside_a_threat_is_softer_and_the_threat_stands() -> None:
    """A carrot beside a stick is told, and the stick is still there."""
    desk = Desk()
    offer = act("AGREE", "we are ready to talk", head="talk", force=Force.OFFER)
    alerts = desk.feed(report(1, threat()), report(2, offer, hours=30))
    assert directions(alerts) == ["new", "softer"]
    position = desk.positions()["reyl|border"]
    assert (position.pressure, position.opening) == (4, 3)


def test_rise_of_pressure_closes_earlier_openings() -> None:
    """After a new threat, an offer is news again."""
    desk = Desk()
    offer = act("AGREE", "we are ready to talk", head="talk", force=Force.OFFER)
    again = act("AGREE", "we would sit down with them", head="talk", force=Force.OFFER)
    alerts = desk.feed(
        report(1, offer),
        report(2, threat(), hours=2 * DAY),
        report(3, again, hours=9 * DAY),
    )
    assert directions(alerts) == ["new", "harder", "softer"]


def test_broken_refusal_is_reversed() -> None:
    """Who would never withdraw the suit and now does has reversed."""
    desk = Desk()
    desk.feed(report(1, refusal("we will not withdraw it", "withdraw", "it")))
    give = act("CONCEDE", "we will withdraw the suit", head="withdraw", object="suit")
    alerts = desk.feed(report(2, give, hours=10 * DAY))
    assert directions(alerts) == ["softer"]
    assert alerts[0].reversed


def test_broken_promise_is_reversed_and_harder() -> None:
    """A promise not to raise tariffs, broken, alerts as a hard reversal."""
    desk = Desk()
    promise = act(
        "AGREE",
        "we will not raise tariffs",
        head="raise",
        object="tariff",
        force=Force.PROMISE,
        polarity=Polarity.NEGATED,
    )
    broken = act("THREATEN", "we will raise tariffs", head="raise", object="tariff")
    alerts = desk.feed(report(1, promise), report(2, broken, hours=40 * DAY))
    assert directions(alerts) == ["new", "harder"]
    assert alerts[1].reversed


def test_withdrawn_threat_alerts_and_is_gone() -> None:
    """A threat taken back alerts, and the same threat later is news again."""
    desk = Desk()
    back = act("CONCEDE", "we drop our threat", head="drop", object="threat")
    alerts = desk.feed(
        report(1, threat()),
        report(2, back, hours=5 * DAY),
        report(3, threat("the border will close after all"), hours=30 * DAY),
    )
    assert directions(alerts) == ["new", "softer", "harder"]
    assert alerts[1].change is ChangeKind.WITHDRAWN


def test_position_lapses_after_half_a_year() -> None:
    """After 180 days of silence the next word is a new position."""
    desk = Desk()
    alerts = desk.feed(report(1, threat()), report(2, threat("close it"), hours=181 * DAY))
    assert directions(alerts) == ["new", "new"]


def test_firmer_word_for_the_same_act_is_harder() -> None:
    """A "may" that becomes "will" is an escalation."""
    desk = Desk()
    desk.feed(report(1, threat("we may close the border", modality=Modality.MAY)))
    alerts = desk.feed(report(2, threat("we will close the border at once"), hours=4 * DAY))
    assert directions(alerts) == ["harder"]


def test_announced_deed_done_is_carried_out() -> None:
    """When the announced closure has happened, that is told, in the same direction."""
    desk = Desk()
    desk.feed(report(1, threat()))
    alerts = desk.feed(
        report(2, threat("we have closed the border", modality=Modality.ALREADY), hours=4 * DAY)
    )
    assert [(a.change, a.direction) for a in alerts] == [(ChangeKind.CARRIED_OUT, Direction.SAME)]


def test_deadline_moved_up_is_harder() -> None:
    """An ultimatum whose day comes nearer got harder."""
    desk = Desk()
    first = threat(
        "close unless they go by March 20", condition="unless they go", deadline="March 20"
    )
    second = threat(
        "close unless they go by March 10", condition="unless they go", deadline="March 10"
    )
    desk.feed(report(1, first))
    alerts = desk.feed(report(2, second, hours=2 * DAY))
    assert directions(alerts) == ["harder"]


def test_same_deadline_in_other_words_is_no_news() -> None:
    """The end of the month and March 31 are one deadline."""
    desk = Desk()
    first = threat("a unless b", condition="unless they go", deadline="by the end of the month")
    second = threat("c unless d", condition="unless they go", deadline="by March 31")
    desk.feed(report(1, first))
    assert desk.feed(report(2, second, hours=6 * DAY)) == []


def test_arms_named_at_last_is_harder() -> None:
    """Unspecified measures that turn out to be troops are an escalation."""
    desk = Desk()
    desk.feed(report(1, threat("we will close the border")))
    armed = threat("we will close the border with tanks", instrument=Instrument.MILITARY_POSTURE)
    assert directions(desk.feed(report(2, armed, hours=4 * DAY))) == ["harder"]


def test_signal_alerts_once_and_again_after_its_memory() -> None:
    """A tracked phrase is news at first use and after a month of silence."""
    desk = Desk()
    used = {"all-options": "every option"}

    def saying(number: int, days: float) -> list:
        note = act("STATE", f"every option is open, note {number}")
        return desk.feed(report(number, note, hours=days * DAY, signals=used))

    assert directions(saying(1, 0)) == ["signal"]
    assert saying(2, 20) == []
    assert directions(saying(3, 55)) == ["signal"]


def test_report_told_twice_is_idempotent() -> None:
    """A redelivered report changes nothing and tells nobody."""
    desk = Desk()
    one = report(1, threat(), signals={"all-options": "every option"})
    assert len(desk.feed(one)) == 2
    before = dict(desk.cells)
    assert desk.feed(one) == []
    assert desk.cells == before


def test_correction_that_changes_nothing_here_is_silent() -> None:
    """A corrected article whose words about the actor stand does not alert again."""
    desk = Desk()
    desk.feed(report(1, threat()))
    assert desk.feed(report(1, threat(), version=2)) == []


def test_correction_takes_back_what_it_no_longer_says() -> None:
    """A statement that a correction removes no longer holds the position up."""
    desk = Desk()
    first = report(1, threat())
    desk.feed(first)
    gone = report(1, version=2, retracts=(first.statements[0].id,)).model_copy(
        update={"retracted_issues": ("border",)}
    )
    desk.feed(gone)
    assert desk.positions()["reyl|border"].pressure == 0


def test_alerts_are_numbered_by_actor() -> None:
    """Each alert names its number and the one before, since order is not promised."""
    alerts = Desk().feed(
        report(1, act("ACCUSE", "lies", head="lie")), report(2, threat(), hours=30)
    )
    assert [alert.sequence for alert in alerts] == [1, 2]
    assert alerts[0].previous_alert is None
    assert alerts[1].previous_alert == alerts[0].id


def test_general_statements_are_recorded_without_alert() -> None:
    """What touches no issue of the watch-list is kept and wakes nobody."""
    desk = Desk()
    one = report(1, threat(), issues=("general",))
    assert desk.feed(one) == []


ACTS = st.sampled_from(
    [
        act("STATE", "it rained on the bridge"),
        act("ACCUSE", "they lie about the river", head="lie"),
        act("REQUEST", "they must open the lock", head="open", object="lock", force=Force.DEMAND),
        act("REQUEST", "please open the lock", head="open", object="lock", force=Force.APPEAL),
        act("AGREE", "we are ready to talk", head="talk", force=Force.OFFER),
        act("CONCEDE", "we drop our threat", head="drop", object="threat"),
        refusal("we will not accept the plan", "accept", "plan"),
        act("AGREE", "we accept the plan", head="accept", object="plan", force=Force.ACCEPT),
        threat(),
        threat("close it if they shoot", condition="if they shoot"),
        threat("we may close it", modality=Modality.MAY),
    ]
)


@st.composite
def months(draw: st.DrawFn) -> list:
    """A few months of reports about one actor on one or two issues."""
    size = draw(st.integers(2, 9))
    reports = []
    for number in range(size):
        acts = draw(st.lists(ACTS, min_size=1, max_size=2, unique_by=lambda a: a.text))
        hours = draw(st.integers(0, 5000))
        issues = draw(st.sampled_from([("border",), ("water",), ("border", "water")]))
        reports.append(
            report(
                number,
                *acts,
                hours=hours,
                issues=issues,
                retold=draw(st.sampled_from([False, False, True])),
                in_passing=draw(st.sampled_from([(), (), ("border",)])),
                offset=draw(st.sampled_from([0, 4000])),
            )
        )
    return reports


@given(months(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_any_order_of_arrival_ends_in_the_same_positions(
    reports: list, dice: random.Random
) -> None:
    """However late articles come in, everybody ends up knowing the same."""
    straight, shuffled = Desk(), Desk()
    straight.feed(*reports)
    mixed = list(reports)
    dice.shuffle(mixed)
    shuffled.feed(*mixed)
    assert straight.positions() == shuffled.positions()


@given(months())
@settings(max_examples=60, deadline=None)
def test_repetition_changes_nothing(reports: list) -> None:
    """Every report fed twice gives the same alerts and positions as once."""
    once, twice = Desk(), Desk()
    alerts = once.feed(*reports)
    repeated = twice.feed(*(r for one in reports for r in (one, one)))
    assert [a.id for a in alerts] == [a.id for a in repeated]
    assert once.positions() == twice.positions()


@given(months())
@settings(max_examples=60, deadline=None)
def test_no_copy_ever_alerts(reports: list) -> None:
    """The same words by another outlet within a day of the newest report never alert."""
    desk = Desk()
    desk.feed(*reports)
    newest = max(reports, key=lambda r: r.published)
    assert desk.feed(copied(newest)) == []


@given(months())
@settings(max_examples=60, deadline=None)
def test_no_copy_of_words_that_alerted_alerts_on_another_issue(reports: list) -> None:
    """What names no issue may be filed anywhere by another outlet, and is no news there."""
    guessed = [_guessed(one) for one in reports]
    newest = max(guessed, key=lambda r: r.published)
    desk = Desk()
    desk.feed(*(one for one in guessed if one is not newest))
    if desk.feed(newest):
        assert desk.feed(copied(newest, issues=("fire",))) == []


def _guessed(one: Report) -> Report:
    statements = tuple(s.model_copy(update={"issues_inferred": True}) for s in one.statements)
    return one.model_copy(update={"statements": statements})


def copied(one: Report, **changes: object) -> Report:
    """Make another outlet's report of the same words five hours later."""
    later = one.published + timedelta(hours=5)
    same = {"article": "copy", "said_at": later} | changes
    return one.model_copy(
        update={
            "article": "copy",
            "outlet": "Copyist",
            "published": later,
            "arrived": later,
            "statements": tuple(s.model_copy(update=same) for s in one.statements[:1]),
        }
    )


@pytest.mark.parametrize("seed", range(5))
def test_history_is_bounded_and_still_independent_of_order(seed: int) -> None:
    """Hundreds of reports on one issue keep the state small and the position the same."""
    kinds = [
        threat(),
        threat("if so", condition="if they shoot"),
        act("ACCUSE", "lies", head="lie"),
    ]
    dice = random.Random(seed)  # noqa: S311 - the same order every time
    reports = [
        report(n, dice.choice(kinds), hours=n * 30, words=f"words number {n} of the minister")
        for n in range(150)
    ]
    straight, shuffled = Desk(), Desk()
    straight.feed(*reports)
    dice.shuffle(reports)
    shuffled.feed(*reports)
    assert straight.positions() == shuffled.positions()
    assert len(straight.cells["reyl|border"] or b"") < 100_000


def test_what_is_told_as_said_earlier_moves_nothing() -> None:
    """A report of "in 2013 he threatened" wakes nobody, and the same words said today do."""
    desk = Desk()
    assert desk.feed(report(1, threat(), retold=True)) == []
    assert directions(desk.feed(report(2, threat(), hours=2))) == ["new"]


def test_what_is_told_as_said_earlier_makes_no_news_late() -> None:
    """A background piece may be read before the report of the threat itself."""
    desk = Desk()
    desk.feed(report(1, act("ACCUSE", "a disgrace", object="disgrace")))
    desk.feed(report(2, threat(), hours=6, retold=True))
    assert directions(desk.feed(report(3, threat(), hours=5))) == ["harder"]


def test_a_signal_told_as_said_earlier_does_not_count() -> None:
    """A phrase used last year is not used today."""
    desk = Desk()
    told = report(1, act("STATE", "a red line"), signals={"red-line": "red line"}, retold=True)
    assert desk.feed(told) == []
    said = report(2, act("STATE", "a red line"), signals={"red-line": "red line"}, hours=30)
    assert directions(desk.feed(said)) == ["signal"]


@pytest.mark.parametrize(("head", "softer"), [("give", False), ("back", False), ("lift", True)])
def test_a_promise_softens_as_far_as_it_yields(head: str, *, softer: bool) -> None:
    """A pledge to build the wall is no softening; one to lift the ban is."""
    desk = Desk()
    desk.feed(report(1, act("ACCUSE", "a disgrace", object="disgrace")))
    promise = act("AGREE", "we will", force=Force.PROMISE, head=head, object="ban")
    assert directions(desk.feed(report(2, promise, hours=30))) == ["softer"] * softer


def test_a_promise_not_to_do_harm_softens() -> None:
    """A border that will not be closed is an opening, whatever the verb."""
    desk = Desk()
    desk.feed(report(1, act("ACCUSE", "a disgrace", object="disgrace")))
    spared = act(
        "AGREE",
        "we will not close it",
        force=Force.PROMISE,
        head="close",
        object="border",
        polarity=Polarity.NEGATED,
    )
    assert directions(desk.feed(report(2, spared, hours=30))) == ["softer"]


@pytest.mark.parametrize(("what", "softer"), [("quota", True), ("weather", False), ("", True)])
def test_praise_softens_what_was_spoken_of_before(what: str, *, softer: bool) -> None:
    """Praise of a third thing is no opening, where only what stands around it names the issue."""
    desk = Desk()
    desk.feed(report(1, act("REJECT", "not this quota", head="accept", object="quota")))
    praise = act("SUPPORT", "a fine thing", head="praise", object=what)
    alerts = desk.feed(report(2, praise, hours=30, inferred=True))
    assert directions(alerts) == ["softer"] * softer


def test_praise_that_names_the_issue_softens() -> None:
    """The words "the decision on the border" need not repeat what was said of it before."""
    desk = Desk()
    desk.feed(report(1, act("REJECT", "not this quota", head="accept", object="quota")))
    praise = act("SUPPORT", "the decision on the border", head="praise", object="decision border")
    assert directions(desk.feed(report(2, praise, hours=30))) == ["softer"]


@pytest.mark.parametrize(
    ("words", "told"),
    [("we will block the port whether or not they leave", True), ("block the port", False)],
)
def test_a_threat_that_nothing_averts_drops_the_condition_of_another_verb(
    words: str, *, told: bool
) -> None:
    """Who answers an "unless" with "whether or not" has dropped it, in whatever words."""
    desk = Desk()
    hanging = threat("ban it unless they leave by Friday", condition="unless they leave by Friday")
    desk.feed(report(1, hanging.model_copy(update={"force": Force.ULTIMATUM})))
    block = threat(words).model_copy(update={"head": "block", "object": "port"})
    alerts = desk.feed(report(2, block, hours=80))
    assert ["condition_dropped"] * told == [str(alert.change) for alert in alerts]


@pytest.mark.parametrize(
    ("act", "head", "what", "rest", "change"),
    [
        (
            "measures will follow on Monday",
            "follow",
            "measure",
            ", and they will follow whatever they resolve",
            "condition_dropped",
        ),
        (
            "we will sue the council",
            "sue",
            "council",
            ". the weather was fine, whatever you may have read",
            "escalated",
        ),
    ],
)
def test_a_whatever_in_another_clause_drops_the_condition_of_its_own_threat(
    act: str, head: str, what: str, rest: str, change: str
) -> None:
    """Where it is about something else another threat stays another threat."""
    desk = Desk()
    desk.feed(report(1, threat("close the depot if they stay", condition="if they stay")))
    again = threat(act, head=head, object=what)
    alerts = desk.feed(report(2, again, hours=80, words=act + rest))
    assert [str(alert.change) for alert in alerts] == [change]


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("the links were cut on Monday as announced", ["carried_out"]),
        ("the links will be cut on Monday as announced", []),
        ("the links are to be cut on Monday as announced", []),
        ("the links were not cut on Monday as announced", []),
        ("the cut starts on Monday as announced", []),
    ],
)
def test_what_was_announced_is_done_as_announced(words: str, change: list[str]) -> None:
    """Whatever the verb; what will go ahead as announced has not been done."""
    desk = Desk()
    desk.feed(report(1, threat("three halls will lose their links", head="lose", object="link")))
    done = threat(words, head="cut", object="supply", modality=Modality.NONE)
    alerts = desk.feed(report(2, done, hours=9 * DAY))
    assert [str(alert.change) for alert in alerts] == change


def test_a_flash_with_the_same_day_is_told_short() -> None:
    """A flash that keeps the day and leaves out the "unless" is the same utterance."""
    desk = Desk()
    whole = threat("strike on May 4 unless they pay", condition="unless they pay")
    desk.feed(report(1, whole.model_copy(update={"deadline": "on May 4"})))
    flash = threat("they will strike on May 4").model_copy(update={"deadline": "on May 4"})
    assert desk.feed(report(2, flash, hours=2)) == []


def test_a_condition_narrowed_is_told() -> None:
    """From "if" to "only if" an offer gives less."""
    desk = Desk()
    offer = act("AGREE", "share it", force=Force.OFFER, head="share", object="data")
    desk.feed(report(1, offer.model_copy(update={"condition": "if they do as well"})))
    narrowed = offer.model_copy(update={"condition": "only if they pay", "text": "share it then"})
    assert directions(desk.feed(report(2, narrowed, hours=90))) == ["harder"]


def test_a_promise_of_ones_party_is_a_position() -> None:
    """The words "her party would vote for it" bind her party; they are no praise of it."""
    desk = Desk()
    vow = act("SUPPORT", "Her party would vote for the tax", head="vote", object="tax")
    assert directions(desk.feed(report(1, vow))) == ["new"]
    own = act("SUPPORT", "her party", head="praise", object="party")
    assert Desk().feed(report(1, own)) == []


@pytest.mark.parametrize(("kind", "told"), [(Kind.DIRECT, True), (Kind.INDIRECT, False)])
def test_a_paraphrase_drops_no_condition_of_a_demand(kind: Kind, *, told: bool) -> None:
    """Reporters leave conditions out; that they are gone the actor's own words tell."""
    desk = Desk()
    demand = {"force": Force.DEMAND, "head": "ban", "object": "boat"}
    desk.feed(report(1, act("REQUEST", "a ban until we know", condition="until we know", **demand)))
    alerts = desk.feed(report(2, act("REQUEST", "a ban", **demand), hours=80, kind=kind))
    assert [str(alert.change) for alert in alerts] == ["condition_dropped"] * told


def test_a_paraphrased_threat_without_its_if_is_told() -> None:
    """A missed threat costs more than a report told short."""
    desk = Desk()
    desk.feed(report(1, threat("close it if they shoot", condition="if they shoot")))
    alerts = desk.feed(report(2, threat("to close it"), hours=80, kind=Kind.INDIRECT))
    assert [str(alert.change) for alert in alerts] == ["condition_dropped"]


def test_a_guess_told_more_fully_hides_no_firm_telling() -> None:
    """A denial is news though a quotation beside it, of which little is sure, is longer."""
    desk = Desk()
    denial = act("DENY", "a report", head="deny", object="gold")
    guess = act("DENY", "not one bar of it has ever left the vault", object="gold", hinted=True)
    assert directions(desk.feed(report(1, denial, guess))) == ["new"]


def test_a_threat_named_is_taken_back() -> None:
    """The words "her threat to tow the boats" unsay the threat, whatever verb they repeat."""
    desk = Desk()
    desk.feed(report(1, threat("tow the boats", head="tow", object="boat")))
    unsaid = act("CONCEDE", "her threat to tow the boats", head="tow", object="boat")
    (alert,) = desk.feed(report(2, unsaid, hours=90))
    assert alert.change is ChangeKind.WITHDRAWN
