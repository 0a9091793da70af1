"""Invented data to measure with: a newsroom's worth of claims, the same for the same size."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PLACES = ("Almeda", "Borrow", "Carrick", "Dunmore", "Eastmere", "Fallow", "Garth", "Hollin", "Ister", "Juniper")
WHAT = ("people were hurt", "houses were flooded", "arrests were made", "shots were heard", "roads were closed")
KINDS = ("outlet", "news-agency", "person", "government", "organisation", "person", "person", "organisation")


def items(claims: int) -> Iterator[dict[str, Any]]:
    """One story, its sources, documents and questions, then `claims` claims of one assertion, three in ten a figure."""
    chance = random.Random(7)
    story = "A long summer"
    yield {"type": "story", "name": story}
    sources = max(20, claims // 200)
    documents = max(10, claims // 20)
    questions = max(5, claims // 50)
    for n in range(sources):
        item = {"type": "source", "name": f"Source {n}", "kind": KINDS[n % len(KINDS)]}
        if n > 40 and n % 5 == 0:
            item["speaks_for"] = f"Source {n % 40}"
        yield item
    for n in range(documents):
        day = 1 + n % 28
        yield {
            "type": "document",
            "title": f"Report number {n}",
            "url": f"https://news.example/{n}",
            "publisher": f"Source {8 * (n % 5)}",
            "published": f"2025-07-{day:02d}",
            "language": "en",
        }
    for n in range(questions):
        yield {
            "type": "question",
            "text": f"How many {WHAT[n % 5]} in {PLACES[n % 10]}, district {n}?",
            "answer_kind": "figure",
        }
    for n in range(claims):
        yield claim(n, sources, documents, questions, chance)


def claim(n: int, sources: int, documents: int, questions: int, chance: random.Random) -> dict[str, Any]:
    """Claim number `n`: an event, a position or a figure that answers a question, said through one or two hops."""
    question = n % questions
    place, what = PLACES[question % 10], WHAT[question % 5]
    chain: list[Any] = [
        {"source": f"Source {chance.randrange(sources)}", "basis": chance.choice(("witnessed", "told", "records"))}
    ]
    if chance.random() < 0.3:
        chain.append(f"Source {8 * chance.randrange(5) + 1}")
    words = f"{what} in {place} on day {n}, according to those who were there"
    item: dict[str, Any] = {
        "type": "claim",
        "text": f"Claim {n}: {words}",
        "assertions": [
            {
                "chain": chain,
                "document": f"https://news.example/{n % documents}",
                "quote": {"exact": f"{what} in {place} on day {n}"},
                "quote_kind": chance.choice(("direct", "indirect", "partial")),
            }
        ],
    }
    if n % 10 < 3:
        item |= {
            "kind": "figure",
            "question": f"How many {WHAT[question % 5]} in {PLACES[question % 10]}, district {question}?",
            "answer": {"figure": chance.choice(("about {}", "{}", "at least {}")).format(40 + chance.randrange(20))},
        }
    elif n % 10 < 5:
        item["kind"] = "position"
    return item


def write(path: Path, claims: int) -> Path:
    """Write the items as JSON Lines, once."""
    if not path.exists():
        temporary = path.with_suffix(".part")
        with temporary.open("w", encoding="utf-8") as out:
            for item in items(claims):
                out.write(json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n")
        temporary.rename(path)
    return path
