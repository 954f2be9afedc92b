"""Titles tell in short what their article tells in full; only what is new in them counts."""

import re

from monitor.language.features import lemma_of
from monitor.language.folding import fold_text
from monitor.language.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
)
from monitor.language.utterance import Utterance
from monitor.language.wordsets import word_set

_WORD = re.compile(r"\w+")
_SMALL = AUXILIARIES | CONJUNCTIONS | DETERMINERS | NEGATIONS | PREPOSITIONS | PRONOUNS
# Letters by which "threatens" and "threat", "closing" and "close" are one word.
_STEM = 5
_SHARED = 0.5
_PLAIN = word_set("say tell add write state report speak") | {"", "according to"}


def repeats(title: str, told: Utterance, text: str, body: list[Utterance]) -> bool:
    """Tell whether what a title says that somebody said stands in the article as well.

    It does where a statement of the same actor has half of its words or more, small words apart,
    or the same telling verb ("admits doping", "admitted that he had used the substance"); and where
    somebody else's has all of them: "Union threatens strike", of which its leader spoke.
    """
    wanted = _stems(" ".join(title[start:end] for start, end in told.spans))
    verb = lemma_of(told.cue.lower())
    for u in body:
        shared = wanted & _stems(text[slice(*u.sentence_span)])
        if not _speakers(u) & _speakers(told):
            if wanted and shared == wanted:
                return True
            continue
        if verb not in _PLAIN and verb == lemma_of(u.cue.lower()):
            return True
        if len(shared) >= _SHARED * len(wanted):
            return True
    return False


def _speakers(utterance: Utterance) -> set[str]:
    return {s.actor or s.on_behalf_of or s.name for s in utterance.speakers}


def _stems(words: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(fold_text(words)) if word not in _SMALL}
