"""Statements composed of deeds: what "will", "not" and "after all" make of one and the same.

A deed that hurts the other side is a threat when it is announced, a promise when it is ruled out, a
denial when it never happened and a retreat when it is off; one that the other side wants is a
promise, a refusal or a demand. `deeds.tsv` holds deeds of each sort and `deed-frames.tsv` what can
be said of them (`benchmarks/data/positions/README.md`); from both this makes labelled statements,
for the network to learn what grammar does beside what words mean (`benchmarks.train_sense`).
"""

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from monitor.positions.classify_inflection import IRREGULAR

Line = dict[str, Any]

# Of one deed no more statements than these are told in one way and have one label.
_OF_A_KIND: Final = 2
# How often somebody speaks of the own deed: "The council said that it would fell the trees".
_BY_ITSELF: Final = 0.35
_PRONOUN: Final = 0.4
_QUOTED: Final = 0.12
_SAID: Final = ("said", "said", "said", "announced", "told reporters", "added", "wrote", "declared")
_CUES: Final = {
    "welcomed": ("welcomed", "praised", "applauded"),
    "urged": ("urged", "urged", "called on", "asked", "begged"),
    "denied": ("denied",),
    "promised": ("promised", "pledged"),
    "refused": ("refused", "declined"),
    "threatened": ("threatened", "vowed"),
    "took back": ("took back", "dropped", "withdrew"),
    "rejected": ("rejected", "dismissed", "brushed aside"),
}
_WHEN: Final = (
    "", "", " on Monday", " on Tuesday", " on Friday", " on Thursday evening", " late on Sunday",
    " on March 3", " in a statement", " in a statement on Wednesday", " after the meeting",
    " in a letter to members", " at a news conference", " on state television",
)  # fmt: skip
_ANYWAY: Final = (
    "whatever the other side does", "whatever is offered", "whatever happens next",
    "regardless of the outcome", "no matter what comes out of the talks", "come what may",
    "with or without a deal", "whatever they decide", "whatever comes of the appeal",
)  # fmt: skip
_SOON: Final = (
    "", "", "", " next month", " from Monday", " on March 24", " within a week", " by the summer",
    " next year", " as of midnight", " before the end of the year",
)  # fmt: skip
_DATES: Final = (
    "by Friday", "by the end of the month", "before May 1", "within ten days", "by midnight",
)  # fmt: skip
_NAMES: Final = (
    "Marin Okoye", "Lena Varga", "Tomas Reed", "Anneke Holt", "Idris Khoury", "Paula Stein",
    "Viktor Hale", "Mei Tanaka", "Josef Brandt", "Rosa Delgado", "Amir Soltani", "Greta Lund",
    "Samuel Adeyemi", "Nadia Petrov", "Colin Marsh", "Yusuf Demir", "Elena Ricci", "Piotr Nowak",
)  # fmt: skip
_OFFICES: Final = (
    "the foreign minister", "the chief executive", "its spokesman", "a spokeswoman",
    "the president", "the union’s leader", "the chairman", "its secretary general", "the minister",
    "the mayor",
)  # fmt: skip
_ONLOOKERS: Final = (
    "an analyst", "analysts", "an economist", "two diplomats", "a professor of law", "traders",
    "a former minister", "local media", "people close to the talks",
)  # fmt: skip
_RIVALS: Final = (
    "the opposition", "its rival", "the ministry", "the union", "the government", "the council",
    "a committee of parliament", "the neighbours", "the regulator",
)  # fmt: skip
_SMALL: Final = frozenset(
    "The A An It Its Their His If Unless There Nothing Reports Fishermen Nurses Teachers Pilots "
    "Farmers Doctors Drivers Dockers Train Residents Campaigners Two Three".split()
)
_MASS: Final = frozenset(("legal action", "compensation", "safe passage for civilians"))
_TENSES: Final = (
    (" is ", " was "),
    (" are ", " were "),
    (" has ", " had "),
    (" does ", " did "),
    (" goes ", " went "),
    (" do not ", " did not "),
)


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed: its sort, who would do it, what, on what condition, and what would avert it."""

    sort: str
    subject: str
    words: str
    condition: str
    contrary: str


@dataclass(frozen=True, slots=True)
class Said:
    """What can be said of deeds of a sort: by whom or with which cue, its label, the words."""

    sort: str
    told: str
    label: str
    words: str


def read_deeds(text: str) -> list[Deed]:
    """Read the lines of `deeds.tsv`."""
    return [Deed(*line.split("\t")) for line in text.splitlines()]


def read_frames(text: str) -> list[Said]:
    """Read the lines of `deed-frames.tsv`."""
    return [Said(*line.split("\t")) for line in text.splitlines()]


def composed(
    deeds: Sequence[Deed], frames: Sequence[Said], each: int, rng: random.Random
) -> list[Line]:
    """Return up to ``each`` labelled statements of every deed, as unlike each other as may be."""
    lines = []
    for number, deed in enumerate(deeds):
        forms = _forms(deed, rng)
        kinds: Counter[tuple[str, str]] = Counter()
        fitting = [frame for frame in frames if frame.sort == deed.sort]
        for frame in rng.sample(fitting, len(fitting)):
            kinds[frame.told, frame.label] += 1
            if kinds.total() > each:
                break
            if kinds[frame.told, frame.label] > _OF_A_KIND:
                continue
            words = " ".join(frame.words.format_map(forms).split())
            position, _, force = frame.label.partition("/")
            told = _told(frame.told, words, _small(deed.subject), rng)
            lines.append(
                {"id": f"deed-{number}", **told, "label": position, "force": force or None}
            )
    return lines


def _forms(deed: Deed, rng: random.Random) -> Mapping[str, str]:
    """Return the words of a deed in every form that a frame may ask for."""
    verb, _, rest = deed.words.partition(" ")
    rest = f" {rest}" if rest else ""
    past, participle = _past_forms(verb)
    noun = deed.sort in ("HN", "CN")
    plural = deed.subject == "are" if noun else deed.subject.split()[-1].endswith("s")
    whole = "" if plural or deed.words in _MASS else "an " if deed.words[0] in "aeiou" else "a "
    forms = {
        "s": _small(deed.subject),
        "v": deed.words,
        "ing": _gerund(verb) + rest,
        "done": participle + rest,
        "did": past + rest,
        "cond": deed.condition,
        "contra": deed.contrary,
        "cond_past": _backshifted(deed.condition),
        "contra_past": _backshifted(deed.contrary),
        "are": "are" if plural else "is",
        "were": "were" if plural else "was",
        "have": "have" if plural else "has",
        "means": "mean" if plural else "means",
        "refuses": "refuse" if plural else "refuses",
        "soon": "" if re.search(r" (?:by|on|in) ", deed.words) else rng.choice(_SOON),
        "anyway": rng.choice(_ANYWAY),
        "date": rng.choice(_DATES),
        "a": whole + deed.words,
        "the": f"the {deed.words}",
    }
    for name, own in (("we", "v"), ("our_ing", "ing"), ("our_done", "done"), ("our_did", "did")):
        forms[name] = re.sub(r"\b(?:its|their)\b", "our", forms[own])
    return forms | {name.upper(): _large(forms[name]) for name in ("v", "a", "the")}


def _known_forms(verb: str) -> list[str]:
    return [form for form, base in IRREGULAR.items() if base == verb != form]


def _gerund(verb: str) -> str:
    for form in _known_forms(verb):
        if form.endswith("ing"):
            return form
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def _past_forms(verb: str) -> tuple[str, str]:
    """Return past tense and participle."""
    if known := _known_forms(verb):
        forms = [form for form in known if not form.endswith(("ing", "s"))] or [verb]
        return forms[0], forms[-1]
    if verb.endswith("e"):
        return verb + "d", verb + "d"
    past = (
        verb[:-1] + "ied"
        if verb.endswith("y") and verb[-2:-1] not in "aeou"
        else _doubled(verb) + "ed"
    )
    return past, past


def _doubled(verb: str) -> str:
    short = re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", verb) is not None
    return verb + verb[-1] if short or verb.endswith(("mit", "bar", "cel", "bel", "vel")) else verb


def _backshifted(clause: str) -> str:
    """Put a clause into the past where that takes no more than a word."""
    for now, then in _TENSES:
        if now in clause:
            return clause.replace(now, then, 1)
    return clause


def _told(told: str, words: str, subject: str, rng: random.Random) -> Line:
    """Put a statement into a report."""
    name, when = rng.choice(_NAMES), rng.choice(_WHEN)
    office = rng.choice(_OFFICES)
    speaker = rng.choice((name, name.split()[1], name, f"{office}, {name}", office))
    verb, rest = _cue(rng.choice(_SAID))
    if told == "onlooker":
        speaker = rng.choice(_ONLOOKERS)
    elif told in ("rival", "warned"):
        speaker = rng.choice((name, rng.choice(_RIVALS)))
    if told == "we":
        return _quoted(words, speaker, verb, rest + when, rng)
    if told not in ("self", "rival", "onlooker"):
        verb, rest = _cue(rng.choice(_CUES.get(told, (told,))))
        behind = when if rng.random() < _BY_ITSELF else ""
        return _line(f"{_large(speaker)} {verb}{rest} {words}{behind}.", speaker, verb, words)
    own = told == "self" and words.startswith(f"{subject} ")
    if own and rng.random() < _BY_ITSELF:
        content = rng.choice(("that ", "")) + _pronoun(subject, rng) + words[len(subject) :]
        verb, rest = _cue(rng.choice((*_SAID, "warned")))
        return _line(f"{_large(subject)} {verb}{rest}{when} {content}.", subject, verb, content)
    if rng.random() < _QUOTED:
        return _quoted(_large(words), speaker, verb, rest + when, rng)
    if rng.random() < 1 / 2:
        if own and rng.random() < _PRONOUN:
            words = _pronoun(subject, rng) + words[len(subject) :]
        content = rng.choice(("that ", "")) + words
        return _line(f"{_large(speaker)} {verb}{rest}{when} {content}.", speaker, verb, content)
    words = _large(words)
    report = f"{words}, {speaker} {verb}{rest}{when}."
    alone = f"{words}, according to {speaker}."
    headed = f"{_large(speaker)}: {words}"
    sentence, cue = rng.choice(((report, verb),) * 8 + ((alone, "according"), (headed, "")))
    return _line(sentence, speaker, cue, words)


def _cue(words: str) -> tuple[str, str]:
    verb, _, rest = words.partition(" ")
    return verb, f" {rest}" if rest else ""


def _quoted(words: str, speaker: str, verb: str, rest: str, rng: random.Random) -> Line:
    behind = f"“{words},” {speaker} {verb}{rest}."
    before = f"{_large(speaker)} {verb}{rest}: “{words}.”"
    return _line(rng.choice((behind, behind, before)), speaker, verb, words, kind="direct")


def _pronoun(subject: str, rng: random.Random) -> str:
    if subject.rsplit(maxsplit=1)[-1].endswith("s"):
        return rng.choice(("they", "they", "its members"))
    return "it"


def _small(words: str) -> str:
    """Write the first word small where it is no name."""
    return words[0].lower() + words[1:] if words.split(maxsplit=1)[0] in _SMALL else words


def _large(words: str) -> str:
    return words[0].upper() + words[1:]


def _line(sentence: str, speaker: str, cue: str, content: str, kind: str = "indirect") -> Line:
    return {
        "sentence": sentence,
        "speaker": speaker,
        "cue": cue,
        "kind": kind,
        "content": [content],
    }
