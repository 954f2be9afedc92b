"""Servers of the tests: each on a free loopback port."""

from aiohttp import web


async def listen(app: web.Application, *, linger: float = 60.0) -> tuple[web.AppRunner, str]:
    """Serve an application; return what ends it and its address, without a slash at the end.

    Args:
        app: to serve.
        linger: seconds for which requests under way are waited for at the end.
    """
    runner = web.AppRunner(app, shutdown_timeout=linger)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    return runner, f"http://{host}:{port}"
