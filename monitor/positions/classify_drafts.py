"""A statement taken apart: sentence by sentence, clause by clause, each with its class."""

from collections.abc import Sequence

from monitor.positions.classify_acts import Draft
from monitor.positions.classify_attribution import Attribution
from monitor.positions.classify_bargain import conditional, unconditional
from monitor.positions.classify_clauses import Clause, clauses, unquoted
from monitor.positions.classify_conditions import conditions
from monitor.positions.classify_decide import Verdict
from monitor.positions.classify_events import Mood
from monitor.positions.classify_finding import Finding, Setting
from monitor.positions.classify_hinges import hinge
from monitor.positions.classify_judge import judge
from monitor.positions.classify_slots import deadline_in
from monitor.positions.classify_subjects import own_words
from monitor.positions.classify_text import Passage, passage, sentences
from monitor.positions.classify_tokens import Token, tokenise
from monitor.positions.classify_weigh import weigh
from monitor.positions.classify_words import word_set
from monitor.positions.reading import Quotation
from schemas.base import Span
from schemas.vocabulary import PositionClass

_THREAT = 3.4
_SECOND = 2.0
_HINTED = 1.3
_ASIDE = 7
_NOTHING = Verdict(PositionClass.STATE, 0.1, None, "")


def drafts_of(quotation: Quotation, said: Attribution) -> list[Draft]:
    """Return the acts of a statement in the order of its words; never empty."""
    whole = passage(quotation.content, quotation.offsets)
    own = own_words(quotation.speaker, quotation.affiliation, ())
    setting = Setting(quotation.direct, own, told=said.lemma in ("tell", "remind"))
    outside = _outside_condition(quotation)
    found: list[Draft] = []
    for start, end in sentences(whole):
        tokens = tokenise(whole.text[start:end], start)
        found.extend(_of_sentence(tokens, whole, setting, said, first=not found))
    if outside is not None and found and all(draft.condition is None for draft in found):
        found = [_with_outside(draft, outside) for draft in found]
    return found or [Draft(_NOTHING, None, (), 0, len(whole.text), None, whole, own)]


def _with_outside(draft: Draft, outside: tuple[str, Span]) -> Draft:
    if draft.verdict.position is PositionClass.STATE:
        return draft
    return Draft(
        draft.verdict,
        draft.finding,
        draft.tokens,
        draft.start,
        draft.end,
        None,
        draft.passage,
        draft.own,
        outside,
        draft.timed,
    )


def _of_sentence(
    sentence: Sequence[Token],
    whole: Passage,
    setting: Setting,
    said: Attribution,
    *,
    first: bool,
) -> list[Draft]:
    plain = unquoted(sentence)
    turning = hinge(plain, given=said.lemma in ("give", "set") and not setting.direct)
    if turning is not None:
        (start, end, consequence), timed = turning
        hinged = _of_hinge(plain, start, end, consequence, timed, whole, setting, said)
        if hinged:
            return hinged
    drafts: list[Draft] = []
    for clause in clauses(sentence):
        drafts.extend(_of_clause(clause, whole, setting, said, first=first and not drafts))
    return drafts


def _of_hinge(
    tokens: Sequence[Token],
    start: int,
    end: int,
    consequence: int,
    timed: bool,  # noqa: FBT001
    whole: Passage,
    setting: Setting,
    said: Attribution,
) -> list[Draft]:
    """Read a threat whose condition is the clause before it."""
    if end <= start:
        return []
    rest = tokens[consequence:] if consequence < len(tokens) else tokens[:start]
    found = judge(rest, setting)
    threat = next((one for one in found if one.verdict.position is PositionClass.THREATEN), None)
    meant = timed or said.lemma in ("threaten", "warn")
    if threat is None and not meant and all(token.low not in ("we", "i") for token in rest[:2]):
        return []
    verdict = Verdict(PositionClass.THREATEN, _THREAT, None, "or" if not timed else "have until")
    place = (tokens[start].start, tokens[end - 1].end)
    return [
        Draft(
            verdict,
            threat,
            tuple(rest or tokens),
            tokens[0].start,
            tokens[-1].end,
            place,
            whole,
            setting.own,
            timed=timed,
        )
    ]


def _of_clause(
    clause: Clause, whole: Passage, setting: Setting, said: Attribution, *, first: bool
) -> list[Draft]:
    found = judge(clause.tokens, setting)
    verdict = weigh(clause.tokens, found, said, direct=setting.direct, first=first)
    chosen = next((one for one in found if one.verdict.position is verdict.position), None)
    if chosen is None and verdict.position in (PositionClass.AGREE, PositionClass.THREATEN):
        # The cue gave the class; what is promised or threatened is still the announced deed.
        chosen = next((one for one in found if _announces(one)), None)
    start, end = clause.start, clause.end
    if clause.condition is not None:
        start, end = min(start, clause.condition[0]), max(end, clause.condition[1])

    def draft(verdict: Verdict, finding: Finding | None) -> Draft:
        return Draft(
            verdict, finding, clause.tokens, start, end, clause.condition, whole, setting.own
        )

    if (
        clause.condition is not None
        and verdict.position in (PositionClass.REJECT, PositionClass.AGREE)
        and chosen is not None
        and chosen.event is not None
        and chosen.event.negated
        and deadline_in(whole.text[slice(*clause.condition)])
    ):
        # "Unless he goes by Friday, we will not play": withheld by a date, a refusal presses.
        verdict = verdict._replace(position=PositionClass.THREATEN)
    if _provoked(clause, verdict, chosen, whole):
        verdict = verdict._replace(position=PositionClass.THREATEN)
    struck = _bargained(clause, verdict, whole, setting, said)
    if struck is not None:
        verdict, chosen = struck.verdict, struck
    drafts = [draft(verdict, chosen)]
    if said.cue is None and chosen is not None and chosen.event is not None:
        # "will withdraw its lawsuit and accept the longer route": one clause, two deeds.
        second = next(
            (
                one
                for one in found
                if one.event is chosen.event
                and one.head != chosen.head
                and one.verdict.weight >= _SECOND
            ),
            None,
        )
        if second is not None:
            drafts.append(draft(second.verdict, second))
    return drafts


# What an announcement is taken for where its condition is not looked at.
_MILD = frozenset(
    [
        PositionClass.STATE,
        PositionClass.AGREE,
        PositionClass.CONCEDE,
        PositionClass.CONSULT,
        PositionClass.DENY,
        PositionClass.ACCUSE,
    ]
)


def _bargained(
    clause: Clause, verdict: Verdict, whole: Passage, setting: Setting, said: Attribution
) -> Finding | None:
    """Return what the condition of a clause, or its defiance, makes of it."""
    if verdict.position not in _MILD or (said.cue is not None and not said.cue.weak):
        return None
    if clause.condition is None:
        return unconditional(clause.tokens, setting)
    condition = unquoted(tokenise(whole.text[slice(*clause.condition)]))
    if not condition:
        return None
    return conditional(clause.tokens, condition, setting, warned=said.lemma == "warn")


def _announces(finding: Finding) -> bool:
    return finding.event is not None and finding.event.mood is Mood.WILL


def _provoked(clause: Clause, verdict: Verdict, finding: Finding | None, whole: Passage) -> bool:
    """Tell whether "if they ..., we will ..." promises nothing good.

    A deed that no table knows, announced for the case that the other side acts, is a threat; one
    announced for the case that the speaker's side is let act ("if we win") is a promise.
    """
    if (
        clause.condition is None
        or finding is None
        or finding.event is None
        or finding.deed is not None
        or finding.event.negated
        or finding.event.mood is not Mood.WILL
        or verdict.position is not PositionClass.AGREE
    ):
        return False
    words = whole.text[slice(*clause.condition)].lower().split()[:_OTHERS_REACH]
    return not _OTHERS.isdisjoint(words) and _OURS.isdisjoint(words)


_OTHERS = word_set("they you he she anyone anybody someone their his her your")
_OURS = word_set("i we us me our elected want need ask wish like choose agree stop accept help")
_OTHERS_REACH = 4


def _outside_condition(quotation: Quotation) -> tuple[str, Span] | None:
    """Find a condition that the report prints beside the content, not in it."""
    if not quotation.content or not quotation.offsets:
        return None
    sentence = quotation.sentence
    first, last = quotation.content[0], quotation.content[-1]
    begin = sentence.find(first)
    at = sentence.find(last)
    if sentence.count(first) != 1 or sentence.count(last) != 1:
        # Not there, or more than once: nobody can tell where the sentence begins.
        return None
    if at - begin != quotation.offsets[-1] - quotation.offsets[0]:
        return None
    shift = quotation.offsets[0] - begin
    for low, high in ((at + len(last), len(sentence)), (0, begin)):
        tokens = unquoted(tokenise(sentence[low:high], low))
        while tokens and not tokens[0].low[0].isalnum():
            tokens = tokens[1:]
        for start, end, _ in conditions(tokens):
            after = start == 0 or (start <= _ASIDE and tokens[start - 1].low == ",")
            if after:
                a, b = tokens[start].start, tokens[end - 1].end
                text = sentence[a:b].rstrip(' .,;:!?”"’')
                if text:
                    return text, (a + shift, a + shift + len(text))
    return None
