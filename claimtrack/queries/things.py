"""Lists of stories, sources, documents and questions: a row each, in the order of their names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story, and how many claims it has."""

    id: str
    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: `body` is the name of what it speaks for in the end, None when for itself; `assertions` are its own."""

    id: str
    name: str
    qualifier: str | None
    kind: str
    role: str | None
    body: str | None
    assertions: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document: `publisher` is a name; `published` a date as written; `text_length` is in code points, 0 for none."""

    id: str
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    text_length: int
    assertions: int


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question: `story` is a name, None outside any story; `claims` answer it."""

    id: str
    text: str
    answer_kind: str
    story: str | None
    claims: int


Thing = StoryRow | SourceRow | DocumentRow | QuestionRow

_STORIES = (
    "SELECT s.id, s.name, (SELECT COUNT(*) FROM claim c WHERE c.story = s.id) AS claims"
    " FROM story s JOIN record r ON r.id = s.id ORDER BY r.order_key, s.id"
)
_SOURCES = (
    "SELECT s.id, s.name, s.qualifier, s.kind, s.role, b.name AS body,"
    " (SELECT COUNT(*) FROM assertion a WHERE a.origin = s.id) AS assertions"
    " FROM source s JOIN record r ON r.id = s.id"
    " LEFT JOIN source_root t ON t.source = s.id AND t.newest = 1 AND t.root <> t.face"
    " LEFT JOIN source b ON b.id = t.root ORDER BY r.order_key, s.id"
)
_DOCUMENTS = (
    "SELECT d.id, d.title, d.url, p.name AS publisher, d.published, d.text_length,"
    " (SELECT COUNT(*) FROM assertion a WHERE a.document = d.id) AS assertions"
    " FROM document d JOIN record r ON r.id = d.id LEFT JOIN source p ON p.id = d.publisher"
    " ORDER BY r.order_key, d.id"
)
_QUESTIONS = (
    "SELECT q.id, q.text, q.answer_kind, s.name AS story,"
    " (SELECT COUNT(*) FROM claim c WHERE c.question = q.id) AS claims"
    " FROM question q JOIN record r ON r.id = q.id LEFT JOIN story s ON s.id = q.story ORDER BY r.order_key, q.id"
)

_LISTS: dict[str, tuple[str, type[Thing]]] = {
    "story": (_STORIES, StoryRow),
    "source": (_SOURCES, SourceRow),
    "document": (_DOCUMENTS, DocumentRow),
    "question": (_QUESTIONS, QuestionRow),
}


def things(connection: Connection, record_type: str) -> list[Thing]:
    """Every live record of a type (story, source, document, question), by name."""
    sql, row_type = _LISTS[record_type]
    return [row_type(**row._mapping) for row in connection.execute(text(sql))]
