"""Addresses: http(s) only, in one spelling, without what tracks the reader."""

import re
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_LONGEST: Final = 4096
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_UNSEEN: Final = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

# What Miniflux, Firefox and AdGuard agree upon.
_TRACKING: Final = frozenset(
    "fbclid gclid dclid gbraid wbraid gclsrc gad_source srsltid yclid ysclid _openstat twclid"
    " msclkid mc_cid mc_eid mc_tc igshid igsh mkt_tok sc_cid _bhlid _hsenc _hsmi __hssc __hstc"
    " __hsfp hsctatracking hsa_cam oly_anon_id oly_enc_id rb_clickid vero_id vero_conv wickedid"
    " _branch_match_id _branch_referrer fb_action_ids fb_action_types fb_ref fb_source"
    " fb_comment_id campaign_id campaign_medium campaign_name campaign_source campaign_term"
    " campaign_content at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4"
    " ns_mchannel ns_source ns_campaign ns_linkname ns_fee cmpid ito __readwiselocation".split()
)
_TRACKING_PREFIXES: Final = ("utm_", "mtm_", "itm_", "hmb_", "pk_", "piwik_", "matomo_")


def canonical(link: str, base: str = "") -> str | None:
    """Return the one spelling of an address, or None if it is none that may be followed.

    Scheme and host are in small letters, a default port, credentials, the fragment (RFC 3986,
    section 3.5: never sent to the server) and tracking parameters are gone; the rest, the order of
    parameters included, is the publisher's.

    Args:
        link: absolute, or relative to ``base``.
        base: where it was found.
    """
    if len(link) > _LONGEST:
        return None
    try:
        parts = urlsplit(urljoin(base, _UNSEEN.sub("", link)))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    shown = f"[{host}]" if ":" in host else host
    place = shown if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{shown}:{port}"
    query = "&".join(p for p in parts.query.split("&") if p and not _tracks(p))
    return urlunsplit(SplitResult(parts.scheme, place, parts.path or "/", query, ""))


def absolute(link: str, base: str) -> str | None:
    """Return an address exactly as given, but absolute; None if it may not be asked.

    A hub knows a topic by each character of its address, tracking parameters included.
    """
    if _UNSEEN.search(link) or canonical(link, base) is None:
        return None
    return link if urlsplit(link).scheme else urljoin(base, link)


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def same_page(link: str) -> str:
    """Return what stays of a canonical link when a site moves to https or drops its "www."."""
    return link.partition("://")[2].removeprefix("www.").rstrip("/")


def host_of(url: str) -> str:
    """Return host and port, by which requests are counted; empty if there is none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    return f"{parts.hostname}:{port}" if parts.hostname else ""
