"""Makes an event small enough for a webhook without making it say something else.

Quoted words are cut at the end of a sentence, the spans with them, and a note says so; the whole
stands on the alerts topic. Only what no honest report needs (a kilobyte of condition, a hundred
outlets) is cut in the middle.
"""

import re
from collections.abc import Iterator
from typing import Final

from schemas.alert import Alert, Move
from schemas.event import Correction, Digest, DigestItem, Payload
from schemas.evidence import Evidence

# Bytes of each side's words, from generous to none.
_BUDGETS: Final = (6000, 3000, 1500, 600, 200, 0)
_LONGEST_LINK: Final = 2000
_LONGEST_ITEM_LINK: Final = 150
_SENTENCE_END: Final = re.compile(r"[.!?…][”’»\"')\]]*(?=\s)")
_NOTE: Final = "shortened to fit a message; the whole stands on the alerts topic and in the article"


def fitted(payload: Payload) -> Iterator[Payload]:
    """Give smaller and smaller forms of an event; the caller stops at the first that fits."""
    for budget in _BUDGETS:
        if isinstance(payload, Alert):
            yield _alert(payload, budget)
        elif isinstance(payload, Digest):
            yield payload.model_copy(
                update={"alerts": tuple(_item(item, budget // 30) for item in payload.alerts)}
            )
        elif isinstance(payload, Correction):
            yield payload.model_copy(
                update={
                    "title": clip(payload.title, 200),
                    "link": _link(payload.link),
                    "retracted": payload.retracted[:200],
                    "issues": payload.issues[:50],
                }
            )


def at_sentence(text: str, budget: int) -> str:
    """Cut a text to ``budget`` bytes at the end of a sentence, of a word where none ends there."""
    head = text.encode()[:budget].decode(errors="ignore")
    if len(head) == len(text):
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(head + " ")]
    # A full stop at the cut itself may be in the middle of "3.5" or of an abbreviation.
    ends = [end for end in ends if end < len(head) or text[end : end + 1].isspace()]
    if ends:
        return head[: ends[-1]]
    return head.rsplit(None, 1)[0] if len(head.split(None, 1)) > 1 else head


def clip(text: str, budget: int) -> str:
    """Cut a text to ``budget`` bytes, with a mark that it was cut."""
    encoded = text.encode()
    if len(encoded) <= budget:
        return text
    return encoded[: max(budget - 3, 0)].decode(errors="ignore").rstrip() + "…"


def _alert(alert: Alert, budget: int) -> Alert:
    return alert.model_copy(
        update={
            "after": _evidence(alert.after, budget),
            "before": _evidence(alert.before, budget) if alert.before else None,
            "actor_name": clip(alert.actor_name, 200),
            "title": clip(alert.title, 300),
            "condition": clip(alert.condition, 600) if alert.condition else None,
            "moves": tuple(map(_move, alert.moves[:8])),
            "outlets": tuple(clip(outlet, 60) for outlet in alert.outlets[:20]),
        }
    )


def _move(move: Move) -> Move:
    return move.model_copy(update={"reason": clip(move.reason, 300)})


def _evidence(evidence: Evidence, budget: int) -> Evidence:
    content, spans = [], []
    left = budget
    for number, words in enumerate(evidence.content):
        kept = at_sentence(words, left)
        if not kept:
            break
        content.append(kept)
        if number < len(evidence.spans):
            start, end = evidence.spans[number]
            spans.append((start, end if kept == words else start + len(kept)))
        left -= len(kept.encode())
        if kept != words:
            break
    changed: dict[str, object] = {
        "title": clip(evidence.title, 300),
        "mention": clip(evidence.mention, 200),
        "cue": clip(evidence.cue, 100),
        "outlet": clip(evidence.outlet, 100),
        "link": _link(evidence.link),
    }
    if tuple(content) != evidence.content:
        changed |= {"content": tuple(content), "spans": tuple(spans), "trimmed": _NOTE}
    return evidence.model_copy(update=changed)


def _link(link: str | None) -> str | None:
    # Half an address leads nowhere.
    return link if link is None or len(link.encode()) <= _LONGEST_LINK else None


def _item(item: DigestItem, budget: int) -> DigestItem:
    return item.model_copy(
        update={
            "words": clip(item.words, budget) if budget else "",
            "title": clip(item.title, 120),
            "link": item.link if item.link and len(item.link) <= _LONGEST_ITEM_LINK else None,
        }
    )
