"""A story as a small static site: pages that link to each other, for ledgers too big for one page."""

from __future__ import annotations

from claimtrack.render.html.site.pages import files
from claimtrack.render.html.site.writer import MARKER, TOP, File

__all__ = ["MARKER", "TOP", "File", "files"]
