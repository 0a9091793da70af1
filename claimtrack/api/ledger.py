"""`claimtrack.open` and the ledger that it gives: what is recorded through the Python API.

Records are named as on the command line: by an id, its beginning, or an exact name. What is written is a change of its
own, made by `user`. Nothing is printed.
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, Any, Unpack

from claimtrack.actions import claims, disagreements, imports, judgements, records, versions
from claimtrack.actions import ledger as ledgers
from claimtrack.actions.claims import AttributionOptions, ClaimOptions, Names
from claimtrack.actions.results import WriteResult, added_result, outcome_result, write_result
from claimtrack.actions.speakers import kind_guess
from claimtrack.api.reader import LedgerReader
from claimtrack.domain import vocabulary
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput
from claimtrack.ledger.database import LedgerDatabase

if TYPE_CHECKING:
    from claimtrack.actions.imports import Imported, ImportOptions
    from claimtrack.actions.reading.proposal_items import ProposedClaim


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


class Ledger(LedgerReader):
    """An open ledger: what LedgerReader reads of it, and what is recorded. Each call that records makes one change.

    `user` is who writes. The errors are those of LedgerReader.
    """

    def __init__(self, database: LedgerDatabase, user: str) -> None:
        super().__init__(database)
        self.user = user

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

    def accept(self, document: str, proposals: Sequence[ProposedClaim], *, story: str | None = None) -> WriteResult:
        """Record proposals that `read` gave for a document, as one change. `ids` are those of the claims."""
        from claimtrack.actions.reading.recording import record

        place = self.find(document, "document")
        written = record(self._db, proposals, document=place, by=self.user, story=self._story(story))
        found = written.value
        return replace(write_result(found.claims, written, found.outcome.notices), assertions=found.assertions)

    def import_file(self, file: str | PathLike[str], **options: Unpack[ImportOptions]) -> Imported:
        """Take in a bundle, JSON Lines or a colleague's ledger, as one change: all of it, or nothing.

        `story` is named as everywhere here; ImportOptions says what the other options are. Raises TakesRecordsOut when
        a history would withhold or void records that are open here: `accept_withheld=True`.
        """
        options["story"] = self._id(options.get("story"), "story")
        return imports.import_file(self._db, str(file), by=self.user, **options)

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
