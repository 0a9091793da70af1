"""A whole story in portions: the rows of the attribution report for ledgers too big to hold in memory."""

from __future__ import annotations

from claimtrack.queries.site.gather import gather
from claimtrack.queries.site.rows import Brief, DocumentPage, Told
from claimtrack.queries.site.site import Site

__all__ = ["Brief", "DocumentPage", "Site", "Told", "gather"]
