"""The URL key, version 1: which two URLs are the same page. The URL itself is kept verbatim."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_ARCHIVES = (
    "web.archive.org",
    "archive.org",
    "archive.today",
    "archive.ph",
    "archive.is",
    "archive.li",
    "archive.vn",
    "archive.md",
    "archive.fo",
    "perma.cc",
    "webcitation.org",
    "ghostarchive.org",
    "megalodon.jp",
)
_TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid)(?:=.*)?\Z", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def is_web_url(text: str) -> bool:
    """Whether `text` is an http or https URL with a host, without spaces or control characters."""
    if not text.isprintable() or any(c.isspace() for c in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme.lower() in _PORTS and bool(parts.hostname)


@lru_cache(maxsize=4096)
def url_key(url: str) -> str:
    """U of the rules: what two spellings of one page's URL share.

    Scheme, default port, fragment (unless `#!`) and tracking parameters are dropped, the host is IDNA in lower case.
    The query is not sorted and the path stays verbatim. A web archive's link is its own key, and so is what is no URL.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return text
    host = parts.hostname
    if not host or parts.scheme.lower() not in _PORTS:
        return text
    host = _idna(host)
    if any(host == archive or host.endswith("." + archive) for archive in _ARCHIVES):
        return text
    if port is not None and port != _PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    query = "&".join(piece for piece in parts.query.split("&") if piece and not _TRACKING.match(piece))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return host + (parts.path or "/") + (f"?{query}" if query else "") + fragment


def _idna(host: str) -> str:
    try:
        return host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.rstrip(".").lower()
