"""Lines in capitals, read as the sentences they would be in small letters."""

from monitor.language.lexicon import CANDIDATES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS
from monitor.language.sentences import Sentence
from monitor.language.watch import Hit

_SMALL = CONJUNCTIONS | DETERMINERS | PREPOSITIONS


def lower_capitals(s: Sentence, hits: list[Hit]) -> None:
    """Put the words of ``LAVROV SAYS MOSCOW WILL …`` into small letters, in place.

    Capitals stay on the watch-list's names and roles, and on what stands before the first word
    that may attribute, where a speaker is looked for. Offsets are left as they are.
    """
    n = len(s)
    cue = next((i for i in range(n) if s.quotes[i] is None and s.lower[i] in CANDIDATES), 0)
    for i in range(n):
        if s.quotes[i] is not None:
            continue
        named = any(hit.start <= s.starts[i] < hit.end for hit in hits)
        s.words[i] = s.words[i].lower()
        if named or (i < cue and s.lower[i] not in _SMALL):
            s.words[i] = s.words[i].capitalize()
