"""Field recall: of third-party files, which values are found again in the ledger, letter by letter.

    python -m benchmarks.recall ../shared/data

Each file is imported into a new ledger, exported as the format writes it, and imported into another: both hold equal
records, or the difference is shown. A value is found where a record of its claim, or what that names, holds just it.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

from claimtrack.actions.import_export import export, import_file
from claimtrack.formats.claim_review.reader import find_reviews
from claimtrack.ledger.database import LedgerDatabase, open_ledger

Values = Iterable[tuple[str, str]]
"""Name of a field and a value of it."""
REVIEWS = ("claimreview_jsonld.jsonl", "claimreview_blocks_raw.json", "factchecktools_api_ar.json")

SCHEMA = "duke-claim-review-schema.json"


def leaves(value: Any) -> Iterator[str]:
    """Every text and number of a value as text; what `foreign` holds, too."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(json.loads(member) if name == "foreign" else member)
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member)
    elif value is not None:
        yield str(value)


def texts(value: Any) -> list[str]:
    """The values that a member of a review has: itself, or each of a list, or their names."""
    found = []
    for each in value if isinstance(value, list) else [value]:
        each = each.get("name") if isinstance(each, dict) else each
        found += each if isinstance(each, list) else [each]
    return [str(each) for each in found if each not in (None, "")]


def review_values(review: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a review that are looked for."""
    rating = review.get("reviewRating") or {}
    items = review.get("itemReviewed") or {}
    item = items[0] if isinstance(items, list) else items
    appearances = item.get("appearance") or []
    for name, value in (
        ("claim", review.get("claimReviewed")),
        ("claimant", item.get("author")),
        ("reviewer", review.get("author")),
        ("rating words", rating.get("alternateName")),
        *(("rating numbers", rating.get(each)) for each in ("ratingValue", "bestRating", "worstRating")),
        ("date", review.get("datePublished")),
        ("claim date", item.get("datePublished")),
        ("URL", review.get("url")),
        ("appearances", item.get("url")),
        *(
            ("appearances", each.get("url"))
            for each in (appearances if isinstance(appearances, list) else [appearances])
        ),
    ):
        for text in texts(value):
            if text.strip():
                yield name, text


def exported(ledger: LedgerDatabase, form: str) -> bytes:
    """The ledger in a format."""
    out = io.BytesIO()
    export(ledger, out, format=form, restricted=True)
    return out.getvalue()


def by_claim(ledger: LedgerDatabase) -> dict[str, set[str]]:
    """The text of each claim -> every value of it, and of the sources and documents that it names."""
    named: dict[str, dict[str, Any]] = {}
    found: dict[str, set[str]] = defaultdict(set)
    for line in exported(ledger, "lines").splitlines():
        item = json.loads(line)
        named[item["id"]] = item
        if item["type"] == "claim":
            values = set(leaves(item))
            for _ in range(3):
                values.update(*(leaves(named[each]) for each in list(values) if each in named))
            found[" ".join(item["text"].split())] |= values
    return found


def score(file: Path, folder: Path, form: str, expected: Iterable[tuple[str, Values]]) -> None:
    """Print the recall of each field of a file, and whether its export gives equal records."""
    ledger = open_ledger(folder / f"{file.name}.db", create=True)
    done = import_file(ledger, str(file), by="benchmark", format=form)
    assert done.records is not None
    found = by_claim(ledger)
    met, wanted, lost = Counter[str](), Counter[str](), []
    for claim, values in expected:
        held = found.get(" ".join(claim.split()), set())
        for name, text in values:
            wanted[name] += 1
            met[name] += text in held
            if text not in held:
                lost.append(f"  lost {name}: {text[:100]!r} of {claim[:60]!r}")
    print(f"{file.name}: {done.records.counts.get(('created', 'claim'), 0):,} claims")
    print("  " + ", ".join(f"{name} {met[name]:,}/{wanted[name]:,}" for name in wanted))
    print("\n".join(lost[:20]))
    again = folder / f"{file.name}.again"
    again.write_bytes(exported(ledger, form))
    other = open_ledger(folder / f"{file.name}.again.db", create=True)
    import_file(other, str(again), by="benchmark", format=form)
    first, second = (set(exported(each, "lines").splitlines()) for each in (ledger, other))
    print("  import, export, import: equal records" if first == second else "  import, export, import: DIFFERENT")
    for line in [*sorted(first - second)[:3], *sorted(second - first)[:3]]:
        print(f"    {line.decode()[:1500]}")


def check_schema(schema_file: Path, written: bytes) -> str:
    """How many of the reviews written are valid by a third party's schema, whose inner ids are dropped."""
    definitions = json.loads(
        schema_file.read_text("utf-8"), object_hook=lambda each: {n: each[n] for n in each if n != "$id"}
    )
    validator = Draft6Validator(definitions, format_checker=Draft6Validator.FORMAT_CHECKER)
    reviews = json.loads(written)["@graph"]
    faults = Counter(error.message[:100] for review in reviews for error in validator.iter_errors(review))
    return f"{len(reviews) - sum(faults.values())}/{len(reviews)} valid {dict(faults) or ''}"


def main(data: Path) -> None:
    """Score every file that there is."""
    with tempfile.TemporaryDirectory() as name:
        for file in REVIEWS:
            if not (data / file).exists():
                print(f"{file}: skipped, it is not in {data}")
                continue
            with (data / file).open("rb") as stream:
                reviews = [each for each, _ in find_reviews(stream.read(), file) if isinstance(each, dict)]
            claims = [
                (texts(each["claimReviewed"])[0], review_values(each)) for each in reviews if "claimReviewed" in each
            ]
            score(data / file, Path(name), "claim-review", claims)
            written = (Path(name) / f"{file}.again").read_bytes()
            print(f"  the schema of a third party: {check_schema(data / 'schemas' / SCHEMA, written)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
