"""STIX 2.1 out, for threat intelligence platforms: sources as identities, claims as notes, verdicts as opinions.

An object's id is made from the record's, so that the same record has the same id in every export. Two objects of one id
are versions of it, of which STIX wants the same moment of creation: it is EPOCH, and the version is of the export.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid4, uuid5

import orjson

_NAMESPACE = UUID("6f6c1f2e-1d6f-5f0e-9a55-3a3c5d3b7f10")
EPOCH = "1970-01-01T00:00:00.000Z"
"""What every object says it was created at: when its record was made, the export does not know."""
_CLASSES = {
    "person": "individual",
    "witness": "individual",
    "group": "group",
    "account": "unknown",
    "unknown": "unknown",
}
"""Kind of source -> identity class of STIX; `organization` for all others."""
_OPINIONS = {"supported": "agree", "refuted": "disagree"}
"""Verdict -> opinion of STIX; `neutral` for all others."""


def write(items: Iterable[tuple[str, Mapping[str, Any]]], out: BinaryIO) -> Counter[str]:
    """A bundle. Gives how many records of each type have no place in it.

    A claim has one where somebody is named who made it, and a source where such a claim has.
    """
    writer = _Writer(out)
    for record_type, item in items:
        writer.take(record_type, item)
    writer.finish()
    return +writer.no_place


class _Writer:
    """Writes objects as the records come: sources before documents, documents before claims."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._sources: dict[str, Mapping[str, Any]] = {}
        self._identities: set[str] = set()
        self._documents: dict[str, dict[str, Any]] = {}
        self._stories: dict[str, str] = {}
        self._of_story: dict[str, list[str]] = defaultdict(list)
        self._written = 0
        self.no_place = Counter[str]()

    def take(self, record_type: str, item: Mapping[str, Any]) -> None:
        if record_type == "story":
            self._stories[item["id"]] = item["name"]
        elif record_type == "source":
            self._sources[item["id"]] = item
        elif record_type == "document":
            self._documents[item["id"]] = _reference(item, self._sources)
        elif record_type == "claim":
            self._note(item)
        else:
            self.no_place[record_type] += 1

    def _identity(self, source: str) -> str:
        """The id of a source's identity, which is written when it is first referred to."""
        if source not in self._identities:
            self._identities.add(source)
            item = self._sources[source]
            kind = _CLASSES.get(item.get("kind", "unknown"), "organization")
            roles = {"roles": [item["role"]]} if "role" in item else {}
            self._write("identity", source, {"name": item["name"], "identity_class": kind, **roles})
        return object_id("identity", source)

    def _note(self, item: Mapping[str, Any]) -> None:
        """Write a claim as a note with its sources, its verdicts as opinions; count it where nobody is named."""
        sources: dict[str, str] = {}
        lines, references = [], []
        for assertion in item.get("assertions", ()):
            hops = [hop["source"] for hop in assertion["chain"] if hop.get("source") in self._sources]
            sources |= {hop: self._identity(hop) for hop in hops}
            words = assertion.get("quote", {}).get("exact")
            chain = " > ".join(self._sources[hop]["name"] for hop in hops) or "nobody named"
            lines.append(f"{chain}: {assertion['stance']}" + (f": “{words}”" if words else ""))
            reference = self._documents.get(assertion.get("document", ""))
            if reference and reference not in references:
                references.append(reference)
        if not sources:
            self.no_place["claim"] += 1
            return
        more: dict[str, Any] = {
            "abstract": item["text"],
            "content": "\n".join(lines),
            "object_refs": list(sources.values()),
        }
        if references:
            more["external_references"] = references
        note = self._write("note", item["id"], more)
        self._of_story[item.get("story", "")] += [note, *sources.values()]
        for verdict in item.get("assessments", ()):
            opinion = _OPINIONS.get(verdict["verdict"], "neutral")
            why = f"{verdict['verdict']}: {verdict['why']}"
            self._write("opinion", verdict["id"], {"opinion": opinion, "explanation": why, "object_refs": [note]})

    def finish(self) -> None:
        """Write what is known at the end only: a report of each story, of all that was noted in it."""
        for story, name in self._stories.items():
            if story in self._of_story:
                refs = list(dict.fromkeys(self._of_story[story]))
                self._write("report", story, {"name": name, "published": self._now, "object_refs": refs})
            else:
                self.no_place["story"] += 1
        self.no_place["source"] += len(self._sources) - len(self._identities)
        self._out.write(b"\n]}\n" if self._written else orjson.dumps(self._bundle()) + b"\n")

    def _write(self, kind: str, record: str, more: Mapping[str, Any]) -> str:
        start = b",\n" if self._written else orjson.dumps(self._bundle())[:-1] + b',"objects":[\n'
        self._written += 1
        made: dict[str, Any] = {
            "type": kind,
            "spec_version": "2.1",
            "id": object_id(kind, record),
            "created": EPOCH,
            "modified": self._now,
            **more,
        }
        self._out.write(start + orjson.dumps(made))
        return object_id(kind, record)

    @staticmethod
    def _bundle() -> dict[str, str]:
        return {"type": "bundle", "id": f"bundle--{uuid4()}"}


def object_id(kind: str, record: str) -> str:
    """The id of the STIX object of a type (`kind`) that is made of a record (an id): always the same one."""
    return f"{kind}--{uuid5(_NAMESPACE, record)}"


def _reference(document: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """A document as STIX refers to what is outside it."""
    publisher = sources.get(document.get("publisher", ""), {}).get("name")
    name = document.get("title") or publisher or document.get("url") or "document"
    reference = {"source_name": name}
    if "url" in document:
        reference["url"] = document["url"]
    elif "published" in document:
        reference["description"] = document["published"]
    return reference
