"""What chat services and mailboxes are sent: readable, within limits, nobody's markup."""

import json
from email import message_from_bytes, policy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.clock import system_clock
from monitor.config.manners import Format, Mail
from monitor.delivery.chat import chat_message, web_link
from monitor.delivery.mail import letter
from monitor.delivery.render import note_of, plain
from schemas.alert import Alert
from schemas.delivery import Delivery
from schemas.event import EndpointTest
from schemas.evidence import Evidence
from tests.support.making import NOON, alert

CHATS = (Format.SLACK, Format.TEAMS, Format.DISCORD, Format.MATTERMOST, Format.NTFY)
TRAP = "<!channel> @everyone [here](http://evil.example) *now* \u202efdp.exe\x1b[31m\nSubject: x"
MAIL = Mail.model_validate({"host": "mx", "from": "monitor@desk.example", "to": ["a@desk.example"]})


SAID = Evidence(
    statement="st_1",
    article="A1",
    outlet="Lakeside Wire",
    link="https://lakeside.example/a?b=1&c=2",
    published=NOON,
    said_at=NOON,
    mention="Duarte",
    content=("We will take legal action",),
    spans=((1, 26),),
)


def an_alert(**fields: Any) -> Alert:  # noqa: ANN401 - any field
    """Make an alert with evidence."""
    return alert(after=SAID, **fields)


def message(form: Format, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """Return what an alert becomes."""
    _, body = chat_message(form, "https://chat.example/T0/B1", an_alert(**fields))
    found: dict[str, Any] = json.loads(body)
    return found


def strings(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """Return every string of a JSON value."""
    if isinstance(value, dict):
        return [s for v in value.values() for s in strings(v)]
    if isinstance(value, list):
        return [s for v in value for s in strings(v)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("form", CHATS)
def test_a_reader_sees_title_words_and_article(form: Format) -> None:
    """Everybody learns what was said, by whom, why it counts, and where it stands."""
    told = an_alert()
    text = "\n".join(strings(message(form))).replace("\\", "")
    for wanted in (told.title, told.after.content[0], told.moves[0].reason, told.after.link):
        assert str(wanted) in text


@pytest.mark.parametrize("form", CHATS)
def test_nobody_is_mentioned_by_what_a_speaker_says(form: Format) -> None:
    """Words of an article cannot call a channel, hide a link or turn the writing round."""
    found = message(form, title=TRAP)
    text = "\n".join(strings(found))
    assert "\u202e" not in text
    assert "\x1b" not in text
    if form is Format.SLACK:
        assert "<!channel>" not in found["text"]
        kinds = [b["text"]["type"] for b in found["blocks"] if "text" in b]
        assert kinds == ["plain_text"] * len(kinds)
    if form is Format.DISCORD:
        assert found["allowed_mentions"] == {"parse": []}
        assert "[here](" not in found["embeds"][0]["title"] + found["embeds"][0]["description"]
        assert "**" not in message(form, title="**loud**")["embeds"][0]["title"]
    if form is Format.MATTERMOST:
        assert "@everyone" not in found["text"]
        assert "[here](" not in found["text"]
    if form is Format.TEAMS:
        body = found["attachments"][0]["content"]["body"]
        assert {block["type"] for block in body} == {"RichTextBlock"}


@given(st.text(max_size=6000), st.sampled_from(CHATS))
def test_messages_stay_within_the_services_limits(words: str, form: Format) -> None:
    """However long or odd a title is, the service takes the message."""
    found = message(form, title=words or "x")
    if form is Format.SLACK:
        assert all(len(b["text"]["text"]) <= 3000 for b in found["blocks"] if "text" in b)
        assert len(found["blocks"][0]["text"]["text"]) <= 150
    elif form is Format.DISCORD:
        assert len(found["embeds"][0]["title"]) <= 256
        assert len(found["embeds"][0]["description"]) <= 4096
    elif form is Format.NTFY:
        assert len(found["message"].encode()) <= 4096
    elif form is Format.MATTERMOST:
        assert len(found["text"]) <= 16_383


def test_ntfy_is_published_at_its_server() -> None:
    """JSON goes to the root of the server, the topic inside."""
    url, body = chat_message(Format.NTFY, "https://ntfy.example/sub/lake", an_alert())
    assert url == "https://ntfy.example/sub/"
    assert json.loads(body)["topic"] == "lake"


@pytest.mark.parametrize("link", ["http://[x", "http://[::1", "https://a]b/c", "", None])
def test_a_broken_link_is_left_out(link: str | None) -> None:
    """What is no address fails no message."""
    assert web_link(link) is None


@given(st.text(max_size=300))
def test_any_link_is_taken(link: str) -> None:
    """Whatever stands where a link should, a message is made."""
    assert web_link(link) is None or str(web_link(link)).startswith("http")


@given(st.text(max_size=300))
def test_a_link_is_an_address_and_nothing_else(link: str) -> None:
    """What ends a link in some markup is encoded; what is no web address is left out."""
    found = web_link(f"https://news.example/{link}")
    assert found is None or not set(found) & set(" <>|()\n\t`")
    assert web_link("javascript:alert(1)") is None


@given(st.text(max_size=400))
def test_plain_text_is_one_visible_line(text: str) -> None:
    """No control character, no direction mark, no line break is left."""
    assert plain(text).isprintable() or not plain(text)


def test_a_letter_is_plain_and_known_again() -> None:
    """A mail's header holds one line of the title; its id is the same on every try."""
    told = an_alert(title=TRAP)
    now = system_clock()
    delivery = Delivery(
        id="dl_1", alert=told.id, endpoint="desk", payload=told, created=now, due=now
    )
    read = message_from_bytes(bytes(letter(MAIL, delivery, now)), policy=policy.default)
    assert read["Message-ID"] == "<dl_1@desk.example>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert "<!channel> @everyone" in read["Subject"]
    assert len(read.get_all("Subject") or []) == 1
    assert told.after.content[0] in read.get_content()


def test_other_events_are_told_as_well() -> None:
    """A test says that it is one."""
    event = EndpointTest(id="ev_1", endpoint="desk", message="A test.", at=system_clock())
    assert note_of(event).heading == "A test."
