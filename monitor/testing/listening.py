"""Servers of the tests: each on a free loopback port, unless told where."""

from aiohttp import web


async def listen(
    app: web.Application, *, host: str = "127.0.0.1", port: int = 0, linger: float = 60.0
) -> tuple[web.AppRunner, str]:
    """Serve an application; return what ends it and its address, without a slash at the end.

    Args:
        app: to serve.
        host: address to listen on.
        port: to listen on; 0 takes a free one.
        linger: seconds for which requests under way are waited for at the end.

    Raises:
        OSError: the place is taken or not this machine's.
    """
    runner = web.AppRunner(app, shutdown_timeout=linger)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    host, port = runner.addresses[0][:2]
    return runner, f"http://{host}:{port}"
