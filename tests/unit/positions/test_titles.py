"""Titles that a person understands at a glance."""

import pytest

from monitor.alerts.title import Told, position_title, signal_title
from schemas.statement import Act
from schemas.vocabulary import ChangeKind, Kind, Modality
from tests.unit.positions.making import act, threat

NEW = ChangeKind.NEW_POSITION


def title(one: Act, kind: Kind = Kind.INDIRECT, cue: str = "said") -> str:
    """Word an alert of Reyl on the border."""
    return position_title("Reyl", one, Told(kind, cue), NEW, "border")


def test_vague_threat_names_measures_and_condition() -> None:
    """Who says only that something will follow threatens unspecified measures."""
    vague = threat("if they go on, we will respond", head="retaliate", condition="if they go on")
    assert (
        title(vague, Kind.DIRECT)
        == "Reyl: threatens unspecified measures if “they go on” (new on border)"
    )


def test_threat_names_its_deed_and_sets_the_condition_off() -> None:
    """The deed stands first, without the "that", and the condition after it."""
    closing = threat(
        "that the port would close unless the fleet left", condition="unless the fleet left"
    )
    assert (
        title(closing)
        == "Reyl: threatens: the port would close unless “the fleet left” (new on border)"
    )


@pytest.mark.parametrize(
    ("text", "cue", "worded"),
    [
        ("the bank to wait", "urged", "Reyl urged the bank to wait (new on border)"),
        ("that it would close", "warned", "Reyl warned that it would close (new on border)"),
        ("the offer", "welcomed", "Reyl welcomed the offer (new on border)"),
    ],
)
def test_cue_that_governs_reads_on(text: str, cue: str, worded: str) -> None:
    """The words "Urged the bank to wait" needs no verb of ours."""
    assert title(act("REQUEST", text), cue=cue) == worded


def test_direct_words_stand_in_quotation_marks() -> None:
    """What the actor said is quoted, what the report says is not; no "and" dangles."""
    refused = act("REJECT", "The toll stays, and")
    assert title(refused, Kind.DIRECT) == "Reyl: refuses: “The toll stays” (new on border)"


def test_contraction_is_no_conjunction() -> None:
    """Of "that's not our plan" nothing is left out."""
    refused = act("REJECT", "That’s not our plan")
    assert title(refused, Kind.DIRECT) == "Reyl: refuses: “That’s not our plan” (new on border)"


def test_deed_done_is_not_threatened() -> None:
    """What is done is no threat any more."""
    done = threat("We have closed the port", modality=Modality.ALREADY)
    assert title(done, Kind.DIRECT).startswith("Reyl: acts: ")


def test_long_words_end_at_a_word() -> None:
    """A cut falls between words and leaves no little word hanging."""
    words = (
        "We will rebuild the harbour wall and the road to the mill and the bridge over the weir "
    )
    cut = signal_title("Reyl", "rebuild", "rebuild", words * 3)
    assert " …” (signal rebuild)" in cut
    assert not cut.split(" …”")[0].endswith((" the", " and", " to"))


def test_inner_quotation_marks_stay_in_pairs() -> None:
    """A quotation cut out of its sentence gets its closing mark back."""
    kept = act("REJECT", "the office kept “every door closed")
    assert title(kept, Kind.MIXED) == (
        "Reyl: refuses: the office kept “every door closed” (new on border)"
    )
