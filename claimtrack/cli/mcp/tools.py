"""The tools of `claimtrack-mcp`: each calls the action of the verb of its name, and gives what that gives to machines.

Nothing here writes to a ledger. A proposal is kept beside it, for a person to review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claimtrack.actions import disagreements as disputes
from claimtrack.actions import lookup
from claimtrack.actions.claims import list_claims
from claimtrack.actions.drafts import check_drafts
from claimtrack.actions.reading.article import open_article
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.actions.reading.proposed_lines import claims_of_lines, nothing_read
from claimtrack.actions.reports import format_report
from claimtrack.cli.commands.disagreements import disagreement_row
from claimtrack.cli.commands.records import record_item
from claimtrack.cli.errors import MOST_PROBLEMS
from claimtrack.cli.review.kept_proposals import KeptProposals
from claimtrack.domain.english import plural
from claimtrack.domain.records import FilePosition
from claimtrack.domain.vocabulary import CLAIM_KINDS, STATUSES
from claimtrack.errors import BadInput
from claimtrack.render.data import as_json, as_jsonl
from claimtrack.render.problems import problem_lines
from claimtrack.render.record import sentences

if TYPE_CHECKING:
    from claimtrack.ledger.database import LedgerDatabase

MOST_FOUND = 1_000
"""Records that a search gives."""
MOST_PROPOSED = 100
"""Proposals of one call."""
MOST_GIVEN = 1_000_000
"""Characters of a draft, and bytes of the proposals of one call as JSON."""


@dataclass(frozen=True, slots=True)
class OpenedLedger:
    """A ledger for an assistant. `restricted`: what was said in confidence is shown too, as its owner chose."""

    database: LedgerDatabase
    restricted: bool

    def find(self, name: str | None, *types: str, story: str | None = None) -> str | None:
        """The id of the record of one of these types that an id, its beginning or a name means; None for no name."""
        if name is None:
            return None
        return lookup.find_record(self.database, name, *types, story=story, restricted=self.restricted)

    def story(self, name: str | None) -> str | None:
        """The story named, else the only one, else None."""
        return self.find(name, "story") or lookup.only_record(self.database, "story")


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What a tool gives, in lines with their line feeds, and what is to be said beside it."""

    lines: Iterable[str] = ()
    notes: tuple[str, ...] = ()


def search(ledger: OpenedLedger, words: str, *, types: Sequence[str] = (), story: str | None = None) -> ToolAnswer:
    """The records that hold all the words; texts by the paragraph."""
    in_story = ledger.find(story, "story")
    found = lookup.search_records(
        ledger.database, words, types=types, story=in_story, limit=MOST_FOUND, restricted=ledger.restricted
    )
    more = (f"More than {MOST_FOUND:,} records hold these words: give more words.",) if found.more else ()
    return ToolAnswer(as_jsonl(found), more)


def show(ledger: OpenedLedger, record: str) -> ToolAnswer:
    """One record with all that belongs to it, what the ids in it are called, and its attributions as sentences."""
    page = lookup.show_record(ledger.database, record, story=ledger.story(None), restricted=ledger.restricted)
    said = {"sentences": sentences(page)} if page.claim is not None else {}
    return ToolAnswer(as_json({**record_item(page), "names": page.names, **said}).splitlines(keepends=True))


def list_records(
    ledger: OpenedLedger,
    *,
    what: str = "claim",
    story: str | None = None,
    status: str | None = None,
    kind: str | None = None,
    source: str | None = None,
    question: str | None = None,
) -> ToolAnswer:
    """The claims that fit, or the stories, sources, documents or questions."""
    if what != "claim":
        if any((story, status, kind, source, question)):
            raise BadInput(f"only claims are chosen among, not the list of each {what}", "Give 'what' alone.")
        return ToolAnswer(as_jsonl(lookup.list_records(ledger.database, what, restricted=ledger.restricted)))
    in_story = ledger.story(story)
    claims = list_claims(
        ledger.database,
        story=in_story,
        statuses=(status,) if status else (),
        kinds=(kind,) if kind else (),
        source=ledger.find(source, "source", story=in_story),
        question=ledger.find(question, "question", story=in_story),
        restricted=ledger.restricted,
    )
    return ToolAnswer(as_jsonl(claims))


def figures(ledger: OpenedLedger, *, story: str | None = None) -> ToolAnswer:
    """For each question that asks for a figure, all figures given."""
    tables = disputes.list_figures(ledger.database, story=ledger.story(story), restricted=ledger.restricted)
    return ToolAnswer(as_jsonl(tables))


def disagreements(ledger: OpenedLedger, *, story: str | None = None, settled: bool = False) -> ToolAnswer:
    """Where sources part: what nobody settled, and with `settled` the rest too."""
    every = disputes.list_disagreements(ledger.database, story=ledger.story(story), restricted=ledger.restricted)
    return ToolAnswer(as_jsonl(disagreement_row(row, every.names) for row in every if row.open or settled))


def report(ledger: OpenedLedger, *, story: str | None = None, edition: str = "desk", full: bool = False) -> ToolAnswer:
    """The attribution report as text."""
    in_story = ledger.story(story)
    if in_story is None:
        raise BadInput("there is no story, or more than one", "Name the one that is meant.")
    made = format_report(ledger.database, in_story, edition=edition, full=full, restricted=ledger.restricted)
    return ToolAnswer(made.text.splitlines(keepends=True))


def check(ledger: OpenedLedger, draft: str, *, story: str | None = None) -> ToolAnswer:
    """Findings on a draft held against the ledger."""
    in_story = ledger.story(story)
    found = check_drafts(ledger.database, [("draft", draft)], story=in_story, restricted=ledger.restricted)
    return ToolAnswer(as_jsonl(found))


def propose(ledger: OpenedLedger, document: str, claims: Sequence[Any], *, by: str) -> ToolAnswer:
    """Keep proposals for a person's review. Of one that is refused it is said why."""
    page = lookup.show_record(ledger.database, document, "document", restricted=ledger.restricted)
    if not (page.item or {}).get("text"):
        raise BadInput("there is no text of this document to propose from", "'show' gives the text where there is one.")
    article = open_article(ledger.database, page.id, None, nothing_read)
    lines = [(FilePosition("claims", number), claim, by) for number, claim in enumerate(claims, 1)]
    made = claims_of_lines(article, lines)
    sound = [claim for claim, proposed in zip(claims, made, strict=True) if isinstance(proposed, ProposedClaim)]
    problems = sorted(problem for proposed in made if not isinstance(proposed, ProposedClaim) for problem in proposed)
    if not sound:
        raise BadInput("none of this was kept", "", problems)
    if len(as_json(sound, indent=None).encode()) > MOST_GIVEN:
        raise BadInput(f"these proposals are more than {MOST_GIVEN:,} bytes", "Give fewer at a time.")
    KeptProposals(ledger.database.id, page.id, database=ledger.database.location.path).keep(sound, by)
    told = f"{plural(len(sound), 'proposal')} kept. A person reviews them with: claimtrack read {page.id} --proposed\n"
    return ToolAnswer([told], ("Refused:", *problem_lines(problems, MOST_PROBLEMS)) if problems else ())


Schema = dict[str, Any]


def _text(what: str, most: int = 1_000) -> Schema:
    return {"type": "string", "maxLength": most, "description": what}


def _choice(what: str, *words: str) -> Schema:
    return {"type": "string", "enum": list(words), "description": what}


_STORY = _text("The story, by its name or id; else the only one, else the whole ledger.")
_START = {
    "type": "integer",
    "minimum": 0,
    "description": "Where the part that is wanted begins: a long answer says where its next part does.",
}


@dataclass(frozen=True, slots=True)
class LedgerTool:
    """A tool: what an assistant is told of it, and the schemas of its arguments; those `needed` must be given.

    One that only reads takes `start` too, and one that `proposes` is told who does.
    """

    name: str
    call: Callable[..., ToolAnswer]
    what: str
    arguments: Mapping[str, Schema]
    needed: tuple[str, ...] = ()
    proposes: bool = False

    @property
    def schema(self) -> Schema:
        """The JSON Schema of all its arguments."""
        return {
            "type": "object",
            "properties": {**self.arguments, **({} if self.proposes else {"start": _START})},
            "required": list(self.needed),
            "additionalProperties": False,
        }


TOOLS = (
    LedgerTool(
        "search",
        search,
        "Find the records that hold all the words, whatever their case and accents: a line of JSON each.",
        {
            "words": _text("The words."),
            "types": {
                "type": "array",
                "items": _text("A type of record: claim, source, document..."),
                "maxItems": 20,
                "description": "Only records of these types.",
            },
            "story": _STORY,
        },
        ("words",),
    ),
    LedgerTool(
        "show",
        show,
        "Show one record with all that belongs to it, as JSON; of a document its text, where that may be shown.",
        {"record": _text("An id, a name, or the beginning of either.")},
        ("record",),
    ),
    LedgerTool(
        "list",
        list_records,
        "List claims with their status and who said them, or the stories, sources, documents or questions.",
        {
            "what": _choice("What to list: claim unless given.", "claim", "story", "source", "document", "question"),
            "story": _STORY,
            "status": _choice("Only claims of this status.", *STATUSES),
            "kind": _choice("Only claims of this kind.", *CLAIM_KINDS),
            "source": _text("Only claims that this source said, passed on or published."),
            "question": _text("Only claims that answer this question."),
        },
    ),
    LedgerTool(
        "figures",
        figures,
        "The figures given to each question: who counts, when, and which conflict.",
        {"story": _STORY},
    ),
    LedgerTool(
        "disagreements",
        disagreements,
        "Where sources part: answers, stances, wordings and voices that cannot all stand.",
        {"story": _STORY, "settled": {"type": "boolean", "description": "Also those that somebody settled."}},
    ),
    LedgerTool(
        "report",
        report,
        "The attribution report of a story, as text: who said what, on whose authority, with what evidence.",
        {
            "story": _STORY,
            "edition": _choice("For whom: desk unless given.", "desk", "legal", "public"),
            "full": {"type": "boolean", "description": "Every claim, disagreement and source whole."},
        },
    ),
    LedgerTool(
        "check",
        check,
        "Hold a draft against the ledger: a line of JSON for each finding, with a place, a fact and a next step.",
        {"draft": _text("The text, Markdown or HTML.", MOST_GIVEN), "story": _STORY},
        ("draft",),
    ),
    LedgerTool(
        "propose",
        propose,
        "Propose attributions of a stored document. Nothing is recorded: they are kept for a person, who decides. The"
        " words of each quotation must stand in the document's text exactly as given; where they stand there several"
        " times, 'prefix' and 'suffix' say what stands beside them.",
        {
            "document": _text("An id, a title or a URL."),
            "claims": {
                "type": "array",
                "items": {"type": "object"},
                "minItems": 1,
                "maxItems": MOST_PROPOSED,
                "description": 'Each as {"text": "The gate was shut", "assertions": [{"chain": ["Ines Vale"], "quote":'
                ' {"exact": "the gate was shut"}}]}: the claim, and who said so in which words. A chain goes from who'
                " said it to who passed it on.",
            },
        },
        ("document", "claims"),
        proposes=True,
    ),
)
"""All that an assistant can do."""
