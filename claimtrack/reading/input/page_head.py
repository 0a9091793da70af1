"""What the head of a web page states of the piece: when it was published, and by which outlet.

As its `meta` elements say it: those of the Open Graph protocol, and names that older pages have. Nothing is guessed
from an address or from the text.
"""

from __future__ import annotations

from datetime import UTC
from html import unescape

from claimtrack.domain.dates import DateError, read_when
from claimtrack.reading.input.html import RAW, Tags

PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "date")
PUBLISHER = ("og:site_name", "dc.publisher", "publisher")
"""Names of `meta` elements, in lower case, the one that is believed most first."""

LONGEST_HEAD = 500_000
"""Characters of a file in which its head is looked for."""
LONGEST_NAME = 200


def stated_in_head(page: str) -> dict[str, str]:
    """The fields of a document (`published`, `publisher`) that the head of an HTML page gives."""
    stated = _meta(page)
    fields: dict[str, str] = {}
    for name in PUBLISHED:
        if name in stated and _is_date(stated[name]):
            fields["published"] = stated[name]
            break
    publisher = next((stated[name] for name in PUBLISHER if name in stated), "")
    if publisher and len(publisher) <= LONGEST_NAME and "://" not in publisher:
        fields["publisher"] = publisher
    return fields


def _meta(page: str) -> dict[str, str]:
    """The `meta` elements that have a name and a content that is not blank: the first of each name, in lower case."""
    tags = Tags(page)
    found: dict[str, str] = {}
    at = page.find("<", 0, LONGEST_HEAD)
    while at >= 0:
        tag = tags.at(at)
        if tag is not None and tag.name == "body":
            break
        if tag is not None and tag.name == "meta":
            attributes = tags.attributes(tag)
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            content = " ".join(unescape(attributes.get("content", "")).split())
            if content:
                found.setdefault(name.strip().lower(), content)
        end = at + 1 if tag is None else tags.skip_raw(tag) if tag.name in RAW and not tag.closing else tag.end
        at = page.find("<", end, LONGEST_HEAD)
    return found


def _is_date(text: str) -> bool:
    try:
        return read_when(text, UTC).earliest is not None and "/" not in text
    except DateError:
        return False
