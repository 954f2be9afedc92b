"""Records: frozen, strict, and the same after a journey through bytes."""

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from monitor.errors import UnreadableRecordError
from monitor.stages.codec import decode, encode
from monitor.topics import ALL, ARTICLES, RECEIPTS, Topic
from schemas.base import Record, VersionedRecord
from schemas.delivery import Attempt
from schemas.export import RECORDS
from tests.support.making import NOON, article, delivery
from tests.support.strategies import RECORDS as STRATEGIES

EVERY = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)


def within(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Return a record and every record inside it."""
    found: set[type[BaseModel]] = {model}
    waiting: list[Any] = [field.annotation for field in model.model_fields.values()]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found:
            found |= within(kind)
    return found


def test_every_record_has_a_strategy() -> None:
    """A record added later cannot escape the tests below."""
    assert set(STRATEGIES) == set(RECORDS)


def test_every_topic_carries_an_exported_record() -> None:
    """What stands on a topic has a published schema."""
    assert {topic.record for topic in ALL} <= set(RECORDS)


@EVERY
def test_frozen(record: type[VersionedRecord]) -> None:
    """Nothing changes a record, nor a record inside it, after it was made."""
    assert all(model.model_config.get("frozen") for model in within(record))


@EVERY
def test_refuses_unknown_fields(record: type[VersionedRecord]) -> None:
    """A field that no reader knows is refused instead of dropped, at every depth."""
    assert all(model.model_config.get("extra") == "forbid" for model in within(record))


@EVERY
def test_names_its_schema_version(record: type[VersionedRecord]) -> None:
    """A reader sees by which schema a record was written."""
    assert record.model_fields["schema_version"].default == 1


def test_assignment_is_refused() -> None:
    """Frozen means frozen."""
    found = article()
    with pytest.raises(ValidationError, match="frozen"):
        found.title = "Other"  # type: ignore[misc]


@EVERY
@settings(max_examples=20)
@given(data=st.data())
def test_survives_bytes(record: type[VersionedRecord], data: st.DataObject) -> None:
    """What is written is read back equal, whatever letters and moments it holds."""
    found = data.draw(STRATEGIES[record])
    topic = Topic("any", record, key="any", description="any")
    assert decode(topic, encode(found)) == found


@EVERY
@settings(max_examples=20)
@given(data=st.data())
def test_bytes_are_stable(record: type[VersionedRecord], data: st.DataObject) -> None:
    """Reading and writing again gives the same bytes, so digests of records may be compared."""
    written = encode(data.draw(STRATEGIES[record]))
    topic = Topic("any", record, key="any", description="any")
    assert encode(decode(topic, written)) == written


@given(st.binary())
def test_any_bytes_give_a_record_or_a_reason(value: bytes) -> None:
    """Garbage on a topic is refused with the one error that becomes a dead letter."""
    told = "articles: "
    try:
        decode(ARTICLES, value)
    except UnreadableRecordError as error:
        told = str(error)
    assert told.startswith("articles: ")


def test_no_value_is_told() -> None:
    """A tombstone where a record is expected is named as such."""
    with pytest.raises(UnreadableRecordError, match="articles: the record has no value"):
        decode(ARTICLES, None)


def test_wrong_field_is_named() -> None:
    """A dead letter's reason names the field that is wrong."""
    value = encode(article()).replace(b'"version":1', b'"version":0')
    with pytest.raises(UnreadableRecordError, match="version: "):
        decode(ARTICLES, value)


def test_unknown_field_is_named() -> None:
    """A record of a newer program is refused by the field that is not known."""
    value = encode(article()).replace(b'"title"', b'"colour":1,"title"')
    with pytest.raises(UnreadableRecordError, match="colour: Extra inputs"):
        decode(ARTICLES, value)


def test_newer_schema_version_is_refused() -> None:
    """A record of a schema to come is not misread."""
    value = encode(article()).replace(b'"schema_version":1', b'"schema_version":2')
    with pytest.raises(UnreadableRecordError, match="schema_version"):
        decode(ARTICLES, value)


def test_lone_surrogate_is_refused() -> None:
    """Half a character is no text: refused on reading, before it can break anything."""
    value = encode(article("halfway")).replace(b"halfway", b"half\\ud800way")
    with pytest.raises(UnreadableRecordError):
        decode(ARTICLES, value)


def test_moment_without_zone_is_refused() -> None:
    """A time that could be any of two dozen is refused."""
    with pytest.raises(ValidationError, match="timezone"):
        article(published="2025-10-06T12:00:00")


def test_copy_shares_nothing_that_changes() -> None:
    """Collections inside records are tuples, which nobody can append to."""
    found = delivery()
    assert isinstance(found.attempts, tuple)
    assert isinstance(found.payload.moves, tuple)


def test_records_are_records() -> None:
    """Every exported record descends from the one base that makes it strict."""
    assert all(issubclass(record, Record) for record in RECORDS)


def test_endless_try_survives_bytes() -> None:
    """A record that was accepted can be read back; what JSON cannot hold is refused at once."""
    try:
        found = delivery(attempts=[Attempt(at=NOON, seconds=float("inf"))])
    except ValueError:
        return
    assert decode(RECEIPTS, encode(found)) == found
