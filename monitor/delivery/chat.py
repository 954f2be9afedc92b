"""A note in the JSON that each chat service takes at its incoming webhook.

What an article says is written where the service reads no markup (Slack's ``plain_text``, Teams'
``TextRun``, ntfy), or is escaped (Discord, Mattermost), so that nobody's words can mention a whole
channel, hide a link or dress up as ours. Forms and limits are those of the services' own
references: Slack Block Kit, Adaptive Cards 1.4, Discord webhooks, Mattermost incoming webhooks and
ntfy publishing as JSON.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

import orjson

from monitor.config.manners import Format
from monitor.delivery.render import Note, note_of
from schemas.event import Payload
from schemas.vocabulary import Severity

_COLOURS: Final = {
    Severity.INFO: 0x7F8C8D,
    Severity.NOTICE: 0x2E86C1,
    Severity.WARNING: 0xE67E22,
    Severity.CRITICAL: 0xC0392B,
}
_PRIORITIES: Final = {
    Severity.INFO: 2,
    Severity.NOTICE: 3,
    Severity.WARNING: 4,
    Severity.CRITICAL: 5,
}
# Characters, but for ntfy: bytes.
_SLACK_HEADER: Final = 150
_SLACK_SECTION: Final = 3000
_DISCORD_TITLE: Final = 256
_DISCORD_DESCRIPTION: Final = 4000
_MATTERMOST_TEXT: Final = 9_000
_TEAMS_TEXT: Final = 10_000
_NTFY_BYTES: Final = 3900
# An encoded character takes up to twelve.
_LONGEST_LINK: Final = 500
_MARKS: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~>:@])")
_LINK: Final = "Open the article"


def chat_message(form: Format, url: str, payload: Payload) -> tuple[str, bytes]:
    """Return where to post an event to, and the JSON to post.

    Args:
        form: a chat service.
        url: the endpoint's address.
        payload: the event.
    """
    note = note_of(payload)
    link = web_link(note.link)
    if form is Format.NTFY:
        server, topic = _ntfy_address(url)
        return server, orjson.dumps(_ntfy(note, link, topic))
    return url, orjson.dumps(_FORMS[form](note, link))


def web_link(link: str | None) -> str | None:
    """Return an article's address with what could end a link in some markup encoded, or None."""
    try:
        scheme = urlsplit(link).scheme if link is not None else ""
    except ValueError:  # "http://[" and the like lead nowhere
        return None
    if link is None or scheme not in ("http", "https") or len(link) > _LONGEST_LINK:
        return None
    return quote(link, safe="/:?#[@!$&'*+,;=%~-._")


def _slack(note: Note, link: str | None) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": _slack_plain(note.heading, _SLACK_HEADER)}
    ]
    if note.lines:
        text = "\n".join(note.lines)
        blocks.append({"type": "section", "text": _slack_plain(text, _SLACK_SECTION)})
    if link is not None:
        linked = {"type": "mrkdwn", "text": f"<{link}|{_LINK}>"}
        blocks.append({"type": "context", "elements": [linked]})
    fallback = note.heading.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": fallback, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _slack_plain(text: str, longest: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": _cut(text, longest), "emoji": False}


def _teams(note: Note, link: str | None) -> dict[str, Any]:
    def run(text: str, **style: object) -> dict[str, Any]:
        return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **style}]}

    lines = _cut("\n".join(note.lines), _TEAMS_TEXT).split("\n") if note.lines else []
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [run(note.heading, weight="Bolder", size="Medium"), *map(run, lines)],
    }
    if link is not None:
        card["actions"] = [{"type": "Action.OpenUrl", "title": _LINK, "url": link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


def _discord(note: Note, link: str | None) -> dict[str, Any]:
    embed: dict[str, Any] = {
        "title": _escaped(note.heading, _DISCORD_TITLE),
        "description": _marked_up(note.lines, _DISCORD_DESCRIPTION),
        "color": _COLOURS[note.severity],
    }
    if link is not None:
        embed["url"] = link
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


def _mattermost(note: Note, link: str | None) -> dict[str, Any]:
    heading = _escaped(note.heading, _DISCORD_TITLE)
    text = f"**{heading}**\n{_marked_up(note.lines, _MATTERMOST_TEXT)}"
    if link is not None:
        text += f"\n[{_LINK}]({link})"
    return {"text": text}


def _ntfy(note: Note, link: str | None, topic: str) -> dict[str, Any]:
    body = "\n".join(note.lines) or note.heading
    message: dict[str, Any] = {
        "topic": topic,
        "title": note.heading,
        "message": body.encode()[:_NTFY_BYTES].decode(errors="ignore"),
        "priority": _PRIORITIES[note.severity],
    }
    if link is not None:
        message["click"] = link
    return message


def _ntfy_address(url: str) -> tuple[str, str]:
    """Part the address of a topic: JSON is published at the server's root."""
    parts = urlsplit(url)
    head, _, topic = parts.path.rstrip("/").rpartition("/")
    return parts._replace(path=f"{head}/", fragment="").geturl(), topic


def _marked_up(lines: tuple[str, ...], longest: int) -> str:
    # A whole line falls away rather than half an escape.
    kept: list[str] = []
    for line in (_escaped(line, longest) for line in lines):
        if sum(map(len, kept)) + len(kept) + len(line) > longest:
            break
        kept.append(line)
    return "\n".join(kept)


def _escaped(text: str, longest: int) -> str:
    """Return a line without markup, of at most ``longest`` characters once it is escaped."""
    kept, length = [], 0
    for character in text:
        # An invisible space after "@" keeps a mention from being one where no setting forbids it.
        shown = "\\@\u200b" if character == "@" else _MARKS.sub(r"\\\1", character)
        length += len(shown)
        if length > longest:
            break
        kept.append(shown)
    return "".join(kept)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


_FORMS: Final[Mapping[Format, Callable[[Note, str | None], dict[str, Any]]]] = {
    Format.SLACK: _slack,
    Format.TEAMS: _teams,
    Format.DISCORD: _discord,
    Format.MATTERMOST: _mattermost,
}
