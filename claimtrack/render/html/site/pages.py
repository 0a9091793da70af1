"""All the files of a site, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.queries.site import Site
from claimtrack.render.html.environment import source
from claimtrack.render.html.site.claims import claims
from claimtrack.render.html.site.documents import documents
from claimtrack.render.html.site.front import front
from claimtrack.render.html.site.parts import parts
from claimtrack.render.html.site.places import MARKER, STYLE
from claimtrack.render.html.site.press import File, Press
from claimtrack.render.html.site.sources import sources

MARK = "This folder was written by 'claimtrack export --format site', and the next one replaces it whole.\n"
"""What the marker of a site says: a folder without it is never replaced."""


def files(site: Site) -> Iterator[File]:
    """Every file of a site; memory stays flat while they are taken one by one."""
    press = Press(site)
    yield File(MARKER, MARK)
    yield File(STYLE, "".join(source(name) for name in ("page.css", "pictures.css", "site/site.css")))
    yield from claims(press)
    yield from documents(press)
    yield from sources(press)
    yield from parts(press)
    yield front(press)
