"""The URL key, version 2: which two URLs are the same page. The URL itself is kept verbatim.

Ids of documents were derived from it when they were first recorded, and stay as they are when it changes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_ARCHIVE = (
    r"(?:.*\.)?(?:archive\.(?:org|today|ph|is|li|vn|md|fo)|perma\.cc|webcitation\.org|ghostarchive\.org|megalodon\.jp)"
)
_TRACKER = r"""(?isx)
    (?: utm_[^=]* | mtm_[^=]* | pk_campaign | pk_kwd | gclid | gclsrc | dclid | gbraid | wbraid | _ga | _gl | fbclid
    | igshid | igsh | msclkid | yclid | ysclid | twclid | ttclid | li_fat_id | epik | mc_cid | mc_eid | _hsenc | _hsmi
    | __hssc | __hstc | __hsfp | hsctatracking | mkt_tok | vero_id | vero_conv | oly_anon_id | oly_enc_id | _openstat
    | wickedid | rb_clickid | at_medium | at_campaign | ns_campaign | ns_source | ns_mchannel | ns_linkname | xtor
    )(?: =.* )?"""
"""A parameter that only says through what advertisement, mail or post a reader came. Compiled when first used."""
_PORTS = {"http": 80, "https": 443}


_DATABASE = re.compile(
    r"""  .*://  |  \s*(?:postgres|pgsql|sqlite)[\w+]*\s*(?::|//)
    | (?:.*\s)? (?:host|hostaddr|port|user|dbname|password|passfile|service|sslmode) \s*=
    | (?![a-z]:[\\/]) (?:[a-z][\w+.-]*(?::/*|//+) | //+)? [^/\\\s:@]*:[^\s@]*@
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
"""What no file is named by accident: a URL, also without its slashes; libpq's `host=...`; `user:password@host`."""


def means_a_database(text: str) -> bool:
    """Whether `text` is meant as a database's URL or connection string, well written or not, and not as a file name."""
    return _DATABASE.match(text) is not None


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

    Scheme, default port, fragment (unless `#!`) and tracking parameters are dropped, the host is in lower case
    and ASCII, as browsers write it (UTS 46, not transitional: `straße.de` and `strasse.de` are two).
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
    host = ascii_host(host)
    if re.fullmatch(_ARCHIVE, host):
        return text
    if port is not None and port != _PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    query = "&".join(piece for piece in parts.query.split("&") if piece and not re.fullmatch(_TRACKER, piece))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return host + (parts.path or "/") + (f"?{query}" if query else "") + fragment


def ascii_host(host: str) -> str:
    """A host as the name system knows it; one that is not allowed there, in lower case."""
    if not host.isascii():
        from idna import IDNAError, uts46_remap  # its tables take longer to load than all the rest here

        try:
            labels = uts46_remap(host, std3_rules=False, transitional=False).split(".")
        except IDNAError:
            return host.rstrip(".").lower()
        host = ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels)
    return host.rstrip(".").lower()
