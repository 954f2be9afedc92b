"""Links: http(s) only, one spelling, nobody tracked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.links import canonical, host_of, same_page


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("http://E.org", "http://e.org/"),
        ("HTTPS://e.org:443/a", "https://e.org/a"),
        ("http://e.org:8080/a", "http://e.org:8080/a"),
        ("https://e.org/a?utm_source=x&id=7&fbclid=y#part", "https://e.org/a?id=7"),
        ("https://e.org/a?UTM_Medium=x", "https://e.org/a"),
        ("https://e.org/a?b=2&a=1&b=", "https://e.org/a?b=2&a=1&b="),
        ("https://user:secret@e.org/", "https://e.org/"),
        (" https://e.org/a\n?id=1 ", "https://e.org/a?id=1"),
        ("https://e.org/\u202egnp.exe", "https://e.org/gnp.exe"),
        ("/a?ref=1", "https://base.org/a?ref=1"),
        ("//cdn.org/a", "https://cdn.org/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_one_spelling(link: str, expected: str) -> None:
    """Trackers, credentials, fragments and default ports go; the rest is the publisher's."""
    assert canonical(link, "https://base.org/feed") == expected


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://e.org/",
        "mailto:a@e.org",
        "http://",
        "http://[",
        "http://e.org:99999/",
        "https://e.org/" + "a" * 5000,
        "urn:uuid:1",
        "feed:https://e.org/",
    ],
)
def test_what_may_not_be_followed_is_no_link(link: str) -> None:
    """Only http and https addresses with a host are links."""
    assert canonical(link) is None


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    """Nothing breaks it, and what it gives it gives again."""
    for base in ("", "https://base.org/feed"):
        found = canonical(text, base)
        assert found is None or found.startswith(("http://", "https://"))


def test_a_page_that_moves_to_https_is_the_same() -> None:
    """Scheme, "www." and a last slash do not make another page."""
    assert same_page("http://www.e.org/a/") == same_page("https://e.org/a")


def test_host_counts_the_port() -> None:
    """Requests are counted by host and port, whatever the address says besides."""
    assert host_of("https://E.org/a") == host_of("https://e.org:443/b") == "e.org:443"
    assert host_of("no address") == ""
