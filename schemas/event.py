"""Events: what a subscriber may be told besides an alert, and the names under which all travel."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from schemas.alert import Alert
from schemas.base import Record
from schemas.vocabulary import ChangeKind, Direction, Severity


class EventType(StrEnum):
    """What an event tells; the ``type`` of its webhook."""

    STATEMENT_NEW = "statement.new"
    POSITION_CHANGED = "position.changed"
    SIGNAL_RAISED = "signal.raised"
    ALERTS_DIGEST = "alerts.digest"
    ARTICLE_CORRECTED = "article.corrected"
    ENDPOINT_TEST = "endpoint.test"
    ENDPOINT_DISABLED = "endpoint.disabled"


class Correction(Record):
    """An article was edited and no longer carries words that an earlier version carried."""

    id: str
    actor: str
    article: str
    article_version: int
    outlet: str = ""
    title: str = ""
    link: str | None = None
    retracted: tuple[str, ...] = Field(
        description="Ids of the statements that are gone; match them with `statement` of alerts."
    )
    issues: tuple[str, ...] = Field(
        default=(), description="Issues and signals on which these statements were filed."
    )
    at: AwareDatetime


class EndpointTest(Record):
    """Sent when an operator asks whether an endpoint can be reached."""

    id: str
    endpoint: str
    message: str
    at: AwareDatetime


class EndpointDisabled(Record):
    """An endpoint is no longer sent to, and why."""

    id: str
    endpoint: str
    reason: str
    failing_since: AwareDatetime | None = None
    at: AwareDatetime


class DigestItem(Record):
    """One alert as a digest lists it; the whole stands on the alerts topic under its id."""

    alert: str = Field(description="Id of the alert.")
    actor: str
    issue: str | None = None
    signal: str | None = None
    change: ChangeKind
    direction: Direction
    severity: Severity
    title: str
    words: str = Field(default="", description="The words that moved it, shortened.")
    link: str | None = None
    statement: str
    raised_at: AwareDatetime
    sequence: int
    previous_alert: str | None = None


class Digest(Record):
    """Several alerts in one message, because the endpoint asked for that."""

    id: str
    endpoint: str
    reason: str = Field(description="Why they come together.")
    alerts: tuple[DigestItem, ...]
    at: AwareDatetime


Payload = Alert | Correction | Digest | EndpointTest | EndpointDisabled
