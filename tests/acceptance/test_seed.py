"""The seed article against its gold annotation: the model case of the design."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def lines(root: Path) -> list[dict[str, Any]]:
    """Return what a bare replay prints, as a newcomer would run it."""
    command = Path(sys.executable).with_name("news-monitor")
    done = subprocess.run(
        [command, "replay", "--json", root / "seeds"], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, Any]:
    """Return the annotation that lies beside the repository."""
    found: dict[str, Any] = json.loads((shared / "gold" / "seed.json").read_text(encoding="utf-8"))
    return found


def of(lines: list[dict[str, Any]], record: str) -> list[dict[str, Any]]:
    """Return the lines of one kind."""
    return [line for line in lines if line["record"] == record]


def words(content: list[str]) -> list[str]:
    """Return the words of a content."""
    return _WORD.findall(" ".join(content).casefold())


def found(lines: list[dict[str, Any]], wanted: dict[str, Any], actor: str) -> dict[str, Any]:
    """Return the statement of an actor with exactly the wanted words."""
    return next(
        s
        for s in of(lines, "statement")
        if s["actor"] == actor and words(s["content"]) == words(wanted["content"])
    )


def test_every_gold_statement_is_found_with_speaker_words_and_kind(
    lines: list[dict[str, Any]], gold: dict[str, Any]
) -> None:
    """18 of 18 statements come out with the right speakers, exact words, kind and cue."""
    for wanted in gold["statements"]:
        for actor in wanted["actors"]:
            statement = found(lines, wanted, actor)
            assert statement["kind"] == wanted["kind"], wanted["id"]
            assert statement["cue"] == wanted["cue"], wanted["id"]
            assert wanted["mention"] in statement["mention"] or (
                statement["mention"] in wanted["mention"]
            ), wanted["id"]


def test_every_class_force_condition_and_issue_is_right(
    lines: list[dict[str, Any]], gold: dict[str, Any]
) -> None:
    """What each statement does is read as the annotators read it."""
    for wanted in gold["statements"]:
        for actor in wanted["actors"]:
            statement = found(lines, wanted, actor)
            assert statement["position"] == wanted["position"], wanted["id"]
            if "force" in wanted:
                assert statement["force"] == wanted["force"], wanted["id"]
            if "condition" in wanted:
                assert statement["condition"] == wanted["condition"], wanted["id"]
            assert set(wanted["issues"]) <= set(statement["issues"]), wanted["id"]


def test_nothing_is_a_statement_that_must_not_be(
    lines: list[dict[str, Any]], gold: dict[str, Any]
) -> None:
    """Links, scare quotes and boilerplate are nobody's statement."""
    for barred in gold["must_not_be_statements"]:
        for statement in of(lines, "statement"):
            assert words(statement["content"]) != words([barred["text"]]), barred["why"]


def test_only_gold_or_optional_statements_are_found(
    lines: list[dict[str, Any]], gold: dict[str, Any]
) -> None:
    """Nothing beyond what the annotators found or left open."""
    known = [words(s["content"]) for s in gold["statements"]]
    optional = [set(words([o["content"]])) for o in gold["untracked_or_optional"]]
    for statement in of(lines, "statement"):
        spoken = words(statement["content"])
        assert spoken in known or any(left_open <= set(spoken) for left_open in optional)


def test_offsets_slice_the_article_exactly(lines: list[dict[str, Any]]) -> None:
    """The words of each statement stand in the article where the record says they do."""
    text = of(lines, "article")[0]["text"]
    for statement in of(lines, "statement"):
        sliced = [text[start:end] for start, end in statement["spans"]]
        assert sliced == statement["content"]


def test_the_threat_is_told_with_conditions_signal_and_echo(
    lines: list[dict[str, Any]],
) -> None:
    """Lavrov's threat: two conditions, the tracked phrase, and whose words he cites."""
    threat = next(s for s in of(lines, "statement") if s["signals"])
    assert threat["actor"] == "lavrov"
    assert (threat["position"], threat["force"]) == ("THREATEN", "conditional")
    assert threat["condition"].startswith("Should there be no constructive response")
    assert threat["condition"].endswith("should the West continue its aggressive course")
    assert threat["signals"] == ["response-measures"]
    assert threat["signal_words"] == ["response measures"]
    assert threat["echoes"] == ["putin"]
    alerts = of(lines, "alert")
    assert any(a["actor"] == "lavrov" and a["issue"] == "response-measures" for a in alerts)
    assert any(a["actor"] == "lavrov" and a["signal"] == "response-measures" for a in alerts)


def test_every_alert_shows_its_evidence(lines: list[dict[str, Any]]) -> None:
    """Promise 6: the words, the offsets, the outlet and why, in every alert."""
    text = of(lines, "article")[0]["text"]
    for alert in of(lines, "alert"):
        after = alert["after"]
        assert [text[s:e] for s, e in after["spans"]] == after["content"]
        assert after["outlet"] == "Washington Examiner"
        assert all(move["reason"] and move["rule"] for move in alert["moves"])


def test_said_again_nothing_happens(root: Path, tmp_path: Path) -> None:
    """The next outlet that prints the same words raises no alert."""
    source = root / "seeds" / "000_58129c60560acc1c.txt"
    (tmp_path / "a.txt").write_text(
        "---\npublished: 2022-01-26T18:00:00Z\noutlet: First\n---\n" + source.read_text("utf-8"),
        encoding="utf-8",
    )
    (tmp_path / "b.txt").write_text(
        "---\npublished: 2022-01-26T21:00:00Z\noutlet: Second\n---\n" + source.read_text("utf-8"),
        encoding="utf-8",
    )
    command = Path(sys.executable).with_name("news-monitor")
    done = subprocess.run(
        [command, "replay", "--json", tmp_path], capture_output=True, text=True, check=True
    )
    alerts = [
        line for line in map(json.loads, done.stdout.splitlines()) if line["record"] == "alert"
    ]
    assert {alert["article"] for alert in alerts} == {"a.txt"}
