"""The document that `read` reads: a file or standard input, stored first, or one that is stored already."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.errors import BadInput, ClaimtrackError

if TYPE_CHECKING:
    from claimtrack.cli.session import Session

TYPED = ("url", "title", "publisher", "published", "genre", "language", "state", "byline", "archive_links", "copy")
"""Options that say something of the document."""


def check_readable(session: Session, article: str | None, stored: str | None, options: Mapping[str, Any]) -> None:
    """Refuse what can be no article before a ledger is made for it: where there is none, nothing is stored yet."""
    from claimtrack.actions.keeping import where
    from claimtrack.cli import texts

    if article is not None and stored is None and article != "-" and Path(article).is_file():
        texts.read_text(Path(article))
    elif article != "-" and not options["fetch"] and not options["text_file"] and not where(session.settings.db)[1]:
        raise _none_named() if article is None and stored is None else _nothing(stored or str(article))


def story_meant(session: Session, given: str | None) -> str | None:
    """The story (an id); None where none is meant, and where one is named in a ledger without any: it can be made."""
    from claimtrack.cli import using
    from claimtrack.queries.things import things as listed

    ledger = session.writer()
    try:
        return using.story_of(session, given)
    except BadInput:
        with ledger.reading() as connection:
            some, _ = listed(connection, "story", embargoed_at=None)
        if some or given is None:
            raise
        return None


def story_made(session: Session, given: str | None, story: str | None) -> tuple[str | None, list[str]]:
    """The story (an id), made if it is named and there is none, and what to say of it."""
    from claimtrack.actions import things

    if story is not None:
        return story, []
    if given is None:
        return None, ["In no story: 'claimtrack use --story NAME' sets one, --story names one for a line."]
    made = things.add(session.writer(), "story", {"name": given}, by=session.user)
    return made.value.roots[-1], [f"New story: {given}."]


def document_meant(
    session: Session, article: str | None, stored: str | None, options: Mapping[str, Any]
) -> tuple[str, list[str]]:
    """The document (an id) and what to say of it. `article` is a file, "-", or what names a stored document."""
    from claimtrack.cli import using
    from claimtrack.domain.urls import is_web_url

    if stored is not None or article is None:
        found = using.document_of(session, stored)
        if found is None:
            raise _none_named()
        return found, []
    if article == "-" or Path(article).is_file():
        return _stored(session, article, options)
    try:
        return using.record(session, article, "document"), []
    except BadInput:
        if is_web_url(article) and (options["fetch"] or options["text_file"]):
            return _stored(session, article, options)
        raise _nothing(article) from None


def _none_named() -> ClaimtrackError:
    return BadInput("no article is named, and no document is in use", "Name a file: claimtrack read article.txt")


def _nothing(article: str) -> ClaimtrackError:
    if "://" in article:
        return BadInput(
            f"{article} is no stored document", "Give the file that has its text, with --url; or --fetch to fetch it."
        )
    return BadInput(f"{article} is neither a file nor a stored document", "'claimtrack document list' lists those.")


def _stored(session: Session, article: str, options: Mapping[str, Any]) -> tuple[str, list[str]]:
    from claimtrack.actions import things
    from claimtrack.cli import texts
    from claimtrack.cli.told import outcome_words
    from claimtrack.domain.canonical import sha256
    from claimtrack.queries.placed import with_text

    ledger = session.writer()
    fields = texts.document_fields(article, options, sys.stdin)
    if not any(options[name] for name in TYPED):
        with ledger.reading() as connection:
            known = with_text(connection, sha256(fields["text"].encode()))
        if known is not None:
            return known, []
    defaults = {} if options["title"] else {"title": fields.pop("title", None)}
    defaults = {name: value for name, value in defaults.items() if value}
    written = things.add(ledger, "document", fields, by=session.user, defaults=defaults)
    document = written.value.roots[-1]
    assert document is not None
    length = len(fields.get("text") or "")
    said = [f"Text stored: {length:,} characters."] if length and written.seq else []
    return document, [*said, *outcome_words(written.value)]
