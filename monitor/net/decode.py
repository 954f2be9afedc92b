"""Undoes `Content-Encoding` (RFC 9110, section 8.4) and stops when too much comes out.

Ten kilobytes can hold ten gigabytes; what is not decompressed in small steps is found out too late.
"""

import zlib
from typing import Final, Protocol

import brotli

_GZIP: Final = 16 + zlib.MAX_WBITS
_STEP: Final = 64 * 1024
_GZIP_MAGIC: Final = b"\x1f\x8b"
_ZLIB_METHOD: Final = 8
_ZLIB_CHECK: Final = 31
_MOST_LAYERS: Final = 2
_MOST_MEMBERS: Final = 64


class DecodingError(Exception):
    """A body cannot be decompressed, or is larger than allowed."""


class _Layer(Protocol):
    def feed(self, data: bytes, limit: int) -> bytes: ...

    def finish(self) -> None: ...


class Decoder:
    """Takes a body in pieces and gives it decompressed, up to a limit."""

    def __init__(self, encoding: str, limit: int) -> None:
        """Prepare.

        Args:
            encoding: the value of `Content-Encoding`.
            limit: bytes that may come out altogether.

        Raises:
            DecodingError: the encoding is not known.
        """
        names = [n for n in (part.strip().lower() for part in encoding.split(",")) if n]
        names = [name for name in names if name not in ("identity", "none", "utf-8")]
        if len(names) > _MOST_LAYERS:
            raise DecodingError("the body is compressed too many times")
        # Applied in the order in which they are listed, so undone from the last.
        self._layers = [_layer(name) for name in reversed(names)]
        self._limit = limit
        self.body = bytearray()

    def feed(self, data: bytes) -> None:
        """Take a piece.

        Raises:
            DecodingError: it cannot be decompressed, or too much came out.
        """
        left = self._limit - len(self.body) + 1
        for layer in self._layers:
            data = layer.feed(data, left)
        self.body += data
        if len(self.body) > self._limit:
            raise DecodingError(f"the document is larger than {self._limit} bytes")

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            DecodingError: its end is missing.
        """
        for layer in self._layers:
            layer.finish()
        return bytes(self.body)


def _layer(name: str) -> _Layer:
    if name in ("gzip", "x-gzip", "deflate"):
        return _Zlib()
    if name == "br":
        return _Brotli()
    raise DecodingError(f"the body is in an encoding that was not asked for: {name[:40]}")


class _Zlib:
    """gzip, zlib, raw deflate or plain: servers mix these up, so the data decides."""

    def __init__(self) -> None:
        self._head = b""
        self._plain = False
        self._undo: zlib._Decompress | None = None
        self._members = 0
        self._rest = b""

    def feed(self, data: bytes, limit: int) -> bytes:
        if self._undo is None and not self._plain:
            self._head += data
            if len(self._head) < len(_GZIP_MAGIC):
                return b""
            data, self._head = self._head, b""
            self._begin(data)
        if self._plain:
            return data
        out = bytearray()
        while data and len(out) < limit:
            out += self._some(data, limit - len(out))
            data = self._rest
        return bytes(out)

    def _some(self, data: bytes, limit: int) -> bytes:
        undo = self._undo
        if undo is None or undo.eof:
            self._rest = b""
            return b""
        try:
            out = undo.decompress(data, min(limit, _STEP))
        except zlib.error as error:
            raise DecodingError(f"the body cannot be decompressed: {error}") from error
        self._rest = undo.unconsumed_tail
        if self._undo is not None and self._undo.eof and undo.unused_data.startswith(_GZIP_MAGIC):
            # A gzip file may be several, one after the other (RFC 1952, section 2.2).
            self._members += 1
            if self._members > _MOST_MEMBERS:
                raise DecodingError("the body is compressed in too many pieces")
            self._rest, self._undo = undo.unused_data, zlib.decompressobj(_GZIP)
        return out

    def _begin(self, data: bytes) -> None:
        if data.startswith(_GZIP_MAGIC):
            self._undo = zlib.decompressobj(_GZIP)
        elif data[0] & 15 == _ZLIB_METHOD and int.from_bytes(data[:2]) % _ZLIB_CHECK == 0:
            self._undo = zlib.decompressobj()
        elif data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{")):
            self._plain = True
        else:
            self._undo = zlib.decompressobj(-zlib.MAX_WBITS)

    def finish(self) -> None:
        if self._undo is not None and not self._undo.eof:
            raise DecodingError("the body is cut off")


class _Brotli:
    """Brotli (RFC 7932)."""

    def __init__(self) -> None:
        self._undo = brotli.Decompressor()

    def feed(self, data: bytes, limit: int) -> bytes:
        out = bytearray()
        try:
            while len(out) < limit:
                out += self._undo.process(data, output_buffer_limit=min(limit, _STEP))
                data = b""
                if self._undo.can_accept_more_data():
                    break
        except brotli.error as error:
            raise DecodingError("the body cannot be decompressed") from error
        return bytes(out)

    def finish(self) -> None:
        if not self._undo.is_finished():
            raise DecodingError("the body is cut off")
