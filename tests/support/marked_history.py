"""Random histories of a ledger in which every text that somebody writes holds a word of its own.

A plan is a list of steps, each a few choices; playing it makes a change of each step that the ledger takes. Word,
where it was typed and what was written are kept, for whoever looks where the words show.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import text

from claimtrack.actions import disagreements, documents, findings, judgements, records, reports, versions
from claimtrack.domain.canonical_json import parse
from claimtrack.domain.records import FilePosition
from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.schema.nesting import expand
from tests.support.history_plans import Step

WORD = re.compile(r"\bzq[a-z]{4}\b", re.IGNORECASE)
"""A marked word."""
OF_TEXT = "zqt"
"""How the words of documents' texts begin."""

_RELEASES: Mapping[str, dict[str, Any]] = {
    "embargoed": {"release": "embargoed", "until": "2099-01-01"},
    "embargo over": {"release": "embargoed", "until": "2020-01-01"},
    "embargo without end": {"release": "embargoed"},
}
_TEXTS = {
    "source": ("name", "role", "described_as", "aliases"),
    "document": ("title", "state_notice"),
    "claim": ("text", "answer"),
    "question": ("text", "unit"),
    "assertion": ("occasion",),
    "note": ("text",),
    "evidence": ("credit", "place"),
    "request": ("answer", "how"),
    "assessment": ("why",),
    "side": ("name",),
}
"""Type -> fields that are edited."""
_KINDS = {
    **dict.fromkeys(("rate", "merge", "confidential", "withhold source"), "source"),
    **dict.fromkeys(("merge document", "revise"), "document"),
    **dict.fromkeys(("compare", "disagree", "edit claim"), "claim"),
    **dict.fromkeys(("void assertion", "withhold assertion"), "assertion"),
    "same": "question",
    "release": "assertion",
    "publish": "story",
}
"""What is done -> the type of the record that it is done to, where it is of one type."""

_NO_OPTIONS: Mapping[str, Any] = {
    **dict.fromkeys(("title", "publisher", "published", "genre", "language", "state", "text_file", "fetch", "byline")),
    **dict.fromkeys(("dateline", "section", "copy", "copy_kind", "compared")),
    "archive_links": (),
}
"""The options of `document add` where none is given."""


@dataclass
class MarkedHistory:
    """A ledger that a plan is played on, and what was written to it."""

    ledger: LedgerDatabase
    lines: list[str] = field(default_factory=list)
    """What was done, a line for each change."""
    typed: dict[int, set[str]] = field(default_factory=dict)
    """Change -> the words of documents' texts that were typed in it elsewhere: in a quotation, a claim, a title."""
    times: list[str] = field(default_factory=list)
    """When each change was made."""
    words: set[str] = field(default_factory=set)
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Marked words in whose place others are written."""

    def __post_init__(self) -> None:
        self._numbers = count()
        self._named: dict[str, str] = {}
        self.story = self._write("story", {"name": "Flood"}) or ""

    def word(self, beginning: str = "zq") -> str:
        """A word that nobody wrote yet."""
        number = next(self._numbers)
        letters = "".join(chr(97 + number // 18**place % 18) for place in range(6 - len(beginning)))
        made = beginning + letters
        self.words.add(made)
        return self.renamed.get(made, made)

    def _pool(self, name: str, form: str) -> str:
        """A text that is the same whenever it is named."""
        if name not in self._named:
            self._named[name] = form.format(self.word())
        return self._named[name]

    def _person(self, number: int) -> str:
        return self._pool(f"person {number}", "{} Orr").title()

    def _page(self, number: int) -> str:
        return self._pool(f"page {number}", "https://a.example/{}")

    def play(self, plan: list[Step]) -> None:
        """Play a plan. Steps that are refused leave nothing."""
        items = {"claim": self._claim, "source": self._source, "document": self._document}
        for verb, how in plan:
            try:
                if verb in items:
                    beside = [(kind, items[kind](more)) for kind, more in [how["with"]]] if "with" in how else []
                    self._write(verb, items[verb](how), beside)
                else:
                    self._act(verb, how)
            except (BadInput, NeedsPerson):
                continue

    # What stands in items

    def _claim(self, how: Mapping[str, Any]) -> dict[str, Any]:
        item: dict[str, Any] = {"text": f"The {self.word()} gate gave way", "assertions": []}
        if "known" in how:
            item["text"] = (self._body("claim", how["known"]) or item)["text"]
        elif "passage" in how and (sentences := self._sentences(how["passage"] % 2)):
            item["text"] = sentences[how["passage"] % len(sentences)]
        form = how.get("answer")
        if form == "figure":
            scope = {name: self.word() for name in ("unit", "scope", "counting")}
            item |= {"kind": "figure", "answer": {"figure": "about 12", **scope}}
        elif form is not None:
            item |= {"kind": "characterisation" if form == "label" else "cause", "answer": {form: self.word()}}
        if "question" in how:
            asked = how.get("form", form)
            item["question"] = self._pool(f"question {asked} {how['question']}", "What of {}?")
        if "about" in how:
            item["about"] = [self._person(how["about"])]
        if "allegation" in how:
            item["allegation"] = True
        item |= self._belonging(how, "not-enough-evidence")
        item["assertions"] = [self._assertion(said) for said in how["assertions"]]
        if "joint" in how and len(item["assertions"]) > 1:
            joint = self.word()
            item["assertions"] = [said | {"joint": joint} for said in item["assertions"]]
        return item

    def _assertion(self, how: Mapping[str, Any]) -> dict[str, Any]:
        chain: list[dict[str, Any]] = [{"source": self._person(number)} for number in how["chain"]]
        chain[0] |= {name: self.word() for name in ("words", "described_as", "hedge") if name in how}
        item: dict[str, Any] = {"chain": chain, **self._belonging(how, "accurate")}
        if "page" in how:
            item["document"] = self._page(how["page"])
        if "quote" in how:
            item["quote"] = {"exact": self._quote(how["quote"], self._sentences(how.get("page", -1)))}
        if "occasion" in how:
            item["occasion"] = self.word()
        if "stance" in how:
            item["stance"] = how["stance"]
        release = how["release"]
        return item | ({} if release == "on-record" else _RELEASES.get(release, {"release": release}))

    def _quote(self, span: tuple[int, int, int], sentences: list[str]) -> str:
        """The words of a text from one on, so many, with so many left out in the middle."""
        if not sentences:
            return f"It was {self.word()} that night"
        first, length, gap = span
        words = " ".join(sentences).split()
        quoted = words[first % len(words) :][:length]
        left, right = quoted[: (length - gap) // 2], quoted[(length + gap) // 2 :]
        return f"{' '.join(left)} ... {' '.join(right)}" if gap and left and right else " ".join(quoted)

    def _belonging(self, how: Mapping[str, Any], verdict: str) -> dict[str, Any]:
        item: dict[str, Any] = {}
        if "note" in how:
            item["notes"] = [f"A {self.word()} note"]
        if "tag" in how:
            item["tags"] = [self.word()]
        if "evidence" in how:
            evidence = {"bearing": "supports", "credit": self.word(), "place": self.word(), "foreign": self._foreign()}
            words = {"document": self._page(1)} if how["evidence"] == "page" else {"text": f"A {self.word()} map"}
            item["evidence"] = [evidence | words]
        if "asked" in how:
            answer = {"answer": f"It is {self.word()}", "outcome": "replied", "how": self.word()}
            item["requests"] = [{"asked": self._person(how["asked"]), "on": "2026-03-02", **answer}]
        if "verdict" in how:
            item["assessments"] = [{"verdict": verdict, "why": f"As {self.word()} shows", "on": "2026-03-02"}]
        if "foreign" in how:
            item["foreign"] = self._foreign()
        return item

    def _foreign(self) -> str:
        """What another program's file said, as an import keeps it."""
        author = {"author": {"sameAs": self.word(), "name": self.word()}}
        return json.dumps({"@type": "ClaimReview", "itemReviewed": author, "csl": {"author": self.word()}})

    def _source(self, how: Mapping[str, Any]) -> dict[str, Any]:
        item: dict[str, Any] = {"name": self._person(how["who"]), "kind": "person"}
        item |= {name: self.word() for name in ("described_as", "role") if name in how}
        if "confidential" in how:
            item["confidential"] = True
        if "alias" in how:
            item["aliases"] = [f"{self.word().title()} Orr"]
        if "side" in how:
            item["sides"] = [{"name": self.word(), "story": "Flood"}]
        if "rating" in how:
            item["ratings"] = [{"letter": "B", "why": f"Was {self.word()}", "on": "2026-03-02"}]
        for name in ("speaks_for", "member_of"):
            if how.get(name, how["who"]) != how["who"]:
                item[name] = [{"source": self._person(how[name])}]
        return item | self._belonging({name: how[name] for name in ("note", "foreign") if name in how}, "")

    def _document(self, how: Mapping[str, Any]) -> dict[str, Any]:
        item: dict[str, Any] = {"url": self._page(how["page"])}
        if "text" in how:
            item["text"] = self._text(how["text"])
        if "same_text" in how and (sentences := self._sentences(1 - how["page"])):
            item["text"] = " ".join(sentences)
        if "publisher" in how:
            item["publisher"] = self._person(how["publisher"])
        if "byline" in how:
            byline = {name: self.word() for name in ("dateline", "section") if name in how}
            item["bylines"] = [{"source": self._person(how["byline"]), **byline}]
        if "title" in how:
            item["title"] = f"Of {self.word()}"
        elif "file" in how and "text" in item:  # as `document add FILE` calls it that is given no title
            Path("piece.txt").write_text(item["text"], "utf-8")
            given = documents.given_document("piece.txt", {**_NO_OPTIONS, "url": item["url"]}, keep=Path())
            item |= {"title": given.fields["title"]} if given.fields["title"] else {}
        if "notice" in how:
            item |= {"state": "corrected", "state_notice": f"Of {self.word()}"}
        if "copy" in how:
            item["copies"] = [{"kind": "repost", "site": self.word()}]
        return item | self._belonging({name: how[name] for name in ("note", "tag", "foreign") if name in how}, "")

    def _text(self, sentences: int) -> str:
        return " ".join(f"The {self.word(OF_TEXT)} wall fell at {self.word(OF_TEXT)}." for _ in range(sentences))

    def quoted_together(self) -> bool:
        """Whether two quotations in texts of the same words, of different releases, overlap or touch."""
        texts = {record: body.get("text", "") for record, kind, body in self._records() if kind == "document"}
        spans: dict[str, list[tuple[str, int, int]]] = {}
        for _, kind, body in self._records():
            if kind != "assertion" or not (words := texts.get(body.get("document", ""))) or "quote" not in body:
                continue
            first, *_, last = (parts := body["quote"]["exact"].split(" ... ")) * 2
            if all(part in words for part in parts):
                span = (body.get("release", "on-record"), words.index(first), words.index(last) + len(last))
                spans.setdefault(words, []).append(span)
        return any(
            one[0] != other[0] and one[1] <= other[2] + 1 and other[1] <= one[2] + 1
            for together in spans.values()
            for one in together
            for other in together
        )

    # Changes

    def _write(
        self, record_type: str, item: dict[str, Any], beside: Sequence[tuple[str, dict[str, Any]]] = ()
    ) -> str | None:
        """Record an item with all that stands in it, as one change with those `beside`; the id of its record."""
        made = [
            record for kind, each in (*beside, (record_type, item)) for record in expand(kind, each, FilePosition())
        ]
        story = getattr(self, "story", None)
        outcome = self._made(
            record_type,
            item,
            lambda: self.ledger.write(lambda change: change.record(made, story=story), by="desk", kind="add"),
            beside,
        )
        return next((record for record in reversed(outcome.top_level_ids) if record is not None), None)

    def _made(self, verb: str, what: Any, action: Callable[[], Any], beside: Sequence[Any] = ()) -> Any:
        """Make a change, and keep what it is told by."""
        written = action()
        if written.seq is not None:
            more = f" with {self._readable(beside)}" if beside else ""
            self.lines.append(f"{len(self.lines) + 1}. {verb} {self._readable(what)}{more}")
            found = {word.lower() for word in WORD.findall(json.dumps(what))} if verb == "claim" else set()
            self.typed[written.seq] = {word for word in found if word.startswith(OF_TEXT)}
            with self.ledger.reading() as connection:
                self.times.append(str(connection.execute(text("SELECT MAX(at) FROM change")).scalar_one()))
        return written.value

    def _readable(self, what: Any) -> str:
        told = json.dumps(what, ensure_ascii=False)
        for record, record_type, body in self._records():
            called = body.get("name") or body.get("text") or body.get("title") or body.get("url") or ""
            told = told.replace(record, f"<{record_type} {record[:4]} {str(called)[:40]}>".replace('"', "'"))
        return told

    def _records(self, state: str = "live") -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Id, type and body of every record of a state, in the order in which they were made."""
        sql = (
            "SELECT b.id, b.type, b.body FROM record_body b JOIN (SELECT record, MIN(number) AS made FROM entry"
            " GROUP BY record) e ON e.record = b.id WHERE b.state = :state ORDER BY made"
        )
        with self.ledger.reading() as connection:
            rows = connection.execute(text(sql), {"state": state}).all()
        yield from ((row.id, row.type, parse(row.body)) for row in rows)

    def _body(self, record_type: str, number: int, state: str = "live") -> dict[str, Any] | None:
        """One of the records of a type ("" for any); None when there is none."""
        found = [
            body
            for _, known, body in self._records(state)
            if known == record_type or (not record_type and known != "story")
        ]
        return found[number % len(found)] if found else None

    def _sentences(self, page: int) -> list[str]:
        url = self._named.get(f"page {page}")
        texts = [body.get("text", "") for _, kind, body in self._records() if kind == "document" and body["url"] == url]
        return re.findall(r"The \w+ wall fell at \w+\.", texts[0]) if texts else []

    def _act(self, verb: str, how: Mapping[str, Any]) -> None:
        one, two = how["one"], how["two"]
        why = f"For {self.word()}" if "why" in how else None
        reason = why or "So"
        kind = ("claim", "assertion")[two % 2] if verb in ("annotate", "ask", "assess") else _KINDS.get(verb, "")
        body = self._body(kind, one, "void" if verb == "restore" else "live")
        other = self._body(kind, two)
        if body is None or other is None:
            return
        record, ledger = body["id"], self.ledger
        given: dict[str, Any] = {"record": record, "why": why}
        do: Callable[[], Any]
        if verb == "annotate":
            given |= {"notes": [f"A {self.word()} note"], "tags": [self.word()]}
            added = {"notes": given["notes"], "tags": given["tags"]}
            do = partial(judgements.annotate, ledger, [record], why=why, by="desk", **added)
        elif verb == "ask":
            asked = self._body("source", one)
            given |= {"asked": (asked or {}).get("id"), "answer": f"It is {self.word()}", "outcome": "replied"}
            fields = {name: given[name] for name in ("asked", "answer", "outcome")}
            do = partial(judgements.ask, ledger, record, fields, why=why, by="desk")
        elif verb == "assess":
            given["why"] = f"As {self.word()} shows"
            verdict = "accurate" if kind == "assertion" else "supported"
            given["evidence"] = [f"A {self.word()} map"]
            shows = given["evidence"]
            do = partial(judgements.assess, ledger, record, verdict, why=given["why"], evidence=shows, by="desk")
        elif verb == "rate":
            given |= {"why": f"Was {self.word()}", "topic": self.word()}
            do = partial(judgements.rate, ledger, record, "B", why=given["why"], topic=given["topic"], by="desk")
        elif verb == "compare":
            given |= {"other": other["id"], "why": reason}
            do = partial(judgements.compare, ledger, (record, other["id"]), "different", why=reason, by="desk")
        elif verb == "disagree":
            given |= {"other": other["id"], "why": reason}
            do = partial(disagreements.disagree, ledger, [record, other["id"]], "label", why=reason, by="desk")
        elif verb == "settle":
            found = disagreements.list_disagreements(ledger, restricted=True)
            if not found:
                return
            given = {"settles": found[one % len(found)].id, "why": reason}
            do = partial(disagreements.settle, ledger, found[one % len(found)], "dismissed", why=reason, by="desk")
        elif verb == "same":
            answers = [answer for _, kind, each in self._records() if kind == "claim" for answer in self._answers(each)]
            given["words"] = [*answers[two % len(answers) :][:1], self.word()] if answers else [self.word()]
            do = partial(records.same, ledger, record, given["words"], by="desk")
        elif verb == "allow":
            given["why"] = reason
            do = partial(findings.allow_flag, ledger, "unverified", record, why=reason, by="desk")
        elif verb == "publish":
            given["url"] = f"https://b.example/{self.word()}"
            do = partial(reports.publish, ledger, record, url=given["url"], why=why, by="desk")
        elif verb in ("edit", "edit claim", "release", "confidential", "revise"):
            given["fields"] = self._fields(verb, body, two)
            do = partial(versions.edit, ledger, record, given["fields"], why=why, by="desk")
        elif verb.startswith("merge"):
            given |= {"merged": other["id"], "why": reason}
            do = partial(records.merge, ledger, kind, record, other["id"], why=reason, by="desk")
        elif verb.startswith("withhold"):
            do = partial(versions.withhold, ledger, record, why="An order", by="desk")
        elif verb == "undo":
            given = {"why": why}
            do = partial(versions.undo, ledger, by="desk")
        else:
            do = partial(getattr(versions, verb.split()[0]), ledger, [record], why=why, by="desk")
        self._made(verb, given, do)

    @staticmethod
    def _answers(claim: Mapping[str, Any]) -> list[str]:
        return [claim["answer"][name] for name in ("text", "label") if name in claim.get("answer", {})]

    def _fields(self, verb: str, body: Mapping[str, Any], number: int) -> dict[str, Any]:
        if verb == "release":
            release = (None, "off-record", "background", "on-record", "embargoed")[number % 5]
            return {"release": release, "until": "2099-01-01" if release == "embargoed" else None}
        if verb == "confidential":
            return {"confidential": number % 3 > 0 or None}
        if verb == "revise":
            return {"text": f"{body.get('text', '')} {self._text(1)}".strip() if number % 2 else self._text(2)}
        names = _TEXTS.get(str(body["type"]), ())
        name = names[number % len(names)] if names else "foreign"
        if name == "aliases":
            return {name: [f"{self.word().title()} Orr"]}
        if name == "answer":
            return {name: {"text": self.word()}}
        return {name: f"The {self.word()} wording" if name != "foreign" else self._foreign()}
