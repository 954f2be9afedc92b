"""Replays stories and compares what comes out with what must.

    python -m benchmarks.story STORY.json [STORY.json ...] [--json]

Statements match by article, actor and overlap of content (word F1 of at least .5), one to one;
the class is counted apart. Alerts match by article, actor, issue or signal, and direction. Alerts
that a story lists as optional count neither way. Each miss and each false alert is printed.
"""

import argparse
import json
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.engine.store import Store
from monitor.flow import build_flow
from monitor.language.model_file import load_model
from monitor.replay.reading import read_story
from monitor.replay.run import EmbeddedReplay
from monitor.topics import ALERTS, STATEMENTS

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ENOUGH = 0.5


@dataclass
class Count:
    """True positives, and what was predicted and expected."""

    hit: int = 0
    predicted: int = 0
    expected: int = 0

    def add(self, other: "Count") -> None:
        """Sum up."""
        self.hit += other.hit
        self.predicted += other.predicted
        self.expected += other.expected

    def figures(self) -> dict[str, float]:
        """Return precision, recall and F1; 1.0 where there is nothing to find or found."""
        precision = self.hit / self.predicted if self.predicted else 1.0
        recall = self.hit / self.expected if self.expected else 1.0
        total = precision + recall
        return {
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(2 * precision * recall / total if total else 0.0, 3),
        }


@dataclass
class Result:
    """One story's counts and what went wrong."""

    statements: Count = field(default_factory=Count)
    classes: Count = field(default_factory=Count)
    alerts: Count = field(default_factory=Count)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Result") -> None:
        """Sum up."""
        self.statements.add(other.statements)
        self.classes.add(other.classes)
        self.alerts.add(other.alerts)

    def figures(self) -> dict[str, dict[str, float]]:
        """Return the figures of all three."""
        return {
            "statements": self.statements.figures(),
            "statements_with_class": self.classes.figures(),
            "alerts": self.alerts.figures(),
        }


def _words(content: Iterable[str]) -> set[tuple[str, int]]:
    seen: dict[str, int] = {}
    words = set()
    for piece in content:
        for word in _WORD.findall(piece.casefold()):
            seen[word] = seen.get(word, 0) + 1
            words.add((word, seen[word]))
    return words


def _overlap(first: Iterable[str], second: Iterable[str]) -> float:
    one, other = _words(first), _words(second)
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _match_statements(expected: list[Any], found: list[Any], where: str, result: Result) -> None:
    pairs = sorted(
        (
            (-_overlap(e["content"], f.content), i, j)
            for i, e in enumerate(expected)
            for j, f in enumerate(found)
            if e["actor"] == f.actor
        ),
    )
    gold: dict[int, int] = {}
    for score, i, j in pairs:
        if -score >= _ENOUGH and i not in gold and j not in gold.values():
            gold[i] = j
    right = 0
    for i, e in enumerate(expected):
        shown = " … ".join(e["content"])[:100]
        if i not in gold:
            result.faults.append(f"{where} missed statement: {e['actor']}: {shown}")
            continue
        f = found[gold[i]]
        if f.position != e["position"]:
            result.faults.append(
                f"{where} class: {e['actor']}: {f.position}, expected {e['position']}: {shown}"
            )
        else:
            right += 1
            if e.get("force") and f.force != e["force"]:
                result.faults.append(f"{where} (force: {f.force}, expected {e['force']}: {shown})")
        if e.get("issue") and e["issue"] not in f.issues:
            result.faults.append(
                f"{where} (issue: {','.join(f.issues)}, expected {e['issue']}: {shown})"
            )
    for j, f in enumerate(found):
        if j not in gold.values():
            result.faults.append(
                f"{where} false statement: {f.actor}: {' … '.join(f.content)[:100]}"
            )
    result.statements.add(Count(len(gold), len(found), len(expected)))
    result.classes.add(Count(right, len(found), len(expected)))


def _key(alert: Any) -> tuple[str, str, str]:  # noqa: ANN401 - a story's own JSON
    return alert["actor"], alert.get("issue") or alert.get("signal") or "", alert["direction"]


def _match_alerts(item: dict[str, Any], found: list[Any], where: str, result: Result) -> None:
    expected = {_key(a): a for a in item.get("alerts", ())}
    optional = {_key(a) for a in item.get("optional", ()) if isinstance(a, dict)}
    raised = {
        (a.actor, a.issue or a.signal or "", "signal" if a.signal else str(a.direction)): a
        for a in found
    }
    for key, alert in expected.items():
        if key not in raised:
            result.faults.append(f"{where} missed alert: {' '.join(key)}  {alert.get('why', '')}")
        elif alert.get("reversed") and not raised[key].reversed:
            result.faults.append(f"{where} (alert not marked reversed: {' '.join(key)})")
    for key, raised_alert in raised.items():
        if key not in expected and key not in optional:
            reason = raised_alert.moves[0].reason
            result.faults.append(
                f"{where} false alert: {' '.join(key)}  [{raised_alert.change}: {reason}]"
                f" {raised_alert.title}"
            )
    counted = [key for key in raised if key in expected or key not in optional]
    hits = sum(key in expected for key in raised)
    result.alerts.add(Count(hits, len(counted), len(expected)))


def measure(path: Path) -> Result:
    """Replay one story and compare."""
    watchlist, articles = read_story(path)
    gold = json.loads(path.read_text(encoding="utf-8"))["articles"]
    by_arrival = sorted(gold, key=lambda a: a["arrives"])
    result = Result()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "story.db", durable=False)
        run = EmbeddedReplay(build_flow(watchlist, load_model()), store, dead_letter_limit=1)
        for item, replayed in zip(by_arrival, run.run(articles), strict=True):
            where = f"{path.stem} {item['id']}"
            statements = [s for report in replayed.of(STATEMENTS) for s in report.statements]
            _match_statements(item["statements"], statements, where, result)
            _match_alerts(item, replayed.of(ALERTS), where, result)
        store.close()
    return result


def main() -> None:
    """Measure the stories named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("stories", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    total = Result()
    figures: dict[str, Any] = {}
    for path in args.stories:
        result = measure(path)
        total.add(result)
        figures[path.stem] = result.figures() | {"faults": result.faults}
        if not args.json:
            print(f"{path.stem}: {json.dumps(result.figures())}")
            for fault in result.faults:
                print(f"  {fault}")
    figures["all"] = total.figures()
    print(json.dumps(figures if args.json else {"all": figures["all"]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
