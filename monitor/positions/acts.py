"""When two acts are the same act, and when one takes the other back.

Slots decide, never similarity of wording: on four encoders, sentence embeddings scored reversals
closer to a statement than its paraphrases.
"""

import re
from collections.abc import Sequence
from typing import Final

from monitor.identity import normalise
from monitor.positions.levels import rail_and_level
from schemas.statement import Act
from schemas.vocabulary import Force, Modality, Polarity, PositionClass, Rail

# Verbs that undo one another, as (does, undoes). An actor who first does the left and then the
# right of the same object has reversed, whatever the polarity of either sentence.
_OPPOSITES: Final = (
    ("accept", "reject"),
    ("agree", "refuse"),
    ("approve", "block"),
    ("attend", "boycott"),
    ("back", "oppose"),
    ("begin", "end"),
    ("close", "open"),
    ("cut", "raise"),
    ("impose", "lift"),
    ("introduce", "scrap"),
    ("join", "leave"),
    ("keep", "withdraw"),
    ("ratify", "veto"),
    ("resume", "suspend"),
    ("start", "stop"),
    ("support", "oppose"),
    ("deploy", "withdraw"),
    ("continue", "stop"),
    ("file", "withdraw"),
    ("pursue", "drop"),
    ("maintain", "drop"),
    ("hold", "cancel"),
    ("sign", "reject"),
    ("meet", "boycott"),
)
_OPPOSITE_PAIRS: Final = frozenset(frozenset(pair) for pair in _OPPOSITES)

# Verbs that mean the same when it comes to what stands and what is taken back.
_SAME_HEAD: Final = {
    word: family[0]
    for family in (
        ("withdraw", "drop", "retract", "rescind", "abandon", "pull", "recall", "revoke", "shelve"),
        ("lift", "remove", "ease", "relax", "waive"),
        ("reject", "refuse", "rebuff", "decline", "dismiss", "spurn"),
        ("accept", "agree", "approve", "welcome", "embrace", "sign"),
        ("block", "veto", "stop", "prevent", "bar"),
        ("sue", "court", "litigate"),
        ("attack", "strike", "invade", "bomb"),
        ("raise", "increase", "hike"),
        ("cut", "reduce", "lower", "slash"),
        ("leave", "quit", "exit"),
        ("stop", "end", "halt", "cease"),
        ("negotiate", "talk", "meet", "sit"),
        ("strike_work", "walk_out"),
        ("sanction", "penalise", "penalize", "punish"),
    )
    for word in family
}

# Objects that point at what was said before instead of naming it.
_POINTING: Final = frozenset(
    "it this that them they these those one thing so offer proposal deal plan terms decision"
    " demand threat position accusation report claim allegation charge story"
    " case suggestion".split()
)
_PARTIAL: Final = frozenset(
    "some part partly partially several half portion certain temporarily most".split()
)
# Heads that acts have by their class alone (`classify_acts`), where no verb says more.
_UNKNOWN: Final = frozenset(("threaten", "ask", "yield"))
_REFUSING: Final = (PositionClass.REJECT, PositionClass.DENY)
_RETREATS: Final = frozenset(("withdraw", "lift", "stop", "cancel", "scrap", "suspend", "back"))


def head(act: Act) -> str:
    """The act's verb, with verbs of one meaning brought together."""
    return _SAME_HEAD.get(act.head, act.head)


def objects(act: Act) -> frozenset[str]:
    """The words that name what the act is about; empty where it only points."""
    return frozenset(act.object.split()) - _POINTING


def _objects_agree(first: Act, second: Act) -> bool:
    one, other = objects(first), objects(second)
    return not one or not other or bool(one & other)


def same_act(first: Act, second: Act) -> bool:
    """Tell whether two acts are one act, perhaps with other slots.

    The class must be the same, and verb and object must agree; a missing verb or an object that
    only points ("it", "the offer") agrees with any.
    """
    if first.position is not second.position or does(first) is not does(second):
        return False
    if first.position is PositionClass.REQUEST and _is_demand(first) != _is_demand(second):
        return False
    if first.head and second.head and head(first) != head(second):
        # "take the matter to court" and "legal action": another verb on the same object
        # is the same act only where the object is really named by both.
        unknown = is_nameless(first) is not is_nameless(second)
        return len(objects(first) & objects(second)) > (0 if unknown else 1)
    return _objects_agree(first, second) and bool(
        first.head or second.head or objects(first) & objects(second)
    )


def does(act: Act) -> bool:
    """Tell whether the act says that its verb will be done; a refusal says it will not.

    A refusal may print the verb affirmed ("refused to withdraw") or negated ("will not
    withdraw"): it is the same.
    """
    if act.position in _REFUSING:
        return False
    return act.polarity is Polarity.AFFIRMED


def is_nameless(act: Act) -> bool:
    """Tell an act whose head is that of its class, since no verb was found that says more."""
    return act.head in _UNKNOWN


def _is_demand(act: Act) -> bool:
    return act.force is Force.DEMAND


def same_slots(first: Act, second: Act) -> bool:
    """Tell whether two acts are the same down to their slots."""
    return (
        same_act(first, second)
        and first.force is second.force
        and first.modality is second.modality
        and first.instrument is second.instrument
        and normalise(first.condition or "") == normalise(second.condition or "")
        and normalise(first.deadline or "") == normalise(second.deadline or "")
        and normalise(first.quantity or "") == normalise(second.quantity or "")
    )


def contradicts(new: Act, old: Act) -> bool:
    """Tell whether ``new`` is the opposite of ``old`` on the same object."""
    if not _objects_agree(new, old):
        return False
    if not new.head or not old.head:
        return False
    if head(new) == head(old):
        # "will not withdraw it", "will withdraw it"
        return does(new) is not does(old)
    pair = frozenset((head(new), head(old)))
    return pair in _OPPOSITE_PAIRS and does(new) is does(old)


def breaks_word(new: Act, old: Act) -> bool:
    """Tell whether ``new`` breaks a promise or a refusal: what a reversal is."""
    promised = old.position is PositionClass.AGREE and old.force in (Force.PROMISE, Force.ACCEPT)
    refused = old.position is PositionClass.REJECT
    if _admits(new, old):
        return True
    if old.force is Force.OFFER and new.position is PositionClass.REJECT:
        # "Would not restore the permit, whatever was found": what was offered for a price. "Not
        # unless they pay" is the same offer, told the other way round.
        hangs_on = new.condition or _BUT_FOR.search(new.text)
        return not hangs_on and contradicts(new, old) and bool(objects(new) & objects(old))
    if not (promised or refused):
        return False
    new_rail, _ = rail_and_level(new)
    old_rail, _ = rail_and_level(old)
    if new_rail is old_rail:
        return False
    if contradicts(new, old):
        return True
    if promised:
        return new.position is not PositionClass.ACCUSE and _mostly(objects(new), objects(old))
    shared = objects(new) & objects(old)
    if new.position is PositionClass.AGREE and new.force is not Force.ACCEPT:
        # What was turned down as a whole ("the appeal", "the price stays") is now offered.
        whole = head(old) in _WHOLE and head(new) not in _TALKING
        return whole and bool(shared)
    if new.position is PositionClass.CONCEDE and not is_retreat(new):
        return False
    gives_in = new.position in (PositionClass.AGREE, PositionClass.CONCEDE)
    return gives_in and bool(shared or _points(new))


def _points(act: Act) -> bool:
    """Tell whether an act's object only points back: "it", "the offer"."""
    return not objects(act) and bool(act.object or len(act.text.split()) <= _SHORT_TEXT)


def _mostly(first: frozenset[str], second: frozenset[str]) -> bool:
    """Tell whether the shorter list of objects is mostly in the other, by more than one word."""
    shared = len(first & second)
    return shared > 1 and shared > min(len(first), len(second)) / 2


def _admits(new: Act, old: Act) -> bool:
    """Tell whether ``new`` admits what ``old`` denied."""
    return (
        old.position is PositionClass.DENY
        and new.position is PositionClass.CONCEDE
        and head(new) not in _RETREATS
        and bool(objects(new) & objects(old))
    )


def takes_back(new: Act, old: Act) -> bool:
    """Tell whether ``new`` withdraws ``old``, a threat, demand or refusal."""
    old_rail, level = rail_and_level(old)
    if old_rail is not Rail.PRESSURE or level <= 1:
        return False
    new_rail, _ = rail_and_level(new)
    if new_rail is not Rail.OPENING:
        return False
    if new.position is PositionClass.AGREE and new.polarity is Polarity.NEGATED:
        return contradicts(new, old)
    if new.position is not PositionClass.CONCEDE:
        return False
    return contradicts(new, old) or (is_retreat(new) and _names(new, old))


def defies(act: Act, content: Sequence[str]) -> bool:
    """Tell a threat in whose statement it is said that nothing can avert it any more.

    Args:
        act: the threat, which may be one clause of several.
        content: all of the statement: "it will follow, and it will follow whatever they resolve".
    """
    if act.position is not PositionClass.THREATEN or act.condition:
        return False
    return bool(_DEFIANT.search(act.text) or _WILL_ANYHOW.search(" ".join(content)))


def hangs(act: Act) -> bool:
    """Tell a threat that hangs on a condition."""
    return act.position is PositionClass.THREATEN and bool(act.condition)


def is_announced(act: Act) -> bool:
    """Tell a threat that has not been carried out yet."""
    return act.position is PositionClass.THREATEN and act.modality is not Modality.ALREADY


def is_retreat(act: Act) -> bool:
    """Tell whether a concession takes something back, rather than admitting something."""
    return act.position is PositionClass.CONCEDE and (
        head(act) in _RETREATS or act.polarity is Polarity.NEGATED or _unsaid(act) is not None
    )


def _unsaid(act: Act) -> PositionClass | None:
    """Return the class of what an act names as said before: "her threat to tow the boats"."""
    named = _UNSAID.match(act.text)
    return _OBJECT_CLASSES[named[1].casefold()] if named else None


def is_partial(act: Act) -> bool:
    """Tell whether an act says that it goes only part of the way."""
    return bool(_PARTIAL & frozenset(normalise(act.text).split()))


_ANYHOW: Final = "whatever|regardless|no matter|whether or not|come what may"
_DEFIANT: Final = re.compile(rf"\b(?:{_ANYHOW}|no longer any if)\b", re.IGNORECASE)
# "Measures will follow, and they will follow whatever it resolves."
_WILL_ANYHOW: Final = re.compile(
    rf"\b(?:it|they|that|this|these|those) (?:will|shall|would)\b[^.;!?]*\b(?:{_ANYHOW})\b",
    re.IGNORECASE,
)
# Heads of refusals that name what is refused only by a noun.
_WHOLE: Final = frozenset(("accept", "reject", "stay"))
_BUT_FOR: Final = re.compile(
    r"\b(?:unless|until|till|before|while|without|except|for nothing|(?:as|so) long as"
    r"|(?<!even )if)\b",
    re.IGNORECASE,
)
_TALKING: Final = frozenset(("negotiate", "talk"))
# "We accept." names nothing and means what was said before.
_SHORT_TEXT: Final = 6
_OBJECT_CLASSES: Final = {
    "threat": PositionClass.THREATEN,
    "ultimatum": PositionClass.THREATEN,
    "lawsuit": PositionClass.THREATEN,
    "suit": PositionClass.THREATEN,
    "demand": PositionClass.REQUEST,
    "condition": PositionClass.REQUEST,
    "objection": PositionClass.REJECT,
    "opposition": PositionClass.REJECT,
    "veto": PositionClass.REJECT,
    "refusal": PositionClass.REJECT,
}


_UNSAID: Final = re.compile(
    r"\W*(?:his|her|its|their|the|a|any|all) (?:\w+ )?(" + "|".join(_OBJECT_CLASSES) + r")s?\b",
    re.IGNORECASE,
)


def _names(new: Act, old: Act) -> bool:
    """Tell whether a retreat is from ``old``: by class ("the threat"), by object or by pointing."""
    if (unsaid := _unsaid(new)) is not None:
        return old.position is unsaid and _objects_agree(new, old)
    words = frozenset(new.object.split())
    classes = {_OBJECT_CLASSES[word] for word in words if word in _OBJECT_CLASSES}
    if classes:
        return old.position in classes
    return _objects_agree(new, old)


_OWN_SIDE: Final = re.compile(
    r"\b(?:our|my|his|her|its|their) (?:own (?!goal)\w+|(?:\w+ )?"
    r"(?:plans?|proposals?|people|citizens|nation|country|government|record|team|teams|offer"
    r"|polic(?:y|ies)|programmes?|initiative|decision|voters|members|workers|staff|soldiers|troops"
    r"|supporters|agency|campaign|staffers?|family|party))\b"
    # "Her party would vote for the tax" is what she promises; to whom it goes is told behind it.
    r"(?! (?:will|would|is|are|was|were|has|had|have|must|should|could|might|can)\b)",
    re.IGNORECASE,
)


_POSSESSED: Final = re.compile(
    r"\W*(?:his|her|its|their) (?!(?:rival|opponent|enem)|\w+ (?:will|would|is|are|had|has)\b)",
    re.IGNORECASE,
)


def own_side(act: Act) -> bool:
    """Tell whether praise or a promise goes to the speaker's own side, and so opens nothing."""
    if act.position is PositionClass.SUPPORT and _POSSESSED.match(act.text):
        return True
    inward = act.position is PositionClass.SUPPORT or act.force is Force.PROMISE
    return inward and _OWN_SIDE.search(act.text) is not None
