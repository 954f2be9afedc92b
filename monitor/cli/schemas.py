"""`news-monitor schemas`: write the published documents."""

from pathlib import Path

import click

from monitor.documents import write_documents


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("schemas"))
def schemas(folder: Path) -> None:
    """Write JSON Schemas and the AsyncAPI document under FOLDER."""
    for path in write_documents(folder):
        click.echo(f"written: {path}")
