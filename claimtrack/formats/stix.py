"""STIX 2.1 out, for threat intelligence platforms: sources as identities, claims as notes, verdicts as opinions.

Every object is dated by the export, which is when STIX's producer (the export) made it; its id is made from the
record's, so that the same record has the same id in every export.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid5

import orjson

_NAMESPACE = UUID("6f6c1f2e-1d6f-5f0e-9a55-3a3c5d3b7f10")
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
    """A bundle. Gives how many records of each type have no place in it: a claim is noted of whom it is from.

    A confidential source is given as it is described, or not at all.
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
        self._sources: dict[str, str] = {}
        self._documents: dict[str, dict[str, Any]] = {}
        self._stories: dict[str, str] = {}
        self._of_story: dict[str, list[str]] = defaultdict(list)
        self._written = 0
        self.no_place = Counter[str]()

    def take(self, record_type: str, item: Mapping[str, Any]) -> None:
        if record_type == "story":
            self._stories[item["id"]] = item["name"]
        elif record_type == "source":
            self._identity(item)
        elif record_type == "document":
            self._documents[item["id"]] = _reference(item, self._sources)
        elif record_type == "claim":
            self._note(item)
        else:
            self.no_place[record_type] += 1

    def _identity(self, item: Mapping[str, Any]) -> None:
        name = item.get("described_as") if item.get("confidential") else item["name"]
        if not name:
            return
        self._sources[item["id"]] = name
        more = {"name": name, "identity_class": _CLASSES.get(item.get("kind", "unknown"), "organization")}
        if role := item.get("role"):
            more["roles"] = [role]
        self._write("identity", item["id"], more)

    def _note(self, item: Mapping[str, Any]) -> None:
        sources: dict[str, str] = {}
        lines, references = [], []
        for assertion in item.get("assertions", ()):
            hidden = assertion.get("release") == "background"
            hops = [hop["source"] for hop in assertion["chain"] if not hidden and hop.get("source") in self._sources]
            sources |= {hop: _id("identity", hop) for hop in hops}
            words = assertion.get("quote", {}).get("exact")
            chain = " > ".join(self._sources[hop] for hop in hops) or "nobody named"
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
        self._out.write(
            b"\n]}\n" if self._written else orjson.dumps({"type": "bundle", "id": _id("bundle", "")}) + b"\n"
        )

    def _write(self, kind: str, record: str, more: Mapping[str, Any]) -> str:
        start = (
            b",\n"
            if self._written
            else orjson.dumps({"type": "bundle", "id": _id("bundle", "")})[:-1] + b',"objects":[\n'
        )
        self._written += 1
        made: dict[str, Any] = {
            "type": kind,
            "spec_version": "2.1",
            "id": _id(kind, record),
            "created": self._now,
            "modified": self._now,
            **more,
        }
        self._out.write(start + orjson.dumps(made))
        return _id(kind, record)


def _id(kind: str, record: str) -> str:
    return f"{kind}--{uuid5(_NAMESPACE, record)}"


def _reference(document: Mapping[str, Any], sources: Mapping[str, str]) -> dict[str, str]:
    """A document as STIX refers to what is outside it."""
    name = document.get("title") or sources.get(document.get("publisher", "")) or document.get("url") or "document"
    reference = {"source_name": name}
    if "url" in document:
        reference["url"] = document["url"]
    elif "published" in document:
        reference["description"] = document["published"]
    return reference
