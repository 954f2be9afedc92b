"""What the model sees of a statement: its words, its cue, and what the rules found in it."""

from collections.abc import Iterable, Sequence

from monitor.positions.classify_attribution import Attribution
from monitor.positions.classify_cues import CUES
from monitor.positions.classify_deeds import DEEDS
from monitor.positions.classify_judge import Finding
from monitor.positions.classify_sentiment import BLAME, PRAISE
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_words import word_set

_OWN = word_set("i we us our my me ourselves")
_OTHERS = word_set("they you he she them your their his her him its")
_NEGATIONS = word_set("not no never nobody nothing none neither nor without")
_SURE = 3.0
_FIRM = 2.0
# Beyond this many words a statement's first ones tell what it does.
_LONGEST = 120


def _tense(tokens: Sequence[Token]) -> Iterable[str]:
    lows = {token.low for token in tokens}
    for name, forms in (
        ("future", ("will", "would", "shall")),
        ("past", ("was", "were", "had", "did")),
        ("duty", ("must", "should", "need", "ought")),
        ("chance", ("may", "might", "could", "can")),
        ("perfect", ("has", "have")),
    ):
        if not lows.isdisjoint(forms):
            yield name


def _shape(token: Token, index: int) -> str:
    if token.lemma[0].isdigit():
        return "0"
    return "cap" if token.capital and index and token.low not in _OWN else token.lemma


def features_of(
    tokens: Sequence[Token], found: Sequence[Finding], said: Attribution, *, direct: bool
) -> dict[str, float]:
    """Return the features of a statement."""
    tokens = [token for token in tokens[:_LONGEST] if token.low[0].isalnum()]
    side = "d" if direct else "i"
    values: dict[str, float] = {f"kind={side}": 1.0, f"cue={said.lemma}": 1.0}
    if said.cue is not None:
        values[f"said={said.cue.position}"] = 1.5
    shapes = [_shape(token, i) for i, token in enumerate(tokens)]
    for i, shape in enumerate(shapes):
        values[f"w={shape}"] = 0.7
        if i + 1 < len(shapes):
            values[f"b={shape}_{shapes[i + 1]}"] = 0.7
    for shape in shapes[:2]:
        values[f"first={side}{shape}"] = 0.7
    lows = {token.low for token in tokens}
    bases = [token.lemma for token in tokens]
    who = ("own" if lows & _OWN else "") + ("other" if lows & _OTHERS else "")
    negated = "not" if lows & _NEGATIONS else ""
    for name, table in (("blame", BLAME), ("praise", PRAISE)):
        if not table.isdisjoint(bases):
            values[f"{name}=1"] = 1.0
            values[f"{name}={side}{who}{negated}"] = 1.0
    values[f"who={side}{who}"] = 0.7
    for tense in _tense(tokens):
        values[f"tense={tense}{negated}"] = 0.7
        values[f"tense={side}{tense}{who}{negated}"] = 0.7
    for hit in DEEDS.find(tokens):
        values[f"deed={hit.value.side}"] = 0.7
        values[f"head={hit.value.head}"] = 0.7
    for cue in CUES.find(tokens):
        values[f"verb={cue.value.position}"] = 0.7
    for rank, finding in enumerate(found[:3]):
        verdict = finding.verdict
        level = "3" if verdict.weight >= _SURE else "2" if verdict.weight >= _FIRM else "1"
        values[f"rule={verdict.position}"] = 1.0
        if not rank:
            values[f"top={verdict.position}{level}"] = 1.5
    if not found:
        values["rule=none"] = 1.0
    return values
