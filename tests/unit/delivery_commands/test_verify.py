"""Subscribers check what they received."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from monitor.clock import system_clock
from monitor.config.rotation import new_secret
from monitor.delivery.event import event_body
from monitor.delivery.signing import decode_secret, sign, verify
from tests.support.commands import Finished, call, one_clear_line
from tests.support.making import NOON, alert


def received(
    folder: Path, *, body: bytes | None = None, age: float = 0.0, options: tuple[str, ...] = ()
) -> Finished:
    """Let the command check a message, its body changed or its time long past."""
    secret = new_secret()
    (folder / "secret").write_text(secret, encoding="utf-8")
    sent = event_body("dl_1", alert())
    at = system_clock() - timedelta(seconds=age)
    headers = sign([decode_secret(secret)], "dl_1", at, sent)
    (folder / "body").write_bytes(sent if body is None else body)
    (folder / "headers").write_text(
        "".join(f"{name.title()}: {value}\r\n" for name, value in headers.items()), encoding="utf-8"
    )
    secret_file = f"file:{folder}/secret"
    return call(
        *("verify", folder / "body", "--secret", secret_file, "--headers", folder / "headers"),
        *options,
    )


def test_genuine_message(tmp_path: Path) -> None:
    """What we sent is recognised."""
    done = received(tmp_path)
    assert (done.code, done.out) == (0, "genuine: dl_1\n")


def test_changed_body(tmp_path: Path) -> None:
    """One byte more and it is not genuine."""
    assert "no signature matches" in one_clear_line(received(tmp_path, body=b"{}"))


def test_old_message(tmp_path: Path) -> None:
    """Yesterday's message is refused unless its age does not matter."""
    assert "too far from now" in one_clear_line(received(tmp_path, age=86_400))
    assert received(tmp_path, age=86_400, options=("--tolerance", "0")).code == 0


def test_missing_header(tmp_path: Path) -> None:
    """Which header is missing is said."""
    (tmp_path / "body").write_bytes(b"{}")
    (tmp_path / "secret").write_text(new_secret(), encoding="utf-8")
    done = call("verify", tmp_path / "body", "--secret", f"file:{tmp_path}/secret", "-H", "a: b")
    assert "webhook-id is missing" in one_clear_line(done)


@pytest.mark.parametrize("stamp", ["", "x", "-1", "1e9", "１２３"])
def test_timestamp_that_is_none(stamp: str) -> None:
    """A timestamp that is no number is refused, not misread."""
    headers = sign([b"k"], "dl_1", NOON, b"{}") | {"webhook-timestamp": stamp}
    assert verify([b"k"], headers, b"{}", NOON, 300)


@given(
    st.binary(min_size=1, max_size=64),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.booleans(),
)
def test_agrees_with_the_reference_library(key: bytes, words: str, spoiled: bool) -> None:  # noqa: FBT001
    """We accept what the specification's own library accepts, and nothing else."""
    body = words.encode()
    now = system_clock()
    headers = sign([b"other" + key, key], "dl_1", now, body)
    received = body + b" " if spoiled else body
    ours = verify([key], headers, received, now, 300) is None
    try:
        Webhook(key).verify(received.decode(), headers)
    except WebhookVerificationError:
        theirs = False
    except ValueError:
        theirs = True  # verified, and then found to be no JSON
    else:
        theirs = True
    assert ours is theirs
