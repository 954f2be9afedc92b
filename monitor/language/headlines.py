"""Where a statement ends in a headline, which says several things between commas.

"Alliance denies nuclear charge, commission asks to see Zelna" reports two, and what one of them
says is not what the other denies.
"""

from dataclasses import replace

from monitor.language.frames import Frame
from monitor.language.lexicon import NOUN_FORMS, SPEECH_FORMS
from monitor.language.sentences import Sentence

# How far behind a comma the verb of another clause stands: "…, the joint commission asks".
_SUBJECT = 5
_VERBS = SPEECH_FORMS - NOUN_FORMS


def within_headline(s: Sentence, frame: Frame) -> Frame:
    """Return a frame of a headline without what another clause behind it says."""
    content = [
        (first, _end(s, first, end) if first >= frame.cue_end else end)
        for first, end in frame.content
    ]
    return frame if content == frame.content else replace(frame, content=content)


def _end(s: Sentence, first: int, end: int) -> int:
    for i in range(first + 1, end):
        if s.quotes[i] is None and (s.lower[i] == ";" or (s.lower[i] == "," and _asks(s, i, end))):
            return i
    return end


def _asks(s: Sentence, comma: int, end: int) -> bool:
    """Tell whether another speaks behind a comma: a subject of a word or more, then its verb."""
    behind = range(comma + 2, min(comma + 1 + _SUBJECT, end))
    verb = next((i for i in behind if s.quotes[i] is None and s.lower[i] in _VERBS), None)
    return verb is not None and all(s.lower[i].isalpha() for i in range(comma + 1, verb))
