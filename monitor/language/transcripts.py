"""Speaker labels: "LAVROV: …" in a transcript, "Lavrov: …" in a headline."""

import re

from monitor.language.frames import Frame
from monitor.language.layout import Paragraph
from monitor.language.lexicon import PRONOUNS
from monitor.language.quotes import Quote
from monitor.language.sentences import Sentence
from monitor.language.wordsets import word_set

_LABEL = re.compile(
    r"[^\W\d_][\w.’'-]*(?: (?:[^\W\d_a-z][\w.’'-]*|of|the|de|von|van|al|bin|for|and)){0,6}"
    r"(?: \([^()\n]{1,40}\))?:(?=\s)"
)


_TITLE_LABEL = re.compile(_LABEL.pattern.replace(r":(?=\s)", r" (?:on|to) [^:\n]{2,60}:(?=\s)"))


def label_end(text: str, paragraph: Paragraph, quotes: list[Quote]) -> int:
    """Return the offset behind the colon of a speaker label that opens the paragraph, or 0.

    In a title the label may say to whom or on what: "Lavrov on sanctions: …".
    """
    if quotes and quotes[0].start == paragraph.start:
        return 0
    match = _LABEL.match(text, paragraph.start, paragraph.end)
    if match is None and paragraph.headline:
        match = _TITLE_LABEL.match(text, paragraph.start, paragraph.end)
    return match.end() if match and match.group()[0].isupper() else 0


_TURN = re.compile(r"^[^\W\d_a-z](?:[^\W\d_a-z]|[.’' -]){0,40}:(?= \S)", re.MULTILINE)
_ENOUGH = 8


def count_labels(text: str) -> int:
    """Count the lines that open with a label in capitals, up to a handful."""
    count = 0
    for _ in _TURN.finditer(text):
        count += 1
        if count >= _ENOUGH:
            break
    return count


def is_attributed(s: Sentence, frame: Frame) -> bool:
    """Tell a frame whose source a name or a title tells, and no pronoun."""
    return frame.source is not None and PRONOUNS.isdisjoint(
        s.lower[frame.source[0] : frame.source[1]]
    )


def in_first_person(s: Sentence, frame: Frame) -> bool:
    """Tell a frame whose source is "I" or "we"."""
    return frame.source is not None and s.lower[frame.source[0]] in {"i", "we"}


def in_own_words(s: Sentence, frame: Frame) -> bool:
    """Tell a frame that reports what its own speaker said: "I told them in July that …".

    Only in the past: "I promise that …" is what the turn itself does.
    """
    word = s.lower[frame.cue]
    return (
        frame.source is not None
        and s.lower[frame.source[0] : frame.source[1]] == ["i"]
        and (word.endswith("ed") or word in _PAST)
    )


_PAST = word_set("said told wrote written swore sworn")
