"""From findings to one alert, with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.alerts.severity import severity_of
from monitor.alerts.title import Told, position_title, short_name, signal_title
from monitor.identity import alert_id
from monitor.positions.fold import RULE_VERSION, Verdict
from monitor.positions.history import Entry, evidence_of
from schemas.alert import Alert, Move
from schemas.evidence import Evidence
from schemas.statement import Report, Statement
from schemas.vocabulary import ChangeKind, Direction, Place

# What each weakness of the evidence costs. The order, not the height, is what readers of 458 alerts
# on real news bear out (`benchmarks/data/year-alerts.md`): of those from .8 on they called 44 in
# 100 true, of those below .6 11. A step that is measured against an earlier act needs two readings
# to be right, and a pronoun, a long speech and the depths of a long report hide what was meant.
_INFERRED_ISSUE: Final = 0.2
_SOFTER: Final = 0.25
_HARDER: Final = 0.1
_PRONOUN: Final = 0.1
_LONG_SPEECH: Final = 0.1
_FAR_DOWN: Final = 0.15
# An act's class counts for so much of the whole: the readers found issue and time wrong as often.
_OF_CLASS: Final = 0.4
_LONG_WORDS: Final = 40
_FAR_CHARACTERS: Final = 6000
_PRONOUNS: Final = frozenset("he she it they who".split())
# A name in letters of another alphabet is as likely a trick as a slip.
_LOOKALIKE: Final = 0.5
_CERTAIN: Final = 0.95

_RANK: Final = {
    Direction.HARDER: 4,
    Direction.SOFTER: 3,
    Direction.NEW: 2,
    Direction.SAME: 1,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict worth telling, with the entry that holds its evidence."""

    entry: Entry
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Named:
    """How an actor is named in alerts."""

    name: str
    short: str

    @classmethod
    def of(cls, name: str, aliases: tuple[str, ...]) -> "Named":
        """Derive the short form."""
        return cls(name, short_name(name, aliases))


class Composer:
    """Words alerts."""

    def __init__(self, names: Mapping[str, Named]) -> None:
        """Take the names of actors by id."""
        self._names = names

    def _named(self, actor: str) -> Named:
        return self._names.get(actor) or Named(actor, actor)

    def position(self, report: Report, issue: str, findings: Sequence[Finding]) -> Alert:
        """Make one alert of an article's findings on an issue.

        Its direction is that of the larger move, harder on a tie.
        """
        main = max(findings, key=lambda f: (f.verdict.weight, _RANK[f.verdict.direction]))
        verdict = main.verdict
        named = self._named(report.actor)
        before = verdict.before
        act = verdict.act
        after = evidence_of(main.entry, verdict.said)
        moves = tuple(
            Move(
                change=f.verdict.change,
                direction=f.verdict.direction,
                statement=f.verdict.said.id,
                reason=f.verdict.reason,
                rule=f.verdict.rule,
            )
            for f in findings
        )
        return Alert(
            id=alert_id(RULE_VERSION, report.actor, issue, verdict.change, verdict.said.id),
            actor=report.actor,
            actor_name=named.name,
            issue=issue,
            change=verdict.change,
            direction=verdict.direction,
            reversed=any(f.verdict.change is ChangeKind.REVERSED for f in findings),
            severity=severity_of(verdict.change, verdict.direction, act),
            title=position_title(
                _shown(named, lookalike=verdict.said.lookalike),
                act,
                Told(verdict.said.kind, verdict.said.cue),
                verdict.change,
                issue,
            ),
            position=act.position,
            force=act.force,
            condition=act.condition,
            statement=verdict.said.id,
            article=report.article,
            language=report.language,
            moves=moves,
            after=after,
            before=evidence_of(before.entry, before.said) if before else None,
            outlets=tuple(dict.fromkeys(s.outlet for s in main.entry.sightings if s.outlet)),
            confidence=_confidence(
                after,
                verdict.direction,
                inferred=verdict.said.inferred,
                of_class=act.confidence,
            ),
            rule_version=RULE_VERSION,
            raised_at=report.arrived,
            sequence=1,
        )

    def signal(
        self, report: Report, signal: str, words: str, statement: Statement, reason: str
    ) -> Alert:
        """Make an alert of a signal phrase."""
        named = self._named(report.actor)
        act = statement.acts[0]
        after = _evidence(report, statement)
        return Alert(
            id=alert_id(RULE_VERSION, report.actor, signal, ChangeKind.SIGNAL, statement.id),
            actor=report.actor,
            actor_name=named.name,
            signal=signal,
            change=ChangeKind.SIGNAL,
            direction=Direction.SIGNAL,
            severity=severity_of(ChangeKind.SIGNAL, Direction.SIGNAL, act),
            title=signal_title(
                _shown(named, lookalike=statement.lookalike),
                signal,
                words,
                " … ".join(statement.content),
            ),
            position=statement.position,
            force=statement.force,
            condition=statement.condition,
            statement=statement.id,
            article=report.article,
            language=report.language,
            moves=(
                Move(
                    change=ChangeKind.SIGNAL,
                    direction=Direction.SIGNAL,
                    statement=statement.id,
                    reason=reason,
                    rule="signal",
                ),
            ),
            after=after,
            outlets=(report.outlet,) if report.outlet else (),
            confidence=_confidence(after, Direction.SIGNAL, inferred=False),
            rule_version=RULE_VERSION,
            raised_at=report.arrived,
            sequence=1,
        )


def _evidence(report: Report, statement: Statement) -> Evidence:
    return Evidence(
        statement=statement.id,
        article=report.article,
        article_version=report.article_version,
        outlet=report.outlet,
        title=report.title,
        link=report.link,
        published=report.published,
        said_on=statement.said_on,
        said_at=statement.said_at,
        mention=statement.mention,
        cue=statement.cue,
        content=statement.content,
        place=statement.place,
        spans=statement.spans,
        lookalike=statement.lookalike,
    )


def _shown(named: Named, *, lookalike: bool) -> str:
    return f"{named.short} (look-alike letters)" if lookalike else named.short


def _confidence(
    evidence: Evidence, direction: Direction, *, inferred: bool, of_class: float = 1.0
) -> float:
    """Return how sure an alert is: of its speaker, its issue, its class and its step."""
    value = _CERTAIN
    if evidence.lookalike:
        value -= _LOOKALIKE
    if inferred:
        value -= _INFERRED_ISSUE
    if direction in (Direction.SOFTER, Direction.HARDER):
        value -= _SOFTER if direction is Direction.SOFTER else _HARDER
    if evidence.mention.casefold() in _PRONOUNS:
        value -= _PRONOUN
    if sum(len(piece.split()) for piece in evidence.content) >= _LONG_WORDS:
        value -= _LONG_SPEECH
    first = min((start for start, _ in evidence.spans), default=0)
    if evidence.place is Place.TEXT and first > _FAR_CHARACTERS:
        value -= _FAR_DOWN
    return round(max(value, 0.0) * (1 - _OF_CLASS + _OF_CLASS * of_class), 2)
