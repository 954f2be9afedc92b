"""Commands: what a user can put right is one clear line and exit code 2."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.engine.store import Store
from monitor.topics import ARTICLES
from tests.support.commands import call, one_clear_line
from tests.support.files import configuration, endpoint
from tests.support.making import THREAT

BAD: dict[str, tuple[str, bytes]] = {
    "empty": ("a.txt", b""),
    "binary": ("a.txt", b"\x89PNG\x00\x00"),
    "front matter": ("a.txt", b"---\ntitle: [\n---\nx"),
    "JSONL line": ("a.jsonl", b'{"text": "x"}\nnonsense\n'),
    "story": ("a.json", b"[]"),
}


def lines(out: str) -> list[dict]:
    """Return the records that ``--json`` printed."""
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("command", ["replay", "extract", "ingest"])
def test_bad_input_is_one_clear_line(tmp_path: Path, command: str, case: str) -> None:
    """Every command that reads files refuses bad ones alike, naming the file."""
    name, content = BAD[case]
    (tmp_path / name).write_bytes(content)
    config = ["--config", configuration(tmp_path / "c")] if command == "ingest" else []
    assert name in one_clear_line(call(command, tmp_path / name, *config))


@pytest.mark.parametrize("command", ["replay", "extract", "ingest"])
def test_missing_path_is_one_clear_line(tmp_path: Path, command: str) -> None:
    """So is a path that leads nowhere."""
    config = ["--config", configuration(tmp_path)] if command == "ingest" else []
    line = one_clear_line(call(command, tmp_path / "nowhere.txt", *config))
    assert line == f"{tmp_path}/nowhere.txt: no such file or folder"


@pytest.mark.parametrize("command", ["check", "replay", "run"])
def test_missing_configuration_is_one_clear_line(tmp_path: Path, command: str) -> None:
    """So is a configuration that is not there."""
    line = one_clear_line(call(command, "--config", tmp_path / "none.yaml"))
    assert line == f"{tmp_path}/none.yaml: cannot be read: no such file or directory"


@pytest.mark.parametrize("command", ["check", "replay", "run"])
def test_unknown_config_key_is_one_clear_line(tmp_path: Path, command: str) -> None:
    """So is a misspelt setting, with what was probably meant."""
    config = configuration(tmp_path, service={"stoer": "x.db"})
    line = one_clear_line(call(command, "--config", config))
    assert "stoer: no such setting; did you mean 'store'?" in line


def test_check_of_a_good_configuration(tmp_path: Path) -> None:
    """A good configuration is said to be good, with what it holds."""
    done = call("check", "--config", configuration(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "good: 3 actors, 2 issues, 2 signals, 0 feeds, 0 endpoints; engine embedded\n"
    )


def test_check_of_what_ships() -> None:
    """Without a name, the configuration that ships is checked."""
    assert call("check").code == 0


def test_check_counts_every_problem(tmp_path: Path) -> None:
    """All problems come in one go, a line each."""
    config = configuration(tmp_path, service={"stoer": "x", "engin": "y", "kafkaa": 1})
    done = call("check", "--config", config)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 3


def test_check_does_not_need_secrets(tmp_path: Path) -> None:
    """A configuration may be checked where its secrets are not known."""
    desk = {"id": "desk", "url": "https://desk.example/", "secret": "env:NOT_SET_ANYWHERE"}
    assert call("check", "--config", configuration(tmp_path, endpoints=[desk])).code == 0


def test_check_of_secrets_names_what_is_missing(tmp_path: Path) -> None:
    """Asked to, the check also reads secrets, and names what is missing."""
    desk = {"id": "desk", "url": "https://desk.example/", "secret": "env:NOT_SET_ANYWHERE"}
    config = configuration(tmp_path, endpoints=[desk])
    line = one_clear_line(call("check", "--secrets", "--config", config))
    assert line == "endpoint desk: secret env:NOT_SET_ANYWHERE: the variable is not set"


def test_check_of_secrets_reads_those_of_kafka(tmp_path: Path) -> None:
    """What proves to the broker who comes is looked for, too, and every problem told at once."""
    desk = {"id": "desk", "url": "https://example.org/hook", "secret": "env:NO_SUCH_SECRET"}
    sasl = {"mechanism": "OAUTHBEARER", "token_file": "token"}
    service = {"engine": "kafka", "kafka": {"security": {"sasl": sasl}}}
    config = configuration(tmp_path, endpoints=[desk], service=service)
    told = call("check", "--secrets", "--config", config)
    assert told.code == 2
    first, second = told.err.splitlines()
    assert "NO_SUCH_SECRET" in first
    assert (
        second == f"kafka.security.sasl.token_file: {tmp_path / 'token'}: No such file or directory"
    )
    assert call("check", "--config", config).code == 0


def test_check_of_secrets_prints_none(tmp_path: Path) -> None:
    """Reading secrets prints none of them."""
    desk = endpoint(tmp_path, "https://desk.example/")
    done = call("check", "--secrets", "--config", configuration(tmp_path, endpoints=[desk]))
    assert done.code == 0
    assert "whsec_" not in done.out + done.err


def test_ingested_articles_wait_for_the_service(tmp_path: Path) -> None:
    """Articles handed over while the service is off are there when it starts."""
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n', encoding="utf-8")
    config = configuration(tmp_path / "c")
    assert call("ingest", tmp_path / "a.jsonl", "--config", config).out == (
        "2 articles handed over\n"
    )
    store = Store(tmp_path / "c" / "store.db")
    assert store.end(ARTICLES.name) == 2
    store.close()


def test_ingest_is_all_or_nothing(tmp_path: Path) -> None:
    """One bad file among good ones: nothing is handed over."""
    (tmp_path / "a.txt").write_text(THREAT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0")
    config = configuration(tmp_path / "c")
    one_clear_line(call("ingest", tmp_path / "a.txt", tmp_path / "b.txt", "--config", config))
    assert not (tmp_path / "c" / "store.db").exists()


def test_store_that_cannot_be_used_is_one_clear_line(tmp_path: Path) -> None:
    """A store that is something else is told in one line."""
    config = configuration(tmp_path)
    (tmp_path / "store.db").write_bytes(b"no database at all " * 50)
    (tmp_path / "a.txt").write_text(THREAT, encoding="utf-8")
    line = one_clear_line(call("ingest", tmp_path / "a.txt", "--config", config))
    assert "cannot be used as a store" in line


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["replay", "--nonsense"], ["replay", "--engine", "abacus"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    """A mistyped command or option is answered with usage and exit code 2."""
    done = call(*arguments)
    assert done.code == 2
    assert "Traceback" not in done.err


def test_replay_prints_the_chain(tmp_path: Path) -> None:
    """A replayed article is followed by its statements, verdicts and alerts."""
    (tmp_path / "a.txt").write_text(THREAT, encoding="utf-8")
    config = configuration(tmp_path / "c")
    done = call("replay", tmp_path / "a.txt", "--json", "--config", config)
    kinds = [line["record"] for line in lines(done.out)]
    assert kinds[:2] == ["article", "statement"]
    assert {"change", "alert"} <= set(kinds)
    assert kinds == sorted(kinds, key=["article", "statement", "change", "alert"].index)


def test_replay_for_people(tmp_path: Path) -> None:
    """Without ``--json`` a person can read it."""
    (tmp_path / "a.txt").write_text(THREAT, encoding="utf-8")
    done = call("replay", tmp_path / "a.txt", "--config", configuration(tmp_path / "c"))
    assert done.code == 0
    assert "Ines Duarte" in done.out
    assert "legal action" in done.out


def test_replay_touches_no_store(tmp_path: Path) -> None:
    """A replay works in a store of its own."""
    (tmp_path / "a.txt").write_text(THREAT, encoding="utf-8")
    call("replay", tmp_path / "a.txt", "--config", configuration(tmp_path / "c"))
    assert not (tmp_path / "c" / "store.db").exists()


def test_replay_of_a_story_uses_its_watchlist(shared: Path) -> None:
    """A story is replayed with the actors it names, and signals the phrase it is about."""
    done = call("replay", shared / "stories" / "lake-pipeline.json", "--json")
    found = lines(done.out)
    assert {line["id"] for line in found if line["record"] == "article"} >= {"D1", "D6"}
    assert ("duarte", "legal-action") in {
        (line["actor"], line["signal"]) for line in found if line["record"] == "alert"
    }


def test_statement_lines_have_what_readers_need(shared: Path) -> None:
    """Each statement line carries the agreed fields."""
    done = call("replay", shared / "stories" / "lake-pipeline.json", "--json")
    wanted = {"id", "article", "actor", "mention", "cue", "kind", "content", "spans", "position"}
    wanted |= {"force", "condition", "issues", "signals", "said_on", "duplicate_of"}
    found = [line for line in lines(done.out) if line["record"] == "statement"]
    assert found
    assert all(wanted <= line.keys() for line in found)


def test_extract_shows_statements(tmp_path: Path) -> None:
    """`extract` shows each statement of a text with a watch-list of one's own."""
    config = configuration(tmp_path / "c")
    (tmp_path / "a.txt").write_text(THREAT, encoding="utf-8")
    watchlist = config.parent / "watchlist.json"
    done = call("extract", tmp_path / "a.txt", "--watchlist", watchlist, "--json")
    (line,) = lines(done.out)
    assert (line["actor"], line["signals"]) == ("duarte", ["legal-action"])


def test_extract_shows_what_to_take_with_care(tmp_path: Path) -> None:
    """A statement of the title, and a name in odd letters, are shown as such."""
    path = tmp_path / "a.txt"
    path.write_text("---\ntitle: L\u0430vrov warns of response\n---\nIt rained.\n", "utf-8")
    shown = call("extract", path).out
    assert "in the title  look-alike letters" in shown
    assert "L\u0430vrov warns of response" in shown


def test_schemas_are_written(tmp_path: Path) -> None:
    """`schemas` writes the documents and says which."""
    done = call("schemas", tmp_path)
    assert (tmp_path / "asyncapi.json").is_file()
    assert f"written: {tmp_path}/asyncapi.json" in done.out


@pytest.mark.parametrize("helper", [lambda: call("--help"), lambda: call("replay", "-h")])
def test_help(helper: Callable) -> None:
    """Help is there."""
    assert "Usage: news-monitor" in helper().out
