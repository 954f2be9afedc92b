"""The watch-list: whom we listen to, on what, and which phrases are news in themselves."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from monitor.config.manners import Address, Format, Headers, Mail, QuietHours, Reference
from monitor.config.settings import Settings
from schemas.event import EventType
from schemas.feed import Feed
from schemas.vocabulary import ChangeKind, Direction, Severity

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class ActorKind(StrEnum):
    """What an actor is; pronouns and verb agreement follow from it."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OFFICE = "office"


class Pronouns(StrEnum):
    """The pronoun by which reports refer to an actor."""

    HE = "he"
    SHE = "she"
    THEY = "they"
    IT = "it"


class Role(Settings):
    """A title under which an actor is reported, with the days on which it is theirs."""

    title: Name
    from_: date | None = Field(default=None, alias="from", description="First day in office.")
    until: date | None = Field(default=None, description="Last day in office.")

    def held_on(self, day: date | None) -> bool:
        """Tell whether the role is held on ``day``; without a day only open-ended roles are."""
        if day is None:
            return self.until is None
        return (self.from_ is None or self.from_ <= day) and (
            self.until is None or day <= self.until
        )


def _role(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    return {"title": value} if isinstance(value, str) else value


_PRONOUNS_BY_GENDER = {
    "male": "he",
    "female": "she",
    "neutral": "they",
    "other": "they",
}


class Actor(Settings):
    """A person, office or organisation to listen to.

    ``gender`` (male, female, other) is understood as a way to write ``pronouns``.
    """

    id: Identifier
    name: Name
    aliases: tuple[Name, ...] = ()
    roles: tuple[Annotated[Role, BeforeValidator(_role)], ...] = ()
    pronouns: Pronouns | None = None
    kind: ActorKind = ActorKind.PERSON
    affiliation: str | None = None
    wikidata: str | None = Field(default=None, pattern=r"^Q[1-9][0-9]*$")
    not_: tuple[Name, ...] = Field(
        default=(), alias="not", description="Names that look like this actor and are not."
    )
    spokespeople: bool | None = Field(
        default=None,
        description="Also report what spokespeople, lawyers and aides say, on the actor's behalf. "
        "Where nothing is said: of an organisation its spokespeople, of anybody else nobody.",
    )

    @model_validator(mode="before")
    @classmethod
    def _gender_is_pronouns(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        if isinstance(data, dict) and "gender" in data:
            gender = data["gender"]
            if not isinstance(gender, str) or gender not in _PRONOUNS_BY_GENDER:
                raise ValueError(f"gender: {gender!r} is none of male, female, other")
            data = {k: v for k, v in data.items() if k != "gender"}
            data.setdefault("pronouns", _PRONOUNS_BY_GENDER[gender])
        return data

    @property
    def all_names(self) -> tuple[str, ...]:
        """The name and every alias, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


class Issue(Settings):
    """A question on which actors hold positions, known by its terms."""

    id: Identifier
    terms: tuple[Name, ...] = Field(min_length=1)
    not_: tuple[Name, ...] = Field(default=(), alias="not", description="Phrases to overlook.")
    title: str | None = None


class Signal(Settings):
    """A phrase whose use is news in itself."""

    id: Identifier
    phrases: tuple[Name, ...] = Field(min_length=1)
    issue: Identifier | None = Field(
        default=None, description="Issue on which a statement that uses it is filed."
    )


class Filters(Settings):
    """What an endpoint wants to hear; an empty list lets everything through.

    Of ``events``, an empty list lets every alert through; what is no alert has to be asked for.
    """

    actors: tuple[Identifier, ...] = ()
    issues: tuple[Identifier, ...] = ()
    signals: tuple[Identifier, ...] = ()
    changes: tuple[ChangeKind, ...] = ()
    directions: tuple[Direction, ...] = ()
    min_severity: Severity = Severity.INFO
    min_confidence: float = Field(
        default=0.0, ge=0, le=1, description="Alerts less sure than this are not sent."
    )
    events: tuple[EventType, ...] = ()
    languages: tuple[Language, ...] = Field(
        default=(), description="Of the article; `en` lets `en-GB` through as well."
    )


class Endpoint(Settings):
    """Somebody to tell.

    ``secret`` is never written here itself: it names where the secret is, ``env:NAME`` or
    ``file:PATH``. Its value is base64 behind ``whsec_``, as Standard Webhooks writes it; several,
    parted by white space and the newest first, all sign while subscribers change over. Only
    webhooks (format `standard`) are signed; of chat services the address is the secret.
    """

    id: Identifier
    url: Address | None = None
    secret: Reference | None = None
    mail: Mail | None = Field(default=None, description="Server and addresses of format `email`.")
    filters: Filters = Filters()
    enabled: bool = True
    format: Format = Format.STANDARD
    headers: Headers = Field(default={}, description="Sent along; values may be env: or file:.")
    rate: float | None = Field(default=None, gt=0, description="Most deliveries a second.")
    group_wait: float = Field(
        default=0.0, ge=0, le=3600, description="Seconds to wait for more alerts on one issue."
    )
    digest: float | None = Field(
        default=None, ge=1, description="Seconds between digests; critical alerts come at once."
    )
    quiet: QuietHours | None = Field(default=None, description="When alerts wait for a digest.")

    @model_validator(mode="after")
    def _has_what_its_format_needs(self) -> "Endpoint":
        signed, mailed = self.format is Format.STANDARD, self.format is Format.EMAIL
        for name, value, wanted in (
            ("url", self.url, not mailed),
            ("secret", self.secret, signed),
            ("mail", self.mail, mailed),
        ):
            if (value is not None) != wanted:
                verb = "needs" if wanted else "has no"
                raise ValueError(f"format {self.format.value} {verb} `{name}`")
        return self


class WatchList(Settings):
    """Whom to listen to, on what, where, and whom to tell."""

    actors: tuple[Actor, ...] = Field(min_length=1)
    issues: tuple[Issue, ...] = ()
    signals: tuple[Signal, ...] = ()
    feeds: tuple[Feed, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
