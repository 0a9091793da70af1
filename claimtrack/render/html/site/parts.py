"""The pages of disagreements: for the desk and lawyers with every position; for the public, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from claimtrack.queries.report.rows import DisagreementRow
from claimtrack.render.html.panels import drawn_blocks
from claimtrack.render.html.references import held_apart
from claimtrack.render.html.site.places import IN_LIST, IN_PARTS, further, leaf, pages_of
from claimtrack.render.html.site.press import File, Press
from claimtrack.render.report.blocks import Block, Fact
from claimtrack.render.report.sections.disagreements import disagreement, renewal
from claimtrack.render.report.sections.unknown import unsettled
from claimtrack.render.report.wording import refs


def parts(press: Press) -> Iterator[File]:
    """The disagreements, and beside them the later answers that are none."""
    total = press.site.disagreement_count
    path = partial(further, "disagreements.html")
    rows = enumerate(press.site.disagreements(), 1)
    of = pages_of(total, IN_PARTS)
    renewed = press.site.update_count if press.checks else 0
    for page in range(1, of + 1 if total else 1):
        here = press.here(path(page))
        drawn = [
            drawn_blocks(_told(press, number, held_apart(row)), here, level=2) for number, row in islice(rows, IN_PARTS)
        ]
        title = f"Where sources part: {total:,} disagreement{'' if total == 1 else 's'}"
        yield press.page(
            "parts",
            here,
            title if press.checks else "What is not known",
            drawn=[one for one in drawn if one],
            leaf=leaf(here, page, of, path),
            aside=(f"{renewed:,} later answers that are no disagreement", here.to("updates.html")) if renewed else (),
        )
    if renewed:
        yield from _updates(press, renewed)


def _told(press: Press, number: int, row: DisagreementRow) -> Iterable[Block]:
    if press.checks:
        return disagreement(number, row)
    claims = {position.claim: press.site.claim(position.claim) for position in row.positions}
    told = list(unsettled(row, claims))
    return [*told, Fact("Claims", refs(claims))] if told else []


def _updates(press: Press, total: int) -> Iterator[File]:
    path = partial(further, "updates.html")
    rows = press.site.updates()
    of = pages_of(total, IN_LIST)
    for page in range(1, of + 1):
        here = press.here(path(page))
        drawn = [drawn_blocks([renewal(held_apart(row))], here) for row in islice(rows, IN_LIST)]
        yield press.page(
            "parts",
            here,
            "Later answers that are no disagreement",
            drawn=drawn,
            leaf=leaf(here, page, of, path),
            aside=(),
        )
