"""What the verb groups of a clause do: each judged with its subject and its deed."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.positions.classify_decide import decide
from monitor.positions.classify_deeds import Deed
from monitor.positions.classify_events import Event, Mood, events, subject_negates
from monitor.positions.classify_finding import Finding, Setting
from monitor.positions.classify_sides import deed_at
from monitor.positions.classify_subjects import Subject, subject_of
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from schemas.vocabulary import Force, PositionClass

_OBJECT_REACH = 9
# "Closed for repairs" is nobody's doing.
_CAUSES = word_set("repair maintenance renovation weather snow storm refurbishment")
_JOINS = frozenset(["and", "or", ",", "then"])
_JOINS_CLAUSES = frozenset(["and", "or", ",", "that", "but", "because", ";", ":"])


def _subject(tokens: Sequence[Token], event: Event, after: int, setting: Setting) -> Subject:
    told = setting.told and event.mood in (Mood.MUST, Mood.SHOULD)
    if told and event.start and tokens[event.start - 1].low in ("it", "they", "he", "she"):
        return Subject.OTHER
    return subject_of(
        tokens[after : event.start],
        direct=setting.direct,
        own=setting.own,
        cue_object=setting.cue_object,
    )


def from_events(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Return what the verb groups of a clause speak for."""
    found: list[Finding] = []
    after = 0
    subject = Subject.UNKNOWN
    for event in events(tokens):
        before = tokens[after : event.start]
        words = [token for token in before if token.low[0].isalnum()]
        if words and not (len(words) == 1 and words[0].low in _JOINS):
            subject = _subject(tokens, event, after, setting)
        barred = subject_negates(before) or _denied_object(tokens, event)
        event = replace(  # noqa: PLW2901 - the subject completes it
            event, negated=event.negated ^ barred, barred=barred
        )
        if tokens[event.start].low == "shall" and not event.passive and subject is not Subject.OWN:
            # "The state shall suspend the act": what others shall do is an order.
            event = replace(event, mood=Mood.MUST)  # noqa: PLW2901 - likewise
        told = _deeds_of(tokens, event, subject, setting)
        if found and not _JOINS_CLAUSES & {token.low for token in before}:
            # A relative clause: "the case it had closed" only says which case.
            told = [
                replace(one, verdict=one.verdict._replace(weight=one.verdict.weight / 2))
                for one in told
            ]
        found.extend(told)
        after = event.head + 1
    return found


def _denied_object(tokens: Sequence[Token], event: Event) -> bool:
    """Tell whether "have taken no money" negates the deed in its object."""
    after = event.head + 1
    return event.mood is Mood.DONE and after < len(tokens) and tokens[after].low == "no"


def _deeds_of(
    tokens: Sequence[Token], event: Event, subject: Subject, setting: Setting
) -> list[Finding]:
    """Read the head of a group and the verbs joined to it: "will strike and will not stop"."""
    found = []
    head = event.head
    while True:
        named = _passive_deed(tokens, event, head) or deed_at(tokens, head)
        end = named[1] if named else head + 1
        verdict = (
            None
            if _opined(tokens, event, subject)
            else decide(event, named[0] if named else None, subject, tokens[head], setting.direct)
        )
        if (
            verdict is not None
            and verdict.force is Force.PROMISE
            and event.negated
            and any(token.low == "longer" for token in tokens[event.start : head])
        ):
            # "Would no longer face trial": a blow taken back, not a promise.
            verdict = verdict._replace(position=PositionClass.CONCEDE, force=None)
        if verdict is not None:
            found.append(
                Finding(
                    verdict, event.start, head, end, named[0] if named else None, event, subject
                )
            )
        joined = _joined(tokens, end, tokens[head])
        if joined is None:
            return found
        head = joined


_OPINIONS = word_set(
    """think believe suppose guess imagine bet predict expect fear assume doubt hope"""
)


def _opined(tokens: Sequence[Token], event: Event, subject: Subject) -> bool:
    """Tell whether a verb group is the speaker's guess: "I think the president will veto it"."""
    if event.mood not in (Mood.WILL, Mood.MAY):
        return False
    before = tokens[: event.start]
    if any(token.low == "whether" for token in before):
        return True
    if subject is Subject.OWN:
        return False
    return any(
        token.lemma in _OPINIONS and i and before[i - 1].low in ("i", "we", "he", "she", "they")
        for i, token in enumerate(before)
    )


def _passive_deed(tokens: Sequence[Token], event: Event, head: int) -> tuple[Deed, int] | None:
    """Read "the school will be closed" as closing a school."""
    if not event.passive or head != event.head:
        return None
    if any(token.lemma in _CAUSES for token in tokens[head + 1 :]):
        return None
    named = deed_at([tokens[head], *tokens[: event.start]], 0)
    return (named[0], head + 1) if named else None


def _joined(tokens: Sequence[Token], end: int, first: Token) -> int | None:
    """Return the next verb in the same form under the same auxiliary."""
    for i in range(end, min(end + _OBJECT_REACH + 3, len(tokens) - 1)):
        if tokens[i].low in ("and", "or"):
            after = i + 1
            word = tokens[after]
            same = (word.low == word.lemma) == (first.low == first.lemma)
            if same and deed_at(tokens, after) is not None and not word.capital:
                return after
        elif tokens[i].low in (";", "that", "who", "which", "but"):
            return None
    return None
