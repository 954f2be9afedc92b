"""Replays a year of news in order of date and shows its alerts as a user would get them.

    python -m benchmarks.year ARTICLES.jsonl [--watchlist FILE] [--sample N] [--seed S] [--text]

Prints what came out, alerts for each day, kind of change and actor, and a sample of alerts to
read. ``--text`` adds to each the sentence it rests on and what it was measured against.
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from monitor.config.load import load_watchlist
from monitor.engine.store import Store
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.replay.reading import read_articles
from monitor.replay.run import EmbeddedReplay
from monitor.topics import ALERTS, STATEMENTS
from schemas.alert import Alert
from schemas.article import Article
from schemas.vocabulary import Place

WATCHLIST = Path(__file__).parent / "data" / "campaign-2016.yaml"
_DEAD_LETTERS = 10
_AROUND = 160


def replay(articles: Iterable[Article], watchlist: Path) -> tuple[list[Alert], int, int]:
    """Return the alerts of a replay, and how many statements and filed statements it found."""
    alerts: list[Alert] = []
    statements = filed = 0
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "year.db", durable=False)
        flow = build_flow(load_watchlist(watchlist), load_model())
        run = EmbeddedReplay(flow, store, dead_letter_limit=_DEAD_LETTERS)
        for replayed in run.run(articles):
            found = [s for report in replayed.of(STATEMENTS) for s in report.statements]
            statements += len(found)
            filed += sum(s.issues != ("general",) for s in found)
            alerts += replayed.of(ALERTS)
        store.close()
    return alerts, statements, filed


def _counted(title: str, values: Iterable[str]) -> None:
    counts = ", ".join(f"{name} {n}" for name, n in Counter(values).most_common())
    print(f"{title}: {counts}")


def _show(alert: Alert, texts: dict[str, str], *, text: bool) -> None:
    print(f"\n{alert.id}  {alert.after.published.date()}  {alert.actor}  {alert.issue}")
    print(f"  {alert.title}")
    print(f"  {alert.change} {alert.direction} {alert.position} [{alert.moves[0].reason}]")
    if not text:
        return
    spans = alert.after.spans
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    source = alert.after.title if alert.after.place is Place.TITLE else texts[alert.article]
    around = source[max(0, start - _AROUND) : end + _AROUND]
    print(f"  TEXT {alert.after.mention} / {alert.after.cue}: {' '.join(around.split())}")
    if alert.before is not None:
        print(f"  BEFORE {alert.before.said_at.date()}: {' … '.join(alert.before.content)}")


def main() -> None:
    """Replay the articles named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--watchlist", type=Path, default=WATCHLIST)
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--text", action="store_true")
    args = parser.parse_args()
    articles = sorted(read_articles(args.articles), key=lambda a: (a.published, a.id))
    alerts, statements, filed = replay(articles, args.watchlist)
    days = (articles[-1].published - articles[0].published).days + 1
    print(
        f"{len(articles)} articles on {days} days, {statements} statements, {filed} on an issue,"
        f" {len(alerts)} alerts, {len(alerts) / days:.2f} a day"
    )
    _counted("changes", (str(alert.change) for alert in alerts))
    _counted("actors", (alert.actor for alert in alerts))
    _counted("issues", (alert.issue or alert.signal or "" for alert in alerts))
    _counted("classes", (str(alert.position) for alert in alerts))
    texts = {article.id: article.text for article in articles}
    for alert in random.Random(args.seed).sample(alerts, min(args.sample, len(alerts))):  # noqa: S311 - a sample to read
        _show(alert, texts, text=args.text)


if __name__ == "__main__":
    main()
