"""An event as people read it in a chat or a mail: a heading, lines, and the article's address.

Pure text: what an article or a speaker wrote goes through `plain`, and each format then writes it
where its service reads no markup, or escapes it.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from schemas.alert import Alert
from schemas.event import Correction, Digest, EndpointDisabled, EndpointTest, Payload
from schemas.evidence import Evidence
from schemas.vocabulary import Severity

_LONGEST_WORDS: Final = 600
_LONGEST_HEADING: Final = 240
_MOST_LISTED: Final = 20
_MOST_OUTLETS: Final = 8


@dataclass(frozen=True, slots=True)
class Note:
    """What a message says.

    Attributes:
        heading: one line.
        lines: what stands below it, without markup or line breaks.
        link: where the article stands.
        severity: of an alert; info for anything else.
    """

    heading: str
    lines: tuple[str, ...] = ()
    link: str | None = None
    severity: Severity = Severity.INFO


def plain(text: str, longest: int = _LONGEST_WORDS) -> str:
    """Return one line without control or formatting characters, cut to ``longest`` characters."""
    kept = "".join(" " if c.isspace() else c for c in text if _is_seen(c))
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _is_seen(character: str) -> bool:
    # Cc and Cf hold terminal sequences, zero-width and bidirectional marks; white space is kept.
    return character.isspace() or not unicodedata.category(character).startswith("C")


def note_of(payload: Payload) -> Note:
    """Tell an event to people."""
    if isinstance(payload, Alert):
        return _alert(payload)
    if isinstance(payload, Digest):
        return _digest(payload)
    if isinstance(payload, Correction):
        issues = f" on {', '.join(payload.issues)}" if payload.issues else ""
        return Note(
            plain(f"Corrected: {payload.title or payload.article}", _LONGEST_HEADING),
            (
                plain(
                    f"{payload.outlet or 'The outlet'} took back {len(payload.retracted)}"
                    f" statement(s) of {payload.actor}{issues}."
                ),
            ),
            payload.link,
        )
    if isinstance(payload, EndpointDisabled):
        return Note(
            plain(f"Endpoint {payload.endpoint} is no longer sent to", _LONGEST_HEADING),
            (plain(payload.reason),),
            severity=Severity.WARNING,
        )
    return _test(payload)


def _test(payload: EndpointTest) -> Note:
    return Note(plain(payload.message, _LONGEST_HEADING))


def _alert(alert: Alert) -> Note:
    lines = [_quoted(alert.after)]
    if alert.before is not None:
        lines.append(f"Before: {_quoted(alert.before)}")
    lines += [plain(f"Why: {move.reason}") for move in alert.moves]
    if len(alert.outlets) > 1:
        lines.append(plain(f"Carried by {', '.join(alert.outlets[:_MOST_OUTLETS])}"))
    about = alert.issue or alert.signal or "-"
    lines.append(plain(f"{alert.severity.value}, {alert.direction.value}, {about}; id {alert.id}"))
    heading = plain(alert.title, _LONGEST_HEADING)
    return Note(heading, tuple(lines), alert.after.link, alert.severity)


def _quoted(evidence: Evidence) -> str:
    words = plain(" … ".join(evidence.content))
    day = evidence.said_on or evidence.published.date()
    source = f", {evidence.outlet}" if evidence.outlet else ""
    return f"“{words}” ({plain(evidence.mention, 100)}, {day}{plain(source, 100)})"


def _digest(digest: Digest) -> Note:
    listed = digest.alerts[:_MOST_LISTED]
    lines = [plain(f"{item.severity.value}: {item.title}", _LONGEST_HEADING) for item in listed]
    if len(digest.alerts) > len(listed):
        lines.append(f"and {len(digest.alerts) - len(listed)} more")
    worst = max((item.severity for item in digest.alerts), key=tuple(Severity).index)
    return Note(
        plain(f"{len(digest.alerts)} alerts: {digest.reason}", _LONGEST_HEADING),
        tuple(lines),
        severity=worst,
    )
