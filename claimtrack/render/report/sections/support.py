"""Sections about what a report rests on: bodies, carriers, sources, documents, and the exact words relied on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from claimtrack.domain.english import date_words, end_sentence, join_list, plural, quoted
from claimtrack.ledger.editions import EDITIONS
from claimtrack.queries.report.views import Report, ReportBody, ReportDocument, ReportSource
from claimtrack.queries.views import Assertion
from claimtrack.render.report.blocks import Block, Fact, Grid, Heading, Item, Para
from claimtrack.render.report.wording import check_words, document_line, document_word, name_list, refs
from claimtrack.render.sentence import label_note
from claimtrack.render.terminal.width import shown


def document_line_blocks(report: Report) -> Iterator[Block]:
    """The documents in a line each."""
    if report.documents:
        yield Heading("Documents")
    for row in report.documents:
        state = f"; {_state_words(row)}" if row.state not in (None, "live") else ""
        stored = "" if row.text_stored else "; text not stored"
        address = f" {shown(row.url)}" if row.url else ""
        yield Item(f"{end_sentence(f'{document_line(row)}{stored}{state}')}{address}", mark=f"D{row.number}")


def _state_words(row: ReportDocument) -> str:
    """What became of a document, when, and how its publisher put that."""
    when = f" {date_words(row.state_on)}" if row.state_on else ""
    notice = f": {shown(row.state_notice)}" if row.state_notice else ""
    return f"{(row.state or '').upper()}{when}{notice}"


def document_blocks(report: Report) -> Iterator[Block]:
    """The documents: title, publisher, date, address, state, and what is stored of each."""
    if not report.documents:
        return
    yield Heading("Documents")
    for row in report.documents:
        yield from _document(row, proofs=EDITIONS[report.edition].checks, addresses=report.edition == "legal")


def _document(row: ReportDocument, *, proofs: bool, addresses: bool) -> Iterator[Block]:
    yield Item(f"{document_line(row)}.", mark=f"[D{row.number}]")
    if row.url:
        yield Fact("At", shown(row.url), 2)
    if row.bylines:
        yield Fact("By", "; ".join(shown(line) for line in row.bylines), 2)
    if row.state not in (None, "live"):
        yield Fact("State", _state_words(row), 2)
    if not proofs:
        return
    for copy in row.copies:
        where = shown(copy.site or copy.url or "place not recorded")
        compared = "compared with the original" if copy.compared else "NOT compared with the original"
        yield Fact("Copy", f"{copy.kind} at {where}, {compared}", 2)
    if addresses:
        for link in row.archive_links:
            yield Fact("Archived", shown(link), 2)
        if row.text_sha256:
            length = plural(row.text_length or 0, "code point")
            yield Fact("Text", f"stored, {length}, of SHA-256", 2)
            yield Fact("", row.text_sha256, 2)
        elif row.text_stored:
            yield Fact("Text", "stored, held back here", 2)
    if not row.text_stored:
        yield Fact("Text", "not stored: quotes cannot be checked against it", 2)


SUMS = {
    "missing": "not in the stored text",
    "elsewhere": "not where recorded",
    "no-text": "no text stored to check against",
    "no-words": "no words recorded",
}
KINDS = {
    "direct": "direct quote",
    "partial": "partly quoted",
    "indirect": "indirect, the report's words",
    "own": "the report's own voice",
}


def exact_words_blocks(report: Report) -> Iterator[Block]:
    """The exact words relied on: where each passage stands in the stored text, or that it does not."""
    rows = [(claim.number, row) for claim in report.claims for row in claim.assertions]
    if not rows:
        return
    yield Heading("Exact words, checked")
    exact = sum(row.check.result == "exact" for _, row in rows)
    yield Para(
        f"{exact} of {plural(len(rows), 'passage')} {'stands' if exact == 1 else 'stand'} word for word in the stored "
        "text. Places are counted in code points from the beginning of the text."
    )
    for result, words in SUMS.items():
        if numbers := [number for number, row in rows if row.check.result == result]:
            yield Item(f"{refs(numbers)}.", strong=f"{words}:".capitalize(), mark="!")
    for number, row in rows:
        if row.attribution.quote is not None:
            yield from _passage(number, row)


def _passage(number: int, row: Assertion) -> Iterator[Block]:
    where = document_word(row) if row.document_number is not None else "no document"
    yield Item(quoted(row.attribution.quote or ""), strong=f"C{number}", mark="·")
    pieces = [KINDS[row.attribution.quote_kind], f"{where}, {check_words(row.check, places=True)}"]
    pieces.append(label_note(row.attribution))
    yield Fact("Given", "; ".join(piece for piece in pieces if piece), 2)


MOST_BODIES = 4
MOST_CARRIERS = 5
DESCRIBED = "not named; one source or several"
"""What is said of all who are described alike, where more than one claim is theirs."""
FEW = 3
"""How many claims are named that fall with a carrier; of more it is said how many."""


def support_blocks(report: Report) -> Iterator[Block]:
    """On whom the claims rest: the bodies at their origin, and what falls if a carrier withdraws."""
    if not report.claims:
        return
    yield Heading("On whom it rests")
    if not report.bodies:
        yield Para("Nobody is recorded as saying any of it.")
        return
    said_by = Counter(number for body in report.bodies for number in body.claims)
    own = {claim.number for claim in report.claims if claim.status.name == "on-record" and said_by[claim.number] == 1}
    traced = [
        replace(body, only=tuple(sorted({*body.only, *own.intersection(body.claims)})))  # its own pledges among them
        for body in report.bodies
        if body.named and body.traced
    ]
    plain = [body for body in traced[:MOST_BODIES] if _is_plain(body)]
    for body in traced[:MOST_BODIES]:
        if body in plain[1:]:
            continue
        if plain[1:] and body is plain[0]:  # those of whom only the number of their claims is to be said, in one line
            names = [f"{shown(one.name)} ({plural(len(one.claims), 'claim')})" for one in plain]
            yield Item(f"{join_list(names)}.", strong="Each the only origin of what it says:")
            continue
        others = {number for other in traced if other is not body for number in other.witnessed}
        sides = f" (side: {', '.join(shown(side) for side in body.sides)})" if body.sides else ""
        described = f" ({DESCRIBED})" if _is_described(body) else ""
        yield Item(_body(body, others), strong=f"{shown(body.name)}{sides}{described}:")
    if len(traced) > MOST_BODIES:
        yield Item(f"{plural(len(traced) - MOST_BODIES, 'more origin')}, named with their claims.")
    untraced = [body for body in report.bodies if body.named and not body.traced]
    if untraced:
        names = [f"{shown(body.name)} ({refs(body.claims, most=6)})" for body in untraced]
        yield Item(f"{join_list(names)}.", strong="In its own voice, or untraced:")
    yield from _carriers(report)


def _is_described(body: ReportBody) -> bool:
    """Whether claims are said by who is only described: one source, or several alike."""
    return body.kind is None and len(body.claims) > 1


def _is_plain(body: ReportBody) -> bool:
    """Whether all there is to say of a body is how many claims are its own alone."""
    more = body.sides or body.voices or body.first_hand or _is_described(body)
    return not more and len(body.only) == len(body.claims)


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
        name = shown(publishers[0].name)
        yield Item(f"everything here was published by {name} alone.", strong="One outlet:", mark="!")
    essential = [row for row in report.carriers if row.lost and not (len(publishers) == 1 and row.role == "publisher")]
    essential.sort(key=lambda row: -len(row.lost))
    most = MOST_CARRIERS + (len(essential) == MOST_CARRIERS + 1)  # one is named rather than counted
    fallen = [
        f"{shown(row.name)} ({refs(row.lost) if len(row.lost) <= FEW else plural(len(row.lost), 'claim')})"
        for row in essential[:most]
    ]
    fallen += [f"{len(essential) - most} more"] if len(essential) > most else []
    if fallen:
        words = "If one withdraws what it passed on or published, claims lose their last origin:"
        yield Item(f"{join_list(fallen)}.", strong=words, mark="!")


def source_blocks(report: Report) -> Iterator[Block]:
    """The sources, which claims rest on each, and their ratings."""
    if not report.sources:
        return
    yield Heading("Sources, and what rests on each")
    heads = ["source", "said", "said otherwise", "rests on it alone", "passed on"]
    rows = [
        [_source_words(row), *(refs(part) or "-" for part in (row.said, row.otherwise, row.only, row.carries))]
        for row in report.sources
    ]
    if not any(row.otherwise for row in report.sources):
        for line in (heads, *rows):
            del line[2]
    yield Grid(tuple(heads), rows)
    if len(heads) > 4:
        yield Para("Said otherwise: denied, doubted, taken back, or neither confirmed nor denied.", quiet=True)
    for row in report.sources:
        for rating in row.ratings:
            topic = f" on {shown(rating.topic)}" if rating.topic else ""
            by = f" ({shown(rating.by)})" if rating.by else ""
            yield Item(f"rated {rating.letter}{topic}: {shown(rating.why)}{by}", strong=f"{shown(row.name)}:")


def _source_words(row: ReportSource) -> str:
    kind = row.kind if row.kind != "unknown" else "kind not recorded"
    sides = [f"side: {side}" for side in row.sides]
    words = (
        row.role or kind or (DESCRIBED if len({*row.origin_of, *row.carries}) > 1 else ""),
        f"for {row.body}" if row.body else "",
        *sides,
        "CONFIDENTIAL" if row.confidential else "",
    )
    about = [text for text in words if text]
    return f"{shown(row.name)} ({'; '.join(shown(text) for text in about)})" if about else shown(row.name)
