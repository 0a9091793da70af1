"""Sections about support: the bodies and carriers that claims rest on, and the sources."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.domain.english import plural
from claimtrack.queries.report.views import Report, ReportBody, ReportCarrier, ReportSource
from claimtrack.render.report.blocks import Block, Grid, Heading, Item, Para
from claimtrack.render.report.wording import name_list, refs
from claimtrack.render.terminal.width import shown

MOST_BODIES = 7
MOST_CARRIERS = 4


def support_blocks(report: Report) -> Iterator[Block]:
    """On whom the claims rest: the bodies at their origin, and what falls if a carrier withdraws."""
    if not report.claims:
        return
    yield Heading("On whom it rests")
    if not report.bodies:
        yield Para("Nobody is recorded as saying any of it.")
        return
    traced = [body for body in report.bodies if body.named and body.traced]
    for body in traced[:MOST_BODIES]:
        others = {number for other in traced if other is not body for number in other.witnessed}
        yield Item(_body(body, others), strong=_name(body))
    if len(traced) > MOST_BODIES:
        yield Item(f"{plural(len(traced) - MOST_BODIES, 'more origin')}: see the sources.")
    for body in report.bodies:
        if body.named and not body.traced:
            yield Item(f"{refs(body.claims, most=6)}: in its own voice, or untraced.", strong=f"{shown(body.name)}:")
        elif not body.named:
            yield Item(f"{refs(body.claims, most=6)}.", strong="Nobody named:")
    yield from _carriers(report)


def _name(body: ReportBody) -> str:
    sides = f" (side: {', '.join(shown(side) for side in body.sides)})" if body.sides else ""
    return f"{shown(body.name)}{sides}:"


def _body(body: ReportBody, witnessed_too: set[int]) -> str:
    words = plural(len(body.claims), "claim")
    if body.only:
        every = len(body.only) == len(body.claims)
        alone = "the only origin" if every else f"the only origin of {len(body.only)}"
        words += f", {alone}"
    did = set(body.first_hand) - set(body.witnessed)
    if body.witnessed:
        alone = "the only eyewitness to" if witnessed_too.isdisjoint(body.witnessed) else "an eyewitness to"
        words += f"; {alone} {refs(body.witnessed, most=3)}"
    if did:
        words += f"; first-hand on {refs(did, most=3)}"
    if body.voices:
        words += f"; heard through {name_list(body.voices, most=8)}"
    return f"{words}."


def _carriers(report: Report) -> Iterator[Block]:
    publishers = [row for row in report.carriers if row.role == "publisher"]
    asserted = {claim.number for claim in report.claims if claim.assertions}
    if len(publishers) == 1 and set(publishers[0].claims) >= asserted:
        yield Item(
            f"everything here was published by {shown(publishers[0].name)} alone.", strong="One outlet:", mark="!"
        )
    essential = [row for row in report.carriers if row.lost and not (len(publishers) == 1 and row.role == "publisher")]
    for row in essential[:MOST_CARRIERS]:
        yield Item(_withdrawal_words(row), strong=f"If {shown(row.name)} withdraws,", mark="!")


def _withdrawal_words(row: ReportCarrier) -> str:
    fall = "loses its last origin" if len(row.lost) == 1 else "lose their last origin"
    return f"{refs(row.lost, most=6)} {fall}."


def source_blocks(report: Report) -> Iterator[Block]:
    """The sources, which claims rest on each, and their ratings."""
    if not report.sources:
        return
    yield Heading("Sources, and what rests on each")
    rows = [
        (_source_words(row), refs(row.origin_of) or "-", refs(row.only) or "-", refs(row.carries) or "-")
        for row in report.sources
    ]
    yield Grid(("source", "said", "rests on it alone", "passed on"), rows)
    for row in report.sources:
        for rating in row.ratings:
            topic = f" on {shown(rating.topic)}" if rating.topic else ""
            by = f" ({shown(rating.by)})" if rating.by else ""
            yield Item(f"rated {rating.letter}{topic}: {shown(rating.why)}{by}", strong=f"{shown(row.name)}:")


def _source_words(row: ReportSource) -> str:
    about = [text for text in (row.role or (row.kind if row.kind != "unknown" else "kind not recorded"),) if text]
    if row.body:
        about.append(f"for {row.body}")
    about.extend(f"side: {side}" for side in row.sides)
    if row.confidential:
        about.append("CONFIDENTIAL")
    return f"{shown(row.name)} ({'; '.join(shown(text) for text in about)})" if about else shown(row.name)
