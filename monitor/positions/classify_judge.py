"""What one clause does: its verb groups and turns of phrase weighed against each other."""

from collections.abc import Sequence

from monitor.positions.classify_finding import Finding, Setting
from monitor.positions.classify_groups import from_events
from monitor.positions.classify_performatives import (
    imperatives,
    performatives,
    present_deeds,
)
from monitor.positions.classify_stances import stances
from monitor.positions.classify_tokens import Token
from monitor.positions.classify_turns import fragment, from_phrases, tone


def judge(tokens: Sequence[Token], setting: Setting) -> list[Finding]:
    """Return what a clause speaks for, most telling first."""
    if not tokens:
        return []
    found = [
        *from_events(tokens, setting),
        *from_phrases(tokens),
        *performatives(tokens, setting),
        *imperatives(tokens, setting),
        *present_deeds(tokens, setting),
        *fragment(tokens),
        *stances(tokens, setting),
        *tone(tokens, setting),
    ]
    return sorted(found, key=lambda finding: (-finding.verdict.weight, finding.start))
