"""The pages of claims: one each, and lists of them by status."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claimtrack.queries.report import ORDER
from claimtrack.render.html.cards import Card
from claimtrack.render.html.site.places import IN_LIST, leaf, pages_of, record_page, status_list
from claimtrack.render.html.site.press import File, Line, Press
from claimtrack.render.terminal import STATUS_MARKS

ALLEGATIONS = "allegations"


def counts(press: Press) -> dict[str, int]:
    """How many claims have each status, those without one left out, in the order in which claims are told."""
    return {status: held for status in ORDER if (held := press.site.of_status(status))}


def claims(press: Press) -> Iterator[File]:
    """A page for every claim and, since they come by status, the lists of claims of a status on the way."""
    held = counts(press)
    lines: list[Line] = []
    page, status = 1, ""
    for told in press.site.claims():
        made = press.card(told.claim, told.parts)
        if made.status != status or len(lines) == IN_LIST:
            if lines:
                yield _list(press, status, page, held[status], lines)
            page = page + 1 if made.status == status else 1
            status, lines = made.status, []
        here = press.here(record_page("claims", told.claim.id))
        number = told.claim.number
        yield press.page(
            "claim",
            here,
            f"C{number}: {told.claim.text}",
            card=made,
            record=told.claim.id,
            before=here.claim(number - 1) if number > 1 else "",
            after=here.claim(number + 1),
            listed=here.to(status_list(status, page)),
        )
        lines.append(_line(made))
    if lines:
        yield _list(press, status, page, held[status], lines)
    yield _all(press, held)
    yield from _allegations(press)


def _line(made: Card) -> Line:
    note = made.sayings[0].sentence if made.sayings else "Nobody is recorded as saying it."
    more = len(made.sayings) - 1
    note += f" And {more} more." if more > 0 else ""
    return Line(made.number, made.text, made.status, made.mark, made.allegation, note)


def _list(press: Press, status: str, page: int, count: int, lines: list[Line]) -> File:
    path = partial(status_list, status)
    here = press.here(path(page))
    title = f"{status.replace('-', ' ').capitalize()}: {count:,} claim{'' if count == 1 else 's'}"
    way = leaf(here, page, pages_of(count, IN_LIST), path)
    return press.page("list", here, title, lines=lines, leaf=way, lead="")


def _all(press: Press, held: dict[str, int]) -> File:
    """Where the lists begin."""
    here = press.here("lists/claims.html")
    lists = [(status, STATUS_MARKS[status], count, here.to(status_list(status))) for status, count in held.items()]
    alleged = press.site.allegation_count
    return press.page(
        "claims",
        here,
        f"{press.site.claim_count:,} claim{'' if press.site.claim_count == 1 else 's'}",
        lists=lists,
        alleged=alleged,
        allegations=here.to(status_list(ALLEGATIONS)) if alleged else "",
    )


def _allegations(press: Press) -> Iterator[File]:
    count = press.site.allegation_count
    if not count:
        return
    lead = "Claims that allege wrongdoing. Each says of whom, and what came of asking them for a reply."
    for here, values in press.listed(press.site.allegations(), count, partial(status_list, ALLEGATIONS)):
        yield press.page("list", here, f"Allegations: {count:,}", lead=lead, **values)
