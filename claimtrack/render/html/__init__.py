"""Pages: the attribution report as one self-contained HTML file, and as a small site."""

from __future__ import annotations

from claimtrack.render.html.page import as_html

__all__ = ["as_html"]
