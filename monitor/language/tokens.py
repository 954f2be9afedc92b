"""Words and marks of a stretch of text, with the offsets they stand at."""

import re
from dataclasses import dataclass

from monitor.language.wordsets import word_set

# Abbreviations whose full stop is part of the word and hardly ever ends a sentence.
ABBREVIATIONS = word_set(
    "Mr Mrs Ms Dr Sen Sens Rep Reps Gov Gen Lt Col Sgt Capt Cmdr Adm Maj St Jr Sr Prof Hon Rev "
    "Fr Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Inc "
    "Corp Co Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Mo "
    "Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Ltd vs Dept Univ Assn Ave Blvd Rd Ft "
    "No Nos etc al Messrs Supt Det Insp Atty Pres MR MRS MS DR SEN REP GOV GEN"
)

_WORD = r"[^\W_]+(?:(?:[-‑][^\W_]+)|(?:['’](?![sS]\b)[^\W_]+))*"
_TOKEN = re.compile(
    r"[A-Za-z][a-z]*+(?=[ ,])"  # most words: tried first, for speed
    r"|(?:[^\W\d_]\.){2,}"  # U.S., e.g., J.K.
    r"|[A-Z]-(?:(?:[A-Z]\.)+|[A-Z][a-z]+\.?)(?=\))"  # a party and a state: (R-S.C.)
    r"|[A-Z]\.(?=[ \u00a0][A-Z])"  # an initial
    r"|\b(?:" + "|".join(sorted(ABBREVIATIONS, key=len, reverse=True)) + r")\.(?!\S*['\"”])"
    r"|\b[A-Z]{2,6}\.[A-Z]{1,3}(?=[\s),;])"  # an exchange's sign for a company
    r"|\d+(?:[.,:]\d+)+"
    rf"|{_WORD}"
    r"|['’][sS]\b"
    r"|''|``|\.\.\.|--"
    r"|\S",
)


@dataclass(slots=True)
class Tokens:
    """Parallel lists: where each token starts and ends, the word, and the word case-folded."""

    starts: list[int]
    ends: list[int]
    words: list[str]
    lower: list[str]

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.words)


def tokenize(text: str, start: int, end: int) -> Tokens:
    """Cut ``text[start:end]`` into words and marks."""
    spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
    words = [text[first:last] for first, last in spans]
    return Tokens(
        [first for first, _ in spans],
        [last for _, last in spans],
        words,
        [word if word.islower() and word.isascii() else fold(word) for word in words],
    )


def fold(word: str) -> str:
    """Lower-case a word and straighten its apostrophe, for look-ups."""
    return word.lower().replace("’", "'")
