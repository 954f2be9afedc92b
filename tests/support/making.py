"""Watch-lists, articles, alerts and deliveries made by hand."""

from datetime import UTC, datetime
from typing import Any

from schemas.alert import Alert, Move
from schemas.article import Article
from schemas.delivery import Delivery
from schemas.evidence import Evidence
from schemas.vocabulary import ChangeKind, Direction, PositionClass, Severity

NOON = datetime(2025, 10, 6, 12, tzinfo=UTC)
NO_STATEMENTS = "The lake was calm and nobody said anything."
THREAT = "“We will take legal action over the permit,” Duarte said."


def lake_watchlist() -> dict[str, Any]:
    """Return a small watch-list as a file would hold it."""
    return {
        "actors": [
            {
                "id": "duarte",
                "name": "Ines Duarte",
                "aliases": ["Duarte"],
                "roles": ["Brightwater chief executive"],
                "gender": "female",
                "affiliation": "Brightwater Energy",
            },
            {
                "id": "reyl",
                "name": "Tomas Reyl",
                "aliases": ["Reyl"],
                "roles": ["Environment Minister"],
                "gender": "male",
                "affiliation": "government of Sorland",
            },
            {
                "id": "lundy",
                "name": "Amara Lundy",
                "aliases": ["Lundy"],
                "gender": "female",
                "affiliation": "Lake Council",
            },
        ],
        "issues": [
            {"id": "pipeline-permit", "terms": ["permit", "pipeline", "lawsuit"]},
            {"id": "price-cap", "terms": ["price cap", "cap on prices"]},
        ],
        "signals": [
            {"id": "legal-action", "phrases": ["legal action"], "issue": "pipeline-permit"},
            {"id": "all-options", "phrases": ["every option", "all options"]},
        ],
    }


def article(text: str = THREAT, **fields: Any) -> Article:  # noqa: ANN401 - any field
    """Make an article that arrives when it is published."""
    published = fields.pop("published", NOON)
    return Article.model_validate(
        {"id": "A1", "outlet": "Lakeside Wire", "published": published, "arrived": published}
        | {"text": text}
        | fields
    )


def alert(**fields: Any) -> Alert:  # noqa: ANN401 - any field
    """Make an alert."""
    made = {
        "id": "al_1",
        "actor": "duarte",
        "actor_name": "Ines Duarte",
        "issue": "pipeline-permit",
        "change": ChangeKind.NEW_POSITION,
        "direction": Direction.NEW,
        "severity": Severity.NOTICE,
        "title": "Duarte: threatens legal measures",
        "position": PositionClass.THREATEN,
        "statement": "st_1",
        "article": "A1",
        "after": Evidence(statement="st_1", article="A1", published=NOON, said_at=NOON),
        "confidence": 0.9,
        "rule_version": 1,
        "raised_at": NOON,
        "sequence": 1,
    } | fields
    made.setdefault("moves", (move(made["change"], made["direction"]),))
    return Alert.model_validate(made)


def move(change: ChangeKind, direction: Direction) -> Move:
    """Make one of an alert's changes."""
    return Move(change=change, direction=direction, statement="st_1", reason="it is new", rule="r")


def delivery(name: str = "dl_1", endpoint: str = "desk", **fields: Any) -> Delivery:  # noqa: ANN401
    """Make a delivery that is due."""
    return Delivery.model_validate(
        {
            "id": name,
            "alert": "al_1",
            "endpoint": endpoint,
            "payload": alert(id=f"al_of_{name}"),
            "created": NOON,
            "due": NOON,
        }
        | fields
    )
