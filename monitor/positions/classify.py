"""The position classifier: what a statement does, clause by clause. Pure."""

from collections.abc import Sequence

from monitor.positions.classify_acts import Draft, act_of
from monitor.positions.classify_attribution import attribution
from monitor.positions.classify_drafts import drafts_of
from monitor.positions.classify_listen import listen
from monitor.positions.classify_settle import settle
from monitor.positions.reading import Quotation, Reading
from monitor.positions.second_reading import Reader
from schemas.vocabulary import PositionClass

# Of two acts as sure as each other the one that matters more to a reader leads.
_RANK = {
    position: rank
    for rank, position in enumerate(
        (
            PositionClass.THREATEN,
            PositionClass.REJECT,
            PositionClass.CONCEDE,
            PositionClass.REQUEST,
            PositionClass.AGREE,
            PositionClass.DENY,
            PositionClass.ACCUSE,
            PositionClass.CONSULT,
            PositionClass.SUPPORT,
            PositionClass.STATE,
        )
    )
}
_FIRM = 2.0
_HINT = 1.2


def _order(draft: Draft) -> tuple[int, int]:
    verdict = draft.verdict
    if verdict.position is PositionClass.STATE:
        return 3, 0
    tier = 0 if verdict.weight >= _FIRM else 1 if verdict.weight >= _HINT else 2
    return tier, _RANK[verdict.position]


class Classifier:
    """Reads quotations; holds nothing that changes, so one serves every thread."""

    def __init__(self, reader: Reader | None = None) -> None:
        """Take the trained networks; without them the rules decide alone."""
        self._reader = reader

    def read(self, quotation: Quotation) -> Reading:
        """Return what ``quotation`` does, strongest act first."""
        return self.read_all((quotation,))[0]

    def read_all(self, quotations: Sequence[Quotation]) -> list[Reading]:
        """Return what each statement does; together they cost less than one by one."""
        read = []
        for quotation in quotations:
            said = attribution(quotation)
            read.append((said, strongest_first(drafts_of(quotation, said))))
        if self._reader is not None:
            several = [_does_several(drafts) for _, drafts in read]
            answers = listen(self._reader, quotations, several)
            read = [
                (said, settle(drafts, said, chances))
                for (said, drafts), chances in zip(read, answers, strict=True)
            ]
        return [
            Reading(tuple(act_of(draft, said) for draft in _distinct(drafts)))
            for said, drafts in read
        ]


def strongest_first(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the acts that the rules found, the one that leads first."""
    return sorted(drafts, key=_order)


def _does_several(drafts: Sequence[Draft]) -> bool:
    acts = {draft.verdict.position for draft in drafts} - {PositionClass.STATE}
    return len(acts) > 1


def _distinct(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Keep acts; comments stay only where a statement does nothing else, or above all that."""
    if drafts[0].verdict.position is PositionClass.STATE:
        return [
            drafts[0],
            *(d for d in drafts[1:] if d.verdict.position is not PositionClass.STATE),
        ]
    return [draft for draft in drafts if draft.verdict.position is not PositionClass.STATE]
