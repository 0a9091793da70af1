"""A picture of a page: an SVG with a title that says what it shows, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from claimtrack.render.report.blocks import Grid


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture. `id` is its anchor, `title` what it shows in a sentence, `says` what is to be seen in it, in words.

    `svg` is the drawing, made from a template with everything escaped; `table` holds all that is drawn, as text that
    is safe to show. `note` is a remark below, "" for none.
    """

    id: str
    title: str
    says: str
    svg: Markup
    table: Grid
    note: str = ""
