"""Hypothesis by its API: taking in what a group has annotated, and posting passages of the ledger to the group.

A posted annotation bears a tag with the id of its attribution. By that tag it is known again, here and on the server:
it is neither posted twice nor taken in as somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import orjson

from claimtrack.actions.fetching import request
from claimtrack.actions.imports import Imported, import_stream
from claimtrack.domain.english import plural
from claimtrack.domain.ids import is_id
from claimtrack.domain.text import shorten
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput, ClaimtrackError, DatabaseTrouble
from claimtrack.formats import web_annotation
from claimtrack.formats.strict_json import read_json
from claimtrack.ledger.lookup import exists
from claimtrack.queries.confidential_names import ConfidentialNames, StillNamed

if TYPE_CHECKING:
    from claimtrack.ledger.database import LedgerDatabase

SERVER = "https://api.hypothes.is"
TAG = "claimtrack:"
"""What the tag of a posted annotation begins with; the id of the assertion follows."""
MOST_ANNOTATIONS = 20_000
"""Annotations of a group that are asked for."""
_PAGE = 200
_TRY_AGAIN = "Nothing was taken in or posted. Try it again later."


@dataclass(frozen=True, slots=True)
class HypothesisGroup:
    """A group on a server, by its id. A server other than `SERVER` may be on a network that is not public.

    `token` is what the server knows its user by; None asks for what everybody may read.
    """

    group: str
    token: str | None = field(default=None, repr=False)
    server: str = SERVER

    def __post_init__(self) -> None:
        if self.token is not None and not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise BadInput("HYPOTHESIS_TOKEN holds no token, but other signs, too", "Copy it again from your account.")
        if set("@?#") & set(self.server):
            raise BadInput(
                "the address of the server has a user, a password or a query in it, and is not shown for that",
                f"Give one such as {SERVER}; a token stands in HYPOTHESIS_TOKEN.",
            )
        if not is_web_url(self.server):
            raise BadInput(f"{self.server!r} is no address of a server", f"Give one such as {SERVER}.")
        if urlsplit(self.server).scheme.lower() == "http" and not _is_this_machine(
            urlsplit(self.server).hostname or ""
        ):
            raise BadInput(f"{self.server} is not encrypted, so no token is sent there", "Give its https address.")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class Pulled:
    """What taking in a group came to: `ours` of its annotations are of this ledger, and are passed over.

    `imported` is None where there are no others. `not_given` are annotations that the server counts and did not give.
    """

    imported: Imported | None
    ours: int
    not_given: int


@dataclass(frozen=True, slots=True)
class PostedPassage:
    """An annotation that is to be posted: words of the page at `url`, the claim made of them, and tags."""

    assertion: str
    url: str
    words: str
    claim: str
    tags: tuple[str, ...]
    selectors: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Unposted:
    """What a group does not have yet, and how much of the rest is there.

    `kept_back` counts the quotations that are on background, or of a source that is confidential.
    """

    passages: tuple[PostedPassage, ...]
    posted: int
    kept_back: int


def pull(
    ledger: LedgerDatabase, group: HypothesisGroup, *, by: str, story: str | None = None, dry_run: bool = False
) -> Pulled:
    """Import what a group has annotated, as one change; what is recorded already stays as it is, though it differs.

    An annotation that cannot be taken does not keep the others out: the report says what is wrong with it. Raises
    DatabaseTrouble where the server does not answer as it should, BadInput where no annotation can be taken.
    """
    rows, not_given = _annotations(group)
    with ledger.reading() as connection:
        others = [row for row in rows if not any(exists(connection, record) for record in _posted([row]))]
    if rows and not others:
        return Pulled(None, len(rows), not_given)
    imported = import_stream(
        ledger,
        BytesIO(orjson.dumps({"rows": others})),
        f"group {group.group}",
        by=by,
        format="web-annotation",
        story=story,
        prefer="ledger",
        dry_run=dry_run,
        keep_going=True,
    )
    return Pulled(imported, len(rows) - len(others), not_given)


def unposted(ledger: LedgerDatabase, group: HypothesisGroup, *, story: str | None = None) -> Unposted:
    """The passages of a ledger, or of one story (an id), that a group does not have.

    Nothing that was said in confidence: off the record, embargoed, on background or of a confidential source.
    Notes stay here. Raises BadInput where the ledger is shown as it stood, as who is protected may have changed since,
    and DatabaseTrouble where nobody can say what the group has.
    """
    if ledger.as_of is not None:
        raise BadInput("what is posted is the ledger as it stands", "Leave --as-of away to post.")
    passages = [_passage(annotation) for annotation in _written(ledger.open_records(), story)]
    kept_back = len(_written(ledger, story)) - len(passages)
    rows, not_given = _annotations(group)
    if not_given:
        raise DatabaseTrouble(
            f"the server counts {plural(not_given, 'annotation')} more than it gave, and they may be yours", _TRY_AGAIN
        )
    there = set(_posted(rows))
    new = tuple(passage for passage in passages if passage.assertion not in there)
    return Unposted(new, len(passages) - len(new), kept_back)


def names_in(ledger: LedgerDatabase, passages: Sequence[PostedPassage]) -> StillNamed:
    """The names of confidential sources that the words of these passages, their claims and tags hold all the same."""
    names = ConfidentialNames(ledger)
    for passage in passages:
        for words in (passage.words, passage.claim, *passage.tags):
            names.look(words)
    return names.found(restricted=False)


def _written(ledger: LedgerDatabase, story: str | None) -> list[dict[str, Any]]:
    """The quotations of a ledger, or of one story (an id), as annotations."""
    from claimtrack.ledger.transfer.export import export_items

    out = BytesIO()
    web_annotation.write(export_items(ledger, story=story), out)
    found: list[dict[str, Any]] = orjson.loads(out.getvalue())["first"]["items"]
    return found


def post(group: HypothesisGroup, passages: Iterable[PostedPassage]) -> int:
    """Post passages to a group, for all of its members to read; how many. An error says how many were posted."""
    count = 0
    for passage in passages:
        annotation = {
            "uri": passage.url,
            "group": group.group,
            "permissions": {"read": [f"group:{group.group}"]},
            "text": passage.claim,
            "tags": [*passage.tags, TAG + passage.assertion],
            "target": [{"source": passage.url, "selector": list(passage.selectors)}],
        }
        try:
            _call(group, "/api/annotations", orjson.dumps(annotation))
        except ClaimtrackError as error:
            were = "was" if count == 1 else "were"
            error.todo = f"{plural(count, 'annotation')} {were} posted before. The same command posts the rest."
            raise
        count += 1
    return count


def _passage(annotation: Mapping[str, Any]) -> PostedPassage:
    said: dict[str, list[str]] = {}
    for body in annotation["body"]:
        said.setdefault(body["purpose"], []).append(body["value"])
    target = annotation["target"]
    return PostedPassage(
        annotation["id"].removeprefix(web_annotation.OURS),
        target["source"],
        target["selector"][0]["exact"],
        said["describing"][0],
        tuple(said.get("tagging", ())),
        tuple(target["selector"]),
    )


def _posted(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The ids of the assertions that annotations were posted for."""
    tags = [tag for row in rows if isinstance(row.get("tags"), list) for tag in row["tags"] if isinstance(tag, str)]
    return [tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG) and is_id(tag.removeprefix(TAG))]


def _annotations(group: HypothesisGroup) -> tuple[list[dict[str, Any]], int]:
    """What a group has annotated, by id, and how many more the server counts than it gave."""
    found: dict[str, dict[str, Any]] = {}
    after: dict[str, str] = {}
    while len(found) <= MOST_ANNOTATIONS:
        asked = {"group": group.group, "limit": _PAGE, "sort": "id", "order": "asc", **after}
        answer = _call(group, f"/api/search?{urlencode(asked)}")
        rows = answer.get("rows") if isinstance(answer, dict) else None
        if not isinstance(rows, list) or not all(
            isinstance(row, dict) and isinstance(row.get("id"), str) for row in rows
        ):
            raise DatabaseTrouble(f"{group.server} does not answer as Hypothesis does", "Check its address.")
        before = len(found)
        found |= {row["id"]: row for row in rows}
        total = answer.get("total")
        not_given = max(total - len(found), 0) if isinstance(total, int) else 0
        if len(found) == before or (len(rows) < _PAGE and not not_given):
            return list(found.values()), not_given
        after = {"search_after": rows[-1]["id"]}
    raise BadInput(
        f"the group has more than {MOST_ANNOTATIONS:,} annotations, the most that is asked for",
        "Export them in Hypothesis, and import the files.",
    )


def _call(group: HypothesisGroup, path: str, body: bytes | None = None) -> Any:
    """What the API answers, as JSON; a `body` is posted."""
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if group.token is not None:
        headers["Authorization"] = f"Bearer {group.token}"
    url = group.server.rstrip("/") + path
    try:
        status, content = request(url, headers=headers, body=body, anywhere=group.server != SERVER)
    except ClaimtrackError as error:
        error.todo = _TRY_AGAIN
        raise
    answer, problems = read_json(content, None, decimals_as_text=True)
    if status in (401, 403):
        raise BadInput(f"{group.server} does not take the token for group {group.group!r}", "Check both.")
    if status not in (200, 201):
        reason = answer.get("reason") if isinstance(answer, dict) else None
        said = f": {shorten(reason, 200)}" if isinstance(reason, str) else ""
        raise DatabaseTrouble(f"{group.server} says {status} of group {group.group!r}{said}", _TRY_AGAIN)
    if problems:
        raise DatabaseTrouble(f"{group.server} does not answer as Hypothesis does", "Check its address.")
    return answer
