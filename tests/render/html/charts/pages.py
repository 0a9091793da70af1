"""Small pages made by hand for pictures: claims from a line each, and the drawing read back."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree import ElementTree

from claimtrack.queries.report.compose import STATUS_ORDER, ReportPage
from claimtrack.queries.report.page import ReportQuestion
from claimtrack.queries.report.views import (
    ReasonCount,
    ReportDisagreement,
    ReportPosition,
    ReportSource,
    ReportUpdate,
    StatusCount,
)
from claimtrack.queries.views import Answer, Assertion, Attribution, Claim, ClaimStatus, ClaimSupport, Hop, QuoteCheck
from claimtrack.render.html.charts.svg import Chart, text_width
from tests.render.sample_reports import AT, DESK

SIZES = {"strong": (15, True), "name": (13.5, True), "value": (12.5, True), "sign": (18, True), "quiet": (12.5, False)}
"""Class of a text -> font size and whether it is bold, as the style sheet has them."""


def identified(text: str) -> str:
    """An id made from a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def hop(name: str | None, kind: str = "organisation", **more: object) -> Hop:
    """A hop of a source with this name; None: nobody is named."""
    if name is None:
        return Hop("hearsay")
    return Hop("named", identified(name), name, kind, **more)  # type: ignore[arg-type]


def said(
    *hops: Hop | str | None,
    by: str | None = "The Lamp",
    on: str | None = "2033-05-11",
    stance: str = "asserts",
    kind: str = "indirect",
    label_words: str | None = None,
    counts: bool = True,
) -> Assertion:
    """An assertion: the chain, the publisher and the date of its document."""
    chain = tuple(one if isinstance(one, Hop) else hop(one) for one in hops)
    attribution = Attribution(
        "", chain, publisher=by, published=on, stance=stance, quote_kind=kind, label_words=label_words
    )
    return Assertion(
        id="0" * 24,
        attribution=attribution,
        document=identified(by or ""),
        document_number=1,
        origin=chain[0].source,
        origin_name=chain[0].name,
        body=chain[0].name,
        first_hand=False,
        counts=counts,
        check=QuoteCheck("exact", 0, 1),
        recorded_at=AT,
    )


def figure(words: str, low: str, high: str | None, **more: object) -> Answer:
    """A figure as an answer."""
    return Answer("figure", words, low, high, **more)  # type: ignore[arg-type]


def label(words: str) -> Answer:
    """A label as an answer."""
    return Answer("label", words)


def claim(
    number: int,
    text: str,
    *rows: Assertion,
    question: str | None = None,
    answer: Answer | None = None,
    status: str = "unverified",
    code: str = "one-origin",
) -> Claim:
    """A claim with its assertions."""
    return Claim(
        id=identified(f"{number} {text}"),
        number=number,
        text=text,
        kind="event",
        status=ClaimStatus(status, code, code.replace("-", " ")),
        support=ClaimSupport(),
        assertions=rows,
        question=question,
        answer=answer,
    )


def clash(strength: str, *claims: Claim, state: str = "open", kind: str = "figure") -> ReportDisagreement:
    """A disagreement between claims."""
    positions = tuple(
        ReportPosition(one.number, one.text, one.answer.words if one.answer else "", ()) for one in claims
    )
    return ReportDisagreement("y" * 24, kind, strength, claims[0].question or "", positions, state=state)


def update(kind: str, earlier: Claim, later: Claim) -> ReportUpdate:
    """An update from one claim's answer to another's."""
    words = [one.answer.words if one.answer else "" for one in (earlier, later)]
    return ReportUpdate(kind, later.question or "", None, words[0], words[1], earlier.number, later.number)


def page(
    *claims: Claim,
    disagreements: Iterable[ReportDisagreement] = (),
    updates: Iterable[ReportUpdate] = (),
    cumulative: bool = False,
) -> ReportPage:
    """The page of these claims."""
    names = {
        name: None
        for one in claims
        for row in one.assertions
        for name in (*(each.name for each in row.attribution.hops), row.attribution.publisher)
        if name is not None
    }
    report = replace(
        DESK,
        claims=claims,
        statuses=tuple(_statuses(claims)),
        disagreements=tuple(disagreements),
        updates=tuple(updates),
        sources=tuple(ReportSource(identified(name), name, None) for name in names),
    )
    return ReportPage(report, (), tuple(_questions(claims, cumulative)))


def _statuses(claims: Iterable[Claim]) -> Iterator[StatusCount]:
    for name in STATUS_ORDER:
        held = [one for one in claims if one.status.name == name]
        codes = dict.fromkeys(one.status.reason_code for one in held)
        reasons = [
            ReasonCount(code, code.replace("-", " "), tuple(o.number for o in held if o.status.reason_code == code))
            for code in codes
        ]
        if held:
            yield StatusCount(name, tuple(one.number for one in held), tuple(reasons))


def _questions(claims: Iterable[Claim], cumulative: bool) -> Iterator[ReportQuestion]:
    asked: dict[str, list[Claim]] = {}
    for one in claims:
        if one.question is not None and one.answer is not None:
            asked.setdefault(one.question, []).append(one)
    for text, held in asked.items():
        kind = held[0].answer.kind if held[0].answer else ""
        yield ReportQuestion(identified(text), text, kind, cumulative, True, tuple(one.number for one in held))


def drawings(picture: Chart) -> list[ElementTree.Element]:
    """The SVGs of a picture, read as XML."""
    return list(ElementTree.fromstring(picture.svg or "<div/>").iter("svg"))


def texts(svg: ElementTree.Element) -> Iterator[tuple[str, float, float, float]]:
    """Every text of a drawing with its left end, right end and base line, by what a wide font needs."""
    for one in svg.iter("text"):
        words = "".join(one.itertext())
        names = one.get("class", "").split()
        size, bold = next((SIZES[name] for name in names if name in SIZES), (14, False))
        room = text_width(words, size, bold=bold)
        left = float(one.attrib["x"]) - {"middle": room / 2, "end": room}.get(one.get("text-anchor", ""), 0)
        yield words, left, left + room, float(one.attrib["y"])


def rows_of(picture: Chart) -> str:
    """A picture as its words: title, what it says, its table and its note."""
    lines = [picture.title, picture.says, "", *(" | ".join(row) for row in (picture.table.heads, *picture.table.rows))]
    return "\n".join([*lines, *(["", picture.note] if picture.note else [])]) + "\n"
