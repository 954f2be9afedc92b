"""The trained model as a file: what it accepts, what it weighs, what it must not hold."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from monitor.language.extract import Extractor
from monitor.language.model import Model
from monitor.language.model_file import MODEL_NAME, load_model

_BYTES = files("monitor.language").joinpath(MODEL_NAME).read_bytes()


def test_a_foreign_file_is_refused() -> None:
    """Another file in the model's place is named as such, not read as nonsense."""
    with pytest.raises(ValueError, match="not a statement model"):
        Model.from_bytes(b"something else")


def test_bytes_survive() -> None:
    """A model written again is the same file."""
    assert Model.from_bytes(_BYTES).to_bytes() == _BYTES


def test_small_enough_to_ship() -> None:
    """The model adds less than ten megabytes to an installation."""
    assert len(_BYTES) < 10_000_000


def test_no_sentence_can_be_read_back() -> None:
    """The word table holds single words without order; no publisher's text travels with it."""
    assert not [word for word in load_model().tables["classes"] if " " in word]


def test_model_may_be_dropped_by_its_owner() -> None:
    """An extractor keeps what it needs of a model that nobody else holds."""
    extractor = Extractor(None, Model.from_bytes(bytes(bytearray(_BYTES))))
    assert len(extractor.find("Reyl said that the river would rise.")) == 1


def test_benchmark_command(tmp_path: Path) -> None:
    """The corpus command writes what the scorers read and tells its speed."""
    text = "“The pipe is safe,” Ines Duarte said. Tomas Reyl said that it was not."
    articles, watchlist, out = (tmp_path / name for name in ("in", "watch", "out"))
    articles.write_text(json.dumps({"id": "a_2025-10-08_x", "text": text}), "utf-8")
    watchlist.write_text(json.dumps({"actors": [{"id": "d", "name": "Ines Duarte"}]}), "utf-8")
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.statements"),
            *(str(articles), str(out), "--watchlist", str(watchlist)),
        ],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    (row,) = map(json.loads, out.read_text("utf-8").splitlines())
    (statement,) = row["statements"]
    assert statement["speaker"] == "Ines Duarte"
    assert [text[a:b] for a, b in statement["content"]] == ["The pipe is safe,"]
    assert "articles/s" in ran.stdout
