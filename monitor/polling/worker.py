"""The worker process in which somebody else's document is read.

It has little memory, no file to write and a budget of processor time for each document; over it,
the kernel ends the process, in the middle of a regular expression too. Frames on standard input and
output are a length of four bytes and so many bytes; a job is a line of JSON and the document.
"""

import logging
import os
import resource
import signal
import struct
import sys
import warnings
from collections.abc import Callable
from typing import BinaryIO, Final

import orjson
from pydantic import BaseModel

from monitor.feeds.parse import parse
from monitor.feeds.parsed import Page, ParsedFeed

FRAME: Final = struct.Struct(">I")


def main() -> None:
    """Read jobs until there are no more."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Whoever runs the service ends it, and then our input ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # feedparser warns and logs about what we expect of feeds.
    warnings.simplefilter("ignore")
    logging.disable()
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Nothing that a library prints may be taken for an answer.
    os.dup2(2, 1)
    while (job := _read(jobs)) is not None:
        line, _, content = job.partition(b"\n")
        told = orjson.loads(line)
        read = _reader(told["kind"])
        # Time of the processor, so that a busy machine fails no feed. Its signal is left to the
        # kernel, which ends the process; a handler of Python's would wait for the next bytecode.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = read(content, told)
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(FRAME.pack(len(answer)) + answer)
        answers.flush()


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    (size,) = FRAME.unpack(head)
    return stream.read(size)


def _reader(kind: str) -> Callable[[bytes, dict[str, str]], bytes]:
    if kind == "feed":
        return _read_feed
    # Imported when a page first comes, before its time is counted: it takes a second.
    from monitor.feeds.page import read_page  # noqa: PLC0415

    def read(content: bytes, told: dict[str, str]) -> bytes:
        try:
            found = read_page(content, told["url"])
        except MemoryError:
            os._exit(1)
        except Exception:  # noqa: BLE001 - a document may break its reader in any way
            found = Page()
        return _encoded(found)

    return read


def _read_feed(content: bytes, told: dict[str, str]) -> bytes:
    try:
        found = parse(content, told["url"], told["content_type"])
    except MemoryError:
        # What is left of this process is not worth another job.
        os._exit(1)
    except Exception as error:  # noqa: BLE001 - as above
        found = ParsedFeed(bozo=f"{type(error).__name__}: {error}"[:200])
    return _encoded(found)


def _encoded(found: BaseModel) -> bytes:
    # A lone surrogate cannot be encoded; nothing but text leaves here.
    return found.model_dump_json().encode("utf-8", "replace")


if __name__ == "__main__":
    main()
