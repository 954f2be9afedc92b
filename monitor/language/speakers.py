"""From a source phrase to the speakers it stands for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.language.cast import Behalf, Cast, Figure, Mention, Sighting
from monitor.language.lexicon import (
    AUXILIARIES,
    BODIES,
    BUSINESSES,
    DETERMINERS,
    FEMALE,
    GROUPS,
    MALE,
    OFFICES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SPEECH_FORMS,
    SPOKES,
    SPOKESPEOPLE,
)
from monitor.language.names import ORGANISATIONS
from monitor.language.phrases import Range, date_phrase, is_adverb, phrase_left, with_head
from monitor.language.pronouns import LastSpeakers, Place, resolve
from monitor.language.sentences import Sentence
from monitor.language.watch import Hit, Watch
from monitor.language.wordsets import word_set

_AHEAD = 10
_PROXIES = word_set("campaign camp team office administration government lawyers aides")


@dataclass(frozen=True, slots=True)
class Source:
    """A resolved speaker: the figure, or only a name, and the actor spoken for."""

    figure: Figure | None
    name: str
    behalf: Behalf | None = None


@dataclass(slots=True)
class Scene:
    """What is known where a source phrase stands."""

    sentence: Sentence
    mentions: list[Mention]
    hits: list[Hit]
    paragraph: int
    number: int
    cast: Cast
    last: LastSpeakers
    watch: Watch | None
    day: date | None
    # Tracked actors who are named in the paragraphs that follow.
    soon: frozenset[str] = frozenset()


def resolve_source(scene: Scene, span: Range) -> tuple[Source, ...]:
    """Resolve the phrase of items ``span`` to its speakers."""
    s = scene.sentence
    first, end = span
    if s.lower[end - 1] in _REFLEXIVES and end - first > 1:
        end -= 1  # "the union itself"
    if s.lower[first] == "who":
        first, end = _antecedent(s, first)
    first = _without_day(s, _with_name(s, first, end), end)
    word = _POSSESSIVES.get(s.lower[first], s.lower[first])
    if end - first == 1 and word in PRONOUNS:
        place = Place(scene.paragraph, scene.number, first, subject=_is_main_subject(s, first))
        figures = resolve(word, place, scene.cast, scene.last)
        return tuple(Source(f, f.name, f.behalf) for f in figures) or (
            Source(None, s.words[first]),
        )
    named: list[Source] = []
    groups = _groups(s, first, end, scene.mentions)
    for group in groups:
        found = _speaking(scene, first, end, group, alone=len(groups) == 1)
        if found is not None:
            named.append(found)
    if named:
        return tuple(named)
    for left, right in (piece for group in groups for piece in group):
        nominal = _nominal(scene, left, right)
        if nominal is not None:
            return (nominal,)
    return (_unnamed(scene, first, end, _behalf(scene, first, end)),)


def _with_name(s: Sentence, first: int, end: int) -> int:
    """Take in the name of which a phrase is the apposition; a comma stands behind that, too.

    "The round after Christmas, the union's head said" has none.
    """
    apart = end >= len(s) or s.lower[end] not in SPEECH_FORMS
    return with_head(s, first) if apart or "," in s.lower[end + 1 : end + _AHEAD] else first


def _without_day(s: Sentence, first: int, end: int) -> int:
    """Step over the day or hour in "Within the hour the bank told"."""
    behind = date_phrase(s, first)
    return behind if behind < end else first


def _speaking(
    scene: Scene, first: int, end: int, group: list[Range], *, alone: bool
) -> Source | None:
    """Return who of a name and its appositions speaks, with the office that they tell."""
    found = [x for x in (_named(scene, left, right) for left, right in group) if x is not None]
    if not found:
        return None
    best = max(found, key=_personal)
    if best.figure is None:
        return best
    # "The premier of Seeland, Ute Garms, said": she bears the office beside her name.
    for left, right in group:
        words = scene.sentence.lower[left:right]
        until = next((i for i, word in enumerate(words) if word in PREPOSITIONS), len(words))
        if words[until - 1] in OFFICES:
            best.figure.titles.update(words[:until])
    if best.figure.actor is None:
        told = (_behalf(scene, left, right) for left, right in ((first, end), *group))
        behalf = best.behalf or next(filter(None, told), None)
        return _for_whom(best.figure, scene.sentence.lower[first:end], behalf, alone=alone)
    return best


def _for_whom(figure: Figure, words: list[str], behalf: Behalf | None, *, alone: bool) -> Source:
    """Give a name for whom it speaks, told beside it or, for the bare name, at its introduction.

    "Mayor Reyl" below "Corvane spokesman Reyl" is another; so is who speaks for somebody else.
    """
    if behalf is None and all(word in figure.words for word in words):
        return Source(figure, figure.name, figure.behalf)
    if not SPOKESPEOPLE.isdisjoint(words):
        figure.behalf = behalf if alone and behalf is not None and behalf.official else None
    return Source(figure, figure.name, behalf)


def _is_main_subject(s: Sentence, at: int) -> bool:
    """Tell "He said …" from "Though he said …, Sorokin …" and from "his campaign said …"."""
    return s.lower[at] not in _POSSESSIVES and (at == 0 or s.lower[at - 1] not in _SUBORDINATORS)


_SUBORDINATORS = word_set(
    "though although while when as after before if because since unless until once whenever"
)


def _unnamed(scene: Scene, first: int, end: int, behalf: Behalf | None) -> Source:
    """Somebody without a name: "a spokeswoman for the bank", whom "she" may stand for next."""
    s = scene.sentence
    name = _text(s, first, end)
    gendered = [w for w in s.lower[first:end] if w in MALE or w in FEMALE]
    if not gendered:
        return Source(None, name, behalf)
    pronoun = "he" if gendered[0] in MALE else "she"
    figure = Figure(name, (), person=True, pronoun=pronoun, behalf=behalf)
    sighting = Sighting(figure, scene.paragraph, scene.number, first, end, subject=True)
    scene.cast.sightings.append(sighting)
    return Source(figure, name, behalf)


def _antecedent(s: Sentence, at: int) -> Range:
    """``Voss, who said …``: whom a relative pronoun goes back to, or the pronoun itself."""
    last = at - 2 if at > 1 and s.lower[at - 1] == "," else at - 1
    return phrase_left(s, last) or (at, at + 1)


_REFLEXIVES = word_set("himself herself itself themselves")
_POSSESSIVES = {"his": "he", "her": "she", "their": "they", "its": "it"}


def _personal(source: Source) -> int:
    """Of a name and its appositions the person speaks: "Brightwater’s head, Ines Duarte"."""
    if source.figure is None:
        return 0
    return 2 if source.figure.person else 1


def _text(s: Sentence, first: int, end: int) -> str:
    """Return the words as they stand, line breaks and wide spaces as one space."""
    apart = (" " if i > first and s.starts[i] > s.ends[i - 1] else "" for i in range(first, end))
    return "".join(gap + s.words[i] for gap, i in zip(apart, range(first, end), strict=True))


def _groups(s: Sentence, first: int, end: int, mentions: list[Mention]) -> list[list[Range]]:
    """Cut a phrase at the "and" between names, and each part at its commas and brackets."""
    groups: list[list[Range]] = [[]]
    at = start = first
    while at <= end:
        word = s.lower[at] if at < end else ","
        if word in _CUTS or (word == "and" and _between_names(at, end, mentions)):
            stop = at
            while stop > start and not s.words[stop - 1][0].isalnum():
                stop -= 1
            if stop > start:
                groups[-1].append((start, stop))
            if word in RELATIVES:
                break
            if word == "and":
                groups.append([])
            if word == "(":
                while at < end and s.lower[at] != ")":
                    at += 1
            start = at + 1
        at += 1
    return [group for group in groups if group]


_CUTS = frozenset({",", "(", ")", "—", "–", "--"}) | RELATIVES


def _between_names(at: int, end: int, mentions: list[Mention]) -> bool:
    return any(m.name.end == at for m in mentions) and any(
        at < m.name.outer and m.name.end <= end for m in mentions
    )


def _named(scene: Scene, first: int, end: int) -> Source | None:
    """The name at the head of a piece, if it has one."""
    s = scene.sentence
    end = _head_end(scene, first, end)
    for mention in reversed(scene.mentions):
        name = mention.name
        if name.end != end or (name.outer < first and name.first < first):
            continue
        if name.first >= name.end:
            return None
        spanning = _spanning(scene, first, name.outer, end)
        if spanning is not None:
            return spanning
        preposition = [i for i in range(first, name.outer) if s.lower[i] in PREPOSITIONS]
        if preposition and not (name.first > name.outer and s.lower[preposition[-1]] == "of"):
            return None
        behalf = _behalf(scene, first, name.outer)
        mention.figure.titles.update(s.lower[first : name.first])
        if behalf is not None and mention.figure.actor is None:
            return Source(mention.figure, mention.figure.name, behalf)
        return Source(mention.figure, mention.figure.name)
    for hit in scene.hits:
        if not hit.role and hit.actors and _heads(s, hit, first, end):
            figure = scene.cast.figure_of(hit.actors[0])
            return Source(figure, figure.name)
    return None


def _head_end(scene: Scene, first: int, end: int) -> int:
    """Where the name ends that heads a piece: "Voss of Ohio", "Voss in Geneva", "Voss went on"."""
    s = scene.sentence
    for mention in scene.mentions:
        name = mention.name
        if name.outer < first or name.end >= end:
            continue
        if _spanning(scene, first, name.end, end) is not None:
            return end
        alone = all(s.lower[i] in DETERMINERS for i in range(first, name.outer))
        following = s.lower[name.end]
        if alone and (following in PREPOSITIONS or _verbal(following)):
            return name.end if mention.figure.person is not False else end
        break
    return end


def _verbal(word: str) -> bool:
    return word in AUXILIARIES or is_adverb(word) or word.endswith("ed") or word in _PAST


_PAST = word_set("went came met took made gave got saw knew kept left held began ran won spoke sat")


def _heads(s: Sentence, hit: Hit, first: int, end: int) -> bool:
    """Whether a hit is what the piece is about, and not "a source close to the minister"."""
    return (
        hit.end == s.ends[end - 1]
        and all(
            s.lower[i] not in PREPOSITIONS for i in range(first, end) if s.starts[i] < hit.start
        )
        and hit.start >= s.starts[first]
    )


def _spanning(scene: Scene, first: int, outer: int, end: int) -> Source | None:
    """A tracked name that takes in a preposition: "the Central Bank of Orsa"."""
    s = scene.sentence
    for hit in scene.hits:
        inside = hit.start < s.starts[outer] and _heads(s, hit, first, end)
        if inside and not hit.role and len(hit.actors) == 1:
            figure = scene.cast.figure_of(hit.actors[0])
            return Source(figure, figure.name)
    return None


def _nominal(scene: Scene, first: int, end: int) -> Source | None:
    """A title without a name: "the foreign minister", "its chief executive"."""
    s = scene.sentence
    last = s.lower[end - 1]
    for hit in scene.hits:
        if hit.role and hit.actors and _heads(s, hit, first, end):
            holder = _one_of(scene, hit, first)
            if holder is None:
                break
            rival = _rival(scene, holder, s.lower[first:end])
            if rival is not None:
                return Source(rival, rival.name)
            return Source(holder, holder.name)
    behalf = _behalf(scene, first, end)
    if behalf is not None:
        return _unnamed(scene, first, end, behalf)
    if last in BODIES and (own := _own_body(scene, first, end)) is not None:
        return Source(own, own.name)
    definite = s.lower[first] in DETERMINERS - {"a", "an"}
    begin = _behind_owner(s, first, end)
    words = [w for w in s.lower[begin:end] if w[0].isalnum() and w not in _SMALL]
    if not definite or not words or any(w in PREPOSITIONS for w in words):
        return None
    if len(words) == 1 and last in BODIES:
        body = _body(scene, last, first)
        if body is not None:
            return Source(body, body.name)
    known = _called(scene, words) if last in OFFICES or last in GROUPS else None
    return Source(known, known.name) if known is not None else None


def _called(scene: Scene, words: list[str]) -> Figure | None:
    """The figure that words of an office or a group call, if one is known."""
    # "The council" is a body, not the woman who leads it.
    holder = _holder(scene, frozenset(words)) if words[-1] in OFFICES else None
    return (
        holder
        or _predecessor(scene, words)
        or _titled(scene, words)
        or _introduced(scene, frozenset(words), words[-1])
    )


def _rival(scene: Scene, holder: Figure, title: list[str]) -> Figure | None:
    """Return somebody untracked of like office who has just been introduced.

    Below "Agriculture Minister Feld called it overdue" "the minister" is Feld.
    """
    office = frozenset(title) - DETERMINERS
    for sighting in _recent(scene):
        figure = sighting.figure
        if figure is holder or sighting.paragraph < scene.paragraph - 1:
            return None
        bears = figure.actor is None and figure.person and office <= figure.titles
        if bears and figure.titles.isdisjoint(_NO_RIVAL):
            return figure
    return None


def _one_of(scene: Scene, hit: Hit, first: int) -> Figure | None:
    """The holder of an office, or of several, as on the day of a change, who is spoken of."""
    held = [actor for actor in hit.actors if _is_held(scene, hit, first, actor)]
    if len(held) == 1:
        return scene.cast.figure_of(held[0])
    bodies = {scene.watch.actors[actor].affiliation for actor in held} if scene.watch else set()
    if len(bodies) != 1:
        return None
    seen = [s for s in _recent(scene) if s.subject and s.figure.actor in held]
    here = [s for s in seen if s.paragraph == scene.paragraph] or seen
    found = {s.figure.actor: s.figure for s in here}
    return here[0].figure if len(found) == 1 else None


def _predecessor(scene: Scene, words: Sequence[str]) -> Figure | None:
    """``Krog blamed her. “…,” the former minister said``: who held the office till then.

    By the watch-list's dates; without them only who has just spoken may be meant.
    """
    title = frozenset(words[1:])
    if words[0] not in _PAST_HOLDER or words[-1] not in OFFICES or scene.watch is None:
        return None
    spoke = scene.last.figures if scene.last.paragraph == scene.paragraph else ()
    for figure in spoke:
        if _bore(scene, figure, title, shared=True):
            return figure
    seen = (sighting.figure for sighting in _recent(scene))
    return next((figure for figure in seen if _bore(scene, figure, title, shared=False)), None)


def _bore(scene: Scene, figure: Figure, title: frozenset[str], *, shared: bool) -> bool:
    """Tell whether a figure held an office till a day gone by, or bears it beside another."""
    if scene.watch is None or figure.actor is None:
        return False
    for role in scene.watch.actors[figure.actor].roles:
        words = frozenset(role.title.lower().split())
        if title <= words:
            over = role.until is not None and scene.day is not None and role.until < scene.day
            if over or (shared and len(scene.watch.holders_of(words, scene.day)) > 1):
                return True
    return False


_PAST_HOLDER = word_set("former ex ousted departing dismissed deposed outgoing")


def _recent(scene: Scene) -> Iterator[Sighting]:
    """Who was named in this paragraph and the ones before it, the last first."""
    for sighting in reversed(scene.cast.sightings[-_RECENT:]):
        if scene.paragraph - sighting.paragraph > _REACH:
            return
        yield sighting


def _behind_owner(s: Sentence, first: int, end: int) -> int:
    """Step over "the company's" in "the company's chief executive"."""
    owner = s.lower.index("'s", first, end) if "'s" in s.lower[first:end] else first
    common = owner > first and s.words[owner - 1][0].islower()
    return owner + 1 if common and s.lower[owner - 1] not in _OTHERS else first


_OTHERS = word_set(
    "rival rivals opponent competitor neighbour neighbor enemy predecessor successor"
)
# "The new minister" is the minister of the day.
_SMALL = DETERMINERS | word_set(
    "new current incumbent sitting serving outgoing newly-elected newly-appointed"
)


def _is_held(scene: Scene, hit: Hit, first: int, holder: str) -> bool:
    """Tell "the 55-year-old president" from "the French president" and "the former president".

    A name before the title says whose title it is: another's, unless the actor belongs there.
    """
    s = scene.sentence
    title = next(i for i in range(first, len(s)) if s.ends[i] > hit.start)
    before = range(first, title)
    if any(s.lower[i] in _NOT_THE_HOLDER for i in before):
        return False
    whose = [s.lower[i] for i in before if s.words[i][0].isupper() and s.lower[i] not in _SMALL]
    named = any(s.words[i][0].isupper() for i in range(title, len(s)) if s.ends[i] <= hit.end)
    if named or not whose or scene.watch is None:
        return True
    actor = scene.watch.actors[holder]
    known = " ".join([actor.affiliation or "", *(role.title for role in actor.roles)]).lower()
    return all(word in known for word in whose)


_NOT_THE_HOLDER = _PAST_HOLDER - {"outgoing"} | word_set(
    "late onetime one-time vice deputy assistant associate shadow future next would-be "
    "past previous then"
)


def _holder(scene: Scene, words: frozenset[str]) -> Figure | None:
    """The one actor on the scene whose role has these words."""
    if scene.watch is None:
        return None
    known = [a for a in scene.watch.holders_of(words, scene.day) if _present(scene, a)]
    return scene.cast.figure_of(known[0]) if len(known) == 1 else None


def _introduced(scene: Scene, words: frozenset[str], office: str) -> Figure | None:
    """The one holder who is named behind a lead that calls him by his office alone.

    "Dockers will down tools, their leader said. … Bram Halvorsen told a meeting …"
    """
    if scene.watch is None or office not in OFFICES:
        return None
    coming = [a for a in scene.watch.holders_of(words, scene.day) if a in scene.soon]
    return scene.cast.figure_of(coming[0]) if len(coming) == 1 else None


def _present(scene: Scene, actor: str) -> bool:
    """Named already, or what the actor belongs to is: "Brightwater …, its chief executive"."""
    if scene.watch is None:
        return False
    affiliation = (scene.watch.actors[actor].affiliation or "").lower()
    return any(
        f.actor == actor or (affiliation and " ".join(f.words) in affiliation)
        for f in scene.cast.figures
    )


def _body(scene: Scene, kind: str | None, first: int) -> Figure | None:
    """The tracked organisation that "the company" or "a spokesman" at ``first`` goes back to.

    None where another organisation has been named since.
    """
    for sighting in _recent(scene):
        figure = sighting.figure
        if sighting.sentence == scene.number and sighting.item > first:
            continue
        if figure.person is not False or (figure.actor is None and not _is_body(figure)):
            continue
        if figure.actor is None:
            return None
        if kind is None or _is_called(scene, figure, kind):
            return figure
    return None


def _own_body(scene: Scene, first: int, end: int) -> Figure | None:
    """``Her union demanded …``: the tracked organisation to which the owner belongs."""
    s = scene.sentence
    owner = _POSSESSIVES.get(s.lower[first])
    if owner is None or scene.watch is None or s.lower[first + 1 : end - 1] not in ([], ["own"]):
        return None
    place = Place(scene.paragraph, scene.number, first)
    figures = resolve(owner, place, scene.cast, scene.last)
    if len(figures) != 1 or figures[0].actor is None or figures[0].person is False:
        return None
    kin = scene.watch.kin.get(figures[0].actor, frozenset())
    bodies = [scene.cast.figure_of(actor) for actor in kin]
    fitting = [body for body in bodies if _is_called(scene, body, s.lower[end - 1])]
    return fitting[0] if len(fitting) == 1 else None


def _is_called(scene: Scene, body: Figure, kind: str) -> bool:
    """Tell whether an organisation is a union, a ministry, or for want of such a word a company."""
    words = set(body.words)
    if scene.watch is not None and body.actor is not None:
        words.update(w for n in scene.watch.actors[body.actor].all_names for w in n.lower().split())
    called = GROUPS & words
    return kind in called or (not called and kind in BUSINESSES)


def _is_body(figure: Figure) -> bool:
    return not (GROUPS | ORGANISATIONS).isdisjoint(figure.words)


_REACH = 2


def _titled(scene: Scene, words: list[str]) -> Figure | None:
    """The figure last sighted that was introduced with these words, or bears them in its name."""
    wanted = set(words)
    for sighting in reversed(scene.cast.sightings[-_RECENT:]):
        figure = sighting.figure
        if (wanted <= figure.titles and words[-1] in OFFICES) or (
            len(words) == 1 and figure.person is not True and words[0] in figure.words
        ):
            return figure
    return None


_RECENT = 60
_NO_RIVAL = SPOKES | _NOT_THE_HOLDER | word_set("acting aide critic")
_ANY_BODY = word_set("organisation organization")


def _behalf(scene: Scene, first: int, end: int) -> Behalf | None:
    """For whom a spokesperson, a lawyer or a campaign speaks, if it is one."""
    s = scene.sentence
    words = s.lower[first:end]
    speaks = any(w in SPOKES or w in _PROXIES for w in words) or (
        "campaign" in words and not {"director", "manager"}.isdisjoint(words)
    )
    if not speaks or "former" in words or "ex" in words:
        return None
    official = not SPOKESPEOPLE.isdisjoint(words)
    for mention in scene.mentions:
        if first <= mention.name.outer < end and mention.figure.actor is not None:
            return Behalf(mention.figure.actor, official)
    start, stop = s.starts[first], s.ends[end - 1]
    for hit in scene.hits:
        if not hit.role and start <= hit.start and hit.end <= stop and len(hit.actors) == 1:
            return Behalf(hit.actors[0], official)
    actor = _behalf_of_last(scene, words, first)
    return Behalf(actor, official) if actor is not None else None


def _behalf_of_last(scene: Scene, words: list[str], first: int) -> str | None:
    """``his lawyer``, ``its spokesman``, ``a spokeswoman``: for whom, what stands before tells."""
    owner = _POSSESSIVES.get(words[0])
    if owner is not None:
        place = Place(scene.paragraph, scene.number, first)
        figures = resolve(owner, place, scene.cast, scene.last)
        return figures[0].actor if len(figures) == 1 else None
    # "A spokeswoman", "a company spokeswoman", "a spokesman for the company".
    kind = words[1] if words[1:2] and words[1] in BODIES else None
    at = 2 if kind else 1
    bare = words[0] in {"a", "the"} and words[at : at + 1] and words[at].startswith("spokes")
    behind = words[at + 1 :]
    if bare and behind[:-1] in (["for", "the"], ["of", "the"]) and behind[-1] in BODIES:
        kind, behind = behind[-1], []
    if not bare or (behind and behind[0] in PREPOSITIONS):
        return None
    body = _body(scene, None if kind in _ANY_BODY else kind, first)
    return body.actor if body is not None else None
