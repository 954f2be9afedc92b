"""Whom a pronoun stands for: by gender, recency, prominence, and who spoke last.

Names inside quotations are folded away with them, so they are never taken.
"""

from dataclasses import dataclass

from monitor.language.cast import Cast, Figure

_MAX_PARAGRAPHS = 6
_WINDOW = 40
_PERSONAL = frozenset({"he", "she"})
# Weights, tuned on the pronouns of the training articles.
_PER_SENTENCE = -0.5
_PER_PARAGRAPH = -0.8
_SUBJECT = 1.2
_OFTEN = 0.1
_JUST_SPOKE = 1.5
_SPOKE = 0.0
_UNNAMED = -1.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pronoun stands, and whether it is the subject of a main clause."""

    paragraph: int
    sentence: int
    item: int
    subject: bool = False


@dataclass(slots=True)
class LastSpeakers:
    """Who spoke last, and where."""

    figures: tuple[Figure, ...] = ()
    paragraph: int = -99
    sentence: int = -99


def resolve(  # noqa: C901, PLR0912 - one condition a line
    word: str, place: Place, cast: Cast, last: LastSpeakers
) -> tuple[Figure, ...]:
    """Return the figures a pronoun stands for; empty where nobody fits."""
    spoke_near = place.paragraph - last.paragraph <= 1
    several = len(last.figures) > 1 or not all(map(_certain_person, last.figures))
    if word == "they" and last.sentence < cast.together_at >= place.sentence - 2:
        return cast.together
    if word == "they" and last.figures and spoke_near and several:
        return last.figures
    if word not in {"he", "she", "it", "they"}:
        return ()
    best: Figure | None = None
    best_score = -99.0
    # "He said Sorokin would …" is not Sorokin's: who is named behind a subject is somebody else.
    others: list[Figure] = []
    for sighting in reversed(cast.sightings[-_WINDOW:]):
        if place.paragraph - sighting.paragraph > _MAX_PARAGRAPHS:
            break
        figure = sighting.figure
        if sighting.sentence == place.sentence and sighting.item >= place.item:
            if place.subject:
                others.append(figure)
            continue
        fits = _fit(figure, word)
        if fits is None or any(figure is other for other in others):
            continue
        spoke = spoke_near and figure in last.figures
        if spoke and figure.person:
            # Who spoke may be either, as long as the article has not told.
            fits = max(fits, _SPOKE)
        score = (
            fits
            + _PER_SENTENCE * (place.sentence - sighting.sentence)
            + _PER_PARAGRAPH * (place.paragraph - sighting.paragraph)
            + (_SUBJECT if sighting.subject else 0.0)
            + _OFTEN * min(figure.count, 6)
        )
        if spoke:
            # Somebody else who took the stage after the last statement may own the pronoun.
            score += _JUST_SPOKE if place.sentence - last.sentence <= 1 else 0.0
        if score > best_score:
            best, best_score = figure, score
    for figure in last.figures:
        # A speaker known only by title ("the office") has no name to be sighted by.
        fits = _fit(figure, word)
        near = place.paragraph - last.paragraph <= 2  # noqa: PLR2004 - two paragraphs back
        if fits is not None and near and best_score < fits + _UNNAMED:
            best, best_score = figure, fits + _UNNAMED
    return (best,) if best is not None else ()


def _certain_person(figure: Figure) -> bool:
    return figure.person is True and figure.pronoun in _PERSONAL


def _fit(figure: Figure, word: str) -> float | None:
    """How well a figure's gender fits the pronoun; None where it does not."""
    if word in _PERSONAL:
        if figure.pronoun is not None:
            return 1.0 if figure.pronoun == word else None
        if figure.person is False:
            return None
        return -0.5 if figure.person else -2.5
    if word == "they":
        return 0.5 if figure.pronoun == "they" else None if figure.pronoun in _PERSONAL else -0.5
    if figure.pronoun == "it":
        return 1.0
    return 0.5 if figure.person is False else None
