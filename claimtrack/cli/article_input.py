"""What `read` is to read: a file, standard input or a stored document, and the story that it belongs to."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.output import NO_STORY, outcome_messages, short
from claimtrack.cli.user_folders import fetched_folder
from claimtrack.domain.ids import is_id
from claimtrack.domain.text import safe
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput, ClaimtrackError

if TYPE_CHECKING:
    from claimtrack.actions.documents import GivenDocument

_DESCRIBING = (
    "url",
    "title",
    "publisher",
    "published",
    "genre",
    "language",
    "state",
    "byline",
    "archive_links",
    "copy",
)
"""Options that say something of the document."""


def given_article(
    context: CliContext, article: str | None, stored: str | None, options: Mapping[str, Any]
) -> GivenDocument | None:
    """The article, if it is a file. What can be no article is refused before a ledger is made for it."""
    from claimtrack.actions.ledger import where

    if article is not None and stored is None and article != "-" and Path(article).is_file():
        return _read_in(article, options)
    if article != "-" and not options["fetch"] and not options["text_file"] and not where(context.settings.db)[1]:
        raise _none_named() if article is None and stored is None else _nothing(stored or str(article))
    return None


def known_story(context: CliContext, given: str | None) -> str | None:
    """The story (an id); None where none is meant, and where one is named that is not there: it can be made.

    Where there are others, a person at a terminal is asked; else it is said when it is made.
    """
    from claimtrack.actions.lookup import list_records, very_like

    ledger = context.ledger_to_write
    try:
        return context.story(given)
    except BadInput:
        if given is None or is_id(given.strip()):
            raise
        if list_records(ledger, "story", restricted=True) and sys.stdin.isatty() and sys.stderr.isatty():
            known = very_like(ledger, "story", given)
            like = f" Very like it is {safe(known.called or '')!r}." if known is not None else ""
            if not click.confirm(f"There is no story {safe(given)!r} yet.{like} Make it?", default=not like, err=True):
                raise
        return None


def story_of(context: CliContext, given: str | None, known: str | None) -> tuple[str | None, list[str]]:
    """The story (an id), made if it is named and not there, and what to say of it."""
    from claimtrack.actions import records
    from claimtrack.actions.lookup import very_like

    if known is not None:
        return known, []
    if given is None:
        return None, [NO_STORY]
    ledger = context.ledger_to_write
    known_name = very_like(ledger, "story", given)
    made = records.add(ledger, "story", {"name": given}, by=context.user).value.top_level_ids[-1]
    assert made is not None
    messages = [f"New story: {given}."]
    if known_name is not None:
        ways = f"claimtrack story merge {short(known_name.id)} {short(made)} --why 'One story'"
        messages.append(f"Very like it is {known_name.called!r}. If they are one: {ways}")
    return made, messages


def document_of(
    context: CliContext,
    article: str | None,
    stored: str | None,
    options: Mapping[str, Any],
    given: GivenDocument | None,
) -> tuple[str, list[str]]:
    """The document (an id) and what to say of it. `article` is a file, "-", or what names a stored document."""
    if stored is not None or article is None:
        document = context.document(stored)
        if document is None:
            raise _none_named()
        return document, []
    if given is not None:
        return _store(context, given, options)
    if article == "-":
        return _store(context, _read_in(article, options), options)
    try:
        return context.record(article, "document"), []
    except BadInput:
        if is_web_url(article) and (options["fetch"] or options["text_file"]):
            return _store(context, _read_in(article, options), options)
        raise _nothing(article) from None


def _read_in(article: str, options: Mapping[str, Any]) -> GivenDocument:
    from claimtrack.actions.documents import MOST_READ, given_document

    return given_document(article, options, keep=fetched_folder(), most=MOST_READ)


def _none_named() -> ClaimtrackError:
    return BadInput("no article is named, and no document is in use", "Name a file: claimtrack read article.txt")


def _nothing(article: str) -> ClaimtrackError:
    if "://" in article:
        todo = "Give the file that has its text, with --url; or --fetch to fetch it."
        return BadInput(f"{article} is no stored document", todo)
    return BadInput(f"{article} is neither a file nor a stored document", "'claimtrack document list' lists those.")


def _store(context: CliContext, given: GivenDocument, options: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Store an article's text as a document, unless it is stored already and nothing new is said of it."""
    from claimtrack.actions.document_versions import store_document
    from claimtrack.actions.documents import document_with_text
    from claimtrack.cli.new_sources import ask_about_new_sources

    ledger = context.ledger_to_write
    fields = given.fields
    if not any(options[name] for name in _DESCRIBING) and (known := document_with_text(ledger, fields["text"])):
        return known, list(given.notices)
    stored = store_document(ledger, given, by=context.user).value
    ask_about_new_sources(context, stored.outcome)
    return stored.id, [*given.notices, *stored.messages, *outcome_messages(stored.outcome)]
