"""The report that a desk reads first: each fact once, what needs a decision whole, the rest cut to a line each."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from claimtrack.domain.ids import make_id
from claimtrack.queries.report.compose import report, report_page
from claimtrack.queries.report.views import Report
from claimtrack.render.html.page import as_html
from claimtrack.render.report import render_report
from claimtrack.render.report.blocks import Grid, Item
from claimtrack.render.report.sections.claim_lines import WHOLE_UP_TO, claim_line_blocks
from claimtrack.render.report.sections.figures import question_blocks, question_line
from tests.support.bundle_ledger import Desk

NOW = datetime(2031, 3, 8, 9, tzinfo=UTC)
PAGE = {"url": "https://a.example/1", "title": "One", "publisher": "The Veldian", "published": "2031-03-05"}


def _said(words: str, *who: Any, **more: Any) -> dict[str, Any]:
    assertions = [{"document": PAGE["url"], "chain": [one]} if isinstance(one, str) else one for one in who]
    return {"text": words, "assertions": assertions, **more}


def _report(url: str, *claims: dict[str, Any], restricted: bool = False, **more: Any) -> Report:
    desk = Desk(url)
    desk.record({"stories": [{"name": "Quay"}], "documents": [PAGE], "claims": list(claims), **more})
    with desk.reading() as conn:
        story = conn.execute(text("SELECT id FROM story")).scalar_one()
        return report(conn, story=story, edition="desk", now=NOW, restricted=restricted)


def _page(url: str, *claims: dict[str, Any]) -> str:
    """The text of the report's page."""
    desk = Desk(url)
    desk.record({"stories": [{"name": "Quay"}], "documents": [PAGE], "claims": list(claims)})
    with desk.reading() as conn:
        story = conn.execute(text("SELECT id FROM story")).scalar_one()
        page = as_html(report_page(conn, story=story, edition="desk", now=NOW))
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main>")[2]).split())


def _words(found: Report, **how: Any) -> str:
    return " ".join(render_report(found, **how).split())


@pytest.mark.parametrize("claims", [WHOLE_UP_TO, WHOLE_UP_TO + 1])
def test_only_a_long_report_cuts_claims(sqlite_url: str, claims: int) -> None:
    """A claim that needs no decision is cut after a word, to one line; whole in the full report."""
    tail = "and the harbour master wrote each of the numbers into the old ledger of the port office"
    long = [_said(f"Crane {number:02} was painted in spring {tail}", "Ines Vau") for number in range(claims)]
    found = _report(sqlite_url, *long)
    cut = claims > WHOLE_UP_TO
    lines = render_report(found).split("\n")
    assert sum("…" in line for line in lines) == (claims + 1 if cut else 0)
    assert sum(line.endswith(" … (D1)") for line in lines) == (claims if cut else 0)
    assert ("What ends in … is cut to a line" in _words(found)) == cut
    assert _words(found, full=True).count(tail) == claims if cut else _words(found).count(tail) == claims


def test_a_cut_claim_of_any_length_takes_one_line(sqlite_url: str) -> None:
    """Also one that just fits, with a number of three digits."""
    claims = [_said(f"Crane {number:03} is {'o' * (52 + number % 40)}", "Ines Vau") for number in range(120)]
    text = render_report(_report(sqlite_url, *claims))
    lines = text.partition("unverified: one origin (120)\n")[2].partition("\n\n")[0].split("\n")
    assert len(lines) == 1 + 120
    assert max(map(len, lines)) > 95


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "The port office will pay each of the families that lost their homes 40,000 crowns in spring",
            "40,000 crowns …",
        ),
        (
            "The port office will give to all of the families that it has on its list two million crowns in May",
            "crowns …",
        ),
        ("Crane 4 was painted in spring and the harbour master put it at 70,000 crowns a year", "put it at …"),
        ("The harbour master wrote the names of all of the ships into an old ledger of the port office", "an old …"),
    ],
)
def test_no_cut_parts_a_number_from_what_it_counts(sqlite_url: str, words: str, found: str) -> None:
    """Nor falls before the first number of a claim, which is what it is about."""
    claims = [_said(words, "Ines Vau"), *(_said(f"Shed {number} is dry", "Bo Ek") for number in range(WHOLE_UP_TO))]
    line = re.search(rf"{words[:20]}[^…]*…", _words(_report(sqlite_url, *claims)))
    assert line is not None
    assert line[0].endswith(found)


def test_who_says_much_is_named_once(sqlite_url: str) -> None:
    """Not those who say little; a status that says that nobody is named needs no name."""
    many = [_said(f"Shed {number} was empty", "Ines Vau") for number in range(4)]
    few = [_said(f"Gate {number} was shut", "Bo Ek") for number in range(2)]
    nobody = [_said(f"Lamp {number} was out", {"document": PAGE["url"], "chain": [{"naming": "hearsay"}]})
              for number in range(4)]  # fmt: skip
    words = render_report(_report(sqlite_url, *many, *few, *nobody)).partition("ON WHOM IT RESTS")[0]
    assert [words.count(name) for name in ("Ines Vau", "Bo Ek", "nobody named")] == [1, 2, 1]


def test_a_described_spokesman_stands_with_his_body(sqlite_url: str) -> None:
    """Under the body's name, with who it was; a spokesman who has a name stands by himself."""
    voices = ("harbour office spokesman", "Bo Ek")
    people = [{"name": name, "kind": "person", "speaks_for": [{"source": "harbour office"}]} for name in voices]
    described = {"document": PAGE["url"], "chain": [{"source": voices[0], "naming": "role"}]}
    body = [_said(f"Shed {number} was empty", "harbour office") for number in range(3)]
    claims = [*body, _said("Shed 7 was full", described), _said("Shed 8 was full", "Bo Ek")]
    words = _words(_report(sqlite_url, *claims, sources=people)).partition("ON WHOM IT RESTS")[0]
    group = words.partition("· the harbour office (4)")[2]
    assert "Shed 7 was full (a harbour office spokesman, D1)" in group
    assert "Shed 8 was full (Bo Ek, D1)" in group
    assert words.count("(the harbour office, D1)") == 0


def test_an_allegation_is_one_sentence(sqlite_url: str) -> None:
    """It says what is alleged and by whom; a quotation in other words follows the wording of the claim."""
    quoted = {"document": PAGE["url"], "chain": ["Bo Ek"], "quote": {"exact": "They lied"}, "quote_kind": "direct"}
    found = _report(
        sqlite_url,
        _said("The port sold rotten grain", "Ines Vau", allegation=True),
        _said("The owners kept two books", quoted, allegation=True),
    )
    words = _words(found)
    assert words.count("The port sold rotten grain") + words.count("the port sold rotten grain") == 1
    assert "Ines Vau said, as reported by The Veldian, that the port sold rotten grain." in words
    assert "The owners kept two books [? unverified] · Bo Ek said" in words
    assert words.count("no accused is recorded, and we have not asked") == 1
    assert "Answers:" not in words


def test_who_denies_an_allegation_is_told_where_no_accused_is_recorded(sqlite_url: str) -> None:
    """Behind however many accuse: the entry does not say that nobody was heard."""
    denial = {"document": PAGE["url"], "chain": ["Port of Veld"], "stance": "denies"}
    denial |= {"quote": {"exact": "Not one sack"}, "quote_kind": "direct"}
    accusing = ("Ines Vau", "Bo Ek", "Ann Lee")
    words = _words(_report(sqlite_url, _said("The grain was rotten", *accusing, denial, allegation=True)))
    told = "denied by the Port of Veld: “Not one sack” (D1); who is accused is not recorded; we have not asked."
    assert f"Answers: {told}" in words
    assert "no accused is recorded" not in words


def test_whom_the_words_of_an_allegation_name_is_told(sqlite_url: str) -> None:
    """Where no accused is recorded, with their denial; not who makes it, nor who is only described."""
    denial = {"document": PAGE["url"], "chain": ["council"], "stance": "denies"}
    again = {**denial, "quote": {"exact": "No grain was sold"}}
    claims = [
        _said("The council sold Bo Ek the grain of some officials", "Ines Vau", denial, again, allegation=True),
        _said("Bo Ek hid the books", "Bo Ek", allegation=True),
        *(_said(f"Shed {number} was empty", who) for number, who in enumerate(("Bo Ek", "officials"))),
    ]
    sources = [{"name": "council", "kind": "government"}]
    words = _words(_report(sqlite_url, *claims, sources=sources))
    assert "Named: the council: denies (D1); we have not asked." in words
    assert "Named: Bo Ek: no word of theirs is recorded; we have not asked." in words
    assert words.count("Named:") == 2
    assert "“Named”: no accused is recorded, and the claim's own words name this source." in words
    assert "Where no line “Accused”, “Named” or “Answers” follows, no accused" in words
    names = ("Bo Ek", "Ada Orr", "Cy Orr", "lawyer for Bo Ek", "dr Ola Pim")
    people = [{"name": name, "kind": "person"} for name in names]
    said = [_said(f"{who} saw it", who) for who in names]
    surnames = [_said(f"{name} hid the books", "Ines Vau", allegation=True) for name in ("Ek", "Orr", "Pim")]
    told = _words(_report(f"{sqlite_url}3", *surnames, *said, sources=people))
    assert re.findall(r"Named: [^:]*", told) == ["Named: Bo Ek", "Named: dr Ola Pim"]
    lawyer = [{"name": "lawyer for the owner of the Veld works", "kind": "person"}]
    denied = {"document": PAGE["url"], "chain": [lawyer[0]["name"]], "stance": "denies"}
    claims = [_said("The owner of the Sorn works hid faults", "Ines Vau", allegation=True), _said("It leaked", denied)]
    told = _words(_report(f"{sqlite_url}5", *claims, sources=lawyer))
    assert "Named:" not in told, "the last word of a description is no surname"
    harmed = ("A clerk robbed the council", "The council arrested a thief", "A thief was charged by the council")
    others = [_said(words, "Ines Vau", allegation=True) for words in (*harmed, "It was taken by the council")]
    told = _words(_report(f"{sqlite_url}4", *others, _said("It rained", "council"), sources=sources))
    assert told.count("Named:") == 1, "a body is not accused of what is done to it, nor of arresting somebody"
    recorded = _said("The council sold the grain", "Ines Vau", denial, allegation=True, about=["Bo Ek"])
    assert "Named" not in _words(_report(f"{sqlite_url}2", recorded, sources=sources))


def test_what_else_an_accused_denies_stands_with_the_allegation(sqlite_url: str) -> None:
    """An answer is often worded otherwise than what it answers; what others deny is not told."""

    def denied(words: str, who: str, **more: Any) -> dict[str, Any]:
        return _said(words, {"document": PAGE["url"], "chain": [who], "stance": "denies", **more})

    claims = [
        _said("The port put off a new crane for years", "Ines Vau", allegation=True, about=["Port of Veld"]),
        denied("Any repair had been postponed", "Port of Veld"),
        denied("The crane was old", "Bo Ek"),
        denied("The crane was cheap", "Port of Veld", release="off-record"),
    ]
    alleged = [denied("The cranes were sold in secret", "Port of Veld")]
    alleged[0]["allegation"] = True
    accused = re.search(r"is recorded; denies (.*?); we have", _words(_report(f"{sqlite_url}3", *claims[:2], *alleged)))
    assert accused is not None
    assert accused[1] in ("C1 “Any repair had been postponed” and C2", "C1 and C2 “Any repair had been postponed”")
    words = _words(_report(sqlite_url, *claims, restricted=True))
    accused = re.search(r"Accused: Port of Veld: no word of theirs on this is recorded; denies (.*?); we have", words)
    assert accused is not None
    told = "C{} “Any repair had been postponed” and [off the record] C{} “The crane was cheap”"
    assert re.sub(r"\bC\d", "C{}", accused[1]) == told
    assert "Accused: Port of Veld: no word of theirs is recorded; we" in _words(_report(f"{sqlite_url}2", *claims[::2]))


def test_an_accused_who_replied_has_had_their_word(sqlite_url: str) -> None:
    """To us: then it is not said that no word of theirs is recorded, and what they deny elsewhere stands beside it."""
    asked = {"asked": "Port of Veld", "on": "2031-03-06", "outcome": "replied", "answer": "We sell no grain."}
    sold = _said("The port sold wet grain", "Ines Vau", allegation=True, about=["Port of Veld"], requests=[asked])
    told = "replied (asked 6 March 2031): “We sell no grain.”"
    assert f"Accused: Port of Veld {told} " in _words(_report(sqlite_url, sold))
    denial = {"document": PAGE["url"], "chain": ["Port of Veld"], "stance": "denies"}
    other = _report(f"{sqlite_url}2", sold, _said("The port kept grain in the rain", denial))
    assert f"Accused: Port of Veld: denies C1 “The port kept grain in the rain”; {told} " in _words(other)


def test_that_no_evidence_was_given_is_told_once(sqlite_url: str) -> None:
    """The sentence of an allegation says it; where that is not printed, or is none, the warnings do."""
    bare = {"document": PAGE["url"], "chain": ["Bo Ek"], "evidence_given": ["none-given"]}
    alleged = _words(_report(sqlite_url, _said("The grain was rotten", bare, allegation=True)))
    assert (alleged.count("without giving evidence"), alleged.count("gave no evidence")) == (1, 0)
    told = _words(_report(f"{sqlite_url}2", _said("The grain was wet", bare)))
    assert (told.count("without giving evidence"), told.count("gave no evidence")) == (0, 1)
    many = _said("The grain was rotten", "Ann Lee", "Cy Orr", "Ines Vau", "Ola Tamm", bare, allegation=True)
    assert "gave no evidence" in _words(_report(f"{sqlite_url}3", many))


@pytest.mark.parametrize("about", [[], ["Port of Veld"]])
def test_an_answer_off_the_record_is_marked(sqlite_url: str, about: list[str]) -> None:
    """Where one asks for what is restricted, whether or not the accused is recorded."""
    denial = {"document": PAGE["url"], "chain": ["Port of Veld"], "stance": "denies", "release": "off-record"}
    claim = _said("The grain was rotten", "Ines Vau", denial, allegation=True, **({"about": about} if about else {}))
    assert _words(_report(sqlite_url, claim, restricted=True)).count("[off the record] denie") == 1
    assert "denie" not in _words(_report(f"{sqlite_url}2", claim))


def test_one_number_is_one_figure_however_it_is_written(sqlite_url: str) -> None:
    """With both ways of writing it; a bound, or a number that is only about as large, is another figure."""

    def hurt(words: str, who: str, figure: str) -> dict[str, Any]:
        return _said(words, who, kind="figure", question="How many were hurt?", answer={"figure": figure})

    found = _report(
        sqlite_url,
        hurt("Fourteen were hurt", "Ines Vau", "fourteen"),
        hurt("14 hurt", "Ines Vau", "14"),
        hurt("About 14 were hurt", "Ines Vau", "about 14"),
    )
    (table,) = found.figures
    _, _, grid = question_blocks(table)
    assert isinstance(grid, Grid)
    assert {row[1]: row[0].count("C") for row in grid.rows} == {"“fourteen” or “14”": 2, "“about 14” (12 to 16)": 1}
    line = question_line(table)
    assert line.count("Ines Vau") == 2
    assert re.search(r"“fourteen” or “14”: Ines Vau \(C\d, C\d\)[.;]", line)


def test_a_body_and_its_spokesman_are_one_row_of_figures(sqlite_url: str) -> None:
    """Where the spokesman is only described; one who has a name has a row of his own."""
    bodies = {"coast rescue spokesman": "coast rescue", "Tarn Office spokesman": "Tarn Office", "Bo Ek": "Tarn Office"}
    people = [{"name": name, "kind": "person", "speaks_for": [{"source": body}]} for name, body in bodies.items()]

    def hurt(words: str, who: str, naming: str) -> dict[str, Any]:
        said = {"document": PAGE["url"], "chain": [{"source": who, "naming": naming}]}
        return _said(words, said, kind="figure", question="How many were hurt?", answer={"figure": "nine"})

    names = (("coast rescue", "named"), ("coast rescue spokesman", "role"), ("Tarn Office spokesman", "role"))
    claims = [hurt(f"Nine were hurt, version {place}", *who) for place, who in enumerate((*names, ("Bo Ek", "named")))]
    found = _report(sqlite_url, *claims, sources=[{"name": "coast rescue", "kind": "organisation"}, *people])
    (table,) = found.figures
    _, _, grid = question_blocks(table)
    assert isinstance(grid, Grid)
    assert sorted((row[2], row[0].count("C")) for row in grid.rows) == [
        ("Bo Ek", 1),
        ("Tarn Office", 1),
        ("coast rescue", 2),
    ]


def test_whose_figure_updates_another_is_told(sqlite_url: str) -> None:
    """Where it is another source's: in the table, in a line of figures without a conflict, and in all disagreements."""
    later = {"url": "https://b.example/1", "title": "Two", "publisher": "Coast Wire", "published": "2031-03-06"}

    def dead(words: str, who: str, figure: str, url: str) -> dict[str, Any]:
        said = {"document": url, "chain": [who]}
        return _said(words, said, kind="figure", question="How many died?", answer={"figure": figure})

    ines, own, other = (
        dead("Four died", "Ines Vau", "four", PAGE["url"]),
        dead("Six died", "Ines Vau", "six", later["url"]),
        dead("Nine died", "Bo Ek", "nine", later["url"]),
    )
    toll = [{"text": "How many died?", "answer_kind": "figure", "cumulative": True}]
    by_other = _report(sqlite_url, ines, other, questions=toll, documents=[PAGE, later])
    assert "(C1; since updated by Bo Ek)" in _words(by_other)
    assert "“four” (C1) became “nine” (C2) by Bo Ek: no disagreement." in _words(by_other, full=True)
    (_, _, grid) = question_blocks(by_other.figures[0])
    assert isinstance(grid, Grid)
    assert [row[5] for row in grid.rows] == ["C2 by Bo Ek", "-"]
    by_itself = _report(f"{sqlite_url}2", ines, own, questions=toll, documents=[PAGE, later])
    assert "(C1; since updated)" in _words(by_itself)
    (_, _, grid) = question_blocks(by_itself.figures[0])
    assert isinstance(grid, Grid)
    assert [row[5] for row in grid.rows] == ["update: C2", "-"]


def test_of_two_tolls_of_one_source_on_one_day_it_is_said_what_would_settle_them(sqlite_url: str) -> None:
    """It may have risen within the day; not of two sources or an outlet's own voice, nor in the public's report."""

    def dead(words: str, who: Any, figure: str) -> dict[str, Any]:
        return _said(words, who, kind="figure", question="How many died?", answer={"figure": figure})

    one = _report(sqlite_url, dead("Four died", "Ines Vau", "four"), dead("Six died", "Ines Vau", "six"))
    told = "conflict; several by Ines Vau on one day: give each its hour (answer.for_date), and the later one takes"
    assert told in _words(one)
    assert "on one day" not in " ".join(str(block) for block in question_blocks(one.figures[0], claims=False))
    two = _report(f"{sqlite_url}2", dead("Four died", "Ines Vau", "four"), dead("Six died", "Bo Ek", "six"))
    assert "on one day" not in _words(two)
    own = {"document": PAGE["url"], "chain": [PAGE["publisher"]], "quote_kind": "own"}
    page = [dead("Four died", own, "four"), dead("Six died", own, "six")]
    assert "on one day" not in _words(_report(f"{sqlite_url}3", *page))


@pytest.mark.parametrize(("later", "compared"), [("at least 800", True), ("at most 400", False)])
def test_figures_of_different_days_are_said_not_to_be_compared(sqlite_url: str, later: str, compared: bool) -> None:
    """No toll, and published a day apart: on one day they would clash, so they do not simply stand side by side.

    With two of one day it is some that are of different days.
    """
    other = {**PAGE, "url": "https://b.example/2", "title": "Two", "publisher": "Wire", "published": "2031-03-06"}
    who = ({"document": page["url"], "chain": [name]} for page, name in ((PAGE, "Ines Vau"), (other, "Bo Ek")))
    question = {"kind": "figure", "question": "How many people were at the fair?"}
    claims = [
        _said(f"{words} were there", said, answer={"figure": words}, **question)
        for words, said in zip(("about 900", later), who, strict=True)
    ]
    found = _report(sqlite_url, *claims, documents=[PAGE, other])
    told = "Published on different days, so not compared."
    assert (told not in question_line(found.figures[0])) == compared
    assert ("can stand side by side" in repr(list(question_blocks(found.figures[0])))) == compared
    assert ("no conflict:" if compared else "not compared:") in _words(found)
    again = _said("some 900 were there", claims[0]["assertions"][0], answer={"figure": "some 900"}, **question)
    three = _report(f"{sqlite_url}3", *claims, again, documents=[PAGE, other])
    assert ("Some are published on different days, so not compared." in question_line(three.figures[0])) != compared
    assert "no conflict:" in _words(three)


def test_those_on_whom_most_rests_are_named_first(sqlite_url: str) -> None:
    """Whoever is left out of the line has not passed on more claims than who is named, as an outlet neither."""
    other = {**PAGE, "url": "https://b.example/2", "title": "Two", "publisher": "The Gull"}
    claims = [
        _said(f"Ship {at} left", {"document": PAGE["url"], "chain": [f"Crew {at}", f"Wire {at}"]}) for at in range(5)
    ]
    claims += [_said(f"Pier {at} burned", {"document": other["url"], "chain": [f"Guard {at}"]}) for at in range(6)]
    rest = _words(_report(sqlite_url, *claims, documents=[PAGE, other])).partition("lose their last origin: ")[2]
    assert rest.startswith("The Gull (6 claims)")


def test_lines_of_claims_name_each_claim_once(sqlite_url: str) -> None:
    """However they are grouped."""
    claims = _report(sqlite_url, *(_said(f"Ship {number} left", f"Crew {number % 3}") for number in range(9))).claims
    marks = [row.mark for row in claim_line_blocks(claims) if isinstance(row, Item) and row.mark.startswith("C")]
    assert sorted(marks) == sorted(f"C{claim.number}" for claim in claims)


def test_a_page_lists_figures_without_conflict_with_the_decisions_alone(sqlite_url: str) -> None:
    """Beside the picture of them; a figure that stands alone is listed below."""
    question = {"kind": "figure", "question": "How many were hurt?"}
    hurt = [_said("14 were hurt", "Ines Vau", answer={"figure": "14"}, **question),
            _said("At least ten were hurt", "Bo Ek", answer={"figure": "at least ten"}, **question)]  # fmt: skip
    alone = _said("3 cranes fell", "Bo Ek", kind="figure", question="How many cranes fell?", answer={"figure": "3"})
    words = _page(sqlite_url, *hurt, alone)
    assert words.count("no conflict: How many were hurt?") == 1
    assert "they can stand side by side" not in words
    assert "Other figures Only one figure is recorded" in words
    assert words.count("How many cranes fell?") == 2


def test_readers_are_shown_what_refutes_a_false_claim(sqlite_url: str) -> None:
    """With the verdict; of what stands only what supports it."""
    found = [{"bearing": "refutes", "url": "https://log.example/r"}, {"bearing": "supports", "text": "A letter"}]
    claims = []
    for words, verdict in (("The grain was wet", "refuted"), ("The grain was old", "supported")):
        evidence = [{"id": make_id(words, one["bearing"]), **one} for one in found]
        judged = {"verdict": verdict, "why": "So it is", "by": "lena", "evidence": [one["id"] for one in evidence]}
        claims.append(_said(words, "Bo Ek", evidence=evidence, assessments=[judged]))
    desk = Desk(sqlite_url)
    desk.record({"stories": [{"name": "Quay"}], "documents": [PAGE], "claims": claims})
    with desk.reading() as conn:
        story = conn.execute(text("SELECT id FROM story")).scalar_one()
        words = _words(report(conn, story=story, edition="public", now=NOW))
    known, _, false = words.partition("WHAT WE FOUND TO BE FALSE")
    assert "supports: A letter" in known
    assert "refutes: https://log.example/r" not in known
    assert "refutes: https://log.example/r" in false
    assert "A letter" not in false


def test_what_one_source_gives_in_two_claims_is_one_figure(sqlite_url: str) -> None:
    """It stands beside no other, and nothing is to be decided; tied to no question, each claim's stands by itself."""
    answer = {"kind": "figure", "answer": {"figure": "3"}}
    claims = [_said(f"Cranes fell {where}", "Bo Ek", **answer) for where in ("at night", "by day")]
    words = _page(sqlite_url, *(claim | {"question": "How many cranes fell?"} for claim in claims))
    assert "no conflict:" not in words
    assert "C1 , C2 “3”" in words.partition("Only one figure is recorded")[2]
    words = _page(f"{sqlite_url}2", *claims).partition("Tied to no question")[2]
    assert all(f"“3” (Bo Ek; The Veldian; 5 March 2031): {one['text']}" in words for one in claims)


def test_a_card_says_once_who_denies_a_claim(sqlite_url: str) -> None:
    """The line of its speakers does."""
    denial = {"document": PAGE["url"], "chain": ["Port of Veld"], "stance": "denies"}
    words = _page(sqlite_url, _said("The crane was old", "Bo Ek", denial))
    card = words.partition("Claim by claim")[2].partition("Link to this claim")[0]
    assert card.count("denied by") == 1


def test_a_rule_is_one_choice_of_the_page_at_any_severity(sqlite_url: str) -> None:
    """What is unverified in an outlet's own voice is a warning, another unverified claim a notice."""
    desk = Desk(sqlite_url)
    own = {"document": PAGE["url"], "chain": [PAGE["publisher"]], "quote_kind": "own"}
    judged = {"verdict": "not-enough-evidence", "why": "one word", "by": "lena", "on": "2031-03-07"}
    claims = [_said("The grain was rotten", own), _said("The grain was wet", "Bo Ek", assessments=[judged])]
    desk.record({"stories": [{"name": "Quay"}], "documents": [PAGE], "claims": claims})
    with desk.reading() as conn:
        story = conn.execute(text("SELECT id FROM story")).scalar_one()
        page = report_page(conn, story=story, edition="desk", now=NOW)
    codes = [flag.code for flag in page.report.flags if flag.claims]
    assert codes.count("unverified") == 2
    choices = as_html(page).partition('<select name="flag">')[2].partition("</select>")[0]
    assert sorted(re.findall(r'value="([^"]+)"', choices)) == sorted(set(codes))


def test_a_figure_that_was_judged_is_told_as_that(sqlite_url: str) -> None:
    """In the tables, in lines, and under its status."""
    seen = {"id": "aaaaaaaaaaaaaaaaaaaaaaaa", "bearing": "supports", "text": "A list of names"}
    judged = {"why": "It was counted", "by": "ana", "on": "2031-03-05"}
    more: dict[str, dict[str, Any]] = {
        "60": {"assessments": [{"verdict": "supported", "evidence": [seen["id"]], **judged}], "evidence": [seen]},
        "70": {},
        "90": {"assessments": [{"verdict": "refuted", **judged}]},
    }
    asked = {"kind": "figure", "question": "How many came?"}
    claims = [
        _said(f"{figure} came", "Ines Vau", answer={"figure": figure}, **asked, **given)
        for figure, given in more.items()
    ]
    found = _report(sqlite_url, *claims)
    assert [row.verdict for row in found.figures[0].rows] == ["verified", None, "refuted"]
    words = _words(found)
    assert all(told in words for told in ("“60” ✓ verified", "“90” ✗ refuted", "C1 60 came (Ines Vau, D1)"))
    assert "Ines Vau (C1; verified)" in question_line(found.figures[0])


def test_a_settled_conflict_of_figures_is_told_as_that(sqlite_url: str) -> None:
    """With why, and for which claim; it is not said that there is no conflict."""
    claims = [
        _said(f"{figure} came", who, kind="figure", question="How many came?", answer={"figure": figure})
        for figure, who in (("60", "Ines Vau"), ("90", "Bo Ek"))
    ]
    desk = Desk(sqlite_url)
    desk.record({"stories": [{"name": "Quay"}], "documents": [PAGE], "claims": claims})
    with desk.reading() as conn:
        story = conn.execute(text("SELECT id FROM story")).scalar_one()
        found = report(conn, story=story, edition="desk", now=NOW)
    assert "no conflict" not in _words(found)
    settled = replace(found.disagreements[0], state="resolved", why="Bo Ek counted twice", settled_for=1)
    tables = tuple(replace(table, state="resolved") for table in found.figures)
    words = _words(replace(found, disagreements=(settled,), figures=tables))
    assert "= P1 resolved for C1: How many came?" in words
    assert "Why: Bo Ek counted twice." in words
    assert "no conflict" not in words


def test_a_statement_of_several_documents_is_told_once(sqlite_url: str) -> None:
    """To the public, with all of them; of who is not named each is told, since others may be described alike."""
    other = {"url": "https://a.example/2", "title": "Two", "publisher": "The Veldian", "published": "2031-03-06"}
    both = [PAGE["url"], other["url"]]
    ines = [{"document": url, "chain": ["Ines Vau"]} for url in both]
    clerk = [{"document": url, "chain": [{"source": "clerk", "naming": "role"}]} for url in both]
    desk = Desk(sqlite_url)
    claims = [_said("The shed was empty", *ines), _said("The crane stood still", *clerk)]
    desk.record({"stories": [{"name": "Quay"}], "documents": [PAGE, other], "claims": claims})
    with desk.reading() as conn:
        story = conn.execute(text("SELECT id FROM story")).scalar_one()
        told = _words(report(conn, story=story, edition="public", now=NOW))
    assert told.count("Ines Vau said, as reported by The Veldian, that the shed was empty. [D1, D2]") == 1
    assert told.count("the crane stood still. [D1]") == told.count("the crane stood still. [D2]") == 1
