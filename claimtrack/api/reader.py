"""What is read of a ledger through the Python API: lists, records, findings, reports, exports and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from claimtrack.actions import claims, disagreements, exports, findings, lookup
from claimtrack.actions import ledger as ledgers
from claimtrack.actions.claims import Names
from claimtrack.actions.results import MOST_CHANGES, MOST_FOUND, MOST_SIMILAR, Listing
from claimtrack.errors import BadInput
from claimtrack.ledger.database import LedgerDatabase

if TYPE_CHECKING:
    from claimtrack.actions.exports import Exported, FormatRow
    from claimtrack.actions.reading.proposal_items import ProposedClaim
    from claimtrack.analysis.disagreements.positions import Disagreement
    from claimtrack.ledger.audit import AuditReport
    from claimtrack.ledger.log import LogChange
    from claimtrack.ledger.maintenance import Stats
    from claimtrack.queries.claim_list import ClaimSummary
    from claimtrack.queries.listings import ListedRecord, SearchResult
    from claimtrack.queries.records import RecordPage
    from claimtrack.queries.report.views import Report
    from claimtrack.queries.views import FigureTable, SimilarClaim
    from claimtrack.rules.rule import DraftFinding, Flag


class LedgerReader:
    """What is read of an open ledger. It holds no connection between calls, and may be used by several threads.

    Every method raises BadInput for what cannot be accepted or found, NeedsPerson where several records fit, and
    DatabaseTrouble when the database fails. What is off the record or embargoed is left out of what is read, and
    counted, unless `restricted`.
    """

    def __init__(self, database: LedgerDatabase) -> None:
        self._db = database

    @property
    def id(self) -> str:
        """The ledger's own random id, the same in every copy."""
        return self._db.id

    def find(self, name: str, *types: str, story: str | None = None) -> str:
        """The id of the record of one of these types (none: any) that an id, its beginning or a name means."""
        return lookup.find_record(self._db, name, *types, story=self._id(story, "story"))

    def claims(
        self,
        *,
        story: str | None = None,
        status: Names = (),
        kind: Names = (),
        flag: Names = (),
        source: str | None = None,
        question: str | None = None,
        tag: str | None = None,
        restricted: bool = False,
    ) -> Listing[ClaimSummary]:
        """The claims that fit, by their wording, with their status and who said them. All of them are read.

        Example: `pandas.DataFrame(map(dataclasses.asdict, ledger.claims(status="unverified")))`
        """
        in_story = self._id(story, "story")
        rows = claims.list_claims(
            self._db,
            story=in_story,
            kinds=claims.several(kind),
            statuses=claims.several(status),
            flags=claims.several(flag),
            source=self._id(source, "source", in_story),
            question=self._id(question, "question", in_story),
            tag=tag,
            restricted=restricted,
        )
        return Listing(tuple(rows), rows.left_out)

    def stories(self, *, restricted: bool = False) -> Listing[ListedRecord]:
        """The stories by name, each with how many claims it has."""
        return lookup.list_records(self._db, "story", restricted=restricted)

    def sources(self, *, restricted: bool = False) -> Listing[ListedRecord]:
        """The sources by name, each with its kind, the body it speaks for, and how many assertions are its own."""
        return lookup.list_records(self._db, "source", restricted=restricted)

    def documents(self, *, restricted: bool = False) -> Listing[ListedRecord]:
        """The documents by title, each with its publisher, date as written, and how many assertions stand in it."""
        return lookup.list_records(self._db, "document", restricted=restricted)

    def questions(self, *, restricted: bool = False) -> Listing[ListedRecord]:
        """The questions by their text, each with how many claims answer it."""
        return lookup.list_records(self._db, "question", restricted=restricted)

    def show(self, record: str, *, restricted: bool = False) -> RecordPage:
        """One record with all that belongs to it; `claim` is the claim it is or belongs to, assertions and all."""
        return lookup.show_record(self._db, record, restricted=restricted)

    def search(
        self,
        words: str,
        *,
        types: Names = (),
        story: str | None = None,
        limit: int = MOST_FOUND,
        restricted: bool = False,
    ) -> Listing[SearchResult]:
        """At most `limit` records that hold all the words, whatever their case and accents; texts by the paragraph."""
        in_story, kinds = self._id(story, "story"), claims.several(types)
        return lookup.search_records(self._db, words, types=kinds, story=in_story, limit=limit, restricted=restricted)

    def similar(
        self, text: str, *, story: str | None = None, limit: int = MOST_SIMILAR, restricted: bool = False
    ) -> Listing[SimilarClaim]:
        """The claims that say most nearly the same as a text or a claim, the nearest first, each with why."""
        in_story = self._id(story, "story")
        return lookup.similar_claims(self._db, text, story=in_story, limit=limit, restricted=restricted)

    def flags(
        self, *, story: str | None = None, select: Names = (), ignore: Names = (), restricted: bool = False
    ) -> Listing[Flag]:
        """What needs attention, the most serious first. `select` and `ignore` are codes of rules."""
        return findings.list_flags(
            self._db,
            story=self._id(story, "story"),
            select=claims.several(select),
            ignore=claims.several(ignore),
            restricted=restricted,
        )

    def disagreements(
        self, *, story: str | None = None, kind: Names = (), restricted: bool = False
    ) -> Listing[Disagreement]:
        """Where sources part, settled disagreements too (`open` tells)."""
        in_story, kinds = self._id(story, "story"), claims.several(kind)
        return disagreements.list_disagreements(self._db, story=in_story, kinds=kinds, restricted=restricted)

    def figures(self, *, story: str | None = None, restricted: bool = False) -> Listing[FigureTable]:
        """The figures given to each question that asks for one; those tied to no question in the last table."""
        return disagreements.list_figures(self._db, story=self._id(story, "story"), restricted=restricted)

    def report(
        self, story: str | None = None, *, edition: str = "desk", since: str | None = None, restricted: bool = False
    ) -> Report:
        """The attribution report of a story (None: the only one) for an edition: desk, legal or public."""
        from claimtrack.actions.reports import compose_report

        return compose_report(self._db, self._needed_story(story), edition=edition, since=since, restricted=restricted)

    def report_text(self, story: str | None = None, format: str = "text", **options: Any) -> str:
        """The report as text, markdown, html, json or csv.

        `options`: `edition`, `restricted`, and `full`, with which text and Markdown tell every claim whole.
        """
        from claimtrack.actions.reports import format_report

        return format_report(self._db, self._needed_story(story), format=format, **options).text

    def check(
        self, text: str, *, name: str = "draft.txt", story: str | None = None, restricted: bool = False
    ) -> list[DraftFinding]:
        """Findings on a draft held against the ledger, in its order. The ending of `name` tells Markdown and HTML."""
        from claimtrack.actions.drafts import check_drafts

        return check_drafts(self._db, [(name, text)], story=self._id(story, "story"), restricted=restricted)

    def read(self, document: str, *, story: str | None = None) -> tuple[ProposedClaim, ...]:
        """The attributions that rules propose for a document's stored text, in its order. Nothing is recorded.

        Give those that are right to `accept`. Raises BadInput when the document has no stored text.
        """
        from claimtrack.actions.reading.article import open_article

        return open_article(self._db, self.find(document, "document"), self._story(story)).proposed

    def export(
        self, out: BinaryIO, *, format: str = "bundle", story: str | None = None, restricted: bool = False
    ) -> Exported:
        """Write the ledger or a story to a binary file, as a bundle, lines (JSON Lines) or ledger (the history)."""
        in_story = self._id(story, "story")
        return exports.export(self._db, out, format=format, story=in_story, restricted=restricted)

    def formats(self) -> list[FormatRow]:
        """What goes in and out: the formats of records, then those of documents, with what each keeps and loses."""
        return exports.list_formats()

    def log(
        self,
        record: str | None = None,
        *,
        since: str | None = None,
        limit: int = MOST_CHANGES,
        restricted: bool = False,
    ) -> Listing[LogChange]:
        """The newest changes, of one record where one is named; `since` is a date or an instant."""
        return ledgers.list_changes(self._db, record, since=since, limit=limit, restricted=restricted)

    def audit(self, *, head: str | None = None) -> AuditReport:
        """Recompute every digest; `clean` tells whether all fits. `head` is to be proved part of the history."""
        return ledgers.audit(self._db, head=head)

    def stats(self) -> Stats:
        """How much the ledger holds, since when, and its head."""
        return ledgers.count_records(self._db)

    def _id(self, name: str | None, record_type: str, story: str | None = None) -> str | None:
        return None if name is None else lookup.find_record(self._db, name, record_type, story=story)

    def _story(self, name: str | None) -> str | None:
        return self._id(name, "story") or lookup.only_record(self._db, "story")

    def _needed_story(self, name: str | None) -> str:
        story = self._story(name)
        if story is None:
            raise BadInput("there is no story, or more than one", "Name the one that is meant.")
        return story
