"""Each kind by itself: what it finds, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from claimtrack.checking.draft_figures import find_figures
from tests.checking.support import Checking, codes, found, said, small

TEXT = (
    "Storm over the harbour\n\n“We closed the gates at nine, and not one of them gave way,” Lena Orr said. "
    "“Nobody left.”\n\n"
    "“The sea came in like a wall,” said Mila, a sailor. She counted “twelve, maybe thirteen” boats.\n"
)
GATES = {"text": "The northern gate had rusted through", "assertions": [said("Lena Orr")]}
COUNT: dict[str, Any] = {
    "text": "About 40 boats sank in the storm",
    "kind": "figure",
    "question": "How many boats sank?",
    "answer": {"figure": "about 40", "unit": "boats"},
    "assertions": [said("Lena Orr")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("“We closed the gates at nine,” Orr said.", False),
        ("“We closed the gates at nine … not one of them gave way,” Orr said.", False),
        ("“We closed [them] at nine, and not one of them gave way,” Orr said.", False),
        ("“[W]e closed the gates at nine,” Orr said.", False),
        ('"WE CLOSED THE GATES AT NINE - and not one of them gave way", Orr said.', False),
        ("„We closed the gates at nine“, Orr said.", False),
        ("“Not one of them gave way,” Orr said. “Nobody left.”", False),
        ("“We closed the gates at nine, and not one of them gave way. Nobody left,” Orr said.", False),
        ("“We cl\u00adosed the ga\u200btes at nine,” Orr said.", False),
        ("Mila counted “twelve, maybe thirteen” boats.", False),
        ("“The gates” were shut.", False),
        ("He had read “A Wall of Water” on the way.", False),
        ("“We shut the gates at nine,” Orr said.", True),
        ("“We closed the gates at ten,” Orr said.", True),
        ("“We closed the gates at nine … not one of them held,” Orr said.", True),
        ("“Not one of them gave way … we closed the gates at nine,” Orr said.", True),
        ("“The sea came in like a wave,” said Mila.", True),
    ],
)
def test_quotations(checking: Checking, draft: str, finds: bool) -> None:
    """Word by word; marks, capitals, punctuation, ellipses, brackets and interruptions do not matter."""
    assert ("quote-not-verbatim" in codes(checking([], TEXT), draft)) is finds


def test_the_nearest_words_are_shown(sqlite_url: str) -> None:
    """With what differs, word by word, and the document they stand in."""
    (one,) = found(small(sqlite_url, [], TEXT), "“We shut all the gates at nine,” Orr said.")
    assert "“shut all” stands for “closed”" in one.fact
    assert "“We closed the gates at nine”" in one.fact
    assert one.passage == "We shut all the gates at nine,"


def told(quoted: str, **more: Any) -> dict[str, Any]:
    """An assertion of Lena Orr with words of TEXT."""
    start = TEXT.index(quoted)
    return said("Lena Orr", quote={"exact": quoted, "start": start, "end": start + len(quoted)}, **more)


@pytest.mark.parametrize(
    "draft",
    [
        "“We shut all the gates at nine, and not one of them gave way,” Orr said.",
        "“We closed the gates at nine, and not one of them gave way,” said Mila.",
    ],
)
def test_what_is_off_the_record_is_not_shown(checking: Checking, draft: str) -> None:
    """Neither the words nor whose they are: not of a document that others are quoted from, nor of one that is not."""
    secret = {
        "text": "The gates were shut at nine",
        "assertions": [told("We closed the gates at nine, and not one of them gave way", release="off-record")],
    }
    for claims in ([GATES, secret], [secret]):
        shown = found(checking(claims, TEXT), draft, restricted=False)
        assert "restricted-used" in [one.code for one in shown]
        for one in shown:
            assert "closed" not in one.fact
            assert "Lena" not in one.fact
            assert one.claim is None or one.claim_text == GATES["text"]


def test_words_of_no_document(sqlite_url: str) -> None:
    """Where nothing is near, none is shown; without a stored text nothing is said of quotations."""
    draft = "“Bring every pump you can find to the quay,” Orr said."
    (one,) = found(small(sqlite_url, [], TEXT), draft)
    assert one.fact == "No stored document has “Bring every pump you can find to the quay,”."
    assert codes(small(sqlite_url + "2", []), draft) == []


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The northern gate had rusted through.", True),
        ("The storm came at night; the northern gate had rusted through by then.", True),
        ("The northern gate had rusted through, Orr said.", False),
        ("According to the harbour master, the northern gate had rusted through.", False),
        ("The northern gate had reportedly rusted through.", False),
        ("Had the northern gate rusted through?", False),
        ("Nobody knows whether the northern gate had rusted through.", False),
        ("The northern gate had not rusted through.", False),
        ("“The northern gate had rusted through,” read the note.", False),
        ("The southern gate is open again.", False),
    ],
)
def test_attribution_lost(checking: Checking, draft: str, finds: bool) -> None:
    """A claim told as a fact; not what is given to somebody, doubted, asked or denied."""
    assert ("attribution-lost" in codes(checking([GATES]), draft)) is finds


def test_what_is_known_is_no_attribution_lost(sqlite_url: str) -> None:
    """Verified, corroborated or the outlet's own observation: it may stand as a fact."""
    claims = [
        {**GATES, "evidence": [{"bearing": "supports", "url": "https://courier.example/photo"}]},
        {
            "text": "The sea came over the quay",
            "assertions": [said({"source": "The Courier", "basis": "witnessed"}, quote_kind="own")],
        },
        {
            "text": "The lights went out at ten",
            "assertions": [
                said({"source": "Mila (sailor)", "basis": "witnessed"}),
                {"chain": [{"source": "Lena Orr", "basis": "records", "said": "2026-03-01"}]},
            ],
        },
    ]
    desk = small(sqlite_url, claims)
    desk.verify("The northern gate had rusted through", "2026-03-03")
    draft = "The northern gate had rusted through.\nThe sea came over the quay.\nThe lights went out at ten."
    assert codes(desk, draft) == []


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The northern gate had rusted through, Orr said.", False),
        ("The northern gate had rusted through, the board said.", False),
        ("The northern gate had rusted through, the harbour master said.", False),
        ("The northern gate had rusted through, officials said.", False),
        ("The northern gate had rusted through, The Courier reported.", False),
        ("She had walked along it: the northern gate had rusted through, she said.", False),
        ("The northern gate had rusted through, Brandt said.", True),
        ("The Transport Minister said that the northern gate had rusted through.", True),
        ("A sailor said that the northern gate had rusted through.", True),
        ("Eyewitnesses said that the northern gate had rusted through.", True),
        ("Oskar Pell said that the northern gate had rusted through.", True),
        ("Police said that the northern gate had rusted through.", True),
        ("The Harbour Board's inspectors said that the northern gate had rusted through.", False),
    ],
)
def test_attribution_changed(checking: Checking, draft: str, finds: bool) -> None:
    """Another source than the ledger's; its alias, role, body, carrier or pronoun is no other."""
    assert ("attribution-changed" in codes(checking([GATES]), draft)) is finds


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("“The sea came in like a wall,” Mila said.", False),
        ("“The sea came in like a wall,” a sailor said.", False),
        ("“The sea came in like a wall,” she said.", False),
        ("“The sea came in like a wall,” Orr said.", True),
        ("“We closed the gates at nine,” said Ivo Brandt, the Transport Minister.", True),
    ],
)
def test_a_quotation_given_to_another(checking: Checking, draft: str, finds: bool) -> None:
    """The stored text says whose words they are."""
    assert ("attribution-changed" in codes(checking([], TEXT), draft)) is finds


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("About 40 boats sank in the storm, Orr said.", False),
        ("Some 42 boats sank in the storm, Orr said.", False),
        ("Dozens of boats sank in the storm, Orr said.", False),
        ("More than 35 boats sank in the storm, Orr said.", False),
        ("On 3 March 2026 about 40 boats sank in the storm, Orr said.", False),
        ("Sixty boats sank in the storm, Orr said.", True),
        ("Hundreds of boats sank in the storm, Orr said.", True),
        ("At least 50 boats sank in the storm, Orr said.", True),
        ("Three people were hurt on the quay, Orr said.", False),
        ("The 12-metre wall fell and about 40 boats sank in the storm, Orr said.", False),
        ("Up to 400 boats sank, Orr said.", True),
        ("At least six boats sank in the storm, Orr said.", True),
        ("As many as 44 boats sank in the storm, Orr said.", False),
        ("The number of boats that sank in the storm rose to ninety, Orr said.", True),
        ("Ninety boats sank, Orr said.", True),
        ("Ninety boats sank in the war, and the museum shows three of their bells.", False),
    ],
)
def test_figures(checking: Checking, draft: str, finds: bool) -> None:
    """A figure inside the interval is the figure; one outside every interval is nobody's."""
    assert ("figure-outside" in codes(checking([COUNT]), draft)) is finds


@pytest.mark.parametrize(
    ("draft", "kinds"),
    [
        ("“We lost 61 boats in the storm,” said Orr.", ["quote-not-verbatim"]),
        ("We lost 61 boats in the storm, said Orr.", ["figure-outside"]),
    ],
)
def test_a_number_of_a_quotation_is_told_of_once(sqlite_url: str, draft: str, kinds: list[str]) -> None:
    """Where the finding of the quotation has it; outside quote marks it is a figure that nobody gave."""
    told_so = {
        **COUNT,
        "text": "Lena Orr lost 14 boats in the storm",
        "answer": {"figure": "14", "unit": "boats"},
        "assertions": [said("Lena Orr", quote={"exact": "We lost 14 boats in the storm"})],
    }
    findings = found(small(sqlite_url, [told_so]), draft)
    assert [one.code for one in findings if one.code in ("quote-not-verbatim", "figure-outside")] == kinds


def test_a_figure_is_held_by_what_it_counts(sqlite_url: str) -> None:
    """And is shown where it stands; what a claim tells besides counts too."""
    barge = {
        "text": "The 90-metre barge, carrying about 300 tonnes of coal, was towed twice",
        "kind": "figure",
        "answer": {"figure": "about 300", "unit": "tonnes"},
        "assertions": [said("Lena Orr")],
    }
    sunk = {"text": "Nine crates were saved and two cranes were lost", "assertions": [said("Lena Orr")]}
    cranes = {**COUNT, "question": "How many cranes fell?", "text": "Five cranes fell", "answer": {"figure": "five"}}
    desk = small(sqlite_url, [barge, sunk, cranes])
    for words, draft in (
        ("about 500", "The 90-metre barge, carrying about 500 tonnes of coal, was towed twice, Orr said."),
        ("seven", "The barge, carrying about 300 tonnes of coal, was towed seven times, Orr said."),
        ("Three", "Three crates were saved and two cranes were lost, Orr said."),
    ):
        assert [one.passage for one in found(desk, draft) if one.code == "figure-outside"] == [words], draft
    assert codes(desk, "Two cranes fell on Monday and five by Friday, Orr said.") == []


def test_bounds_of_a_recorder_are_no_numbers_that_were_said(sqlite_url: str) -> None:
    """What was said lies inside of them, wherever; what lies outside was said by nobody."""
    answer = {"figure": "40", "low": "35", "high": "60", "bounds_by": "recorder", "unit": "boats"}
    desk = small(sqlite_url, [{**COUNT, "answer": answer}])
    assert "figure-outside" not in codes(desk, "Forty boats sank in the storm, Orr said.")
    assert "figure-outside" in codes(desk, "Seventy boats sank in the storm, Orr said.")


def test_any_source_of_the_question_will_do(sqlite_url: str) -> None:
    """Two sources differ: either's figure is somebody's, and the finding names both."""
    other = {**COUNT, "text": "Ten boats sank", "answer": {"figure": "ten"}, "assertions": [said("Ivo Brandt")]}
    desk = small(sqlite_url, [COUNT, other])
    assert "figure-outside" not in codes(desk, "Ten boats sank in the storm, Brandt said.")
    (one,) = [f for f in found(desk, "Ninety boats sank in the storm, Orr said.") if f.code == "figure-outside"]
    assert "“about 40” (36 to 44; Lena Orr)" in one.fact
    assert "“ten” (Ivo Brandt)" in one.fact


HEARSAY = {
    "text": "A tanker had lost its anchor",
    "assertions": [said({"naming": "hearsay", "hedge": "reportedly"})],
}
DOUBTED = {
    "text": "The pumps were sold last year",
    "assertions": [said({"source": "Ivo Brandt", "hedge": "allegedly"})],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("A tanker had lost its anchor.", True),
        ("A tanker had reportedly lost its anchor.", False),
        ("A tanker is said to have lost its anchor.", False),
        ("The pumps were sold last year, Brandt said.", True),
        ("The pumps were allegedly sold last year, Brandt said.", False),
        ("Brandt alleges that the pumps were sold last year.", False),
    ],
)
def test_hedges(checking: Checking, draft: str, finds: bool) -> None:
    """What nobody gives without a word of doubt needs one."""
    assert ("hedge-dropped" in codes(checking([HEARSAY, DOUBTED]), draft)) is finds


BLAME = {"text": "Wreckers opened the sluice", "assertions": [said("Ivo Brandt", evidence_given=["none-given"])]}
STORY = {
    "text": "The warning siren stayed silent",
    "assertions": [
        said("Mila (sailor)") | {"chain": ["Mila (sailor)", {"source": "Coast Wire", "caveats": ["could-not-verify"]}]}
    ],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Brandt said wreckers opened the sluice.", True),
        ("Brandt said, without giving evidence, that wreckers opened the sluice.", False),
        ("Brandt said wreckers opened the sluice. He offered no proof.", False),
        ("Brandt said wreckers opened the sluice. They are gone. It rained. Nobody slept. He offered no proof.", False),
        ("Brandt denied that wreckers opened the sluice.", False),
        ("Mila said the warning siren stayed silent.", True),
        ("Mila told Coast Wire that the warning siren stayed silent; this could not be independently verified.", False),
        ("Mila told Coast Wire that the warning siren stayed silent. It has not been confirmed.", False),
        ("Mila said, without giving evidence, that the warning siren stayed silent.", True),
    ],
)
def test_caveats(checking: Checking, draft: str, finds: bool) -> None:
    """Each kind of caveat is told by its own words, in the sentence or beside it."""
    assert ("caveat-dropped" in codes(checking([BLAME, STORY]), draft)) is finds


def test_a_caveat_told_once_is_told(sqlite_url: str) -> None:
    """And one that is missing is found once, where the claim first stands."""
    gap = "\n\nThe town slept.\n\nThe tide went out.\n\nIt was cold.\n\n"
    twice = f"Brandt said wreckers opened the sluice.{gap}Wreckers opened the sluice, Brandt said again."
    desk = small(sqlite_url, [BLAME])
    assert [one.line for one in found(desk, twice) if one.code == "caveat-dropped"] == [1]
    assert "caveat-dropped" not in codes(desk, twice + " He gave no evidence.")


LABEL = {
    "text": "The strikers are wreckers",
    "kind": "characterisation",
    "answer": {"label": "wreckers"},
    "assertions": [said("Ivo Brandt", label_words="scare", quote={"exact": "wreckers"})],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The wreckers came back on Monday.", True),
        ("A wrecker was seen near the sluice.", True),
        ("The “wreckers” came back on Monday.", False),
        ("The so-called wreckers came back on Monday.", False),
        ("Brandt said the wreckers had come back.", False),
        ("What the minister calls wreckers are dockers on strike.", False),
        ('The harbour "wreckers" came back on Monday.', False),
        ("The strikers came back on Monday.", False),
    ],
)
def test_labels(checking: Checking, draft: str, finds: bool) -> None:
    """Somebody's word, outside quote marks and outside what is given to them."""
    assert ("label-adopted" in codes(checking([LABEL]), draft)) is finds


def test_a_label_that_was_only_reported(sqlite_url: str) -> None:
    """It may have been the reporter's word: a notice. One that nobody answers for is told as that."""
    one = {**LABEL, "assertions": [said({"naming": "passive"}, label_words="reported")]}
    (notice,) = found(small(sqlite_url, [one]), "The wreckers came back on Monday.")
    assert (notice.severity, notice.code) == ("notice", "label-adopted")
    assert "a word that nobody in particular answers for" in notice.fact


def test_a_label_of_ones_own(sqlite_url: str) -> None:
    """A word that an outlet uses as its own is no longer only somebody's."""
    own = {**LABEL, "assertions": [*LABEL["assertions"], said("The Courier", label_words="own", quote_kind="own")]}  # type: ignore[misc]
    assert codes(small(sqlite_url, [own]), "The wreckers came back on Monday.") == []


def _moved(stance: str, source: str = "Lena Orr") -> dict[str, Any]:
    return {
        **GATES,
        "assertions": [said("Lena Orr"), {"chain": [{"source": source, "said": "2026-03-05"}], "stance": stance}],
    }


@pytest.mark.parametrize(
    ("claims", "fact"),
    [
        ([_moved("withdraws")], "This was withdrawn: Lena Orr took it back."),
        (
            [{**GATES, "assessments": [{"verdict": "refuted", "why": "seen", "by": "desk", "on": "2026-03-05"}]}],
            "This was checked and refuted.",
        ),
    ],
)
def test_moved_ground(sqlite_url: str, claims: list[dict[str, Any]], fact: str) -> None:
    """Found whether it is stated or given to somebody, unless the draft says what became of it."""
    desk = small(sqlite_url, claims)
    for draft in ("The northern gate had rusted through.", "The northern gate had rusted through, Orr said."):
        assert [one.fact for one in found(desk, draft) if one.code == "ground-moved"] == [fact]
        assert "attribution-lost" not in codes(desk, draft)
    for told in (
        "The northern gate had rusted through, Orr said, but she took it back.",
        "The northern gate had rusted through, Orr said. Brandt denied it.",
        "It was wrong to say that the northern gate had rusted through.",
    ):
        assert "ground-moved" not in codes(desk, told), told


def test_a_disputed_claim_is_no_fact(sqlite_url: str) -> None:
    """Told as a fact it is an error, and that alone; given to its source, what is left is a warning."""
    desk = small(sqlite_url, [_moved("denies", "Ivo Brandt")])
    disputed = "This is disputed: Ivo Brandt denies it."
    (lost,) = found(desk, "The northern gate had rusted through.")
    assert (lost.code, lost.severity) == ("attribution-lost", "error")
    assert lost.fact == f"This stands as a fact; the ledger has it only as the claim of Lena Orr. {disputed}"
    (moved,) = found(desk, "The northern gate had rusted through, Orr said.")
    assert (moved.code, moved.severity, moved.fact) == ("ground-moved", "warning", disputed)
    for told in (
        "The northern gate had rusted through, Orr said. Brandt denied it.",
        "It is disputed that the northern gate had rusted through.",
        "The northern gate had allegedly rusted through, which Brandt denies.",
    ):
        assert codes(desk, told) == [], told


@pytest.mark.parametrize("kind", ["event", "characterisation"])
def test_an_allegation_is_no_fact(sqlite_url: str, kind: str) -> None:
    """Not even where an outlet says it in its own voice, or calls somebody something by it."""
    own = said("The Courier", quote_kind="own")
    asked = [{"asked": "Ivo Brandt", "how": "by telephone", "on": "2026-03-02"}]
    claim = {"text": "Ivo Brandt sold the spare pumps", "kind": kind, "allegation": True, "about": ["Ivo Brandt"]}
    desk = small(sqlite_url, [{**claim, "assertions": [own], "requests": asked}])
    assert [(one.code, one.severity) for one in found(desk, "Ivo Brandt sold the spare pumps.")] == [
        ("attribution-lost", "error")
    ]
    assert codes(desk, "Ivo Brandt sold the spare pumps, The Courier wrote.") == []
    assert codes(desk, "Ivo Brandt allegedly sold the spare pumps.") == []


def test_corrected_by_its_own_source(sqlite_url: str) -> None:
    """A later figure of the same source in place of the first; the new one may stand with its source."""
    newer = {
        **COUNT,
        "text": "Only 12 boats sank in the storm",
        "answer": {"figure": "12", "unit": "boats"},
        "assertions": [said("Lena Orr", stance="corrects")],
    }
    desk = small(sqlite_url, [COUNT, newer])
    (one,) = found(desk, "About 40 boats sank in the storm, Orr said.")
    assert (one.code, one.fact) == ("ground-moved", "This was corrected by Lena Orr: Only 12 boats sank in the storm.")
    assert codes(desk, "Only 12 boats sank in the storm, Orr said.") == []


def test_resting_on_a_retracted_document(sqlite_url: str) -> None:
    """It falls with its document, unless another stands behind it."""
    gone = {"url": "https://courier.example/b", "title": "Gate", "publisher": "The Courier", "state": "retracted"}
    claim = {"text": GATES["text"], "assertions": [{"chain": ["Lena Orr"], "document": gone["url"]}]}
    desk = small(sqlite_url, [claim])
    desk.record({"documents": [gone]})
    draft = "The northern gate had rusted through, Orr said."
    assert [one.fact for one in found(desk, draft)] == ["What reported this was retracted or removed."]
    both = {"text": GATES["text"], "assertions": [*claim["assertions"], said("Lena Orr")]}  # type: ignore[misc]
    other = small(sqlite_url + "2", [both])
    other.record({"documents": [gone]})
    assert codes(other, draft) == []


OFF = {
    "text": "The dredger was out of fuel",
    "assertions": [said("Ada Klein", release="off-record", quote={"exact": "we had not a drop of fuel that night"})],
}
WAITING = {
    "text": "A new sluice will be built",
    "assertions": [said("Harbour Board", release="embargoed", until="2199-01-01")],
}
OVER = {
    "text": "The old sluice will be sold",
    "assertions": [said("Harbour Board", release="embargoed", until="2021-01-01")],
}
BACKGROUND = {"text": "The logbook went missing", "assertions": [said("Wren", release="background")]}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The dredger was out of fuel.", True),
        ("The dredger was out of fuel, one captain said.", True),
        ("“We had not a drop of fuel,” one captain said.", True),
        ("Ada Klein was on the quay.", True),
        ("A new sluice will be built.", True),
        ("Wren said that the logbook went missing.", True),
        ("The logbook went missing, somebody on board said.", False),
        ("The old sluice will be sold, the board said.", False),
        ("A wren sang on the quay.", False),
        ("The dredger is back at work.", False),
    ],
)
def test_restricted(checking: Checking, draft: str, finds: bool) -> None:
    """What is off the record or embargoed, its words, and names that may not be printed."""
    wren = {"name": "Wren", "kind": "person", "confidential": True, "described_as": "a member of the crew"}
    desk = checking([OFF, WAITING, OVER, BACKGROUND], sources=[*_people(), wren])
    assert ("restricted-used" in codes(desk, draft)) is finds


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Guards were denied entry when the gates stood open.", True),
        ("Nobody denied the gates stood open.", True),
        ("The mayor denied that the gates stood open.", False),
    ],
)
def test_what_is_denied_is_the_claim(checking: Checking, draft: str, finds: bool) -> None:
    """Whoever is denied something else says nothing against a claim."""
    gates = {"text": "The gates stood open", "assertions": [said("Orr")]}
    assert ("attribution-lost" in codes(checking([gates]), draft)) is finds


@pytest.mark.parametrize("words", ["two in three days", "two, in five", "one in five hundred", "one in 10 million"])
def test_what_is_no_share(words: str) -> None:
    """Only "three in five" by itself is a share."""
    for told, shares in ((words, 0), ("two in three", 1)):
        draft = f"Sailors were hurt, {told}, Orr said."
        found = find_figures(draft, 0, len(draft))
        assert sum(" in " in figure.words.replace(",", "") for figure in found) == shares


PILOT = {"source": "Orr", "naming": "anonymous", "described_as": "a pilot who asked not to be named"}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The winch probably failed, Orr said.", False),
        ("The winch is likely to have failed, Orr said.", False),
        ("The winch failed, Orr said.", True),
        ("It is not likely that the winch failed, Orr said.", True),
    ],
)
def test_what_is_only_probable(checking: Checking, draft: str, finds: bool) -> None:
    """A recorded word of doubt that stands there is kept, and so is one of its strength."""
    failed = {"text": "The winch failed", "assertions": [said({"source": "Orr", "hedge": "probably"})]}
    assert ("hedge-dropped" in codes(checking([failed]), draft)) is finds


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        ("A pilot who asked not to be named said that the buoy had drifted north.", []),
        ("A pilot said that the buoy had drifted north.", []),
        ("A pilot, who did not want to be identified, said that the buoy had drifted north.", []),
        ("The minister, who did not want to be named, said the buoy drifted north.", ["attribution-changed"]),
        ("The minister said that the buoy had drifted north.", ["attribution-changed"]),
        ("Orr, a pilot, said that the buoy had drifted north.", ["restricted-used"]),
        ("Orr said that the gates stood open.", []),
        ("Orr was on the quay.", []),
        ("A member of the crew who would not be named said that the logbook went missing.", []),
    ],
)
def test_who_spoke_on_background(checking: Checking, draft: str, found: list[str]) -> None:
    """May be called as the ledger describes them; not by their name, where they said it on background alone."""
    drifted = {"text": "The buoy drifted north", "assertions": [said(PILOT, release="background")]}
    gates = {"text": "The gates stood open", "assertions": [said("Orr")]}
    wren = {"name": "Wren", "kind": "person", "confidential": True}
    wren["described_as"] = "a member of the crew who would not be named"
    desk = checking([drifted, gates, {**BACKGROUND, "assertions": [said("Wren")]}], sources=[*_people(), wren])
    assert codes(desk, draft) == found


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Orr said twelve boats sank.", False),
        ("Orr said that boats sank.", False),
        ("About 99 boats sank.", True),
        ("Orr said that 99 boats sank, and not twelve.", True),
    ],
)
def test_a_figure_off_the_record_beside_an_open_one(checking: Checking, draft: str, finds: bool) -> None:
    """What is open but for its figure is restricted with that figure alone."""
    twelve = {**COUNT, "text": "Twelve boats sank", "answer": {"figure": "12"}, "assertions": [said("Orr")]}
    secret = {**COUNT, "text": "About 99 boats sank", "answer": {"figure": "about 99"}}
    secret["assertions"] = [said("Orr", release="off-record")]
    assert ("restricted-used" in codes(checking([twelve, secret]), draft)) is finds


def test_a_figure_off_the_record_alone(sqlite_url: str) -> None:
    """Where nothing open says it, what is counted is restricted too."""
    secret = {**COUNT, "text": "About 99 boats sank", "answer": {"figure": "about 99"}}
    desk = small(sqlite_url, [{**secret, "assertions": [said("Orr", release="off-record")]}])
    for draft in ("About 99 boats sank.", "Some boats sank."):
        assert "restricted-used" in codes(desk, draft)


def _people() -> list[dict[str, Any]]:
    from tests.checking.support import PEOPLE

    return PEOPLE


def test_a_restricted_record_is_not_told(sqlite_url: str) -> None:
    """Unless asked for, a finding does not say what the restricted claim is; nor is a source on background named."""
    wren = {"name": "Wren", "kind": "person", "confidential": True, "described_as": "a member of the crew"}
    desk = small(sqlite_url, [OFF, BACKGROUND], sources=[*_people(), wren])
    draft = "The dredger was out of fuel. The logbook went missing."
    closed, lost = found(desk, draft, restricted=False)
    assert (closed.code, closed.claim, closed.claim_text) == ("restricted-used", None, None)
    assert (lost.code, "a member of the crew" in lost.fact, "Wren" in lost.fact) == ("attribution-lost", True, False)
    assert found(desk, draft)[0].claim_text == OFF["text"]


ACCUSED = {
    "text": "The board forged its tide tables",
    "allegation": True,
    "about": ["Harbour Board"],
    "assertions": [said("Mila (sailor)")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Mila said that the board forged its tide tables.", True),
        ("The board forged its tide tables.", True),
        ("The board denied that it forged its tide tables.", False),
        ("Did the board forge its tide tables?", False),
        ("The board publishes tide tables every year.", False),
    ],
)
def test_allegations(checking: Checking, draft: str, finds: bool) -> None:
    """Stated or repeated, it needs a reply to have been sought."""
    assert ("allegation-unanswered" in codes(checking([ACCUSED]), draft)) is finds


def test_an_allegation_with_a_reply_sought(sqlite_url: str) -> None:
    """Whatever came of it: that somebody asked is what counts."""
    asked = {**ACCUSED, "requests": [{"asked": "Harbour Board", "on": "2026-03-02", "outcome": "declined"}]}
    assert codes(small(sqlite_url, [asked]), "Mila said that the board forged its tide tables.") == []


CALM = {
    "text": "The tide was no surprise",
    "assertions": [said("Lena Orr", quote={"exact": "The tide was no surprise"})],
}
CALM_TEXT = (
    "Pumps\n\nIvo Brandt came at noon. “The tide was no surprise,” Lena Orr said.\n\n"
    "“We had sand for three days,” she added. “Nobody asked for more.”\n"
)


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("“The tide was no surprise,” the Velby harbour master said.", False),
        (
            "“We had sand for three days,” Orr said.\n\n“The tide was no surprise,” she said. “Nobody asked for more.”",
            False,
        ),
        (
            "Ivo Brandt went home.\n\n“We had sand for three days,” Orr said.\n\n“Nobody asked for more,” she said.",
            False,
        ),
        ("“The tide was no surprise,” Brandt said.", True),
        ("“We had sand for three days,” Brandt said.", True),
    ],
)
def test_pronouns_and_roles_on_either_side(sqlite_url: str, draft: str, finds: bool) -> None:
    """Whom a pronoun means is compared, not the pronoun; a role that fits the source is the source."""
    people = [
        {**one, "role": "Velby’s harbour master"} if one.get("role") == "harbour master" else one for one in _people()
    ]
    master = {"name": "harbour", "kind": "group"}
    assert (
        "attribution-changed" in codes(small(sqlite_url, [CALM], CALM_TEXT, sources=[*people, master]), draft)
    ) is finds


INSURED = {
    "text": "Shipowners are unwilling to use the port",
    "assertions": [
        said({"naming": "passive"}, quote={"exact": "shipowners are believed to be unwilling to use the port"})
    ],
}
SLUICE = {
    "text": "The sluice reportedly failed a test in May",
    "assertions": [said({"source": "The Courier", "hedge": "reportedly"})],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Shipowners are unwilling to use the port.", ["hedge-dropped"]),
        ("Shipowners are believed to be unwilling to use the port.", []),
        ("The sluice failed a test in May.", ["hedge-dropped"]),
        ("The sluice failed a test in May, The Courier reported.", ["hedge-dropped"]),
        ("The sluice reportedly failed a test in May, according to The Courier.", []),
    ],
)
def test_doubts_of_others(checking: Checking, draft: str, finds: list[str]) -> None:
    """A subject is no source; a word of doubt is no part of the claim, and May no supposition."""
    assert sorted(codes(checking([INSURED, SLUICE]), draft)) == finds


UNPAID = {"text": "The crew had not been paid for three months", "assertions": [said("Lena Orr")]}
PAID = {"text": "The captain had been warned about the pumps", "assertions": [said("Lena Orr")]}
SHOT = {"text": "Orr's men had fired at the boats", "assertions": [said("Lena Orr", stance="denies")]}


@pytest.mark.parametrize(
    ("draft", "severity"),
    [
        ("Orr said the crew had been paid for three months.", "warning"),
        ("Orr said the crew had not been paid for three months.", None),
        ("Orr said the crew had not been paid for three months, and that nobody had asked why.", None),
        ("Brandt said the crew had been paid for three months.", None),
        ("It was untrue, Orr said, that the crew had been paid for three months.", None),
        ("Orr said the captain had not been warned about the pumps.", "warning"),
        ("Orr said the captain had been warned about the pumps; nobody has been charged.", None),
        ("The captain had been warned about the pumps, Orr said, which could not be verified.", None),
        ("She could not say who, but the captain had been warned about the pumps, Orr said.", None),
        ("Orr said the captain had not only been warned about the pumps but shouted at.", None),
        ("Lena Orr said that her men had fired at the boats.", "error"),
        ("Lena Orr denied that her men had fired at the boats.", None),
        ("Lena Orr said that her men had not fired at the boats.", None),
    ],
)
def test_the_other_way_round(checking: Checking, draft: str, severity: str | None) -> None:
    """Who said one thing is not to be given the contrary; nor who denies it, the thing itself."""
    seen = [one for one in found(checking([UNPAID, PAID, SHOT]), draft) if one.code == "attribution-changed"]
    assert [one.severity for one in seen] == ([severity] if severity else [])
    assert all("the other way round" in one.fact for one in seen)


TOLD: list[dict[str, Any]] = [
    {
        "text": "The dyke had been built of sand",
        "assertions": [said("senior Lorvia official") | {"chain": ["senior Lorvia official", "Coast Wire"]}],
    }
]


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("A senior Lorvian official told Coast Wire that the dyke had been built of sand.", False),
        ("An official said that the dyke had been built of sand.", False),
        ("A senior Lorvian official told reporters that the dyke had been built of sand.", False),
        ("A senior Tarnish official told Coast Wire that the dyke had been built of sand.", True),
        ("A senior Lorvian official told the BBC that the dyke had been built of sand.", True),
    ],
)
def test_officials_and_carriers(checking: Checking, draft: str, finds: bool) -> None:
    """An official of another state is another; so is whom it was told to, where the ledger has that."""
    official = {"name": "senior Lorvia official", "kind": "person"}
    desk = checking(TOLD, sources=[*_people(), official])
    assert ("attribution-changed" in codes(desk, draft)) is finds


def test_both_sides_of_a_dispute(sqlite_url: str) -> None:
    """Another answer told beside it is enough, in whatever words."""
    ten = {"figure": "ten", "unit": "boats"}
    other = {**COUNT, "text": "Ten boats sank in the storm", "answer": ten, "assertions": [said("Ivo Brandt")]}
    asked = {"text": "How many boats sank?", "answer_kind": "figure", "cumulative": False, "unit": "boats"}
    desk = small(sqlite_url, [COUNT, other], questions=[asked])
    alone = "About 40 boats sank in the storm, Orr said."
    assert "ground-moved" in codes(desk, alone)
    assert codes(desk, "About 40 boats sank in the storm, Orr said, while the ministry gave a count of ten.") == []
    assert codes(desk, f"{alone} Brandt put the losses at ten.") == []
    assert "ground-moved" in codes(desk, f"{alone} She had counted for ten hours.")


def test_nothing_but_a_denial(sqlite_url: str) -> None:
    """What nobody says and somebody denies is an error as a fact."""
    (one,) = found(small(sqlite_url, [SHOT]), "Orr's men had fired at the boats.")
    assert (one.code, one.severity) == ("ground-moved", "error")


def test_one_mistake_is_found_once(sqlite_url: str) -> None:
    """A quotation given to another is one finding, and so is what was withdrawn and given to another."""
    quoted = {**CALM, "assertions": [said("Lena Orr", quote={"exact": "The tide was no surprise"})]}
    (one,) = found(small(sqlite_url, [quoted], CALM_TEXT), "“The tide was no surprise,” Brandt said.")
    assert one.code == "attribution-changed"
    (two,) = found(small(sqlite_url + "2", [_moved("withdraws")]), "The northern gate had rusted through, Brandt said.")
    assert two.code == "attribution-changed"
    assert two.fact.endswith("This was withdrawn: Lena Orr took it back.")


@pytest.mark.parametrize(
    ("draft", "coverage"),
    [
        ("The northern gate had rusted through, Orr said.", (1, 1, ())),
        ("The northern gate had rusted through.\n\nNobody painted the harbour lamps.\nWho would?", (1, 2, (3,))),
        ("Nobody painted the harbour lamps.\n\nThe fish market moved inland.", (0, 2, (1, 3))),
        ("“The gate fell into the sea,” a sailor said.", (1, 1, ())),
        ("“The gate fell into the lake,” a sailor said.", (1, 1, ())),
        ("The southern gate rusted.\n\nNobody painted the harbour lamps.", (1, 2, (3,))),
        ("It rained.", (0, 0, ())),
        ("Gates fall in the storm\n\nThe northern gate had rusted through, Orr said.", (1, 1, ())),
        ("Nobody painted the lamps.\n\nThe men of the harbour\n\nThe fish market moved inland.", (0, 2, (1, 5))),
        ("Nobody painted the harbour lamps of Kesra", (0, 1, (1,))),
        (f"{'Nobody painted the lamps of the harbour for ' * 2}years\n\nThe fish market moved inland.", (0, 1, (3,))),
    ],
)
def test_how_much_rests_on_the_ledger(
    checking: Checking, draft: str, coverage: tuple[int, int, tuple[int, ...]]
) -> None:
    """Sentences that repeat or alter a claim, or quote a stored text; headings, questions and the shortest do not."""
    ready = checking([GATES], "“The gate fell into the sea,” Mila said.")
    told = ready.read("draft", draft).coverage
    assert (told.resting, told.sentences, told.lines) == coverage
