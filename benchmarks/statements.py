"""Extract statements from a corpus, for the scorers, and say how fast it went.

Usage: ``python -m benchmarks.statements IN.jsonl OUT.jsonl [--watchlist W.json]``

Reads lines with ``id`` and ``text`` and writes lines with ``id`` and ``statements``, each with
``speaker``, ``speaker_span``, ``cue_span`` and ``content``. With a watch-list the speaker is the
actor's name and only tracked actors are written; without one it is the best name found.
"""

import argparse
import json
import re
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from monitor.config.watchlist import WatchList
from monitor.language.extract import Extractor
from monitor.language.model import Model
from monitor.language.model_file import load_model
from monitor.language.utterance import Speaker, Utterance

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def main(argv: list[str] | None = None) -> int:
    """Run the extraction over one file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--watchlist", type=Path)
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    args = parser.parse_args(argv)
    watchlist = read_watchlist(args.watchlist) if args.watchlist else None
    model = Model.from_bytes(args.model.read_bytes()) if args.model else load_model()
    extractor = Extractor(watchlist, model)
    articles = [json.loads(line) for line in args.input.read_text("utf-8").splitlines() if line]
    names = {a.id: a.name for a in watchlist.actors} if watchlist else {}
    rows = []
    started = time.process_time()
    for article in articles:
        found = extractor.find(article["text"], published=day_of(article))
        rows.append({"id": article["id"], "statements": [row(u, names) for u in found]})
    seconds = max(time.process_time() - started, 1e-9)
    lines = (json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    args.output.write_text("".join(lines), "utf-8")
    words = sum(len(article["text"].split()) for article in articles)
    print(
        f"{len(articles)} articles, {words} words, {seconds:.2f} s on one core: "
        f"{len(articles) / seconds:.1f} articles/s, {words / seconds:.0f} words/s"
    )
    return 0


def read_watchlist(path: Path) -> WatchList:
    """Read a watch-list of actors from JSON, reporting what is said on their behalf as well."""
    data = json.loads(path.read_text("utf-8"))
    for actor in data["actors"]:
        actor.setdefault("spokespeople", True)
    return WatchList.model_validate(data)


def day_of(article: dict[str, Any]) -> date | None:
    """Return the day of publication: a field of the line, or part of its id."""
    match = _DAY.search(str(article.get("published") or article["id"]))
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def row(utterance: Utterance, names: dict[str, str]) -> dict[str, Any]:
    """Write an utterance the way the scorers read it."""
    speaker = _tracked(utterance.speakers) if names else (utterance.speakers or (None,))[0]
    text = None
    if speaker is not None:
        actor = speaker.actor or speaker.on_behalf_of
        text = names[actor] if names and actor else speaker.name or speaker.mention or None
    return {
        "speaker": text,
        "speaker_span": speaker.span if speaker is not None else None,
        "cue_span": utterance.cue_span,
        "content": utterance.spans,
        "kind": utterance.kind.value,
    }


def _tracked(speakers: tuple[Speaker, ...]) -> Speaker | None:
    for speaker in speakers:
        if speaker.actor:
            return speaker
    return next((s for s in speakers if s.on_behalf_of), None)


if __name__ == "__main__":
    sys.exit(main())
