"""Ledgers made at random for hypothesis: small files imported, records edited, voided, restored and withheld."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import text

from claimtrack.domain.canonical_json import parse
from claimtrack.errors import ClaimtrackError
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase
from tests.ledger.support import bodies, do, make_bundle, take
from tests.support.effort import examples

NAMES = st.sampled_from(["Ann", "Bob", "AFP", "officials", "Saule", "Ministry (state)"])
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Cf"]), min_size=1, max_size=6).map("w{}".format)
DATES = st.sampled_from(["2022", "2022-01-06", "2022-01-06T18:00+06:00", "../2022-01-06", "2022-01~"])
KINDS = st.sampled_from(["person", "outlet", "group", "witness", "government", "account"])
FIGURES = st.sampled_from(["about 10", "dozens", "at least 36", "2,298", "between 5 and 7", "12 million"])
URLS = st.sampled_from(["https://example.org/a", "https://example.org/b?utm_source=x", "http://example.org/c"])
PIECES = st.sampled_from(["The gate gave way", "The wall fell"])
"""Texts that are on no page, each called by its first line."""
NOTES = st.lists(WORDS, max_size=2)

ASSERTIONS = st.fixed_dictionaries(
    {"chain": st.lists(NAMES, min_size=1, max_size=3, unique=True), "document": st.one_of(URLS, PIECES)},
    optional={
        "stance": st.sampled_from(["asserts", "denies", "doubts"]),
        "quote": st.fixed_dictionaries({"exact": WORDS}),
        "evidence_given": st.sampled_from(["none-given", "video"]),
        "release": st.sampled_from(["on-record", "background", "off-record"]),
        "joint": WORDS,
        "notes": NOTES,
    },
)
CLAIMS = st.fixed_dictionaries(
    {"text": st.sampled_from(["one", "two", "three", "four"])},
    optional={
        "answer": st.fixed_dictionaries({"figure": FIGURES}, optional={"for_date": DATES, "unit": WORDS}),
        "about": st.lists(NAMES, max_size=2),
        "allegation": st.booleans(),
        "assertions": st.lists(ASSERTIONS, max_size=2),
        "evidence": st.lists(st.fixed_dictionaries({"bearing": st.just("supports"), "url": URLS}), max_size=1),
        "requests": st.lists(st.fixed_dictionaries({"asked": NAMES, "on": DATES}), max_size=1),
        "tags": NOTES,
    },
)
SOURCES = st.fixed_dictionaries(
    {"name": NAMES, "kind": KINDS},
    optional={
        "role": WORDS,
        "aliases": st.lists(WORDS, max_size=2),
        "speaks_for": st.sampled_from(["State (east)", "State (west)"]),
        "sides": st.lists(st.fixed_dictionaries({"name": WORDS}), max_size=1),
        "notes": NOTES,
    },
)
_OF_DOCUMENT = {"publisher": NAMES, "published": DATES, "archive_links": st.lists(URLS, max_size=2)}
DOCUMENTS = st.one_of(
    st.fixed_dictionaries({"url": URLS}, optional={**_OF_DOCUMENT, "title": WORDS, "text": WORDS}),
    st.builds(
        lambda piece, more: {"title": piece, "text": piece, **more},
        PIECES,
        st.fixed_dictionaries({}, optional=_OF_DOCUMENT),
    ),
)
QUESTIONS = st.fixed_dictionaries({"text": st.sampled_from(["why?", "how many?"]), "answer_kind": st.just("figure")})
BUNDLES = st.builds(
    make_bundle,
    stories=st.lists(st.fixed_dictionaries({"name": st.sampled_from(["north", "south"])}), max_size=1),
    sources=st.lists(SOURCES, max_size=2, unique_by=lambda source: source["name"]),
    documents=st.lists(DOCUMENTS, max_size=2, unique_by=lambda document: document.get("url", document.get("text"))),
    questions=st.lists(QUESTIONS, max_size=1),
    claims=st.lists(CLAIMS, max_size=3),
)
"""Small files by hand that often speak of the same things, and may contradict what a ledger holds."""

FIELDS: dict[str, tuple[str, ...]] = {
    "story": ("name", "summary"),
    "source": ("name", "role", "aliases", "url"),
    "document": ("title", "genre", "archive_links"),
    "question": ("text", "unit"),
    "claim": ("text", "allegation"),
    "assertion": ("occasion", "evidence_given"),
    "note": ("text",),
    "tag": ("name",),
    "side": ("name",),
    "evidence": ("credit",),
    "request": ("how", "answer"),
}
VALUES: dict[str, Any] = {
    "aliases": ["x", "y"],
    "archive_links": ["https://archive.example/1"],
    "evidence_given": ["audio"],
    "allegation": True,
    "genre": "analysis",
    "url": "https://example.org/me",
}

Act = tuple[str, int, int, str]
ACTS = st.tuples(
    st.sampled_from(["edit", "edit", "edit", "clear", "void", "restore", "withhold"]),
    st.integers(0, 30),
    st.integers(0, 3),
    st.sampled_from(["red", "green", "blue"]),
)
"""What to do, to which record, to which field of it, with which value."""


def quick(ledger: LedgerDatabase, number: int) -> settings:
    """So many examples on SQLite, a fifth of them on PostgreSQL, where each takes longer."""
    few = number if ledger.location.path is not None else max(number // 5, 1)
    return settings(max_examples=examples(few), suppress_health_check=list(HealthCheck))


def act(ledger: LedgerDatabase, what: Act, *, withholding: bool = True) -> None:
    """Do one thing to a record of the ledger, if it can be done."""
    verb, which, field, value = what
    known = sorted(bodies(ledger).items()) if verb != "restore" else sorted(voided(ledger).items())
    if not known or (verb == "withhold" and not withholding):
        return
    record, body = known[which % len(known)]
    names = FIELDS.get(body["type"], ())
    actions: dict[str, Callable[[Change], Any]] = {
        "void": lambda change: change.void(record),
        "restore": lambda change: change.restore(record),
        "withhold": lambda change: change.withhold(record, why="a reason"),
    }
    if verb in ("edit", "clear"):
        if not names:
            return
        name = names[field % len(names)]
        given = None if verb == "clear" and name not in ("name", "text") else VALUES.get(name, value)
        actions[verb] = lambda change: change.edit(record, {name: given})
    do(ledger, actions[verb], by=value)


def voided(ledger: LedgerDatabase) -> dict[str, dict[str, Any]]:
    """Void records, by id."""
    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT id, body FROM record_body WHERE state = 'void'")).all()
    return {row.id: parse(row.body) for row in rows}


def grow(ledger: LedgerDatabase, written: dict[str, Any]) -> None:
    """Import a file; what contradicts the ledger is left out."""
    try:
        take(ledger, written, keep_going=True)
    except ClaimtrackError:
        return
