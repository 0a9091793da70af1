"""A whole story in portions: the rows of the attribution report for ledgers too big to hold in memory."""

from __future__ import annotations

from claimtrack.queries.site.collect import gather
from claimtrack.queries.site.site import Site
from claimtrack.queries.site.staging import Brief, DocumentPage, Told

__all__ = ["Brief", "DocumentPage", "Site", "Told", "gather"]
