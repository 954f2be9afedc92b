"""Who gets which alert."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.match import wants
from monitor.config.watchlist import Endpoint, Filters
from monitor.stages.route import RouteStage, queue
from monitor.stages.stage import NoState
from monitor.topics import DELIVERIES
from schemas.alert import Alert
from schemas.delivery import Delivery
from schemas.vocabulary import ChangeKind, Direction, Severity
from tests.support.making import NOON, alert, delivery, move
from tests.support.strategies import alerts

filters = st.builds(
    Filters,
    actors=st.lists(st.sampled_from(["duarte", "reyl", "lundy"]), max_size=2),
    issues=st.lists(st.sampled_from(["permit", "price-cap"]), max_size=2),
    signals=st.lists(st.sampled_from(["legal-action", "all-options"]), max_size=2),
    changes=st.lists(st.sampled_from(ChangeKind), max_size=4),
    directions=st.lists(st.sampled_from(Direction), max_size=3),
    min_severity=st.sampled_from(Severity),
    min_confidence=st.floats(0, 1),
)
SIGNAL = {
    "issue": None,
    "signal": "legal-action",
    "change": ChangeKind.SIGNAL,
    "direction": Direction.SIGNAL,
}


def endpoint(name: str, *, enabled: bool = True, **wanted: object) -> Endpoint:
    """Make an endpoint."""
    return Endpoint.model_validate(
        {
            "id": name,
            "url": "https://desk.example/",
            "secret": "env:S",
            "filters": wanted,
            "enabled": enabled,
        }
    )


def routed(found: Alert, *endpoints: Endpoint) -> list[Delivery]:
    """Return the deliveries of an alert."""
    outcome = RouteStage(endpoints)(found, NoState())
    return [e.record for e in outcome.emissions if isinstance(e.record, Delivery)]


@given(alerts)
def test_no_filter_lets_everything_through(found: Alert) -> None:
    """An endpoint that asks for nothing in particular hears everything."""
    assert wants(Filters(), found)


@given(filters, alerts)
def test_actor_filter_is_never_crossed(wanted: Filters, found: Alert) -> None:
    """Whoever names actors hears of no other."""
    assert not (wants(wanted, found) and wanted.actors) or found.actor in wanted.actors


@given(filters, alerts)
def test_direction_filter_is_never_crossed(wanted: Filters, found: Alert) -> None:
    """Whoever names directions hears of no other."""
    assert not (wants(wanted, found) and wanted.directions) or (
        found.direction in wanted.directions
    )


@given(filters, alerts)
def test_change_filter_needs_one_of_the_moves(wanted: Filters, found: Alert) -> None:
    """Whoever names changes hears of an alert that lists at least one of them."""
    listed = {m.change for m in found.moves}
    assert not (wants(wanted, found) and wanted.changes) or listed & set(wanted.changes)


@given(filters, alerts)
def test_severity_is_a_threshold(wanted: Filters, found: Alert) -> None:
    """Quieter alerts than asked for stay away."""
    loudness = list(Severity)
    assert not wants(wanted, found) or (
        loudness.index(found.severity) >= loudness.index(wanted.min_severity)
    )


@given(filters, alerts)
def test_confidence_is_a_threshold(wanted: Filters, found: Alert) -> None:
    """A desk that wants sure alerts only is not sent the others."""
    assert not wants(wanted, found) or found.confidence >= wanted.min_confidence


@given(filters, alerts, st.sampled_from(["actors", "changes", "directions"]))
def test_dropping_a_filter_never_loses_an_alert(wanted: Filters, found: Alert, name: str) -> None:
    """An endpoint that asks for less in particular hears at least as much."""
    wider = wanted.model_copy(update={name: ()})
    assert wants(wider, found) or not wants(wanted, found)


@given(filters, alerts)
def test_lowering_the_threshold_never_loses_an_alert(wanted: Filters, found: Alert) -> None:
    """A lower threshold lets more through."""
    wider = wanted.model_copy(update={"min_severity": Severity.INFO, "min_confidence": 0.0})
    assert wants(wider, found) or not wants(wanted, found)


@given(filters, alerts)
def test_order_of_names_does_not_matter(wanted: Filters, found: Alert) -> None:
    """How a list is ordered in the file changes nothing."""
    turned = wanted.model_copy(
        update={n: tuple(reversed(getattr(wanted, n))) for n in ("actors", "issues", "signals")}
    )
    assert wants(turned, found) == wants(wanted, found)


def test_issue_filter() -> None:
    """Whoever names an issue hears of that issue."""
    assert wants(Filters(issues=("pipeline-permit",)), alert())
    assert not wants(Filters(issues=("price-cap",)), alert())


def test_issue_filter_keeps_signals_away() -> None:
    """Whoever names only issues hears of no bare signal."""
    assert not wants(Filters(issues=("pipeline-permit",)), alert(**SIGNAL))


def test_issues_and_signals_together_mean_either() -> None:
    """Whoever names issues and signals hears of these issues and of these signals."""
    wanted = Filters(issues=("pipeline-permit",), signals=("legal-action",))
    assert wants(wanted, alert())
    assert wants(wanted, alert(**SIGNAL))
    assert not wants(wanted, alert(**SIGNAL | {"signal": "all-options"}))


def test_language_filter_takes_a_language_with_its_regions() -> None:
    """Whoever asks for English hears of British English too, and not the other way round."""
    assert wants(Filters(languages=("en",)), alert(language="en-GB"))
    assert wants(Filters(languages=("de", "EN-gb")), alert(language="en-GB"))
    assert not wants(Filters(languages=("en-GB",)), alert(language="en"))
    assert not wants(Filters(languages=("eng",)), alert())


def test_change_in_a_second_move_counts() -> None:
    """An alert that lists a wanted change beside a larger one is wanted."""
    found = alert(
        moves=(
            move(ChangeKind.ESCALATED, Direction.HARDER),
            move(ChangeKind.CONDITION_DROPPED, Direction.HARDER),
        )
    )
    assert wants(Filters(changes=(ChangeKind.CONDITION_DROPPED,)), found)


def test_each_endpoint_gets_its_own_delivery() -> None:
    """Two endpoints that want an alert get one delivery each, keyed by endpoint."""
    outcome = RouteStage([endpoint("a"), endpoint("b")])(alert(), NoState())
    assert [(e.topic, e.key) for e in outcome.emissions] == [(DELIVERIES, "a"), (DELIVERIES, "b")]


def test_delivery_holds_the_alert_and_is_due_when_it_was_raised() -> None:
    """A delivery carries the whole alert and waits for nothing."""
    (found,) = routed(alert(), endpoint("a"))
    assert found.payload == alert()
    assert found.due == found.created == NOON


def test_routing_again_gives_the_same_id() -> None:
    """A repeated step cannot make a second webhook of one alert."""
    assert routed(alert(), endpoint("a")) == routed(alert(), endpoint("a"))


def test_unwanted_alert_is_not_routed() -> None:
    """Filters hold when alerts are routed."""
    assert routed(alert(), endpoint("a", actors=["reyl"])) == []


def test_disabled_endpoint_gets_nothing() -> None:
    """An endpoint that is switched off hears nothing."""
    assert [d.endpoint for d in routed(alert(), endpoint("a", enabled=False), endpoint("b"))] == [
        "b"
    ]


def test_delivery_is_queued_as_it_is() -> None:
    """The last stage hands deliveries to the outbox unchanged."""
    assert queue(delivery(), NoState()).queued == (delivery(),)
