"""Whole stories: what must be told and what must not."""

from pathlib import Path

import pytest

from benchmarks.story import measure

_OWN = sorted((Path(__file__).resolve().parents[2] / "seeds" / "stories").glob("*.json"))


def test_model_story_comes_out_whole(shared: Path) -> None:
    """Every statement and alert of the model story, and nothing else."""
    result = measure(shared / "stories" / "lake-pipeline.json")
    assert result.statements.figures()["f1"] == 1.0, result.faults
    assert result.classes.figures()["f1"] == 1.0, result.faults
    assert result.alerts.figures()["f1"] == 1.0, result.faults


@pytest.mark.parametrize("story", _OWN, ids=lambda path: path.stem)
def test_own_story_keeps_what_it_reached(story: Path) -> None:
    """No story of ours falls below what it once reached; the figures are in benchmarks/."""
    result = measure(story)
    assert result.statements.figures()["f1"] >= 0.95, result.faults
    assert result.alerts.figures()["f1"] >= 0.9, result.faults
