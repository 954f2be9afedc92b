"""What is kept of an actor on an issue: the reports, in the order of the time said.

Only the reports are kept; the position is folded from them. What is kept is a function of the set
of reports seen and not of the order in which they came: the newest of them by time said, each with
the articles that carry it. So any order of arrival ends in the same history, and the same position.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict

from monitor.errors import EngineError
from monitor.identity import normalise
from schemas.base import Span
from schemas.evidence import Evidence
from schemas.statement import Act, Report, Statement
from schemas.vocabulary import Kind, Place, PositionClass

HISTORY_VERSION: Final = 4

# Reports kept for each actor and issue. Enough for years of a busy politician on one issue; a
# position needs only what was said since it last lapsed.
KEPT_ENTRIES: Final = 48
# Articles remembered as carrying one report.
KEPT_SIGHTINGS: Final = 24
# Ids of alerts already told, so that a corrected article does not tell them again.
KEPT_TOLD: Final = 64


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(_Model):
    """One statement as the history keeps it."""

    id: str
    mention: str
    cue: str
    kind: Kind
    content: tuple[str, ...]
    place: Place = Place.TEXT
    spans: tuple[Span, ...]
    said_on: str | None
    words: str
    acts: tuple[Act, ...]
    reiterated: bool
    inferred: bool = False
    lookalike: bool = False
    retold: bool = False
    in_passing: bool = False

    @property
    def is_aside(self) -> bool:
        """Whether it stands beside the news of its report and moves nothing."""
        return self.retold or self.in_passing


class Sighting(_Model):
    """An article that carries an entry's statements."""

    published: AwareDatetime
    article: str
    version: int
    outlet: str
    title: str
    link: str | None


class Entry(_Model):
    """What one article reports an actor to have said on an issue at one time."""

    said_at: AwareDatetime
    said: tuple[Said, ...]
    sightings: tuple[Sighting, ...]
    history: bool = False

    @property
    def first(self) -> Sighting:
        """The earliest article that carries it, whose offsets and link serve as evidence."""
        return self.sightings[0]

    @property
    def order(self) -> tuple[datetime, datetime, str, str]:
        """Where it stands among the others."""
        first = self.first
        return (self.said_at, first.published, first.article, self.said[0].id)

    @property
    def identity(self) -> tuple[tuple[str, bool], ...]:
        """The statements it holds; words told beside the news are not those told as news."""
        return tuple(sorted((said.id, said.is_aside) for said in self.said))


class History(_Model):
    """Everything known of an actor on an issue."""

    version: Literal[4] = HISTORY_VERSION
    entries: tuple[Entry, ...] = ()
    told: tuple[str, ...] = ()
    position: str = ""

    def without(self, report: Report) -> "History":
        """Forget what earlier versions of the report's article said."""
        kept = []
        for entry in self.entries:
            sightings = tuple(
                s
                for s in entry.sightings
                if s.article != report.article or s.version >= report.article_version
            )
            if sightings == entry.sightings:
                kept.append(entry)
            elif sightings:
                kept.append(entry.model_copy(update={"sightings": sightings}))
        if len(kept) == len(self.entries) and all(
            a is b for a, b in zip(kept, self.entries, strict=True)
        ):
            return self
        return self.model_copy(update={"entries": tuple(kept)})

    def with_entry(self, new: Entry) -> "History":
        """Put an entry into its place, or its article beside those that carry the same words."""
        entries = []
        for entry in self.entries:
            if entry.identity == new.identity:
                sightings = {(s.article, s.version): s for s in (*entry.sightings, *new.sightings)}
                new = Entry(
                    said_at=min(entry.said_at, new.said_at),
                    said=min(entry, new, key=lambda e: e.order).said,
                    sightings=_earliest(sightings.values()),
                    history=entry.history and new.history,
                )
            else:
                entries.append(entry)
        entries.append(new)
        entries.sort(key=lambda e: e.order)
        return self.model_copy(update={"entries": tuple(entries[-KEPT_ENTRIES:])})

    def telling(self, alert: str) -> "History":
        """Remember that an alert was told."""
        return self.model_copy(update={"told": (*self.told, alert)[-KEPT_TOLD:]})


def read_history(stored: bytes) -> History:
    """Read a history, bringing one that an earlier version wrote up to date.

    Raises:
        EngineError: a later version wrote it, so that this one would lose what it added.
        pydantic.ValidationError: it is no history.
    """
    kept = orjson.loads(stored)
    version = kept.get("version", 1)
    if version > HISTORY_VERSION:
        raise EngineError(
            f"positions were written by a later release (state version {version}, this release"
            f" reads {HISTORY_VERSION}): run that release, or start from an empty store"
        )
    for step in range(version, HISTORY_VERSION):
        kept = _MIGRATIONS[step](kept)
    return History.model_validate_json(orjson.dumps(kept))


def _with_confidence(kept: dict[str, Any]) -> dict[str, Any]:
    """Version 2 keeps how likely the class of an act is; of a hint it is not known to be."""
    for entry in kept["entries"]:
        for said in entry["said"]:
            for act in said["acts"]:
                act["confidence"] = _GUESSED if act.get("hinted") else 1.0
    return {**kept, "version": 2}


def _with_retold(kept: dict[str, Any]) -> dict[str, Any]:
    """Version 3 knows what was told as said earlier; until then all was told as news."""
    return {**kept, "version": 3}


def _with_passing(kept: dict[str, Any]) -> dict[str, Any]:
    """Version 4 knows on what a report only touched; until then it spoke of all it named."""
    return {**kept, "version": 4}


_GUESSED: Final = 0.4
# What makes of each version of the stored state the next.
_MIGRATIONS: Final[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    1: _with_confidence,
    2: _with_retold,
    3: _with_passing,
}


def _earliest(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    ordered = sorted(sightings, key=lambda s: (s.published, s.article, s.version))
    return tuple(ordered[:KEPT_SIGHTINGS])


def entries_of(report: Report, statements: list[Statement], issue: str) -> list[Entry]:
    """Turn what statements do on an issue into entries, one for each time said, in that order."""
    sighting = Sighting(
        published=report.published,
        article=report.article,
        version=report.article_version,
        outlet=report.outlet,
        title=report.title,
        link=report.link,
    )
    by_time: dict[datetime, list[Said]] = {}
    for statement in statements:
        acts = tuple(act for act in statement.acts if not act.issues or issue in act.issues)
        if acts:
            # A threat is heard wherever it stands: missing one costs more than a false one.
            threat = any(act.position is PositionClass.THREATEN for act in acts)
            passing = issue in statement.issues_in_passing and not threat
            by_time.setdefault(statement.said_at, []).append(
                _said(statement, acts, in_passing=passing)
            )
    return [
        Entry(
            said_at=said_at,
            said=tuple(by_time[said_at]),
            sightings=(sighting,),
            history=report.history,
        )
        for said_at in sorted(by_time)
    ]


def _said(statement: Statement, acts: tuple[Act, ...], *, in_passing: bool) -> Said:
    return Said(
        id=statement.id,
        mention=statement.mention,
        cue=statement.cue,
        kind=statement.kind,
        content=statement.content,
        place=statement.place,
        spans=statement.spans,
        said_on=statement.said_on.isoformat() if statement.said_on else None,
        words=normalise(" ".join(statement.content)),
        acts=acts,
        reiterated=statement.reiterated,
        inferred=statement.issues_inferred,
        lookalike=statement.lookalike,
        retold=statement.retold,
        in_passing=in_passing,
    )


def evidence_of(entry: Entry, said: Said) -> Evidence:
    """Quote a statement with the place where it can be checked."""
    first = entry.first
    return Evidence.model_validate(
        {
            "statement": said.id,
            "article": first.article,
            "article_version": first.version,
            "outlet": first.outlet,
            "title": first.title,
            "link": first.link,
            "published": first.published,
            "said_on": said.said_on,
            "said_at": entry.said_at,
            "mention": said.mention,
            "cue": said.cue,
            "content": said.content,
            "place": said.place,
            "spans": said.spans,
            "lookalike": said.lookalike,
        }
    )
