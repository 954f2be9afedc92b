"""Health: how an endpoint fares, kept so that a restart does not forget it."""

from pydantic import AwareDatetime, Field

from schemas.base import VersionedRecord


class Health(VersionedRecord):
    """How an endpoint fares."""

    endpoint: str
    failures: int = Field(default=0, ge=0, description="Failed tries since the last success.")
    failing_since: AwareDatetime | None = Field(
        default=None, description="First failure since the last success."
    )
    failed_at: AwareDatetime | None = Field(default=None, description="The last failure.")
    paused_until: AwareDatetime | None = Field(
        default=None, description="Not tried before: the breaker is open, or it asked for a pause."
    )
    pause: float = Field(
        default=0.0, ge=0.0, description="Seconds for which the breaker opened last; 0 is closed."
    )
    disabled_at: AwareDatetime | None = None
    reason: str | None = Field(default=None, description="Why it is paused or disabled.")
