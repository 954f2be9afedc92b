"""Label PLOVER sentences and quotations with position classes.

    python -m benchmarks.positions IN.jsonl OUT.jsonl

A line with ``marked`` is a PLOVER sentence, one with ``content`` a quotation. Each line of the
output has ``id, label, force, condition``. Where the input carries gold labels, figures follow.
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.positions_coder import Coder
from monitor.positions.classify import Classifier
from monitor.positions.classify_clauses import unquoted
from monitor.positions.classify_conditions import conditions
from monitor.positions.classify_cues import CUES
from monitor.positions.classify_slots import deadline_in
from monitor.positions.classify_tokens import tokenise
from monitor.positions.insight import Insight
from monitor.positions.model_file import keep_to_one_thread, load_deep, load_quick
from monitor.positions.reading import Quotation, Reading
from monitor.positions.second_reading import Reader, SecondReading
from monitor.positions.sense import Sense
from schemas.vocabulary import PositionClass

VERBAL = ("SUPPORT", "CONSULT", "AGREE", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
# Only these classes have a force, and only these words may open a condition.
_FORCEFUL = ("AGREE", "REQUEST", "THREATEN")
_MAY_DEPEND = re.compile(
    r"\b(?:if|unless|until|should|were|had|provided|providing|long as|depending|contingent|"
    r"condition|event of|case|assuming|otherwise|or else|failing|without|barring|only when)\b",
    re.IGNORECASE,
)
_OFFERING = re.compile(r"\b(?:willing|ready|prepared|offer\w*|open) ")
_SLOTS = ("force", "condition", "polarity", "modality", "reiterated")


def quotation_of(line: dict[str, Any]) -> Quotation:
    """Return a line as the classifier sees it; the sentence is its whole article."""
    content = line["content"]
    pieces = (content,) if isinstance(content, str) else tuple(content)
    sentence = line.get("sentence") or " ".join(pieces)
    direct = line.get("kind") == "direct" or ("kind" not in line and f"“{pieces[0]}" in sentence)
    return Quotation(
        content=pieces,
        offsets=tuple(max(sentence.find(piece), 0) for piece in pieces),
        cue=line.get("cue") or "",
        sentence=sentence,
        direct=direct,
        speaker=line.get("speaker") or "",
        affiliation=line.get("affiliation") or "",
    )


class Labeller:
    """Labels lines of either kind."""

    def __init__(self, reader: Reader | None) -> None:
        """Take the networks; without them the rules label quotations alone."""
        self._classifier = Classifier(reader)
        self._coder = Coder()

    def label(self, lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the answers to lines, slots beside the asked-for fields included."""
        quoted = [line for line in lines if _is_quotation(line)]
        read = iter(self._classifier.read_all([quotation_of(line) for line in quoted]))
        return [
            _answer(line, next(read)) if _is_quotation(line) else self._code(line) for line in lines
        ]

    def _code(self, line: dict[str, Any]) -> dict[str, Any]:
        """Code a sentence, with the force and the condition that its words tell."""
        label = self._coder.label(line.get("marked") or line["text"])
        text = line["text"]
        condition = _condition_in(text) if _MAY_DEPEND.search(text) else None
        force = _force_of(label, text, condition) if label in _FORCEFUL else None
        return {"id": line["id"], "label": label, "force": force, "condition": condition}


def _is_quotation(line: dict[str, Any]) -> bool:
    return "content" in line and "marked" not in line


def _answer(line: dict[str, Any], reading: Reading) -> dict[str, Any]:
    act = reading.main
    return {
        "id": line["id"],
        "label": act.position.value,
        "force": act.force.value if act.force else None,
        "condition": reading.condition,
        "polarity": act.polarity.value,
        "modality": act.modality.value,
        "reiterated": act.reiterated,
    }


def _condition_in(text: str) -> str | None:
    """Return the first condition of a sentence."""
    tokens = unquoted(tokenise(text))
    found = conditions(tokens)
    if not found:
        return None
    words = text[tokens[found[0].start].start : tokens[found[0].end - 1].end]
    return words.rstrip(" .,;:") or None


def _force_of(label: str, text: str, condition: str | None) -> str:
    """Return the force of a sentence whose class is known."""
    if label == PositionClass.THREATEN:
        if "ultimatum" in text or "deadline" in text or (condition and deadline_in(condition)):
            return "ultimatum"
        return "conditional" if condition else "unconditional"
    for hit in CUES.find(tokenise(text)):
        if hit.value.position == label and hit.value.force:
            return hit.value.force.value
    if label == PositionClass.REQUEST:
        return "demand"
    return "offer" if _OFFERING.search(text) else "promise"


def class_table(gold: Sequence[str], told: Sequence[str]) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 of each class that the gold labels know."""
    hits = Counter(g for g, t in zip(gold, told, strict=True) if g == t)
    asked, given = Counter(gold), Counter(told)
    table = {}
    for label in sorted(asked):
        precision = hits[label] / given[label] if given[label] else 0.0
        recall = hits[label] / asked[label]
        f1 = 2 * hits[label] / (asked[label] + given[label])
        table[label] = (precision, recall, f1)
    return table


def _mean(values: Iterable[float]) -> float:
    kept = list(values)
    return sum(kept) / len(kept) if kept else 0.0


def report(lines: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]) -> None:
    """Print figures where gold labels are there."""
    pairs = [
        (line, answer) for line, answer in zip(lines, answers, strict=True) if line.get("label")
    ]
    if not pairs:
        return
    table = class_table([line["label"] for line, _ in pairs], [a["label"] for _, a in pairs])
    print(f"{'class':10} precision recall     F1")
    for label, (precision, recall, f1) in table.items():
        print(f"{label:10} {precision:9.3f} {recall:6.3f} {f1:6.3f}")
    print(f"macro-F1 over {len(table)} classes: {_mean(row[2] for row in table.values()):.3f}")
    verbal = [table[label][2] for label in VERBAL if label in table]
    print(f"macro-F1 over {len(verbal)} verbal classes: {_mean(verbal):.3f}")
    for slot in _SLOTS:
        asked = [(line, answer) for line, answer in pairs if slot in line and slot in answer]
        if asked:
            right = sum(line[slot] == answer[slot] for line, answer in asked)
            print(f"{slot} right: {right / len(asked):.3f}")


def add_networks(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which networks to ask."""
    parser.add_argument("--model", type=Path, help="another quick network than the shipped one")
    parser.add_argument("--deep", type=Path, help="another deep network than the shipped one")
    parser.add_argument("--quick", action="store_true", help="the quick network alone")


def reader_of(options: argparse.Namespace) -> Reader:
    """Return the networks that a command was told to ask, those that ship by default."""
    keep_to_one_thread()
    quick = Sense.from_bytes(options.model.read_bytes()) if options.model else load_quick()
    if options.quick:
        return quick
    deep = Insight.from_bytes(options.deep.read_bytes()) if options.deep else load_deep()
    return SecondReading(quick, deep)


def main() -> None:
    """Read, label, write, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, metavar="IN.jsonl")
    parser.add_argument("answers", type=Path, metavar="OUT.jsonl")
    add_networks(parser)
    parser.add_argument("--rules", action="store_true", help="the rules without the network")
    options = parser.parse_args()
    text = options.source.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    labeller = Labeller(None if options.rules else reader_of(options))
    started = time.process_time()
    answers = labeller.label(lines)
    seconds = time.process_time() - started
    wanted = ("id", "label", "force", "condition")
    options.answers.write_text(
        "".join(
            json.dumps({key: answer[key] for key in wanted}, ensure_ascii=False) + "\n"
            for answer in answers
        ),
        encoding="utf-8",
    )
    report(lines, answers)
    print(
        f"{len(lines)} lines, {len(lines) / seconds if seconds else 0:.0f} a second on one core",
        flush=True,
    )


if __name__ == "__main__":
    main()
