"""Findings on drafts in every form: what each must hold, for any text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.checking.rules import ALL_DRAFT_RULES
from claimtrack.cli.commands.findings import FORMATS as CHOICES
from claimtrack.render.findings import FORMATS, Look
from claimtrack.render.terminal.style import Style
from claimtrack.rules.rule import DraftFinding

LOOK = Look(80, Style(False))
ONE = DraftFinding(
    code="attribution-lost",
    severity="error",
    file="drafts/town, old: 100%.md",
    line=3,
    column=5,
    end_line=3,
    end_column=34,
    passage="gates had been sold",
    fact="This stands as a fact, 100% of it: the ledger has it as a claim.",
    next_step="Say who says so.",
    claim="a" * 24,
    claim_text="The gates had been sold",
    related=("b" * 24,),
)
OTHER = DraftFinding(
    "-",
    7,
    1,
    9,
    4,
    "two\x1b[31m lines",
    "It has moved.",
    "Say so.",
    suggestion="Update: so.",
    code="since-published",
    severity="notice",
)
WORDS = st.text(max_size=30)
FINDINGS = st.lists(
    st.builds(
        DraftFinding,
        code=st.sampled_from([rule.code for rule in ALL_DRAFT_RULES]),
        severity=st.sampled_from(("error", "warning", "notice")),
        file=WORDS.filter(bool),
        line=st.just(2),
        column=st.integers(1, 90),
        end_line=st.integers(2, 3),
        end_column=st.integers(1, 90),
        passage=WORDS,
        fact=WORDS,
        next_step=WORDS,
        claim=st.none() | st.just("c" * 24),
        claim_text=WORDS,
        suggestion=st.none() | WORDS,
    ),
    max_size=4,
)


def test_the_choices_are_the_forms() -> None:
    """What `--format` offers is what there is."""
    assert tuple(FORMATS) == CHOICES


def test_text() -> None:
    """`file:line:column: severity CODE fact`, then what it is about and what to do; nothing that disguises itself."""
    assert FORMATS["text"]([ONE, OTHER], LOOK) == (
        "drafts/town, old: 100%.md:3:5: error attribution-lost This stands as a fact, 100% of it: the ledger has it"
        " as a claim.\n"
        "    the draft: gates had been sold\n"
        "    claim aaaaaaaaaa: The gates had been sold\n"
        "    -> Say who says so.\n"
        "\n"
        "-:7:1: notice since-published It has moved.\n"
        "    the draft: two\\x1b[31m lines\n"
        "    -> Say so.\n"
        "       “Update: so.”\n"
    )
    assert FORMATS["text"]([], LOOK) == ""


def test_github() -> None:
    """One command a finding; what would end a property or a message is escaped."""
    first, second = FORMATS["github"]([ONE, OTHER], LOOK).splitlines()
    assert first == (
        "::error file=drafts/town%2C old%3A 100%25.md,line=3,col=5,endColumn=33,title=attribution-lost::This stands"
        " as a fact, 100%25 of it: the ledger has it as a claim.%0AClaim aaaaaaaaaa: The gates had been sold"
        "%0ASay who says so."
    )
    assert second == "::notice line=7,endLine=9,title=since-published::It has moved.%0ASay so.%0AUpdate: so."


@given(FINDINGS)
def test_github_for_any_text(found: list[DraftFinding]) -> None:
    """A finding is one line, and reads back as it was."""
    lines = FORMATS["github"](found, LOOK).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(found)
    for line in lines:
        match = re.fullmatch(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)+)::([^\r\n]*)", line)
        assert match is not None, line


@given(FINDINGS)
def test_json_for_any_text(found: list[DraftFinding]) -> None:
    """JSON and JSON Lines hold every field exactly."""
    whole = json.loads(FORMATS["json"](found, LOOK))
    assert whole == [json.loads(line) for line in FORMATS["jsonl"](found, LOOK).splitlines()]
    assert [row["passage"] for row in whole] == [one.passage for one in found]
    assert all(list(row) == list(DraftFinding.__dataclass_fields__) for row in whole)


@given(FINDINGS)
def test_sarif_for_any_text(found: list[DraftFinding]) -> None:
    """What the standard requires of a log (OASIS SARIF 2.1.0, sections 3.13 to 3.30)."""
    log = json.loads(FORMATS["sarif"](found, LOOK))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert all(rule[part]["text"] for part in ("shortDescription", "fullDescription", "help"))
    assert len(run["results"]) == len(found)
    for result, one in zip(run["results"], found, strict=True):
        _result(result, ids)
        assert result["ruleId"] == one.code


def test_sarif_messages_hold_no_links() -> None:
    """Words of a draft or of the ledger are no link in a viewer: its brackets stand with backslashes."""
    words = r"He said [go on](https://evil.example) and \[x\](1), [them]."
    found = [replace(ONE, fact=words), replace(ONE, fact="He saw [them].")]
    linked, plain = (
        result["message"]["text"] for result in json.loads(FORMATS["sarif"](found, LOOK))["runs"][0]["results"]
    )
    assert linked == r"He said \[go on\](https://evil.example) and \\\[x\\\](1), \[them\]. Say who says so."
    assert plain == "He saw [them]. Say who says so."


def test_no_line_of_text_is_a_command_to_a_log() -> None:
    """A draft called like a workflow command is shown with its first colon escaped."""
    text = FORMATS["text"]([replace(ONE, file="::error file=x::y")], LOOK)
    assert text.startswith(r"\x3a:error file=x::y:3:5: error")
    assert not FORMATS["text"]([replace(ONE, file="x\n::error::y")], LOOK).count("\n::")


LEVELS = ("none", "note", "warning", "error")


def _result(result: dict[str, Any], ids: list[str]) -> None:
    assert ids[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in LEVELS
    assert isinstance(result["message"]["text"], str)
    (location,) = result["locations"]
    place = location["physicalLocation"]
    # A URI reference (RFC 3986): no space, no control character, nothing that is not ASCII.
    assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", place["artifactLocation"]["uri"])
    region = place["region"]
    assert all(isinstance(region[name], int) and region[name] >= 1 for name in REGION)
    assert region["endLine"] >= region["startLine"]
    assert isinstance(region["snippet"]["text"], str)
    assert all(isinstance(value, str) for value in result["partialFingerprints"].values())


REGION = ("startLine", "startColumn", "endLine", "endColumn")


def test_sarif_says_where() -> None:
    """The file as a URI, standard input by a word; the level of a notice is "note"."""
    log = json.loads(FORMATS["sarif"]([ONE, OTHER], LOOK))
    first, second = log["runs"][0]["results"]
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in (first, second)]
    assert [unquote(uri) for uri in uris] == [ONE.file, "stdin"]
    assert [one["level"] for one in (first, second)] == ["error", "note"]
    assert first["properties"] == {"nextStep": ONE.next_step, "claim": ONE.claim, "claimText": ONE.claim_text}
    assert second["properties"]["suggestion"] == "Update: so."


@pytest.mark.parametrize("name", FORMATS)
@given(found=FINDINGS)
def test_nothing_escapes(name: str, found: list[DraftFinding]) -> None:
    """No control character but line feeds reaches a terminal."""
    text = FORMATS[name](found, LOOK)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
