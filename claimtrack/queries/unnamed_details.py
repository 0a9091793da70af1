"""What an edition leaves out of a story's records, or puts in another order, as somebody is not named in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from claimtrack.ledger.editions import Edition
from claimtrack.ledger.restricted.details import titles_from_text
from claimtrack.ledger.restricted.stand_in_ids import stand_in_ids
from claimtrack.ledger.restricted.unnamed import (
    confidential_sources,
    quotations_beyond_unnamed,
    said_by_unnamed,
    unnamed_assertions,
    unnamed_texts,
)
from claimtrack.ledger.restricted.visibility import hidden_texts


@dataclass(frozen=True, slots=True)
class UnnamedDetails:
    """Ids of what tells of those who are not named in an edition. For the desk, who spoke on background only."""

    assertions: frozenset[str]
    """What they said: nothing goes on from it, since as a rule the same person speaks on."""
    quotations: frozenset[str]
    """Assertions whose quotation has words of theirs in it and goes beyond these: it is not shown."""
    texts: frozenset[str]
    """Documents that hold words of theirs."""
    titles: frozenset[str]
    """Those of these documents whose title is the first line of a text: it is not shown."""
    shown_ids: Mapping[str, str]
    """Id -> the one to order it by outside the desk: of what is made of who is not named there, or of such texts."""


def unnamed_details(conn: Connection, edition: Edition) -> UnnamedDetails:
    """What tells of those who are not named in an edition, of the whole ledger as the connection's views show it."""
    confidential = not edition.confidential
    texts = unnamed_texts(conn, confidential=confidential)
    return UnnamedDetails(
        frozenset(said_by_unnamed(conn, confidential=confidential)),
        quotations_beyond_unnamed(conn, confidential=confidential),
        texts,
        titles_from_text(conn, texts),
        _shown_ids(conn) if confidential else {},
    )


def _shown_ids(conn: Connection) -> Mapping[str, str]:
    sources = confidential_sources(conn)
    texts = hidden_texts(conn) | unnamed_texts(conn)
    return stand_in_ids(conn, sources, unnamed_assertions(conn, sources), texts)
