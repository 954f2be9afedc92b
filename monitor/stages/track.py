"""From what an actor said to where the actor stands, and whether that is news.

State is kept under four kinds of key: ``actor|issue`` holds the history, ``actor|signal|id`` the
uses of a signal phrase, ``actor|told|inferred`` the statements that name no issue and alerted, and
``actor`` the count of alerts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime, BaseModel

from monitor.alerts.compose import Composer, Finding
from monitor.identity import change_id, make_id
from monitor.positions.filing import GENERAL
from monitor.positions.fold import RULE_VERSION, State, Verdict, fold, is_quiet
from monitor.positions.history import Entry, History, entries_of, read_history
from monitor.positions.levels import rail_and_level
from monitor.positions.standing import position_of
from monitor.stages.stage import Cells, Emission, Outcome
from monitor.topics import ALERTS, CHANGES, POSITIONS
from schemas.alert import Alert
from schemas.change import Change
from schemas.statement import Report, Statement
from schemas.vocabulary import ChangeKind, Direction, Rail

SIGNAL_MEMORY: Final = timedelta(days=30)
_KEPT_USES: Final = 64
_KEPT_INFERRED: Final = 128


class Use(BaseModel):
    """One use of a signal phrase."""

    said_at: AwareDatetime
    statement: str


class _Uses(BaseModel):
    uses: tuple[Use, ...] = ()


class _Inferred(BaseModel):
    """A statement that names no issue, and the article and issue by which it was told."""

    statement: str
    article: str
    issue: str


class _AllInferred(BaseModel):
    told: tuple[_Inferred, ...] = ()


class _Count(BaseModel):
    alerts: int = 0
    last: str | None = None


@dataclass(frozen=True, slots=True)
class _Judged:
    """One issue of a report, judged."""

    issue: str
    history: History
    state: State
    verdicts: tuple[tuple[Entry, Verdict], ...]
    late: frozenset[str]
    earlier: History
    elsewhere: frozenset[str]

    def is_silent(self, entry: Entry, verdict: Verdict) -> bool:
        """Tell whether a verdict is history, or a copy of what was told under another issue."""
        return verdict.said.id in self.late or self.is_hushed(entry, verdict)

    def is_hushed(self, entry: Entry, verdict: Verdict) -> bool:
        """Tell whether words were told under another issue, and nothing else here does the same."""
        return verdict.said.id in self.elsewhere and not any(
            act.position is verdict.act.position
            for said in entry.said
            if said.id not in self.elsewhere
            for act in said.acts
        )


class TrackStage:
    """Keeps positions and raises alerts."""

    def __init__(
        self,
        composer: Composer,
        signal_memory: timedelta = SIGNAL_MEMORY,
    ) -> None:
        """Prepare.

        Args:
            composer: words alerts.
            signal_memory: a signal used again after so long is news again.
        """
        self._composer = composer
        self._signal_memory = signal_memory

    def __call__(self, report: Report, cells: Cells) -> Outcome:
        """Decide on one report."""
        writes: dict[str, bytes | None] = {}
        emissions: list[Emission] = []
        raised: list[Alert] = []
        late: set[str] = set()
        on_time: set[str] = set()
        known = _inferred(report.actor, cells)
        told: list[_Inferred] = []
        for issue in self._issues(report):
            key = f"{report.actor}|{issue}"
            judged = _judge(report, issue, _load(cells.get(key)), known)
            late |= judged.late
            on_time |= {v.said.id for _, v in judged.verdicts} - judged.late
            emissions += _changes(report, judged)
            history, alert = self._tell(report, judged)
            if alert is not None:
                raised.append(alert)
                told += _inferred_of(report, judged)
            position = position_of(report.actor, issue, judged.state)
            digest = make_id("po", position.model_dump_json())
            if digest != history.position:
                history = history.model_copy(update={"position": digest})
                emissions.append(Emission(POSITIONS, key, position))
            if history != judged.earlier:
                writes[key] = history.model_dump_json().encode()
        if told:
            kept = _AllInferred(told=(*known, *told)[-_KEPT_INFERRED:])
            writes[_inferred_key(report.actor)] = kept.model_dump_json().encode()
        for statement in report.statements:
            if statement.retold:
                continue
            late_here = statement.id in late and statement.id not in on_time
            found = self._signals(report, statement, cells, writes, is_late=late_here)
            for change, alert in found:
                emissions.append(Emission(CHANGES, report.actor, change))
                if alert is not None:
                    raised.append(alert)
        emissions += self._count(report.actor, raised, cells, writes)
        return Outcome(tuple(emissions), writes)

    @staticmethod
    def _issues(report: Report) -> list[str]:
        said = (issue for statement in report.statements for issue in statement.issues)
        return list(dict.fromkeys((*said, *report.retracted_issues)))

    def _tell(self, report: Report, judged: _Judged) -> tuple[History, Alert | None]:
        """Return the alert of a report on an issue, unless it was told, and the history with it."""
        history = judged.history
        alert = self._alert(report, judged.issue, _findings(judged))
        # What is hushed counts as told, also when it comes again and its words are forgotten.
        hushed = self._alert(report, judged.issue, _findings(judged, hushed=True))
        new = alert is not None and alert.id not in history.told
        for one in (alert, hushed):
            if one is not None and one.id not in history.told:
                history = history.telling(one.id)
        return history, alert if new else None

    def _alert(self, report: Report, issue: str, findings: list[Finding]) -> Alert | None:
        if issue == GENERAL or report.history or not findings:
            return None
        return self._composer.position(report, issue, findings)

    def _signals(
        self,
        report: Report,
        statement: Statement,
        cells: Cells,
        writes: dict[str, bytes | None],
        *,
        is_late: bool,
    ) -> Iterable[tuple[Change, Alert | None]]:
        for signal, words in zip(statement.signals, statement.signal_words, strict=True):
            key = f"{report.actor}|signal|{signal}"
            stored = writes.get(key) or cells.get(key)
            known = _Uses.model_validate_json(stored).uses if stored else ()
            use = Use(said_at=statement.said_at, statement=statement.id)
            if use in known:
                continue
            before = [u for u in known if u.said_at <= use.said_at]
            newer = any(u.said_at > use.said_at for u in known)
            last = max(before, key=lambda u: u.said_at, default=None)
            kept = sorted((*known, use), key=lambda u: (u.said_at, u.statement))[-_KEPT_USES:]
            writes[key] = _Uses(uses=tuple(kept)).model_dump_json().encode()
            if is_late or newer:
                continue
            if last is not None and use.said_at - last.said_at <= self._signal_memory:
                continue
            reason = (
                f"“{words}” is used for the first time"
                if last is None
                else f"“{words}” is used again after {(use.said_at - last.said_at).days} days"
            )
            change = _signal_change(report, signal, statement, last, reason)
            alert = None
            if not report.history:
                alert = self._composer.signal(report, signal, words, statement, reason)
            yield change, alert

    @staticmethod
    def _count(
        actor: str, raised: list[Alert], cells: Cells, writes: dict[str, bytes | None]
    ) -> Iterable[Emission]:
        if not raised:
            return
        stored = cells.get(actor)
        count = _Count.model_validate_json(stored) if stored else _Count()
        for alert in raised:
            numbered = {"sequence": count.alerts + 1, "previous_alert": count.last}
            yield Emission(ALERTS, actor, alert.model_copy(update=numbered))
            count = _Count(alerts=count.alerts + 1, last=alert.id)
        writes[actor] = count.model_dump_json().encode()


def _load(stored: bytes | None) -> History:
    return read_history(stored) if stored else History()


def _findings(judged: _Judged, *, hushed: bool = False) -> list[Finding]:
    """Return what of a report is news of an issue, or what would be but was told elsewhere."""
    return [
        Finding(entry, verdict)
        for entry, verdict in judged.verdicts
        if not is_quiet(verdict.change)
        and verdict.said.id not in judged.late
        and judged.is_hushed(entry, verdict) is hushed
    ]


def _inferred_key(actor: str) -> str:
    return f"{actor}|told|inferred"


def _inferred(actor: str, cells: Cells) -> tuple[_Inferred, ...]:
    """Return the statements of an actor that name no issue and alerted.

    What stands around the same words differs from outlet to outlet, and with it the issue that is
    read into them. The words alert once.
    """
    stored = cells.get(_inferred_key(actor))
    return _AllInferred.model_validate_json(stored).told if stored else ()


def _inferred_of(report: Report, judged: _Judged) -> list[_Inferred]:
    """Return those statements of an alert that name no issue themselves."""
    said = (finding.verdict.said for finding in _findings(judged))
    ids = dict.fromkeys(one.id for one in said if one.inferred)
    return [_Inferred(statement=i, article=report.article, issue=judged.issue) for i in ids]


def _judge(report: Report, issue: str, earlier: History, told: tuple[_Inferred, ...]) -> _Judged:
    statements = [s for s in report.statements if issue in s.issues]
    new = entries_of(report, statements, issue)
    # A corrected article is measured against what stood with its earlier version still in it,
    # so that a correction tells only what it moves; then the earlier version is forgotten.
    history = earlier
    for entry in new:
        history = history.with_entry(entry)
    state, verdicts = fold(history.entries)
    newest = _newest_act(history, verdicts, report.article)
    mine: list[tuple[Entry, Verdict]] = []
    late: set[str] = set()
    ids = {said.id for entry in new for said in entry.said}
    for entry, found in zip(history.entries, verdicts, strict=True):
        if not any(s.article == report.article for s in entry.sightings):
            continue
        if not {said.id for said in entry.said} <= ids:
            continue
        repeated = len(entry.sightings) > 1 and entry.first.article != report.article
        for verdict in found:
            if repeated:
                mine.append((entry, _as_copy(verdict)))
                continue
            if newest is not None and entry.said_at < newest:
                late.add(verdict.said.id)
            mine.append((entry, verdict))
    forgotten = history.without(report) if report.article_version > 1 else history
    if forgotten is not history:
        state, _ = fold(forgotten.entries)
    inferred = {s.id for s in statements if s.issues_inferred}
    others = [one for one in told if one.article != report.article]
    here = {one.statement for one in others if one.issue == issue}
    elsewhere = frozenset({one.statement for one in others} & inferred - here)
    return _Judged(issue, forgotten, state, tuple(mine), frozenset(late), earlier, elsewhere)


def _newest_act(history: History, verdicts: list[list[Verdict]], article: str) -> datetime | None:
    """Return when the newest act was said that another article reports.

    A mere copy or comment does not count, nor what is told as said earlier: what was said at ten
    and copied at noon must not make late what was said at eleven.
    """
    times = [
        entry.said_at
        for entry, found in zip(history.entries, verdicts, strict=True)
        if any(s.article != article for s in entry.sightings)
        and any(
            v.change is not ChangeKind.COPY
            and rail_and_level(v.act)[0] is not Rail.NONE
            and not v.said.is_aside
            for v in found
        )
    ]
    return max(times, default=None)


def _as_copy(verdict: Verdict) -> Verdict:
    return Verdict(
        said=verdict.said,
        act=verdict.act,
        change=ChangeKind.COPY,
        direction=Direction.NONE,
        rail=Rail.NONE,
        reason="the same words on the same day: another report of one utterance",
        rule="copy",
        original=verdict.said,
    )


def _changes(report: Report, judged: _Judged) -> Iterable[Emission]:
    for entry, verdict in judged.verdicts:
        is_late = verdict.said.id in judged.late and verdict.change is not ChangeKind.COPY
        kind = ChangeKind.LATE if is_late else verdict.change
        original = verdict.original or (verdict.before.said if verdict.before else None)
        yield Emission(
            CHANGES,
            report.actor,
            Change(
                id=change_id(RULE_VERSION, report.actor, judged.issue, kind, verdict.said.id)
                + f"_{_act_index(verdict)}",
                actor=report.actor,
                issue=judged.issue,
                change=kind,
                direction=Direction.NONE if is_late else verdict.direction,
                rail=verdict.rail,
                statement=verdict.said.id,
                article=report.article,
                before=original.id if original else None,
                reason=(
                    "said before something newer that is known: history, not a change"
                    if is_late
                    else verdict.reason
                ),
                rule="late" if is_late else verdict.rule,
                rule_version=RULE_VERSION,
                alerts=(
                    not judged.is_silent(entry, verdict)
                    and not is_quiet(kind)
                    and judged.issue != GENERAL
                ),
            ),
        )


def _act_index(verdict: Verdict) -> int:
    return next((i for i, act in enumerate(verdict.said.acts) if act is verdict.act), 0)


def _signal_change(
    report: Report, signal: str, statement: Statement, last: Use | None, reason: str
) -> Change:
    return Change(
        id=change_id(RULE_VERSION, report.actor, signal, ChangeKind.SIGNAL, statement.id),
        actor=report.actor,
        issue=signal,
        change=ChangeKind.SIGNAL,
        direction=Direction.SIGNAL,
        statement=statement.id,
        article=report.article,
        before=last.statement if last else None,
        reason=reason,
        rule="signal",
        rule_version=RULE_VERSION,
        alerts=True,
    )
