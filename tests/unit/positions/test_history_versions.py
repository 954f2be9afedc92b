"""Positions kept by another release."""

import json

import pytest

from monitor.errors import EngineError
from monitor.positions.history import HISTORY_VERSION
from tests.unit.positions.making import Desk, act, report, threat

KEY = "reyl|border"


def as_version_one(stored: bytes) -> bytes:
    """Write a history as the first release kept it: acts without a confidence."""
    kept = json.loads(stored)
    for entry in kept["entries"]:
        for said in entry["said"]:
            for one in said["acts"]:
                del one["confidence"]
    return json.dumps({**kept, "version": 1}).encode()


def test_positions_of_the_first_release_stand() -> None:
    """After an upgrade the same words are still a copy, and a dropped condition is still seen."""
    desk = Desk()
    desk.feed(report(1, threat(condition="if they shoot")))
    desk.cells[KEY] = as_version_one(desk.cells[KEY] or b"")
    assert desk.feed(report(2, threat(condition="if they shoot"), hours=20)) == []
    dropped = desk.feed(report(3, threat("we will close the border now", marked=True), hours=90))
    assert [alert.change for alert in dropped] == ["condition_dropped"]


def test_what_the_first_release_only_guessed_stays_a_guess() -> None:
    """An act that moved nothing before an upgrade moves nothing after it, and shows as unsure."""
    desk = Desk()
    desk.feed(report(1, act("ACCUSE", "a disgrace", hinted=True)))
    desk.cells[KEY] = as_version_one(desk.cells[KEY] or b"")
    desk.feed(report(2, act("STATE", "it rained"), hours=1))
    kept = json.loads(desk.cells[KEY] or b"")
    assert kept["version"] == HISTORY_VERSION
    assert kept["entries"][0]["said"][0]["acts"][0]["confidence"] < 0.5


def test_positions_of_the_release_before_stand() -> None:
    """What was kept before a report's passing words were told apart counts as it did."""
    desk = Desk()
    desk.feed(report(1, threat()))
    kept = json.loads(desk.cells[KEY] or b"")
    for entry in kept["entries"]:
        for said in entry["said"]:
            del said["in_passing"]
    desk.cells[KEY] = json.dumps({**kept, "version": 3}).encode()
    assert desk.feed(report(2, threat(), hours=20)) == []


def test_positions_of_a_later_release_are_not_touched() -> None:
    """A release that is older than the store stops, and says which one to run."""
    desk = Desk()
    desk.feed(report(1, threat()))
    later = json.loads(desk.cells[KEY] or b"") | {"version": HISTORY_VERSION + 1, "mood": "grim"}
    desk.cells[KEY] = json.dumps(later).encode()
    with pytest.raises(EngineError, match="written by a later release"):
        desk.feed(report(2, threat(), hours=1))
