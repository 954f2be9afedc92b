"""`news-monitor dead`: what could not be processed or delivered, and putting it back."""

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from monitor.cli.deliveries import details, endpoint_option, ids_option, last_option
from monitor.cli.desk import Desk, at, config_option, json_option, open_desk, say, since_option
from monitor.clock import system_clock
from monitor.delivery.ledger import delivery_of, revived
from monitor.errors import InputError
from monitor.topics import ALL, DEAD_LETTERS, DELIVERIES
from schemas.dead_letter import DeadLetter

_SHOWN_BYTES: Final = 4000


@click.group()
def dead() -> None:
    """See dead letters and put them back."""


def _letters(desk: Desk, endpoint: str | None, since: datetime | None) -> list[DeadLetter]:
    # A crash may have written one twice: the same id is the same letter.
    found = {
        letter.id: letter
        for letter in desk.records.read(DEAD_LETTERS)
        if isinstance(letter, DeadLetter)
        and (endpoint is None or (letter.topic == DELIVERIES.name and letter.key == endpoint))
        and (since is None or letter.at >= since)
    }
    return list(found.values())


def _dead_line(letter: DeadLetter) -> str:
    return f"{at(letter.at)}  {letter.id}  {letter.hop:8} {letter.topic:11} {letter.reason}"


@dead.command("list")
@config_option
@endpoint_option
@since_option
@last_option
@json_option
def dead_list(
    config: Path | None, endpoint: str | None, since: datetime | None, last: int, *, as_json: bool
) -> None:
    """List dead letters: what could not be processed or delivered, and why."""
    for letter in _letters(open_desk(config), endpoint, since)[-last:]:
        say(as_json, letter, lambda x=letter: _dead_line(x))  # type: ignore[misc]


def _find(letters: Iterable[DeadLetter], name: str) -> DeadLetter:
    for letter in letters:
        if letter.id == name:
            return letter
    raise InputError(f"no dead letter has the id {name}")


@dead.command("show")
@click.argument("name")
@config_option
@json_option
def dead_show(name: str, config: Path | None, *, as_json: bool) -> None:
    """Show dead letter NAME: the record whole, with every try where it is a delivery."""
    letter = _find(_letters(open_desk(config), None, None), name)
    say(as_json, letter, lambda: "\n".join(_dead_details(letter)))


def _dead_details(letter: DeadLetter) -> Iterable[str]:
    yield _dead_line(letter)
    delivery = delivery_of(letter)
    if delivery is not None:
        yield from details(delivery)
    else:
        # Whatever it holds must not reach the terminal as control sequences.
        value = base64.b64decode(letter.value)[:_SHOWN_BYTES]
        yield f"  {value.decode('utf-8', 'replace')!a}"


@dead.command("redrive")
@config_option
@ids_option
@endpoint_option
@since_option
def dead_redrive(
    config: Path | None, ids: Sequence[str], endpoint: str | None, since: datetime | None
) -> None:
    """Put dead letters back where they came from: under the same ids, with a schedule anew."""
    if not (ids or endpoint or since):
        raise InputError("say which: --id, --endpoint or --since")
    desk = open_desk(config)
    letters = _letters(desk, endpoint, since)
    chosen = [_find(letters, name) for name in ids] if ids else letters
    now = system_clock()
    back: dict[str, list[tuple[str, bytes]]] = {}
    for letter in chosen:
        name, key, value = revived(letter, now)
        back.setdefault(name, []).append((key, value))
    for topic in ALL:
        if topic.name in back:
            desk.records.publish(topic, back[topic.name])
    click.echo(f"{len(chosen)} dead letters put back")
