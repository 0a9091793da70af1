"""Writing the site of a story: a folder of linked pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claimtrack.safe_files import whole_folder

if TYPE_CHECKING:
    from claimtrack.ledger.ledger import LedgerDatabase


@dataclass(frozen=True, slots=True)
class SiteWritten:
    """What a site came to: how many files, claims, documents and sources; `left_out` restricted assertions."""

    files: int
    claims: int
    documents: int
    sources: int
    left_out: int


def write_site(
    ledger: LedgerDatabase,
    folder: str | Path,
    *,
    story: str,
    edition: str = "desk",
    restricted: bool = False,
    tell: Callable[[str, int, int], None] | None = None,
) -> SiteWritten:
    """Write the pages of a story (an id) for an edition into `folder`; what is restricted only with `restricted`.

    `tell` is told what is being done, how much of it is done, and of how much. Raises BadInput when there is no such
    story or edition, or the folder is not one to write to.
    """
    from claimtrack.queries.site import collect_site
    from claimtrack.queries.site.staging import SiteStaging
    from claimtrack.render.html.site import site_files
    from claimtrack.render.html.site_pages import MARKER, TOP_NAMES

    def gathering(done: int, of: int) -> None:
        if tell is not None:
            tell("gathered", done, of)

    with whole_folder(folder, marker=MARKER, known=TOP_NAMES) as (out, beside), SiteStaging(beside) as scratch:
        site = collect_site(
            ledger, scratch, story=story, edition=edition, include_restricted=restricted, tell=gathering
        )
        for file in site_files(site):
            out.write(file.path, file.text)
            if tell is not None and file.path.startswith("claims/"):
                tell("written", out.count, site.claim_count)
        return SiteWritten(out.count, site.claim_count, len(site.document_ids), len(site.source_keys), site.left_out)
