"""Measure the reader: `python -m benchmarks.reading [DATA]` (DATA: the folder of third-party data, ../shared).

Prints what the corpus' own scorer says of what is proposed of the PolNeAR articles, those for work and those for
validation; of the first, what is missed and found too much, by kind; the cards of the articles annotated by hand, as
their own scorer counts them; how much of a real article is found; how fast text is read. Nothing passes or fails.
"""

from __future__ import annotations

import importlib.util
import json
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimtrack.reading.cues.lexicon import verb_forms
from claimtrack.reading.reader import read

Spans = Sequence[tuple[int, int]]
Attribution = dict[str, Any]
OVERLAP = 0.5


def main(arguments: Sequence[str]) -> int:
    """Print the measurements; 0, or 2 where there is no data."""
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "data" / "polnear").is_dir():
        print(f"There is no third-party data in {folder.name}/: nothing to measure the reader with.", file=sys.stderr)
        return 2
    corpus(folder)
    if (folder / "data" / "polnear_validation").is_dir():
        score(folder, "polnear_validation")
    cards(folder)
    article(folder / "cases" / "almaty-2022-01-06")
    speed(folder / "data" / "polnear" / "text")
    return 0


def score(folder: Path, name: str) -> tuple[Any, Any, Any, dict[str, list[Attribution]]]:
    """Print the scorer's own figures of a part of the corpus; the scorer, the gold, the texts and what is proposed."""
    scorer = _module(folder / "measure" / "score_polnear.py")
    gold, texts = scorer.load_gold(str(folder / "data" / name))
    predicted = {document: attributions(text) for document, text in texts.items()}
    print(f"{name}, {len(gold)} articles:")
    print(json.dumps(scorer.score(gold, texts, predicted), indent=1))
    return scorer, gold, texts, predicted


def cards(folder: Path) -> None:
    """The table of the articles annotated by hand: what is found, and what of each card is right."""
    articles = folder / "data" / "newscluster_same_event.jsonl"
    if not (folder / "cases" / "news").is_dir() or not articles.is_file():
        return
    with tempfile.TemporaryDirectory() as temporary:
        program = Path(temporary, "claimtrack")
        root = shlex.quote(str(Path(__file__).resolve().parents[1]))
        line = f'cd {root} && exec {shlex.quote(sys.executable)} -m claimtrack "$@"'
        program.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        program.chmod(0o755)
        scorer = folder / "measure" / "score_cards.py"
        arguments = [sys.executable, str(scorer), str(folder / "cases" / "news"), str(articles), str(program)]
        print("\nCards of the articles annotated by hand:", flush=True)
        subprocess.run(arguments, check=True)


def corpus(folder: Path) -> None:
    """The figures of the part for work, then what is missed by cue, and what was found too much by rule."""
    scorer, gold, texts, predicted = score(folder, "polnear")
    missed: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    surplus: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for name, attributed in gold.items():
        hits = _matched(scorer, texts[name], attributed, predicted[name])
        for at, each in enumerate(attributed):
            kind = f"{scorer.kind(texts[name], each['content'])}, {_cue_kind(texts[name], each['cue'])}"
            wanted[kind] += 1
            missed[kind] += at not in hits
        for at, each in enumerate(predicted[name]):
            made[each["rule"]] += 1
            surplus[each["rule"]] += at not in hits.values()
    _table("missed, by quote kind and cue", missed, wanted)
    _table("found too much, by rule", surplus, made)


def attributions(text: str) -> list[Attribution]:
    """What is proposed of a text, in the corpus' shape: speech that goes on is one with what it goes on from.

    What has one cue and one source is one, though several claims are proposed of it.
    """
    made: list[Attribution] = []
    place: dict[int, int] = {}
    for at, each in enumerate(read(text).proposals):
        same = (one for one, known in enumerate(made) if each.cue and known["cue"] == list(each.cue))
        goes_on = None if each.continues is None or each.cue else place.get(each.continues)
        before = next(same, goes_on)
        if before is None:
            spans = {"source": list(each.source), "cue": list(each.cue), "content": list(each.content)}
            made.append({**spans, "rule": each.rule})
            before = len(made) - 1
        else:
            made[before]["content"] = sorted([*made[before]["content"], *each.content])
        place[at] = before
    return made


def article(folder: Path) -> None:
    """How many of a real article's attributed passages are proposed, and how many of its own-voice ones wrongly."""
    gold = json.loads((folder / "attributions.json").read_text("utf-8"))
    text = (folder / "article.txt").read_text("utf-8")
    reading = read(text, published=gold["document"]["published"], publisher=gold["document"]["publisher"])
    spans = [each.content for each in reading.proposals]
    found = [one for one in gold["attributions"] if any(_overlaps(one["anchor"], content) for content in spans)]
    false = [content for content in spans if not any(_overlaps(one["anchor"], content) for one in gold["attributions"])]
    print(f"\nThe real article: {len(found)} of {len(gold['attributions'])} attributed passages proposed,")
    print(f"{len(false)} of {len(spans)} proposals are of none.")
    for content in false:
        print("  not attributed: " + " ... ".join(text[start:end] for start, end in content)[:100])


def speed(folder: Path) -> None:
    """Characters a second of one core, on the articles and on ten times as much."""
    once = "\n\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.txt")))
    for text in (once, once * 10):
        started = time.process_time()
        read(text)
        spent = time.process_time() - started
        print(f"\nSpeed: {len(text):,} characters in {spent:.2f} s, {len(text) / spent * 60 / 1e6:.1f} MB a minute.")


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _matched(scorer: Any, text: str, gold: Sequence[Attribution], found: Sequence[Attribution]) -> dict[int, int]:
    """Place of a gold attribution -> place of what matches it, one to one, as the scorer matches them."""
    golden = [scorer.chars(text, each["content"]) for each in gold]
    ours = [scorer.chars(text, each["content"]) for each in found]
    pairs = sorted(
        ((len(a & b) / len(a | b), i, j) for i, a in enumerate(golden) for j, b in enumerate(ours) if a & b),
        reverse=True,
    )
    hits: dict[int, int] = {}
    for overlap, i, j in pairs:
        if overlap >= OVERLAP and i not in hits and j not in hits.values():
            hits[i] = j
    return hits


def _cue_kind(text: str, cue: Spans) -> str:
    """Whether a cue is a verb of the lexicon, something else with words, or a mark."""
    said = " ".join(text[start:end] for start, end in cue).lower()
    if not said:
        return "no cue"
    if any(word.strip(".,:;’'") in verb_forms() for word in said.split()):
        return "verb of the lexicon"
    if "according" in said:
        return "according to"
    return "a mark" if not any(character.isalpha() for character in said) else "other words"


def _overlaps(anchor: Mapping[str, int], content: Spans) -> bool:
    shared = sum(max(0, min(anchor["end"], end) - max(anchor["start"], start)) for start, end in content)
    shorter = min(anchor["end"] - anchor["start"], sum(end - start for start, end in content))
    return shared * 2 > shorter


def _table(title: str, part: Counter[str], whole: Counter[str]) -> None:
    print(f"\n{title}:")
    for line in _rows(part, whole):
        print(line)


def _rows(part: Counter[str], whole: Counter[str]) -> Iterator[str]:
    for name, count in whole.most_common():
        yield f"  {part[name]:5} of {count:5}  {name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
