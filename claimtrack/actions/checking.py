"""Holding drafts against a ledger: before they are published, or what has changed since."""

from __future__ import annotations

from collections.abc import Iterable

from claimtrack.checking.rules import DRAFT_RULES
from claimtrack.checking.run import Checker
from claimtrack.errors import BadInput
from claimtrack.ledger.ledger import LedgerDatabase
from claimtrack.queries.check_data import Publication, load_check_data, publications
from claimtrack.rules.rule import DraftFinding, choose

Drafts = Iterable[tuple[str, str]]
"""The name and the text of each draft: text, Markdown or HTML, as the name's ending and the text tell."""


def check_drafts(
    ledger: LedgerDatabase,
    drafts: Drafts,
    *,
    story: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    restricted: bool = False,
) -> list[DraftFinding]:
    """Findings on drafts held against a story (an id; None: the whole ledger), in the order of each draft.

    `select` and `ignore` hold codes of findings; with `restricted` they say what restricted records hold too. Raises
    BadInput for a code there is not.
    """
    rules = choose(DRAFT_RULES, select, ignore, noun="kind of finding")
    with ledger.reading() as connection:
        checker = Checker(load_check_data(connection, ledger.now(), story))
    return [
        finding
        for name, text in drafts
        for finding in checker.check(checker.read(name, text), rules, restricted=restricted)
    ]


def check_published(
    ledger: LedgerDatabase,
    drafts: Drafts,
    *,
    story: str | None = None,
    url: str | None = None,
    at: str | None = None,
) -> tuple[Publication, list[DraftFinding]]:
    """What of published texts has changed since, and the publication meant: at `url`, at a time, else the latest.

    Raises BadInput when no such publication is recorded.
    """
    with ledger.reading() as connection:
        known = publications(connection, ledger.zone, story=story, url=url, at=at)
        if not known:
            raise BadInput("no such publication is recorded", "'claimtrack publish STORY --url U --at T' records one.")
        publication = known[0]
        now = load_check_data(connection, ledger.now(), publication.story)
    with ledger.reading(change=publication.change) as connection:
        then = load_check_data(connection, ledger.now(), publication.story)
    checker = Checker(now, published=then)
    return publication, [
        finding for name, text in drafts for finding in checker.check_published(checker.read(name, text))
    ]
