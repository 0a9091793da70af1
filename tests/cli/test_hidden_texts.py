"""The text of a document in which something was said in confidence: no message gives its words away."""

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy

from claimtrack.ledger.database import Access, open_ledger
from claimtrack.ledger.restricted.visibility import hide_restricted
from claimtrack.queries.listings import list_records
from tests.cli.support import Desk
from tests.ledger.support import forge

URL = "https://a.example/a"
STORY = ("--story", "F")
MARK = re.compile(r"(?i)zq(\.example|about|alias|body|cell|lost|person|place|press|role|speaker|title|writer)")
"""Words of what is hidden; ids may have two of these letters by chance."""


@pytest.fixture
def desk(any_bare_desk: Desk) -> Desk:
    """An article whose text was corrected; the corrected passage is an off-record quotation."""
    desk = any_bare_desk
    Path("a.txt").write_text("The gate was shut at dawn. All was well.", "utf-8")
    Path("b.txt").write_text("The gate was shut at dawn by Zqsecret of the guard. All was well.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "a.txt", "--url", URL, "--title", "Mixed")
    shut = "The gate was shut at dawn. All was well."
    desk.ok("add", "The gate was shut", "-s", "Ines Vale", "-i", "Mixed", "-q", shut, *STORY)
    desk.ok("document", "add", "b.txt", "--again", "Mixed")
    words = "by Zqsecret of the guard"
    desk.ok("add", "By him", "-s", "Leo Orr", "-i", "Mixed", "-q", words, "--release", "off-record", *STORY)
    return desk


def test_no_nearest_passage_is_one_of_a_hidden_text(desk: Desk) -> None:
    """Not in flags, of which some are remembered, nor in what became of quotations, nor in a report for the desk."""
    (claim,) = [body["id"] for body in desk.all("claim") if body["text"] == "The gate was shut"]
    lines = (["flags"], ["flags", "--json"], ["document", "drift", "Mixed"], ["document", "drift", "Mixed", "--json"])
    for line in (*lines, ["show", claim], ["report", *STORY, "--format", "html"], ["report", *STORY, "--full"]):
        done = desk(*line)
        assert "Zqsecret" not in done.out + done.err, line
    assert "Zqsecret" in desk("flags", "--include-restricted").out


def test_an_import_does_not_repeat_it(desk: Desk) -> None:
    """Where a file has another text of the document."""
    bundle = {"claimtrack": 1, "documents": [{"url": URL, "title": "Mixed", "text": "Nothing of that."}]}
    Path("other.json").write_text(json.dumps(bundle), "utf-8")
    for more in ([], ["--dry-run"], ["--replace", "--dry-run"]):
        done = desk("import", "other.json", *more)
        assert "Zqsecret" not in done.out + done.err, more


def test_what_an_assertion_alone_keeps_in_is_not_opened_by_blanking_it(desk: Desk) -> None:
    """It is refused until that is withheld, or voided in its place; one that hides nothing more goes."""
    (said,) = [body["id"] for body in desk.all("assertion") if body.get("release") == "off-record"]
    told = desk.refused("withhold", said, "--yes", "--why", "asked")
    (claim,) = [body["id"] for body in desk.all("claim") if body["text"] == "By him"]
    assert f"what it alone keeps in would show: claim {claim} (off the record or embargoed)" in told
    assert re.search("the text of document [a-z0-9]+ “Mixed”", told)
    assert "By him" not in told
    assert "Withhold these first, or void it" in told
    desk.ok("void", said, "--why", "asked")
    assert "Zqsecret" not in desk.ok("show", "Mixed", "--json").out
    open_said = [body["id"] for body in desk.all("assertion") if "release" not in body]
    desk.ok("withhold", open_said[0], "--yes", "--why", "asked")


@pytest.mark.parametrize(("which", "kept"), [("claim", ["question", "source"]), ("source", ["source"])])
def test_nor_by_blanking_its_claim_or_its_source(
    any_bare_desk: Desk, tmp_path: Path, which: str, kept: list[str]
) -> None:
    """By hand it is refused; a colleague's history that does it says what it would open."""
    desk = any_bare_desk
    said = desk.assertion(desk.ok("add", "The key was lost", "-s", "Zqspeaker", "--release", "off-record"))
    blanked = said["claim"] if which == "claim" else said["chain"][0]["source"]
    desk.ok("export", "--format", "ledger", "--include-restricted", "-o", "ours.ledger")
    other = Desk(str(tmp_path / "colleague.db"), tmp_path, user="colleague")
    other.ok("import", "ours.ledger")
    other.ok("withhold", blanked, "--yes", "--why", "asked")
    other.ok("export", "--format", "ledger", "--include-restricted", "-o", "theirs.ledger")
    if which == "claim":
        desk.ok("question", "add", "What was zqlost?", "--kind", "actor")
        desk.ok("edit", blanked, "--set", "question=What was zqlost?", "--set", "about=Zqabout")
    else:
        desk.ok("source", "add", "Zqspeaker", "--of", "Zqbody")
    told = desk.refused("withhold", blanked, "--yes", "--why", "asked")
    assert desk.refused("import", "theirs.ledger", status=4).count("it would show: ") == len(kept)
    opened = [body["id"] for one in kept for body in desk.all(one) if body["id"] in told]
    assert len(opened) == len(kept)
    assert desk.state(blanked) == "live"
    for one in (*opened, blanked):
        desk.ok("withhold", one, "--yes", "--why", "asked")
    said = desk.ok("log").out + desk.ok("source", "list").out + desk.ok("question", "list").out
    assert not MARK.search(said)


@pytest.mark.parametrize("kept", ["background", "confidential"])
def test_nor_is_a_text_with_words_of_who_is_not_named(any_bare_desk: Desk, kept: str) -> None:
    """Blanking what they said would print their name in it; a second one of theirs keeps it in."""
    desk = any_bare_desk
    Path("c.txt").write_text("The siren failed, Zqconf said. It rained.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "c.txt", "--url", URL, "--title", "Held")
    desk.ok("source", "add", "Zqconf", *(["--confidential"] if kept == "confidential" else []))
    release = ["--release", "background"] if kept == "background" else []
    said = [
        desk.assertion(desk.ok("add", words, "-s", "Zqconf", "-i", "Held", "-q", words, *release, *STORY))["id"]
        for words in ("The siren failed", "It rained")
    ]
    for one in said:
        desk.ok("attribute", desk.body(one)["claim"], "-s", "Omar Denn")
    desk.ok("withhold", said[0], "--yes", "--why", "asked")
    assert "the text of document" in desk.refused("withhold", said[1], "--yes", "--why", "asked")


@pytest.mark.parametrize("how", ["withheld", "merged", "byline", "background", "void background"])
def test_a_text_with_words_of_who_is_not_named_is_kept_back(any_bare_desk: Desk, how: str) -> None:
    """From a page for lawyers, another program's file, a check, and whoever may read only what is open."""
    desk = any_bare_desk
    Path("c.txt").write_text("The siren failed, Zqconf said. It rained.", "utf-8")
    desk.ok("story", "add", "F")
    bylines = ["--byline", "Zqconf"] if how == "byline" else []
    desk.ok("document", "add", "c.txt", "--url", URL, "--title", "Held", *bylines)
    speaker = "Ines Vale" if how == "byline" else "Zqconf"
    release = ["--release", "background"] if "background" in how else []
    done = desk.ok("add", "The siren failed", "-s", speaker, "-i", "Held", "-q", "The siren failed", *release, *STORY)
    said = desk.assertion(done)["id"]
    desk.ok("add", "It rained", "-s", "Omar Denn", "-i", "Held", "-q", "It rained.", *STORY)
    if how == "withheld":
        desk.ok("withhold", "Zqconf", "--yes", "--why", "asked")
    elif how == "merged":
        desk.ok("source", "add", "Code K", "--confidential")
        desk.ok("source", "merge", "Code K", "Zqconf", "--why", "one person")
    elif how == "byline":
        desk.ok("edit", "Zqconf", "--set", "confidential=yes")
    elif how == "void background":
        desk.ok("void", said, "--why", "asked")
    Path("draft.txt").write_text("“The siren broke, someone said.” Omar Denn said it rained.", "utf-8")
    lines = (["report", *STORY, "--for", "legal", "--format", "html"], ["export", "--format", "web-annotation"])
    for line in (*lines, ["check", "draft.txt", *STORY]):
        done = desk(*line)
        assert "Zqconf" not in done.out + done.err, line
        assert "rained" in done.out + done.err or line[0] == "check"
    ledger = open_ledger(desk.db, access=Access.OPEN_RECORDS)
    from claimtrack.actions.lookup import show_record

    if how != "void background":
        shown = json.dumps(show_record(ledger, "Held").item, default=str)
        assert "siren" not in shown


def test_the_log_does_not_tell_what_a_claim_said_while_it_was_off_the_record(any_bare_desk: Desk) -> None:
    """Neither the words of then nor the reason for changing them; what it says since it was said openly is told."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    done = desk.ok("add", "Zqdriver of the mayor fled", "-s", "Leo Orr", "--release", "off-record", *STORY)
    claim = desk.assertion(done)["claim"]
    desk.ok("edit", claim, "--set", "text=A driver fled", "--why", "Zqdriver must not be known")
    desk.ok("attribute", claim, "-s", "Ines Vale")
    desk.ok("edit", claim, "--set", "text=The driver fled", "--why", "As she said")
    for line in (["log"], ["log", claim], ["log", claim, "--json"]):
        done = desk.ok(*line)
        assert "Zqdriver" not in done.out + done.err, line
        assert "As she said" in done.out
    assert "Zqdriver" in desk.ok("log", claim, "--include-restricted").out


def every_reading(desk: Desk, *records: str) -> str:
    """What the reading verbs, the reports and the exports say, of everything and of some records."""
    verbs = (["show"], ["show", "--json"], ["log", "--json"])
    lines = (["list"], ["flags"], ["log"], *([*verb, record] for verb in verbs for record in records))
    lists = (["document", "list"], ["question", "list"], ["source", "list"], ["disagreements"], ["figures"])
    reports = [
        ["report", *STORY, "--for", edition, "--format", form]
        for edition in ("desk", "public")
        for form in desk.reports("text", "html", "json")
    ]
    exports = [["export", "--format", name] for name in ("bundle", "web-annotation")]
    done = [desk(*line) for line in (*lines, *lists, *reports, *exports)]
    assert {one.status for one in done} <= {0, 1}  # 1: there are flags
    return "".join(one.out for one in done)


def test_a_quotation_over_a_hidden_passage_is_not_printed(any_bare_desk: Desk) -> None:
    """Who quotes "A ... B" is recorded with all between; one beside the passage stays, and words found it by."""
    desk = any_bare_desk
    Path("a.txt").write_text("The gate was shut. Zqkey was lost by the guard. The lamp was dark. It rained.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "a.txt", "--url", URL, "--title", "Mixed")
    over = desk.ok("add", "Shut and dark", "-s", "Ines Vale", "-i", "Mixed", "-q", "The gate ... was dark.", *STORY)
    desk.ok("add", "It rained", "-s", "Ines Vale", "-i", "Mixed", "-q", "It rained.", *STORY)
    lost = ["-q", "was lost by the guard", "--release", "off-record"]
    desk.ok("add", "It was lost", "-s", "Leo Orr", "-i", "Mixed", *lost, *STORY)
    record = desk.assertion(over)["id"]
    said = every_reading(desk, record, "Shut and dark")
    assert "Zqkey" not in said
    assert "gate was shut" not in said
    assert "It rained." in said
    assert "Shut and dark" in said
    assert record not in desk("search", "Zqkey", "--json").out
    assert record in desk("search", "Zqkey", "--json", "--include-restricted").out
    assert "Zqkey" in desk.ok("show", record, "--include-restricted").out
    with open_ledger(desk.db, access=Access.OPEN_RECORDS).reading() as connection:
        from claimtrack.ledger.lookup import bodies

        assert "quote" not in bodies(connection, [record])[record]


def test_what_came_only_with_words_off_the_record_stays_in_when_the_claim_is_opened(any_bare_desk: Desk) -> None:
    """Its question, whom it is about, notes, tags, evidence; what was added openly, or stands in its words, shows."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    beside = ["-Q", "Did Zqquestion matter?", "--kind", "actor", "--about", "Zqabout", "--about", "Denn"]
    beside += ["-n", "Zqnote", "-t", "zqtag"]
    done = desk.ok("add", "Denn fled", "-s", "Leo Orr", "--release", "off-record", *beside, *STORY)
    claim = desk.assertion(done)["claim"]
    desk.ok("annotate", claim, "-n", "zqlaternote", "--supports", "zqmap")
    desk.ok("attribute", claim, "-s", "Ines Vale")
    desk.ok("annotate", claim, "-n", "An open note", "-t", "opentag")
    said = every_reading(desk, claim)
    marks = ("Zqquestion", "Zqabout", "Zqnote", "zqtag", "zqlaternote", "zqmap")
    assert not [word for word in marks if word.casefold() in said.casefold()]
    assert "An open note" in said
    assert "opentag" in said
    assert "Denn" in desk.ok("show", claim).out
    for word in marks:
        found = desk("search", word)
        assert word not in found.out, word
        assert word in desk("search", word, "--include-restricted").out, word
    desk.ok("add", "Denn fled", "-s", "Leo Orr", "--release", "off-record", *beside, *STORY)
    assert "Zqquestion" not in desk.ok("show", claim).out
    told = desk.ok("add", "Denn fled", "-s", "Omar Denn", *beside[:4], *STORY)
    assert "Open from now on" in told.out + told.err
    assert "Zqquestion" in desk.ok("show", claim).out
    assert "Zqabout" not in desk.ok("show", claim).out
    again = desk.ok("annotate", claim, "-n", "Zqnote", "-t", "zqtag")
    assert "Open from now on: note Zqnote." in again.err
    assert "Zqnote" in desk.ok("show", claim).out
    assert "zqlaternote" not in desk.ok("show", claim).out
    desk.ok("question", "add", "Who fled?", "--kind", "actor", *STORY)
    desk.ok("edit", claim, "--set", "question=Who fled?")
    assert "Who fled?" in desk.ok("show", claim).out


def test_what_was_said_of_two_claims_while_one_was_off_the_record_stays_in(any_bare_desk: Desk) -> None:
    """A comparison, a disagreement and how it was settled; what is said once the claim is open shows."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    shut = desk.ok("add", "A gate shut", "-s", "Pat Roe", "--release", "off-record", *STORY).id
    other = desk.ok("add", "A gate opened", "-s", "Ines Vale", *STORY).id
    question = ("--question", "How many gates?")
    one = desk.ok("add", "One gate", "-s", "Pat Roe", "--release", "off-record", *question, "--figure", "1", *STORY).id
    desk.ok("add", "Two gates", "-s", "Ines Vale", *question, "--figure", "2", *STORY)
    desk.ok("compare", shut, other, "different", "--why", "zqcompared")
    desk.ok("disagree", shut, other, "-k", "cause", "--why", "zqcause")
    (declared,) = desk.all("disagreement")
    desk.ok("resolve", declared["id"], "--why", "zqsettled")
    detected = json.loads(desk.ok("disagreements", "--json", "--include-restricted").out)
    (figures,) = [row["id"] for row in detected if row["id"] != declared["id"]]
    desk.ok("resolve", figures, "--for", one, "--why", "zqcounted")
    for claim in (shut, one):
        desk.ok("attribute", claim, "-s", "Omar Denn")
    lines = [["show", shut], ["show", other, "--json"], ["show", one, "--json"], ["log", "--json"], ["export"]]
    lines += [["similar", shut, "--json"], ["disagreements", "--json"]]
    lines += [["report", *STORY, "--for", edition, "--format", "json"] for edition in ("desk", "legal", "public")]
    for line in lines:
        assert not re.search("zq(compared|cause|settled|counted)", desk.ok(*line).out), line
    assert "zqcompared" in desk.ok("show", shut, "--include-restricted").out
    desk.ok("compare", shut, other, "different", "--why", "An open reason")
    assert "An open reason" in desk.ok("show", shut).out


def test_what_an_open_source_was_given_only_off_the_record_stays_in(any_bare_desk: Desk) -> None:
    """Its body, whom those who speak for it speak for in the end, and its role, until somebody states them openly."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("add", "A pump failed", "-s", "Ines Vale", *STORY)
    desk.ok("add", "A rope failed", "-s", "Jan Olt", "--of", "Ines Vale", *STORY)
    off = ["--of", "Zqcell", "--role", "zqrole", "--release", "off-record"]
    desk.ok("add", "A valve failed", "-s", "Ines Vale", *off, *STORY)
    (source,) = [body["id"] for body in desk.all("source") if body["name"] == "Ines Vale"]
    said = every_reading(desk, source, "A rope failed") + desk.ok("export", "--format", "stix").out
    assert not MARK.search(said)
    assert "Ines Vale" in said
    assert not MARK.search(desk("show", "Zqcell").out)
    with open_ledger(desk.db, access=Access.OPEN_RECORDS).reading() as connection:
        assert not MARK.search(repr(list_records(connection, "source", embargoed_at=None)))
    assert "zqrole for Zqcell" in desk.ok("report", *STORY, "--include-restricted", "--full").out
    desk.ok("edit", source, "--set", "role=an engineer")
    desk.ok("edit", source, "--set", "speaks_for=Harbour Board")
    said = every_reading(desk, source)
    assert not MARK.search(said)
    assert "an engineer" in said
    assert "Harbour Board" in said


def test_what_an_import_of_off_record_words_says_of_an_open_document_stays_in(any_bare_desk: Desk) -> None:
    """Who wrote it, its title and publisher, what else is stored of it; an alias and a description of a source too."""
    desk = any_bare_desk
    Path("a.txt").write_text("It rained.", "utf-8")
    desk.ok("story", "add", "F")
    bare = {"claimtrack": 1, "documents": [{"url": URL, "text": "It rained."}]}
    Path("open.json").write_text(json.dumps(bare), "utf-8")
    desk.ok("import", "open.json")
    (document,) = [body["id"] for body in desk.all("document")]
    desk.ok("add", "It rained", "-s", "Ines Vale", "-i", document, "-q", "It rained.", *STORY)
    said = {"chain": ["Leo Orr"], "release": "off-record"}
    secret = {"title": "Zqtitle", "publisher": "Zqpress", "genre": "interview", "published": "2031-01-07"}
    secret |= {"bylines": [{"source": "Zqwriter", "dateline": "Zqplace"}], "archive_links": ["https://zq.example/1"]}
    bundle = {
        "claimtrack": 1,
        "sources": [{"name": "Ines Vale", "aliases": ["Zqalias"], "described_as": "a zqperson", "kind": "witness"}],
        "documents": [{"url": URL, **secret}],
        "claims": [{"text": "It was lost", "story": "F", "assertions": [said]}],
    }
    Path("secret.json").write_text(json.dumps(bundle), "utf-8")
    desk.ok("import", "secret.json")
    said_now = every_reading(desk, document, "Ines Vale")
    assert not MARK.search(said_now)
    assert "2031-01-07" not in said_now
    assert '"witness"' not in said_now
    assert "Zqalias" not in desk("search", "Zqalias", "--json").out
    desk.ok("import", "secret.json")
    assert "Zqtitle" not in desk.ok("document", "list").out
    desk.ok("edit", document, "--set", "title=Zqtitle", "--set", "publisher=Zqpress")
    shown = desk.ok("document", "list").out
    assert "Zqtitle" in shown
    assert "Zqpress" in shown


def test_a_title_taken_from_a_hidden_text_is_hidden(any_bare_desk: Desk) -> None:
    """The first line is a document's title where none is given; one that was given since is shown."""
    desk = any_bare_desk
    Path("t.txt").write_text("Zqtitle secretly took it.\n\nAll was well.", "utf-8")
    desk.ok("story", "add", "F")
    document = desk.ok("document", "add", "t.txt").id
    desk.ok("add", "All was well", "-s", "Ines Vale", "-i", document, "-q", "All was well.", *STORY)
    words = ["-q", "secretly took it", "--release", "off-record"]
    desk.ok("add", "It was taken", "-s", "Leo Orr", "-i", document, *words, *STORY)
    assert "Zqtitle" not in every_reading(desk, document)
    assert "Zqtitle" not in desk("show", "Zqtitle secretly took it.").out
    desk.ok("edit", document, "--set", "title=Interview")
    said = every_reading(desk, document)
    assert "Zqtitle" not in said
    assert "Interview" in said


def test_a_word_that_only_a_hidden_claim_answers_with_is_no_synonym(any_bare_desk: Desk) -> None:
    """Others of its group are; and it is one as soon as somebody uses it openly."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    asked = ["-Q", "What were they called?", "-k", "characterisation", *STORY]
    desk.ok("add", "They were rioters", "-s", "Board", "--label", "rioters", *asked)
    desk.ok("add", "They were protesters", "-s", "Omar Denn", "--label", "protesters", *asked)
    off = ["-s", "Leo Orr", "--release", "off-record", "--label", "zqlabel"]
    desk.ok("add", "They were so called", *off, *asked)
    desk.ok("question", "same", asked[1], "zqlabel", "rioters", "protesters", *STORY)
    (question,) = [body["id"] for body in desk.all("question")]
    said = every_reading(desk, question)
    assert "zqlabel" not in said
    assert "protesters" in desk.ok("show", question, "--json").out
    desk.ok("add", "Some said zqlabel", "-s", "Ines Vale", "--label", "zqlabel", *asked)
    assert "zqlabel" in desk.ok("show", question, "--json").out


@pytest.mark.parametrize("edition", ["legal", "public"])
def test_neither_when_somebody_not_named_spoke_nor_what_they_replied_is_told(bare_desk: Desk, edition: str) -> None:
    """On background, the occasion goes with the name; of whom a confidential source is, the words of a reply."""
    desk = bare_desk
    desk.ok("story", "add", "F")
    background = ["--release", "background", "--described-as", "an official", "--occasion", "the Zqoccasion lunch"]
    desk.ok("add", "The tide rose", "-s", "Omar Denn", *background, *STORY)
    desk.ok("source", "add", "Code K", "--confidential", "--described-as", "an engineer")
    done = desk.ok("add", "The crane fell", "-s", "Ines Vale", "--about", "Code K", "--allegation", *STORY)
    answer = ["--how", "by Zqphone", "--answer", "Zqreply of mine", "--on", "2026-03-02"]
    desk.ok("ask", desk.assertion(done)["claim"], "--whom", "Code K", *answer)
    for form in ("text", "html", "json"):
        said = desk.ok("report", *STORY, "--for", edition, "--format", form, "--full").out
        assert "he tide rose" in said
        assert "Zqoccasion" not in said
        assert "Zqreply" not in said
    assert "Zqoccasion" in desk.ok("export").out


def test_a_merged_history_opens_nothing_silently(any_bare_desk: Desk, tmp_path: Path) -> None:
    """Where it blanks what alone keeps a text in, that is said before it is taken over, and after."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    done = desk.ok("add", "It was lost", "-s", "Leo Orr", "--release", "off-record", *STORY)
    said = desk.assertion(done)["id"]
    desk.ok("attribute", desk.body(said)["claim"], "-s", "Ines Vale")
    desk.ok("add", "It rained", "-s", "Leo Orr", *STORY)
    desk.ok("export", "--format", "ledger", "--include-restricted", "-o", "ours.ledger")
    other = Desk(str(tmp_path / "colleague.db"), tmp_path, user="colleague")
    other.ok("import", "ours.ledger")
    other.ok("withhold", said, "--yes", "--why", "asked")
    other.ok("export", "--format", "ledger", "--include-restricted", "-o", "theirs.ledger")
    Path("a.txt").write_text("Zqkey was lost by the guard. It rained.", "utf-8")
    document = desk.ok("document", "add", "a.txt", "--url", URL, "--title", "Mixed").id
    desk.ok("edit", said, "--set", f"document={document}")
    desk.ok("add", "It rained", "-s", "Ines Vale", "-i", "Mixed", "-q", "It rained.", *STORY)
    opens = f"the text of document {document}"
    assert opens in desk.refused("import", "theirs.ledger", status=4)
    assert opens in desk.ok("import", "theirs.ledger", "--dry-run").err
    assert opens in desk.ok("import", "theirs.ledger", "--accept-withheld").err
    assert opens not in desk.ok("import", "theirs.ledger").err


@pytest.mark.parametrize("kept", ["background", "confidential"])
def test_a_quotation_that_goes_beyond_words_of_who_is_not_named_is_not_printed(bare_desk: Desk, kept: str) -> None:
    """Their name stands beside these; a quotation of no more than these is printed, for they are printed anyway."""
    desk = bare_desk
    Path("c.txt").write_text("The siren failed, Zqconf said. The lamp was dark. It rained.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "c.txt", "--url", URL, "--title", "Held")
    desk.ok("source", "add", "Zqconf", *(["--confidential"] if kept == "confidential" else []))
    release = ["--release", "background"] if kept == "background" else []
    desk.ok("add", "The siren failed", "-s", "Zqconf", "-i", "Held", "-q", "The siren failed", *release, *STORY)
    desk.ok("add", "Failed and dark", "-s", "Ines Vale", "-i", "Held", "-q", "The siren ... was dark.", *STORY)
    desk.ok("add", "It failed", "-s", "Ines Vale", "-i", "Held", "-q", "siren failed", *STORY)
    lines = [["report", *STORY, "--for", "public", "--full", "--format", form] for form in ("text", "html", "json")]
    lines += [["report", *STORY, "--for", "legal", "--full"], ["export", "--format", "web-annotation"]]
    lines += [["export", "--format", "site", "--for", "public", "-o", "site", *STORY]]
    for line in lines:
        said = desk.ok(*line).out + "".join(page.read_text("utf-8") for page in Path("site").rglob("*.html"))
        assert "Zqconf" not in said, line
        assert "siren failed" in said, line


def test_a_copy_of_a_hidden_text_is_hidden_too(any_bare_desk: Desk) -> None:
    """Another document that holds the same text but for case and space, and its quotations over the hidden words."""
    desk = any_bare_desk
    Path("a.txt").write_text("The weir broke. Zqkey was lost by the guard. The mast fell. It rained.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "a.txt", "--url", URL, "--title", "First")
    Path("b.txt").write_text(
        "The WEIR broke.\n\nZqkey was  lost by the guard.\tThe mast fe\u00adll. It rained.", "utf-8"
    )
    desk.ok("document", "add", "b.txt", "--url", "https://b.example/b", "--title", "Second")
    for words in ("The WEIR broke ... mast fe\u00adll", "It rained.", "Zqkey was  lost"):
        desk.ok("add", words.replace("Zqkey", "It"), "-s", "Ines Vale", "-i", "Second", "-q", words, *STORY)
    lost = ["-q", "was lost by the guard", "--release", "off-record"]
    desk.ok("add", "It was mislaid", "-s", "Leo Orr", "-i", "First", *lost, *STORY)
    said = every_reading(desk, "Second")
    assert "Zqkey" not in said
    assert "It rained." in said


@pytest.mark.parametrize("kept", ["off-record", "background"])
def test_neither_digest_nor_length_of_a_text_held_back_is_printed(bare_desk: Desk, kept: str) -> None:
    """Who has a guess at the text would know by them that it is right; an assistant is not told that there is one."""
    desk = bare_desk
    words = "The siren failed, Zqconf said. It rained."
    Path("c.txt").write_text(words, "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "c.txt", "--url", URL, "--title", "Held")
    desk.ok("add", "It rained", "-s", "Ines Vale", "-i", "Held", "-q", "It rained.", *STORY)
    stored = desk.all("document")[0]["text"]
    digest, length = hashlib.sha256(stored.encode()).hexdigest(), f"{len(stored)} code points"
    before = desk.ok("report", *STORY, "--for", "legal", "--full").out
    assert digest in "".join(before.split())
    assert length in before
    off = ["-q", "The siren failed", "--release", kept]
    desk.ok("add", "The siren failed", "-s", "Zqconf", "-i", "Held", *off, *STORY)
    for edition in ("desk", "legal"):
        for form in ("text", "json", "html"):
            said = desk.ok("report", *STORY, "--for", edition, "--format", form, "--full").out
            assert digest not in "".join(said.split())
            assert length not in said
            assert f'"text_length": {len(stored)}' not in said
            assert ("stored, held back here" in said) is (form == "html" or (edition, form) == ("legal", "text"))
    listed = desk.ok("document", "list", "--json").out
    assert (f'"text_length": {len(stored)}' in listed) is (kept == "background")
    ledger = open_ledger(desk.db, access=Access.OPEN_RECORDS)
    from claimtrack.actions.reports import compose_report

    (story,) = desk.all("story")
    (document,) = compose_report(ledger, story["id"], edition="desk").documents
    assert (document.text_stored, document.text_sha256) == (False, None)


def test_no_open_record_names_a_hidden_one(any_bare_desk: Desk) -> None:
    """What an assertion goes on from, the evidence of a verdict, the claim that a disagreement was settled for."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    figure = (*STORY, "-Q", "How many died?", "--unit", "people", "--figure")
    desk.ok("add", "30 died", "-s", "Ines Vale", *figure, "30")
    desk.ok("add", "90 died", "-s", "Board", *figure, "90")
    hidden = [desk.ok("add", "70 died", "-s", "Leo Orr", *figure, "70", "--release", "off-record").id]
    disagreement = json.loads(desk.ok("disagreements", "--json").out)[0]["id"]
    desk.ok("resolve", disagreement, "--for", hidden[0], "--why", "zqreason")
    fell = desk.ok("add", "A mast fell", "-s", "Ines Vale", "--release", "off-record", *STORY).id
    hidden += [body["id"] for body in desk.all("assertion") if body["claim"] == fell]
    lost = desk.ok("add", "A mast was lost", "--continues", *STORY).id
    (went_on,) = [body["id"] for body in desk.all("assertion") if body["claim"] == lost]
    desk.ok("edit", went_on, "--set", "release=on-record")
    hidden.append(desk.ok("annotate", fell, "--supports", "A map").id)
    verdict = desk.ok("assess", lost, "supported", "--why", "seen", "--evidence", hidden[-1]).id
    lines = [("show", one, "--json") for one in (disagreement, went_on, verdict)]
    lines += [("disagreements",), ("disagreements", "--json"), ("list", "--json"), ("log",)]
    lines += [("report", *STORY, "--for", one, "--format", "json") for one in ("desk", "legal", "public")]
    lines += [("export", "--format", one) for one in ("bundle", "jsonl", "csv")]
    for line in lines:
        done = desk(*line)
        assert not [one for one in (*hidden, "zqreason") if one in done.out + done.err], line
    assert "zqreason" in desk.ok("disagreements", "--include-restricted").out
    assert json.loads(desk.ok("show", verdict, "--json").out)["verdict"] == "supported"


def test_no_name_says_that_it_is_told_apart_by_a_hidden_body(any_bare_desk: Desk) -> None:
    """In the view that names are looked up in."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("add", "It was lost", "-s", "officials", "--of", "Zqbody", *STORY)
    body = desk.ok("source", "add", "Zqcode", "--confidential").id
    desk.ok("add", "It was found", "-s", "soldiers", "--of", "Zqcode", *STORY)
    sql = sqlalchemy.text("SELECT COUNT(*) AS all_names, COUNT(CASE WHEN within = :body THEN 1 END) AS told FROM name")
    for access, told in ((Access.READING, True), (Access.OPEN_RECORDS, False)):
        ledger = open_ledger(desk.db, access=access)
        with ledger.reading() as connection:
            hide_restricted(connection, ledger.now())
            row = connection.execute(sql, {"body": body}).one()
            assert row.all_names > 1
            assert bool(row.told) is told


@pytest.mark.parametrize("how", ["off-record", "void off-record", "withheld", "confidential"])
def test_no_word_tells_who_spoke_together_with_somebody_hidden(any_bare_desk: Desk, how: str) -> None:
    """It is made of the names of all: whoever knows the others could try names for the one that is not shown."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    claim = desk.ok("add", "The boom tore", "-s", "Ines Vale", "-s", "Zqwith", *STORY).id
    by_name = {desk.body(one["chain"][0]["source"])["name"]: one for one in desk.all("assertion")}
    word, other = by_name["Ines Vale"]["joint"], by_name["Zqwith"]["id"]
    assert word in desk.ok("show", claim, "--json").out
    if how == "withheld":
        desk.ok("withhold", other, "--yes", "--why", "asked")
    elif how == "confidential":
        desk.ok("edit", "Zqwith", "--set", "confidential=yes")
    else:
        desk.ok("edit", other, "--set", "release=off-record")
    if how == "void off-record":
        desk.ok("void", other, "--why", "asked")
    if how == "confidential":
        with open_ledger(desk.db, access=Access.OPEN_RECORDS).reading() as connection:
            from claimtrack.ledger.lookup import bodies

            assert word not in str(bodies(connection, [by_name["Ines Vale"]["id"]]))
            sql = sqlalchemy.text("SELECT COUNT(*) FROM assertion WHERE joint IS NOT NULL")
            assert connection.execute(sql).scalar() == 0
    else:
        lines = [["show", claim, "--json"], ["log", claim, "--json"], ["list", "--json"]]
        lines += [["export", "--format", form] for form in ("bundle", "jsonl", "csv")]
        for line in lines:
            assert word not in desk.ok(*line).out, line


def test_what_two_edited_at_once_in_confidence_stays_in(any_bare_desk: Desk, tmp_path: Path) -> None:
    """In flags and reports, and where a history is taken over; that an open field was edited twice is told."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    Path("a.txt").write_text("The gate was shut. All was well.", "utf-8")
    desk.ok("document", "add", "a.txt", "--url", URL, "--title", "Mixed")
    desk.ok("add", "The gate was shut", "-s", "Pat Roe", "-i", "Mixed", "-q", "The gate was shut", *STORY)
    desk.ok("export", "--format", "ledger", "-o", "first.ledger")
    other = Desk(str(tmp_path / "colleague.db"), tmp_path, user="colleague")
    other.ok("import", "first.ledger")
    for each, mark in ((desk, "mine"), (other, "yours")):
        Path(f"{mark}.txt").write_text(
            f"The zqtext{mark} key was lost at noon. The gate was shut. All was well.", "utf-8"
        )
        each.ok("document", "add", f"{mark}.txt", "--again", "Mixed")
        off = ("-i", "Mixed", "-q", f"zqtext{mark} key was lost", "--release", "off-record", "--role", f"zqrole{mark}")
        each.ok("add", f"A zqkey{mark} was lost", "-s", "Pat Roe", *off, *STORY)
        each.ok("edit", "Mixed", "--set", f"genre={'news' if mark == 'mine' else 'opinion'}")
    other.ok("export", "--format", "ledger", "--include-restricted", "-o", "theirs.ledger")
    told = desk.ok("import", "theirs.ledger")
    assert "genre: " in told.out + told.err
    assert not re.search("zq(text|role|key)", told.out + told.err)
    for line in (["flags"], ["flags", "--json"], ["report", *STORY, "--format", "json"]):
        said = desk(*line)
        assert said.status < 2
        assert not re.search("zq(text|role|key)", said.out + said.err), line
    assert "genre: " in desk("flags").out
    assert "zqrole" in desk("flags", "--include-restricted").out


def test_no_passage_of_a_hidden_text_is_the_nearest_to_be_skipped(desk: Desk) -> None:
    """Where the words that are to be set aside do not stand there."""
    told = desk.refused("document", "skip", "Mixed", "shut at dusk by Zq of the guard", "--as", "boilerplate")
    assert "not in the text" in told
    assert "Zqsecret" not in told


def test_a_story_made_beside_words_off_the_record_alone_can_be_read(any_bare_desk: Desk) -> None:
    """Every list works, and the claim stays in."""
    desk = any_bare_desk
    claim = {"text": "Zqsecret fell", "assertions": [{"chain": ["Ines Vale"], "release": "off-record"}]}
    bundle = {"claimtrack": 1, "stories": [{"name": "F"}], "claims": [{**claim, "story": "F"}]}
    Path("b.json").write_text(json.dumps(bundle), "utf-8")
    desk.ok("import", "b.json")
    for line in (["list"], ["story", "list"], ["flags"], ["report", *STORY, "--for", "public"], ["export"]):
        assert "Zqsecret" not in desk.ok(*line).out, line


def test_no_earlier_moment_shows_an_answer_given_off_the_record(any_bare_desk: Desk) -> None:
    """Nor once the claim is open and has another one."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    off = ["--figure", "7777", "--unit", "boats", "--release", "off-record"]
    claim = desk.ok("add", "Boats sank", "-s", "Leo Orr", *off, *STORY).id
    desk.ok("attribute", claim, "-s", "Ines Vale")
    moment = datetime.now(UTC).isoformat()
    desk.ok("edit", claim, "--set", "answer.figure=31")
    for line in (["show", claim], ["show", claim, "--json"], ["list", "--json"], ["report", *STORY], ["export"]):
        assert not re.search(r"\b7777\b", desk.ok("--as-of", moment, *line).out), line
    assert "31" in desk.ok("show", claim).out
    assert "7777" in desk.ok("--as-of", moment, "show", claim, "--include-restricted").out


def test_similar_names_no_void_source(any_bare_desk: Desk) -> None:
    """As no list does."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    claim = desk.ok("add", "The sea gate gave way", "-s", "Zqvoid", *STORY).id
    desk.ok("add", "A lamp was dark for hours", "-s", "Omar Denn", *STORY)
    desk.ok("attribute", claim, "-s", "Ines Vale")
    assert "Zqvoid" in desk.ok("similar", "The gate gave way", "--json").out
    desk.ok("void", "Zqvoid", "--why", "no such person")
    said = desk.ok("similar", "The gate gave way", "--json").out
    assert "Ines Vale" in said
    assert "Zqvoid" not in said


def test_neither_cues_nor_digests_of_a_file_with_a_hidden_passage_are_printed(any_bare_desk: Desk) -> None:
    """They would confirm a guess at the text, and give the length of each of its parts."""
    desk = any_bare_desk
    cues = "WEBVTT\n\n00:00.000 --> 00:02.000\nThe mast fell over.\n\n00:02.000 --> 00:04.000\nZqkey was lost by me.\n"
    Path("c.vtt").write_text(cues, "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "c.vtt", "--url", URL, "--title", "Radio")
    desk.ok("add", "The mast fell", "-s", "Ines Vale", "-i", "Radio", "-q", "The mast fell over", *STORY)
    (document,) = desk.all("document")
    told = (document["file"]["sha256"], '"fragments"', '"start": 2')
    lines = (["show", "Radio"], ["show", "Radio", "--json"], ["log", "Radio", "--json"], ["export"])
    lines += (["export", "--format", "csv"], ["export", "--format", "jsonl"], ["report", *STORY, "--format", "json"])
    before = "".join(desk(*line).out for line in lines)
    assert all(one in before for one in told[:2])
    desk.ok("add", "A key", "-s", "Leo Orr", "-i", "Radio", "-q", "Zqkey was lost", "--release", "off-record", *STORY)
    for line in lines:
        done = desk(*line)
        assert done.status == 0
        assert not any(one in done.out + done.err for one in told), line
    assert told[0] in desk("show", "Radio", "--json", "--include-restricted").out


def test_where_a_quotation_stands_in_a_hidden_text_is_not_told(any_bare_desk: Desk) -> None:
    """It would give the length of what stands before it."""
    desk = any_bare_desk
    Path("talk.txt").write_text("Zqkey was lost by me. The mast fell over.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "talk.txt", "--url", URL, "--title", "Radio")
    desk.ok("add", "The mast fell", "-s", "Ines Vale", "-i", "Radio", "-q", "The mast fell over", *STORY)
    said = desk.assertion()["id"]
    lines = [["show", said, "--json"], ["log", said, "--json"], ["export", "--format", "csv"], ["export"]]
    lines += [["report", *STORY, "--for", edition, "--format", "json"] for edition in ("desk", "public")]
    told = re.compile(r'start"+: 22')
    assert told.search("".join(desk(*line).out for line in lines))
    desk.ok("add", "A key", "-s", "Leo Orr", "-i", "Radio", "-q", "Zqkey was lost", "--release", "off-record", *STORY)
    assert not [line for line in lines if told.search(desk.ok(*line).out)]
    assert told.search(desk.ok("show", said, "--json", "--include-restricted").out)


def test_a_public_report_is_the_same_once_a_text_is_held_back(bare_desk: Desk) -> None:
    """In every format: it does not say that anything is left out."""
    desk = bare_desk
    Path("a.txt").write_text("The dam broke at dawn. The mayor slept.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "a.txt", "--url", URL, "--title", "Piece")
    desk.ok("add", "The dam broke", "-s", "Ines Vale", "-i", "Piece", "-q", "The dam broke", *STORY)

    def printed() -> dict[str, str]:
        """Without what each change alters: its number and digest, and the time."""
        moving = rf"[0-9-]{{10}}[ T][0-9:.]{{5,15}}|(?i:change\W{{1,4}})\d+|{desk.head()[1]}"
        report = ("report", *STORY, "--for", "public", "--format")
        formats = ("text", "markdown", "html", "csv", "json")
        return {form: re.sub(moving, "", desk.ok(*report, form).out) for form in formats}

    before = printed()
    off = ("-q", "The mayor slept", "--release", "off-record")
    desk.ok("add", "He slept", "-s", "Leo Orr", "-i", "Piece", *off, *STORY)
    for form, shown in printed().items():
        assert shown == before[form], form


def test_the_log_names_no_field_that_only_words_off_the_record_gave(any_bare_desk: Desk) -> None:
    """Nor that a record was written then, where nothing else of it was."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("add", "The gate was shut", "-s", "Ines Vale", *STORY)
    (claim,) = [body["id"] for body in desk.all("claim")]
    more = ("--about", "Zqabout Firm", "--allegation", "--release", "off-record")
    desk.ok("add", "The gate was shut", "-s", "Leo Orr", *more, *STORY)
    shown = desk("log", claim, "--json").out
    assert '"about"' not in shown
    assert '"allegation"' not in shown
    assert json.loads(shown)[0]["entries"][0]["record"] == ""
    assert claim not in desk("log").out.split("\n\n")[0]
    assert '"about"' in desk("log", claim, "--json", "--include-restricted").out


DETAILS = ("--about", "Zqabout Firm", "--role", "zqrole", "--of", "Zqbody", "-n", "zqdetailnote", "-t", "zqdetailtag")
SHOWN = (["source", "list", "--json"], ["export"], ["flags", "--json"], ["report", *STORY, "--full"])


def shown_of(desk: Desk) -> set[str]:
    """The marked words that lists, exports, reports and the pages of each record show."""
    lines = [*SHOWN, *(["report", *STORY, "--for", edition, "--format", "json"] for edition in ("desk", "public"))]
    lines += [
        ["show", record, "--json"] for kind in ("claim", "source") for record in (b["id"] for b in desk.all(kind))
    ]
    told = "".join(desk(*line).out for line in lines)
    return set(re.findall(r"(?i)zq(?:about|role|body|detailnote|detailtag)", told))


@pytest.mark.parametrize("again", ["repeated", "brought back", "without saying so", "in another ledger"])
def test_what_is_added_beside_words_off_the_record_later_stays_in(
    any_bare_desk: Desk, again: str, tmp_path: Path
) -> None:
    """Also where the words themselves are there already, and nothing of them is written anew."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("add", "The gate was shut", "-s", "Ines Vale", *STORY)
    desk.ok("add", "Pat came", "-s", "Pat Roe", *STORY)
    said = ["The gate was shut", "-s", "Pat Roe", *STORY]
    off = ["--release", "off-record"]
    if again == "in another ledger":
        other = Desk(str(tmp_path / "other.db"), tmp_path)
        other.ok("story", "add", "F")
        other.ok("add", *said, *off, *DETAILS)
        other.ok("export", "--format", "ledger", "--include-restricted", "-o", "h.jsonl")
    desk.ok("add", *said, *off)
    if again == "brought back":
        (assertion,) = [body["id"] for body in desk.all("assertion") if "release" in body]
        desk.ok("void", assertion)
    if again == "in another ledger":
        desk.ok("import", "h.jsonl")
    else:
        desk.ok("add", *said, *DETAILS, *([] if again == "without saying so" else off))
    assert shown_of(desk) == set()
    desk.ok("add", *said[:1], "-s", "Leo Orr", *DETAILS, *STORY)
    assert {word.lower() for word in shown_of(desk)} >= {"zqabout", "zqdetailnote", "zqdetailtag"}


def test_repeating_words_off_the_record_writes_nothing(any_bare_desk: Desk) -> None:
    """Where nothing stands beside them that is new."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    said = ("add", "The gate was shut", "-s", "Pat Roe", *STORY, "--release", "off-record", *DETAILS)
    desk.ok(*said)
    before = desk.ok("log", "--json", "--include-restricted").out
    desk.ok(*said)
    assert desk.ok("log", "--json", "--include-restricted").out == before


def say_in_confidence(desk: Desk, claim: str) -> None:
    """What may be written of a claim that is off the record."""
    desk.ok("annotate", claim, "-n", "zqdetailnote", "--supports", "zqevidence")
    desk.ok("assess", claim, "supported", "--why", "zqverdict")
    desk.ok("source", "add", "Board")
    desk.ok("ask", claim, "--whom", "Board", "--answer", "zqreply")


def said_of(desk: Desk, claim: str) -> set[str]:
    lines = (["show", claim, "--json"], ["export"], ["log", "--json"], ["search", "zqdetailnote"])
    reports = [["report", *STORY, "--for", edition, "--format", "json"] for edition in ("desk", "public")]
    told = "".join(desk(*line).out for line in (*lines, *reports, ["export", "--format", "claim-review"]))
    return set(re.findall(r"zq(?:detailnote|evidence|verdict|reply)", told.replace("search zqdetailnote", "")))


@pytest.mark.parametrize("how", ["void", "undo"])
def test_void_words_do_not_open_what_was_said_when_only_words_off_the_record_stood(
    any_bare_desk: Desk, how: str
) -> None:
    """Though somebody had said it openly before; what is said of it once somebody does so again is open."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    claim = desk.assertion(
        desk.ok("add", "The gate was shut", "-s", "Zqoff Person", "--release", "off-record", *STORY)
    )["claim"]
    said = desk.assertion(desk.ok("attribute", claim, "-s", "Ines Vale"))["id"]
    desk.ok(*(["undo"] if how == "undo" else ["void", said]))
    say_in_confidence(desk, claim)
    desk.ok("attribute", claim, "-s", "Leo Orr")
    assert said_of(desk, claim) == set()
    desk.ok("annotate", claim, "-n", "zqdetailnote")
    assert said_of(desk, claim) == {"zqdetailnote"}


def test_what_a_colleague_wrote_beside_words_off_the_record_stays_in(any_bare_desk: Desk, tmp_path: Path) -> None:
    """Though the same claim was open here at the time."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    claim = desk.assertion(desk.ok("add", "The gate was shut", "-s", "Ines Vale", *STORY))["claim"]
    other = Desk(str(tmp_path / "other.db"), tmp_path)
    other.ok("story", "add", "F")
    other.ok("add", "The gate was shut", "-s", "Zqoff Person", "--release", "off-record", *STORY)
    say_in_confidence(other, claim)
    other.ok("export", "--format", "ledger", "--include-restricted", "-o", "h.jsonl")
    desk.ok("import", "h.jsonl")
    assert said_of(desk, claim) == set()
    desk.ok("annotate", claim, "-n", "zqdetailnote")
    assert said_of(desk, claim) == {"zqdetailnote"}


def test_words_off_the_record_that_are_moved_open_nothing(any_bare_desk: Desk) -> None:
    """What they brought to the claim that they were of stays in."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("add", "The gate was shut", "-s", "Ines Vale", *STORY)
    other = desk.assertion(desk.ok("add", "Rain fell", "-s", "Ines Vale", *STORY))["claim"]
    more = ("--about", "Zqabout Firm", "--release", "off-record")
    desk.ok("add", "The gate was shut", "-s", "Zqoff Person", *more, *STORY)
    (said,) = [body["id"] for body in desk.all("assertion") if "release" in body]
    desk.ok("edit", said, "--set", f"claim={other}")
    assert shown_of(desk) == set()


def test_the_log_does_not_tell_what_was_said_until_it_was_released(any_bare_desk: Desk) -> None:
    """Neither the words of then, of the assertion and of its claim, nor why they were changed."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    more = ("--hedge", "zqhedge", "--occasion", "zqoccasion", "--release", "off-record", "--why", "zqwhy")
    said = desk.assertion(desk.ok("add", "Zqtext gave way", "-s", "Pat Roe", *more, *STORY))
    desk.ok("edit", said["claim"], "--set", "text=A gate gave way", "--why", "zqwhy")
    desk.ok("edit", said["id"], "--unset", "occasion", "--why", "zqwhy")
    desk.ok("edit", said["id"], "--set", "chain=" + json.dumps([{**said["chain"][0], "hedge": "maybe"}]))
    desk.ok("edit", said["id"], "--unset", "release", "--why", "She agreed")
    desk.ok("edit", said["claim"], "--set", "text=The gate gave way", "--why", "As she said")
    for line in (["log"], ["log", said["claim"]], ["log", said["id"]], ["log", said["id"], "--json"]):
        told = desk.ok(*line).out
        assert not re.search("(?i)zq(hedge|occasion|text|why)", told), line
        assert "She agreed" in told or "As she said" in told
    assert "zqwhy" in desk.ok("log", "--include-restricted").out


def test_a_ring_is_refused_without_naming_who_is_in_it_off_the_record(any_bare_desk: Desk) -> None:
    """Whatever the verb that would close it."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    for name in ("Pat Roe", "Lee Poe"):
        desk.ok("add", f"{name} came", "-s", name, *STORY)
    off = ("--release", "off-record", *STORY)
    desk.ok("add", "It was shut", "-s", "Zqperson One", "--of", "Pat Roe", *off)
    desk.ok("add", "It was so", "-s", "Lee Poe", "--of", "Zqperson One", *off)
    (pat,) = [body["id"] for body in desk.all("source") if body["name"] == "Pat Roe"]
    lines = (["source", "add", "Pat Roe", "--of", "Lee Poe"], ["add", "Q", "-s", "Pat Roe", "--of", "Lee Poe", *STORY])
    for line in (*lines, ["edit", pat, "--set", "speaks_for=Lee Poe"]):
        done = desk(*line)
        assert "this would make a ring: " in done.err, line
        assert not MARK.search(done.out + done.err), line


def test_a_draft_does_not_confirm_a_guess_at_another_sentence_of_a_hidden_text(any_bare_desk: Desk) -> None:
    """What is quoted of it openly is verbatim; of a restricted quotation four words in a row are warned of."""
    desk = any_bare_desk
    text = "The crew shut the gate. Zqkey was lost by the guard. A mast fell over us. “We saw it sink,” Pat Roe said."
    Path("a.txt").write_text(text, "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "a.txt", "--url", URL, "--title", "Mixed")
    desk.ok("add", "A mast fell", "-s", "Ines Vale", "-i", "Mixed", "-q", "A mast fell over us.", *STORY)
    off = ["-q", "was lost by the guard", "--release", "off-record"]
    desk.ok("add", "It was mislaid", "-s", "Leo Orr", "-i", "Mixed", *off, *STORY)
    guesses = {"The crew shut the gate": "The crew left the gate", "We saw it sink": "We saw it burn"}
    guesses |= {"by the guard": "by the cooks", "lost by the": "sold by the", "Zqkey was lost": "Purse was lost"}
    for right, wrong in guesses.items():
        told = []
        for guess in (right, wrong):
            Path("draft.txt").write_text(f"“{guess},” Omar Denn said. “A mast fell over us,” Ines Vale said.", "utf-8")
            done = desk("check", "draft.txt", *STORY)
            assert "1 stored text is held back" in done.err
            told.append((done.status, done.out.replace(guess, ""), done.err))
        assert told[0] == told[1], right
        assert "A mast fell over us" not in told[0][1]
    Path("draft.txt").write_text("“It was lost by the guard,” he said. “The crew shut the gate,” he said.", "utf-8")
    assert "off the record" in desk("check", "draft.txt", *STORY).out
    told_all = desk("check", "draft.txt", *STORY, "--include-restricted").out
    assert "It was mislaid" in told_all
    assert "The crew shut" not in told_all


OTHER = {"document": "Other", "source": "Pat Roe", "question": "What else happened?", "about": "Pat Roe"}


@pytest.mark.parametrize("what", OTHER)
def test_what_only_words_off_the_record_named_stays_in_when_these_are_edited(any_bare_desk: Desk, what: str) -> None:
    """A document, a source, a question, and whom an open claim is about; each was recorded by itself, and openly."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "https://zqpress.example/1", "--title", "Zqtitle", "--publisher", "Zqpress")
    desk.ok("document", "add", URL, "--title", "Other")
    desk.ok("question", "add", "What of zqlost?", "--kind", "actor", *STORY)
    desk.ok("question", "add", OTHER["question"], "--kind", "actor", *STORY)
    for name in ("Zqperson", "Zqabout", "Zqspeaker", "Pat Roe"):
        desk.ok("source", "add", name)
    desk.ok("add", "Pat came", "-s", "Pat Roe", "-i", "Other", "-Q", OTHER["question"], *STORY)
    desk.ok("add", "A gate shut", "-s", "Pat Roe", *STORY)
    off = ("--release", "off-record", *STORY)
    closed = desk.ok("add", "A key was lost", "-s", "Zqspeaker", "-i", "Zqtitle", "-Q", "What of zqlost?", *off).id
    opened = desk.ok("add", "A gate shut", "-s", "Zqperson", "--about", "Zqabout", *off).id
    (said,) = [body for body in desk.all("assertion") if body["claim"] == closed]
    lines = (["source", "list"], ["document", "list"], ["question", "list"], ["log", "--json"], ["export"])

    def shown() -> list[str]:
        return [match[0] for line in lines for match in MARK.finditer(desk.ok(*line).out)]

    assert not shown()
    edited = {
        "document": (said["id"], "document=Other"),
        "source": (said["id"], "chain=" + json.dumps([{**said["chain"][0], "source": "Pat Roe"}])),
        "question": (closed, "question=" + OTHER["question"]),
        "about": (opened, "about=Pat Roe"),
    }
    record, field = edited[what]
    desk.ok("edit", record, "--set", field)
    assert not shown()


FORGED = {
    "its text": "UPDATE entry SET body = replace(body, 'zq', 'zqx') WHERE record = :record",
    "its time": "UPDATE entry SET at = '2001-01-01T00:00:00.000000Z' WHERE record = :record",
    "its row": "UPDATE record_history SET label = 'zqlabel' WHERE id = :record",
    "its claim": "DELETE FROM claim_history WHERE id = :record",
}


@pytest.mark.parametrize("how", FORGED)
def test_an_audit_names_a_forged_record_by_its_id_and_prints_nothing_it_says(any_bare_desk: Desk, how: str) -> None:
    """Whatever record it is: whoever audits must learn which one."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    claim = desk.ok("add", "The zqbody gave way", "-s", "Zqspeaker", "--release", "off-record", *STORY).id
    desk.ok("add", "It rained", "-s", "Ines Vale", *STORY)
    assert desk("audit").status == 0
    forge(open_ledger(desk.db), FORGED[how], record=claim)
    for line in (["audit"], ["audit", "--json"]):
        done = desk(*line)
        assert done.status == 1
        assert claim in done.out + done.err
        assert not MARK.search((done.out + done.err).replace(claim, "")), line


def test_a_release_opens_what_was_written_of_it_before_but_what_was_void_by_then(any_bare_desk: Desk) -> None:
    """Notes with their reasons; not the reason for what the assertion and the claim said then."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    more = ("--release", "off-record", "--why", "zqwhy", *STORY)
    said = desk.assertion(desk.ok("add", "The gate gave way", "-s", "Leo Orr", *more))
    desk.ok("annotate", said["id"], "-n", "Of the words", "--why", "For the file")
    desk.ok("annotate", said["claim"], "-n", "Of the claim")
    kept = desk.ok("annotate", said["claim"], "-n", "zqbody").id
    desk.ok("edit", said["claim"], "--set", "text=The gate broke", "--why", "zqwhy")
    desk.ok("void", kept)
    assert "Of the claim" not in desk("show", said["claim"]).out
    desk.ok("edit", said["id"], "--unset", "release", "--why", "She agreed")
    shown = desk.ok("show", said["claim"], "--json").out + desk.ok("export").out
    assert all(words in shown for words in ("Of the words", "Of the claim"))
    assert "zq" not in re.sub(r"[a-z2-7]{24}", "", shown)
    told = desk.ok("log").out + desk.ok("log", said["claim"]).out + desk.ok("log", said["id"]).out
    assert "For the file" in told
    assert "zqwhy" not in told


def test_the_log_tells_of_a_quotation_corrected_as_it_was_released(any_bare_desk: Desk) -> None:
    """Of a text that is held back: the new words, neither the old ones nor where the new ones stand."""
    desk = any_bare_desk
    Path("c.txt").write_text("Zqguard shut the gate. The bell rang at dawn. All was well.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "c.txt", "--url", URL, "--title", "Mixed")
    secret = ("--release", "off-record", "-i", "Mixed", *STORY)
    desk.ok("add", "The gate was shut", "-s", "Leo Orr", "-q", "Zqguard shut the gate", *secret)
    said = desk.assertion(desk.ok("add", "It rang", "-s", "Ines Vale", "-q", "The bell rang at dawn", *secret))["id"]
    desk.ok("edit", said, "--set", "release=on-record", "--set", 'quote={"exact": "The bell rang"}')
    for line in (["log"], ["log", said], ["log", said, "--json"]):
        told = desk.ok(*line).out
        assert "Zqguard" not in told
        assert "at dawn" not in told
    assert "The bell rang" in desk.ok("log", said).out
