"""Findings of rules: flags on the ledger, and drafts held against it before and after they are published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from claimtrack.actions.results import Listing
from claimtrack.checking.candidates import LedgerWords
from claimtrack.checking.rules import ALL_DRAFT_RULES, DRAFT_RULES
from claimtrack.checking.run import Checker, read_draft
from claimtrack.checking.speakers import SpeakerIndex
from claimtrack.domain.records import FilePosition, Record
from claimtrack.errors import BadInput
from claimtrack.ledger import lookup
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.visibility import hide_restricted
from claimtrack.ledger.write.write_context import Recorded
from claimtrack.queries.check_data import (
    CheckedSource,
    Publication,
    load_check_data,
    load_checked_sources,
    load_claim_texts,
    load_quotations,
    publications,
)
from claimtrack.queries.records import labels
from claimtrack.rules.ledger import LEDGER_RULES, find_flags, in_order
from claimtrack.rules.rule import AnyRule, DraftFinding, Flag, choose

Drafts = Iterable[tuple[str, str]]
"""The name and the text of each draft: text, Markdown or HTML, as the name's ending and the text tell."""


def check_drafts(
    ledger: LedgerDatabase,
    drafts: Drafts,
    *,
    story: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    restricted: bool = False,
) -> list[DraftFinding]:
    """Findings on drafts held against a story (an id; None: the whole ledger), in the order of each draft.

    `select` and `ignore` hold codes of findings; with `restricted` they say what restricted records hold too. Raises
    BadInput for a code there is not.
    """
    rules = choose(DRAFT_RULES, select, ignore, noun="kind of finding")
    held, sources = _words_and_sources(ledger, story)
    speakers = SpeakerIndex(sources)
    findings = []
    for name, text in drafts:
        draft = read_draft(name, text, None, speakers)
        with ledger.reading() as connection:
            checker = Checker(load_check_data(connection, ledger.now(), story, held.wanted(draft)), counts=held.counts)
        findings += checker.check(checker.match(draft), rules, restricted=restricted)
    return findings


def check_published(
    ledger: LedgerDatabase,
    drafts: Drafts,
    *,
    story: str | None = None,
    url: str | None = None,
    at: str | None = None,
) -> tuple[Publication, list[DraftFinding]]:
    """What of published texts has changed since, and the publication meant: at `url`, at a time, else the latest.

    Raises BadInput when no such publication is recorded.
    """
    with ledger.reading() as connection:
        known = publications(connection, ledger.zone, story=story, url=url, at=at)
        if not known:
            raise BadInput("no such publication is recorded", "'claimtrack publish STORY --url U --at T' records one.")
        publication = known[0]
    held, sources = _words_and_sources(ledger, publication.story)
    held_then, sources_then = _words_and_sources(ledger, publication.story, publication.change)
    speakers = SpeakerIndex({**sources_then, **sources})
    findings = []
    for name, text in drafts:
        draft = read_draft(name, text, None, speakers)
        wanted = held.wanted(draft).joined(held_then.wanted(draft))
        with ledger.reading() as connection:
            now = load_check_data(connection, ledger.now(), publication.story, wanted)
        with ledger.reading(change=publication.change) as connection:
            then = load_check_data(connection, ledger.now(), publication.story, wanted)
        checker = Checker(now, published=then, counts=held.counts)
        findings += checker.check_published(checker.match(draft))
    return publication, findings


def _words_and_sources(
    ledger: LedgerDatabase, story: str | None, change: int | None = None
) -> tuple[LedgerWords, dict[str, CheckedSource]]:
    with ledger.reading(change=change) as connection:
        held = LedgerWords(load_claim_texts(connection, story), load_quotations(connection, story))
        return held, load_checked_sources(connection, ledger.now())


RESTRICTED_FACT = "It is about something off the record or embargoed: --include-restricted tells."


def list_flags(
    ledger: LedgerDatabase,
    *,
    story: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    allowed: bool = False,
    restricted: bool = False,
) -> Listing[Flag]:
    """What needs attention in a story (an id) or the whole ledger, the gravest first.

    `select` and `ignore` hold codes of rules; with `allowed`, flags that somebody let pass are there too. Unless
    `restricted`, a flag on what is off the record or embargoed says only that it is there. `names` are what the
    flagged records are called. Raises BadInput for a code there is not.
    """
    find = partial(find_flags, story=story, select=select, ignore=ignore, allowed=allowed)
    with ledger.reading() as connection:
        found = find(connection)
        if not restricted:
            hidden = hide_restricted(connection, ledger.now()).ids
            shown = find(connection)
            known = {(flag.code, flag.record) for flag in shown}
            about_hidden = {flag for flag in found if hidden.intersection((flag.record, *flag.related))}
            about_hidden = {flag for flag in about_hidden if (flag.code, flag.record) not in known}
            found = [
                replace(flag, fact=RESTRICTED_FACT, group=flag.code, related=()) if flag in about_hidden else flag
                for flag in in_order([*shown, *about_hidden])
            ]
        names = labels(connection, {flag.record for flag in found})
    return Listing(tuple(found), names=names)


def allow_flag(ledger: LedgerDatabase, code: str, record: str, *, by: str, why: str) -> Written[Recorded]:
    """Let the flag of rule `code` on a record (an id or a name) pass. Raises BadInput for no such rule or record."""
    (rule,) = choose(LEDGER_RULES, (code,))

    def action(change: Change) -> Recorded:
        target = lookup.find(change.conn, record)
        allow = Record("allow", {"rule": rule.code, "target": target, "why": why}, FilePosition())
        return change.record([allow]).records[-1]

    return ledger.write(action, by=by, why=why, kind="allow")


def list_rules() -> list[AnyRule]:
    """Every rule: first those on records (`flags`), then those on drafts (`check`)."""
    return [*LEDGER_RULES, *ALL_DRAFT_RULES]


def find_rule(code: str) -> AnyRule:
    """The rule of a code. Raises BadInput when there is none, with the nearest."""
    return choose(list_rules(), (code,))[0]


def can_be_allowed(rule: AnyRule) -> bool:
    """Whether a finding of this rule can be let pass on one record: those on records can, those on drafts cannot."""
    return rule in LEDGER_RULES
