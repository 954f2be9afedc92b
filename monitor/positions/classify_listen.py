"""The networks' answer to statements, of those that do several things also sentence by sentence.

"We see the accords as the way forward. It is also a fact that one country has violated them": read
whole the network tells one of the two. On 468 held-out quotations of several sentences reading
both ways had 69.9 in 100 right, whole ones alone 69.0.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from monitor.positions.reading import Quotation
from monitor.positions.second_reading import Reader
from monitor.positions.sense import DIGITS, Floats

# What all sentences together say counts so much beside the whole.
_SENTENCES: Final = np.float32(0.35)
# Sentences read of one statement; what comes behind is read with the whole only.
_MOST: Final = 6
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")


def listen(reader: Reader, quotations: Sequence[Quotation], several: Sequence[bool]) -> Floats:
    """Return the probability of each answer for each statement: (statements, answers).

    Args:
        reader: the networks.
        quotations: the statements.
        several: which of them do several things, as far as rules know.
    """
    parts = [_parts(q) if does else [] for q, does in zip(quotations, several, strict=True)]
    answers = reader.weigh([*quotations, *(part for found in parts for part in found)])
    whole, beside = answers[: len(quotations)], answers[len(quotations) :]
    at = 0
    for i, found in enumerate(parts):
        if found:
            told = beside[at : at + len(found)].mean(axis=0)
            whole[i] = (1 - _SENTENCES) * whole[i] + _SENTENCES * told
            at += len(found)
    return np.round(whole, DIGITS)


def _parts(quotation: Quotation) -> list[Quotation]:
    """Return the sentences of a statement as statements of their own; none of a single one."""
    said = [s for piece in quotation.content for s in _SENTENCE_END.split(piece) if " " in s]
    if len(said) <= 1:
        return []
    before, _, behind = quotation.sentence.partition(quotation.content[0])
    for piece in quotation.content[1:]:
        behind = behind.replace(piece, "", 1)
    return [
        replace(quotation, content=(one,), offsets=(0,), sentence=f"{before}{one}{behind}")
        for one in said[:_MOST]
    ]
