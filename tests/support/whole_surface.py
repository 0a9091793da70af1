"""Lines that write and read everything: what is run where all of the SQL is to be seen, or to be tried elsewhere."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.search import search
from claimtrack.queries.passages import document_with_text, suggested_sources
from claimtrack.queries.records import complete_id, suggested_claims, suggested_questions
from tests.cli.program import done, run

DRAFT = (
    "The grain terminal burned down at night, the mayor said. At least 12 people died, officials told the Courier.\n"
    "Residents blamed the “saboteurs”. The port authority denied it.\n"
)


def record_demo(folder: Path) -> Path:
    """The history of the example story in a file: what any number of ledgers can take over, with the same ids."""
    made = folder / "demo.db"
    history = folder / "demo.ledger"
    done("demo", "--quiet", "--keep", str(made))
    done("--db", str(made), "export", "--format", "ledger", "-o", str(history))
    return history


def write_everything(db: str) -> str:
    """Write to a ledger that holds the example story, with every writing verb; an instant from before that."""
    story, claims, sources, documents = (_ids(db, noun) for noun in ("story", "", "source", "document"))
    time.sleep(0.05)
    before = datetime.now(UTC).isoformat()
    time.sleep(0.05)
    first = ("--story", story[0])
    denial = ("attribute", claims[0], "-s", "Port police", "--stance", "denies", "--in", documents[0])
    label = ("-Q", "What were they?", "--label", "saboteurs", "-k", "characterisation", *first)
    boats = ("-Q", "How many boats sank?", "--figure", "9")
    for line in (
        (
            "add",
            "The bridge is closed",
            "-s",
            "Mayor Ana Ruiz",
            "--told",
            "The Courier",
            "-t",
            "bridge",
            "-n",
            "ask",
            *first,
        ),
        ("add", "They were saboteurs", "-s", "A clerk", "--in", documents[0], *label),
        denial,
        ("attribute", claims[0], "--reportedly", "--in", documents[0]),
        ("annotate", claims[1], "-n", "a note", "-t", "blame", "--supports", "https://e.example/x"),
        ("ask", claims[1], "--whom", sources[0], "--how", "email"),
        ("assess", claims[2], "refuted", "--why", "nonsense"),
        ("assess", claims[3], "supported", "--why", "seen"),
        ("rate", sources[1], "E", "--why", "lies"),
        ("rate", sources[2], "E", "--why", "lies here", "--topic", "blame"),
        ("add", "The pier is safe", "-s", "Alpha office", "--of", "Beta board", *first),
        ("add", "The quay is safe", "-s", "Gamma council", "--of", "Alpha office", *first),
        ("source", "merge", "Beta board", "Gamma council", "--why", "one board"),
        ("add", "The crane is safe", "--again", *first),
        ("add", "The dock is safe", "-s", "Ana Ruiz (mayor)", *first),
        ("add", "The dock is not safe", "-s", "Ana Ruiz (mayor)", *first),
        ("attribute", claims[8], "-s", "A fourth clerk", "--release", "off-record", "--in", documents[0]),
        ("edit", claims[4], "--set", "text=Another wording of it"),
        ("source", "merge", sources[3], sources[4], "--why", "same"),
        ("source", "side", sources[0], "Authorities"),
        ("disagree", claims[0], claims[1], "--kind", "cause", "--why", "they cannot both hold"),
        ("compare", claims[0], claims[1], "different", "--why", "two days"),
        ("void", claims[5], "--why", "twice"),
        ("restore", claims[5], "--why", "once"),
        ("void", claims[5], "--why", "twice"),
        ("add", "Secret ships came", "-s", "A clerk", "--release", "off-record", *first),
        ("undo",),
        ("add", "Secret boats came", "-s", "Another clerk", "--release", "off-record", *first),
        ("add", "Nine boats sank", "-s", "A fifth clerk", "--release", "off-record", *boats, *first),
        ("attribute", "Nine boats sank", "-s", "A sixth clerk", "--in", documents[0]),
        (
            "add",
            "The boats were old",
            "-s",
            "A fifth clerk",
            "--release",
            "off-record",
            "-Q",
            "How old are they?",
            "-k",
            "cause",
            *first,
        ),
        ("add", "The mast broke", "-s", "officials", *first),
        ("add", "The keel broke", "-s", "officials", *first),
        ("attribute", claims[6], "-s", "A third clerk", "--release", "background", "--in", documents[0]),
        ("withhold", claims[7], "--why", "a court", "--yes"),
        ("document", "add", "https://x.example/9", "--title", "Nine"),
        ("publish", story[0], "--url", "https://p.example/1"),
    ):
        done("--db", db, "--user", "desk", *line)
    return before


def reading_lines(db: str, folder: Path, before: str) -> list[tuple[str, ...]]:
    """Every reading verb with its options, for a ledger that holds what `write_everything` wrote."""
    draft = folder / "draft.md"
    draft.write_text(DRAFT, "utf-8")
    (story,), claims, sources, documents = (_ids(db, noun) for noun in ("story", "", "source", "document"))
    questions = _ids(db, "question")
    whole = [
        ("list", "--json"),
        ("flags", "--json", "--exit-zero"),
        ("flags", "--json", "--exit-zero", "--story", story),
        ("disagreements", "--json"),
        ("disagreements", "--open", "--story", story, "--json"),
        ("search", "the", "--json"),
        ("search", "the", "--story", story, "--json"),
        ("report", "--format", "json", "--story", story),
        ("report", "--for", "public", "--format", "text", "--story", story),
        ("report", "--for", "public", "--format", "html", "--story", story),
        ("show", claims[0], "--json"),
        ("export", "--format", "lines"),
    ]
    return [
        *whole,
        *(("--as-of", before, *line) for line in whole),
        *((noun, "list", "--json") for noun in ("story", "source", "document", "question")),
        ("list", "--source", sources[0], "--json"),
        ("list", "--tag", "blame", "--json"),
        ("list", "--flag", "untraced", "--status", "unverified", "--json"),
        ("list", "--question", questions[0], "--kind", "figure", "--json"),
        ("list", "--include-restricted", "--json"),
        ("search", "the", "--include-restricted", "--json"),
        ("export", "--format", "bundle", "--story", story),
        ("export", "--format", "lines", "--include-restricted"),
        ("report", "--for", "legal", "--format", "csv", "--story", story),
        ("report", "--for", "desk", "--format", "markdown", "--story", story, "--since", "2022-01-01"),
        *(("show", record, "--json") for record in (*claims[:4], *sources[:4], *documents, *questions[:2])),
        *(("document", "show", document) for document in documents),
        ("show", claims[0][:6]),
        ("check", str(draft), "--since-publication"),
        ("export", "--format", "ledger", "--include-restricted"),
        ("check", str(draft)),
        ("check", str(draft), "--story", story),
        ("log", "--json", "--limit", "1000"),
        ("log", claims[0], "--json"),
        ("audit",),
        ("db", "stats", "--json"),
    ]


def ask_in_python(db: str, story: str) -> None:
    """Ask what only completion, reviews and colleagues' files ask."""
    with open_ledger(db).reading() as connection:
        complete_id(connection, "a", embargoed_at=None)
        complete_id(connection, "a", ("claim",), embargoed_at=datetime.now(UTC))
    with open_ledger(db).reading() as connection:
        for suggest in (suggested_claims, suggested_questions, suggested_sources):
            suggest(connection, story)
        document_with_text(connection, "0" * 64)
        search(connection, "the", story=story, limit=50)


def _ids(db: str, noun: str) -> list[str]:
    """The ids of the stories, sources, documents, questions, or ("") claims, the lists' own order."""
    listed: list[dict[str, Any]] = json.loads(done("--db", db, *filter(None, [noun]), "list", "--json"))
    return [row["id"] for row in listed]


def answered(db: str, line: tuple[str, ...]) -> tuple[int, str]:
    """What a line is answered on a ledger: exit status and what it printed."""
    ran = run("--db", db, *line)
    return ran.status, ran.out if ran.status in (0, 1) else ran.err
