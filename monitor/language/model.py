"""The trained part of extraction, as one value that is passed in."""

from dataclasses import dataclass, field
from typing import Any, Self

import orjson

_MAGIC = b"news-monitor statements 1\n"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights learned from annotated articles; an empty one leaves the rules to themselves."""

    tables: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a model as :meth:`to_bytes` wrote it.

        Raises:
            ValueError: the bytes are no such model.
        """
        if not data.startswith(_MAGIC):
            raise ValueError("not a statement model of this version")
        return cls(orjson.loads(data[len(_MAGIC) :]))

    def to_bytes(self) -> bytes:
        """Write the model, the same weights always as the same bytes."""
        return _MAGIC + orjson.dumps(self.tables, option=orjson.OPT_SORT_KEYS)
