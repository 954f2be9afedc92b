"""`news-monitor receive`: a webhook receiver to look at deliveries with."""

import asyncio
import signal
from pathlib import Path

import click
from rich.console import Console

from monitor.cli.show import webhook_line
from monitor.config.rotation import secret_in
from monitor.errors import InputError
from monitor.testing.receiver import Received, Receiver


@click.command()
@click.option(
    "--secret-file",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The endpoint's secret; made where the file is missing.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8070, show_default=True, help="Port; 0 takes a free one.")
def receive(secret_file: Path, host: str, port: int) -> None:
    """Receive webhooks, verify them and print a line for each, until stopped.

    For trying an endpoint before your own receiver is there: nothing is kept.
    """
    asyncio.run(_receive(Console(highlight=False), secret_in(secret_file), host, port))


async def _receive(console: Console, secret: str, host: str, port: int) -> None:
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    receiver = Receiver(host=host, port=port, secret=secret)

    def seen(request: Received) -> None:
        console.print(webhook_line(request), soft_wrap=True)
        receiver.received.clear()

    receiver.seen = seen
    try:
        async with receiver:
            console.print(f"receiving at {receiver.url}")
            await stopping.wait()
    except OSError as error:
        raise InputError(f"{host}:{port}: {error.strerror}") from error
