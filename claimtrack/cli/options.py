"""Options that several verbs share: who said it and in what words, what the claim is, and how a write is reported."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from claimtrack.domain import vocabulary
from claimtrack.domain.text import safe, shorten
from claimtrack.errors import ClaimtrackError

if TYPE_CHECKING:
    TextParam = click.ParamType[str]
else:
    TextParam = click.ParamType


class VocabularyWord(TextParam):
    """One word of a vocabulary, by itself or by any beginning that only it has."""

    name = "word"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """The words, in `--help`; only the first few of a long list."""
        shown = self.words if len(self.words) <= 12 else (*self.words[:11], "...")
        return "[" + "|".join(shown) + "]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word meant. Fails with the words that fit, or the nearest."""
        wanted = value.strip().casefold().replace(" ", "-").replace("_", "-")
        for word in self.words:
            if word.casefold() == wanted:
                return word
        fits = [word for word in self.words if word.casefold().startswith(wanted)] if wanted else []
        if len(fits) == 1:
            return fits[0]
        if fits:
            self.fail(f"{value!r} fits {', '.join(fits)}: type more of it.", param, ctx)
        near = difflib.get_close_matches(wanted, self.words, 1, 0.5)
        hint = f" Did you mean {near[0]}?" if near else ""
        return self.fail(f"{value!r} is none of {', '.join(self.words)}.{hint}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin so."""
        return [CompletionItem(word) for word in self.words if word.casefold().startswith(incomplete.casefold())]


class VocabularyWords(VocabularyWord):
    """One or several words of a vocabulary, parted by commas."""

    name = "words"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words meant, parted by commas."""
        return ",".join(super(VocabularyWords, self).convert(part, param, ctx) for part in value.split(","))


class RecordParameter(TextParam):
    """An id, the beginning of one, or a name, of a record of one of these types (any when none is given).

    It is looked up by the verb; here it is only completed: names are offered, and ids, each with what the record says.
    """

    name = "record"

    def __init__(self, *types: str) -> None:
        self.types = types

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names and ids that begin so; none when the ledger cannot be read: a shell has no place for an error.

        No name with a backslash, which shells escape differently, nor one that a terminal would obey.
        """
        from claimtrack.actions.lookup import completions
        from claimtrack.cli.context import CliContext

        given = ctx.find_root().params
        try:
            with closing(CliContext(db=given.get("db"), as_of=given.get("as_of"))) as context:
                fits = completions(context.ledger, incomplete, *self.types)
        except ClaimtrackError:
            return []
        offered = (CompletionItem(value, help=safe(shorten(told, 80))) for value, told in fits)
        return [item for item in offered if safe(item.value) == item.value and "\\" not in item.value]


class RuleCode(TextParam):
    """The code of a rule on records ("ledger"), on drafts ("draft"), or of any."""

    name = "code"

    def __init__(self, of: str = "") -> None:
        self.of = of

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The codes that begin so, each with what it says of the rule."""
        from claimtrack.actions.drafts import can_be_allowed, list_rules

        fits = [rule for rule in list_rules() if rule.code.startswith(incomplete.casefold())]
        wanted = [rule for rule in fits if not self.of or can_be_allowed(rule) == (self.of == "ledger")]
        return [CompletionItem(rule.code, help=rule.title) for rule in wanted]


class FileOrRecord(RecordParameter):
    """A file, or a record of one of these types as a person names it."""

    name = "file or record"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The ids that begin so, and whatever files the shell finds."""
        return [*super().shell_complete(ctx, param, incomplete), CompletionItem(incomplete, type="file")]


F = TypeVar("F", bound=Callable[..., Any])


def word_option(*names: str, words: Sequence[str], **more: Any) -> Callable[[F], F]:
    """An option that takes a word of a vocabulary; `more` is what click's options take."""
    return click.option(*names, type=VocabularyWord(words), **more)


_WHO = (
    click.option(
        "-s",
        "--said-by",
        metavar="SOURCE",
        multiple=True,
        help="Who said it. Repeat for a joint statement. 'A > B' is a chain.",
    ),
    click.option("--of", metavar="BODY", help="The body the speaker speaks for: -s spokesman --of 'Harbour Board'."),
    click.option("--told", "--via", metavar="CARRIER", multiple=True, help="Who carried it, from the speaker outward."),
    click.option("--own", is_flag=True, help="The outlet's own voice; with -s NAME, that reporter's own observation."),
    click.option("--reportedly", is_flag=True, help="Hearsay: nobody is named."),
    click.option("--described", is_flag=True, help="Passive: 'is often described as', nobody is named."),
    click.option("-a", "--again", is_flag=True, help="Speaker, chain and document of your last assertion."),
    click.option("--continues", is_flag=True, help="As --again, and goes on from that assertion."),
    word_option("--naming", words=vocabulary.NAMINGS, help="How the speaker is named, if it is not as it looks."),
    click.option("--words", metavar="TEXT", help="What the text calls the speaker."),
    click.option("--described-as", metavar="TEXT", help="What may be printed instead of the name."),
    click.option("--role", metavar="TEXT", help="The speaker's office or part: 'mayor of Ista'."),
)

_WORDS = (
    click.option("-q", "--quote", metavar="WORDS", help="The passage's words; ' ... ' spans words of the text."),
    click.option("--nth", type=click.IntRange(1), metavar="N", help="Which place, when the words stand in several."),
    word_option("--quote-kind", words=vocabulary.QUOTE_KINDS, help="How the words are given; else read from the text."),
    word_option(
        "--stance",
        words=vocabulary.STANCES,
        help="asserts, unless said otherwise; 'withdraws' takes this back, 'corrects' gives it in place of another.",
    ),
    word_option("-b", "--basis", words=vocabulary.BASES, help="How the speaker knows."),
    word_option(
        "-e",
        "--evidence-given",
        words=vocabulary.EVIDENCE_GIVEN,
        multiple=True,
        help="Evidence the speaker gave, or none-given if the piece says so.",
    ),
    word_option("--caveat", "caveats", words=vocabulary.CAVEATS, multiple=True, help="What the carrier says of it."),
    click.option("--hedge", metavar="WORD", help="The hedge as printed: 'allegedly'."),
    click.option("--occasion", metavar="TEXT", help="Where it was said: 'a speech on state TV'."),
    click.option("--said-on", "said", metavar="DATE", help="When it was said (not when it was published)."),
    word_option("--release", words=vocabulary.RELEASES, help="On what terms it may be used."),
    click.option("--until", metavar="DATE", help="When an embargo ends."),
    word_option(
        "--label-words", words=vocabulary.LABEL_WORDS, help="Whose word the label is; else read from the text."
    ),
    click.option(
        "-i",
        "--in",
        "document",
        metavar="DOC",
        type=RecordParameter("document"),
        help="The document it stands in; else the one in use.",
    ),
    click.option("-t", "--tag", "tags", metavar="NAME", multiple=True, help="Tag the record."),
    click.option("-n", "--note", "notes", metavar="TEXT", multiple=True, help="Note on the record."),
)

_WHAT = (
    word_option("-k", "--kind", words=vocabulary.CLAIM_KINDS, help="What kind of claim it is."),
    click.option("-Q", "--question", metavar="TEXT", help="The question it answers; a new one is made."),
    click.option("--figure", metavar="WORDS", help="A figure as said: 'about 10', 'dozens', 'at least 36'."),
    click.option("--low", metavar="N", help="Your own lower bound of the figure."),
    click.option("--high", metavar="N", help="Your own upper bound of the figure."),
    click.option("--unit", metavar="UNIT", help="What is measured: people (the default), boats, %, USD, km."),
    click.option("--counting", metavar="WHOM", help="Which of them are counted: 'soldiers' of people."),
    click.option("--scope", metavar="WORDS", help="Place and hours in the source's words, or 'unstated'."),
    click.option("--for-date", metavar="DATE", help="The day the answer is about."),
    click.option("--label", metavar="WORD", help="What someone or something is called."),
    click.option(
        "--answer", metavar="TEXT", help="The answer in words: a cause, actor, motive, time, place, yes or no."
    ),
    click.option("--about", metavar="SOURCE", multiple=True, help="Whom the claim is about."),
    click.option("--allegation", is_flag=True, help="It alleges wrongdoing."),
)

_DOCUMENT = (
    click.option("--url", metavar="URL", help="Where the text of FILE was published."),
    click.option("--text-file", type=click.Path(path_type=Path), help="The text of the piece at URL."),
    click.option("--title", metavar="TEXT", help="Its headline."),
    click.option("--publisher", metavar="SOURCE", help="Who published it."),
    click.option("--published", metavar="DATE", help="When."),
    word_option("--genre", words=vocabulary.GENRES, help="What kind of piece it is."),
    click.option("--language", metavar="CODE", help="Its language: en, kk, ar."),
    click.option("--byline", metavar="NAME", multiple=True, help="Who wrote it."),
    click.option("--dateline", metavar="PLACE", help="Where they wrote it, for the first byline."),
    click.option("--section", metavar="TEXT", help="The part of the piece the first byline is for."),
    click.option("--archive", "archive_links", metavar="URL", multiple=True, help="An archived copy."),
    word_option("--state", words=vocabulary.DOCUMENT_STATES, help="Whether it still stands."),
    click.option("--copy", metavar="URL", help="Where the text was really taken from, if not from the original."),
    word_option("--copy-kind", words=vocabulary.COPY_KINDS, help="What that copy is: repost unless given."),
    click.option("--compared", is_flag=True, help="The copy was compared with the original."),
    click.option("--fetch", is_flag=True, help="Fetch URL: store its text, and keep its bytes."),
)

story_option = click.option(
    "--story", metavar="STORY", type=RecordParameter("story"), help="The story; else the one in use."
)
story_or_all_option = click.option(
    "--story",
    metavar="STORY",
    type=RecordParameter("story"),
    help="The story; else the one in use, else the whole ledger.",
)
why_option = click.option("--why", metavar="TEXT", help="Why, for the history.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print what was recorded as JSON.")


def limit_option(most: int) -> Callable[[F], F]:
    """How many are listed; `most` unless a number is given."""
    return click.option(
        "--limit", type=click.IntRange(1), default=most, show_default=True, metavar="N", help="At most this many."
    )


def _all(options: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


who_options = _all((*_WHO, *_WORDS))
"""Who said it and in what words: `add` and `attribute`."""
what_options = _all(_WHAT)
"""What the claim is: `add`."""
document_options = _all(_DOCUMENT)
"""What a document is: `document add` and `read`."""
written_options = _all((why_option, json_option))
"""What every writing verb takes."""


def example(*lines: str) -> str:
    """The end of a verb's help: real examples, one a line."""
    return "\b\nExample:\n" + "\n".join(f"  claimtrack {line}" for line in lines)
