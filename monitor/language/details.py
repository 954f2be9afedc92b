"""What stands around a statement: whom it was told, who reported it, whose words it cites."""

import re

from monitor.language.frames import Frame
from monitor.language.lexicon import DETERMINERS, NOUN_FORMS, PREPOSITIONS, REPORTERS, TELL
from monitor.language.phrases import (
    date_phrase,
    is_adverb,
    phrase_left,
    phrase_right,
    skip_auxiliaries,
)
from monitor.language.sentences import Sentence

_ECHO = re.compile(
    r"\b[Aa]s \[?(?P<who>[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,4}?),? ?(?:has|have|had)?\]?,? "
    r"?(?:also |already |often |repeatedly |once |himself |herself )?"
    r"(?:has |have |had )?(?:said|put it|warned|promised|stated|told|noted|says|stressed)\b"
)
_MAX_ECHO = 3000


def addressee(text: str, s: Sentence, frame: Frame) -> str | None:
    """Return whom a statement was told: "reporters", "the Russian legislature"."""
    at = frame.cue_end
    n = len(s)
    if s.lower[frame.cue] not in TELL:
        if at + 1 < n and s.lower[at] == "to" and s.lower[at + 1] in REPORTERS:
            return s.words[at + 1]
        return None
    by = at < n and s.lower[at] in {"by", "from"}
    if frame.source is not None and frame.source[0] == at + by:
        return None if s.lower[frame.cue] in NOUN_FORMS or not by else _told(text, s, frame)
    if at < n and s.lower[at] == "to":  # "promise to investors"
        at += 1
    first = at
    while at < n and at - first < 14 and s.quotes[at] is None:  # noqa: PLR2004 - no longer phrase
        word = s.lower[at]
        if not (word[0].isalnum() or word in {"'s", "&"}) or word in {"that", "of", "about"}:
            break
        if any(a <= at < b for a, b in frame.content):
            break
        adverb = is_adverb(word) and s.lower[at - 1] not in DETERMINERS  # "the daily Vesti"
        if at > first and (date_phrase(s, at) > at or word in PREPOSITIONS or adverb):
            break
        at += 1
    return text[s.starts[first] : s.ends[at - 1]] if at > first else None


def _told(text: str, s: Sentence, frame: Frame) -> str | None:
    """``Lindqvist was told by …``: the subject of the passive is who was told."""
    left, met = skip_auxiliaries(s, frame.cue - 1)
    whom = phrase_left(s, left) if met else None
    return text[s.starts[whom[0]] : s.ends[whom[1] - 1]] if whom is not None else None


def reported_by(text: str, s: Sentence, frame: Frame) -> str | None:
    """Return the outlet behind ", per state media" or ", according to Tass"."""
    if frame.reporter is not None:
        return text[s.starts[frame.reporter[0]] : s.ends[frame.reporter[1] - 1]]
    for i in range(frame.tail, len(s)):
        word = s.lower[i]
        after = i + 1 if word == "per" else i + 2
        if word == "per" or (
            word in {"according", "reported"} and i + 1 < len(s) and s.lower[i + 1] in {"to", "by"}
        ):
            found = phrase_right(s, after)
            if found is None:
                continue
            first, end = found
            seen = s.lower[end : end + 1] == ["by"] and phrase_right(s, end + 1)
            if seen:  # "minutes seen by Reuters"
                end = seen[1]
            return text[s.starts[first] : s.ends[end - 1]]
    return None


def echoes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where a content names those whose words it repeats ("as [Putin has] said")."""
    return [match.span("who") for match in _ECHO.finditer(text, start, min(end, start + _MAX_ECHO))]
