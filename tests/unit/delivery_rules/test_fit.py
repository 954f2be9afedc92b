"""Bodies are small, and what is cut is cut honestly."""

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from monitor.alerts.digest import LARGEST, combine
from monitor.delivery.event import LARGEST_BODY, event_body, event_type
from monitor.delivery.fit import at_sentence
from schemas.alert import Alert
from schemas.event import Correction, EndpointDisabled, EndpointTest, Payload
from schemas.evidence import Evidence
from schemas.export import event_schema
from tests.support.making import NOON, alert, delivery
from tests.support.strategies import alerts

SENTENCE = "We will take the necessary measures, said “the” minister. "


def evidence(*content: str, **fields: Any) -> Evidence:  # noqa: ANN401 - any field
    """Return evidence whose words stand one after the other from 100 on."""
    spans, at = [], 100
    for words in content:
        spans.append((at, at + len(words)))
        at += len(words) + 5
    return Evidence(
        statement="st_1",
        article="A1",
        published=NOON,
        said_at=NOON,
        content=content,
        spans=tuple(spans),
        **fields,
    )


def data(payload: Payload) -> dict[str, Any]:
    """Return what a subscriber reads, after checking size and schema."""
    body = event_body("dl_1", payload)
    assert len(body) < LARGEST_BODY
    event: dict[str, Any] = orjson.loads(body)
    Draft202012Validator(event_schema(event_type(payload))).validate(event)
    found: dict[str, Any] = event["data"]
    return found


def test_long_words_end_at_a_sentence_with_a_note() -> None:
    """A speech of a hundred pages is quoted to the end of a sentence, and the cut is told."""
    speech = SENTENCE * 2000
    found = data(alert(after=evidence(speech, "second"), before=evidence(speech)))
    for side in ("after", "before"):
        (words,) = found[side]["content"]
        assert words.endswith("minister.")
        assert speech.startswith(words)
        assert found[side]["spans"] == [[100, 100 + len(words)]]
        assert "shortened" in found[side]["trimmed"]


def test_what_fits_is_not_touched() -> None:
    """An ordinary alert arrives whole and says nothing of cuts."""
    small = alert(after=evidence(SENTENCE.strip()))
    assert data(small) == small.model_dump(mode="json")
    assert data(small)["after"]["trimmed"] is None


def test_words_without_a_sentence_end_are_cut_at_a_word() -> None:
    """A transcript without full stops still shows its beginning."""
    found = data(alert(after=evidence("measures and " * 5000)))
    assert found["after"]["content"][0].split()[-1] in {"measures", "and"}


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "t" * 100_000},
        {"condition": "если " * 20_000},
        {"outlets": tuple(f"Outlet {n}" * 20 for n in range(2000))},
        {"moves": (alert().moves[0].model_copy(update={"reason": "r" * 9000}),) * 500},
        {"after": evidence("x" * 300_000, title="\u2028" * 9000, link="https://a/" + "b" * 99_000)},
        {"after": evidence(*["one. "] * 9000), "before": evidence("\x00\"'\\" * 50_000)},
    ],
)
def test_hostile_alerts_fit(fields: dict[str, Any]) -> None:
    """Whatever field an article manages to blow up, the message stays small and valid."""
    data(alert(**fields))


@settings(max_examples=50)
@given(alerts)
def test_every_alert_obeys_its_event_schema(found: Alert) -> None:
    """What is sent is what the published schema promises."""
    data(found)


def test_other_events_obey_their_schemas() -> None:
    """Corrections, tests and disabled endpoints are described as well."""
    data(
        Correction(
            id="co_1",
            actor="duarte",
            article="A1",
            article_version=2,
            title="t" * 50_000,
            retracted=tuple(f"st_{n:024}" for n in range(3000)),
            at=NOON,
        )
    )
    data(EndpointTest(id="ev_1", endpoint="desk", message="hello", at=NOON))
    data(EndpointDisabled(id="ev_1", endpoint="desk", reason="gone", at=NOON))


def test_full_digest_fits() -> None:
    """As many alerts as a digest may hold fit into one message with their words."""
    long = alert(
        title="Дуарте: " + "угрожает " * 12,
        after=evidence("слова " * 500, link="https://lake.example/" + "a" * 200),
    )
    members = [delivery(f"dl_{n}", payload=long) for n in range(LARGEST)]
    digest, grouped = combine(members, NOON)
    assert len(data(digest.payload)["alerts"]) == LARGEST
    assert {member.group for member in grouped} == {digest.id}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.integers(0, 60))
def test_cut_words_are_a_beginning_within_the_budget(words: str, budget: int) -> None:
    """A cut only ever leaves out the end."""
    kept = at_sentence(words, budget)
    assert words.startswith(kept)
    assert len(kept.encode()) <= budget
