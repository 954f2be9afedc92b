"""stub"""

from schemas.statement import Act
from schemas.vocabulary import PositionClass
from monitor.positions.reading import Quotation, Reading


class Classifier:
    def read(self, q: Quotation) -> Reading:
        return Reading((Act(position=PositionClass.STATE, text=" ".join(q.content)),))
