"""Ids: hashes of what a thing is, never of when or where it was processed."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_ID_BYTES = 12  # 96 bits: a collision among a billion records has odds of one in 10^11
_SEPARATOR = "\x1f"
_NO_WORD = re.compile(r"[\W_]+")


def make_id(prefix: str, *parts: str) -> str:
    """Hash ``parts`` into an id that begins with ``prefix`` ("st_3f…")."""
    digest = hashlib.blake2b(_SEPARATOR.join(parts).encode(), digest_size=_ID_BYTES)
    return f"{prefix}_{digest.hexdigest()}"


def normalise(text: str) -> str:
    """Reduce ``text`` to its words, so that quotation marks, case and spacing never matter."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NO_WORD.sub(" ", folded).strip()


def statement_id(actor: str, content: Iterable[str], day: str) -> str:
    """Id of a statement: the same words of the same actor on the same day are the same one."""
    return make_id("st", actor, normalise(" ".join(content)), day)


def change_id(rule_version: int, actor: str, issue: str, change: str, statement: str) -> str:
    """Id of a verdict."""
    return make_id("ch", str(rule_version), actor, issue, change, statement)


def alert_id(rule_version: int, actor: str, issue: str, change: str, statement: str) -> str:
    """Id of an alert."""
    return make_id("al", str(rule_version), actor, issue, change, statement)


def delivery_id(alert: str, endpoint: str) -> str:
    """Id of a delivery, sent as ``webhook-id`` on every try."""
    return make_id("dl", alert, endpoint)


def article_id(link_or_guid: str) -> str:
    """Id of an article from its canonical link or guid."""
    return make_id("ar", link_or_guid)


def text_hash(title: str, text: str) -> str:
    """Hash of an article's words, by which an unchanged one is known."""
    return make_id("tx", normalise(title), normalise(text))
