"""A claim's assertions as a report tells them: every statement once, with the documents that it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from claimtrack.domain.vocabulary import DISCOUNTED_VERDICTS
from claimtrack.queries.views import Assertion, Claim
from claimtrack.render.report.wording import document_words
from claimtrack.render.sentence import sentence


def assertion_words(row: Assertion, *, brief: bool = True) -> str:
    """An assertion as a sentence, with the number of its document behind it."""
    return next(iter(assertions_words([row], brief=brief)))


def assertions_words(rows: Iterable[Assertion], *, brief: bool = True) -> list[str]:
    """Assertions as sentences, each sentence once with the numbers of all the documents that it stands in.

    Those of who is not named are told one by one: others may be described alike.
    """
    told: dict[tuple[str, int], list[Assertion]] = defaultdict(list)
    for row in rows:
        origin = row.attribution.hops[0]
        named = origin.name is not None and origin.naming == "named"
        told[sentence(row.attribution, brief=brief), 0 if named else id(row)].append(row)
    return [f"{words} [{_documents_of(alike)}]" for (words, _), alike in told.items()]


def _documents_of(rows: Sequence[Assertion]) -> str:
    nowhere = ["no document"] if any(row.document_number is None for row in rows) else []
    return ", ".join([*document_words(rows).values(), *nowhere])


def joint_once(rows: Iterable[Assertion]) -> list[Assertion]:
    """The assertions with every joint statement once: what each of its parties is recorded as saying is one sentence.

    One that has something of its own hanging on it is kept.
    """
    kept: list[Assertion] = []
    told: dict[tuple[object, ...], list[object]] = {}
    """A joint statement -> what hangs on those kept of it."""
    for row in rows:
        attribution = row.attribution
        parties = frozenset((*attribution.joint, attribution.hops[0].name or attribution.hops[0].described_as))
        same = (parties, row.document_number, attribution.stance, attribution.quote, row.counts)
        hanging = [*row.evidence, *row.requests, *row.assessments, *row.notes, *row.tags]
        if attribution.joint and same in told and all(one in told[same] for one in hanging):
            continue
        told.setdefault(same, []).extend(hanging)
        kept.append(row)
    return kept


def reader_assertions(claim: Claim) -> list[Assertion]:
    """Those of a claim's assertions that a reader is shown, with every joint statement once."""
    return joint_once(said_assertions(claim))


def said_assertions(claim: Claim) -> list[Assertion]:
    """A claim's assertions without what was judged never to have been said so."""
    return [
        row
        for row in claim.assertions
        if row.counts or not any(judged.verdict in DISCOUNTED_VERDICTS for judged in row.assessments)
    ]
