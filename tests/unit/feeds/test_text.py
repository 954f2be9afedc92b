"""Text: what a reader would see, and nothing that acts or hides."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.text import clean, from_markup, from_plain, one_line


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<b>Bold</b>ly <i>said</i>", "Boldly said"),
        ("a\n  broken\n line", "a broken line"),
        ("<ul><li>x</li><li>y</li></ul>", "x\ny"),
        ("Fish &amp; chips &#8220;now&#8221;", "Fish & chips “now”"),
        ("&#146;tis", "’tis"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("before<script>alert('x')</script>after", "beforeafter"),
        ("a<style>p{}</style>b<noscript>c</noscript>d", "abd"),
        ("a<svg><text>hidden</text></svg>b", "ab"),
        ("a<iframe src='x'>b</iframe>c", "ac"),
        ("a<!-- hidden -->b", "ab"),
        ("", ""),
        ("<p></p>", ""),
        ("a<img src=x onerror=alert(1)>b", "ab"),
        ("</script>still here", "still here"),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    """Blocks end a line, inline markup leaves no trace, what a browser hides is not there."""
    assert from_markup(markup) == text


@pytest.mark.parametrize("times", [1, 2, 3, 4, 9])
def test_markup_does_not_hide_behind_escaping(times: int) -> None:
    """However often a tag is escaped, none comes out."""
    markup = "words <script>alert(1)</script> <b>more</b>"
    for _ in range(times):
        markup = markup.replace("&", "&amp;").replace("<", "&lt;")
    found = from_markup(markup)
    assert "<script" not in found
    assert "<b>" not in found
    assert "words" in found


@pytest.mark.parametrize(
    "title",
    ["<<script>script>alert(1)<</script>/script>", "<scr<script>ipt>", "<img src=x <b>", "<script"],
)
def test_markup_put_together_from_pieces_is_none(title: str) -> None:
    """Removing one tag does not make another."""
    for found in (from_markup(title), from_plain(title)):
        assert "<script" not in found.lower()
        assert "<img src=x>" not in found.lower()


def test_plain_text_keeps_its_signs() -> None:
    """Text that is no markup keeps its angles and ampersands."""
    assert from_plain("AT&T said x < y, and z > w & so") == "AT&T said x < y, and z > w & so"


@pytest.mark.parametrize(
    ("given_text", "text"),
    [
        ("La\u202evrov", "Lavrov"),
        ("La\u200bv\u00adrov", "Lavrov"),
        ("La\u200dvrov", "Lavrov"),
        ("\u2067Lavrov\u2069", "Lavrov"),
        ("bell\x07 null\x00 esc\x1b[31m", "bell null esc[31m"),
        ("one\x85two\u2028three\r\nfour", "one\ntwo\nthree\nfour"),
        ("much\u00a0\u2003 space", "much space"),
        ("tag\U000e0041\U000e0042s", "tags"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_cannot_be_seen_goes(given_text: str, text: str) -> None:
    """Direction, control and joining characters go, except where a script needs its joiner."""
    assert clean(given_text) == text


def test_title_is_one_line() -> None:
    """A title has no line breaks."""
    assert one_line(" a\n\nb ") == "a b"


@given(st.text(alphabet=st.characters()) | st.text(alphabet="<>/&;!-scriptb \"'="))
def test_nothing_that_acts_survives(anything: str) -> None:
    """Whatever comes in, no control or direction character and no script comes out."""
    for found in (from_markup(anything), from_plain(anything)):
        assert "<script" not in found.lower()
        for character in found:
            assert character == "\n" or unicodedata.category(character) not in ("Cc", "Cs")
            assert unicodedata.bidirectional(character) not in ("RLO", "LRO", "RLE", "LRE", "PDF")
            assert unicodedata.bidirectional(character) not in ("LRI", "RLI", "FSI", "PDI")


@given(st.text())
def test_cleaning_twice_changes_nothing(anything: str) -> None:
    """Clean text is clean."""
    assert clean(clean(anything)) == clean(anything)
