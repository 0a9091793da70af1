"""The attribution report of a story, and that a piece on it went out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from claimtrack.domain.dates import with_offset
from claimtrack.domain.records import FilePosition
from claimtrack.errors import BadInput
from claimtrack.ledger import lookup
from claimtrack.ledger.as_of import change_at, digest_of, instant_of
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.editions import edition_named
from claimtrack.ledger.write.identity import natural_id
from claimtrack.ledger.write.write_context import Outcome
from claimtrack.queries.confidential_names import ConfidentialNames, StillNamed
from claimtrack.queries.report import compose
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.report.views import Report
from claimtrack.render.report import REPORT_FORMATS, render_report
from claimtrack.schema.nesting import expand

T = TypeVar("T")


def compose_report(
    ledger: LedgerDatabase, story: str, *, edition: str = "desk", since: str | None = None, restricted: bool = False
) -> Report:
    """The report of a story (an id) for an edition: desk, legal or public.

    `since` (a date or an instant) leaves out claims neither recorded nor changed from then on. What is off the record
    or embargoed is left out, and counted, unless `restricted`. Raises BadInput for no such edition.
    """
    return _compose(compose.report, ledger, story, since, edition=edition, restricted=restricted)


@dataclass(frozen=True, slots=True)
class ReportNumbers:
    """What a report numbered, from 1: ids of claims (C), documents (D) and disagreements (P).

    `story` is an id, `change` the ledger's last change then. An id is "" where the edition does not tell it.
    """

    story: str
    edition: str
    change: int
    claims: Sequence[str]
    documents: Sequence[str]
    disagreements: Sequence[str]


@dataclass(frozen=True, slots=True)
class FormattedReport:
    """A report as text; `left_out` restricted assertions are not in it.

    `still_named` tells the names of confidential sources that stand in it all the same, in words that somebody wrote.
    """

    text: str
    left_out: int
    numbers: ReportNumbers
    still_named: StillNamed | None = None


def format_report(
    ledger: LedgerDatabase,
    story: str,
    *,
    format: str = "text",
    edition: str = "desk",
    since: str | None = None,
    restricted: bool = False,
    full: bool = False,
) -> FormattedReport:
    """The report as text, markdown, html, json or csv.

    `full`: text and Markdown tell every claim whole; the other formats always do.
    """
    known = (*REPORT_FORMATS, "html")
    if format not in known:
        raise BadInput(f"there is no report format {format!r}", f"Give one of: {', '.join(known)}.")
    # Only a page needs the texts of the documents.
    make: Callable[..., Report | ReportPage] = compose.report_page if format == "html" else compose.report
    composed = _compose(make, ledger, story, since, edition=edition, restricted=restricted)
    report = composed.report if isinstance(composed, ReportPage) else composed
    numbers = ReportNumbers(
        story=report.story.id,
        edition=report.edition,
        change=report.ledger.change,
        claims=[claim.id for claim in report.claims],
        documents=[document.id for document in report.documents],
        disagreements=[disagreement.id for disagreement in report.disagreements],
    )
    text = _page(composed) if isinstance(composed, ReportPage) else render_report(composed, format, full=full)
    if edition_named(edition).confidential:
        return FormattedReport(text, report.left_out, numbers)
    names = ConfidentialNames(ledger)
    names.look(text)
    return FormattedReport(text, report.left_out, numbers, names.found(restricted=restricted))


def _page(page: ReportPage) -> str:
    from claimtrack.render.html.page import as_html

    return as_html(page)


def _compose(make: Callable[..., T], ledger: LedgerDatabase, story: str, since: str | None, **options: Any) -> T:
    begin = instant_of(since, ledger.zone, "--since", first=True) if since else None
    with ledger.reading() as connection:
        return make(connection, story=story, now=ledger.now(), since=begin, as_of=ledger.as_of, **options)


@dataclass(frozen=True, slots=True)
class Published:
    """What recording a publication came to: its id, the change it is pinned to and the digest of that change.

    Both are None where the ledger held nothing yet, and where the publication was recorded before.
    """

    id: str
    change: int | None
    head: str | None
    outcome: Outcome


def publish(
    ledger: LedgerDatabase, story: str, *, url: str, at: str | None = None, by: str, why: str | None = None
) -> Written[Published]:
    """Record that a piece on a story (an id) was published at `url`, and pin what the ledger held then.

    `at` is a date or an instant (a bare date: its end); None is now. Raises BadInput for no time.
    """

    def action(change: Change) -> Published:
        when = at if at is not None else change.at
        seq = change_at(change.conn, min(instant_of(when, change.zone, "--at"), change.at))
        head = digest_of(change.conn, seq)
        item: dict[str, Any] = {"story": story, "url": url, "at": when}
        spelled = {"type": "publication", **item, "at": with_offset(when, change.zone)}
        recorded = lookup.exists(change.conn, natural_id(spelled))  # void or not: what was pinned then stays
        if head is not None and not recorded:
            item["head"] = head
        outcome = change.record(expand("publication", item, FilePosition()))
        (made,) = (record for record in outcome.top_level_ids if record is not None)
        return Published(made, None if head is None or recorded else seq, head, outcome)

    return ledger.write(action, by=by, kind="publish", why=why)
