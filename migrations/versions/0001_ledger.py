"""The ledger's tables: changes, entries and meta, the projection with its views, the search index, the reading views.

A revision is DDL only and never imports claimtrack, so that it still does tomorrow what it did today. A later one that
makes a table of the projection anew drops the reading views first and makes them again after.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

revision = "0001_ledger"
down_revision = None
branch_labels = None
depends_on = None

CURRENT = 0
TYPES = {
    "sqlite": {"key": "INTEGER", "#": "BIGINT", "*": "BLOB", "": "TEXT"},
    "postgresql": {"key": "BIGINT", "#": "BIGINT", "*": "BYTEA", "": 'TEXT COLLATE "C"'},
}
"""Database -> the types of columns: of a whole number that is the primary key (on SQLite the number of the row itself),
of any other one, of bytes and of text."""

CORE = {
    "meta": "name! value!",
    "change": "seq#! digest! prev! ledger! at! by! why kind! merged entries#!",
    "entry": "number#! digest*! type! record! op! at more salt* body",
}
"""Table -> its columns: `!` for NOT NULL, `#` for a whole number, `*` for bytes, else text. They keep their rows."""

CACHE = {
    "judgement_part": "number#! name! version! seq#! digest!",
    "judgement": "part#! subject! value!",
}
"""Table -> its columns, of what is kept of judgement until it does not hold any more."""

PRIMARY_KEYS = {
    "meta": "name",
    "change": "seq",
    "entry": "number",
    "record_history": "number",
    "search_row_history": "id",
    "judgement_part": "number",
    "judgement": "part,subject",
}

SHARD_KEYS = {"entry": "record", "record_history": "id", "search_row_history": "record"}
"""Table -> what its primary key holds besides on PostgreSQL: distributed over nodes, each keeps the key of its rows."""

PROJECTION = {
    "record": "number#! id! type! state! entry# body heads conflict label sort_key! story first_at last_at by",
    "name": "record! type! key*! kind! within",
    "story": "id! name!",
    "source": "id! name! qualifier kind! role within confidential#! described_as",
    "canonical_source": "source! canonical! top_body! valid_from! valid_to! newest#!",
    "membership": "source! body! kind! valid_from! valid_to!",
    "document": (
        "id! title url publisher genre language published published_lo published_hi state text_sha256 text_folded "
        "text_length#! copies#! copies_uncompared#!"
    ),
    "byline": "document! pos#! source! dateline section",
    "question": "id! story text! answer_kind! exclusive#! cumulative#! unit counting scope",
    "synonym": "question! key! word!",
    "claim": (
        "id! story text! kind! question allegation#! answer_kind answer answer_key low high low_n# high_n# "
        "low_open#! high_open#! approximate#! vague#! unit counting scope for_date date_lo date_hi name_key*!"
    ),
    "claim_about": "claim! source!",
    "assertion": (
        "id! claim! document stance! origin naming! basis! hedge hops#! carrier quote_kind! label_words "
        "has_quote#! quote_start# said said_lo said_hi release until_lo joint continues"
    ),
    "hop": (
        "assertion! claim! pos#! source naming! basis! hedge described_as"
        " could_not_verify#! seen_by_carrier#! translated#!"
    ),
    "evidence_given": "assertion! claim! kind!",
    "evidence": "id! target! bearing! kind url document authenticity identity!",
    "request": "id! target! asked! purpose! outcome! on due_hi",
    "assessment": "id! target! by! at! verdict! evidence#! credibility#",
    "rating": "id! source! by! at! letter! topic_key!",
    "note": "id! target! text!",
    "tag": "id! target! name! key!",
    "side": "id! source! story name! key! valid_from! valid_to!",
    "allow": "id! rule! target! why!",
    "merge": "id! kind! kept! merged! at! entry!",
    "publication": "id! story! url! at! head",
    "disagreement": "id! kind! subject origin settled_for recorded#! strength state!",
    "disagreement_claim": "disagreement! claim!",
    "comparison": "id! claim! other! verdict! by! at!",
    "search_row": "id#! record! part#!",
}
"""View -> the columns of its `_history` table, before `since` and `until`."""

INDEXES = {
    "entry": "record",
    "record_history": "id",
    "name_history": "key,type record",
    "story_history": "id",
    "source_history": "id",
    "canonical_source_history": "canonical top_body source",
    "membership_history": "body source",
    "document_history": "id publisher",
    "byline_history": "document source",
    "question_history": "id story",
    "synonym_history": "question,key",
    "claim_history": "id question story name_key",
    "claim_about_history": "claim source",
    "assertion_history": "claim document id",
    "hop_history": "assertion source",
    "evidence_given_history": "assertion kind",
    "evidence_history": "id identity target",
    "request_history": "asked id target",
    "assessment_history": "id target",
    "rating_history": "id source",
    "note_history": "id target",
    "tag_history": "id key target",
    "side_history": "id source",
    "allow_history": "id rule,target",
    "merge_history": "id kept merged",
    "publication_history": "id story",
    "disagreement_history": "id subject",
    "disagreement_claim_history": "claim disagreement",
    "comparison_history": "claim id other",
    "search_row_history": "record",
}
"""Table -> its indexes: columns with a comma between."""

PARTIAL_INDEXES = {
    "record_history": {"sort_key": "type = 'claim'", "type": "state <> 'live'", "number": "conflict IS NOT NULL"},
    "assertion_history": {"until_lo": "release IS NOT NULL OR until_lo IS NOT NULL"},
}
"""Table -> column -> the rows in its index: long lists by name, and what is rare (void, in conflict, embargoed)."""

SOURCE_NAMES = """SELECT s.id, f.id AS canonical,
  CASE WHEN f.qualifier IS NULL THEN f.name ELSE f.name || ' (' || f.qualifier || ')' END AS name
FROM source s LEFT JOIN canonical_source n ON n.source = s.id AND n.newest = 1
JOIN source f ON f.id = COALESCE(n.canonical, s.id)"""
"""What every source is called: after merges, with its qualifier."""


SHARED = {
    "\x03": ',"name":"',
    "\x04": '","target":"',
    "\x05": '"answer":{"figure":"',
    "\x06": '","grammar":',
    "\x07": ',"low":"',
    "\x08": '"kind":"figure","question":"',
    "\x0b": '","story":"',
    "\x0c": '","text":"',
    "\x0e": '"chain":[{',
    "\x0f": '"basis":"',
    "\x10": '"naming":"named","source":"',
    "\x11": '"}],"claim":"',
    "\x12": '","document":"',
    "\x13": '"quote":{"exact":"',
    "\x14": '"},"quote_kind":"',
    "\x15": '","stance":"asserts",',
}
"""What stands in stored bodies for what many of them share."""

BODY = "replace(replace(e.body, '\x01', '\"id\":\"' || e.record || '\"'), '\x02', '\"type\":\"' || e.type || '\"')"
for _character, _text in SHARED.items():
    BODY = f"replace({BODY}, '{_character}', '{_text}')"
"""The body of an entry `e`: stored, control characters stand for its id, its type and what many bodies share."""


def upgrade() -> None:
    """Make every table, view and index."""
    from alembic import op  # not for a new ledger, which is made without it

    connection = op.get_bind()
    for statement in statements(connection.dialect):
        connection.exec_driver_sql(statement)


def statements(dialect: Any) -> Iterator[str]:
    """What makes every table, view and index on a database of this dialect of SQLAlchemy, in order."""
    sqlite = dialect.name == "sqlite"
    quote = dialect.identifier_preparer.quote
    for name, columns in (CORE | CACHE).items():
        yield _table(name, columns, dialect)
    for name, columns in PROJECTION.items():
        yield _table(f"{name}_history", f"{columns} since#! until#!", dialect)
        worked_out, joined = _record(sqlite) if name == "record" else ({}, "")
        named = [column.rstrip("!#*") for column in columns.split()]
        shown = ", ".join(f'{worked_out[one]} AS "{one}"' if one in worked_out else f'"{one}"' for one in named)
        yield f'CREATE VIEW "{name}" AS SELECT {shown} FROM "{name}_history"{joined} WHERE until = {CURRENT}'
    for name, indexes in INDEXES.items():
        for index in indexes.split():
            listed = ", ".join(map(quote, index.split(",")))
            yield f"CREATE INDEX ix_{name}_{index.replace(',', '_')} ON {name} ({listed})"
    for name, partial in PARTIAL_INDEXES.items():
        for column, rows in partial.items():
            yield f"CREATE INDEX ix_{name}_{column} ON {name} ({quote(column)}) WHERE {rows}"
    yield (
        "CREATE VIEW record_body AS SELECT r.id, r.type, r.state, r.label, r.sort_key, r.story, r.first_at, r.last_at,"
        f" r.by, COALESCE(r.body, {BODY}) AS body"
        " FROM record r LEFT JOIN entry e ON e.number = COALESCE(r.entry, r.number) AND e.record = r.id"
    )
    if sqlite:
        yield (
            "CREATE VIRTUAL TABLE search_terms USING fts5(terms, content='', detail=none, columnsize=0,"
            " tokenize='ascii')"
        )
    else:
        yield 'CREATE TABLE search_terms (id BIGINT NOT NULL, terms TEXT[] COLLATE "C" NOT NULL, PRIMARY KEY (id))'
        yield "CREATE INDEX ix_search_terms_terms ON search_terms USING gin (terms)"
    for name, select in reading_views(sqlite).items():
        yield f'CREATE VIEW "{name}" AS {select}'


def downgrade() -> None:
    """A ledger is never made smaller: there is nothing before the first tables."""
    raise RuntimeError("the first revision cannot be taken back: keep the file, it is the ledger")


def _table(name: str, described: str, dialect: Any) -> str:
    """What makes a table. It is worded as SQLAlchemy words it, as SQLite keeps the words."""
    quote, types = dialect.identifier_preparer.quote, TYPES[dialect.name]
    key = PRIMARY_KEYS.get(name)
    parts = []
    for item in described.split():
        column = item.rstrip("!#*")
        mark = item[len(column) :].rstrip("!")
        kind = types["key" if mark == "#" and column == key else mark]
        parts.append(f"{quote(column)} {kind}{' NOT NULL' if item.endswith('!') else ''}")
    if key is not None:
        shard = [] if dialect.name == "sqlite" or name not in SHARD_KEYS else [SHARD_KEYS[name]]
        parts.append(f"CONSTRAINT pk_{name} PRIMARY KEY ({', '.join(map(quote, [*key.split(','), *shard]))})")
    return f"CREATE TABLE {quote(name)} (\n\t" + ", \n\t".join(parts) + "\n)"


def _record(sqlite: bool) -> tuple[dict[str, str], str]:
    """How the view `record` shows what its table leaves out: column -> its SQL, and what is joined for it.

    SQLite would work out the whole of a view that joins, where another is joined to it; PostgreSQL, when it is
    distributed over several machines, takes joins alone.
    """
    at, by, joined = "c.at", 'c."by"', " LEFT JOIN change c ON c.seq = since"
    if sqlite:
        at, by = (f"(SELECT {column} FROM change c WHERE c.seq = since)" for column in (at, by))
        joined = ""
    columns = {
        "label": "COALESCE(label, sort_key)",
        "first_at": f"COALESCE(first_at, last_at, {at})",
        "last_at": f"COALESCE(last_at, {at})",
        "by": f'COALESCE(record_history."by", {by})',
    }
    return columns, joined


def reading_views(sqlite: bool) -> dict[str, str]:
    """Views for people who look into the database, in the order they are made: names in place of ids, one row a thing.

    Their names are plurals: `claims`, `attributions`, `sources`. Only other programs read them: claimtrack, which
    trusts no schema, could not read those that look into a body. Those that gather words of other rows ask for them row
    by row on SQLite; on PostgreSQL, which may be distributed over nodes, they join groups.
    """

    def field(body: str, *path: str) -> str:
        """A text in a record's body, NULL where it is not."""
        if sqlite:
            return f"json_extract({body}, '$.{'.'.join(path)}')"
        return f"({body}::json #>> '{{{','.join(path)}}}')"

    digest = "lower(hex(e.digest))" if sqlite else "encode(e.digest, 'hex')"
    gathering = _gathering_by_row() if sqlite else _gathering_by_group()
    return {
        "source_names": SOURCE_NAMES,
        "claims": f"""SELECT c.text AS claim, st.name AS story, c.kind, q.text AS question, c.answer, c.low,
  c.high, c.unit, c.for_date, CASE WHEN c.allegation = 1 THEN 'yes' ELSE 'no' END AS allegation,
  {gathering["about"]} AS about, {gathering["claim_attributions"]} AS attributions,
  {gathering["claim_documents"]} AS documents, {gathering["verdicts"]} AS verdicts, {gathering["tags"]} AS tags, c.id,
  r.first_at AS recorded, r.last_at AS changed, r."by" AS changed_by
FROM claim c JOIN record r ON r.id = c.id
LEFT JOIN story st ON st.id = c.story LEFT JOIN question q ON q.id = c.question{gathering["of_claims"]}""",
        "attributions": f"""SELECT c.text AS claim, {gathering["chain"]} || CASE
  WHEN d.publisher IS NULL OR d.publisher = COALESCE({gathering["last"]}, '') THEN ''
  ELSE ' → ' || {gathering["publisher"]} END AS chain, a.stance,
  {field("b.body", "quote", "exact")} AS words, a.quote_kind, a.naming, a.basis, {gathering["given"]} AS evidence_given,
  a.hedge, a.label_words, a.said, d.title AS document, {gathering["publisher"]} AS publisher, d.published,
  COALESCE(a.release, 'not stated') AS release, a.until_lo AS embargoed_until, st.name AS story, a.id,
  a.claim AS claim_id, a.document AS document_id, a.origin AS origin_id, b.first_at AS recorded, b."by" AS changed_by
FROM assertion a JOIN claim c ON c.id = a.claim JOIN record_body b ON b.id = a.id
LEFT JOIN story st ON st.id = c.story LEFT JOIN document d ON d.id = a.document{gathering["of_attributions"]}""",
        "sources": f"""SELECT s.name, s.qualifier, s.kind, s.role, {gathering["speaks_for"]} AS speaks_for,
  {gathering["member_of"]} AS member_of, {gathering["sides"]} AS sides,
  {gathering["said"]} AS said, {gathering["passed_on"]} AS passed_on, {gathering["published"]} AS published,
  CASE WHEN s.confidential = 1 THEN 'yes' ELSE 'no' END AS confidential, s.described_as,
  CASE WHEN n.canonical = s.id THEN NULL ELSE n.name END AS read_as, s.id, r.first_at AS recorded
FROM source s JOIN source_names n ON n.id = s.id JOIN record r ON r.id = s.id{gathering["of_sources"]}""",
        "documents": f"""SELECT d.title, {gathering["publisher"]} AS publisher, d.published, d.genre, d.language,
  COALESCE(d.state, 'live') AS state, d.url,
  {gathering["document_attributions"]} AS attributions, {gathering["document_claims"]} AS claims,
  d.text_length, d.copies, d.copies_uncompared, d.id, r.first_at AS recorded
FROM document d JOIN record r ON r.id = d.id{gathering["of_documents"]}""",
        "questions": f"""SELECT q.text AS question, st.name AS story, q.answer_kind,
  {gathering["answers"]} AS answers,
  CASE WHEN q.exclusive = 1 THEN 'yes' ELSE 'no' END AS exclusive,
  CASE WHEN q.cumulative = 1 THEN 'yes' ELSE 'no' END AS cumulative, q.unit, q.counting, q.scope, q.id
FROM question q LEFT JOIN story st ON st.id = q.story{gathering["of_questions"]}""",
        "disagreements": f"""SELECT d.kind, COALESCE(q.text, c.text, {gathering["between"]}) AS subject,
  CASE WHEN d.recorded = 1 THEN 'a person' ELSE 'a rule' END AS found_by, d.strength, d.state,
  {field("b.body", "why")} AS why, {gathering["between"]} AS between_claims, d.id, b.last_at AS changed,
  b."by" AS changed_by
FROM disagreement d JOIN record_body b ON b.id = d.id
LEFT JOIN question q ON q.id = d.subject LEFT JOIN claim c ON c.id = d.subject{gathering["of_disagreements"]}""",
        "verdicts": f"""SELECT t.label AS subject, t.type AS judged, v.verdict, {field("b.body", "why")} AS why,
  v."by" AS assessor, v.at, v.evidence AS pieces_of_evidence, v.id, v.target AS subject_id
FROM assessment v JOIN record_body b ON b.id = v.id JOIN record t ON t.id = v.target""",
        "requests": f"""SELECT {gathering["asked"]} AS asked, t.type AS about, t.label AS subject, q.purpose,
  {field("b.body", "how")} AS how, q."on" AS asked_on, {field("b.body", "due")} AS due, q.outcome,
  {field("b.body", "answer")} AS answer, {field("b.body", "answered_on")} AS answered_on, q.id, q.target AS subject_id
FROM request q JOIN record_body b ON b.id = q.id JOIN record t ON t.id = q.target{gathering["of_requests"]}""",
        "changes": """SELECT c.seq AS number, c.at, c."by" AS writer, c.kind, c.why, c.entries,
  CASE WHEN c.merged IS NULL THEN 'no' ELSE 'yes' END AS merged, c.digest
FROM change c""",
        "versions": f"""SELECT c.seq AS change_number, COALESCE(e.at, c.at) AS at, c."by" AS writer, e.op, e.type,
  r.label AS called, c.why, e.record AS record_id, {digest} AS digest
FROM entry e JOIN change c ON c.seq = e.number >> 24 LEFT JOIN record r ON r.id = e.record""",
    }


_VERDICT = "v.verdict || ' (' || v.\"by\" || ')'"


def _word(name: str) -> str:
    """How a hop `h` reads in a chain; `name` is the SQL of its source's name."""
    return f"COALESCE({name}, h.described_as, 'nobody named')"


def _gathering_by_row() -> dict[str, str]:
    """What the reading views gather of other rows, on SQLite: subqueries of each row, and nothing that is joined."""

    def named(source: str) -> str:
        return f"(SELECT x.name FROM source_names x WHERE x.id = {source})"

    def words(what: str, mark: str, rows: str, order: str) -> str:
        """The words of some rows, in order, with a mark between them; NULL where there are none."""
        return f"(SELECT group_concat(w, '{mark}') FROM (SELECT {what} AS w {rows} ORDER BY {order}))"

    def bodies(kind: str) -> str:
        rows = f"FROM membership m WHERE m.source = s.id AND m.kind = '{kind}'"
        return words(named("m.body"), "; ", rows, "m.valid_from, m.body")

    between = "FROM disagreement_claim m JOIN claim c ON c.id = m.claim WHERE m.disagreement = d.id"
    return {
        "about": words(named("b.source"), "; ", "FROM claim_about b WHERE b.claim = c.id", "b.source"),
        "claim_attributions": "(SELECT COUNT(*) FROM assertion a WHERE a.claim = c.id)",
        "claim_documents": "(SELECT COUNT(DISTINCT a.document) FROM assertion a WHERE a.claim = c.id)",
        "verdicts": words(_VERDICT, "; ", "FROM assessment v WHERE v.target = c.id", "v.at, v.id"),
        "tags": words("t.name", "; ", "FROM tag t WHERE t.target = c.id", "t.name, t.id"),
        "of_claims": "",
        "chain": words(_word(named("h.source")), " → ", "FROM hop h WHERE h.assertion = a.id", "h.pos"),
        "last": "(SELECT h.source FROM hop h WHERE h.assertion = a.id ORDER BY h.pos DESC LIMIT 1)",
        "given": words("g.kind", "; ", "FROM evidence_given g WHERE g.assertion = a.id", "g.kind"),
        "publisher": named("d.publisher"),
        "asked": named("q.asked"),
        "of_attributions": "",
        "speaks_for": bodies("speaks_for"),
        "member_of": bodies("member_of"),
        "sides": words("i.name", "; ", "FROM side i WHERE i.source = s.id", "i.name, i.id"),
        "said": "(SELECT COUNT(*) FROM assertion a WHERE a.origin = s.id)",
        "passed_on": "(SELECT COUNT(*) FROM hop h WHERE h.source = s.id AND h.pos > 0)",
        "published": "(SELECT COUNT(*) FROM document d WHERE d.publisher = s.id)",
        "of_sources": "",
        "document_attributions": "(SELECT COUNT(*) FROM assertion a WHERE a.document = d.id)",
        "document_claims": "(SELECT COUNT(DISTINCT a.claim) FROM assertion a WHERE a.document = d.id)",
        "of_documents": "",
        "answers": "(SELECT COUNT(*) FROM claim c WHERE c.question = q.id AND c.answer_kind IS NOT NULL)",
        "of_questions": "",
        "between": words("c.text", " / ", between, "m.claim"),
        "of_disagreements": "",
        "of_requests": "",
    }


def _gathering_by_group() -> dict[str, str]:
    """What the reading views gather of other rows, on PostgreSQL: columns of groups, and the joins of these groups."""

    def join(name: str, rows: str, condition: str) -> str:
        return f"\nLEFT JOIN ({rows}) {name} ON {condition}"

    def words(what: str, mark: str, order: str) -> str:
        return f"string_agg({what}, '{mark}' ORDER BY {order})"

    def bodies(name: str, kind: str) -> str:
        rows = f"FROM membership m JOIN source_names n ON n.id = m.body WHERE m.kind = '{kind}' GROUP BY m.source"
        listed = words("n.name", "; ", "m.valid_from, m.body")
        return join(name, f"SELECT m.source, {listed} AS words {rows}", f"{name}.source = s.id")

    about = words("n.name", "; ", "b.source")
    heard = "COUNT(*) AS attributions, COUNT(DISTINCT document) AS documents"
    hops = "FROM hop h LEFT JOIN source_names n ON n.id = h.source GROUP BY h.claim, h.assertion"
    same = "{0}.claim = a.claim AND {0}.assertion = a.id"
    publisher = "\nLEFT JOIN source_names gs ON gs.id = d.publisher"
    cited = "COUNT(*) AS attributions, COUNT(DISTINCT claim) AS claims"
    between = "FROM disagreement_claim m JOIN claim c ON c.id = m.claim GROUP BY m.disagreement"
    return {
        "about": "gb.words",
        "claim_attributions": "COALESCE(ga.attributions, 0)",
        "claim_documents": "COALESCE(ga.documents, 0)",
        "verdicts": "gv.words",
        "tags": "gt.words",
        "of_claims": join(
            "gb",
            f"SELECT b.claim, {about} AS words FROM claim_about b JOIN source_names n ON n.id = b.source"
            " GROUP BY b.claim",
            "gb.claim = c.id",
        )
        + join("ga", f"SELECT claim, {heard} FROM assertion GROUP BY claim", "ga.claim = c.id")
        + join(
            "gv",
            f"SELECT v.target, {words(_VERDICT, '; ', 'v.at, v.id')} AS words FROM assessment v GROUP BY v.target",
            "gv.target = c.id",
        )
        + join(
            "gt",
            f"SELECT t.target, {words('t.name', '; ', 't.name, t.id')} AS words FROM tag t GROUP BY t.target",
            "gt.target = c.id",
        ),
        "chain": "gh.words",
        "last": "gh.last",
        "given": "gg.words",
        "publisher": "gs.name",
        "of_attributions": publisher
        + join(
            "gh",
            f"SELECT h.claim, h.assertion, {words(_word('n.name'), ' → ', 'h.pos')} AS words,"
            f" (array_agg(h.source ORDER BY h.pos DESC))[1] AS last {hops}",
            same.format("gh"),
        )
        + join(
            "gg",
            f"SELECT g.claim, g.assertion, {words('g.kind', '; ', 'g.kind')} AS words FROM evidence_given g"
            " GROUP BY g.claim, g.assertion",
            same.format("gg"),
        ),
        "speaks_for": "gf.words",
        "member_of": "gm.words",
        "sides": "gi.words",
        "said": "COALESCE(go.number, 0)",
        "passed_on": "COALESCE(gp.number, 0)",
        "published": "COALESCE(gd.number, 0)",
        "of_sources": bodies("gf", "speaks_for")
        + bodies("gm", "member_of")
        + join(
            "gi",
            f"SELECT i.source, {words('i.name', '; ', 'i.name, i.id')} AS words FROM side i GROUP BY i.source",
            "gi.source = s.id",
        )
        + join("go", "SELECT origin, COUNT(*) AS number FROM assertion GROUP BY origin", "go.origin = s.id")
        + join("gp", "SELECT source, COUNT(*) AS number FROM hop WHERE pos > 0 GROUP BY source", "gp.source = s.id")
        + join("gd", "SELECT publisher, COUNT(*) AS number FROM document GROUP BY publisher", "gd.publisher = s.id"),
        "document_attributions": "COALESCE(ga.attributions, 0)",
        "document_claims": "COALESCE(ga.claims, 0)",
        "of_documents": publisher
        + join("ga", f"SELECT document, {cited} FROM assertion GROUP BY document", "ga.document = d.id"),
        "answers": "COALESCE(gn.number, 0)",
        "of_questions": join(
            "gn",
            "SELECT question, COUNT(*) AS number FROM claim WHERE answer_kind IS NOT NULL GROUP BY question",
            "gn.question = q.id",
        ),
        "between": "gc.words",
        "of_disagreements": join(
            "gc",
            f"SELECT m.disagreement, {words('c.text', ' / ', 'm.claim')} AS words {between}",
            "gc.disagreement = d.id",
        ),
        "asked": "gs.name",
        "of_requests": "\nLEFT JOIN source_names gs ON gs.id = q.asked",
    }
