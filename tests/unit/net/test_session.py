"""Sessions: the guard is asked after the name is resolved, before anything is sent."""

import ipaddress

import aiohttp
import pytest
from aiohttp import web

from monitor.net.session import RefusedAddressError, open_session
from tests.support.web import refusing, serving

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


async def hello(_request: web.Request) -> web.Response:
    """Answer."""
    return web.Response(text="hello")


async def test_loopback_is_refused_unless_allowed() -> None:
    """A webhook to this very machine is not sent, and the server never sees a connection."""
    seen: list[str] = []

    async def note(request: web.Request) -> web.Response:
        seen.append(request.path)
        return web.Response()

    async with serving(note) as url, open_session(timeout=5) as session:
        with pytest.raises(aiohttp.ClientConnectorError) as caught:
            await session.post(url)
    assert isinstance(caught.value.os_error, RefusedAddressError)
    assert seen == []


async def test_allowed_loopback_is_reached() -> None:
    """An operator who allows loopback reaches it."""
    async with serving(hello) as url, open_session(LOOPBACK, timeout=5) as session:
        response = await session.get(url)
        assert await response.text() == "hello"


async def test_name_that_resolves_to_loopback_is_refused() -> None:
    """The name is not trusted: what it resolves to is judged."""
    async with serving(hello) as url, open_session(timeout=5) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(url.replace("127.0.0.1", "localhost"))


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]"])
async def test_other_spellings_of_loopback_are_refused(host: str) -> None:
    """Loopback written as a number, in hexadecimal, short or mapped is still loopback."""
    async with serving(hello) as url, open_session(timeout=5) as session:
        with pytest.raises((aiohttp.ClientError, OSError)):
            await session.get(url.replace("127.0.0.1", host))


async def test_environment_proxies_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment would connect unguarded in our stead; it is not asked."""
    proxy = await refusing()
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.setenv("HTTP_PROXY", proxy)
    async with serving(hello) as url, open_session(LOOPBACK, timeout=5) as session:
        assert (await session.get(url)).status == 200


async def test_cookies_are_not_kept() -> None:
    """An endpoint cannot mark the service and recognise it at another."""
    cookies: list[str | None] = []

    async def bake(request: web.Request) -> web.Response:
        cookies.append(request.headers.get("cookie"))
        response = web.Response()
        response.set_cookie("id", "1")
        return response

    async with serving(bake) as url, open_session(LOOPBACK, timeout=5) as session:
        await session.get(url)
        await session.get(url)
    assert cookies == [None, None]
