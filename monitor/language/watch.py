"""The watch-list compiled for search: aliases, roles by date, and names to overlook."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.config.watchlist import Actor, ActorKind, WatchList
from monitor.language.folding import fold_text, skeleton, variants
from monitor.language.lexicon import CUE_LEMMA

_PAST = frozenset({"former", "ex", "onetime", "outgoing"})
_ARTICLE = re.compile(r"^(?:the|a|an) ")


@dataclass(frozen=True, slots=True)
class Hit:
    """An alias or role found in the text. ``actors`` is empty for a name to be overlooked."""

    start: int
    end: int
    actors: tuple[str, ...]
    role: bool = False
    lookalike: bool = False


class Watch:
    """Finds the watch-list's names in a text; compiled once, used for every article."""

    def __init__(self, watchlist: WatchList) -> None:
        self.actors: dict[str, Actor] = {actor.id: actor for actor in watchlist.actors}
        self._names: dict[str, list[str]] = {}
        self._nots: dict[str, list[str]] = {}
        self._roles: dict[str, list[str]] = {}
        for actor in watchlist.actors:
            for name in actor.all_names:
                for spelling in variants(name):
                    _add(self._names, spelling, actor.id)
            for role in actor.roles:
                for spelling in variants(_ARTICLE.sub("", role.title)):
                    _add(self._roles, fold_text(spelling), actor.id)
            for name in actor.not_:
                for spelling in variants(name):
                    _add(self._nots, spelling, actor.id)
        # Titles drop articles: "Rates to stay high, says central bank".
        bare = [name for name in self._names if _ARTICLE.match(name)]
        self._bare = {_ARTICLE.sub("", name): self._names[name] for name in bare}
        self._bare_pattern = _compile(self._bare) if self._bare else None
        self.name_words = frozenset(name.split()[-1] for name in self._names)
        self._pattern = _compile({*self._names, *self._roles, *self._nots})
        self.kin = _kin(watchlist.actors)
        self._by_pronoun = {a.id: pronoun_of(a) for a in watchlist.actors}

    def pronoun(self, actor_id: str) -> str | None:
        """Return the pronoun of an actor, where known."""
        return self._by_pronoun[actor_id]

    def hits(self, text: str, day: date | None) -> list[Hit]:
        """Find every alias and every role held on ``day``, left to right, longest first."""
        folded = fold_text(text)
        found = self._scan(folded, day, lookalike=False)
        if not text.isascii():
            bare = skeleton(folded)
            if bare != folded:
                known = {(hit.start, hit.end) for hit in found}
                found += [
                    hit
                    for hit in self._scan(bare, day, lookalike=True)
                    if (hit.start, hit.end) not in known
                    and bare[hit.start : hit.end] != folded[hit.start : hit.end]
                ]
                found.sort(key=lambda hit: hit.start)
        return found

    def bare_hits(self, text: str, start: int, end: int) -> list[Hit]:
        """Find in a title the names that have an article in prose, where they begin a phrase."""
        if self._bare_pattern is None:
            return []
        line = fold_text(text[start:end])
        found = []
        for match in self._bare_pattern.finditer(line):
            before = line[: match.start()].rstrip()
            if not before or before[-1] in ",:–—-" or before.split()[-1] in CUE_LEMMA:
                actors = tuple(self._bare[" ".join(match.group().split())])
                found.append(Hit(start + match.start(), start + match.end(), actors))
        return found

    def _scan(self, folded: str, day: date | None, *, lookalike: bool) -> list[Hit]:
        found: list[Hit] = []
        position = 0
        while (match := self._pattern.search(folded, position)) is not None:
            start, end = match.span()
            # Checked here and not in the pattern, which would then try every letter of the text.
            if start and (folded[start - 1].isalnum() or folded[start - 1] in "_-"):
                position = start + 1
                continue
            # "the central bank" must not hide "Central Bank of Orsa", which begins behind "the".
            opening = _ARTICLE.match(match.group())
            inner = self._pattern.match(folded, start + opening.end()) if opening else None
            if inner is not None and inner.end() > end:
                start, end = inner.span()
                match = inner
            position = end
            word = match.group()
            if word in self._names or word in self._nots:
                excluded = self._nots.get(word, ())
                actors = tuple(a for a in self._names.get(word, ()) if a not in excluded)
                found.append(Hit(start, end, actors, lookalike=lookalike))
            else:
                holders = tuple(a for a in self._roles.get(word, ()) if self._holds(a, word, day))
                if holders:
                    found.append(Hit(start, end, holders, role=True))
        return found

    def _holds(self, actor_id: str, title: str, day: date | None) -> bool:
        return any(
            fold_text(_ARTICLE.sub("", role.title)) == title and role.held_on(day)
            for role in self.actors[actor_id].roles
        )

    def holders_of(self, words: frozenset[str], day: date | None) -> list[str]:
        """Return the actors with a role on ``day`` whose title holds all of ``words``.

        A title of the past ("former minister") is held by nobody, unless ``words`` ask for it.
        """
        return [
            actor.id
            for actor in self.actors.values()
            if any(_titled(words, role.title) and role.held_on(day) for role in actor.roles)
        ]


def _kin(actors: Iterable[Actor]) -> dict[str, frozenset[str]]:
    """Return for each body its people, and for each of its people the body."""
    known = list(actors)
    bodies = {fold_text(a.name): a.id for a in known if a.kind is not ActorKind.PERSON}
    kin: dict[str, set[str]] = {}
    for actor in known:
        body = bodies.get(fold_text(actor.affiliation or ""))
        if body is not None and body != actor.id:
            kin.setdefault(body, set()).add(actor.id)
            kin.setdefault(actor.id, set()).add(body)
    return {one: frozenset(others) for one, others in kin.items()}


# What desks call the holder of an office short of its title.
_SHORT = {
    "boss": {"coach", "manager", "chief", "ceo", "head"},
    "manager": {"coach"},
    "coach": {"manager"},
    "ceo": {"chief"},
}


def _titled(words: frozenset[str], title: str) -> bool:
    known = set(re.findall(r"\w+", fold_text(title)))
    return known & _PAST <= words and all(
        word in known or not known.isdisjoint(_SHORT.get(word, ())) for word in words
    )


def pronoun_of(actor: Actor) -> str | None:
    """Return the pronoun of an actor: an organisation without one is an "it"."""
    if actor.pronouns is not None:
        return actor.pronouns.value
    return None if actor.kind is ActorKind.PERSON else "it"


def _add(table: dict[str, list[str]], key: str, value: str) -> None:
    if value not in table.setdefault(key, []):
        table[key].append(value)


def _compile(words: Iterable[str]) -> re.Pattern[str]:
    """Compile many words into one pattern that shares their beginnings; the longest word wins."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return re.compile(r"(?:" + _branch(tree) + r")(?![\w-])")


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    ends = "" in node
    parts = [
        (r"\s+" if letter == " " else re.escape(letter)) + _branch(child)
        for letter, child in sorted(node.items())
        if letter
    ]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 and not ends else "(?:" + "|".join(parts) + ")"
    return body + "?" if ends else body
