"""The numbers of a report as addresses: what "C2" means, in which report, and when that is not sure."""

import json

from tests.cli.support import Desk

CLAIMS = ("The lock broke", "The quay sank", "The mast fell")


def _recorded(desk: Desk) -> list[str]:
    """Three claims; their ids in the order in which a report numbers them."""
    ids = {desk.ok("add", text, "-s", "Ines").ids[0]: text for text in CLAIMS}
    desk.ok("report")
    listed = [line.split(",")[1] for line in desk.ok("report", "--format", "csv").out.splitlines()[1:]]
    assert sorted(listed) == sorted(ids)
    return listed


def test_a_number_stands_for_its_record(desk: Desk) -> None:
    """In verbs that read and verbs that write; which report gave it is said, and that the ledger has gone on."""
    ids = _recorded(desk)
    shown = desk.ok("show", "C2", "--json")
    assert f'"id": "{ids[1]}"' in shown.out
    assert f"C2 is {ids[1][:10]}, as in the desk report at change" in shown.err
    assert "now" not in shown.err
    assert "Nothing changed" not in desk.ok("edit", "C2", "--set", "kind=forecast").err
    assert "; the ledger is at change" in desk.ok("annotate", "C2", "--note", "by telephone").err
    assert "by telephone" in desk.ok("show", ids[1]).out
    desk.ok("add", "The quay sank at noon", "-s", "Tomas")
    assert "The quay sank at noon" in desk.ok("similar", f"C{ids.index(_id_of(desk, 'The quay sank')) + 1}").out


def _id_of(desk: Desk, text: str) -> str:
    """The id of the claim that says this."""
    return str(json.loads(desk.ok("show", text, "--json").out)["id"])


def test_a_number_that_is_not_sure_is_said(desk: Desk) -> None:
    """Without a report, beyond its numbers, where two reports differ, where a record is called so: never guessed."""
    assert "none was made here" in desk.refused("show", "C1")
    ids = _recorded(desk)
    assert "there is no C4 in the desk report at change" in desk.refused("show", "C4")
    desk.ok("report", "--for", "public")
    desk.ok("show", "C1")
    desk.ok("assess", ids[2], "refuted", "--why", "It stands")
    desk.ok("assess", ids[0], "supported", "--why", "Seen", "--evidence", "https://a.example/1")
    desk.ok("void", ids[0])
    desk.ok("report", "--for", "public")
    assert "C1 is not the same in every report" in desk.refused("edit", "C1", "--unset", "kind", status=4)
    desk.ok("report")
    desk.ok("show", "C1")
    desk.ok("source", "add", "C1", "--kind", "person")
    assert "a record is called so" in desk.refused("show", "C1", status=4)


def test_a_number_that_only_an_older_report_has_is_not_taken(desk: Desk) -> None:
    """Of another edition, or of another story: the newest report is the one that is being read. Both are named."""
    ids = _recorded(desk)
    desk.ok("add", "The pump failed", "-s", "Ines")
    desk.ok("report", "--for", "public")
    desk.ok("void", ids[0])
    desk.ok("report")
    for line in (["show", "C4"], ["edit", "C4", "--set", "kind=forecast"]):
        told = desk.refused(*line, status=4)
        assert "there is no C4 in the desk report at change" in told
        assert "the newest one" in told
        assert "in the public report at change" in told
    desk.ok("story", "add", "Fire")
    desk.ok("add", "It burned", "-s", "Ines", "--story", "Fire")
    desk.ok("report", "--story", "Fire")
    desk.ok("use", "--clear")
    assert "desk report of story " in desk.refused("show", "C2", status=4)


def test_the_number_of_a_restricted_record_is_not_there_to_read(desk: Desk) -> None:
    """A report with all of it gave one: verbs that read answer as to a number too high; those that write know it."""
    _recorded(desk)
    document = ("-i", "https://s.example/vault")
    secret = desk.ok("add", "The vault was robbed", "-s", "Orr", "--release", "off-record", *document).ids[0]
    listed = desk.ok("report", "--include-restricted", "--format", "csv").out.splitlines()[1:]
    number = f"C{[line.split(',')[1] for line in listed].index(secret) + 1}"
    for verb in ("show", "log"):
        too_high = desk.refused(verb, "C7").replace("C7", number)
        assert desk.refused(verb, number) == too_high
        assert "there is no D2 in the desk report" in desk.refused(verb, "D2")
        assert secret[:10] in desk.ok(verb, number, "--include-restricted").err
    assert "kind" in desk.ok("edit", number, "--set", "kind=forecast").err


def test_disagreements_and_documents_have_numbers(desk: Desk) -> None:
    """P settles a disagreement, D shows a document; a letter means nothing where its kind does not belong."""
    desk.ok("add", "The lock broke", "-s", "Ines")
    desk.ok("attribute", "The lock broke", "-s", "Harbour Board", "--stance", "denies")
    desk.ok("report")
    assert desk.ok("show", "D1").out.startswith("document ")
    assert "Dismissed" in desk.ok("dismiss", "P1", "--why", "Two locks").err
    assert "there is no document 'C1'" in desk.refused("document", "show", "C1")
