"""The Python API: `claimtrack.open` and the ledger it gives. The same functions as the command line calls.

Records are named as on the command line: by an id, its beginning, or an exact name. What is written is a change of its
own, made by `user`. Nothing is printed.
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, Any, BinaryIO, Unpack

from claimtrack.actions import claims, disagreements, exports, findings, imports, judgements, lookup, records, versions
from claimtrack.actions import ledger as ledgers
from claimtrack.actions.claims import AttributionOptions, ClaimOptions, Names
from claimtrack.actions.results import Listing, WriteResult, added_result, outcome_result, write_result
from claimtrack.actions.speakers import kind_guess
from claimtrack.domain import vocabulary
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput
from claimtrack.ledger.database import LedgerDatabase

if TYPE_CHECKING:
    from claimtrack.actions.exports import Exported, FormatRow
    from claimtrack.actions.imports import Imported
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


def open(
    location: str | PathLike[str],
    *,
    user: str | None = None,
    create: bool = True,
    as_of: str | None = None,
    zone: str | None = None,
) -> Ledger:
    """Open the ledger in a SQLite file or at a PostgreSQL URL; with `create` make it where there is none.

    `user` is who writes (None: the login name). `as_of` (a date or an instant) shows the ledger as it stood then, to
    be read only. `zone` (an IANA name, UTC when None) is where bare dates are days. Raises DatabaseTrouble when there
    is no ledger or it cannot be used, BadInput when there is no login name. Example:
    `ledger = claimtrack.open("claims.db", user="ana")`
    """
    writer = user or _login_name()
    database = ledgers.open_ledger(location, create=create and as_of is None, as_of=as_of, zone=zone)
    return Ledger(database, writer)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):
        raise BadInput("nobody is named as the writer, and the login name is not known", "Give user=NAME.") from None


class Ledger:
    """An open ledger. It holds no connection between calls, and may be used by several threads.

    Every method raises BadInput for what cannot be accepted or found, NeedsPerson where several records fit, and
    DatabaseTrouble when the database fails. What is off the record or embargoed is left out of what is read, and
    counted, unless `restricted`.
    """

    def __init__(self, database: LedgerDatabase, user: str) -> None:
        self._db = database
        self.user = user

    @property
    def id(self) -> str:
        """The ledger's own random id, the same in every copy."""
        return self._db.id

    def find(self, name: str, *types: str, story: str | None = None) -> str:
        """The id of the record of one of these types (none: any) that an id, its beginning or a name means."""
        return lookup.find_record(self._db, name, *types, story=self._id(story, "story"))

    # Recording

    def add(self, text: str, *, story: str | None = None, **options: Unpack[ClaimOptions]) -> WriteResult:
        """Record a claim and its first assertion; a claim of the same wording gets a further assertion.

        Without `story` it belongs to the only one there is. `options` say what it answers and who said it: see
        ClaimOptions. Example: `ledger.add("About ten died", said_by="Ines", told="AFP", figure="about 10")`
        """
        in_story = self._story(story)
        kind = claims.question_kind(self._db, options.get("question"), in_story)
        claim = claims.claim_input(text, options, story=in_story, question_kind=kind)
        attribution = claims.attribution_input({**options, "notes": (), "tags": ()}, self._place(options))
        written = claims.add(self._db, claim, attribution, by=self.user)
        return added_result((written.value.claim,), written)

    def attribute(self, claim: str, **options: Unpack[AttributionOptions]) -> WriteResult:
        """Record a further assertion of a claim: who else says, denies or doubts it. `ids` are those of the assertions.

        Example: `ledger.attribute(claim, said_by="Mayor Ana Ruiz", stance="denies")`
        """
        attribution = claims.attribution_input(options, self._place(options))
        written = claims.attribute(self._db, self.find(claim, "claim"), attribution, by=self.user)
        return added_result(written.value.assertions, written)

    def add_story(self, name: str, *, summary: str | None = None, started: str | None = None) -> WriteResult:
        """Record a story: what claims are gathered under. `started` is a date."""
        return self._add("story", name=name, summary=summary, started=started)

    def add_source(
        self,
        name: str,
        *,
        kind: str | None = None,
        role: str | None = None,
        qualifier: str | None = None,
        aliases: Names = (),
        speaks_for: str | None = None,
        member_of: Names = (),
        confidential: bool = False,
        described_as: str | None = None,
    ) -> WriteResult:
        """Record a source, or what is new about it. With `confidential`, `name` is a code name."""
        return self._add(
            "source",
            defaults={"kind": kind_guess(name)},
            name=name,
            kind=kind,
            role=role,
            qualifier=qualifier,
            aliases=list(claims.several(aliases)),
            speaks_for=[{"source": speaks_for}] if speaks_for else None,
            member_of=[{"source": body} for body in claims.several(member_of)],
            confidential=confidential or None,
            described_as=described_as,
        )

    def add_document(
        self,
        *,
        url: str | None = None,
        text: str | None = None,
        title: str | None = None,
        publisher: str | None = None,
        published: str | None = None,
        genre: str | None = None,
        language: str | None = None,
        bylines: Names = (),
    ) -> WriteResult:
        """Record a published piece. Quotes are looked for in `text`, as it stands; `published` is a date.

        Example: `ledger.add_document(url="https://example.org/a", publisher="The Courier", text=article)`
        """
        return self._add(
            "document",
            url=url,
            text=text,
            title=title,
            publisher=publisher,
            published=published,
            genre=genre,
            language=language,
            bylines=[{"source": name} for name in claims.several(bylines)],
        )

    def add_question(
        self,
        text: str,
        answer_kind: str,
        *,
        story: str | None = None,
        exclusive: bool | None = None,
        cumulative: bool | None = None,
        unit: str | None = None,
    ) -> WriteResult:
        """Record what claims answer. `answer_kind` is figure, label, cause, actor, motive, time, place or yes-no."""
        return self._add(
            "question",
            text=text,
            answer_kind=answer_kind,
            story=self._story(story),
            exclusive=exclusive,
            cumulative=cumulative,
            unit=unit,
        )

    def annotate(
        self,
        record: Names,
        *,
        notes: Names = (),
        tags: Names = (),
        untag: Names = (),
        supports: Names = (),
        refutes: Names = (),
        context: Names = (),
        **evidence: str,
    ) -> WriteResult:
        """Add notes, tags and evidence (URLs, or words) to records. `evidence` is kind, captured, place, credit..."""
        pieces = {"supports": supports, "refutes": refutes, "context": context}
        found = [(bearing, piece) for bearing in vocabulary.BEARINGS for piece in claims.several(pieces[bearing])]
        types = ("claim", "assertion") if found else ()
        written = judgements.annotate(
            self._db,
            [self.find(name, *types) for name in claims.several(record)],
            by=self.user,
            notes=claims.several(notes),
            tags=claims.several(tags),
            untag=claims.several(untag),
            evidence=found,
            details=evidence,
        )
        return outcome_result(written)

    def ask(self, claim: str, whom: str, *, answer: str | None = None, **request: str) -> WriteResult:
        """Record that a source was asked about a claim, or what it answered. `request` is how, on, due, outcome..."""
        target, asked = self.find(claim, "claim", "assertion"), self.find(whom, "source")
        given = {"answer": answer, "outcome": "replied" if answer else None, **request, "asked": asked}
        return outcome_result(judgements.ask(self._db, target, given, by=self.user))

    def assess(
        self,
        record: str,
        verdict: str,
        *,
        why: str,
        evidence: Names = (),
        credibility: int | None = None,
        again: bool = False,
    ) -> WriteResult:
        """Append a verdict on a claim ("is it true?") or an assertion ("did they say it?"), dated now.

        `credibility` is 1 (confirmed) to 6 (cannot be judged). Verdicts: `supported`, `refuted`, `misquoted`, ...
        What repeats your last verdict in everything is not recorded twice, unless `again`.
        """
        target = self.find(record, "claim" if verdict in vocabulary.CLAIM_VERDICTS else "assertion")
        grounds: dict[str, Any] = {"evidence": claims.several(evidence), "credibility": credibility, "again": again}
        return outcome_result(judgements.assess(self._db, target, verdict, by=self.user, why=why, **grounds))

    def compare(self, claim: str, other: str, verdict: str, *, why: str) -> WriteResult:
        """Record whether two claims say the same: `same`, `different` or `unsure`. Neither is altered."""
        pair = self.find(claim, "claim"), self.find(other, "claim")
        written = judgements.compare(self._db, pair, verdict, by=self.user, why=why)
        return write_result((written.value,), written)

    def rate(self, source: str, letter: str, *, why: str, topic: str | None = None, again: bool = False) -> WriteResult:
        """Append a rating of a source, A (reliable) to E; F means that it cannot be judged. `again`: as in `assess`."""
        record = self.find(source, "source")
        return outcome_result(
            judgements.rate(self._db, record, letter.upper(), by=self.user, why=why, topic=topic, again=again)
        )

    def edit(self, record: str, values: Mapping[str, Any], *, why: str | None = None) -> WriteResult:
        """Set fields of a record (None clears one). Every version is kept."""
        target = self.find(record)
        return write_result((target,), versions.edit(self._db, target, values, by=self.user, why=why))

    def void(self, record: Names, *, why: str | None = None) -> WriteResult:
        """Take records out of use; they stay in the history."""
        ids = [self.find(name) for name in claims.several(record)]
        return write_result(ids, versions.void(self._db, ids, by=self.user, why=why))

    def restore(self, record: Names, *, why: str | None = None) -> WriteResult:
        """Bring voided records back; they are named by whole ids or their beginnings."""
        ids = [self.find(name) for name in claims.several(record)]
        return write_result(ids, versions.restore(self._db, ids, by=self.user, why=why))

    def withhold(self, record: str, *, why: str) -> WriteResult:
        """Blank a record's content for good; its digests stay. This cannot be undone, and `why` stays readable."""
        target = self.find(record)
        return write_result((target,), versions.withhold(self._db, target, by=self.user, why=why))

    def undo(self) -> WriteResult:
        """Undo the last change of `user`. Raises NeedsPerson when a record was written again since."""
        written = versions.undo(self._db, by=self.user)
        return write_result(written.value.ids, written)

    def disagree(self, claims: Sequence[str], kind: str, *, why: str, strength: str = "possible") -> WriteResult:
        """Record a disagreement between claims that no rule finds."""
        ids = [self.find(name, "claim") for name in claims]
        return outcome_result(disagreements.disagree(self._db, ids, kind, by=self.user, why=why, strength=strength))

    def settle(self, disagreement: str, state: str, *, why: str, claim: str | None = None) -> WriteResult:
        """Resolve or dismiss a disagreement (`state`: resolved, dismissed); `claim` is the one that stands."""
        found = disagreements.find_disagreement(self._db, disagreement)
        stands = self._id(claim, "claim")
        written = disagreements.settle(self._db, found, state, by=self.user, why=why, claim=stands)
        return write_result((found.id,), written)

    def publish(self, story: str, url: str, *, at: str | None = None) -> WriteResult:
        """Record that a piece on a story went out (None: now), and pin what the ledger held then."""
        from claimtrack.actions.reports import publish

        written = publish(self._db, self.find(story, "story"), url=url, at=at, by=self.user)
        return write_result((written.value.id,), written)

    # Reading

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
        self, words: str, *, types: Names = (), story: str | None = None, limit: int = 50, restricted: bool = False
    ) -> Listing[SearchResult]:
        """At most `limit` records that hold all the words, whatever their case and accents; texts by the paragraph."""
        in_story, kinds = self._id(story, "story"), claims.several(types)
        return lookup.search_records(self._db, words, types=kinds, story=in_story, limit=limit, restricted=restricted)

    def similar(
        self, text: str, *, story: str | None = None, limit: int = 10, restricted: bool = False
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

    def accept(self, document: str, proposals: Sequence[ProposedClaim], *, story: str | None = None) -> WriteResult:
        """Record proposals that `read` gave for a document, as one change. `ids` are those of the claims."""
        from claimtrack.actions.reading.recording import record

        place = self.find(document, "document")
        written = record(self._db, proposals, document=place, by=self.user, story=self._story(story))
        found = written.value
        return replace(write_result(found.claims, written, found.outcome.notices), assertions=found.assertions)

    # Whole ledgers

    def import_file(
        self, file: str | PathLike[str], *, story: str | None = None, dry_run: bool = False, **options: Any
    ) -> Imported:
        """Take in a bundle, JSON Lines or a colleague's ledger, as one change: all of it, or nothing.

        Raises TakesRecordsOut when a history would withhold or void records that are open here: `accept_withheld=True`.
        """
        in_story = self._id(story, "story")
        return imports.import_file(self._db, str(file), by=self.user, story=in_story, dry_run=dry_run, **options)

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
        self, record: str | None = None, *, since: str | None = None, limit: int = 50, restricted: bool = False
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

    def _add(self, record_type: str, *, defaults: Mapping[str, Any] | None = None, **values: Any) -> WriteResult:
        written = records.add(self._db, record_type, values, by=self.user, defaults=defaults)
        ids = [record for record in reversed(written.value.top_level_ids) if record is not None]
        return write_result(ids, written, written.value.notices)

    def _place(self, options: AttributionOptions) -> str | None:
        """The id of the document that is named; a URL that is no document's stays as it is."""
        name = options.get("document")
        try:
            return self._id(name, "document")
        except BadInput:
            if name is not None and is_web_url(name):
                return name
            raise
