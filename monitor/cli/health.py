"""`news-monitor health`: is the running service ready? For a container's health check."""

import sys
import urllib.error
import urllib.request
from typing import Final

import click

from monitor.config.web import DEFAULT_PORT

_SECONDS: Final = 5.0


@click.command()
@click.option(
    "--url",
    default=f"http://127.0.0.1:{DEFAULT_PORT}",
    show_default=True,
    help="Where the service answers; `web.host` and `web.port` of its configuration.",
)
def health(url: str) -> None:
    """Ask /readyz; exit with 0 when ready, else with 1 and the reason."""
    if not url.startswith(("http://", "https://")):
        raise click.BadParameter(f"{url!r} is no http address", param_hint="--url")
    address = f"{url.removesuffix('/').removesuffix('/readyz')}/readyz"
    try:
        # No proxy stands between a service and its own health check.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=_SECONDS) as answer:
            click.echo(answer.read().decode(errors="replace").strip())
    except urllib.error.HTTPError as error:
        with error:
            told = error.read().decode(errors="replace").strip()
        click.echo(f"not ready: {told or error.reason}", err=True)
        sys.exit(1)
    except (OSError, ValueError) as error:
        click.echo(f"not ready: {address}: {getattr(error, 'reason', error)}", err=True)
        sys.exit(1)
