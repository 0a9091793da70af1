"""Field recall: of third-party files, which values are found again in the ledger, letter by letter.

    python -m benchmarks.recall ../shared/data

Each file is imported into a new ledger, exported as the format writes it, and imported into another: both hold equal
records, or the difference is shown. A value is found where a record of its claim, or what that names, holds just it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from jsonschema import Draft6Validator

from claimtrack.actions.exports import export
from claimtrack.actions.imports import import_file
from claimtrack.formats.claim_review.reader import find_reviews
from claimtrack.formats.spreadsheet.mapping import TableMapping, mapping_of
from claimtrack.formats.spreadsheet.tables import read_rows
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from claimtrack.problem import Problem
from claimtrack.queries.judgement import judge_claims

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


def score(
    file: Path, folder: Path, form: str, expected: Iterable[tuple[str, Values]], mapping: TableMapping | None = None
) -> LedgerDatabase:
    """Print the recall of each field of a file, and whether its export gives equal records."""
    ledger = open_ledger(folder / f"{file.name}.db", create=True)
    source = "json-rows" if file.suffix in (".json", ".jsonl") and mapping else form
    done = import_file(ledger, str(file), by="benchmark", format=source, mapping=mapping)
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
    return ledger


def check_schema(schema_file: Path, written: bytes) -> str:
    """How many of the reviews written are valid by a third party's schema, whose inner ids are dropped."""
    definitions = json.loads(
        schema_file.read_text("utf-8"), object_hook=lambda each: {n: each[n] for n in each if n != "$id"}
    )
    validator = Draft6Validator(definitions, format_checker=Draft6Validator.FORMAT_CHECKER)
    reviews = json.loads(written)["@graph"]
    faults = Counter(error.message[:100] for review in reviews for error in validator.iter_errors(review))
    return f"{len(reviews) - sum(faults.values())}/{len(reviews)} valid {dict(faults) or ''}"


TABLES: dict[str, tuple[str, ...]] = {
    "factckbr.tsv": (
        *("claimReviewed=claim", "URL=review_url", "Author=reviewer", "datePublished=review_date"),
        *("alternativeName=rating", "reviewBody=why", "title=review_title", "ratingValue=rating_value"),
        "bestRating=rating_best",
    ),
    "liar_valid.tsv": ("2=rating", "3=claim", "4=tag", "5=source", "6=role", "14=occasion"),
    "averitec_dev_200.json": (
        *("claim=claim", "label=rating", "justification=why", "claim_date=said", "speaker=source"),
        *("original_claim_url=url", "fact_checking_article=review_url", "reporting_source=occasion"),
    ),
    "factcheck_pool_en.jsonl": (
        *("claim_text=claim", "source_claim=source", "source_claim_url=url", "verdict_article=rating"),
        *("fact_checking_date=review_date", "web_archive=review_url"),
    ),
    "drone_strikes_minmax.csv": ("date=for_date", "min_ppl_killed=low", "max_ppl_killed=high", "location=scope"),
    "ucdp.csv": (
        *("source_article_raw=publisher,published,title", "source_original=source", "date_start=for_date"),
        *("low=low", "best=best", "high=high", "where=scope"),
    ),
}
"""File -> the columns of it that are mapped."""
TEXTS = {
    "drone_strikes_minmax.csv": ["People were killed in strike {strike_id} at {location}, {country}"],
    "ucdp.csv": ["People were killed in event {id} at {where}"],
}
SPLITS = {
    "ucdp.csv": ["source_article_raw=;", "source_original=,", "source_original=/", "source_original=;"],
    "liar_valid.tsv": ["4=,"],
}


def as_csv(lines: Path, to: Path) -> None:
    """JSON Lines as CSV, without what is parsed already."""
    rows = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    with to.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [name for name in rows[0] if name != "sources_parsed"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def score_table(file: Path, folder: Path) -> None:
    """The recall of a table; of UCDP also whether the independent origins are those that it names."""
    options = TABLES[file.name]
    header = file.name != "liar_valid.tsv"
    mapping = mapping_of(
        options,
        text=TEXTS.get(file.name, []),
        split=SPLITS.get(file.name, []),
        header=header,
        source_kind="organisation" if file.name == "ucdp.csv" else None,
    )
    form = "json-rows" if file.suffix in (".json", ".jsonl") else file.suffix[1:]
    expected = []
    with file.open("rb") as stream:
        for row in read_rows(stream, file.name, form, header=header):
            assert not isinstance(row, Problem), row.text()
            (claim_column,) = [name for name, fields in mapping.columns.items() if fields == ("claim",)] or [None]
            claim = row.cells.get(claim_column, "") if claim_column else mapping.text[0].format(**row.cells)
            values = [(fields[0], row.cells[name]) for name, fields in mapping.columns.items() if name in row.cells]
            if claim.strip():
                expected.append((claim, [(name, text) for name, text in values if text.strip() and text != "NA"]))
    ledger = score(file, folder, form if form != "json-rows" else "csv", expected, mapping)
    if file.name == "ucdp.csv":
        score_origins(file, ledger)


def score_origins(file: Path, ledger: LedgerDatabase) -> None:
    """How many events have just the independent origins that their row names."""
    with file.open("r", encoding="utf-8", newline="") as stream:
        named = {
            f"People were killed in event {row['id']} at {row['where']}": {
                each.strip().casefold() for each in re.split("[,/;]", row["source_original"]) if each.strip()
            }
            for row in csv.DictReader(stream)
        }
    names: dict[str, str] = {}
    with ledger.reading() as connection:
        for row in connection.execute(sa.text("SELECT id, name FROM source")):
            names[row.id] = row.name.casefold()
        claims = {row.id: row.text for row in connection.execute(sa.text("SELECT id, text FROM claim"))}
        judged = judge_claims(connection, claims).supports
    same = 0
    for claim, words in claims.items():
        found = judged[claim]
        same += (found.origins_low, found.origins_high) == (len(named[words]), len(named[words]))
    print(f"  independent origins as named: {same:,}/{len(claims):,} ({same / len(claims):.1%})")


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
        as_csv(data / "ucdp_ged_syria_multisource.jsonl", Path(name) / "ucdp.csv")
        for file in TABLES:
            score_table(Path(name) / file if file == "ucdp.csv" else data / file, Path(name))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
