"""What of open records is restricted: details that only restricted assertions gave, words that hold theirs, titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text, parse, sha256
from claimtrack.domain.text import first_line, folded_whole, holds_words, name_fold
from claimtrack.ledger.entries.stored import SELECT, version_of, versions
from claimtrack.ledger.entries.versions import Version
from claimtrack.ledger.projection.rows import answer_words
from claimtrack.ledger.references import TARGETING, merged
from claimtrack.ledger.restricted.overlapping import ClosedQuotations, PlacedWords
from claimtrack.ledger.restricted.records import ANSWER, CONTINUES, PUBLISHER, QUESTION, TITLE, WITHIN
from claimtrack.ledger.restricted.said_in_confidence import SaidInConfidence
from claimtrack.ledger.restricted.stated_parts import StatedParts, stated_parts
from claimtrack.ledger.store.dialect import select_all, select_in, select_with
from claimtrack.ledger.store.tables import CURRENT, PLACE_BITS, numbers_of

Body = dict[str, Any]

ANSWER_DETAILS = ("unit", "counting", "scope", "for_date")
"""The members of an answer that may be restricted by themselves; the rest stands or falls together."""
_ITSELF = {"id", "type", "text", "kind", "story", "answer", "about"}
"""What a claim is not without, and what is looked at part by part."""
_NAMING = (("evidence", "document", "document"), ("request", "asked", "source"))
"""What is said of a claim and names another record, its field that does, and the type of that."""
_SAID_OF_CLAIMS = " UNION ALL ".join(
    (
        *(f"SELECT id, target AS claim FROM {one}_history WHERE target IN :values" for one in TARGETING),
        *(f"SELECT id, {one} AS claim FROM comparison_history WHERE {one} IN :values" for one in ("claim", "other")),
        *(
            f"SELECT id, {one} AS claim FROM disagreement_history WHERE {one} IN :values"
            for one in ("subject", "settled_for")
        ),
        "SELECT disagreement AS id, claim FROM disagreement_claim_history WHERE claim IN :values",
    )
)
"""What is said of claims, each with a claim that it is said of."""


@dataclass(frozen=True, slots=True)
class RestrictedDetails:
    """What only ever restricted assertions brought to claims that are open.

    `parts`: claim -> the fields of it, the members of its answer, and the sources it is about. `records`: what was
    said of these claims beside. `named`: type -> the records of it, and the claim, that are named by such alone.
    `past`: claim -> its fields of which some version has what no open assertion gave.
    """

    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    records: frozenset[str] = frozenset()
    named: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    past: dict[str, frozenset[str]] = field(default_factory=dict)


def restricted_details(
    connection: Connection,
    claims: Collection[str],
    restricted: frozenset[str],
    unquoted: Collection[str],
    seq: int | None,
) -> RestrictedDetails:
    """What of these open claims, as of change `seq` (None: now), no open assertion brought, nor has in its words.

    `restricted` are assertions, `unquoted` open ones whose words may not be shown.
    """
    if not claims:
        return RestrictedDetails()
    in_confidence = SaidInConfidence(connection, claims, restricted)
    stated = {
        claim: stated_parts(
            history, seq, parts_of=_parts, field_of=_field_of, in_confidence=partial(in_confidence, claim)
        )
        for claim, history in versions(connection, claims).items()
    }
    past = {claim: some.ever_hidden for claim, some in stated.items()}
    names = _names(connection, {value for parts in past.values() for name, value in parts if name == value})
    quoted = _quoted(in_confidence.versions, restricted.union(unquoted))
    parts = {claim: _unheard(some, quoted[claim], names) for claim, some in stated.items()}
    records, named = _said_beside(connection, claims, in_confidence)
    for claim, unstated in past.items():
        for name, value in unstated:
            shown = (name, value) in stated[claim].shown and name not in parts[claim]
            if name in (value, QUESTION) and not shown:
                named["source" if name == value else QUESTION].add((value, claim))
    fields = {claim: frozenset(map(_field_of, unstated)) for claim, unstated in past.items() if unstated}
    return RestrictedDetails({claim: some for claim, some in parts.items() if some}, records, named, fields)


def _quoted(assertions: Mapping[str, Iterable[Version]], closed: Collection[str]) -> dict[str, list[str]]:
    """Claim -> the words that any version of its assertions quotes, but for those that are `closed`."""
    quoted: dict[str, list[str]] = defaultdict(list)
    for assertion, history in assertions.items():
        if assertion not in closed:
            for body in (version.body for version in history if version.body is not None):
                quoted[body["claim"]].append(body.get("quote", {}).get("exact", ""))
    return quoted


def _unheard(claim: StatedParts[tuple[str, str]], quoted: Iterable[str], names: Mapping[str, str]) -> frozenset[str]:
    """The names of a claim's parts that nobody stated openly, nor has in the claim's words or in what is quoted of it.

    `names`: source -> its name.
    """
    if not claim.hidden:
        return frozenset()
    heard = name_fold(" ".join([claim.body.get("text", ""), *quoted]))
    unheard = {name for name, value in claim.hidden if not holds_words(heard, name_fold(names.get(value, value)))}
    return frozenset(unheard.difference(ANSWER_DETAILS) if ANSWER in unheard else unheard)


def _field_of(part: tuple[str, str]) -> str:
    """The field of a claim that a part of it is in."""
    name, value = part
    return "about" if name == value else ANSWER if name in ANSWER_DETAILS else name


def _said_beside(
    connection: Connection, claims: Iterable[str], in_confidence: SaidInConfidence
) -> tuple[frozenset[str], dict[str, set[tuple[str, str]]]]:
    """What was said of these claims only in confidence, in every version, and what is named by such alone.

    What is said of several claims is in confidence if it is so of any of them.
    """
    claims_of: dict[str, set[str]] = defaultdict(set)
    for row in select_in(connection, _SAID_OF_CLAIMS, claims):
        claims_of[row.id].add(row.claim)
    opened = {
        record
        for record, some in versions(connection, claims_of).items()
        for version in some
        if version.op == "set"
        and version.body is not None
        and not version.undoes
        and not any(in_confidence(claim, version) for claim in claims_of[record])
    }
    found = frozenset(claims_of.keys() - opened)
    named: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for view, name, record_type in _NAMING:
        sql = f"SELECT id, target, {name} AS named FROM {view} WHERE target IN :values"
        rows = list(select_in(connection, sql, set[str]().union(*(claims_of[one] for one in found))))
        pairs = {(row.named, row.target) for row in rows if row.id in found and row.named is not None}
        named[record_type] |= pairs - {(row.named, row.target) for row in rows if row.id not in found}
    return found, named


def overlapping_quotations(
    connection: Connection, documents: Collection[str], assertions: Collection[str], *, beyond: bool = False
) -> frozenset[str]:
    """The other assertions of these documents whose quotation has words of one of these assertions' in it.

    As any version of either stands; who quotes "A ... B" is recorded with all the words from A to B. With `beyond` a
    quotation that lies within one of these does not count.
    """
    if not assertions or not documents:
        return frozenset()
    sql = "SELECT DISTINCT id FROM assertion_history WHERE document IN :values"
    ids = {row.id for row in select_in(connection, sql, documents)}.union(assertions)
    sql = f"SELECT id, text_sha256, text_folded FROM document_history WHERE until = {CURRENT} AND id IN :values"
    texts = {row.id: (row.text_folded or row.id, row.text_sha256) for row in select_in(connection, sql, documents)}
    copied = _texts_of_copies(connection, texts)
    quotations: dict[str, list[PlacedWords]] = defaultdict(list)
    for record, body in _bodies(connection, ids):
        if "quote" in body and (document := body.get("document")) in documents:
            quote = _placed_in_fold(body["quote"], copied[document]) if document in copied else body["quote"]
            quotations[record].append(PlacedWords.of(texts.get(document, ("",))[0], quote))
    closed = ClosedQuotations(one for record in assertions for one in quotations.pop(record, ()))
    return frozenset(
        record for record, some in quotations.items() if any(closed.overlap(one, beyond=beyond) for one in some)
    )


def _texts_of_copies(connection: Connection, texts: Mapping[str, tuple[str, str | None]]) -> dict[str, str | None]:
    """Those of these documents of which another has the same text but for case, space and marks, with their texts.

    `texts`: document -> digest of the folded text, digest of the text. None for a text that the views show otherwise.
    """
    spellings: dict[str, set[str | None]] = defaultdict(set)
    for folded_digest, digest in texts.values():
        spellings[folded_digest].add(digest)
    copies = [one for one, (folded_digest, _) in texts.items() if len(spellings[folded_digest]) > 1]
    found: dict[str, str | None] = dict.fromkeys(copies)
    for row in select_in(
        connection, "SELECT id, body FROM record_body WHERE body IS NOT NULL AND id IN :values", copies
    ):
        stored = parse(row.body).get("text", "")
        found[row.id] = stored if sha256(stored.encode()) == texts[row.id][1] else None
    return found


def _placed_in_fold(quote: Body, stored: str | None) -> Body:
    """A quotation with its place counted in folded characters but spaces; without a place where the text is unknown."""
    if "start" not in quote:
        return quote
    if stored is None:
        return {"exact": quote["exact"]}
    ends = {name: len(folded_whole(stored[: quote[name]]).replace(" ", "")) for name in ("start", "end")}
    return {**quote, **ends}


def titles_from_text(connection: Connection, documents: Collection[str]) -> frozenset[str]:
    """Those of these documents whose title, as the view shows it, is the first line of a text that they have or had.

    Void ones too; records of other types among `documents` are passed over.
    """
    sql = "SELECT id, body FROM record_body WHERE type = 'document' AND body IS NOT NULL AND id IN :values"
    titles = {row.id: parse(row.body).get(TITLE) for row in select_in(connection, sql, documents)}
    folded = {record: folded_whole(title) for record, title in titles.items() if title is not None}
    return frozenset(
        record
        for record, body in _bodies(connection, folded)
        if folded[record] == folded_whole(first_line(body.get("text", "")))
    )


def parts_naming(
    connection: Connection, by_type: Mapping[str, Collection[str]], more: Collection[str]
) -> dict[str, frozenset[str]]:
    """Record -> its parts that name one of these records, as the views show it; `more` are records of any type."""
    found: dict[str, set[str]] = defaultdict(set)
    sources, assertions = ({*by_type.get(kind, ()), *more} for kind in ("source", "assertion"))
    asked = (
        ("SELECT claim AS id, source AS part FROM claim_about WHERE source IN :values", sources),
        ("SELECT document AS id, source AS part FROM byline WHERE source IN :values", sources),
        ("SELECT source AS id, body AS part FROM membership WHERE body IN :values", sources),
        (f"SELECT id, '{PUBLISHER}' AS part FROM document WHERE publisher IN :values", sources),
        (f"SELECT id, '{WITHIN}' AS part FROM source WHERE within IN :values", sources),
        (f"SELECT id, '{CONTINUES}' AS part FROM assertion WHERE continues IN :values", assertions),
    )
    for row in select_all(connection, asked):
        found[row.id].add(row.part)
    evidence = {row.id for row in select_in(connection, "SELECT id FROM evidence_history WHERE id IN :values", more)}
    sql = "SELECT id, body FROM record_body WHERE type = 'assessment' AND body LIKE '%\"evidence\"%'"
    for row in select_with(connection, sql, {}) if evidence else ():
        found[row.id].update(evidence.intersection(parse(row.body).get("evidence", ())))
    return {record: frozenset(parts) for record, parts in found.items() if parts}


def joint_with(connection: Connection, words: Collection[tuple[str, str]], *, withheld: bool) -> set[str]:
    """The assertions made together with a hidden one or, as far as that is still known, a withheld one.

    `words`: the claims of the hidden ones with the word that those share which were made together; `withheld`: whether
    an assertion is. The word may be made of the names of all. Nobody knows any more which word a withheld assertion
    had: it counts for those recorded in one change with it.
    """
    sql = "SELECT DISTINCT id, claim, joint FROM assertion_history WHERE joint IS NOT NULL AND claim IN :values"
    rows = select_in(connection, sql, {claim for claim, _ in words})
    found = {row.id for row in rows if (row.claim, row.joint) in words}
    if not withheld:
        return found
    sql = f"SELECT id FROM record_history WHERE until = {CURRENT} AND state <> 'live' AND state = 'withheld'"
    gone = [row.id for row in select_with(connection, f"{sql} AND type = 'assertion'", {})]
    sql = "SELECT number, at FROM entry WHERE record IN :values"
    for seq, at in {(row.number >> PLACE_BITS, row.at) for row in select_in(connection, sql, gone)}:
        # Of a change that merged ledgers, what has one instant.
        sql = (
            "SELECT DISTINCT e.record, e.at FROM entry e JOIN assertion_history a ON a.id = e.record"
            " WHERE a.joint IS NOT NULL AND e.number >= :low AND e.number < :high"
        )
        found |= {row.record for row in select_with(connection, sql, numbers_of(seq)) if row.at == at}
    return found


def restricted_synonyms(
    connection: Connection, claims: Collection[str], restricted: Collection[str]
) -> dict[str, frozenset[str]]:
    """Question that these claims answer -> the keys of its synonyms that none but `restricted` claims answer with."""
    answering = select_in(connection, "SELECT DISTINCT question FROM claim_history WHERE id IN :values", claims)
    questions = merged(connection, {row.question for row in answering} - {None})
    found: dict[str, set[str]] = defaultdict(set)
    for row in select_in(connection, "SELECT question, key FROM synonym WHERE question IN :values", questions):
        found[row.question].add(row.key)
    sql = "SELECT id, answer_key FROM claim WHERE question IN :values AND answer_key IS NOT NULL"
    rows = select_in(connection, sql, questions if found else ())
    openly = {row.answer_key for row in rows if row.id not in restricted}
    return {question: frozenset(keys - openly) for question, keys in found.items() if not keys <= openly}


def _names(connection: Connection, sources: Collection[str]) -> dict[str, str]:
    sql = "SELECT id, name FROM source WHERE id IN :values"
    return {row.id: row.name for row in select_in(connection, sql, sources)}


def _bodies(connection: Connection, records: Iterable[str]) -> Iterator[tuple[str, Body]]:
    """Every version of these records that has a body: its id and that; what is withheld is left out."""
    for row in select_in(connection, f"{SELECT} WHERE e.body IS NOT NULL AND e.record IN :values", records):
        if (body := version_of(row).body) is not None:
            yield row.record, body


def _parts(claim: Body) -> Iterator[tuple[str, str]]:
    """What may be restricted of a claim: name and value, of a source that it is about its id twice.

    All that answers by itself is one part, each detail of an answer another.
    """
    answer = claim.get(ANSWER, {})
    _, words = answer_words(answer)
    if words is not None:
        yield ANSWER, words
    yield from ((name, str(answer[name])) for name in ANSWER_DETAILS if name in answer)
    yield from ((source, source) for source in claim.get("about", ()))
    for name in claim.keys() - _ITSELF:
        value = claim[name]
        yield name, value if isinstance(value, str) else canonical_text(value)
