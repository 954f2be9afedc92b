"""From reports in the order of the time said to where an actor stands, one report at a time.

The order of judgement is the design's: merge, copy, shortened, same act with other slots, another
act. Whether a report comes late is known only on arrival and is the tracker's business.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from monitor.positions.acts import (
    breaks_word,
    defies,
    does,
    hangs,
    is_announced,
    is_nameless,
    is_partial,
    objects,
    own_side,
    same_act,
    same_slots,
    takes_back,
)
from monitor.positions.classify_kept import is_as_announced, keeps_word
from monitor.positions.deadlines import resolve
from monitor.positions.history import Entry, Said
from monitor.positions.levels import rail_and_level
from monitor.positions.slots import SlotChange, Telling, slot_changes
from monitor.positions.terms_words import stem_of
from schemas.statement import Act
from schemas.vocabulary import (
    ChangeKind,
    Direction,
    Force,
    Instrument,
    Modality,
    Place,
    PositionClass,
    Rail,
)

RULE_VERSION: Final = 12

COPY_WINDOW: Final = timedelta(hours=72)
SHORT_WINDOW: Final = timedelta(hours=24)
LAPSE: Final = timedelta(days=180)

_LIVE_ACTS: Final = 24
_CONTAINED_WORDS: Final = 3
_SAME_UTTERANCE: Final = 0.6
# A word given and broken, or taken back, outweighs any step on a rail.
_REVERSAL_WEIGHT: Final = 5
# Characters into its text beyond which a statement is seldom what a report is about. Of 51
# softenings read beyond a thousand in real news two were true, of five between 800 and that none.
_DEEP: Final = 800
# So deep an act is more than a guess from here on: of 23 alerts on less, four were true.
_MEANT: Final = 0.5


@dataclass(slots=True)
class Live:
    """An act that stands."""

    act: Act
    said: Said
    entry: Entry
    first: datetime
    last: datetime
    sightings: int = 1

    @property
    def rail(self) -> Rail:
        """Where it stands."""
        return rail_and_level(self.act)[0]

    @property
    def level(self) -> int:
        """How high."""
        return rail_and_level(self.act)[1]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about one act of a statement, and against what."""

    said: Said
    act: Act
    change: ChangeKind
    direction: Direction
    rail: Rail
    reason: str
    rule: str
    weight: int = 0
    before: Live | None = None
    original: Said | None = None


@dataclass(slots=True)
class State:
    """What stands on a key after some reports."""

    live: list[Live] = field(default_factory=list)
    # Promises that a rise of pressure closed: no opening any more, but a word that can be broken.
    given: list[Live] = field(default_factory=list)
    recent: list[tuple[datetime, Said]] = field(default_factory=list)
    last: datetime | None = None
    since: datetime | None = None

    def level(self, rail: Rail) -> int:
        """Return the highest level of the live acts on a rail."""
        return max((live.level for live in self.live if live.rail is rail), default=0)


_QUIET: Final = frozenset(
    (
        ChangeKind.RECORDED,
        ChangeKind.REITERATED,
        ChangeKind.COPY,
        ChangeKind.SHORTENED,
        ChangeKind.LATE,
    )
)
_CONTINUING: Final = frozenset(("copy", "reiterated", "shortened", "another_act.carried_out"))
# What is told beside the matter stands for nothing: it would hide the step that follows.
_ASIDE: Final = frozenset(
    ("comment", "own_side", "retold", "in_passing", "guessed", "beside", "deep")
)


def is_quiet(change: ChangeKind) -> bool:
    """Tell whether a verdict is recorded without an alert by default."""
    return change in _QUIET


def fold(entries: Iterable[Entry]) -> tuple[State, list[list[Verdict]]]:
    """Judge every entry in its place; return what stands at the end and the verdicts by entry."""
    state = State()
    return state, [judge(state, entry) for entry in entries]


def judge(state: State, entry: Entry) -> list[Verdict]:
    """Judge one entry against ``state`` and let it change ``state``."""
    now = entry.said_at
    if state.last is not None and now - state.last > LAPSE:
        state.live.clear()
        state.given.clear()
    state.last = now
    state.recent = [(at, said) for at, said in state.recent if now - at <= COPY_WINDOW]
    verdicts: list[Verdict] = []
    news: list[tuple[Said, Act]] = []
    for said in entry.said:
        original = _copied(state, said, now)
        if original is None:
            news.extend((said, act) for act in said.acts)
        else:
            verdicts.append(_copy(state, entry, said, original))
        if not said.is_aside:
            state.recent.append((now, said))
    kept, merged = _merge(news)
    verdicts += merged
    fresh = not state.live
    judged = [(said, act, _judge_act(state, entry, said, act, fresh=fresh)) for said, act in kept]
    _apply(state, entry, judged)
    verdicts += [verdict for _, _, found in judged for verdict in found]
    if any(not is_quiet(verdict.change) for verdict in verdicts):
        state.since = now
    return verdicts


def _copied(state: State, said: Said, now: datetime) -> Said | None:
    for at, other in reversed(state.recent):
        if said.words == other.words:
            return other
        longer, shorter = sorted((said.words, other.words), key=len, reverse=True)
        contained = len(shorter.split()) >= _CONTAINED_WORDS and f" {shorter} " in f" {longer} "
        if (
            contained
            and not _marked(said)
            and (now - at <= SHORT_WINDOW or same_slots(said.acts[0], other.acts[0]))
        ):
            return other
    return None


def _marked(said: Said) -> bool:
    return any(act.marked for act in said.acts)


def _copy(state: State, entry: Entry, said: Said, original: Said) -> Verdict:
    for live in state.live:
        if live.said.id == original.id:
            live.last = entry.said_at
            live.sightings += len(entry.sightings)
    return Verdict(
        said=said,
        act=said.acts[0],
        change=ChangeKind.COPY,
        direction=Direction.NONE,
        rail=Rail.NONE,
        reason="the same words within 72 hours: another report of one utterance",
        rule="copy",
        original=original,
    )


def _fullness(said: Said, act: Act) -> tuple[bool, bool, bool, int, int, int]:
    slots = sum(1 for slot in (act.condition, act.deadline, act.quantity, act.target) if slot)
    # A bare form counts by itself only where the report says that it is the news.
    return (
        not said.is_aside,
        not act.hinted,
        act.marked,
        slots,
        rail_and_level(act)[1],
        len(act.text),
    )


def _merge(
    news: list[tuple[Said, Act]],
) -> tuple[list[tuple[Said, Act]], list[Verdict]]:
    """Bring an article's tellings of one act together; the fullest wording wins."""
    kept: list[tuple[Said, Act]] = []
    merged: list[Verdict] = []
    for said, act in news:
        twin = next((i for i, (_, other) in enumerate(kept) if _one_act(act, other)), None)
        if twin is None:
            kept.append((said, act))
            continue
        loser = (said, act)
        if _fullness(said, act) > _fullness(*kept[twin]):
            loser, kept[twin] = kept[twin], loser
        merged.append(
            _quiet(*loser, ChangeKind.RECORDED, "merge", "told more fully in the same article")
        )
    return kept, merged


def _one_act(act: Act, other: Act) -> bool:
    if act.position is PositionClass.THREATEN and other.position is PositionClass.THREATEN:
        # Within one article, threats on one issue are one threat unless their means differ.
        return act.instrument is other.instrument or same_act(act, other)
    return same_act(act, other)


def _quiet(
    said: Said,
    act: Act,
    change: ChangeKind,
    rule: str,
    reason: str,
    before: Live | None = None,
) -> Verdict:
    return Verdict(
        said=said,
        act=act,
        change=change,
        direction=Direction.NONE,
        rail=rail_and_level(act)[0],
        reason=reason,
        rule=rule,
        before=before,
        original=before.said if before else None,
    )


def _judge_act(state: State, entry: Entry, said: Said, act: Act, *, fresh: bool) -> list[Verdict]:
    rail, level = rail_and_level(act)
    if (aside := _aside(said, act)) is not None:
        return [_quiet(said, act, ChangeKind.RECORDED, *aside)]
    if fresh:
        return [
            Verdict(
                said,
                act,
                ChangeKind.NEW_POSITION,
                Direction.NEW,
                rail,
                "nothing stood on this issue",
                "new_position",
                weight=level + 1,
            )
        ]
    broken = [live for live in (*state.live, *state.given) if breaks_word(act, live.act)]
    if broken:
        return [_reversed(said, act, rail, broken)]
    taken = [live for live in state.live if takes_back(act, live.act)]
    if taken:
        return [_withdrawn(said, act, taken)]
    if (twin := _twin(state, said, act)) is not None:
        return _same_act(entry, said, act, twin)
    short = _told_short(state, entry, said, act)
    if short is not None:
        return [
            _quiet(
                said,
                act,
                ChangeKind.SHORTENED,
                "shortened",
                "the same utterance told short within 24 hours",
                short,
            )
        ]
    return [_another_act(state, said, act, rail, level)]


def _twin(state: State, said: Said, act: Act) -> Live | None:
    """Return the live act of which ``act`` is another telling, the last one first."""
    latest = state.live[::-1]
    found = next((live for live in latest if same_act(act, live.act)), None)
    if found is None and defies(act, said.content):
        # "Whether or not it moves its data" is the answer to an "unless", in whatever words.
        found = next((live for live in latest if hangs(live.act)), None)
    threat = act.position is PositionClass.THREATEN
    if found is None and threat and (keeps_word(act.text) or is_as_announced(act.text)):
        # "I have filed the charges I said I would file": what was announced, in whatever verb.
        found = next((live for live in latest if is_announced(live.act)), None)
    return found


def _aside(said: Said, act: Act) -> tuple[str, str] | None:
    """Return the rule and the reason by which an act stands for nothing, else None."""
    if rail_and_level(act)[0] is Rail.NONE:
        return "comment", "a comment holds no position"
    if own_side(act):
        return "own_side", "it goes to the actor's own side"
    if said.retold:
        return "retold", "the report tells it as said earlier"
    if said.in_passing:
        return "in_passing", "a long report on something else names the issue once"
    if act.confidence < _MEANT and act.position is not PositionClass.THREATEN and _is_deep(said):
        return "guessed", "what it does is a guess, and it stands deep in the report"
    return None


def _reversed(said: Said, act: Act, rail: Rail, broken: list[Live]) -> Verdict:
    before = max(broken, key=lambda live: (live.last, live.level))
    return Verdict(
        said,
        act,
        ChangeKind.REVERSED,
        Direction.HARDER if rail is Rail.PRESSURE else Direction.SOFTER,
        rail,
        f"it breaks an earlier word: “{_words(before)}”",
        "reversed",
        weight=_REVERSAL_WEIGHT + before.level,
        before=before,
    )


def _withdrawn(said: Said, act: Act, taken: list[Live]) -> Verdict:
    before = max(taken, key=lambda live: (live.level, live.last))
    return Verdict(
        said,
        act,
        ChangeKind.WITHDRAWN,
        Direction.SOFTER,
        Rail.OPENING,
        f"it takes back “{_words(before)}”" + (", in part" if is_partial(act) else ""),
        "withdrawn",
        weight=_REVERSAL_WEIGHT + before.level,
        before=before,
    )


def _words(live: Live) -> str:
    return " … ".join(live.said.content).strip(" ,.")


def _same_act(entry: Entry, said: Said, act: Act, twin: Live) -> list[Verdict]:
    if act.reiterated and not act.marked:
        return [
            _quiet(
                said,
                act,
                ChangeKind.REITERATED,
                "reiterated",
                "the report says that it was said before",
                twin,
            )
        ]
    changes = slot_changes(
        Telling(twin.act, twin.entry.said_at.date(), twin.said.kind),
        Telling(act, entry.said_at.date(), said.kind),
    )
    if _is_short(entry, act, twin, changes):
        return [
            _quiet(
                said,
                act,
                ChangeKind.SHORTENED,
                "shortened",
                "the same utterance told short within 24 hours",
                twin,
            )
        ]
    if not changes:
        copy = entry.said_at - twin.last <= COPY_WINDOW and same_slots(act, twin.act)
        return [
            _quiet(
                said,
                act,
                ChangeKind.COPY if copy else ChangeKind.REITERATED,
                "copy" if copy else "reiterated",
                "the same act with the same slots"
                + (" within 72 hours: another report of one utterance" if copy else ""),
                twin,
            )
        ]
    rail, _ = rail_and_level(act)
    return [
        Verdict(
            said,
            act,
            change.change,
            change.direction,
            rail,
            change.reason,
            f"same_act.{change.change}",
            weight=1,
            before=twin,
        )
        for change in changes
    ]


def _is_short(entry: Entry, act: Act, twin: Live, changes: list[SlotChange]) -> bool:
    """Fewer slots within a day and none contradicted; not where the report marks a change."""
    if act.marked or entry.said_at - twin.last > SHORT_WINDOW or _is_dated_anew(entry, act, twin):
        return False
    return bool(changes) and all(
        change.change in (ChangeKind.CONDITION_DROPPED, ChangeKind.SOFTENED) for change in changes
    )


def _is_dated_anew(entry: Entry, act: Act, twin: Live) -> bool:
    """Tell whether a report sets a day that the one before did not set."""
    if not act.deadline or not twin.act.deadline:
        return bool(act.deadline)
    day = resolve(act.deadline, entry.said_at.date())
    return day is None or day != resolve(twin.act.deadline, twin.entry.said_at.date())


def _told_short(state: State, entry: Entry, said: Said, act: Act) -> Live | None:
    """Find the fuller telling of which this is the short form, by its words."""
    if act.marked or act.deadline or act.condition:
        return None
    words = frozenset(said.words.split())
    for live in reversed(state.live):
        if live.act.position is not act.position:
            continue
        if entry.said_at - live.last > SHORT_WINDOW:
            continue
        shared = words & frozenset(live.said.words.split())
        if len(shared) >= _SAME_UTTERANCE * len(words):
            return live
    return None


def _another_act(state: State, said: Said, act: Act, rail: Rail, level: int) -> Verdict:
    standing = state.level(rail)
    strongest = max(
        (live for live in state.live if live.rail is rail),
        key=lambda live: (live.level, live.last),
        default=None,
    )
    if act.position is PositionClass.SUPPORT and said.inferred and not _at_issue(state, act):
        return _quiet(
            said,
            act,
            ChangeKind.RECORDED,
            "beside",
            "it praises something else than what the actor spoke of before",
            strongest,
        )
    if rail is Rail.OPENING and level > standing and _is_deep(said) and not _answers(state, act):
        return _quiet(
            said,
            act,
            ChangeKind.RECORDED,
            "deep",
            "told deep in a long report, and nothing ties it to what the actor pressed for",
            strongest,
        )
    if act.position is PositionClass.DENY and state.level(Rail.PRESSURE) <= level:
        return Verdict(
            said,
            act,
            ChangeKind.DENIED,
            Direction.SAME,
            rail,
            "a denial, and nothing stronger stands",
            "denied",
            weight=1,
            before=strongest,
        )
    if (announced := _announced(state, act)) is not None:
        return Verdict(
            said,
            act,
            ChangeKind.CARRIED_OUT,
            Direction.SAME,
            rail,
            "a blow is dealt where one was announced",
            "another_act.carried_out",
            weight=1,
            before=announced,
        )
    if level <= standing or level == 0:
        change = ChangeKind.REITERATED if act.reiterated else ChangeKind.RECORDED
        return _quiet(
            said,
            act,
            change,
            "another_act",
            f"no more than what stands ({rail} {level}, standing {standing})",
            strongest,
        )
    harder = rail is Rail.PRESSURE
    return Verdict(
        said,
        act,
        ChangeKind.ESCALATED if harder else ChangeKind.SOFTENED,
        Direction.HARDER if harder else Direction.SOFTER,
        rail,
        f"{rail} rises from {standing} to {level}",
        "another_act",
        weight=level - standing,
        before=strongest or max(state.live, key=lambda live: live.last),
    )


def _announced(state: State, act: Act) -> Live | None:
    """Return the last threat that is still only announced, where ``act`` is a blow dealt.

    "The gate had been locked at dawn" names by nothing that the crossing was to be closed; "we have
    sued the governor" names another blow.
    """
    dealt = act.modality is Modality.ALREADY and not act.condition and does(act)
    if act.position is not PositionClass.THREATEN or not dealt or not is_nameless(act):
        return None
    announced = next((live for live in state.live[::-1] if is_announced(live.act)), None)
    if announced is None or not does(announced.act) or announced.level < rail_and_level(act)[1]:
        return None
    means = {announced.act.instrument, act.instrument} - {Instrument.UNSPECIFIED}
    return announced if len(means) <= 1 else None


def _at_issue(state: State, act: Act) -> bool:
    """Tell whether an act is about something that a live act is about, or only points at it."""
    named = objects(act)
    return not named or any(named & objects(live.act) for live in state.live)


def _is_deep(said: Said) -> bool:
    return said.place is Place.TEXT and min(start for start, _ in said.spans) >= _DEEP


def _answers(state: State, act: Act) -> bool:
    """Tell whether an act yields, by its own mark or by name, on what the actor pressed for."""
    if act.marked:
        return True
    pressing = [live for live in state.live if live.rail is Rail.PRESSURE]
    if any(objects(act) & objects(live.act) for live in pressing):
        return True
    # What is withdrawn may stand in another clause of the statement than the threat.
    named = frozenset(map(stem_of, objects(act)))
    return (
        bool(named)
        and act.position is PositionClass.CONCEDE
        and any(named.issubset(map(stem_of, live.said.words.split())) for live in pressing)
    )


def _apply(state: State, entry: Entry, judged: list[tuple[Said, Act, list[Verdict]]]) -> None:
    pressure = state.level(Rail.PRESSURE)
    removed: set[int] = set()
    added: list[Live] = []
    for said, act, verdicts in judged:
        first = verdicts[0]
        if first.rule in _ASIDE:
            continue
        if first.change is ChangeKind.REVERSED:
            removed |= {id(live) for live in state.live if breaks_word(act, live.act)}
            state.given = [live for live in state.given if not breaks_word(act, live.act)]
        if first.change in (ChangeKind.WITHDRAWN, ChangeKind.REVERSED) and not is_partial(act):
            removed |= {id(live) for live in state.live if takes_back(act, live.act)}
        twin = first.before if _continues(first) else None
        if twin is None:
            added.append(Live(act, said, entry, entry.said_at, entry.said_at))
            continue
        if is_quiet(first.change):
            twin.last = entry.said_at
            twin.sightings += len(entry.sightings)
        else:
            # Replaced, not changed: the verdict still quotes it as it stood before.
            removed.add(id(twin))
            kept = _with_terms_of(act, twin.act)
            added.append(Live(kept, said, entry, twin.first, entry.said_at))
    state.live = [live for live in state.live if id(live) not in removed] + added
    harder = any(
        verdict.change is ChangeKind.CONDITION_DROPPED
        for _, act, verdicts in judged
        for verdict in verdicts
        if act.position is PositionClass.THREATEN
    )
    if state.level(Rail.PRESSURE) > pressure or harder:
        # A rise of pressure closes the openings said before it, unless this report repeats them.
        closed = [
            live for live in state.live if live.rail is Rail.OPENING and live.last != entry.said_at
        ]
        ids = {id(live) for live in closed}
        state.live = [live for live in state.live if id(live) not in ids]
        given = [*state.given, *(live for live in closed if live.act.force is Force.PROMISE)]
        state.given = given[-_LIVE_ACTS:]
    if len(state.live) > _LIVE_ACTS:
        state.live.sort(key=lambda live: (live.level, live.last))
        state.live = state.live[-_LIVE_ACTS:]


def _with_terms_of(act: Act, earlier: Act) -> Act:
    """Keep the quantity and the target that a later telling of an act leaves out."""
    return act.model_copy(
        update={
            "quantity": act.quantity or earlier.quantity,
            "target": act.target or earlier.target,
        }
    )


def _continues(verdict: Verdict) -> bool:
    """Tell whether the verdict is about the act it is measured against, told again."""
    return verdict.rule in _CONTINUING or verdict.rule.startswith("same_act.")
