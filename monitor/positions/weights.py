"""Weights of a trained network as one file: a line that describes them, then their bytes."""

import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson

Array = npt.NDArray[Any]

_SMALL: Final = np.dtype(np.int8)
_STORED: Final = np.dtype("<f2")


def packed(
    magic: bytes,
    described: Mapping[str, Any],
    arrays: Mapping[str, Array],
    *,
    deflated: bool = False,
) -> bytes:
    """Write arrays, the same always as the same bytes: whole numbers as such, others halved.

    Args:
        magic: the first line, which names the kind of file and its version.
        described: what else there is to know, as JSON has it.
        arrays: by name; those of ``int8`` are kept, all others become 16-bit floats.
        deflated: bytes that take few values take less room so (RFC 1950), each value by how often
            it comes: weights do not repeat as words do, and looking for repeats costs a tenth.
    """
    kept = {
        name: array if array.dtype == _SMALL else array.astype(_STORED)
        for name, array in sorted(arrays.items())
    }
    listed = [[name, array.dtype.str, list(array.shape)] for name, array in kept.items()]
    header = orjson.dumps({"arrays": listed, "deflated": deflated, **described})
    body = b"".join(array.tobytes() for array in kept.values())
    if deflated:
        press = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_HUFFMAN_ONLY)
        body = press.compress(body) + press.flush()
    return b"".join([magic, header, b"\n", body])


def unpacked(magic: bytes, data: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """Read what `packed` wrote: what is described, and the arrays, floats of 32 bits again.

    Raises:
        ValueError: the bytes are no such file.
    """
    if not data.startswith(magic):
        raise ValueError(f"not a {magic.decode().strip()}")
    header, _, body = data[len(magic) :].partition(b"\n")
    described = orjson.loads(header)
    if described.pop("deflated", False):
        try:
            body = zlib.decompress(body)
        except zlib.error as error:
            raise ValueError(f"not a whole {magic.decode().strip()}: {error}") from error
    arrays: dict[str, Array] = {}
    at = 0
    for name, kind, shape in described.pop("arrays"):
        count = int(np.prod(shape))
        array = np.frombuffer(body, dtype=kind, count=count, offset=at).reshape(shape)
        at += array.nbytes
        arrays[name] = array if array.dtype == _SMALL else array.astype(np.float32)
    return described, arrays
