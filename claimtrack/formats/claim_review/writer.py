"""Writing ClaimReview: a review of each claim for everyone who judged it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from claimtrack.domain.urls import is_web_url
from claimtrack.formats.claim_review.json_ld import (
    UNRATED,
    Json,
    as_object,
    beyond,
    laid_over,
    objects,
    pruned,
    text_of,
)
from claimtrack.formats.claim_review.reader import host
from claimtrack.formats.foreign import leftovers_of

PERSON = "Person"
"""The type of an author who is one; of any other it is Organization."""
_NUMBERS = ("ratingValue", "bestRating", "worstRating")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|\Z)")


def write(items: Iterable[tuple[str, Mapping[str, Any]]], out: BinaryIO) -> Counter[str]:
    """Write a review of each claim for everyone who judged it; gives how many records of each type have no place."""
    writer = _Writer()
    out.write(b'{"@context": "https://schema.org", "@graph": [')
    first = True
    for record_type, item in items:
        for review in writer.reviews(record_type, item):
            out.write((b"\n" if first else b",\n") + orjson.dumps(review))
            first = False
    out.write(b"\n]}\n")
    return writer.left_out + writer.unused()


class _Writer:
    """Makes reviews of claims; keeps the names of sources and documents, which come before them."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self._sources: dict[str, str] = {}
        self._people: set[str] = set()
        self._documents: dict[str, Mapping[str, Any]] = {}
        self._used: set[str] = set()

    def reviews(self, record_type: str, item: Mapping[str, Any]) -> Iterator[Json]:
        """The reviews of a claim; of any other item none."""
        if record_type == "source":
            self._sources[item["id"]] = f"{item['name']} ({item['qualifier']})" if "qualifier" in item else item["name"]
            if item.get("kind") in ("person", "witness"):
                self._people.add(item["id"])
        elif record_type == "document":
            kept = ("url", "title", "publisher", "bylines", "published", "language", "genre")
            self._documents[item["id"]] = {name: item[name] for name in kept if name in item}
        elif record_type != "claim":
            self.left_out[record_type] += 1
        else:
            wide = list(self._judged(item))
            self.left_out["claim"] += not wide
            yield from map(_in_two, wide)

    def unused(self) -> Counter[str]:
        """How many sources and documents no review has named."""
        return Counter(
            {"source": len(self._sources.keys() - self._used), "document": len(self._documents.keys() - self._used)}
        )

    def _source(self, source: str | None) -> str | None:
        self._used.add(source or "")
        return self._sources.get(source or "")

    def _document(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        self._used.add(item.get("document", ""))
        return self._documents.get(item.get("document", ""), {})

    def _judged(self, claim: Mapping[str, Any]) -> Iterator[Json]:
        """A review, in its wide form, for each judgement of a claim."""
        groups = self._groups(claim)
        made = list(self._by_judgement(claim))
        for number, (review, rest) in enumerate(made):
            last = number == len(made) - 1
            own = groups[number:] if last and groups[number:] else groups[number : number + 1] or groups[:1]
            own += objects(rest.pop("itemReviewed", None))
            full = laid_over({"claimReviewed": claim["text"], **review}, rest)
            yield full | ({"itemReviewed": own[0] if len(own) == 1 else own} if own else {})

    def _by_judgement(self, claim: Mapping[str, Any]) -> Iterator[tuple[Json, Json]]:
        """A review, and its rest, for each fact-check among the evidence, then for each verdict that none gave."""
        assessments = list(claim.get("assessments", ()))
        for evidence in claim.get("evidence", ()):
            article = self._document(evidence)
            rest = as_object(leftovers_of(evidence, self.left_out))
            if "@type" not in rest and article.get("genre") != "fact-check":
                self.left_out["evidence"] += 1
                continue
            words = evidence.get("text")
            rating = rest["reviewRating"] = as_object(rest.get("reviewRating"))
            by = evidence.get("credit") or host(evidence.get("url"))
            review: Json = {
                "url": evidence.get("url"),
                "datePublished": evidence.get("captured"),
                "author": {"name": evidence.get("credit")},
                "headline": article.get("title"),
                "inLanguage": article.get("language"),
                "reviewRating": {"alternateName": words},
            }
            publisher = self._source(article.get("publisher"))
            if publisher != evidence.get("credit"):
                review["publisher"] = {"name": publisher}
            for assessment in assessments:
                if (assessment.get("by"), assessment.get("on")) == (by, evidence.get("captured")):
                    assessments.remove(assessment)
                    if assessment["why"] not in (words, f"rated {rating.get('ratingValue')}"):
                        review["reviewRating"]["ratingExplanation"] = assessment["why"]
                    break
            yield pruned(review), rest
        for assessment in assessments:
            verdict = assessment["verdict"].replace("-", " ").capitalize()
            rating = {"alternateName": verdict, "ratingExplanation": assessment["why"]}
            # A verdict without a review that it is from is that of somebody at the desk.
            author = {"@type": PERSON, "name": assessment.get("by")}
            review = {"author": author, "datePublished": assessment.get("on")}
            yield pruned(review | {"reviewRating": rating}), {}

    def _groups(self, claim: Mapping[str, Any]) -> list[Json]:
        """What is reviewed, once for each claimant: who said it when and where, and where it appears."""
        groups: dict[str, Json] = {}
        for assertion in claim.get("assertions", ()):
            hop = assertion["chain"][0]
            name = self._source(hop.get("source"))
            known = {
                "author": {
                    "@type": PERSON if name and hop.get("source") in self._people else None,
                    "name": name,
                    "jobTitle": hop.get("described_as"),
                },
                "datePublished": hop.get("said"),
                "name": assertion.get("occasion"),
            }
            rest = as_object(leftovers_of(assertion, self.left_out))
            kept = as_object(rest.get("itemReviewed"))
            group = laid_over(pruned(known), {name: kept[name] for name in kept if name != "appearance"})
            appearance = pruned({"url": self._document(assertion).get("url")})
            appearance |= as_object(rest.get("appearance"))
            same = groups.setdefault(orjson.dumps(group, option=orjson.OPT_SORT_KEYS).decode(), group)
            if appearance:
                same.setdefault("appearance", []).append({"@type": "CreativeWork"} | appearance)
        return list(groups.values())


def _in_two(wide: Json) -> Json:
    """A review in the narrow form, with what goes beyond it in `itemReviewed.subjectOf`."""
    items = objects(wide.get("itemReviewed"))
    item = items[0] if items else {}
    narrow = {"claimReviewed": wide["claimReviewed"], "url": text_of(wide, "url"), "author": _named(wide.get("author"))}
    narrow["datePublished"] = _day(wide.get("datePublished"))
    if narrow["url"] is not None and not is_web_url(narrow["url"]):
        del narrow["url"]
    rating = wide.get("reviewRating", {})
    numbers = {name: rating[name] for name in _NUMBERS if isinstance(rating.get(name), str)}
    narrow["reviewRating"] = {"alternateName": text_of(rating, "alternateName") or UNRATED, **numbers}
    narrow["reviewRating"]["ratingExplanation"] = text_of(rating, "ratingExplanation")
    appearances = item.get("appearance")
    narrow["itemReviewed"] = {
        "author": _named(item.get("author")),
        "datePublished": _day(item.get("datePublished")),
        "name": text_of(item, "name"),
        "appearance": appearances,
    }
    narrow = pruned(narrow)
    more = beyond(wide | {"itemReviewed": item if len(items) < 2 else items}, narrow)
    types = {"author": "Organization", "reviewRating": "Rating", "itemReviewed": "Claim"}
    for name, default in types.items():
        if name in narrow or name == "itemReviewed":
            kind = text_of(wide.get(name), "@type")
            narrow[name] = {"@type": kind or default, **narrow.get(name, {})}
    if "author" in narrow["itemReviewed"]:
        narrow["itemReviewed"]["author"] = {"@type": "Organization", **narrow["itemReviewed"]["author"]}
    if more:
        narrow["itemReviewed"]["subjectOf"] = {"@type": "ClaimReview", **more}
    return {"@context": "https://schema.org", "@type": "ClaimReview", **narrow}


def _named(author: Any) -> Json:
    return {"@type": text_of(author, "@type"), "name": text_of(author, "name")}


def _day(date: Any) -> str | None:
    found = _DAY.match(date) if isinstance(date, str) else None
    return found[0] if found else None
