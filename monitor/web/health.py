"""How the service is, for whoever supervises it: alive, ready, and in figures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from monitor.config.web import Web
from monitor.engine.readiness import Readiness
from monitor.errors import EngineError


def add_health(app: web.Application, readiness: Readiness) -> None:
    """Let an application answer `/healthz`, `/readyz` and `/metrics`."""

    async def alive(_request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def ready(_request: web.Request) -> web.Response:
        if reasons := readiness.reasons():
            text = "".join(f"{reason}\n" for reason in reasons)
            return web.Response(text=text, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(text="ready\n")

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)


@asynccontextmanager
async def serving(
    settings: Web, readiness: Readiness, app: web.Application | None = None
) -> AsyncIterator[str | None]:
    """Answer while the context lasts.

    Args:
        settings: where; without a port nothing is served.
        readiness: what `/readyz` tells.
        app: what is served beside; nothing unless given.

    Yields:
        the address, for example ``http://127.0.0.1:8088``.

    Raises:
        EngineError: the address cannot be had.
    """
    if settings.port is None:
        yield None
        return
    app = web.Application() if app is None else app
    add_health(app, readiness)
    # Streams of alerts end with the process: nobody waits for their readers to go.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise EngineError(f"web: {where} cannot be listened on: {error.strerror}") from error
        host, port, *_ = runner.addresses[0]
        yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    finally:
        await runner.cleanup()
