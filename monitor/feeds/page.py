"""Pages behind summaries to text, by trafilatura. Runs in a worker process, as feeds do."""

from typing import Final

import trafilatura
from trafilatura.settings import Document

from monitor.feeds.dates import from_iso
from monitor.feeds.parsed import Page
from monitor.feeds.text import clean, one_line

_MAX_CHARACTERS: Final = 1_000_000
_MAX_NAME: Final = 500


def read_page(content: bytes, url: str) -> Page:
    """Read a page."""
    found = trafilatura.bare_extraction(
        content,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        include_links=False,
        include_images=False,
    )
    if not isinstance(found, Document):
        return Page()
    return Page(
        # The text is plain already: what looks like markup in it is the page's words about markup.
        text=clean((found.text or "")[:_MAX_CHARACTERS]),
        byline=one_line((found.author or "")[:_MAX_NAME]),
        published=from_iso(found.date),
    )
