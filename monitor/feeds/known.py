"""What a feed has carried so far, by which its entries are known again."""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

# Guid, link and words, and one more for an entry that was renamed.
_NAMES_EACH: Final = 4


class Known(BaseModel):
    """An entry as it was last published.

    Attributes:
        article: its id, for good.
        version: of the article.
        words: hash of its title and text.
        updated: the date of change that it claimed, as a POSIX timestamp; 0 for none.
        silent: edits in a row that claimed no new date.
        published: the date that its first version went by, as a POSIX timestamp; 0 where unknown.
        history: whether it was part of the backlog.
        seen: the day it was last in the feed, counted from 1970.
    """

    model_config = ConfigDict(extra="forbid")

    article: str
    version: int = 1
    words: str
    updated: float = 0.0
    silent: int = 0
    published: float = 0.0
    history: bool = False
    seen: int = 0


class Shelf(BaseModel):
    """Every entry that a feed is known to have carried.

    Attributes:
        entries: by number.
        names: number by guid, by link and by words; each hashed, with its kind before it; those
            last seen come last.
        next: the number of the next entry.
    """

    model_config = ConfigDict(extra="forbid")

    entries: dict[int, Known] = {}
    names: dict[str, int] = {}
    next: int = 0

    def copied(self) -> "Shelf":
        """Return a shelf of its own with the same entries, which are only ever replaced."""
        return Shelf.model_construct(
            entries=dict(self.entries), names=dict(self.names), next=self.next
        )

    def revise(self, changes: Mapping[str, Mapping[str, object]]) -> None:
        """Change what is kept of entries, by the id of their article."""
        for number, known in list(self.entries.items()) if changes else ():
            if known.article in changes:
                self.entries[number] = known.model_copy(update=changes[known.article])

    def find(self, names: tuple[str, ...]) -> int | None:
        """Return the entry that is known by the first of ``names`` that is known."""
        return next((self.names[n] for n in names if n in self.names), None)

    def put(self, number: int | None, entry: Known, names: tuple[str, ...]) -> int:
        """Keep an entry under all its names; a new one gets a number."""
        if number is None:
            number, self.next = self.next, self.next + 1
        self.entries[number] = entry
        for name in names:
            self.names.pop(name, None)
            self.names[name] = number
        return number

    def forget(self, before: int, most: int) -> None:
        """Drop what was last seen before a day, and the longest unseen beyond ``most``.

        A feed that renames its entries at every poll would add names without end: of these, too,
        the longest unseen go.
        """
        kept = sorted(self.entries.items(), key=lambda item: (-item[1].seen, -item[0]))[:most]
        self.entries = {number: entry for number, entry in kept if entry.seen >= before}
        names = [(name, n) for name, n in self.names.items() if n in self.entries]
        self.names = dict(names[-most * _NAMES_EACH :])
