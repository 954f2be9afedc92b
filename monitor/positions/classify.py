"""The position classifier: what a statement does, clause by clause. Pure."""

from collections.abc import Sequence

from monitor.positions.classify_acts import Draft, act_of
from monitor.positions.classify_attribution import attribution
from monitor.positions.classify_drafts import drafts_of
from monitor.positions.reading import Quotation, Reading
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

    def read(self, quotation: Quotation) -> Reading:
        """Return what ``quotation`` does, strongest act first."""
        said = attribution(quotation)
        drafts = sorted(drafts_of(quotation, said), key=_order)
        return Reading(tuple(act_of(draft, said) for draft in _distinct(drafts)))


def _distinct(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Keep acts; comments stay only where a statement does nothing else."""
    acts = [draft for draft in drafts if draft.verdict.position is not PositionClass.STATE]
    return acts or drafts[:1]
