"""`news-monitor extract`: the statements of a text, each in its sentence."""

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from monitor.cli.common import configuration, order
from monitor.config.load import load_watchlist
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.replay.lines import lines_of
from monitor.replay.reading import find_files, read_articles
from monitor.stages.codec import to_line
from monitor.stages.stage import NoState
from monitor.topics import STATEMENTS
from schemas.article import Article
from schemas.base import Span
from schemas.statement import Report, Statement
from schemas.vocabulary import Place


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--watchlist", type=click.Path(path_type=Path), help="Whom to listen to.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def extract(files: tuple[Path, ...], watchlist: Path | None, *, as_json: bool) -> None:
    """Show each statement of the given files in its sentence, highlighted."""
    actors = load_watchlist(watchlist) if watchlist else configuration(None)[1]
    stage = build_flow(actors, load_model()).stages[0]
    console = Console(highlight=False)
    for path in find_files(list(files)):
        for article in read_articles(path):
            outcome = stage.decide(article, NoState())
            reports = [e.record for e in outcome.emissions if isinstance(e.record, Report)]
            if as_json:
                for report in reports:
                    for line in lines_of(STATEMENTS, report, {}):
                        click.echo(to_line(line))
            else:
                _show(console, article, [s for report in reports for s in report.statements])


def _show(console: Console, article: Article, statements: list[Statement]) -> None:
    console.rule(Text(f"{article.title or article.id}: {len(statements)} statements"))
    for statement in sorted(statements, key=order):
        start, end = statement.sentence_span
        source = article.title if statement.place is Place.TITLE else article.text
        sentence = Text(source[start:end])
        for span in statement.spans:
            sentence.stylize("green", *_within(span, start))
        if statement.cue_span:
            sentence.stylize("bold yellow", *_within(statement.cue_span, start))
        if statement.mention_span:
            sentence.stylize("bold cyan", *_within(statement.mention_span, start))
        force = f"/{statement.force}" if statement.force else ""
        notes = "  in the title" if statement.place is Place.TITLE else ""
        notes += "  look-alike letters" if statement.lookalike else ""
        console.print(
            Text(
                f"{statement.actor}  {statement.position}{force}  {statement.kind}{notes}",
                style="bold",
            )
        )
        console.print(Text("  ") + sentence)


def _within(span: Span, start: int) -> Span:
    return max(span[0] - start, 0), max(span[1] - start, 0)
