"""The seed article: every statement in it, and nothing else."""

import json
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from monitor.config.watchlist import WatchList
from monitor.language.extract import Extractor
from monitor.language.model import Model
from monitor.language.model_file import load_model

_ROOT = Path(__file__).parents[3]
_GOLD = json.loads(Path(__file__).with_name("seed.json").read_text("utf-8"))
_TEXT = (_ROOT / "seeds" / "000_58129c60560acc1c.txt").read_text("utf-8")
_WATCH = WatchList.model_validate(
    YAML(typ="safe").load(_ROOT / "deploy" / "watchlists" / "european-security.yaml")
)
_FIELDS = ("cue", "addressee", "reported_by")


@pytest.mark.parametrize("model", [load_model(), Model()], ids=["shipped", "rules alone"])
def test_every_statement_of_the_seed(model: Model) -> None:
    """All eighteen statements, with their speakers, words, kinds, days and echoes."""
    found = Extractor(_WATCH, model).find(_TEXT, published=date.fromisoformat(_GOLD["published"]))
    seen = {
        json.dumps([_TEXT[a:b] for a, b in u.spans]): {
            "actors": [s.actor for s in u.speakers],
            "mention": u.speakers[0].mention,
            "kind": u.kind.value,
            "echoes": list(u.echoes),
            "said_on": u.said_on.isoformat() if u.said_on else None,
            **{name: getattr(u, name) for name in _FIELDS},
        }
        for u in found
    }
    for gold in _GOLD["statements"]:
        echoes = [gold["echoes"]] if "echoes" in gold else []
        assert seen.get(json.dumps(gold["content"])) == {
            "actors": gold["actors"],
            "mention": gold["mention"],
            "kind": gold["kind"],
            "echoes": echoes,
            "said_on": gold.get("said_on"),
            **{name: gold.get(name) for name in _FIELDS},
        }, gold["id"]


def test_nothing_else_in_the_seed() -> None:
    """No link, no title, no words of somebody else: eighteen and no more."""
    found = Extractor(_WATCH, load_model()).find(_TEXT)
    contents = [_TEXT[a:b] for u in found for a, b in u.spans]
    assert len(found) == len(_GOLD["statements"])
    assert not [text for text in _GOLD["never"] if text in contents]
