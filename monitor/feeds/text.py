"""Markup to text. What comes out holds no tag, no script, no control and no direction character.

A direction override (U+202E) makes a sentence read otherwise than it is written, and a joiner
inside a name hides the name; neither has a place in text that people and programs judge.
"""

import html
import re
from html.parser import HTMLParser
from typing import Final

_SKIPPED: Final = frozenset(
    "script style noscript template iframe object svg math canvas audio video head title"
    " textarea select datalist".split()
)
_BLOCKS: Final = frozenset(
    "address article aside blockquote br center dd details dialog div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol option p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
# Only names of HTML: "x <y and z> w" is no markup.
_INLINE: Final = (
    "a abbr acronym applet area audio b base basefont bdi bdo big body button canvas cite code col"
    " colgroup data datalist del dfn embed em font frame frameset head html i iframe img input ins"
    " kbd label legend link map mark math menu meta meter noframes noscript object optgroup output"
    " param picture progress q rp rt ruby s samp script select slot small source span strike strong"
    " style sub sup svg template textarea time title track tt u var video wbr"
)
_TAG: Final = re.compile(
    rf"</?(?:{'|'.join([*_INLINE.split(), *sorted(_BLOCKS)])})(?=[\s/>])[^<>]*>"
    r"|<!--|<!\[CDATA\[|<!doctype\b|<\?xml\b",
    re.IGNORECASE,
)
_OPEN_TAG: Final = re.compile(r"<(?:script|style|iframe|object|embed|svg)\b", re.IGNORECASE)
# Text that is escaped twice is common, three times is a mistake, more is an attack.
_LAYERS: Final = 3

# Controls; soft hyphen and the invisible formats of Unicode's class Cf that carry no sign of their
# own, the direction characters among them; lone surrogates; noncharacters; tag characters.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    # Joiners belong to scripts that join; beside a Latin letter they only hide a word.
    "|(?<=[\x00-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u024f])"
)
_BREAK: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r" ?\n[ \n]*")


def clean(text: str) -> str:
    """Remove what cannot be seen; leave one space between words and one break between lines."""
    seen = _INVISIBLE.sub("", _BREAK.sub("\n", text))
    return _LINES.sub("\n", _SPACES.sub(" ", seen)).strip()


def one_line(text: str) -> str:
    """Put text on one line."""
    return clean(text).replace("\n", " ")


def from_markup(markup: str) -> str:
    """Reduce HTML to its text, however often it is escaped; paragraphs end in a line break."""
    text = markup
    for layer in range(_LAYERS):
        if layer and not _TAG.search(text):
            break
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = clean("".join(reader.parts))
    return _without_tags(text)


def from_plain(text: str) -> str:
    """Take text that should hold no markup; if it does all the same, reduce it."""
    return from_markup(html.escape(clean(text), quote=False)) if "<" in text else clean(text)


def _without_tags(text: str) -> str:
    while _TAG.search(text):
        text = _TAG.sub(" ", text)
    # An opening that never closes is no tag to us, yet may become one on somebody's page.
    return clean(_OPEN_TAG.sub(" ", text))


class _Reader(HTMLParser):
    """Collects what a browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SKIPPED:
            self._skipping.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._skipping:
            while self._skipping.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            # A break in the source is a space to the reader; only elements make paragraphs.
            self.parts.append(data.replace("\n", " "))
