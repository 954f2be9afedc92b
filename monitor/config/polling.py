"""How feeds are polled."""

from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    IPvAnyNetwork,
    PositiveInt,
    model_validator,
)

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR

Seconds = Annotated[float, Field(ge=0)]


class WebSub(BaseModel):
    """How news is taken from hubs (W3C WebSub); not at all unless ``callback`` is set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    callback: HttpUrl | None = Field(
        default=None, description="Public address under which hubs reach `bind`."
    )
    bind: str = Field(
        default="127.0.0.1:8070",
        pattern=r"^(\[[0-9A-Fa-f:]+\]|[^\s:/\[\]]+):\d{1,5}$",
        description="Host and port to listen on, behind a proxy that speaks TLS.",
    )
    lease: float = Field(
        default=10 * _DAY, ge=_HOUR, le=365 * _DAY, description="Length of a subscription."
    )
    wait: Seconds = Field(
        default=6 * _HOUR,
        le=7 * _DAY,
        description="Between two polls of a feed whose hub delivers; the polls are a net.",
    )
    plain_hubs: bool = Field(
        default=False,
        description="Also subscribe at hubs without TLS, where the secret can be read on its way.",
    )


class Polling(BaseModel):
    """How feeds are polled; the defaults are what a publisher would welcome."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: str = Field(
        default="",
        pattern=r"^[\x21-\x7e]{0,200}$",
        description="Address of a page or mailbox, told to publishers in the User-Agent.",
    )
    floor: Seconds = Field(default=5 * _MINUTE, description="Shortest wait between two polls.")
    ceiling: Seconds = Field(
        default=4 * _HOUR, description="Longest wait, unless the publisher asks for a longer one."
    )
    jitter: float = Field(default=0.1, ge=0, le=1, description="Share of a wait added at random.")
    host_connections: PositiveInt = Field(default=2, description="To one host at a time.")
    host_gap: Seconds = Field(default=1.0, description="Between two requests to one host.")
    concurrency: PositiveInt = Field(default=32, description="Requests under way, of all hosts.")
    workers: PositiveInt = Field(default=1, description="Processes that read documents.")
    timeout: Seconds = Field(default=30.0, gt=0, description="For one poll, redirects included.")
    max_bytes: PositiveInt = Field(
        default=10 * 1024 * 1024, description="Largest document, decompressed."
    )
    max_redirects: int = Field(default=5, ge=0, le=20)
    redirect_days: float = Field(
        default=3.0, ge=0, description="Days of the same permanent redirect until it is believed."
    )
    overdue: float = Field(
        default=4.0,
        ge=1,
        description="A feed is overdue when it is silent so many times longer than it ever was.",
    )
    allow_networks: tuple[IPvAnyNetwork, ...] = Field(
        default=(), description="Private networks that may be reached all the same."
    )
    websub: WebSub = WebSub()

    @model_validator(mode="after")
    def _floor_below_ceiling(self) -> "Polling":
        if self.floor > self.ceiling:
            raise ValueError("floor: is above the ceiling")
        return self


def longest_wait(settings: Polling) -> float:
    """Return how long hints of a publisher may make us wait: a mistake must not end a feed."""
    return max(_DAY, settings.ceiling)
