"""Watch-lists: what they may say, and how every problem in one is told."""

import json
from datetime import date
from pathlib import Path

import pytest

from monitor.config.load import load_watchlist
from monitor.config.watchlist import Pronouns, Role, WatchList
from monitor.errors import ConfigurationError
from tests.support.files import problems

GOOD = """\
actors:
  - id: duarte
    name: Ines Duarte
issues:
  - {id: permit, terms: [permit]}
  - {id: price-cap, terms: [price cap]}
signals:
  - {id: legal-action, phrases: [legal action]}
endpoints:
  - id: desk
    url: https://desk.example/hook
    secret: env:DESK_SECRET
"""


def load(folder: Path, text: str) -> WatchList:
    """Load a watch-list from text."""
    path = folder / "watchlist.yaml"
    path.write_text(text, encoding="utf-8")
    return load_watchlist(path)


def test_good_watchlist_has_no_problem(tmp_path: Path) -> None:
    """A watch-list as the guide shows it is accepted."""
    assert problems(tmp_path, GOOD) == []


def test_unknown_key_names_place_and_nearest(tmp_path: Path) -> None:
    """A misspelt setting is shown with file, line, column and what was probably meant."""
    text = "actors:\n  - id: duarte\n    name: Ines Duarte\n    aliasses: [Duarte]\n"
    wanted = "watchlist.yaml:4:5: actors[0].aliasses: no such setting; did you mean 'aliases'?"
    assert wanted in problems(tmp_path, text)


def test_unknown_key_far_from_all_names_no_other(tmp_path: Path) -> None:
    """A setting that resembles nothing gets no misleading advice."""
    assert problems(tmp_path, GOOD + "zzzz: 1\n") == ["watchlist.yaml:13:1: zzzz: no such setting"]


def test_unknown_nested_key_names_nearest(tmp_path: Path) -> None:
    """The advice knows the settings at the place of the mistake, filters included."""
    text = GOOD + "    filters: {direction: [harder]}\n"
    assert problems(tmp_path, text) == [
        (
            "watchlist.yaml:13:15: endpoints[0].filters.direction: no such setting;"
            " did you mean 'directions'?"
        )
    ]


def test_missing_key_names_the_item(tmp_path: Path) -> None:
    """An actor without an id is pointed at."""
    text = "actors:\n  - {id: a, name: A}\n  - {name: B}\n"
    assert "watchlist.yaml:3:5: actors[1].id: is missing" in problems(tmp_path, text)


@pytest.mark.parametrize(
    ("filters", "place", "name", "kind", "nearest"),
    [
        ("actors: [duart]", "actors[0]", "duart", "actor", "duarte"),
        ("issues: [permits]", "issues[0]", "permits", "issue", "permit"),
        ("issues: [permit, pricecap]", "issues[1]", "pricecap", "issue", "price-cap"),
        ("signals: [legal-acton]", "signals[0]", "legal-acton", "signal", "legal-action"),
    ],
)
def test_unknown_reference_in_filters(
    tmp_path: Path, filters: str, place: str, name: str, kind: str, nearest: str
) -> None:
    """An endpoint that asks for something the list does not hold would wait for ever: refused."""
    text = GOOD + f"    filters:\n      {filters}\n"
    (found,) = problems(tmp_path, text)
    column = 7 + filters.index(name)
    assert found == (
        f"watchlist.yaml:14:{column}: endpoints[0].filters.{place}: no {kind} has the id"
        f" {name!r}; did you mean {nearest!r}?"
    )


def test_unknown_issue_of_a_signal(tmp_path: Path) -> None:
    """A signal filed under an issue that does not exist is refused with the nearest."""
    text = GOOD.replace("[legal action]}", "[legal action], issue: permitt}")
    assert problems(tmp_path, text) == [
        (
            "watchlist.yaml:8:49: signals[0].issue: no issue has the id 'permitt';"
            " did you mean 'permit'?"
        )
    ]


@pytest.mark.parametrize("section", ["actors", "issues", "signals", "feeds", "endpoints"])
def test_double_ids(tmp_path: Path, section: str) -> None:
    """Two entries of one id could not be told apart: the second is pointed at."""
    entry = {
        "actors": "{id: same, name: A}",
        "issues": "{id: same, terms: [a]}",
        "signals": "{id: same, phrases: [a]}",
        "feeds": "{id: same, url: 'https://feed.example/'}",
        "endpoints": "{id: same, url: 'https://desk.example/', secret: 'env:S'}",
    }[section]
    first = "" if section == "actors" else "actors: [{id: a, name: A}]\n"
    text = f"{first}{section}:\n  - {entry}\n  - {entry}\n"
    line = 3 + bool(first)
    assert problems(tmp_path, text) == [
        f"watchlist.yaml:{line}:6: {section}[1].id: 'same' is used twice"
    ]


def test_same_id_in_two_sections_is_fine(tmp_path: Path) -> None:
    """An issue and a signal may share a name, as the shipped watch-list does."""
    text = GOOD.replace("legal-action", "permit")
    assert problems(tmp_path, text) == []


def test_double_key(tmp_path: Path) -> None:
    """A key written twice would hide the first half of the file: refused, with its place."""
    (found,) = problems(tmp_path, GOOD + "issues: []\n")
    assert found.startswith('watchlist.yaml:13:1: found duplicate key "issues"')


def test_not_yaml(tmp_path: Path) -> None:
    """A syntax error is shown where it is."""
    (found,) = problems(tmp_path, "actors: [\n")
    assert found.startswith("watchlist.yaml:2:1: ")


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "word\n"])
def test_no_mapping(tmp_path: Path, text: str) -> None:
    """A file without settings is refused in words, not with an empty watch-list."""
    assert problems(tmp_path, text) == ["watchlist.yaml:1:1: must hold a mapping of settings"]


def test_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding is named."""
    (tmp_path / "w.yaml").write_bytes(b"actors: \xff\xfe")
    assert _message(tmp_path / "w.yaml") == f"{tmp_path}/w.yaml: not UTF-8 text"


def test_missing_file(tmp_path: Path) -> None:
    """A path that leads nowhere is named with the reason."""
    message = _message(tmp_path / "nowhere.yaml")
    assert message == f"{tmp_path}/nowhere.yaml: cannot be read: no such file or directory"


def test_folder_instead_of_file(tmp_path: Path) -> None:
    """A folder where a file should be is named with the reason."""
    assert _message(tmp_path) == f"{tmp_path}: cannot be read: is a directory"


def test_enormous_file(tmp_path: Path) -> None:
    """A file that cannot be a watch-list is not read into memory."""
    path = tmp_path / "w.yaml"
    with path.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    assert _message(path) == f"{path}: larger than 16 MiB"


def _message(path: Path) -> str:
    try:
        load_watchlist(path)
    except ConfigurationError as error:
        return str(error)
    return ""


def test_all_problems_at_once(tmp_path: Path) -> None:
    """One run of the check names everything, so that nobody repairs a file one error at a time."""
    text = """\
actors:
  - {id: duarte, name: Ines Duarte, pronoun: she}
  - {id: duarte, name: Other}
issues:
  - {id: permit, terms: []}
signals:
  - {id: legal, phrases: [x], issue: permt}
endpoints:
  - {id: desk, url: nowhere, secret: plain, filters: {actors: [duart]}}
"""
    found = problems(tmp_path, text)
    for place in (
        ":2:37: actors[0].pronoun: no such setting; did you mean 'pronouns'?",
        ":3:6: actors[1].id: 'duarte' is used twice",
        ":5:18: issues[0].terms: ",
        ":7:31: signals[0].issue: no issue has the id 'permt'; did you mean 'permit'?",
        ":9:16: endpoints[0].url: ",
        ":9:30: endpoints[0].secret: ",
        ":9:64: endpoints[0].filters.actors[0]: no actor has the id 'duart'",
    ):
        assert any(place in line for line in found), (place, found)


def test_every_problem_is_one_line(tmp_path: Path) -> None:
    """Each problem stands on a line of its own, so that tools can jump to it."""
    found = problems(tmp_path, "actors:\n  - {id: A B, name: '', kind: ghost, wikidata: 5}\n")
    assert len(found) >= 4
    assert all("\n" not in line for line in found)


def test_json_watchlist(tmp_path: Path) -> None:
    """A watch-list written by a program as JSON is read like YAML."""
    path = tmp_path / "w.json"
    path.write_text(json.dumps({"actors": [{"id": "a", "name": "A"}]}, indent=1), "utf-8")
    assert load_watchlist(path).actors[0].name == "A"


def test_json_problem_has_line_and_column(tmp_path: Path) -> None:
    """Mistakes in a JSON watch-list are pointed at too."""
    text = '{\n "actors": [\n  {"id": "a", "name": "A", "alias": ["B"]}\n ]\n}\n'
    wanted = "watchlist.yaml:3:28: actors[0].alias: no such setting; did you mean 'aliases'?"
    assert wanted in problems(tmp_path, text)


def test_role_as_word(tmp_path: Path) -> None:
    """A role may be written as its title alone and is then held for ever."""
    found = load(tmp_path, "actors: [{id: a, name: A, roles: [Foreign Minister]}]")
    assert found.actors[0].roles == (Role(title="Foreign Minister"),)
    assert found.actors[0].roles[0].held_on(date(1900, 1, 1))


def test_role_with_dates(tmp_path: Path) -> None:
    """A role with dates is held from the first to the last of its days."""
    found = load(
        tmp_path,
        "actors: [{id: a, name: A, roles: [{title: M, from: 2020-01-02, until: 2021-03-04}]}]",
    )
    (role,) = found.actors[0].roles
    held = [role.held_on(date(2020, 1, d)) for d in (1, 2)]
    held += [role.held_on(date(2021, 3, d)) for d in (4, 5)]
    assert held == [False, True, True, False]


def test_ended_role_without_a_day_is_not_held() -> None:
    """Where no day is known, a role that has ended does not name its former holder."""
    assert not Role(title="M", until=date(2021, 1, 1)).held_on(None)


@pytest.mark.parametrize(
    ("gender", "pronouns"), [("male", "he"), ("female", "she"), ("other", "they")]
)
def test_gender_is_pronouns(tmp_path: Path, gender: str, pronouns: str) -> None:
    """Watch-lists of stories give a gender; it is understood as pronouns."""
    found = load(tmp_path, f"actors: [{{id: a, name: A, gender: {gender}}}]")
    assert found.actors[0].pronouns is Pronouns(pronouns)


def test_pronouns_win_over_gender(tmp_path: Path) -> None:
    """Where both are given, the pronouns count."""
    found = load(tmp_path, "actors: [{id: a, name: A, gender: male, pronouns: they}]")
    assert found.actors[0].pronouns is Pronouns.THEY


def test_unknown_gender_lists_what_is_known(tmp_path: Path) -> None:
    """A gender that is not known is answered with those that are."""
    found = problems(tmp_path, "actors:\n  - {id: a, name: A, gender: femal}\n")
    assert found[0].startswith("watchlist.yaml:2:5: actors[0]: gender: 'femal' is none of male")


def test_secret_itself_is_refused_and_not_shown(tmp_path: Path) -> None:
    """Whoever writes a secret into the file is told so, and the message does not repeat it."""
    found = problems(tmp_path, GOOD.replace("env:DESK_SECRET", "whsec_dG9wc2VjcmV0"))
    assert len(found) == 1
    assert "endpoints[0].secret" in found[0]
    assert "dG9wc2VjcmV0" not in found[0]


def test_settings_are_frozen(tmp_path: Path) -> None:
    """Nothing changes a watch-list once it is loaded."""
    found = load(tmp_path, GOOD)
    with pytest.raises(ValueError, match="frozen"):
        found.actors[0].name = "Other"  # type: ignore[misc]


def test_story_watchlist_is_accepted(shared: Path, tmp_path: Path) -> None:
    """The watch-list inside a shared story is one that a file may hold."""
    story = json.loads((shared / "stories" / "lake-pipeline.json").read_text("utf-8"))
    assert problems(tmp_path, json.dumps(story["watchlist"])) == []


def test_shipped_watchlist_is_good(root: Path) -> None:
    """The watch-list of the demo has no problem."""
    found = load_watchlist(root / "deploy" / "watchlists" / "european-security.yaml")
    assert {actor.id for actor in found.actors} >= {"lavrov", "blinken", "stoltenberg"}


@pytest.mark.parametrize(
    "text",
    [
        "actors:\n  - &a {id: a, name: A}\n  - {<<: *a, id: b}\n",
        "actors:\n  - {id: a, name: A, gender: [x]}\n",
        "actors: " + "[" * 3000,
        'actors: "\x07"\n',
    ],
    ids=["merge key", "gender list", "deep", "control character"],
)
def test_odd_watchlist_is_good_or_told_in_lines(tmp_path: Path, text: str) -> None:
    """YAML's odder corners are understood or refused with a place, never with a traceback."""
    found = problems(tmp_path, text)
    assert all(line.startswith("watchlist.yaml:") and "\n" not in line for line in found)
    assert all(line.removeprefix("watchlist.yaml:")[0].isdigit() for line in found)


def test_merge_keys_are_good(tmp_path: Path) -> None:
    """Anchors and merge keys, by which people avoid repeating themselves, may be used."""
    text = "actors:\n  - &a {id: a, name: A}\n  - {<<: *a, id: b}\n"
    assert problems(tmp_path, text) == []


def test_one_mistake_is_one_problem(tmp_path: Path) -> None:
    """A mistake in an actor is not followed by "actors: should have at least 1 item"."""
    assert len(problems(tmp_path, "actors:\n  - {id: a, name: A, alias: [B]}\n")) == 1


def test_double_secret_is_not_printed(tmp_path: Path) -> None:
    """A key written twice is told without what stands behind it."""
    text = "actors: [{id: a, name: A}]\nendpoints:\n  - {id: e, secret: whsec_1, secret: whsec_2}"
    assert "whsec" not in "".join(problems(tmp_path, text))


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("url: https://d.example/hook", "endpoints[0]: format standard needs `secret`"),
        ("secret: env:S", "endpoints[0]: format standard needs `url`"),
        ("{format: slack, secret: env:S, url: env:U}", "format slack has no `secret`"),
        ("{format: email, url: https://d.example/}", "format email has no `url`"),
        ("{format: email}", "format email needs `mail`"),
        ("{format: slak, url: env:U}", "endpoints[0].format: Input should be 'standard', 'slack'"),
        ("url: mailto:desk@d.example", "endpoints[0].url: "),
        (
            "{format: email, mail: {host: mx, from: a@d.example, to: [b@d.example], username: a}}",
            "endpoints[0].mail: username and password go together",
        ),
        (
            (
                "{format: email, mail: {host: mx, from: a@d.example, to: [b@d.example],"
                " username: a, password: env:P, security: none}}"
            ),
            "a password is not sent in the clear",
        ),
        (
            '{format: email, mail: {host: mx, from: "a@d.example, x", to: [b@d.example]}}',
            "endpoints[0].mail.from: ",
        ),
    ],
)
def test_an_endpoint_has_what_its_format_needs(tmp_path: Path, lines: str, wanted: str) -> None:
    """What is missing, too much or unsafe for a format is told with its place."""
    body = lines if lines.startswith("{") else f"{{{lines}}}"
    text = f"actors: [{{id: a, name: Ada}}]\nendpoints:\n  - {{id: desk, {body[1:]}\n"
    found = problems(tmp_path, text)
    assert any(wanted in problem and problem.startswith("watchlist.yaml:3") for problem in found)


def test_a_chat_address_may_stand_where_secrets_do(tmp_path: Path) -> None:
    """The address of a chat is a credential: it is named, not written."""
    text = "actors: [{id: a, name: Ada}]\nendpoints:\n  - {id: d, format: slack, url: env:SLACK}\n"
    assert problems(tmp_path, text) == []
