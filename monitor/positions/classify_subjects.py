"""Who does what a clause says: the speaker's side, the other side, nobody in particular."""

from collections.abc import Sequence
from enum import StrEnum

from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set


class Subject(StrEnum):
    """Whose deed it is."""

    OWN = "own"
    OTHER = "other"
    THING = "thing"
    UNKNOWN = "unknown"


_OWN = word_set("i we us our my ourselves myself mine ours")
_OTHER = word_set("you your yours they their them he she his her")
_THINGS = word_set("it there this that these those nothing what everything which")
# Who or what acts of its own accord: what it will do is a forecast, not a threat.
# "This government will ..." is said by those who are in it.
_BODIES = word_set(
    """government country club party company union nation city parliament council army town state
    court board ministry administration family team office"""
)
# What a report calls a speaker that is a body: "The organisation had sued, it said".
_SELF = word_set("organisation organization")
_BARE = 2
_FRAMES = word_set("that think believe say hope expect know claim suggest fear argue")
_FORECAST = word_set(
    """enemy enemies opponent opponents rival rivals storm storms rain snow flood floods wind virus
    flu inflation price prices market markets analyst analysts expert experts economist
    economists critic critics people everyone everybody weather temperature temperatures demand
    growth"""
)

# What a country is called: name, people, capital and seat of government, each a lower-case word.
_NATIONS = [
    line.split()
    for line in """russia russian russians moscow kremlin
america american americans washington us u.s pentagon
united states
britain british britons london uk downing whitehall
france french paris elysee
germany german germans berlin
china chinese beijing
ukraine ukrainian ukrainians kyiv kiev
iran iranian iranians tehran
israel israeli israelis jerusalem
india indian indians delhi
pakistan pakistani pakistanis islamabad
turkey turkish turks ankara
japan japanese tokyo
korea korean koreans seoul pyongyang
syria syrian syrians damascus
iraq iraqi iraqis baghdad
egypt egyptian egyptians cairo
saudi saudis riyadh
canada canadian canadians ottawa
mexico mexican mexicans
brazil brazilian brazilians brasilia
venezuela venezuelan venezuelans caracas
poland polish poles warsaw
italy italian italians rome
spain spanish spaniards madrid
greece greek greeks athens
serbia serbian serbs belgrade
belarus belarusian minsk
taiwan taiwanese taipei
europe european europeans brussels eu
australia australian australians canberra""".splitlines()
]
_NATION_OF = {word: line[0] for line in _NATIONS for word in line}
_NATION_OF["states"] = "america"


def own_words(speaker: str, affiliation: str, described: Sequence[Token]) -> frozenset[str]:
    """Return the lower-case words that name the speaker or the speaker's side."""
    words = {
        word.strip(".,’'").lower()
        for word in f"{speaker} {affiliation}".split()
        if word[:1].isupper() or len(word) > 3  # noqa: PLR2004 - "of", "the" name nobody
    }
    words.update(token.low for token in described if token.capital)
    nations = {_NATION_OF[word] for word in words if word in _NATION_OF}
    words.update(word for word, nation in _NATION_OF.items() if nation in nations)
    return frozenset(words - {"the", "said", "minister", "president", "of", "and", "for"})


def subject_of(  # noqa: C901 - a decision list reads best as one return a rule
    tokens: Sequence[Token], *, direct: bool, own: frozenset[str], cue_object: bool
) -> Subject:
    """Judge the words before a verb.

    In indirect speech "he", "she", "it" and "they" are most often the speaker; in direct speech
    they are somebody else.
    """
    words = [token for token in tokens if token.low.isalnum() or token.low[0].isalnum()]
    for i in range(len(words) - 2, -1, -1):
        if words[i].lemma in _FRAMES:
            words = words[i + 1 :]
            break
    if not words:
        return Subject.UNKNOWN
    if cue_object:
        return Subject.OTHER
    last = words[-1].low
    first = words[0].low
    if any(token.low in _OWN for token in words[-4:]) or first in _OWN:
        return Subject.OWN
    if (direct and first == "this" and last in _BODIES) or (
        not direct and last in _SELF and len(words) <= _BARE
    ):
        return Subject.OWN
    if last in _OTHER or first in _OTHER:
        return Subject.OTHER if direct or last in ("you", "your") else Subject.OWN
    if last in ("it", "itself"):
        return Subject.THING if direct else Subject.OWN
    if last in _THINGS or first == "there":
        return Subject.THING
    if any(token.low in own for token in words):
        return Subject.OWN
    if any(token.low in _FORECAST for token in words):
        return Subject.OTHER
    if any(word in _NATION_OF for word in own) and any(token.low in _NATION_OF for token in words):
        # Another country than the speaker's; where that is not known, nobody can tell.
        return Subject.OTHER
    return Subject.UNKNOWN
