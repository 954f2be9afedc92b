"""Training statements composed of deeds: grammar, and that each is what its label says."""

import random

from benchmarks.compose import Deed, Said, composed

HARBOUR = Deed("H", "Norland", "shut its harbours", "they fish here", "they leave")


def one(frame: Said, deed: Deed = HARBOUR, seed: int = 1) -> dict[str, object]:
    """Compose one statement."""
    (line,) = composed([deed], [frame], 1, random.Random(seed))  # noqa: S311 - no secret
    return line


def test_content_stands_in_its_report() -> None:
    """Whatever the report, it prints the content word for word."""
    frames = [
        Said("H", "self", "THREATEN/conditional", "{s} will {v} if {cond}"),
        Said("H", "we", "THREATEN/unconditional", "We will {we}"),
        Said("H", "accused", "ACCUSE", "{s} of {ing}"),
        Said("H", "self", "DENY", "{s} had not {done}"),
    ]
    for seed in range(40):
        for line in composed([HARBOUR], frames, 4, random.Random(seed)):  # noqa: S311 - no secret
            assert line["content"][0] in line["sentence"]


def test_a_verb_is_inflected() -> None:
    """Irregular verbs as well: "shut", "shutting", "tore"."""
    assert one(Said("H", "accused", "ACCUSE", "{s} of {ing}"))["content"] == [
        "Norland of shutting its harbours"
    ]
    torn = Deed("W", "The board", "write the letter", "-", "-")
    assert one(Said("W", "denied", "DENY", "that {s} had {done}"), torn)["content"] == [
        "that the board had written the letter"
    ]


def test_ones_own_is_our() -> None:
    """What the subject calls its own is ours in its mouth."""
    line = one(Said("H", "we", "THREATEN/unconditional", "We will {we}"))
    assert line["content"] == ["We will shut our harbours"]
    assert (line["label"], line["force"]) == ("THREATEN", "unconditional")
