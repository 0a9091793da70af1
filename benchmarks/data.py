"""Invented data to measure with: a newsroom's worth of claims, the same for the same size.

Every claim has a question and a figure, one assertion of two hops, and two tags: 20,000 claims are 86,302 records.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STORY = "A long summer"
SMALL_STORY = "A short winter"
SMALL_STORY_CLAIMS = 100
PLACES = ("Almeda", "Borrow", "Carrick", "Dunmore", "Eastmere", "Fallow", "Garth", "Hollin", "Ister", "Juniper")
WHAT = ("people were hurt", "houses were flooded", "arrests were made", "shots were heard", "roads were closed")
KINDS = ("outlet", "news-agency", "person", "government", "organisation", "person", "person", "organisation")
TAGS = ("checked", "call back", "archive", "map", "photo", "night desk", "second source", "translated")
FIGURES = ("about {}", "{}", "at least {}", "more than {}")


def items(claims: int) -> Iterator[dict[str, Any]]:
    """Two stories, their sources, documents and questions, then `claims` claims, the last 100 of the small story."""
    chance = random.Random(7)
    yield {"type": "story", "name": STORY}
    yield {"type": "story", "name": SMALL_STORY}
    sources = max(20, claims // 100)
    documents = max(10, claims // 10)
    questions = max(5, claims // 5)
    for n in range(sources):
        item = {"type": "source", "name": f"Source {n}", "kind": KINDS[n % len(KINDS)]}
        if n > 40 and n % 5 == 0:
            item["speaks_for"] = f"Source {n % 40}"
        yield item
    for n in range(documents):
        yield {
            "type": "document",
            "title": f"Report number {n}",
            "url": f"https://news.example/{n}",
            "publisher": f"Source {8 * (n % 5)}",
            "published": f"2025-07-{1 + n % 28:02d}",
            "language": "en",
        }
    asked: set[tuple[str, int]] = set()
    for n in range(claims):
        question = (story_of(n, claims), n % questions)
        if question not in asked:
            asked.add(question)
            yield {"type": "question", "text": words_of(question[1]), "answer_kind": "figure", "story": question[0]}
    for n in range(claims):
        yield claim(n, claims, sources, documents, questions, chance)


def story_of(n: int, claims: int) -> str:
    """The story that claim number `n` of `claims` belongs to."""
    return SMALL_STORY if n >= claims - SMALL_STORY_CLAIMS else STORY


def words_of(question: int) -> str:
    """The words of a question."""
    return f"How many {WHAT[question % 5]} in {PLACES[question % 10]}, district {question}?"


def claim(n: int, claims: int, sources: int, documents: int, questions: int, chance: random.Random) -> dict[str, Any]:
    """Claim number `n`: a figure that answers a question, said through two hops, with two tags."""
    question = n % questions
    words = f"{WHAT[question % 5]} in {PLACES[question % 10]} on day {n}"
    basis = chance.choice(("witnessed", "told", "records"))
    return {
        "type": "claim",
        "story": story_of(n, claims),
        "text": f"Claim {n}: {words}, according to those who were there",
        "kind": "figure",
        "question": words_of(question),
        "answer": {"figure": chance.choice(FIGURES).format(40 + chance.randrange(20))},
        "assertions": [
            {
                "chain": [
                    {"source": f"Source {chance.randrange(sources)}", "basis": basis},
                    f"Source {8 * chance.randrange(2) + 1}",
                ],
                "document": f"https://news.example/{n % documents}",
                "quote": {"exact": words},
                "quote_kind": chance.choice(("direct", "indirect", "partial")),
            }
        ],
        "tags": [TAGS[n % 8], TAGS[(n + 3) % 8]],
    }


def write(path: Path, claims: int) -> Path:
    """Write the items as JSON Lines, once."""
    if not path.exists():
        temporary = path.with_suffix(".part")
        with temporary.open("w", encoding="utf-8") as out:
            for item in items(claims):
                out.write(json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n")
        temporary.rename(path)
    return path
