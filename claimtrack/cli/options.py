"""Options that several verbs share: who said it and in what words, what the claim is, and how a write is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from claimtrack.cli.record import Record
from claimtrack.cli.words import Word
from claimtrack.domain import words

F = TypeVar("F", bound=Callable[..., Any])

_WHO = (
    click.option(
        "-s",
        "--said-by",
        "said_by",
        metavar="SOURCE",
        multiple=True,
        help="Who said it. Repeat for a joint statement. 'A > B' is a chain.",
    ),
    click.option(
        "--of", "of", metavar="BODY", help="The body the speaker speaks for: -s spokesman --of 'Harbour Board'."
    ),
    click.option(
        "--told", "--via", "told", metavar="CARRIER", multiple=True, help="Who carried it, from the speaker outward."
    ),
    click.option("--own", is_flag=True, help="The outlet's own voice; with -s NAME, that reporter's own observation."),
    click.option("--reportedly", is_flag=True, help="Hearsay: nobody is named."),
    click.option("--described", is_flag=True, help="Passive: 'is often described as', nobody is named."),
    click.option("-a", "--again", is_flag=True, help="Speaker, chain and document of your last assertion."),
    click.option("--continues", is_flag=True, help="As --again, and goes on from that assertion."),
    click.option("--naming", type=Word(words.NAMINGS), help="How the speaker is named, if it is not as it looks."),
    click.option("--words", "words", metavar="TEXT", help="What the text calls the speaker."),
    click.option("--described-as", metavar="TEXT", help="What may be printed instead of the name."),
    click.option("--role", metavar="TEXT", help="The speaker's office or part: 'mayor of Ista'."),
)

_WORDS = (
    click.option("-q", "--quote", metavar="WORDS", help="The passage's words; ' ... ' spans words of the text."),
    click.option("--nth", type=click.IntRange(1), metavar="N", help="Which place, when the words stand in several."),
    click.option(
        "--quote-kind", type=Word(words.QUOTE_KINDS), help="How the words are given; else read from the text."
    ),
    click.option("--stance", type=Word(words.STANCES), help="asserts, unless said otherwise."),
    click.option("-b", "--basis", type=Word(words.BASES), help="How the speaker knows."),
    click.option(
        "-e",
        "--evidence-given",
        type=Word(words.EVIDENCE_GIVEN),
        multiple=True,
        help="Evidence the speaker gave, or none-given if the piece says so.",
    ),
    click.option("--caveat", "caveats", type=Word(words.CAVEATS), multiple=True, help="What the carrier says of it."),
    click.option("--hedge", metavar="WORD", help="The hedge as printed: 'allegedly'."),
    click.option("--occasion", metavar="TEXT", help="Where it was said: 'a speech on state TV'."),
    click.option("--said-on", "said", metavar="DATE", help="When it was said (not when it was published)."),
    click.option("--release", type=Word(words.RELEASES), help="On what terms it may be used."),
    click.option("--until", metavar="DATE", help="When an embargo ends."),
    click.option(
        "--label-words", type=Word(words.LABEL_WORDS), help="Whose word the label is; else read from the text."
    ),
    click.option(
        "-i",
        "--in",
        "document",
        metavar="DOC",
        type=Record("document"),
        help="The document it stands in; else the one in use.",
    ),
    click.option("-t", "--tag", "tags", metavar="NAME", multiple=True, help="Tag the record."),
    click.option("-n", "--note", "notes", metavar="TEXT", multiple=True, help="Note on the record."),
)

_WHAT = (
    click.option("-k", "--kind", type=Word(words.CLAIM_KINDS), help="What kind of claim it is."),
    click.option("-Q", "--question", metavar="TEXT", help="The question it answers; a new one is made."),
    click.option("--figure", metavar="WORDS", help="A figure as said: 'about 10', 'dozens', 'at least 36'."),
    click.option("--low", metavar="N", help="Your own lower bound of the figure."),
    click.option("--high", metavar="N", help="Your own upper bound of the figure."),
    click.option("--unit", metavar="UNIT", help="What is measured: people (the default), %, USD, km."),
    click.option("--counting", metavar="WHOM", help="Who or what is counted: 'soldiers'."),
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
    click.option("--genre", type=Word(words.GENRES), help="What kind of piece it is."),
    click.option("--language", metavar="CODE", help="Its language: en, kk, ar."),
    click.option("--byline", metavar="NAME", multiple=True, help="Who wrote it."),
    click.option("--dateline", metavar="PLACE", help="Where they wrote it, for the first byline."),
    click.option("--section", metavar="TEXT", help="The part of the piece the first byline is for."),
    click.option("--archive", "archive_links", metavar="URL", multiple=True, help="An archived copy."),
    click.option("--state", type=Word(words.DOCUMENT_STATES), help="Whether it still stands."),
    click.option("--copy", metavar="URL", help="Where the text was really taken from, if not from the original."),
    click.option("--copy-kind", type=Word(words.COPY_KINDS), help="What that copy is: repost unless given."),
    click.option("--compared", is_flag=True, help="The copy was compared with the original."),
    click.option("--fetch", is_flag=True, help="Fetch URL and store its text (needs claimtrack[web])."),
)

story_option = click.option("--story", metavar="STORY", type=Record("story"), help="The story; else the one in use.")
why_option = click.option("--why", metavar="TEXT", help="Why, for the history.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print what was recorded as JSON.")


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
