"""Views for people who look into the database: names in place of ids, one row a thing, as the ledger stands.

Their names are plurals: `claims`, `attributions`, `sources`. They need no rows of their own. They are for other
programs: claimtrack, which trusts no schema, could not read those that look into a body. A revision that makes a table
of the projection anew drops them first and makes them again after.
"""

from __future__ import annotations

from alembic import op

revision = "0002_reading_views"
down_revision = "0001_ledger"
branch_labels = None
depends_on = None

SOURCE_NAMES = """SELECT s.id, f.id AS face,
  CASE WHEN f.qualifier IS NULL THEN f.name ELSE f.name || ' (' || f.qualifier || ')' END AS name
FROM source s LEFT JOIN source_root n ON n.source = s.id AND n.newest = 1
JOIN source f ON f.id = COALESCE(n.face, s.id)"""
"""What every source is called: after merges, with its qualifier."""


def _named(source: str) -> str:
    return f"(SELECT x.name FROM source_names x WHERE x.id = {source})"


class Sqlite:
    """How SQLite joins words and reads a body."""

    @staticmethod
    def joined(what: str, mark: str, rows: str, order: str) -> str:
        """The words of some rows, in order, with a mark between them; NULL where there are none."""
        return f"(SELECT group_concat(w, '{mark}') FROM (SELECT {what} AS w {rows} ORDER BY {order}))"

    @staticmethod
    def field(body: str, *path: str) -> str:
        """A text in a record's body, NULL where it is not."""
        return f"json_extract({body}, '$.{'.'.join(path)}')"


class Postgres:
    """How PostgreSQL does."""

    @staticmethod
    def joined(what: str, mark: str, rows: str, order: str) -> str:
        """The words of some rows, in order, with a mark between them; NULL where there are none."""
        return f"(SELECT string_agg({what}, '{mark}' ORDER BY {order}) {rows})"

    @staticmethod
    def field(body: str, *path: str) -> str:
        """A text in a record's body, NULL where it is not."""
        return f"({body}::json #>> '{{{','.join(path)}}}')"


def views(sql: type[Sqlite] | type[Postgres]) -> dict[str, str]:
    """Every view by name, in the order they are made."""
    field, joined = sql.field, sql.joined
    word = f"COALESCE({_named('h.source')}, h.described_as, 'nobody named')"
    chain = joined(word, " → ", "FROM hop h WHERE h.assertion = a.id", "h.pos")
    last = (
        "(SELECT l.source FROM hop l WHERE l.assertion = a.id AND l.pos ="
        " (SELECT MAX(m.pos) FROM hop m WHERE m.assertion = a.id))"
    )
    carried = (
        f"{chain} || CASE WHEN d.publisher IS NULL OR d.publisher = COALESCE({last}, '') THEN ''"
        f" ELSE ' → ' || {_named('d.publisher')} END"
    )
    tags = joined("t.name", "; ", "FROM tag t WHERE t.target = c.id", "t.name, t.id")
    about = joined(_named("b.source"), "; ", "FROM claim_about b WHERE b.claim = c.id", "b.source")
    judged = joined(
        "v.verdict || ' (' || v.\"by\" || ')'", "; ", "FROM assessment v WHERE v.target = c.id", "v.at, v.id"
    )
    given = joined("g.kind", "; ", "FROM evidence_given g WHERE g.assertion = a.id", "g.kind")

    def bodies(kind: str) -> str:
        rows = f"FROM membership m WHERE m.source = s.id AND m.kind = '{kind}'"
        return joined(_named("m.body"), "; ", rows, "m.valid_from, m.body")

    sides = joined("i.name", "; ", "FROM side i WHERE i.source = s.id", "i.name, i.id")
    between = joined(
        "c.text",
        " / ",
        "FROM disagreement_claim m JOIN claim c ON c.id = m.claim WHERE m.disagreement = d.id",
        "m.claim",
    )
    return {
        "source_names": SOURCE_NAMES,
        "claims": f"""SELECT c.text AS claim, st.name AS story, c.kind, q.text AS question, c.answer, c.low,
  c.high, c.unit, c.for_date, CASE WHEN c.allegation = 1 THEN 'yes' ELSE 'no' END AS allegation, {about} AS about,
  (SELECT COUNT(*) FROM assertion a WHERE a.claim = c.id) AS attributions,
  (SELECT COUNT(DISTINCT a.document) FROM assertion a WHERE a.claim = c.id) AS documents,
  {judged} AS verdicts, {tags} AS tags, c.id, r.first_at AS recorded, r.last_at AS changed, r."by" AS changed_by
FROM claim c JOIN record r ON r.id = c.id
LEFT JOIN story st ON st.id = c.story LEFT JOIN question q ON q.id = c.question""",
        "attributions": f"""SELECT c.text AS claim, {carried} AS chain, a.stance,
  {field("b.body", "quote", "exact")} AS words, a.quote_kind, a.naming, a.basis, {given} AS evidence_given, a.hedge,
  a.label_words, a.said, d.title AS document, {_named("d.publisher")} AS publisher, d.published,
  COALESCE(a.release, 'not stated') AS release, a.until_lo AS embargoed_until, st.name AS story, a.id,
  a.claim AS claim_id, a.document AS document_id, a.origin AS origin_id, b.first_at AS recorded, b."by" AS changed_by
FROM assertion a JOIN claim c ON c.id = a.claim JOIN record_body b ON b.id = a.id
LEFT JOIN story st ON st.id = c.story LEFT JOIN document d ON d.id = a.document""",
        "sources": f"""SELECT s.name, s.qualifier, s.kind, s.role, {bodies("speaks_for")} AS speaks_for,
  {bodies("member_of")} AS member_of, {sides} AS sides,
  (SELECT COUNT(*) FROM assertion a WHERE a.origin = s.id) AS said,
  (SELECT COUNT(*) FROM hop h WHERE h.source = s.id AND h.pos > 0) AS passed_on,
  (SELECT COUNT(*) FROM document d WHERE d.publisher = s.id) AS published,
  CASE WHEN s.confidential = 1 THEN 'yes' ELSE 'no' END AS confidential, s.described_as,
  CASE WHEN n.face = s.id THEN NULL ELSE n.name END AS read_as, s.id, r.first_at AS recorded
FROM source s JOIN source_names n ON n.id = s.id JOIN record r ON r.id = s.id""",
        "documents": f"""SELECT d.title, {_named("d.publisher")} AS publisher, d.published, d.genre, d.language,
  COALESCE(d.state, 'live') AS state, d.url,
  (SELECT COUNT(*) FROM assertion a WHERE a.document = d.id) AS attributions,
  (SELECT COUNT(DISTINCT a.claim) FROM assertion a WHERE a.document = d.id) AS claims,
  d.text_length, d.copies, d.copies_uncompared, d.id, r.first_at AS recorded
FROM document d JOIN record r ON r.id = d.id""",
        "questions": """SELECT q.text AS question, st.name AS story, q.answer_kind,
  (SELECT COUNT(*) FROM claim c WHERE c.question = q.id AND c.answer_kind IS NOT NULL) AS answers,
  CASE WHEN q.exclusive = 1 THEN 'yes' ELSE 'no' END AS exclusive,
  CASE WHEN q.cumulative = 1 THEN 'yes' ELSE 'no' END AS cumulative, q.unit, q.counting, q.scope, q.id
FROM question q LEFT JOIN story st ON st.id = q.story""",
        "disagreements": f"""SELECT d.kind, COALESCE(q.text, c.text, {between}) AS subject,
  CASE WHEN d.recorded = 1 THEN 'a person' ELSE 'a rule' END AS found_by, d.strength, d.state,
  {field("b.body", "why")} AS why, {between} AS between_claims, d.id, b.last_at AS changed, b."by" AS changed_by
FROM disagreement d JOIN record_body b ON b.id = d.id
LEFT JOIN question q ON q.id = d.subject LEFT JOIN claim c ON c.id = d.subject""",
        "verdicts": f"""SELECT t.label AS subject, t.type AS judged, v.verdict, {field("b.body", "why")} AS why,
  v."by" AS assessor, v.at, v.evidence AS pieces_of_evidence, v.id, v.target AS subject_id
FROM assessment v JOIN record_body b ON b.id = v.id JOIN record t ON t.id = v.target""",
        "requests": f"""SELECT {_named("q.asked")} AS asked, t.type AS about, t.label AS subject, q.purpose,
  {field("b.body", "how")} AS how, q."on" AS asked_on, {field("b.body", "due")} AS due, q.outcome,
  {field("b.body", "answer")} AS answer, {field("b.body", "answered_on")} AS answered_on, q.id, q.target AS subject_id
FROM request q JOIN record_body b ON b.id = q.id JOIN record t ON t.id = q.target""",
        "changes": """SELECT c.seq AS number, c.at, c."by" AS writer, c.kind, c.why, c.entries,
  CASE WHEN c.merged IS NULL THEN 'no' ELSE 'yes' END AS merged, c.digest
FROM change c""",
        "versions": """SELECT e.change AS change_number, e.at, c."by" AS writer, e.op, e.type, r.label AS called,
  c.why, e.record AS record_id, e.digest
FROM entry e JOIN change c ON c.seq = e.change LEFT JOIN record r ON r.id = e.record""",
    }


def upgrade() -> None:
    """Make the views. The projection need not be filled anew: they hold nothing."""
    dialect = Sqlite if op.get_bind().dialect.name == "sqlite" else Postgres
    for name, select in views(dialect).items():
        op.execute(f'CREATE VIEW "{name}" AS {select}')


def downgrade() -> None:
    """Take the views away again."""
    for name in reversed(views(Sqlite)):
        op.execute(f'DROP VIEW "{name}"')
