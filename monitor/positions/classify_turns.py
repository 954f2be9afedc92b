"""What a clause says without a telling verb: turns of phrase, fragments, praise and blame."""

from collections.abc import Sequence

from monitor.positions.classify_decide import Verdict
from monitor.positions.classify_events import subject_negates
from monitor.positions.classify_evidence import EVIDENCE
from monitor.positions.classify_finding import Finding, Setting, negated_at
from monitor.positions.classify_sentiment import BLAME, ERRORS, MISDEEDS, PRAISE
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set
from schemas.vocabulary import PositionClass

_NEGATORS = word_set("not never no nobody without hardly neither nor")
_SHORT = 4
_BRIEF = 5

# What "nobody ..." makes of a turn of phrase.
_NOBODY = {
    PositionClass.CONSULT: PositionClass.DENY,
    PositionClass.AGREE: PositionClass.REJECT,
}


def from_phrases(tokens: Sequence[Token]) -> list[Finding]:
    """Return what set phrases speak for."""
    found = []
    nobody = subject_negates(tokens)
    for start, end, evidence in EVIDENCE.find(tokens):
        turned = _NOBODY.get(evidence.position) if nobody else None
        if turned is not None:
            verdict = Verdict(turned, 2.5, None, tokens[0].low)
            found.append(Finding(verdict, start, start, end))
            continue
        if tokens[start].low not in _NEGATORS and negated_at(tokens, start):
            continue
        if evidence.position is PositionClass.REQUEST and _asks_nobody(tokens, start, end):
            continue
        because = " ".join(token.low for token in tokens[start:end])
        verdict = Verdict(evidence.position, evidence.weight, evidence.force, because)
        if (
            tokens[start].low == "never"
            and end > start + 1
            and tokens[start + 1].low != tokens[start + 1].lemma
        ):
            # "never sold" looks back; "never sell" refuses.
            verdict = Verdict(PositionClass.DENY, 2.5, None, because)
        found.append(Finding(verdict, start, start, end))
    return found


def _asks_nobody(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether "has handed over" or "we want to" only looks like a request."""
    first = tokens[start]
    if first.low != first.lemma and first.low.endswith("ed"):
        return True
    return tokens[end - 1].lemma in ("want", "hope") and wishes_only(tokens, end)


def wishes_only(tokens: Sequence[Token], at: int) -> bool:
    """Tell a wish about oneself ("want to end this") or events ("hope that it never comes")."""
    after = [token.low for token in tokens[at : at + 2]]
    return after[:1] == ["to"] or (tokens[at - 1].lemma == "hope" and not _IT.isdisjoint(after))


_IT = word_set("it there")


_EMPTY = word_set(
    """doubt reason time way place room question alternative choice excuse future point hope need
    danger risk problem hurry"""
)


def fragment(tokens: Sequence[Token]) -> list[Finding]:
    """Read refusals that need no verb: "Never", "never means never", "the answer is: no"."""
    words = [token.low for token in tokens if token.low[0].isalnum()]
    if not words:
        return []
    never = words.count("never")
    short = len(words) <= _SHORT and (never > 1 or (never and words[0] == "never"))
    answered = words[-1] == "no" and "answer" in words
    lows = tokens[0].low, *(token.low for token in tokens[1:5])
    if "there" in lows[:2] and "no" in lows and not (words and _EMPTY & set(words)):
        future = "will" in lows or "would" in lows or "can" in lows
        position = PositionClass.REJECT if future else PositionClass.DENY
        weight = 2.5 if future else 1.5
        # Not the whole clause: what there is none of decides, and of that the network knows more
        # (of 148 such lines it had 134 right, these two classes 81).
        return [Finding(Verdict(position, weight, None, "there is no"), 0, 0, 1)]
    if not short and not answered:
        return []
    verdict = Verdict(PositionClass.REJECT, 2.5, None, "never" if short else "answer no")
    return [Finding(verdict, 0, 0, len(tokens))]


_VALUING = word_set("be look sound seem call what such so very how feel most find too")


def _did_wrong(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a misdeed is told in the simple past: "they hid the report"."""
    token = tokens[i]
    if token.lemma not in MISDEEDS or token.low == token.lemma or token.low.endswith(("ing", "s")):
        return False
    return i > 0 and tokens[i - 1].low in ("they", "he", "she", "you", "we", "i", "and", "who")


def _valued(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a word is said of somebody ("he is brave"), not merely mentioned."""
    return len(tokens) <= _BRIEF or any(
        token.lemma in _VALUING for token in tokens[max(0, i - 4) : i]
    )


def tone(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Read praise and blame where nothing firmer is said, and mistakes that are one's own."""
    own = any(token.low in ("we", "i") for token in tokens[:3])
    if not setting.direct:
        own = tokens[0].low in ("he", "she", "it", "they") or (
            len(tokens) > 1
            and tokens[0].low == "that"
            and tokens[1].low in ("he", "she", "it", "they")
        )
    for i, token in enumerate(tokens):
        if own and token.lemma in ERRORS and token.low != token.lemma:
            verdict = Verdict(PositionClass.CONCEDE, 2, None, token.low)
            return [Finding(verdict, i, i, i + 1)]
        if _did_wrong(tokens, i):
            position = PositionClass.CONCEDE if own else PositionClass.ACCUSE
            verdict = Verdict(position, 1.5, None, token.low)
            return [Finding(verdict, i, i, i + 1)]
        blamed = token.lemma in BLAME or token.lemma in ERRORS
        praised = token.lemma in PRAISE and _valued(tokens, i)
        if (blamed and not own) or praised:
            if negated_at(tokens, i):
                continue
            position = PositionClass.ACCUSE if blamed else PositionClass.SUPPORT
            verdict = Verdict(position, 0.9, None, token.low)
            return [Finding(verdict, i, i, i + 1)]
    return []
