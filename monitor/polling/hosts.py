"""Keeps every host from being asked too often, whatever number of feeds it has."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from monitor.feeds.links import host_of

# Hosts that wait for nothing are forgotten beyond so many.
_REMEMBERED: Final = 4096


@dataclass(slots=True, eq=False)
class _Host:
    slots: asyncio.Semaphore
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    users: int = 0


class Hosts:
    """The gate before every request: some connections and a gap for each host, some for all."""

    def __init__(self, connections: int, gap: float, concurrency: int) -> None:
        """Prepare.

        Args:
            connections: to one host at a time.
            gap: seconds between the beginnings of two requests to one host.
            concurrency: requests under way, of all hosts.
        """
        self._connections = connections
        self._gap = gap
        self._all = asyncio.Semaphore(concurrency)
        self._hosts: dict[str, _Host] = {}

    def asked(self, ago: Mapping[str, float]) -> None:
        """Take over from an earlier run how many seconds ago each host was last asked."""
        now = asyncio.get_running_loop().time()
        for host, seconds in ago.items():
            if 0 <= seconds < self._gap:
                self._host(host).free_at = now + self._gap - seconds

    @contextlib.asynccontextmanager
    async def enter(self, url: str) -> AsyncIterator[None]:
        """Wait until the host of ``url`` may be asked; it is being asked while the context lasts.

        Who waits for a host holds no place that another host could use.
        """
        loop = asyncio.get_running_loop()
        host = self._host(host_of(url))
        host.users += 1
        try:
            async with host.slots:
                async with host.starting:
                    await asyncio.sleep(max(0.0, host.free_at - loop.time()))
                    await self._all.acquire()
                    host.free_at = loop.time() + self._gap
                try:
                    yield
                finally:
                    self._all.release()
        finally:
            host.users -= 1

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            if len(self._hosts) >= _REMEMBERED:
                self._forget()
            self._hosts[name] = _Host(asyncio.Semaphore(self._connections))
        return self._hosts[name]

    def _forget(self) -> None:
        now = asyncio.get_running_loop().time()
        self._hosts = {n: h for n, h in self._hosts.items() if h.users or h.free_at > now}
