"""A whole story in portions: the rows of the attribution report for ledgers too big to hold in memory."""

from __future__ import annotations

from claimtrack.queries.site.collect import collect_site
from claimtrack.queries.site.site import Site
from claimtrack.queries.site.staging import ClaimHeading, ClaimWithDisagreements, DocumentPage

__all__ = ["ClaimHeading", "ClaimWithDisagreements", "DocumentPage", "Site", "collect_site"]
