"""Random histories: a few numbers become changes of every kind, the same ones on whatever ledger they are played on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import text

from claimtrack.domain.records import FilePosition, Record
from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries.envelope import after, make_entry
from claimtrack.ledger.entries.stored import versions
from claimtrack.ledger.entries.versions import settle
from claimtrack.ledger.projection import search_index
from claimtrack.ledger.projection.project import COLUMNS
from tests.support import effort

Step = tuple[str, int, int]
"""What is done, and two numbers that choose to which records."""

NAMES = ("Aigul", "Bulat", "Ministry", "State", "AFP", "Saule")
WORDS = ("killed", "hurt", "Алматы", "l’usine", "about ten", "тысячи")
DATES = ("2022-01-05", "2022-01-06", "2022", "2022-01-06T18:00+06:00")

ACTIONS = (
    "source",
    "speaks",
    "speaks",
    "hushes",
    "merges",
    "document",
    "claim",
    "note",
    "edit",
    "edit",
    "aside",
    "aside",
    "void",
    "restore",
    "withhold",
    "undo",
)
NO_WITHHOLD = tuple(one for one in ACTIONS if one != "withhold")


def steps(actions: tuple[str, ...] = ACTIONS, least: int = 3, most: int = 14) -> st.SearchStrategy[list[Step]]:
    """Plans of histories."""
    number = st.integers(0, 30)
    return st.lists(st.tuples(st.sampled_from(actions), number, number), min_size=least, max_size=most)


def typed(record_type: str, *, link: str | None = None, key: str | None = None, **fields: Any) -> Record:
    """A record as if it had been typed."""
    return Record(record_type, fields, FilePosition(), link=link, key=key)


def nested(outer: Record, *inner: Record) -> list[Record]:
    """A record and those that stand in its item, as they are recorded."""
    for record in inner:
        record.parent = outer
    return [outer, *inner]


def start(ledger: LedgerDatabase) -> None:
    """The first change of every history: a story, sources, a document, a claim."""
    sources = [typed("source", name=name, kind="organisation") for name in NAMES[:4]]
    ledger.write(
        lambda change: change.record(
            [
                typed("story", name="Unrest"),
                *sources,
                typed("document", url="https://example.org/0", title="Zero", publisher="AFP", text="One\nTwo killed"),
            ]
        ),
        by="desk",
        kind="add",
    )


def play(ledger: LedgerDatabase, plan: Iterable[Step]) -> list[int]:
    """Play a plan, a change a step. Steps that are refused leave nothing. Returns the numbers of the changes made."""
    start(ledger)
    done = [1]
    for step in plan:
        try:
            written = ledger.write(
                lambda change, step=step: act(change, step), by="desk", kind=step[0], why="so it was"
            )
        except (BadInput, NeedsPerson):
            continue
        if written.seq is not None:
            done.append(written.seq)
    return done


def act(change: Change, step: Step) -> Any:
    """One step of a plan."""
    what, one, two = step
    if what == "source":
        return change.record([typed("source", name=NAMES[one % 6], kind="organisation", aliases=[WORDS[two % 6]])])
    if what in ("speaks", "hushes"):
        source, body = pick(change, one, "source"), pick(change, two, "source")
        item = {"source": body} if two % 3 else {"source": body, "since": DATES[one % 4], "until": "2023"}
        return change.edit(source, {"speaks_for": [item] if what == "speaks" else None})
    if what == "merges":
        kept, merged = pick(change, one, "source"), pick(change, two, "source")
        return change.record([typed("merge", kind="source", kept=kept, merged=merged, why="the same")])
    if what == "document":
        url = f"https://example.org/{one % 4}"
        return change.record(
            [typed("document", url=url, title=WORDS[two % 6], text=f"{WORDS[one % 6]}\n\n{WORDS[two % 6]}")]
        )
    if what == "claim":
        said = typed(
            "assertion",
            link="claim",
            chain=[{"source": pick(change, two, "source"), "said": DATES[one % 4]}],
            document="https://example.org/0",
        )
        words = f"{WORDS[one % 6]} {two % 3}"
        return change.record(
            nested(typed("claim", text=words, answer={"figure": f"about {one}0"}, story=story(change)), said)
        )
    if what == "note":
        return change.record([typed("note", target=pick(change, one), text=WORDS[two % 6])])
    if what == "undo":
        return change.undo(1 + one % change.seq)
    record = pick(change, one)
    if what == "edit":
        return change.edit(record, fields(change, record, two))
    if what == "aside":
        return aside(change, record, two)
    if what == "withhold":
        return change.withhold(record, why="an order")
    return getattr(change, what)(record)


def story(change: Change) -> str:
    """The history's story."""
    return str(change.conn.execute(text("SELECT MIN(record) FROM entry WHERE type = 'story'")).scalar_one())


def pick(change: Change, number: int, record_type: str | None = None) -> str:
    """The id of one of the records: the same whatever the ids are made of."""
    where = "" if record_type is None else " WHERE type = :type"
    sql = f"SELECT record, MIN(number >> 24) AS made FROM entry{where} GROUP BY record ORDER BY made, record"
    ids = [row.record for row in change.conn.execute(text(sql), {"type": record_type} if record_type else {})]
    return str(ids[number % len(ids)])


def fields(change: Change, record: str, number: int) -> dict[str, Any]:
    """An edit that fits the record's type."""
    kind = change.conn.execute(text("SELECT type FROM record WHERE id = :id"), {"id": record}).scalar_one()
    word, date = WORDS[number % 6], DATES[number % 4]
    choices: dict[str, list[dict[str, Any]]] = {
        "story": [{"summary": word}, {"started": date}],
        "source": [{"role": word}, {"aliases": [word, NAMES[number % 6]]}, {"described_as": word}],
        "document": [{"text": f"{word}\n{date}"}, {"published": date}, {"title": word}],
        "claim": [{"text": f"{word} again"}, {"allegation": True}, {"answer": {"figure": f"at least {number}"}}],
        "assertion": [{"occasion": word}, {"evidence_given": ["image"]}, {"release": "official-statement"}],
        "merge": [{"why": word}],
        "note": [{"text": word}],
    }
    some = choices.get(kind, [{"foreign": word}])
    return some[number % len(some)]


def aside(change: Change, record: str, number: int) -> None:
    """Write a version beside the others, as importing a colleague's edit does: it replaces an earlier one only."""
    known = versions(change.conn, [record])[record]
    settled = change.current(record)
    base = known[number % len(known)]
    if base.body is None or settled.state == "withheld":
        return
    op = ("set", "set", "set", "void", "restore")[number % 5]
    given = fields(change, record, number) if op == "set" else {}
    made = make_entry(
        op=op,
        body={**base.body, **given},
        prev=[base.digest],
        changed=list(given),
        at=after(change.at, [base.at]),
        by="colleague",
        why=None,
    )
    number = change.appender.add_entry(made)
    change.flush()
    now = settle(versions(change.conn, [record])[record])
    kind = str(base.body["type"])
    change.appender.touch(record, kind, now, fresh=False, number=number)
    change.flush()


def shown(ledger: LedgerDatabase) -> dict[str, Counter[tuple[Any, ...]]]:
    """What the views show, each row as often as it is there; search rows with their terms instead of their number."""
    found: dict[str, Counter[tuple[Any, ...]]] = {}
    with ledger.reading() as connection:
        for view, columns in COLUMNS.items():
            named = ", ".join(f'"{column}"' for column in columns[:-2])
            if view != "search_row":
                found[view] = Counter(tuple(row) for row in connection.execute(text(f'SELECT {named} FROM "{view}"')))
        found["search"] = _search(connection, history=False)
        rows = connection.execute(text("SELECT id, type, state, label, body FROM record_body"))
        found["body"] = Counter(tuple(row) for row in rows)
    return found


def stored(ledger: LedgerDatabase) -> dict[str, Counter[tuple[Any, ...]]]:
    """Every row of the projection with its changes; search rows with their terms instead of their number."""
    found: dict[str, Counter[tuple[Any, ...]]] = {}
    with ledger.reading() as connection:
        for view, columns in COLUMNS.items():
            named = ", ".join(f'"{column}"' for column in columns)
            if view != "search_row":
                found[view] = Counter(
                    tuple(row) for row in connection.execute(text(f'SELECT {named} FROM "{view}_history"'))
                )
        found["search"] = _search(connection, history=True)
    return found


def _search(connection: Any, *, history: bool) -> Counter[tuple[Any, ...]]:
    """What each text is found by: record, paragraph and terms; of its history the changes too."""
    held: dict[int, list[str]] = defaultdict(list)
    with search_index.instances(connection) as rows:
        for term, numbers in rows:
            for number in numbers:
                held[number].append(term)
    ends = ", s.since, s.until" if history else ""
    suffix = "_history" if history else ""
    counted: Counter[tuple[Any, ...]] = Counter()
    for sql in (
        f"SELECT s.number, s.id, 0{ends} FROM record{suffix} s WHERE s.state = 'live'",
        f"SELECT s.id, s.record, s.part{ends} FROM search_row{suffix} s",
    ):
        for number, record, part, *since in connection.execute(text(sql)):
            counted[(record, part, " ".join(sorted(held.get(number, ()))), *since)] += 1
    return counted


def core(ledger: LedgerDatabase) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the history."""
    with ledger.reading() as connection:
        return {
            "change": [tuple(row) for row in connection.execute(text("SELECT * FROM change ORDER BY seq"))],
            "entry": [tuple(row) for row in connection.execute(text("SELECT * FROM entry ORDER BY number"))],
            "meta": [tuple(row) for row in connection.execute(text("SELECT * FROM meta ORDER BY name"))],
        }


def differences(one: dict[str, Counter[Any]], other: dict[str, Counter[Any]]) -> dict[str, Any]:
    """What only one of two has, by table: empty when they are equal."""
    return {
        name: {"only the first": list(one[name] - other[name]), "only the other": list(other[name] - one[name])}
        for name in one
        if one[name] != other[name]
    }


def examples(url: str, sqlite: int, postgres: int) -> int:
    """How many histories to play: fewer where each takes a server."""
    return effort.examples(postgres if "://" in url else sqlite)
