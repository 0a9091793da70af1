"""A review of what is proposed of an article: opened on a terminal, and what was accepted recorded at its end."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import INTERRUPTED, say
from claimtrack.cli.output import columns, outcome_messages, put_lines

if TYPE_CHECKING:
    from claimtrack.actions.reading.article import Article
    from claimtrack.actions.reading.recording import DocumentAdditions, Recording
    from claimtrack.actions.reading.review import Previewer, Review
    from claimtrack.cli.review.saved_decisions import SavedDecisions
    from claimtrack.ledger.database import Written


def review_article(
    context: CliContext,
    article: Article,
    given: str | None,
    why: str | None,
    *,
    tui: bool,
    afresh: bool,
    kept: Mapping[str, Path],
) -> int:
    """Review what is proposed of an article, and record what is accepted; the exit status.

    `given` is the article as it was named: keys do not come from standard input where that was "-". `kept` are the
    files of proposals that waited, by mark: those that are settled are dropped.
    """
    from claimtrack.actions.reading.decisions import passages_to_skip
    from claimtrack.actions.reading.namesakes import known_names
    from claimtrack.actions.reading.recording import DocumentAdditions
    from claimtrack.actions.reading.review import ACCEPT, Review
    from claimtrack.cli.review.saved_decisions import SavedDecisions

    ledger = context.ledger_to_write
    saved = SavedDecisions(ledger.id, article.document, database=ledger.location.path)
    if afresh:
        saved.forget()
    review = Review(article, previewer(context, article), saved.read(article))
    for called, name in known_names(article.sources, review.proposed).items():
        review.rename(called, name)
    document = DocumentAdditions(article.bylines, tuple(passages_to_skip(article)))
    if given == "-":
        _take_terminal()
    try:
        ended = _on_screen(review, saved, document) if tui else _line_by_line(context, review, saved, document)
    except KeyboardInterrupt:
        _say_interrupted(review)
        return INTERRUPTED
    if ended is not None:
        _record(context, review, saved, ended, why)
    if ended is not None or not review.having(ACCEPT):
        drop_settled(kept, review.unsettled)
    return 0


def drop_settled(kept: Mapping[str, Path], unsettled: Collection[str]) -> None:
    """Drop the kept proposals of which nothing is left to decide: nor do those wait that do not fit the text."""
    for mark in kept.keys() - set(unsettled):
        kept[mark].unlink(missing_ok=True)


def _take_terminal() -> None:
    """Take keys from the terminal, now that standard input was read as the article."""
    terminal = os.open("/dev/tty", os.O_RDWR)
    os.dup2(terminal, 0)
    os.close(terminal)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115


def _on_screen(review: Review, saved: SavedDecisions, document: DocumentAdditions) -> DocumentAdditions | None:
    from claimtrack.cli.review.tui import run

    said = run(review, saved, document)
    if said is None:
        say("Nothing was recorded." + (" What you decided is kept." if review.decisions else ""))
    return said


def _line_by_line(
    context: CliContext, review: Review, saved: SavedDecisions, document: DocumentAdditions
) -> DocumentAdditions | None:
    """Review on the terminal; what is to be said of the document where the rest is to be recorded too, else None."""
    from claimtrack.cli.keys import Keys
    from claimtrack.cli.review.prompts import Prompter
    from claimtrack.cli.review.terminal import Reviewer
    from claimtrack.render.proposal import LEGEND
    from claimtrack.render.terminal.style import Style

    say_count(review.article, len(review.proposed))
    say(f"{LEGEND}; ? explains the keys.")
    with Keys() as keys:
        ended = Reviewer(review, saved, Prompter(keys, Style(context.colored))).run(document)
    return ended.said if ended.record else None


def _say_interrupted(review: Review) -> None:
    from claimtrack.domain.english import plural

    decided = len(review.decisions)
    kept = f" {plural(decided, 'decision')} kept: the same command goes on from there." if decided else ""
    say("")
    say(f"Interrupted: no attribution was recorded.{kept}")


def _record(
    context: CliContext, review: Review, saved: SavedDecisions, said: DocumentAdditions, why: str | None
) -> None:
    from claimtrack.actions.lookup import text_coverage
    from claimtrack.actions.reading.recording import record
    from claimtrack.actions.reading.review import ACCEPT, REJECT
    from claimtrack.render.proposal import coverage_lines

    article = review.article
    ledger = context.ledger_to_write
    written = record(
        ledger,
        review.having(ACCEPT),
        document=article.document,
        by=context.user,
        story=article.story,
        why=why,
        before=before_of(article),
        said=said,
    )
    saved.recorded()
    say(recorded_words(written) + (" 'claimtrack undo' takes it back." if written.seq is not None else ""))
    for line in outcome_messages(written.value.outcome, list_created=True):
        say(line)
    covered = text_coverage(ledger, article.document)
    if covered is not None:
        refused = [said for one in review.having(REJECT) for said in one.assertions]
        put_lines(coverage_lines(covered, width=columns(), refused=refused))


def previewer(context: CliContext, article: Article) -> Previewer:
    """What finds out what recording proposed claims of an article would come to."""
    from claimtrack.actions.reading.recording import previews

    ledger, before = context.ledger_to_write, before_of(article)
    return lambda claims: previews(ledger, claims, by=context.user, story=article.story, before=before)


def recorded_words(written: Written[Recording], *, known: int = 0, rejected: int = 0, undecided: int = 0) -> str:
    """What was recorded, in a sentence: "Recorded 2 attributions of 1 claim as one change; 1 rejected."."""
    from claimtrack.domain.english import plural

    made = written.value.outcome.counts[("created", "assertion")]
    claims = plural(len(set(written.value.claims)), "claim")
    first = f"Recorded {plural(made, 'attribution')} of {claims} as one change"
    there = known + len(written.value.assertions) - made
    others = {"there already": there, "rejected": rejected}
    rest = [f"{count} {words}" for words, count in others.items() if count]
    rest += [f"{plural(undecided, 'proposal')} without a decision"] if undecided else []
    return "; ".join(["Nothing new was recorded" if written.seq is None else first, *rest]) + "."


def before_of(article: Article) -> dict[str, str]:
    """The assertions that the ledger has already, by the keys that claims know them by."""
    return {
        assertion["key"]: record
        for proposed in article.proposed
        for assertion, record in zip(proposed.assertions, article.recorded.get(proposed.mark, ()), strict=False)
    }


def say_count(article: Article, count: int) -> None:
    """Say how many proposals there are, and how many of the article the ledger has already."""
    from claimtrack.domain.english import plural

    known = f"; {len(article.recorded)} in the ledger already" if article.recorded else ""
    say(f"{plural(count, 'proposal')}{known}.")
