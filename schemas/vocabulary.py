"""The closed vocabularies: kinds, position classes, forces, changes, directions, severities.

Position classes are the verbal event types of PLOVER (Open Event Data Alliance) with STATE and
DENY from CAMEO; levels on the two rails are those of the design.
"""

from enum import StrEnum


class Kind(StrEnum):
    """How much of a statement's content stands in quotation marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Place(StrEnum):
    """What a statement's offsets slice."""

    TEXT = "text"
    TITLE = "title"


class PositionClass(StrEnum):
    """What a statement does."""

    STATE = "STATE"
    SUPPORT = "SUPPORT"
    CONSULT = "CONSULT"
    AGREE = "AGREE"
    CONCEDE = "CONCEDE"
    REQUEST = "REQUEST"
    DENY = "DENY"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"


class Force(StrEnum):
    """Splits what PLOVER joins."""

    ACCEPT = "accept"
    PROMISE = "promise"
    OFFER = "offer"
    APPEAL = "appeal"
    DEMAND = "demand"
    CONDITIONAL = "conditional"
    UNCONDITIONAL = "unconditional"
    ULTIMATUM = "ultimatum"


class Polarity(StrEnum):
    """Whether the act itself is affirmed or negated ("will not attack")."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Modality(StrEnum):
    """How firmly the act is announced, from weakest to firmest."""

    MAY = "may"
    SHOULD = "should"
    READY = "ready"
    WILL = "will"
    ALREADY = "already"
    NONE = "none"


class Instrument(StrEnum):
    """With what an act is done, from weakest to strongest."""

    UNSPECIFIED = "unspecified"
    VERBAL = "verbal"
    DIPLOMATIC = "diplomatic"
    ECONOMIC = "economic"
    LEGAL = "legal"
    MILITARY_POSTURE = "military_posture"
    FORCE = "force"


class ChangeKind(StrEnum):
    """The moves the tracker knows; the last four are recorded and never alert by default."""

    NEW_POSITION = "new_position"
    ESCALATED = "escalated"
    SOFTENED = "softened"
    CONDITION_DROPPED = "condition_dropped"
    CONDITION_ADDED = "condition_added"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"
    TERMS_CHANGED = "terms_changed"
    DENIED = "denied"
    CARRIED_OUT = "carried_out"
    SIGNAL = "signal"
    RECORDED = "recorded"
    REITERATED = "reiterated"
    COPY = "copy"
    SHORTENED = "shortened"
    LATE = "late"


class Direction(StrEnum):
    """Which way a change goes."""

    NEW = "new"
    HARDER = "harder"
    SOFTER = "softer"
    SAME = "same"
    SIGNAL = "signal"
    NONE = "none"


class Rail(StrEnum):
    """The two scales read off an actor's live acts."""

    PRESSURE = "pressure"
    OPENING = "opening"
    NONE = "none"


class Severity(StrEnum):
    """How loudly an alert asks for attention, from quiet to loud."""

    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"
