"""Finding and reading records: by id or name, by their words, as whole lists, or one with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from claimtrack.actions.results import MOST_FOUND, MOST_SIMILAR, Listing
from claimtrack.domain.ids import is_id, is_prefix
from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.ledger import lookup
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.restricted.visibility import hide_restricted, restricted_records
from claimtrack.ledger.write.names import NameIndex

if TYPE_CHECKING:
    from claimtrack.queries.listings import ListedRecord, SearchResult, VoidRecord
    from claimtrack.queries.passages import Coverage
    from claimtrack.queries.records import RecordPage
    from claimtrack.queries.views import SimilarClaim


def find_record(
    ledger: LedgerDatabase, name: str, *types: str, story: str | None = None, restricted: bool = True
) -> str:
    """The id of the record that `match_record` gives."""
    return match_record(ledger, name, *types, story=story, restricted=restricted).id


def match_record(
    ledger: LedgerDatabase,
    name: str,
    *types: str,
    story: str | None = None,
    restricted: bool = True,
    whole: bool = False,
) -> lookup.Match:
    """The record of one of these types (none: any) that a person means by an id, a name, or the beginning of either.

    `story` (an id) is where names are looked for first. Unless `restricted`, what is off the record or embargoed is
    not found; with `whole`, the beginning of a name finds nothing. Raises BadInput when nothing fits, NeedsPerson when
    several do.
    """
    with ledger.reading() as connection:
        # Whose whole id is given is found without its name: then no views need be made that hide other names.
        hide = restricted_records if is_id(name.strip()) else hide_restricted
        hidden = () if restricted else hide(connection, ledger.now()).ids
        return lookup.match(connection, name, types, story=story, hidden=hidden, whole=whole)


def restricted_ids(ledger: LedgerDatabase) -> frozenset[str]:
    """The ids of all that is off the record or embargoed."""
    with ledger.reading() as connection:
        return restricted_records(connection, ledger.now()).ids


def match_void_record(ledger: LedgerDatabase, name: str) -> lookup.Match:
    """The void record that a person means by an id, its text, or the beginning of either."""
    with ledger.reading() as connection:
        return lookup.match_void(connection, name)


VERY_LIKE = 0.85
"""How alike two names are, from 0 to 1, for one to be asked about as a misspelling of the other."""


def very_like(ledger: LedgerDatabase, record_type: str, name: str) -> lookup.Match | None:
    """The record of a type whose name is so like this one that it may be meant; None where there is none.

    Names that differ in a figure ("Engineer 1", "Engineer 2") are not alike; those that differ in a title ("Governor
    Pavel Osk") or by "the" are. Nothing restricted is given.
    """

    def untitled(name: str) -> str:
        from claimtrack.reading.mentions.roles import title_end

        parts = name.split()
        return " ".join(parts[title_end([part.rstrip(".") for part in parts]) :])

    with ledger.reading() as connection:
        near = lookup.near_names(connection, name, (record_type,), nearness=VERY_LIKE, bare=untitled)
    figures = [character for character in name if character.isdigit()]
    alike = (one for one in near if [each for each in one.called or "" if each.isdigit()] == figures)
    return next(alike, None)


def namesakes(ledger: LedgerDatabase, source: str) -> list[tuple[str, str]]:
    """The other sources that are called as a source (an id) is: id, and what tells each from a namesake with its name.

    None that is restricted, or one with it after merges.
    """
    with ledger.reading() as connection:
        hidden = hide_restricted(connection, ledger.now())
        body = lookup.get(connection, source)
        if body is None:
            return []
        names = NameIndex(connection)
        ids = names.sources(body["name"], story=None, anywhere=True)
        apart = names.apart(ids, hidden) if len(ids) > 1 else {}
        return [(one, apart[one]) for one in ids if one != source and one in apart]


def only_record(ledger: LedgerDatabase, record_type: str) -> str | None:
    """The id of the only live record of a type; None when there is none, or more than one."""
    with ledger.reading() as connection:
        return lookup.only(connection, record_type)


def current_fields(ledger: LedgerDatabase, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The fields of live records, by id in the order asked for; void and withheld ones are left out."""
    with ledger.reading() as connection:
        return lookup.bodies(connection, ids)


def called(ledger: LedgerDatabase, ids: Iterable[str]) -> dict[str, str]:
    """What live records are called in a message, by id, and not by a title that is held back; not yet safe to show."""
    with ledger.reading() as connection:
        return lookup.called(connection, ids)


def similar_claims(
    ledger: LedgerDatabase, text: str, *, story: str | None = None, limit: int = MOST_SIMILAR, restricted: bool = False
) -> Listing[SimilarClaim]:
    """The claims that say most nearly the same as a text, or as a claim (its id, the beginning of that, its wording).

    Of a story (an id), or of all. Restricted ones are not looked at unless `restricted`. Raises BadInput for a text
    without a word to compare by.
    """
    from claimtrack.checking.similar_claims import has_words, similar_to_claim, similar_to_text
    from claimtrack.queries.similar import ComparedClaims

    with ledger.reading() as connection:
        hidden = () if restricted else hide_restricted(connection, ledger.now()).ids
        claim: str | None = None
        try:
            claim = lookup.match(connection, text, ("claim",), story=story, hidden=hidden, whole=True).id
        except BadInput:
            pass  # no claim's id or wording: words to compare
        except NeedsPerson:
            if is_prefix(text.strip().casefold()):
                raise
        if claim is not None:
            rows = similar_to_claim(ComparedClaims(connection), claim, story=story, limit=limit)
        elif has_words(text):
            rows = similar_to_text(ComparedClaims(connection), text, story=story, limit=limit)
        else:
            raise BadInput("there is no word to compare by", "Give a sentence, or a claim's id.")
    return Listing(tuple(rows))


def completions(ledger: LedgerDatabase, beginning: str, *types: str) -> list[tuple[str, str]]:
    """What a record of one of these types (none: any) may be named by that begins so, with what is to be said of it.

    Names of stories, sources and documents, with their type; ids, the latest first, with what they are called. Where
    nothing is typed yet, only ids where a record of any type may stand, or only names where all have one. Nothing
    restricted is given; what is, is not yet made safe to show.
    """
    from claimtrack.queries.records import COMPLETED_NAMES, complete_id, complete_name

    named = bool(types) and set(types) <= set(COMPLETED_NAMES)
    with ledger.reading() as connection:
        now = ledger.now()
        ids = complete_id(connection, beginning, types, embargoed_at=now) if beginning or not named else []
        names = complete_name(connection, beginning, types, embargoed_at=now) if beginning or named else []
    return [*names, *ids]


def list_records(ledger: LedgerDatabase, record_type: str, *, restricted: bool = False) -> Listing[ListedRecord]:
    """The stories, sources, documents or questions, by name. What is restricted is left out unless `restricted`."""
    from claimtrack.queries.listings import list_records as load_records

    with ledger.reading() as connection:
        rows, left_out = load_records(connection, record_type, embargoed_at=None if restricted else ledger.now())
    return Listing(tuple(rows), left_out)


def list_void(
    ledger: LedgerDatabase, record_type: str, *, story: str | None = None, restricted: bool = False
) -> Listing[VoidRecord]:
    """The void records of a type, of a story (an id) if given. What is restricted is left out unless `restricted`."""
    from claimtrack.queries.listings import list_void as load_void

    with ledger.reading() as connection:
        now = None if restricted else ledger.now()
        rows, left_out = load_void(connection, record_type, story=story, embargoed_at=now)
    return Listing(tuple(rows), left_out)


def search_records(
    ledger: LedgerDatabase,
    words: str,
    *,
    types: Sequence[str] = (),
    story: str | None = None,
    limit: int = MOST_FOUND,
    restricted: bool = False,
) -> Listing[SearchResult]:
    """At most `limit` records that hold all the words, of a story (an id) where one is given; texts by the paragraph.

    Case and accents do not count. Raises BadInput for a type there is not.
    """
    from claimtrack.queries.listings import find_words

    with ledger.reading() as connection:
        now = None if restricted else ledger.now()
        found, more, left_out = find_words(connection, words, types=types, story=story, limit=limit, embargoed_at=now)
    return Listing(tuple(found), left_out, more)


def show_record(
    ledger: LedgerDatabase, name: str, *types: str, story: str | None = None, restricted: bool = False
) -> RecordPage:
    """One record (found as by `find_record`) with all that belongs to it."""
    from claimtrack.queries.records import record_page

    now = None if restricted else ledger.now()
    named = name if is_id(name.strip()) else find_record(ledger, name, *types, story=story, restricted=restricted)
    with ledger.reading() as connection:
        hidden = () if now is None else restricted_records(connection, now).ids
        return record_page(connection, lookup.match(connection, named, types, hidden=hidden).id, embargoed_at=now)


def text_coverage(ledger: LedgerDatabase, document: str) -> Coverage | None:
    """What of a document's stored text is attributed, skipped or open; None when no text is stored."""
    from claimtrack.queries.passages import coverage

    with ledger.reading() as connection:
        return coverage(connection, document)
