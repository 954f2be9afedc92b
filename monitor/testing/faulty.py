"""An endpoint that fails in every way, over real sockets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Final

_HUGE: Final = 64 * 1024 * 1024
_PIECE: Final = b"x" * 65536
_DRIP_SECONDS: Final = 0.5


class Fault(StrEnum):
    """A way to fail."""

    REFUSED = "refused"
    RESET = "reset"
    SILENT = "silent"
    DRIP = "drip"
    ERROR = "error"
    REDIRECT = "redirect"
    HUGE = "huge"
    TLS = "tls"
    GONE = "gone"
    BUSY = "busy"
    GARBAGE = "garbage"
    CUT = "cut"


_ANSWERS: Final = {
    Fault.ERROR: b"HTTP/1.1 500 Oh\r\ncontent-length: 6\r\n\r\nbroken",
    Fault.GONE: b"HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n",
    Fault.BUSY: b"HTTP/1.1 429 Slow\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n",
    Fault.REDIRECT: (
        b"HTTP/1.1 307 There\r\nlocation: http://169.254.169.254/latest/meta-data/\r\n"
        b"content-length: 0\r\n\r\n"
    ),
    Fault.GARBAGE: b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    Fault.CUT: b"HTTP/1.1 500 Oh\r\ncontent-length: 900\r\n\r\nand then",
}


@contextlib.asynccontextmanager
async def failing(fault: Fault) -> AsyncIterator[str]:
    """Serve a fault while the context lasts; give its address."""
    talking: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_serve(fault, reader, writer))
        talking.add(task)
        task.add_done_callback(talking.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    # Plain HTTP where TLS is expected is a handshake that fails.
    scheme = "https" if fault is Fault.TLS else "http"
    try:
        if fault is Fault.REFUSED:
            server.close()
        yield f"{scheme}://{host}:{port}/"
    finally:
        server.close()
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)


async def _serve(fault: Fault, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        await _answer(fault, reader, writer)
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # the caller went away first
    finally:
        writer.close()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await writer.wait_closed()


async def _answer(fault: Fault, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    # A handshake holds no line to wait for.
    await (reader.read(1) if fault is Fault.TLS else reader.readuntil(b"\r\n"))
    if fault is Fault.RESET:
        writer.transport.abort()
    elif fault is Fault.SILENT:
        await reader.read()
    elif fault is Fault.DRIP:
        await _drip(writer)
    elif fault is Fault.HUGE:
        await _pour(writer)
    else:
        writer.write(_ANSWERS.get(fault, b"no TLS here\r\n"))
        await writer.drain()


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 500 Slow\r\ncontent-length: 100000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(_DRIP_SECONDS)


async def _pour(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 500 Much\r\ncontent-length: %d\r\n\r\n" % _HUGE)
    for _ in range(_HUGE // len(_PIECE)):
        writer.write(_PIECE)
        await writer.drain()
