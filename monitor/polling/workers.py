"""A few worker processes that read documents, each killed and replaced when it misbehaves."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from typing import Final, Self

import orjson

from monitor.feeds.parsed import Page, ParsedFeed
from monitor.polling.worker import FRAME

_MIB: Final = 1024 * 1024
# Processor time for one document; the limit by the clock is for a machine that is busy.
_CPU_SECONDS: Final = 1.5
_WALL_FACTOR: Final = 20
_MEMORY: Final = 512 * _MIB
# What a library leaks ends with the process.
_DOCUMENTS_EACH: Final = 2000
_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
_LARGEST_ANSWER: Final = 256 * _MIB


class UnreadableDocumentError(Exception):
    """A document cost more time or memory than any honest one; its reader was killed."""


class Workers:
    """Reads documents in processes; use as an async context manager."""

    def __init__(
        self, count: int = 1, *, memory: int = _MEMORY, seconds: float = _CPU_SECONDS
    ) -> None:
        """Prepare; processes are started when they are needed.

        Args:
            count: documents read at a time.
            memory: bytes of address space of each process.
            seconds: of processor time for a document.
        """
        self._memory = memory
        self._seconds = seconds
        self._idle: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        for _ in range(count):
            self._idle.put_nowait(None)
        self._started: set[_Worker] = set()

    async def __aenter__(self) -> Self:
        """Nothing to do yet."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """End every process."""
        for worker in tuple(self._started):
            await self._end(worker)

    async def read(self, content: bytes, url: str, content_type: str = "") -> ParsedFeed:
        """Read a feed document.

        Raises:
            UnreadableDocumentError: it took too long or too much memory.
        """
        told = {"kind": "feed", "url": url, "content_type": content_type}
        return ParsedFeed.model_validate_json(await self._do(told, content))

    async def read_page(self, content: bytes, url: str) -> Page:
        """Read a page behind a summary.

        Raises:
            UnreadableDocumentError: it took too long or too much memory.
        """
        return Page.model_validate_json(await self._do({"kind": "page", "url": url}, content))

    async def _do(self, told: dict[str, str], content: bytes) -> bytes:
        async with self._worker() as worker:
            job = orjson.dumps(told) + b"\n" + content
            return await worker.do(job, self._seconds * _WALL_FACTOR)

    @contextlib.asynccontextmanager
    async def _worker(self) -> AsyncIterator["_Worker"]:
        worker = await self._idle.get()
        back: _Worker | None = None
        try:
            if worker is None:
                worker = _Worker(await self._start())
                self._started.add(worker)
            yield worker
            back = worker
        finally:
            # Whatever went wrong, cancelling included: half an answer must not meet the next job.
            if worker is not None and (back is None or worker.done >= _DOCUMENTS_EACH):
                back = None
                await asyncio.shield(self._end(worker))
            self._idle.put_nowait(back)

    async def _start(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "monitor.polling.worker"),
            *(str(self._memory), str(self._seconds)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            # Secrets stand in the environment of the service; a reader of documents needs none.
            env={
                k: v
                for k, v in os.environ.items()
                if k in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
            },
            start_new_session=True,
        )

    async def _end(self, worker: "_Worker") -> None:
        self._started.discard(worker)
        with contextlib.suppress(ProcessLookupError):
            worker.process.kill()
        await worker.process.wait()


class _Worker:
    """One process and how much it has done."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.done = 0

    async def do(self, job: bytes, seconds: float) -> bytes:
        """Have one job done."""
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:
            raise UnreadableDocumentError("the reader has no pipes")
        try:
            async with asyncio.timeout(seconds):
                stdin.write(FRAME.pack(len(job)))
                stdin.write(job)
                await stdin.drain()
                (size,) = FRAME.unpack(await stdout.readexactly(FRAME.size))
                if size > _LARGEST_ANSWER:
                    raise UnreadableDocumentError("the answer is too large")
                answer = await stdout.readexactly(size)
        except TimeoutError as error:
            raise UnreadableDocumentError("reading it took too long") from error
        except (asyncio.IncompleteReadError, OSError) as error:
            raise UnreadableDocumentError(await self._fate()) from error
        self.done += 1
        return answer

    async def _fate(self) -> str:
        code = await self.process.wait()
        if code == -signal.SIGPROF:
            return "reading it took too much processor time"
        return f"reading it took too much memory or broke the reader (exit {code})"
