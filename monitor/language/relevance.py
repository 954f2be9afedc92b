"""What of an article can matter to a watch-list; the rest is not worth the work."""

from bisect import bisect_left

from monitor.language.frames import Frame
from monitor.language.layout import Paragraph
from monitor.language.lexicon import DETERMINERS, GROUPS, NOUN_FORMS, OFFICES
from monitor.language.sentences import Sentence
from monitor.language.watch import Hit

# A pronoun or a title is followed this many paragraphs back to the name it stands for.
_AFTERMATH = 6
_FORESIGHT = 800
_INTRODUCED = 400
_STAND_INS = frozenset({"he", "she", "they", "it"})
_OWNERS = frozenset({"his", "her", "their", "its"})
_TITLES = OFFICES | GROUPS


class Relevance:
    """Knows where the watch-list's names stand; without a watch-list everything matters."""

    def __init__(self, hits: list[Hit] | None) -> None:
        self._open = hits is None
        self._hits = hits or []
        self._starts = [hit.start for hit in self._hits]
        self._live_until = -1

    def matters(self, paragraph: Paragraph, index: int) -> bool:
        """Tell whether a paragraph names a tracked actor, or may go on about one."""
        if self._open:
            return True
        left = bisect_left(self._starts, paragraph.start)
        coming = self._starts[left] if left < len(self._starts) else None
        if coming is not None and coming < paragraph.end:
            self._live_until = index + _AFTERMATH
        # "…, its chief executive warned." may stand above the paragraph that names her.
        return index <= self._live_until or (
            coming is not None and coming < paragraph.end + _FORESIGHT
        )

    def hits_in(self, s: Sentence) -> list[Hit]:
        """Return the names of the watch-list in a sentence."""
        left = bisect_left(self._starts, s.start)
        right = bisect_left(self._starts, s.end)
        return self._hits[left:right]

    def named_soon(self, end: int) -> frozenset[str]:
        """Return the actors whose names stand in the next paragraph or two behind ``end``."""
        left = bisect_left(self._starts, end)
        right = bisect_left(self._starts, end + _INTRODUCED)
        coming = (hit for hit in self._hits[left:right] if not hit.role)
        return frozenset(hit.actors[0] for hit in coming if len(hit.actors) == 1)

    def may_track(self, s: Sentence, hits: list[Hit]) -> bool:
        """Tell whether a tracked actor may be a speaker here; elsewhere the rules are enough."""
        return (
            self._open
            or bool(hits)
            or not _STAND_INS.isdisjoint(s.lower)
            or (not _OWNERS.isdisjoint(s.lower) and not NOUN_FORMS.isdisjoint(s.lower))
            or (not _TITLES.isdisjoint(s.lower) and not DETERMINERS.isdisjoint(s.lower))
        )

    def untracked(self, s: Sentence, hits: list[Hit], frame: Frame) -> bool:
        """Tell whether the rules see somebody else speak, so that nothing is left to find out."""
        if self._open or frame.source is None:
            return False
        first, end = frame.source
        start, stop = s.starts[first], s.ends[end - 1]
        if any(hit.start < stop and start < hit.end for hit in hits):
            return False
        words = s.lower[first:end]
        return (_STAND_INS | _OWNERS).isdisjoint(words) and (
            _TITLES.isdisjoint(words) or words[0] not in DETERMINERS
        )
