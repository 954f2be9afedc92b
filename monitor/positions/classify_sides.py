"""Which deed a verb names where it stands, and on whose side it is done."""

from collections.abc import Sequence

from monitor.positions.classify_deeds import DEEDS, ILLS, Deed, Side, side_of_ending
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set

_OBJECT_REACH = 9
_NO_DEEDS = frozenset(
    [
        ("close", "to"),
        ("end", "up"),
        ("hit", "by"),
        ("cut", "through"),
        ("talking", "about"),
        ("leave", "for"),
    ]
)


def deed_at(tokens: Sequence[Token], head: int) -> tuple[Deed, int] | None:
    """Return the deed that is named at token ``head`` and where its words end."""
    hit = DEEDS.at(tokens, head)
    after = tokens[head + 1].low if head + 1 < len(tokens) else ""
    if hit is None or (tokens[head].low, after) in _NO_DEEDS:
        return None
    deed = hit.value
    if deed.side is Side.ENDING and hit.end < len(tokens) and tokens[hit.end].low.endswith("ing"):
        deed = deed._replace(side=_stopped(tokens, hit.end))
    elif deed.side is Side.ENDING and not any(t.low[0].isalpha() for t in tokens[hit.end :]):
        # "The trains will stop": what stops is the subject.
        deed = deed._replace(side=_stopping(tokens[:head]))
    elif deed.side is Side.ENDING:
        words = frozenset(token.lemma for token in tokens[head + 1 : hit.end + _OBJECT_REACH])
        deed = deed._replace(side=side_of_ending(tokens[head].lemma, words))
    return deed, hit.end


_SERVICES = word_set(
    """pay supply deliver dispense sell buy export import work cooperate share fund negotiate talk
    serve treat provide lend ship produce take accept"""
)


def _stopped(tokens: Sequence[Token], at: int) -> Side:
    """Tell what it is to stop doing this: to stop shelling or to stop paying."""
    ended = DEEDS.at(tokens, at)
    if tokens[at].lemma in _SERVICES:
        return Side.HOSTILE
    if ended is not None and ended.value.side is Side.HOSTILE:
        return Side.RETREAT
    return Side.COOPERATIVE


def _stopping(subject: Sequence[Token]) -> Side:
    words = frozenset(token.lemma for token in subject)
    return Side.RETREAT if not words.isdisjoint(ILLS) else Side.HOSTILE
