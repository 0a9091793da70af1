"""A whole story in portions: the report's rows for ledgers too big for memory. Its pages: `render.html.site`."""

from __future__ import annotations

from claimtrack.queries.site.collect import collect_site
from claimtrack.queries.site.site import Site
from claimtrack.queries.site.staging import ClaimHeading, ClaimWithDisagreements, DocumentPage

__all__ = ["ClaimHeading", "ClaimWithDisagreements", "DocumentPage", "Site", "collect_site"]
