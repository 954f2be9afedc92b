"""Whether a page may be fetched: the Robots Exclusion Protocol (RFC 9309)."""

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from monitor.net.answer import Answer

PRODUCT: Final = "news-monitor"
# RFC 9309, section 2.4: not to be used for longer than a day; 2.5: at least 500 KiB are read.
LIFETIME: Final = 86_400.0
_LARGEST: Final = 512 * 1024


def robots_url(url: str) -> str:
    """Return where the rules for an address are."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


class Robots:
    """The rules of one host."""

    def __init__(self, answer: Answer) -> None:
        """Read what came for `/robots.txt`.

        Without rules everything is allowed (RFC 9309, section 2.3.1.3); while the server is in
        trouble nothing is (2.3.1.4).
        """
        self._rules: Protego | None = None
        self._all = HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._all = False
        if answer.status == HTTPStatus.OK and not answer.error:
            text = answer.body[:_LARGEST].decode("utf-8", "replace")
            self._rules = Protego.parse(text)

    def allow(self, url: str) -> bool:
        """Tell whether an address may be fetched."""
        if self._rules is None:
            return self._all
        return bool(self._rules.can_fetch(url, PRODUCT))
