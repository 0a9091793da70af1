"""Reading ClaimReview: every review of a file as items, wherever it stands and however it is spelled."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, BinaryIO

from claimtrack.domain.records import FileItem, FilePosition, ReadNotice
from claimtrack.domain.text import tidy
from claimtrack.domain.urls import url_key
from claimtrack.formats.claim_review.json_ld import (
    UNRATED,
    Json,
    json_texts,
    laid_over,
    listed,
    objects,
    pruned,
    take_date,
    take_text,
    take_url,
    text_of,
    types_of,
    without_prefixes,
)
from claimtrack.formats.foreign import Mentions, checked, foreign_text, unmapped, verdict_of
from claimtrack.formats.strict_json import read_json
from claimtrack.problem import Problem
from claimtrack.schema.limits import fault

Read = FileItem | ReadNotice | Problem

_BEARINGS = {"supported": "supports", "refuted": "refutes"}


def read(stream: BinaryIO, file: str | None) -> Iterator[Read]:
    """The claims and documents of every review in a file, in its order: JSON, JSON Lines or a page with `ld+json`."""
    reader = ReviewReader()
    found = False
    for review, at in find_reviews(stream.read(), file):
        found = True
        if isinstance(review, Problem):
            yield review
        else:
            yield from reader.items(review, at)
    if not found:
        message = "there is no ClaimReview in this file"
        yield fault(FilePosition(file, 1), message, None, 'an object with "@type": "ClaimReview"', "empty")


def find_reviews(data: bytes, file: str | None) -> Iterator[tuple[Json | Problem, FilePosition]]:
    """Every ClaimReview of a file, wherever it stands, and every fault that keeps a part of it from being read."""
    for text, line, is_line in json_texts(data, file):
        at = FilePosition(file, line)
        if isinstance(text, Problem):
            yield text, at
            continue
        value, problems = read_json(text, file, line, decimals_as_text=True)
        for problem in problems:
            yield problem, at
        for review, pointer in _find(value, ""):
            yield review, at if is_line else FilePosition(file, line, pointer)


def _find(value: Any, pointer: str) -> Iterator[tuple[Json, str]]:
    """Every review in a value, with the pointer to it, in order; one inside another belongs to the outer one."""
    waiting = [(value, pointer)]
    while waiting:
        this, place = waiting.pop()
        if isinstance(this, str) and this.lstrip()[:1] in ("{", "[") and "ClaimReview" in this:
            this, _ = read_json(this.encode("utf-8", "surrogatepass"), None, decimals_as_text=True)
        if isinstance(this, list):
            waiting += reversed([(each, f"{place}/{number}") for number, each in enumerate(this)])
        elif isinstance(this, dict):
            plain = without_prefixes(this)
            if "ClaimReview" in types_of(plain):
                yield plain, place
            elif isinstance(plain.get("claimReview"), list) and isinstance(plain.get("text"), str):
                yield from ((_of_search(plain, review), place) for review in plain["claimReview"])
            else:
                names = [(name, name.replace("~", "~0").replace("/", "~1")) for name in this]
                waiting += reversed([(this[name], f"{place}/{shown}") for name, shown in names])


def _of_search(claim: Json, review: Any) -> Json:
    """A review as the `claims:search` of the Fact Check Tools gives it, in the words of schema.org."""
    given: Json = deepcopy(review) if isinstance(review, dict) else {}
    names: dict[str, str] = {
        "title": "headline",
        "reviewDate": "datePublished",
        "languageCode": "inLanguage",
        "publisher": "author",
    }
    made: Json = {names.get(name, name): value for name, value in given.items() if name != "textualRating"}
    item: Json = (
        {"@type": "Claim", "author": {"name": claim["claimant"]}} if "claimant" in claim else {"@type": "Claim"}
    )
    if "claimDate" in claim:
        item["datePublished"] = claim["claimDate"]
    rest = {name: claim[name] for name in claim if name not in ("text", "claimant", "claimDate", "claimReview")}
    rating = {"@type": "Rating", "alternateName": given.get("textualRating")}
    return {"claimReviewed": claim["text"]} | made | {"reviewRating": rating, "itemReviewed": item | rest}


def _kinds(leftovers: Json) -> Iterator[ReadNotice]:
    """A notice of each kind of leftover: the names of two levels at most."""
    for name, value in leftovers.items():
        inner = {each for member in listed(value) if isinstance(member, dict) for each in member}
        for each in sorted(inner) or [""]:
            yield ReadNotice(f"Kept as found, in 'foreign': {name}{'.' if each else ''}{each}")


class ReviewReader:
    """Makes items of reviews; knows which records the file named before."""

    def __init__(self) -> None:
        self._mentions = Mentions()

    def items(self, review: Json, at: FilePosition) -> Iterator[Read]:
        """The fact-check, the appearances and the claim of one review."""
        rest = _normal(review)
        text = take_text(rest, "claimReviewed")
        if text is None:
            yield fault(at, "this review does not say what it reviews", None, '"claimReviewed": "..."', "missing")
            return
        claim: Json = {"text": text}
        assertions: list[Json] = []
        documents: list[Json] = []
        told: list[ReadNotice] = []
        for group in rest.pop("itemReviewed"):
            made = self._assertions(group, documents)
            if not made and group:
                rest.setdefault("itemReviewed", []).append(group)
            for assertion in made:
                told += _kinds(json.loads(assertion.get("foreign") or "{}"))
                hop = assertion["chain"][0]
                name = (
                    "assertion",
                    tidy(text),
                    assertion.get("document") or hop.get("said", ""),
                    hop.get("source", ""),
                )
                settled, differing = self._mentions.settle(name, assertion)
                assertions.append(settled)
                told += differing
        if assertions:
            claim["assertions"] = assertions
        told += self._review(rest, claim, documents)
        for document in documents:
            settled, differing = self._mentions.settle(("document", url_key(document["url"])), document)
            told += differing
            yield from checked("document", settled, at)
        yield from told
        yield from checked("claim", claim, at)

    def _assertions(self, item: Json, documents: list[Json]) -> list[Json]:
        """The assertions of one claimant; what they have no field for is left in `item` where there are none."""
        author = item.get("author") or {}
        appearances = [each for name in ("appearance", "firstAppearance") for each in objects(item.pop(name, None))]
        appearances = [{"url": each["name"]} if each.keys() == {"name"} else each for each in appearances]
        if url := take_url(item):
            appearances.insert(0, {"url": url})
        hop = {
            "source": take_text(author, "name"),
            "described_as": take_text(author, "jobTitle"),
        }
        hop["said"] = take_date(item, "datePublished")
        assertion: Json = {"chain": [pruned(hop) or {"naming": "anonymous"}], "occasion": take_text(item, "name")}
        if not appearances and not any((*hop.values(), assertion["occasion"])):
            return []
        made = []
        for appearance in appearances or [{}]:
            if appearance.get("@type") == "CreativeWork":
                del appearance["@type"]
            if url := take_url(appearance):
                documents.append({"url": url})
            left = pruned({"itemReviewed": item, "appearance": appearance})
            foreign = foreign_text(left) if left else None
            made.append(pruned(assertion | {"document": url, "foreign": foreign}))
        return made

    def judge(self, review: Json, claim: Json, documents: list[Json]) -> Iterator[ReadNotice]:
        """Give a claim what a review says of it, and `documents` the review; its `itemReviewed` is not looked at."""
        rest = _normal(review)
        del rest["itemReviewed"]
        return self._review(rest, claim, documents)

    def _review(self, rest: Json, claim: Json, documents: list[Json]) -> Iterator[ReadNotice]:
        """Give the claim the rating and the verdict of a review, and tell of what is left."""
        reviewer = take_text(rest["author"], "name") or text_of(rest["publisher"], "name")
        url, on = take_url(rest), take_date(rest, "datePublished")
        publisher = text_of(rest["publisher"], "name") or (None if _is_person(rest["author"]) else reviewer)
        if url:
            article: Json = {"url": url, "title": take_text(rest, "headline"), "publisher": publisher, "published": on}
            article |= {"language": _take_language(rest), "genre": "fact-check"}
            if _is_person(rest["author"]) and reviewer:
                article |= {"bylines": [reviewer]}
            take_text(rest["publisher"], "name")
            documents.insert(0, pruned(article))
        else:  # all that a document would hold stays with the evidence, which "@type" tells from other evidence
            rest.setdefault("@type", "ClaimReview")
        rating = rest["reviewRating"]
        words = take_text(rating, "alternateName")
        words = None if words == UNRATED else words
        verdict = verdict_of(words) if words else _verdict_of_numbers(rating)
        if words and not verdict:
            yield unmapped(words)
        if verdict:
            why = take_text(rating, "ratingExplanation") or words or f"rated {rating.get('ratingValue')}"
            assessment = {"verdict": verdict, "by": reviewer or host(url), "on": on, "why": why}
            claim["assessments"] = [pruned(assessment)]
        rest = pruned(rest)
        yield from _kinds(rest)
        evidence: Json = {
            "bearing": _BEARINGS.get(verdict or "", "context"),
            "url": url,
            "document": url,
            "text": words or (None if url else "a review without a rating in words"),
            "credit": reviewer,
            "captured": on,
            "foreign": foreign_text(rest) if rest else None,
        }
        name = ("evidence", tidy(claim["text"]), evidence["bearing"], url_key(url) if url else evidence["text"])
        settled, told = self._mentions.settle(name, pruned(evidence))
        claim["evidence"] = [settled]
        yield from told


def _normal(review: Json) -> Json:
    """A copy of a review in one shape: one author, a list of items reviewed with one author each, no default types."""
    rest: Json = pruned(review)
    items = objects(rest.get("itemReviewed"))
    wide = items[0].pop("subjectOf", None) if items and isinstance(items[0].get("subjectOf"), dict) else None
    if wide is not None and "ClaimReview" in types_of(wide):
        rest = laid_over({**rest, "itemReviewed": items[0]}, wide)
        items = objects(rest.get("itemReviewed"))
    elif wide is not None:
        items[0]["subjectOf"] = wide
    rest["itemReviewed"] = [
        _without_defaults(item | {"author": _without_defaults(deepcopy(author), "Organization")}, "Claim")
        for item in items
        for author in objects(item.get("author")) or [{}]
    ]
    for name, default in (("author", "Organization"), ("publisher", "Organization"), ("reviewRating", "Rating")):
        given = objects(rest.get(name)) or [{}]
        rest[name] = _without_defaults(given[0], default)
        if given[1:]:
            rest["contributor"] = [*listed(rest.get("contributor")), *given[1:]]
    if "schema.org" in str(rest.get("@context")) and isinstance(rest["@context"], str):
        del rest["@context"]
    return _without_defaults(rest, "ClaimReview")


def _without_defaults(of: Json, default: str) -> Json:
    plain = isinstance(of.get("@type"), str) and types_of(of) == [default]
    return {name: value for name, value in of.items() if name != "@type" or not plain}


def _is_person(author: Json) -> bool:
    return "Person" in types_of(author)


def _take_language(rest: Json) -> str | None:
    """The language as BCP 47 writes it, which is taken out where it was spelled so."""
    text = text_of(rest, "inLanguage")
    if text is None or not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}", text):
        return None
    return take_text(rest, "inLanguage") if "_" not in text else text.replace("_", "-")


def host(url: str | None) -> str:
    """Who judged, where the review names nobody: the host of its address."""
    return url.split("/")[2] if url else "a reviewer who is not named"


def _verdict_of_numbers(rating: Json) -> str | None:
    """What the best and the worst value of a scale mean; numbers between them are no verdict."""
    try:
        value, best, worst = (int(str(rating[name])) for name in ("ratingValue", "bestRating", "worstRating"))
    except (KeyError, ValueError):
        return None
    return "supported" if worst < value == best else "refuted" if best > value == worst else None
