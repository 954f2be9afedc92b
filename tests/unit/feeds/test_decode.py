"""Compressed bodies: undone in any pieces, up to a limit."""

import contextlib
import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.net.decode import Decoder, DecodingError

PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "identity": ("", lambda data: data),
    "gzip": ("gzip", gzip.compress),
    "several gzip members": ("x-gzip", lambda d: gzip.compress(d[:9]) + gzip.compress(d[9:])),
    "zlib": ("deflate", zlib.compress),
    "brotli": ("br", brotli.compress),
    "twice": ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
}


def decode(encoding: str, packed: bytes, step: int, limit: int = 100_000) -> bytes:
    """Decode a body that comes in pieces."""
    decoder = Decoder(encoding, limit)
    for start in range(0, len(packed), step):
        decoder.feed(packed[start : start + step])
    return decoder.finish()


@pytest.mark.parametrize("kind", PACKERS)
@given(data=st.binary(max_size=3000), step=st.integers(1, 500))
def test_every_encoding_in_any_pieces(kind: str, data: bytes, step: int) -> None:
    """However a body is cut on its way, it arrives whole."""
    encoding, pack = PACKERS[kind]
    assert decode(encoding, pack(data), step) == data


@pytest.mark.parametrize("kind", PACKERS)
def test_more_than_allowed_is_refused_early(kind: str) -> None:
    """A bomb is noticed long before it has gone off."""
    encoding, pack = PACKERS[kind]
    decoder = Decoder(encoding, 1000)
    with pytest.raises(DecodingError, match="larger than 1000 bytes"):
        decoder.feed(pack(b"<" + bytes(10_000_000)))
    assert len(decoder.body) < 200_000 or not encoding


@pytest.mark.parametrize("kind", ["gzip", "zlib", "brotli", "twice"])
def test_what_is_cut_off_is_refused(kind: str) -> None:
    """Half a feed is no feed."""
    encoding, pack = PACKERS[kind]
    packed = pack(b"<rss>" * 99)
    with pytest.raises(DecodingError, match="cut off"):
        decode(encoding, packed[:-4], 7)


def test_padding_behind_the_end_is_overlooked() -> None:
    """Some servers fill up with zeros."""
    assert decode("gzip", gzip.compress(b"<rss/>") + bytes(900), 5) == b"<rss/>"


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, br"]))
def test_noise_is_refused_or_read(noise: bytes, encoding: str) -> None:
    """Nothing that comes over the wire raises anything else."""
    with contextlib.suppress(DecodingError):
        decode(encoding, noise, 5)
