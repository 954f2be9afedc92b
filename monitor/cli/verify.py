"""`news-monitor verify`: is a received webhook genuine? For subscribers."""

from pathlib import Path
from typing import BinaryIO

import click

from monitor.clock import system_clock
from monitor.config.secrets import read_secret
from monitor.delivery.signing import decode_secret, verify
from monitor.errors import InputError


@click.command("verify")
@click.argument("body", type=click.File("rb"))
@click.option("--secret", required=True, help="Where the secret is: env:NAME or file:PATH.")
@click.option("-H", "--header", "headers", multiple=True, help='"webhook-id: …"; one for each.')
@click.option(
    "--headers", "file", type=click.Path(path_type=Path, exists=True), help="A header a line."
)
@click.option("--tolerance", default=300.0, show_default=True, help="Seconds; 0 accepts any age.")
def verify_(
    body: BinaryIO, secret: str, headers: tuple[str, ...], file: Path | None, tolerance: float
) -> None:
    """Check a received BODY (a file, or - for standard input), byte for byte, and its headers."""
    lines = list(headers)
    if file is not None:
        lines += file.read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    try:
        keys = [decode_secret(part) for part in read_secret(secret).split()]
    except ValueError as error:
        raise InputError(f"secret {secret}: {error}") from error
    why = verify(keys, found, body.read(), system_clock(), tolerance)
    if why is not None:
        raise InputError(f"not genuine: {why}")
    click.echo(f"genuine: {found['webhook-id']}")
