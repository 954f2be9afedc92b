"""Hypothesis strategies for every record."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from schemas.alert import Alert, Move
from schemas.article import Article
from schemas.base import VersionedRecord
from schemas.change import Change
from schemas.dead_letter import DeadLetter
from schemas.delivery import Attempt, Delivery, DeliveryStatus
from schemas.evidence import Evidence
from schemas.feed import Feed
from schemas.health import Health
from schemas.order import Order, OrderKind
from schemas.position import LiveAct, Position
from schemas.statement import Act, Report, Statement
from schemas.vocabulary import (
    ChangeKind,
    Direction,
    Force,
    Instrument,
    Kind,
    Modality,
    Place,
    Polarity,
    PositionClass,
    Rail,
    Severity,
)

# Whatever UTF-8 can carry; lone surrogates are no text.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_names = st.text("abc-._", min_size=1, max_size=8)
_spans = st.tuples(st.integers(0, 10**7), st.integers(0, 10**7))
_days = st.dates(date(1900, 1, 1), date(2200, 1, 1))
moments = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from(
        [UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=9))]
    ),
)
_shares = st.floats(0, 1)


def _some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=2).map(tuple)


def _or_none(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


acts = st.builds(
    Act,
    position=st.sampled_from(PositionClass),
    force=_or_none(st.sampled_from(Force)),
    text=texts,
    head=texts,
    object=texts,
    condition=_or_none(texts),
    condition_span=_or_none(_spans),
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
    instrument=st.sampled_from(Instrument),
    because=_some(texts),
)
evidence = st.builds(
    Evidence,
    statement=_names,
    article=_names,
    outlet=texts,
    title=texts,
    link=_or_none(texts),
    published=moments,
    said_on=_or_none(_days),
    said_at=moments,
    content=_some(texts),
    place=st.sampled_from(Place),
    spans=_some(_spans),
)
statements = st.builds(
    Statement,
    id=_names,
    article=_names,
    article_version=st.integers(1, 5),
    actor=_names,
    mention=texts,
    mention_span=_or_none(_spans),
    cue=texts,
    kind=st.sampled_from(Kind),
    content=_some(texts),
    place=st.sampled_from(Place),
    spans=_some(_spans),
    sentence_span=_spans,
    said_on=_or_none(_days),
    said_at=moments,
    position=st.sampled_from(PositionClass),
    acts=_some(acts),
    issues=_some(_names),
    reiterated=st.booleans(),
)
moves = st.builds(
    Move,
    change=st.sampled_from(ChangeKind),
    direction=st.sampled_from(Direction),
    statement=_names,
    reason=texts,
    rule=_names,
)
alerts = st.builds(
    Alert,
    id=_names,
    actor=st.sampled_from(["duarte", "reyl", "lundy"]),
    actor_name=texts,
    issue=_or_none(st.sampled_from(["permit", "price-cap"])),
    signal=_or_none(st.sampled_from(["legal-action", "all-options"])),
    change=st.sampled_from(ChangeKind),
    direction=st.sampled_from(Direction),
    reversed=st.booleans(),
    severity=st.sampled_from(Severity),
    title=texts,
    position=st.sampled_from(PositionClass),
    condition=_or_none(texts),
    statement=_names,
    article=_names,
    moves=st.lists(moves, min_size=1, max_size=3).map(tuple),
    after=evidence,
    before=_or_none(evidence),
    outlets=_some(texts),
    confidence=_shares,
    rule_version=st.integers(1, 9),
    raised_at=moments,
    sequence=st.integers(1, 10**9),
)
RECORDS: dict[type[VersionedRecord], st.SearchStrategy[Any]] = {
    Feed: st.builds(
        Feed,
        id=st.just("wire"),
        url=st.sampled_from(["https://wire.example/rss", "http://[2001:db8::1]:8080/?a=b#c"]),
        outlet=texts,
        full_text=st.booleans(),
    ),
    Article: st.builds(
        Article,
        id=_names,
        version=st.integers(1, 10**6),
        title=texts,
        text=texts,
        link=_or_none(texts),
        published=moments,
        arrived=moments,
        history=st.booleans(),
    ),
    Statement: statements,
    Report: st.builds(
        Report,
        article=_names,
        actor=_names,
        published=moments,
        arrived=moments,
        statements=_some(statements),
        retracts=_some(_names),
        retracted_issues=_some(_names),
    ),
    Position: st.builds(
        Position,
        actor=_names,
        issue=_names,
        pressure=st.integers(0, 4),
        opening=st.integers(0, 4),
        since=_or_none(moments),
        acts=_some(
            st.builds(
                LiveAct,
                act=acts,
                statement=_names,
                first_said=moments,
                last_said=moments,
                sightings=st.integers(1, 99),
                evidence=evidence,
            )
        ),
    ),
    Change: st.builds(
        Change,
        id=_names,
        actor=_names,
        issue=_names,
        change=st.sampled_from(ChangeKind),
        direction=st.sampled_from(Direction),
        rail=st.sampled_from(Rail),
        statement=_names,
        article=_names,
        before=_or_none(_names),
        reason=texts,
        rule=_names,
        alerts=st.booleans(),
    ),
    Alert: alerts,
    Delivery: st.builds(
        Delivery,
        id=_names,
        alert=_names,
        endpoint=_names,
        status=st.sampled_from(DeliveryStatus),
        payload=alerts,
        created=moments,
        due=moments,
        attempts=_some(
            st.builds(
                Attempt,
                at=moments,
                status=_or_none(st.integers(100, 599)),
                error=_or_none(texts),
                seconds=st.floats(0, 1e6),
            )
        ),
    ),
    DeadLetter: st.builds(
        DeadLetter,
        id=_names,
        hop=_names,
        topic=_names,
        key=_or_none(texts),
        value=st.binary(max_size=8).map(lambda b: b.hex()),
        reason=texts,
        error=_names,
        at=moments,
    ),
    Health: st.builds(
        Health,
        endpoint=_names,
        failures=st.integers(0, 99),
        failing_since=_or_none(moments),
        paused_until=_or_none(moments),
        disabled_at=_or_none(moments),
        reason=_or_none(texts),
    ),
    Order: st.builds(
        Order,
        id=_names,
        kind=st.sampled_from(OrderKind),
        endpoint=_or_none(_names),
        until=_or_none(moments),
        at=moments,
        by=texts,
        why=texts,
    ),
}
