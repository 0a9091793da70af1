"""`read`: an article's attributions, proposed by rules and accepted by a person."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import INTERRUPTED, say
from claimtrack.cli.options import FileOrRecord, RecordParameter, document_options, example, story_option, why_option
from claimtrack.cli.output import NO_STORY, columns, outcome_messages, print_written, put, put_lines, short
from claimtrack.cli.user_folders import fetched_folder
from claimtrack.domain.ids import is_id
from claimtrack.domain.text import safe
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput, ClaimtrackError

if TYPE_CHECKING:
    from claimtrack.actions.documents import GivenDocument
    from claimtrack.actions.reading.article import Article
    from claimtrack.actions.reading.recording import DocumentAdditions, Recording
    from claimtrack.actions.reading.review import Previewer, Review
    from claimtrack.cli.review.kept_proposals import KeptProposals
    from claimtrack.cli.review.saved_decisions import SavedDecisions
    from claimtrack.ledger.database import Written
    from claimtrack.problem import Problem


NO_TERMINAL = (
    "--jsonl gives the proposals for an editor or a pipe, and --decisions FILE takes them back with a decision each."
)


@click.command(
    "read",
    epilog=example(
        "read article.txt --publisher 'The Courier' --published 2026-03-03 --story 'Harbour flood'",
        "read article.txt --jsonl",
        "read article.txt --decisions decided.jsonl",
        "read article.txt --with 'llm -t who-said-what'",
    ),
)
@click.argument("article", required=False, type=FileOrRecord("document"), metavar="[FILE|DOC]")
@document_options
@story_option
@click.option("--document", "stored", metavar="DOC", type=RecordParameter("document"), help="Read a stored document.")
@click.option(
    "--with",
    "program",
    metavar="COMMAND",
    help="Let COMMAND propose in place of the rules: it is given the text, and gives a claim on each line as JSON. "
    "It has ten minutes, and 16 MiB for what it gives.",
)
@click.option("--proposed", is_flag=True, help="Review what an assistant proposed (claimtrack-mcp), not what rules do.")
@click.option("--jsonl", is_flag=True, help="Give the proposals as JSON Lines, and ask nothing.")
@click.option("--decisions", metavar="FILE", help="Record what the lines of FILE ('-': stdin) accept, and ask nothing.")
@click.option("--tui", is_flag=True, help="Review on the whole screen (needs claimtrack[tui]).")
@click.option("--afresh", is_flag=True, help="Forget what was decided in an earlier review and not recorded.")
@why_option
@click.option("--json", "as_json", is_flag=True, help="With --decisions, print what was recorded as JSON.")
@click.pass_context
def read_command(
    ctx: click.Context,
    /,
    article: str | None,
    stored: str | None,
    story: str | None,
    program: str | None,
    proposed: bool,
    jsonl: bool,
    decisions: str | None,
    tui: bool,
    afresh: bool,
    why: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Read an article: propose who said what in it, and record what you accept.

    FILE is text, Markdown, HTML, PDF, DOCX, a transcript (SRT, WebVTT) or an e-mail (.eml); '-' is text from standard
    input. Its text is stored. DOC is a stored document. With neither, the document in use is read. Each proposal is
    shown in its context and decided with one key. Nothing is recorded that nobody accepted; what was accepted goes in
    as one change, which 'undo' takes back. Quit whenever you like: decisions are kept.
    """
    from claimtrack.actions.reading.article import open_article
    from claimtrack.cli.review.kept_proposals import KeptProposals
    from claimtrack.domain.english import plural

    context: CliContext = ctx.obj
    _check_ways(article, jsonl=jsonl, decisions=decisions, tui=tui)
    proposers = [name for name, is_given in (("--with", program is not None), ("--proposed", proposed)) if is_given]
    if proposers and decisions is not None:
        raise BadInput(f"{proposers[0]} proposes, and --decisions records what was decided", "Give one of them.")
    if len(proposers) > 1:
        raise BadInput("--with and --proposed are two ways to propose", "Give one of them.")
    given = _given(context, article, stored, options)
    known = _known_story(context, story)
    document, document_messages = _document(context, article, stored, options, given)
    in_story, story_messages = _story(context, story, known)
    for message in (*document_messages, *story_messages):
        say(message)
    opened = open_article(context.ledger_to_write, document, in_story)
    kept: dict[str, Path] = {}
    waiting = KeptProposals(context.ledger.id, document, database=context.ledger.location.path)
    if program is not None:
        opened = _propose_with(opened, program)
    elif proposed:
        opened, kept = _with_kept(opened, waiting)
    else:
        if waiting.count and decisions is None:
            say(f"{plural(waiting.count, 'proposal')} of an assistant for this document: --proposed reviews them.")
        if opened.unread is not None:
            say(f"There are no rules for reading {opened.unread!r} yet, so nothing is proposed.")
    if jsonl:
        _put_lines(context, opened)
    elif decisions is not None:
        _take_decisions(context, opened, decisions, why, as_json=as_json, waiting=waiting)
    else:
        ctx.exit(_review(context, opened, article, why, tui=tui, afresh=afresh, kept=kept))


def _propose_with(article: Article, program: str) -> Article:
    from claimtrack.actions.reading.program import propose_with

    proposed, problems = propose_with(article, program, say)
    _say_problems("Some lines of the program are not proposed:", problems)
    return proposed


def _with_kept(article: Article, waiting: KeptProposals) -> tuple[Article, dict[str, Path]]:
    """The article with what assistants proposed of it, and every file that is kept, by the mark of its proposal.

    By its name that of one that does not fit the text.
    """
    from claimtrack.actions.reading.proposal_items import ProposedClaim
    from claimtrack.actions.reading.proposed_lines import claims_of_lines, with_lines

    kept = list(waiting.read())
    made = claims_of_lines(article, [line for _, line in kept])
    proposed, problems = with_lines(article, made)
    _say_problems(
        "Some proposals cannot be recorded with the text as it is now, and wait no more after this review:", problems
    )
    return proposed, {
        claim.mark if isinstance(claim, ProposedClaim) else file.name: file
        for claim, (file, _) in zip(made, kept, strict=True)
    }


def _say_problems(head: str, problems: Sequence[Problem]) -> None:
    from claimtrack.cli.errors import MOST_PROBLEMS
    from claimtrack.render.problems import problem_lines

    if problems:
        say(head)
    for line in problem_lines(problems, MOST_PROBLEMS):
        say(f"  {line}")


def _check_ways(article: str | None, *, jsonl: bool, decisions: str | None, tui: bool) -> None:
    ways = [name for name, given in (("--jsonl", jsonl), ("--decisions", decisions), ("--tui", tui)) if given]
    if len(ways) > 1:
        raise BadInput(f"{ways[0]} and {ways[1]} are two ways to read", "Give one of them.")
    if article == "-" and decisions == "-":
        raise BadInput("standard input cannot be both the article and the decisions", "Give one of them as a file.")
    if jsonl or decisions is not None:
        return
    if not sys.stdout.isatty() or not (sys.stdin.isatty() or (article == "-" and _terminal() is not None)):
        raise BadInput("there is no terminal to review on", NO_TERMINAL)
    if tui:
        from claimtrack.cli.review.tui import require

        require()


def _terminal() -> str | None:
    """The terminal's own name, for keys when standard input is the article; None where there is none."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return None
    return "/dev/tty"


def _put_lines(context: CliContext, article: Article) -> None:
    from claimtrack.actions.reading.decisions import proposal_lines
    from claimtrack.render.data import as_json

    count, new = 0, [proposed for proposed in article.proposed if proposed.mark not in article.recorded]
    for line in proposal_lines(article, _previewer(context, article)(new) if article.claims else {}):
        put(as_json(line, indent=None))
        count += line["type"] == "claim"
    _say_count(article, count)
    if count:
        say('Add "decision": "accept", "reject" or "skip" to lines, and give them to --decisions.')


def _say_count(article: Article, count: int) -> None:
    from claimtrack.domain.english import plural

    known = f"; {len(article.recorded)} in the ledger already" if article.recorded else ""
    say(f"{plural(count, 'proposal')}{known}.")


def _take_decisions(
    context: CliContext, article: Article, file: str, why: str | None, *, as_json: bool, waiting: KeptProposals
) -> None:
    from claimtrack.actions.imports import STDIN, opened
    from claimtrack.actions.reading.decisions import read_decisions
    from claimtrack.actions.reading.recording import record

    name = "stdin" if file == STDIN else file
    with opened(file) as stream:
        decided = read_decisions(stream, name, article)
    if decided.problems:
        raise BadInput("nothing was recorded", "", decided.problems)
    fresh = [one for one in decided.accepted if one.edited or one.mark not in article.recorded]
    written = record(
        context.ledger_to_write,
        fresh,
        document=article.document,
        by=context.user,
        story=article.story,
        why=why,
        before=before_of(article),
        places=decided.places,
        said=decided.said,
    )
    if decided.marks:
        proposed, kept = _with_kept(article, waiting)
        _drop(kept, {one.mark for one in proposed.proposed} - proposed.recorded.keys() - decided.marks)
    known = len(decided.accepted) - len(fresh)
    words = _counted(written, known=known, rejected=len(decided.rejected), undecided=decided.undecided)
    if decided.document_undecided:
        words += " The line of the document has no decision: what it says was not noted."
    recording = written.value
    claims = list(dict.fromkeys(recording.claims)) if as_json or written.seq is not None else []
    messages = [words, *outcome_messages(recording.outcome, list_created=True)]
    print_written(written, claims, as_json=as_json, messages=messages, assertions=list(recording.assertions))


def _counted(written: Written[Recording], *, known: int = 0, rejected: int = 0, undecided: int = 0) -> str:
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
    """The assertions that the ledger has already, by the keys that offers know them by."""
    return {
        assertion["key"]: record
        for offer in article.proposed
        for assertion, record in zip(offer.assertions, article.recorded.get(offer.mark, ()), strict=False)
    }


def _previewer(context: CliContext, article: Article) -> Previewer:
    """What finds out what recording proposed claims of an article would come to."""
    from claimtrack.actions.reading.recording import previews

    ledger, before = context.ledger_to_write, before_of(article)
    return lambda offers: previews(ledger, offers, by=context.user, story=article.story, before=before)


def _review(
    context: CliContext,
    article: Article,
    given: str | None,
    why: str | None,
    *,
    tui: bool,
    afresh: bool,
    kept: Mapping[str, Path],
) -> int:
    from claimtrack.actions.reading.decisions import passages_to_skip
    from claimtrack.actions.reading.recording import DocumentAdditions
    from claimtrack.actions.reading.review import ACCEPT, Review, known_names
    from claimtrack.cli.review.saved_decisions import SavedDecisions

    ledger = context.ledger_to_write
    saved = SavedDecisions(ledger.id, article.document, database=ledger.location.path)
    if afresh:
        saved.forget()
    review = Review(article, _previewer(context, article), saved.read(article))
    for called, name in known_names(article, review.proposed).items():
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
        _drop(kept, review.unsettled)
    return 0


def _drop(kept: Mapping[str, Path], unsettled: Collection[str]) -> None:
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

    _say_count(review.article, len(review.proposed))
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
    say(_counted(written) + (" 'claimtrack undo' takes it back." if written.seq is not None else ""))
    for line in outcome_messages(written.value.outcome, list_created=True):
        say(line)
    covered = text_coverage(ledger, article.document)
    if covered is not None:
        refused = [said for one in review.having(REJECT) for said in one.assertions]
        put_lines(coverage_lines(covered, width=columns(), refused=refused))


DESCRIBING = ("url", "title", "publisher", "published", "genre", "language", "state", "byline", "archive_links", "copy")
"""Options that say something of the document."""


def _given(
    context: CliContext, article: str | None, stored: str | None, options: Mapping[str, Any]
) -> GivenDocument | None:
    """The article, if it is a file. What can be no article is refused before a ledger is made for it."""
    from claimtrack.actions.documents import MOST_READ, given_document
    from claimtrack.actions.ledger import where

    if article is not None and stored is None and article != "-" and Path(article).is_file():
        return given_document(article, options, keep=fetched_folder(), most=MOST_READ)
    if article != "-" and not options["fetch"] and not options["text_file"] and not where(context.settings.db)[1]:
        raise _none_named() if article is None and stored is None else _nothing(stored or str(article))
    return None


def _known_story(context: CliContext, given: str | None) -> str | None:
    """The story (an id); None where none is meant, and where one is named that is not there: it can be made.

    Where there are others, a person at a terminal is asked; else it is said when it is made.
    """
    from claimtrack.actions.lookup import list_records, very_like

    ledger = context.ledger_to_write
    try:
        return context.story(given)
    except BadInput:
        if given is None or is_id(given.strip()):
            raise
        if list_records(ledger, "story", restricted=True) and sys.stdin.isatty() and sys.stderr.isatty():
            known = very_like(ledger, "story", given)
            like = f" Very like it is {safe(known.called or '')!r}." if known is not None else ""
            if not click.confirm(f"There is no story {safe(given)!r} yet.{like} Make it?", default=not like, err=True):
                raise
        return None


def _story(context: CliContext, given: str | None, known: str | None) -> tuple[str | None, list[str]]:
    """The story (an id), made if it is named and not there, and what to say of it."""
    from claimtrack.actions import records
    from claimtrack.actions.lookup import very_like

    if known is not None:
        return known, []
    if given is None:
        return None, [NO_STORY]
    ledger = context.ledger_to_write
    known_name = very_like(ledger, "story", given)
    made = records.add(ledger, "story", {"name": given}, by=context.user).value.top_level_ids[-1]
    assert made is not None
    messages = [f"New story: {given}."]
    if known_name is not None:
        ways = f"claimtrack story merge {short(known_name.id)} {short(made)} --why 'One story'"
        messages.append(f"Very like it is {known_name.called!r}. If they are one: {ways}")
    return made, messages


def _document(
    context: CliContext,
    article: str | None,
    stored: str | None,
    options: Mapping[str, Any],
    given: GivenDocument | None,
) -> tuple[str, list[str]]:
    """The document (an id) and what to say of it. `article` is a file, "-", or what names a stored document."""
    from claimtrack.actions.documents import MOST_READ, given_document

    if stored is not None or article is None:
        document = context.document(stored)
        if document is None:
            raise _none_named()
        return document, []
    if given is not None:
        return _store(context, given, options)
    if article == "-":
        return _store(context, given_document(article, options, keep=fetched_folder(), most=MOST_READ), options)
    try:
        return context.record(article, "document"), []
    except BadInput:
        if is_web_url(article) and (options["fetch"] or options["text_file"]):
            return _store(context, given_document(article, options, keep=fetched_folder(), most=MOST_READ), options)
        raise _nothing(article) from None


def _none_named() -> ClaimtrackError:
    return BadInput("no article is named, and no document is in use", "Name a file: claimtrack read article.txt")


def _nothing(article: str) -> ClaimtrackError:
    if "://" in article:
        todo = "Give the file that has its text, with --url; or --fetch to fetch it."
        return BadInput(f"{article} is no stored document", todo)
    return BadInput(f"{article} is neither a file nor a stored document", "'claimtrack document list' lists those.")


def _store(context: CliContext, given: GivenDocument, options: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Store an article's text as a document, unless it is stored already and nothing new is said of it."""
    from claimtrack.actions.document_versions import store_document
    from claimtrack.actions.documents import document_with_text

    ledger = context.ledger_to_write
    fields = given.fields
    if not any(options[name] for name in DESCRIBING) and (known := document_with_text(ledger, fields["text"])):
        return known, list(given.notices)
    stored = store_document(ledger, given, by=context.user).value
    return stored.id, [*given.notices, *stored.messages, *outcome_messages(stored.outcome)]
