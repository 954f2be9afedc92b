"""Titles tell in short what their article tells in full; only what is new in them counts."""

import re
from collections.abc import Mapping

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
_FEW = 3
_PLAIN = word_set("say tell add write state report speak") | {"", "according to"}


def repeats(
    title: str,
    told: Utterance,
    text: str,
    body: list[Utterance],
    kin: Mapping[str, frozenset[str]],
) -> bool:
    """Tell whether what a title says that somebody said stands in the article as well.

    It does where a statement of the same actor has half of its words or more (small words apart; of
    three words one is enough), or the same telling verb ("admits doping", "admitted that he had
    used the substance"); where one of a body's own people speaks of the same thing ("Union
    threatens strike": its leader did); and where somebody else's words have all of it.

    Args:
        title: the headline.
        told: what it says that somebody said.
        text: the article's text.
        body: the statements found in the text.
        kin: for each actor those who speak for the same body.
    """
    wanted = _stems(" ".join(title[start:end] for start, end in told.spans))
    verb = lemma_of(told.cue.lower())
    for u in body:
        shared = wanted & _stems(text[slice(*u.sentence_span)])
        speakers = _speakers(u)
        if not speakers & _speakers(told):
            related = any(speakers & kin.get(one, frozenset()) for one in _speakers(told))
            if wanted and (shared == wanted or (related and shared)):
                return True
            continue
        if verb not in _PLAIN and verb == lemma_of(u.cue.lower()):
            return True
        if len(shared) >= _SHARED * len(wanted) or (shared and len(wanted) <= _FEW):
            return True
    return False


def _speakers(utterance: Utterance) -> set[str]:
    return {s.actor or s.on_behalf_of or s.name for s in utterance.speakers}


def _stems(words: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(fold_text(words)) if word not in _SMALL}
