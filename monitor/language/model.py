"""The trained part of extraction, as one value that is passed in."""

from dataclasses import dataclass, field
from typing import Any, Self

import orjson

_MAGIC = b"news-monitor statements 1\n"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights learned from annotated articles; an empty one leaves the rules to themselves.

    ``tables`` holds the small parts by name, ``crf`` the sequence tagger as CRFsuite wrote it.
    """

    tables: dict[str, Any] = field(default_factory=dict)
    crf: bytes = b""

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a model as :meth:`to_bytes` wrote it.

        Raises:
            ValueError: the bytes are no such model.
        """
        if not data.startswith(_MAGIC):
            raise ValueError("not a statement model of this version")
        header, _, crf = data[len(_MAGIC) :].partition(b"\n")
        return cls(orjson.loads(header), crf)

    def to_bytes(self) -> bytes:
        """Write the model, the same weights always as the same bytes."""
        header = orjson.dumps(self.tables, option=orjson.OPT_SORT_KEYS)
        return _MAGIC + header + b"\n" + self.crf
