"""Who appears in an article: names merged into figures, and where each was last seen."""

from dataclasses import dataclass, field
from itertools import pairwise

from monitor.language.lexicon import FINITE, OFFICES, PEOPLE, PREPOSITIONS
from monitor.language.names import SUFFIXES, Name, find_names, surname_of
from monitor.language.nicknames import related
from monitor.language.sentences import Sentence
from monitor.language.watch import Hit, Watch
from monitor.language.wordsets import word_set

_MAX_SIGHTINGS = 64
_BARE_JUNIOR = 2
# "But Reyl …", "at the gate, a driver named Owen Reyl waited".
_BEFORE_SUBJECTS = word_set("and but that as while when named called") | {","}


@dataclass(frozen=True, slots=True)
class Behalf:
    """Whom somebody speaks for, and whether that is their office: a spokesperson's, no lawyer's."""

    actor: str
    official: bool


@dataclass(slots=True)
class Figure:
    """Somebody the article names or quotes. ``person`` is None where it cannot be told."""

    name: str
    words: tuple[str, ...]
    actor: str | None = None
    person: bool | None = None
    pronoun: str | None = None
    titles: set[str] = field(default_factory=set)
    count: int = 0
    lookalike: bool = False
    behalf: Behalf | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One mention of a figure: in which paragraph, sentence and item, and how prominent."""

    figure: Figure
    paragraph: int
    sentence: int
    item: int
    end: int
    subject: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the sentence at hand with the figure it stands for (None: to be overlooked)."""

    name: Name
    figure: Figure


class Cast:
    """Reads sentences in order and keeps who has been named so far."""

    def __init__(self, watch: Watch | None) -> None:
        self._watch = watch
        self.figures: list[Figure] = []
        self._by_surname: dict[str, list[Figure]] = {}
        self._by_actor: dict[str, Figure] = {}
        # The watch-list's names are names wherever they stand, first word of a sentence or not.
        self.surnames: set[str] = set(watch.name_words) if watch is not None else set()
        self.sightings: list[Sighting] = []
        self._paragraph = 0
        # Two or more who were named together as a subject: whom "they" stands for.
        self.together: tuple[Figure, ...] = ()
        self.together_at = -99

    def read(self, s: Sentence, hits: list[Hit], paragraph: int, sentence: int) -> list[Mention]:
        """Take in the names of a sentence; ``hits`` are the watch-list's in its stretch."""
        mentions: list[Mention] = []
        self._paragraph = paragraph
        for name in find_names(s, self.surnames):
            figure = self._figure(s, name, hits)
            figure.count += 1
            mentions.append(Mention(name, figure))
            self.sightings.append(
                Sighting(
                    figure,
                    paragraph,
                    sentence,
                    name.outer,
                    name.end,
                    subject=_is_subject(s, name),
                )
            )
        self._note_small_names(s, hits, paragraph, sentence)
        self._note_passer_by(s, mentions, hits, paragraph, sentence)
        self._note_pair(s, mentions, sentence)
        if len(self.sightings) > 4 * _MAX_SIGHTINGS:
            del self.sightings[:-_MAX_SIGHTINGS]
        return mentions

    def _note_small_names(
        self, s: Sentence, hits: list[Hit], paragraph: int, sentence: int
    ) -> None:
        """Note a tracked name in small letters, "the federation" or "al-Munir", for pronouns."""
        for hit in hits:
            first = next((i for i in range(len(s)) if s.starts[i] == hit.start), None)
            if first is None or len(hit.actors) != 1:
                continue
            end = next((i for i in range(first, len(s)) if s.ends[i] >= hit.end), first) + 1
            if s.words[end - 1][0].isupper() or (hit.role and not _opens_alone(s, first, end)):
                continue
            figure = self.figure_of(hit.actors[0])
            opens = first == 0 or s.lower[first - 1] in {",", "and", "but", "that", "as"}
            self.sightings.append(Sighting(figure, paragraph, sentence, first, end, subject=opens))

    def _note_passer_by(
        self, s: Sentence, mentions: list[Mention], hits: list[Hit], paragraph: int, sentence: int
    ) -> None:
        """Note the clerk of "A clerk counted on her fingers", whom "she" stands for next.

        Not where somebody named in the same paragraph may be "her".
        """
        noun = next((i for i in (1, 2) if i + 1 < len(s) and s.lower[i] in PEOPLE | OFFICES), None)
        if s.lower[0] not in {"a", "an"} or noun is None or not _is_acting(s, noun + 1):
            return
        own = next((i for i in range(noun + 2, len(s) - 1) if s.lower[i] in _OWN), None)
        if own is None or s.lower[own + 1] in PREPOSITIONS or not s.lower[own + 1][0].isalpha():
            return
        pronoun = _OWN[s.lower[own]]
        named = any(
            one.paragraph == paragraph and one.figure.pronoun in {pronoun, None}
            for one in self.sightings[-_MAX_SIGHTINGS:]
        )
        titled = any(hit.role and hit.start <= s.starts[noun] < hit.end for hit in hits)
        if named or titled or any(mention.name.first < own for mention in mentions):
            return
        figure = Figure(" ".join(s.words[: noun + 1]), (), person=True, pronoun=pronoun)
        self.sightings.append(Sighting(figure, paragraph, sentence, 0, noun + 1, subject=True))

    def _note_pair(self, s: Sentence, mentions: list[Mention], sentence: int) -> None:
        for one, other in pairwise(mentions):
            joined = other.name.outer == one.name.end + 1 and s.lower[one.name.end] == "and"
            if joined and _is_subject(s, one.name) and one.figure is not other.figure:
                self.together = (one.figure, other.figure)
                self.together_at = sentence
                return

    def figure_of(self, actor: str) -> Figure:
        """Return the figure of a tracked actor, new where the article has not named it."""
        found = self._by_actor.get(actor)
        if found is None:
            found = Figure(actor, (actor,), actor=actor)
            if self._watch is not None:
                record = self._watch.actors[actor]
                found.name = record.name
                found.words = tuple(record.name.lower().split())
                found.person = record.kind == "person"
                found.pronoun = self._watch.pronoun(actor)
            self._by_actor[actor] = found
            self._register(found)
        return found

    def _register(self, figure: Figure) -> None:
        self.figures.append(figure)
        surname = surname_of(list(figure.words))
        self._by_surname.setdefault(surname, []).append(figure)
        self.surnames.add(surname)

    def _figure(self, s: Sentence, name: Name, hits: list[Hit]) -> Figure:
        words = tuple(s.lower[name.first : name.end])
        hit = self._hit(s, name, hits)
        if hit is not None and len(hit.actors) == 1:
            figure = self.figure_of(hit.actors[0])
            contradicted = name.pronoun and figure.pronoun and name.pronoun != figure.pronoun
            if not contradicted or (
                s.starts[name.first] >= hit.start
                and hit.end - hit.start > 1
                and (name.end - name.first > 1)
            ):
                namesake = self._namesake(figure, words, name)
                if namesake is not None:
                    return namesake
                figure.lookalike = figure.lookalike or hit.lookalike
                return figure
        if hit is not None and len(hit.actors) > 1:
            shared = self._of_several(hit, name)
            if shared is not None:
                return shared
        return self._untracked(s, name, words)

    def _namesake(self, actor: Figure, words: tuple[str, ...], name: Name) -> Figure | None:
        """Somebody untracked of the same surname who has the scene to himself."""
        if len(words) > 1:
            return None
        for other in reversed(self._by_surname.get(words[0], [])):
            introduced = other.actor is None and other.person and len(other.words) > 1
            if introduced and (not name.pronoun or other.pronoun in {None, name.pronoun}):
                return None if actor.count and not self._has_taken_over(other, actor) else other
        return None

    def _has_taken_over(self, other: Figure, actor: Figure) -> bool:
        """Whether somebody was a subject in this paragraph or the last, and the actor not since."""
        for sighting in reversed(self.sightings):
            if sighting.figure is actor:
                return False
            if sighting.figure is other:
                return sighting.subject and self._paragraph - sighting.paragraph <= 1
        return False

    def _of_several(self, hit: Hit, name: Name) -> Figure | None:
        """Two tracked actors of one surname: the one named last, if the title fits."""
        fitting = [
            actor
            for actor in hit.actors
            if not name.pronoun
            or self._watch is None
            or self._watch.pronoun(actor) in {name.pronoun, None}
        ]
        if len(fitting) == 1:
            return self.figure_of(fitting[0])
        for sighting in reversed(self.sightings):
            if sighting.figure.actor in fitting:
                return sighting.figure
        return None

    def _hit(self, s: Sentence, name: Name, hits: list[Hit]) -> Hit | None:
        """The watch-list's hit that names this figure, if any."""
        start, outer = s.starts[name.first], s.starts[name.outer]
        last = name.end - 1
        suffixed = last > name.first and s.lower[last] in SUFFIXES
        ends = {s.ends[last], s.ends[last - 1]} if suffixed else {s.ends[last]}
        for hit in hits:
            if hit.role or (
                hit.end not in ends and not (hit.start <= start and hit.end > s.ends[last])
            ):
                continue
            if hit.start < outer and hit.end <= s.ends[last]:
                continue
            if not hit.actors:
                return None
            if hit.start <= start:
                # "Donald Trump Jr." is his son; a lone "Trump Jr." cannot be told.
                lengthened = suffixed and hit.end != s.ends[last]
                return None if lengthened and name.end - name.first > _BARE_JUNIOR else hit
            if self._same_person(s, name, hit, suffixed=suffixed):
                return hit
        return None

    def _same_person(self, s: Sentence, name: Name, hit: Hit, *, suffixed: bool) -> bool:
        """Tell "Joseph R. Biden Jr." for Joe Biden; never "Bill Clinton" for Hillary Clinton."""
        if self._watch is None or len(hit.actors) != 1:
            return False
        given = s.lower[name.first]
        known = {
            n.lower().split()[0] for n in self._watch.actors[hit.actors[0]].all_names if " " in n
        }
        middle = all(
            s.words[i].endswith(".") or s.starts[i] >= hit.start
            for i in range(name.first + 1, name.end)
        )
        if given in known:
            return middle and not suffixed
        return middle and any(related(given, other) for other in known)

    def _untracked(self, s: Sentence, name: Name, words: tuple[str, ...]) -> Figure:
        surname = surname_of(list(words))
        for figure in reversed(self._by_surname.get(surname, [])):
            if _same(figure, words, name):
                if len(words) > len(figure.words) and figure.actor is None:
                    figure.words = words
                    figure.name = _spell(s, name)
                figure.pronoun = figure.pronoun or name.pronoun
                figure.person = name.person if figure.person is None else figure.person
                return figure
        figure = Figure(_spell(s, name), words, person=name.person, pronoun=name.pronoun)
        self._register(figure)
        return figure


_OWN = {"his": "he", "her": "she"}


def _is_acting(s: Sentence, at: int) -> bool:
    """Tell "A clerk at the court, asked …" and "A clerk counted …" from "A nurse, she …"."""
    if s.lower[at] == ",":
        at += 1
        return at < len(s) and s.lower[at].endswith("ed")
    return s.lower[at] in PREPOSITIONS | FINITE | {"who"} or s.lower[at].endswith("ed")


def _same(figure: Figure, words: tuple[str, ...], name: Name) -> bool:
    if name.pronoun and figure.pronoun and name.pronoun != figure.pronoun:
        return False
    if figure.actor is not None and len(words) > 1:
        return figure.words == words
    if words == _CHAMBER:
        return figure.words == words
    if len(words) == 1 or len(figure.words) == 1:
        return True
    return figure.words[0] == words[0] or words[0] in figure.words


# "The House" votes; it is no White House.
_CHAMBER = ("house",)


def _spell(s: Sentence, name: Name) -> str:
    return " ".join(s.words[name.first : name.end])


def _opens_alone(s: Sentence, first: int, end: int) -> bool:
    """Tell the office that a sentence begins with and is about: "The mayor reached City Hall"."""
    alone = first <= 1 and s.lower[0] == "the" and end < len(s)
    return alone and s.lower[end] not in PREPOSITIONS and _is_acting(s, end)


def _is_subject(s: Sentence, name: Name) -> bool:
    """Nothing but small lead-in words stands before a subject, and no possessive behind."""
    after = s.lower[name.end] if name.end < len(s) else ""
    if after == "'s":
        return False
    before = name.outer - 1
    return before <= 0 or s.lower[before] in _BEFORE_SUBJECTS
