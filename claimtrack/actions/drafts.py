"""Drafts held against the ledger before and after they are published; the rules, those for drafts among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from claimtrack.checking.candidates import LedgerWords
from claimtrack.checking.draft_check import DraftCoverage
from claimtrack.checking.rules import ALL_DRAFT_RULES, DRAFT_RULES
from claimtrack.checking.run import Checker, read_draft
from claimtrack.checking.speakers import SpeakerIndex
from claimtrack.errors import BadInput
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.garbage import no_garbage_collection
from claimtrack.queries.check_data import CheckedSource, load_check_data, load_checked_sources
from claimtrack.queries.claim_texts import ClaimTexts
from claimtrack.queries.publications import Publication, publications
from claimtrack.rules.ledger import LEDGER_RULES
from claimtrack.rules.rule import AnyRule, DraftFinding, choose

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
    tell: Callable[[DraftCoverage], None] | None = None,
) -> list[DraftFinding]:
    """Findings on drafts held against a story (an id; None: the whole ledger), in the order of each draft.

    `select` and `ignore` hold codes of findings; with `restricted` they say what restricted records hold too. `tell` is
    told of each draft how much of it rests on the ledger. Raises BadInput for a code there is not.
    """
    rules = choose(DRAFT_RULES, select, ignore, noun="kind of finding")
    held, sources = _words_and_sources(ledger, story)
    speakers = SpeakerIndex(sources)
    findings = []
    for name, text in drafts:
        draft = read_draft(name, text, None, speakers)
        with ledger.reading() as connection, no_garbage_collection():
            wanted = held.wanted(ClaimTexts(connection), draft)
            data = load_check_data(connection, ledger.now(), story, wanted, held_back=restricted)
            checker = Checker(data, counts=held.counts)
        matched = checker.match(draft)
        findings += checker.check(matched, rules, restricted=restricted)
        if tell is not None:
            tell(matched.coverage)
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
        with ledger.reading(change=publication.change) as connection:
            wanted = held_then.wanted(ClaimTexts(connection), draft)
        with ledger.reading() as connection:
            wanted = wanted.joined(held.wanted(ClaimTexts(connection), draft))
            now = load_check_data(connection, ledger.now(), publication.story, wanted)
        with ledger.reading(change=publication.change) as connection:
            then = load_check_data(connection, ledger.now(), publication.story, wanted)
        checker = Checker(now, published=then, counts=held.counts)
        findings += checker.check_published(checker.match(draft))
    return publication, findings


def _words_and_sources(
    ledger: LedgerDatabase, story: str | None, change: int | None = None
) -> tuple[LedgerWords, dict[str, CheckedSource]]:
    with ledger.reading(change=change) as connection, no_garbage_collection():
        return LedgerWords(ClaimTexts(connection), story), load_checked_sources(connection, ledger.now())


def list_rules() -> list[AnyRule]:
    """Every rule: first those on records (`flags`), then those on drafts (`check`)."""
    return [*LEDGER_RULES, *ALL_DRAFT_RULES]


def find_rule(code: str) -> AnyRule:
    """The rule of a code. Raises BadInput when there is none, with the nearest."""
    return choose(list_rules(), (code,))[0]


def can_be_allowed(rule: AnyRule) -> bool:
    """Whether a finding of this rule can be let pass on one record: those on records can, those on drafts cannot."""
    return rule in LEDGER_RULES
