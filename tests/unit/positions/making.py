"""Makes acts, statements and reports for tests of the tracker."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from monitor.alerts.compose import Composer, Named
from monitor.identity import statement_id
from monitor.positions.fold import fold
from monitor.positions.history import History
from monitor.positions.standing import position_of
from monitor.stages.stage import Outcome
from monitor.stages.track import TrackStage
from monitor.topics import ALERTS, CHANGES
from schemas.alert import Alert
from schemas.change import Change
from schemas.position import Position
from schemas.statement import Act, Report, Statement
from schemas.vocabulary import Force, Kind, Modality, Polarity, PositionClass

START = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)


def act(position: str, text: str = "", **slots: object) -> Act:
    """Make an act; slots as in the schema."""
    return Act.model_validate(
        {"position": PositionClass(position), "text": text or position.lower()} | slots
    )


def threat(text: str = "we will close the border", **slots: object) -> Act:
    """Make a threat to close the border."""
    slots = {"head": "close", "object": "border", "modality": Modality.WILL} | slots
    force = Force.CONDITIONAL if slots.get("condition") else Force.UNCONDITIONAL
    return act("THREATEN", text, force=force, **slots)


def refusal(text: str, head: str, what: str) -> Act:
    """Make a refusal in the form "we will not …"."""
    return act("REJECT", text, head=head, object=what, polarity=Polarity.NEGATED)


def report(
    number: int,
    *acts: Act,
    hours: float = 0,
    actor: str = "reyl",
    issues: tuple[str, ...] = ("border",),
    signals: Mapping[str, str] | None = None,
    words: str | None = None,
    version: int = 1,
    reiterated: bool = False,
    article: str | None = None,
    retracts: tuple[str, ...] = (),
    kind: Kind = Kind.DIRECT,
    retold: bool = False,
    inferred: bool = False,
    offset: int = 0,
    in_passing: tuple[str, ...] = (),
) -> Report:
    """Make a report of one statement said and published ``hours`` after the start.

    ``offset`` is where it begins in the text, in characters.
    """
    at = START + timedelta(hours=hours)
    name = article or f"A{number}"
    content = (words or " ".join(a.text for a in acts),)
    found = dict(signals or {})
    statements = ()
    if acts:
        statements = (
            Statement(
                id=statement_id(actor, content, at.date().isoformat()),
                article=name,
                article_version=version,
                actor=actor,
                mention=actor.title(),
                cue="said",
                kind=kind,
                issues_inferred=inferred,
                issues_in_passing=in_passing,
                content=content,
                spans=((offset, offset + len(content[0])),),
                sentence_span=(offset, offset + len(content[0])),
                said_at=at,
                position=acts[0].position,
                acts=acts,
                issues=issues,
                signals=tuple(found),
                signal_words=tuple(found.values()),
                reiterated=reiterated,
                retold=retold,
            ),
        )
    return Report(
        article=name,
        article_version=version,
        actor=actor,
        outlet=f"Outlet {number}",
        published=at,
        arrived=at,
        statements=statements,
        retracts=retracts,
        retracted_issues=issues if retracts else (),
    )


class Desk:
    """A tracker with its state, fed one report at a time."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.stage = TrackStage(Composer({"reyl": Named("Tomas Reyl", "Reyl")}))
        self.cells: dict[str, bytes | None] = {}

    def feed(self, *reports: Report) -> list[Alert]:
        """Feed reports in order; return the alerts they raised."""
        alerts: list[Alert] = []
        for one in reports:
            alerts += [e.record for e in self.step(one).emissions if e.topic is ALERTS]  # type: ignore[misc]
        return alerts

    def step(self, one: Report) -> Outcome:
        """Feed one report and keep the state."""
        outcome = self.stage(one, self.cells)
        self.cells.update(outcome.writes)
        return outcome

    def changes(self, one: Report) -> list[Change]:
        """Feed one report; return its verdicts."""
        return [e.record for e in self.step(one).emissions if e.topic is CHANGES]  # type: ignore[misc]

    def positions(self) -> dict[str, Position]:
        """Return every position, folded anew from the state."""
        found = {}
        for key, value in self.cells.items():
            actor, _, issue = key.partition("|")
            if value is not None and issue and "|" not in issue:
                state, _ = fold(History.model_validate_json(value).entries)
                found[key] = position_of(actor, issue, state)
        return found
