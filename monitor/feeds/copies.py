"""Wire copy and light edits of it: articles that say nearly the same words.

MinHash over shingles of three words (Broder 1997), computed in one pass by binning (Li, Owen and
Zhang 2012) and looked up by bands (locality-sensitive hashing). Two articles that share seven of
ten shingles are found 99 times of 100; two that share two, once in forty, and are then told apart
by their whole signatures.
"""

import struct
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from monitor.identity import normalise
from schemas.article import Article

_SHINGLE: Final = 3
_BINS: Final = 64
_ROWS: Final = 4
_ALIKE: Final = 0.6
# Fewer words may well be the same by chance.
_LEAST_WORDS: Final = 20
_MOST_WORDS: Final = 5000
# Texts that share a band and are no copies of each other are few, unless somebody means it.
_MOST_LISTED: Final = 64
_WINDOW: Final = 3 * 86_400.0
_SIZE: Final = 4
_CELL: Final = struct.Struct(f">d{_BINS}I")

Signature = tuple[int, ...]


def signature(text: str) -> Signature | None:
    """Return what two texts are compared by; None for a text that is too short."""
    words = normalise(text[: _MOST_WORDS * 12]).split()
    if len(words) < _LEAST_WORDS:
        return None
    bins: list[int | None] = [None] * _BINS
    shingles = {" ".join(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
    for shingle in shingles:
        digest = blake2b(shingle.encode(), digest_size=_SIZE + 1).digest()
        at, value = digest[0] % _BINS, int.from_bytes(digest[1:])
        least = bins[at]
        if least is None or value < least:
            bins[at] = value
    return tuple(_filled(bins, n) for n in range(_BINS))


def _filled(bins: list[int | None], at: int) -> int:
    """Return a bin's value; an empty one borrows the next one's (Shrivastava and Li 2014)."""
    for step in range(_BINS):
        value = bins[(at + step) % _BINS]
        if value is not None:
            return (value + step * 2_654_435_761) % 2**32
    return 0


def alike(one: Signature, other: Signature) -> float:
    """Return the estimated share of shingles that two texts have in common."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / _BINS


@dataclass(frozen=True, slots=True)
class _Kept:
    at: float
    signature: Signature
    first: str


class Copies:
    """The articles of the last days, by what they say."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[str, _Kept] = {}
        self._bands: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)

    def load(self, cells: Iterable[tuple[str, bytes]]) -> None:
        """Take over what an earlier run, or another worker, has kept."""
        found = []
        for article, cell in cells:
            if article in self._kept:
                continue
            at, *values = _CELL.unpack_from(cell)
            first = cell[_CELL.size :].decode()
            found.append((article, _Kept(at, tuple(values), first)))
        for article, kept in sorted(found, key=lambda pair: pair[1].at):
            self._put(article, kept)

    def mark(
        self, article: Article, values: Signature | None
    ) -> tuple[Article, dict[str, bytes | None]]:
        """Return the article, told whose copy it is, and what to keep under which key.

        An article stays what it was when it first came, however it is edited.

        Args:
            article: new, or a new version.
            values: the signature of its text.
        """
        known = self._kept.get(article.id)
        if known is None:
            if values is None:
                return article, {}
            first = self._first(values) or article.id
            known = _Kept(article.arrived.timestamp(), values, first)
            self._put(article.id, known)
            cell = _CELL.pack(known.at, *values) + first.encode()
            changes: dict[str, bytes | None] = {article.id: cell}
        else:
            changes = {}
        if known.first != article.id:
            article = article.model_copy(update={"copy_of": known.first})
        return article, changes | self._expire(article.arrived.timestamp() - _WINDOW)

    def forget(self, articles: Iterable[str]) -> None:
        """Take back what could not be published."""
        for article in articles:
            kept = self._kept.pop(article, None)
            for band in _bands(kept.signature) if kept else ():
                listed = self._bands.get(band, [])
                if article in listed:
                    listed.remove(article)
                    if not listed:
                        del self._bands[band]

    def _first(self, values: Signature) -> str | None:
        met = {article for band in _bands(values) for article in self._bands.get(band, ())}
        close = [self._kept[a] for a in met if alike(values, self._kept[a].signature) >= _ALIKE]
        return min(close, key=lambda kept: (kept.at, kept.first)).first if close else None

    def _put(self, article: str, kept: _Kept) -> None:
        self._kept[article] = kept
        if kept.first != article:
            return  # compared with the first only: a thousand copies of one text cost no more
        for band in _bands(kept.signature):
            listed = self._bands[band]
            if len(listed) < _MOST_LISTED:
                listed.append(article)

    def _expire(self, before: float) -> dict[str, bytes | None]:
        gone = []
        for article, kept in self._kept.items():  # in the order in which they came
            if kept.at >= before:
                break
            gone.append(article)
        self.forget(gone)
        return dict.fromkeys(gone)


def _bands(values: Signature) -> Iterable[tuple[int, ...]]:
    for start in range(0, _BINS, _ROWS):
        yield (start, *values[start : start + _ROWS])
