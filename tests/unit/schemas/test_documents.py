"""Published documents: fresh, valid, and true of the records they describe."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from monitor.documents import documents, write_documents
from monitor.stages.codec import encode
from monitor.topics import ALL
from schemas.base import VersionedRecord
from schemas.export import RECORDS, json_schema, schema_name
from tests.support.making import article
from tests.support.strategies import RECORDS as STRATEGIES

EVERY = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
NAMES = pytest.mark.parametrize("name", sorted(documents()))
ASYNCAPI: dict[str, Any] = orjson.loads(documents()["asyncapi.json"])


@NAMES
def test_committed_document_is_fresh(name: str, root: Path) -> None:
    """The document in the repository is the one that the code gives: run `news-monitor schemas`."""
    assert (root / "schemas" / name).read_bytes() == documents()[name]


def test_no_stale_document(root: Path) -> None:
    """No document describes a record that is gone."""
    folder = root / "schemas"
    assert {str(p.relative_to(folder)) for p in folder.rglob("*.json")} == set(documents())


@EVERY
def test_schema_is_valid(record: type[VersionedRecord]) -> None:
    """Each schema obeys the JSON Schema 2020-12 it names."""
    schema = json_schema(record)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@EVERY
@settings(max_examples=20)
@given(data=st.data())
def test_records_obey_their_schema(record: type[VersionedRecord], data: st.DataObject) -> None:
    """What is sent is what the published schema promises."""
    found = orjson.loads(encode(data.draw(STRATEGIES[record])))
    Draft202012Validator(json_schema(record)).validate(found)


@EVERY
def test_schema_refuses_unknown_fields(record: type[VersionedRecord]) -> None:
    """Readers in other languages refuse what ours refuse."""
    assert json_schema(record)["additionalProperties"] is False


def test_schema_refuses_a_bad_record() -> None:
    """The schema tells a broken article from a good one."""
    found = orjson.loads(encode(article())) | {"version": 0}
    assert not Draft202012Validator(json_schema(type(article()))).is_valid(found)


def test_schema_names_carry_the_version() -> None:
    """A new version of a schema does not overwrite the old one."""
    assert {schema_name(r).removesuffix(".v1.json") for r in RECORDS} == {
        *("feed", "article", "statement", "report", "position", "change", "alert"),
        *("delivery", "dead-letter", "health", "order"),
    }


def test_asyncapi_knows_every_topic() -> None:
    """Each topic is a channel of the AsyncAPI document."""
    assert ASYNCAPI["asyncapi"].startswith("3.")
    assert set(ASYNCAPI["channels"]) == {topic.name for topic in ALL}


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [r for value in node.values() for r in _references(value)]
    if isinstance(node, list):
        return [r for value in node for r in _references(value)]
    return []


@pytest.mark.parametrize("reference", sorted(set(_references(ASYNCAPI))))
def test_asyncapi_reference_leads_somewhere(reference: str) -> None:
    """Tools that read the AsyncAPI document find everything it refers to."""
    name, _, path = reference.partition("#")
    if name:
        assert name in documents()
        return
    node: Any = ASYNCAPI
    for part in path.strip("/").split("/"):
        node = node[part]
    assert node


def test_asyncapi_sizes_are_those_of_the_topics() -> None:
    """Whoever creates topics from the document gets the sizes the program needs."""
    for topic in ALL:
        kafka = ASYNCAPI["channels"][topic.name]["bindings"]["kafka"]
        assert kafka["topicConfiguration"]["max.message.bytes"] == topic.max_bytes
        assert kafka["partitions"] == topic.partitions


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    """Documents are written only when they differ, so that a check leaves no trace."""
    assert len(write_documents(tmp_path)) == len(documents())
    assert write_documents(tmp_path) == []


def test_writing_repairs_what_is_stale(tmp_path: Path) -> None:
    """A document edited by hand is written again."""
    write_documents(tmp_path)
    (tmp_path / "asyncapi.json").write_text("{}", encoding="utf-8")
    assert write_documents(tmp_path) == [tmp_path / "asyncapi.json"]
