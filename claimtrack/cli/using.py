"""The story and document for what follows: `use`, the environment, `--story` and `--in`.

Kept in the user's configuration folder by the ledger's id; written whole or not at all.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claimtrack.errors import BadInput, ClaimtrackError

if TYPE_CHECKING:
    from claimtrack.cli.session import Session


@dataclass(frozen=True, slots=True)
class Used:
    """Ids of the story and document in use; None where none is set."""

    story: str | None = None
    document: str | None = None


def _folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("claimtrack", appauthor=False)) / "use"


def read_used(ledger: str) -> Used:
    """What is in use for the ledger with this id; nothing when its note cannot be read."""
    try:
        found = json.loads((_folder() / f"{ledger}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return Used()
    known = found if isinstance(found, dict) else {}
    ids = [known.get(name) for name in ("story", "document")]
    return Used(*(one if isinstance(one, str) else None for one in ids))


def write_used(ledger: str, used: Used) -> None:
    """Remember what is in use, whole or not at all; when nothing is, nothing is kept."""
    folder = _folder()
    if used == Used():
        (folder / f"{ledger}.json").unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as out:
        json.dump({"story": used.story, "document": used.document}, out)
        out.flush()
        os.fsync(out.fileno())
    Path(out.name).replace(folder / f"{ledger}.json")


def story_of(session: Session, given: str | None) -> str | None:
    """The id of the story meant: given, else CLAIMTRACK_STORY, else the one in use, else the only one; else None."""
    from claimtrack.ledger import read

    ledger = session.reader()
    with ledger.reading() as connection:
        typed = given or os.environ.get("CLAIMTRACK_STORY")
        if typed:
            return read.find(connection, typed, ("story",))
        used = read_used(ledger.id).story
        if used is not None and read.get(connection, used) is not None:
            return used
        return read.only(connection, "story")


def document_of(session: Session, given: str | None) -> str | None:
    """The id of the document meant: given, else CLAIMTRACK_DOCUMENT, else the one in use; else None."""
    from claimtrack.ledger import read

    ledger = session.reader()
    with ledger.reading() as connection:
        typed = given or os.environ.get("CLAIMTRACK_DOCUMENT")
        if typed:
            return read.find(connection, typed, ("document",))
        used = read_used(ledger.id).document
        return used if used is not None and read.get(connection, used) is not None else None


def document_or_url(session: Session, given: str | None) -> str | None:
    """As `document_of`; a URL that is not in the ledger is given back as it is, to become a document of its own."""
    from claimtrack.domain.urls import is_web_url

    try:
        return document_of(session, given)
    except BadInput:
        if given is not None and is_web_url(given):
            return given
        raise


def require_story(session: Session, given: str | None) -> str:
    """As `story_of`; refused when there is none to mean."""
    found = story_of(session, given)
    if found is None:
        raise ClaimtrackError("no story is named or in use", "Give --story, or 'claimtrack use --story NAME'.")
    return found


def record(session: Session, typed: str, *types: str, story: str | None = None) -> str:
    """The id of the record that a person means, of one of these types (any when none is given)."""
    from claimtrack.ledger import read

    ledger = session.reader()
    with ledger.reading() as connection:
        return read.find(connection, typed, types, story=story)


def story_of_claim(session: Session, claim: str) -> str | None:
    """The id of the story that a claim (an id) belongs to; None when it belongs to none."""
    from claimtrack.ledger import read

    with session.reader().reading() as connection:
        return (read.get(connection, claim) or {}).get("story")


def evidence(session: Session, typed: str) -> str:
    """The id of the evidence that a person means; what is no record's is given back: a URL or words for it."""
    try:
        return record(session, typed, "evidence")
    except BadInput:
        return typed


def question_kind(session: Session, typed: str | None, story: str | None) -> str | None:
    """The kind of answer a question asks for; None when it is not in the ledger yet, or none is named."""
    from claimtrack.ledger import read

    if typed is None:
        return None
    ledger = session.reader()
    with ledger.reading() as connection:
        try:
            found = read.get(connection, read.find(connection, typed, ("question",), story=story))
        except ClaimtrackError:
            return None
    return str(found["answer_kind"]) if found else None


def sentences(session: Session, assertions: Sequence[str]) -> list[str]:
    """Assertions as the report words them, in the order given."""
    from claimtrack.queries.assertions import attribution_rows
    from claimtrack.render.sentence import sentence

    ledger = session.reader()
    with ledger.reading() as connection:
        rows = attribution_rows(connection, assertions)
    return list(dict.fromkeys(sentence(row) for row in rows))


def place_of(session: Session, assertions: Sequence[str]) -> str | None:
    """The id of the document that the first of these assertions stands in."""
    from claimtrack.ledger import read

    ledger = session.reader()
    with ledger.reading() as connection:
        for body in read.bodies(connection, assertions).values():
            return body.get("document")
    return None
