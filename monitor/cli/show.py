"""Replayed records for people: readable, in colour on a terminal."""

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from monitor.cli.common import order
from monitor.replay.run import Replayed
from monitor.testing.receiver import Received
from monitor.topics import ALERTS, ARTICLES, CHANGES, DEAD_LETTERS, STATEMENTS
from schemas.alert import Alert
from schemas.article import Article
from schemas.change import Change
from schemas.dead_letter import DeadLetter
from schemas.statement import Report, Statement
from schemas.vocabulary import Direction, Place, PositionClass, Severity

_CLASS_STYLE = {
    PositionClass.THREATEN: "bold red",
    PositionClass.REJECT: "red",
    PositionClass.ACCUSE: "red",
    PositionClass.DENY: "yellow",
    PositionClass.REQUEST: "yellow",
    PositionClass.AGREE: "green",
    PositionClass.SUPPORT: "green",
    PositionClass.CONCEDE: "bold green",
    PositionClass.CONSULT: "cyan",
    PositionClass.STATE: "dim",
}
_DIRECTION_STYLE = {
    Direction.HARDER: "bold red",
    Direction.SOFTER: "bold green",
    Direction.NEW: "bold cyan",
    Direction.SIGNAL: "bold magenta",
}
_SEVERITY_STYLE = {
    Severity.CRITICAL: "bold white on red",
    Severity.WARNING: "bold yellow",
    Severity.NOTICE: "bold cyan",
    Severity.INFO: "dim",
}


class Show:
    """Prints what came out of each article."""

    def __init__(self, console: Console, names: dict[str, str]) -> None:
        """Take a console and the actors' names by id."""
        self._console = console
        self._names = names

    def article(self, replayed: Replayed) -> None:
        """Print everything that one article gave."""
        for article in replayed.of(ARTICLES):
            self._heading(article)
        statements = [
            statement
            for report in replayed.of(STATEMENTS)
            if isinstance(report, Report)
            for statement in report.statements
        ]
        for statement in sorted(statements, key=order):
            self._statement(statement)
        changes = [c for c in replayed.of(CHANGES) if isinstance(c, Change)]
        told = [c for c in changes if c.alerts]
        if told:
            self._console.print(f"\n[bold]{len(told)} changes and signals[/]")
            for change in told:
                self._change(change)
        quiet = len(changes) - len(told)
        if quiet:
            self._console.print(f"  [dim]and {quiet} verdicts recorded without an alert[/]")
        alerts = replayed.of(ALERTS)
        if alerts:
            self._console.print(f"\n[bold]{len(alerts)} alerts[/]")
            for alert in alerts:
                self._alert(alert)
        for dead in replayed.of(DEAD_LETTERS):
            if isinstance(dead, DeadLetter):
                self._console.print(f"[bold red]dead letter[/] {escape(dead.reason)}")

    def _heading(self, article: Article) -> None:
        title = article.title or article.id
        self._console.rule(
            Text(f"{title} · {article.outlet or 'no outlet'} · {article.published:%Y-%m-%d}")
        )

    def _statement(self, statement: Statement) -> None:
        line = Text()
        line.append(self._names.get(statement.actor, statement.actor), style="bold")
        line.append(f"  {statement.position}", style=_CLASS_STYLE[statement.position])
        if statement.force:
            line.append(f"/{statement.force}", style=_CLASS_STYLE[statement.position])
        line.append(f"  {statement.kind}, “{statement.cue}”", style="dim")
        issues = ", ".join(statement.issues)
        line.append(f"  {issues}{' (inferred)' if statement.issues_inferred else ''}", style="blue")
        self._console.print(line)
        words = " … ".join(" ".join(piece.split()) for piece in statement.content)
        self._console.print(Text(f"    {words}"), soft_wrap=False)
        if statement.condition:
            self._console.print(Text(f"    if: {statement.condition}", style="yellow"))
        for signal, used in zip(statement.signals, statement.signal_words, strict=True):
            self._console.print(Text(f"    signal {signal}: “{used}”", style="magenta"))
        if statement.place is Place.TITLE:
            self._console.print(Text("    in the title", style="dim"))
        if statement.lookalike:
            told = f"    “{statement.mention}” is written with letters of another alphabet"
            self._console.print(Text(told, style="bold red"))
        if statement.echoes:
            who = ", ".join(self._names.get(a, a) for a in statement.echoes)
            self._console.print(Text(f"    echoes {who}", style="dim"))

    def _change(self, change: Change) -> None:
        line = Text("  ")
        line.append(self._names.get(change.actor, change.actor), style="bold")
        line.append(f" on {change.issue}: ")
        line.append(f"{change.change}", style=_DIRECTION_STYLE.get(change.direction, "bold"))
        line.append(f" — {change.reason}", style="dim")
        self._console.print(line)

    def _alert(self, alert: Alert) -> None:
        line = Text("  ")
        line.append(f" {alert.severity} ", style=_SEVERITY_STYLE[alert.severity])
        line.append(f" {alert.title}")
        line.append(f"  {alert.id}", style="dim")
        self._console.print(line)


def webhook_line(request: Received) -> Text:
    """Return a received webhook as a line; who sent it may be anybody."""
    line = Text("  ")
    if request.verified:
        line.append("signature verified", style="bold green")
    else:
        line.append("signature wrong", style="bold red")
    data = request.event.get("data")
    title = data.get("title", "") if isinstance(data, dict) else ""
    line.append(f"  {_printable(request.event.get('type', ''))}", style="bold")
    line.append(f"  {_printable(title)}")
    line.append(f"  {_printable(request.id)}", style="dim")
    return line


def _printable(told: object) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(told))
