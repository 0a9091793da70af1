"""`add`: a claim and its first assertion, as typed."""

import pytest

from tests.cli.support import URL, Desk


def test_it_prints_the_id_and_says_the_attribution(desk: Desk) -> None:
    """The id alone on stdout; on stderr the sentence of the report, what was made on the way, and where it went."""
    done = desk.ok("add", "The gates opened early", "-s", "Port Authority", "--told", "River Wire")
    assert len(done.id) == 24
    assert (
        "According to River Wire, as reported by The Courier, the Port Authority said that the gates opened early."
        in done.err
    )
    assert "New sources: Port Authority, River Wire." in done.err
    assert "In document Dam at Kesra holds, story Dam at Kesra." in done.err


def test_the_first_write_makes_the_ledger(bare_desk: Desk) -> None:
    """Nothing need be there before: no ledger, no story, no document."""
    done = bare_desk.ok("add", "The bridge is closed", "-s", "Ana Ruiz")
    assert bare_desk.body(done.id)["text"] == "The bridge is closed"
    assert "story" not in bare_desk.body(done.id)


def test_the_text_from_standard_input(desk: Desk) -> None:
    """A dash reads it."""
    done = desk.ok("add", "-", "-s", "Omar Denn", stdin="The dam\nis holding\n")
    assert desk.body(done.id)["text"] in ("The dam\nis holding", "The dam is holding")


def test_without_anybody_it_is_refused(desk: Desk) -> None:
    """And told what to give."""
    said = desk.refused("add", "The gates opened early")
    assert "nobody is said to have said it" in said
    assert all(option in said for option in ("-s NAME", "--own", "--reportedly", "--described"))


def test_told_alone_is_not_a_speaker(desk: Desk) -> None:
    """A carrier carries somebody's words."""
    desk.refused("add", "The gates opened early", "--told", "River Wire")


def test_a_chain_in_quotes_is_the_same_chain(desk: Desk) -> None:
    """-s 'Sabine > River Wire' is -s Sabine --told 'River Wire'."""
    one = desk.ok("add", "A", "-s", "Sabine > River Wire")
    other = desk.ok("add", "B", "-s", "Sabine", "--told", "River Wire")
    assert desk.assertion(one)["chain"] == desk.assertion(other)["chain"]
    assert len(desk.assertion(one)["chain"]) == 2


def test_any_depth(desk: Desk) -> None:
    """Carriers stand from the speaker outward."""
    desk.ok("add", "A", "-s", "Sabine", "--told", "a neighbour", "--via", "River Wire")
    names = [desk.body(hop["source"])["name"] for hop in desk.assertion()["chain"]]
    assert names == ["Sabine", "a neighbour", "River Wire"]


@pytest.mark.parametrize(
    "chain", [" > River Wire", "Sabine > ", "Sabine >  > River Wire", "> River Wire", "Sabine >", ">", " > "]
)
def test_a_chain_that_begins_or_ends_nowhere(desk: Desk, chain: str) -> None:
    """It is refused, whichever end is missing."""
    said = desk.refused("add", "A", "-s", chain)
    assert "begins or ends nowhere" in said


def test_joint_statement(desk: Desk) -> None:
    """One assertion each, one change, and each knows of the other."""
    changes = desk.head()[0]
    done = desk.ok("add", "Both sides should stop", "-s", "Belmark", "-s", "Norrland", "-k", "call")
    assert desk.head()[0] == changes + 1
    made = [body for body in desk.all("assertion") if body["claim"] == done.id]
    assert len(made) == 2
    assert made[0]["joint"] == made[1]["joint"]
    assert "Belmark and Norrland called for this jointly" in done.err
    assert done.err.count("Belmark and Norrland called for this jointly") == 1
    for body in made:  # the same hangs on both
        desk.ok("annotate", body["id"], "-t", "truce")
    assert desk.ok("report", "--full").out.count("called for this jointly") == 1
    shown = desk.ok("show", done.id).out
    assert shown.count("called for this jointly") == 1
    assert all(body["id"] in shown for body in made)
    for body in made:  # but this on one alone
        desk.ok("annotate", body["id"], "-n", f"Of {body['id']}")
    assert desk.ok("report", "--full").out.count("called for this jointly") == 2


def test_of_makes_one_body(desk: Desk) -> None:
    """The speaker speaks for the body; a role without a name is told apart by the body."""
    desk.ok("add", "A", "-s", "spokesman", "--of", "Interior Ministry")
    desk.ok("add", "B", "-s", "spokesman", "--of", "Health Ministry")
    spokesmen = [body for body in desk.all("source") if body["name"] == "spokesman"]
    assert len(spokesmen) == 2
    bodies = {desk.body(body["speaks_for"][0]["source"])["name"] for body in spokesmen}
    assert bodies == {"Interior Ministry", "Health Ministry"}
    assert {body["chain"][0]["naming"] for body in desk.all("assertion")} == {"role"}


def test_of_with_a_name_keeps_the_name(desk: Desk) -> None:
    """A named speaker is named, and the role is kept."""
    desk.ok("add", "A", "-s", "Ada Quill", "--of", "Interior Ministry", "--role", "spokeswoman")
    (ada,) = [body for body in desk.all("source") if body["name"] == "Ada Quill"]
    assert ada["role"] == "spokeswoman"
    assert desk.assertion()["chain"][0]["naming"] == "named"


@pytest.mark.parametrize(
    ("who", "naming"),
    [
        (["-s", "Omar Denn"], "named"),
        (["-s", "officials"], "group"),
        (["-s", "a spokesman"], "role"),
        (["-s", "Omar Denn", "--naming", "anonymous"], "anonymous"),
        (["--reportedly"], "hearsay"),
        (["--described"], "passive"),
    ],
)
def test_how_the_speaker_is_named(desk: Desk, who: list[str], naming: str) -> None:
    """It is seen from the name; --naming overrides."""
    desk.ok("add", "A", *who)
    assert desk.assertion()["chain"][0]["naming"] == naming


@pytest.mark.parametrize("who", [["--reportedly"], ["--described"]])
def test_nobody_named_excludes_a_name(desk: Desk, who: list[str]) -> None:
    """Either somebody is named or nobody is."""
    desk.refused("add", "A", *who, "-s", "Omar Denn")
    desk.refused("add", "A", *who, "--own")
    desk.refused("add", "A", "--reportedly", "--described")


def test_own_voice(desk: Desk) -> None:
    """--own is the publisher; with -s it is that reporter's own observation."""
    desk.ok("add", "The lake is not full", "--own")
    assert desk.assertion()["quote_kind"] == "own"
    assert desk.body(desk.assertion()["chain"][0]["source"])["name"] == "The Courier"
    done = desk.ok("add", "The road was empty", "-s", "Ida Lorne", "--own", "-b", "witnessed")
    assert desk.assertion()["quote_kind"] == "own"
    assert "Ida Lorne, reporting for The Courier, states from their own observation" in done.err


def test_own_voice_needs_a_publisher(bare_desk: Desk) -> None:
    """Whose voice would it be?"""
    assert "needs a document with a publisher" in bare_desk.refused("add", "A", "--own")


def test_again(desk: Desk) -> None:
    """Speaker, chain and document of the last assertion; not its words or its evidence."""
    desk.ok(
        "add", "A", "-s", "Sabine", "--told", "River Wire", "-b", "witnessed", "-e", "video", "--occasion", "a call"
    )
    first = desk.assertion()
    desk.ok("add", "B", "-a")
    second = desk.assertion()
    assert second["chain"] == first["chain"]
    assert second["document"] == first["document"]
    assert "evidence_given" not in second
    assert "occasion" not in second
    assert "continues" not in second


def test_continues(desk: Desk) -> None:
    """As --again, with its occasion and evidence, and knows what it goes on from."""
    desk.ok("add", "A", "-s", "Omar Denn", "-e", "none-given", "--occasion", "a speech")
    first = desk.assertion()
    done = desk.ok("add", "We will rebuild the lower town before winter.", "--continues")
    assert desk.assertion()["continues"] == first["id"]
    assert desk.assertion()["occasion"] == "a speech"
    assert desk.assertion()["evidence_given"] == ["none-given"]
    assert "Omar Denn went on" in done.err


def test_again_is_the_writers_own(desk: Desk) -> None:
    """A colleague's assertion in between changes nothing; with none of one's own it is refused."""
    desk.ok("add", "A", "-s", "Omar Denn")
    desk.user = "colleague"
    assert "no assertion of yours" in desk.refused("add", "B", "-a")
    desk.ok("add", "C", "-s", "Sabine")
    desk.user = "desk"
    done = desk.ok("add", "D", "-a")
    assert "Omar Denn" in done.err


def test_again_takes_no_speaker(desk: Desk) -> None:
    """Both at once is refused."""
    desk.ok("add", "A", "-s", "Omar Denn")
    desk.refused("add", "B", "-a", "-s", "Sabine")
    desk.refused("add", "B", "--continues", "--told", "River Wire")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ('"wreckers" from abroad', '"wreckers" from abroad'),
        ("“wreckers” from abroad", '"wreckers" from abroad'),
        ('dozens of "looters"', "dozens of “looters”"),
        ("The lake isn't full - not yet", "The lake isn’t full – not yet"),
        ("THE GATES stood open", "The gates stood open"),
        ("about 400 engineers", "About 400 engineers"),
    ],
)
def test_words_are_found_however_typed(desk: Desk, typed: str, stored: str) -> None:
    """Quote marks, apostrophes, dashes and case are folded for finding; what the text has is stored."""
    desk.ok("add", "A", "-s", "Omar Denn", "-q", typed)
    quote = desk.assertion()["quote"]
    assert quote["exact"] == stored
    assert quote["end"] - quote["start"] == len(stored)


def test_an_ellipsis_spans_words(desk: Desk) -> None:
    """From the first words to the last."""
    desk.ok("add", "A", "-s", "Omar Denn", "-q", "blamed ... from abroad")
    assert desk.assertion()["quote"]["exact"] == 'blamed "wreckers" from abroad'


def test_words_that_stand_twice_need_nth(desk: Desk) -> None:
    """A person decides: --nth takes one; one too many is refused."""
    said = desk.refused("add", "A", "-s", "Omar Denn", "-q", "We will rebuild the lower town", status=4)
    assert "--nth" in said
    desk.ok("add", "A", "-s", "Omar Denn", "-q", "We will rebuild the lower town", "--nth", "2")
    second = desk.assertion()["quote"]["start"]
    desk.ok("add", "B", "-s", "Omar Denn", "-q", "We will rebuild the lower town", "--nth", "1")
    assert desk.assertion()["quote"]["start"] < second
    desk.refused("add", "C", "-s", "Omar Denn", "-q", "We will rebuild the lower town", "--nth", "3")


def test_words_not_in_the_text_are_stored_and_said(desk: Desk) -> None:
    """They have no place in it, and nobody is left believing that they were found."""
    done = desk.ok("add", "A", "-s", "Omar Denn", "-q", "We shall rebuild the upper town")
    assert desk.assertion()["quote"] == {"exact": "We shall rebuild the upper town"}
    assert "not in the document's stored text: We shall rebuild the upper town" in done.err


def test_a_text_that_is_a_passage_is_its_own_quote(desk: Desk) -> None:
    """TEXT that occurs in the document needs no -q."""
    desk.ok("add", "The gates stood open on Monday", "--own")
    assert desk.assertion()["quote"]["exact"] == "The gates stood open on Monday"


@pytest.mark.parametrize(
    ("quote", "kind"),
    [
        ("About 10 people were hurt.", "direct"),
        ('blamed "wreckers" from abroad', "partial"),
        ("blamed", "indirect"),
    ],
)
def test_the_quote_kind_is_read_from_the_text(desk: Desk, quote: str, kind: str) -> None:
    """Inside quote marks, around them, or without any."""
    desk.ok("add", "A", "-s", "Omar Denn", "-q", quote)
    assert desk.assertion()["quote_kind"] == kind
    desk.ok("add", "B", "-s", "Omar Denn", "-q", quote, "--quote-kind", "indirect")
    assert desk.assertion()["quote_kind"] == "indirect"


def test_label_words_are_read_from_the_text(desk: Desk) -> None:
    """A word alone in quote marks is `scare`; in own voice it is own; else reported."""
    desk.ok(
        "add", "The people at the breach were wreckers", "-s", "Omar Denn", "-q", '"wreckers"', "--label", "wreckers"
    )
    assert desk.assertion()["label_words"] == "scare"
    desk.ok("add", "They were engineers", "--own", "--label", "engineers")
    assert desk.assertion()["label_words"] == "own"
    desk.ok("add", "They were residents", "-s", "Omar Denn", "--label", "residents")
    assert desk.assertion()["label_words"] == "reported"


def test_a_claim_of_the_same_wording_is_attributed(desk: Desk) -> None:
    """Spaces at most: the claim is the same and gets a further assertion."""
    first = desk.ok("add", "The gates opened early", "-s", "Omar Denn")
    second = desk.ok("add", " The gates  opened early", "-s", "Sabine")
    assert second.id == first.id
    assert "there already" in second.err
    assert len([body for body in desk.all("assertion") if body["claim"] == first.id]) == 2


def test_the_same_line_twice_is_nothing_new(desk: Desk) -> None:
    """No change is made, and it says so."""
    line = ("add", "The gates opened early", "-s", "Omar Denn", "-q", "He gave no evidence.")
    first = desk.ok(*line)
    before = desk.head()
    second = desk.ok(*line)
    assert second.id == first.id
    assert "Nothing new" in second.err
    assert desk.head() == before


def test_a_reworded_claim_needs_a_person(desk: Desk) -> None:
    """An edit may have turned its meaning round: both wordings are shown, and what to do."""
    claim = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    desk.ok("edit", claim, "--set", "text=The gates did not open early")
    said = desk.refused("add", "The gates opened early", "-s", "Sabine", status=4)
    assert "The gates opened early" in said
    assert "The gates did not open early" in said
    assert "attribute" in said
    assert "--separate" in said
    assert desk.ok("add", "The gates opened early", "-s", "Sabine", "--separate").id != claim


def test_separate_is_a_claim_of_its_own(desk: Desk) -> None:
    """As often as asked."""
    line = ("add", "The gates opened early", "-s", "Omar Denn")
    ids = {desk.ok(*line).id, desk.ok(*line, "--separate").id, desk.ok(*line, "--separate").id}
    assert len(ids) == 3


def test_a_figure(desk: Desk) -> None:
    """As said, with the interval it means; the kind follows."""
    done = desk.ok(
        "add",
        "About 400 engineers came",
        "--reportedly",
        "--figure",
        "about 400",
        "--counting",
        "engineers",
        "--scope",
        "unstated",
        "--for-date",
        "2026-03-01",
    )
    body = desk.body(done.id)
    assert body["kind"] == "figure"
    assert body["answer"]["figure"] == "about 400"
    assert body["answer"]["approximate"] is True
    assert body["answer"]["counting"] == "engineers"
    assert body["answer"]["scope"] == "unstated"
    assert body["answer"]["for_date"] == "2026-03-01"


def test_bounds_of_ones_own(desk: Desk) -> None:
    """They are marked as the recorder's."""
    done = desk.ok("add", "A", "-s", "Police", "--figure", "dozens", "--low", "30", "--high", "60")
    answer = desk.body(done.id)["answer"]
    assert (answer["low"], answer["high"], answer["bounds_by"]) == ("30", "60", "recorder")


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (["--label", "wreckers"], "characterisation"),
        (["-Q", "Who broke the dam?", "-k", "actor", "--answer", "wreckers"], "actor"),
        ([], "event"),
        (["-k", "pledge"], "pledge"),
    ],
)
def test_the_kind(desk: Desk, options: list[str], kind: str) -> None:
    """It follows from the answer unless given."""
    done = desk.ok("add", "A", "-s", "Omar Denn", *options)
    assert desk.body(done.id)["kind"] == kind


def test_yes_or_no(desk: Desk) -> None:
    """The answer to a question of that kind is one of the two."""
    desk.ok("question", "add", "Did the dam hold?", "--kind", "yes-no")
    done = desk.ok("add", "The dam held", "-s", "Omar Denn", "-Q", "Did the dam hold?", "--answer", "yes")
    assert desk.body(done.id)["answer"]["yes_no"] is True
    desk.refused("add", "The dam held a little", "-s", "Omar Denn", "-Q", "Did the dam hold?", "--answer", "a little")


@pytest.mark.parametrize(
    "options",
    [
        ["--figure", "3", "--label", "x"],
        ["--unit", "people"],
        ["--low", "3"],
        ["--scope", "the gate"],
        ["--for-date", "2026-03-01"],
    ],
)
def test_answers_that_cannot_be(desk: Desk, options: list[str]) -> None:
    """One answer, and what belongs to it only with it."""
    desk.refused("add", "A", "-s", "Omar Denn", *options)


def test_the_hop_and_the_assertion_get_what_is_theirs(desk: Desk) -> None:
    """Words apply to the first hop, a caveat to the last: the publisher."""
    desk.ok(
        "add", "A", "-s", "Sabine", "--told", "River Wire", "-b", "witnessed", "--hedge", "she believed",
        "--said-on", "2026-03-01", "--caveat", "could-not-verify", "--release", "background", "--stance", "doubts",
        "--described-as", "a resident", "--words", "a woman at the gate",
    )  # fmt: skip
    body = desk.assertion()
    first, *_, last = body["chain"]
    assert (first["basis"], first["hedge"], first["said"]) == ("witnessed", "she believed", "2026-03-01")
    assert (first["described_as"], first["words"]) == ("a resident", "a woman at the gate")
    assert desk.body(last["source"])["name"] == "The Courier"
    assert last["caveats"] == ["could-not-verify"]
    assert (body["stance"], body["release"]) == ("doubts", "background")


def test_tags_notes_about_and_allegation(desk: Desk) -> None:
    """They are the claim's."""
    done = desk.ok(
        "add", "A", "-s", "Omar Denn", "-t", "blame", "-n", "Called twice", "--about", "Dam Company", "--allegation"
    )
    body = desk.body(done.id)
    assert body["allegation"] is True
    assert desk.body(body["about"][0])["name"] == "Dam Company"
    assert [(tag["target"], tag["name"]) for tag in desk.all("tag")] == [(done.id, "blame")]
    assert [(note["target"], note["text"]) for note in desk.all("note")] == [(done.id, "Called twice")]


def test_json(desk: Desk) -> None:
    """The ids, the change and its digest; nothing on stderr is needed to go on."""
    done = desk.ok("add", "A", "-s", "Omar Denn", "--json")
    count, digest = desk.head()
    found = done.json
    assert found["change"] == count
    assert found["digest"] == digest
    assert desk.body(found["ids"][0])["type"] == "claim"
    assert [desk.body(one)["type"] for one in found["assertions"]] == ["assertion"]
    assert found["attributed"] is False


def test_a_url_not_yet_known_becomes_a_document(desk: Desk) -> None:
    """--in a URL records it."""
    desk.ok("add", "A", "-s", "Omar Denn", "-i", "https://other.example/b")
    assert {body.get("url") for body in desk.all("document")} == {URL, "https://other.example/b"}


def test_a_title_not_known_is_refused(desk: Desk) -> None:
    """A misspelt title makes no document."""
    desk.refused("add", "A", "-s", "Omar Denn", "-i", "Dam at Kesrra holds")


def test_unique_beginnings_of_words(desk: Desk) -> None:
    """A vocabulary's word may be cut while it is unique."""
    desk.ok("add", "A", "-s", "Omar Denn", "-b", "wit", "-e", "none")
    assert desk.assertion()["chain"][0]["basis"] == "witnessed"
    assert desk.assertion()["evidence_given"] == ["none-given"]


def test_why_is_kept_with_the_change(desk: Desk) -> None:
    """And nowhere else."""
    done = desk.ok("add", "A", "-s", "Omar Denn", "--why", "From the second phone call")
    assert "why" not in desk.body(done.id)
    assert "From the second phone call" in desk.ok("log").out


def test_on_both_databases(any_desk: Desk) -> None:
    """The heart of it, on either."""
    done = any_desk.ok(
        "add", "Police hurt dozens", "-s", "Police", "-q", 'dozens of "looters" had been hurt', "--figure", "dozens",
        "-Q", "How many were hurt?",
    )  # fmt: skip
    assert any_desk.body(done.id)["kind"] == "figure"
    assert any_desk.assertion()["quote"]["exact"] == "dozens of “looters” had been hurt"
    assert "Nothing new" in any_desk.ok("add", "Police hurt dozens", "-s", "Police", "-q",
                                        'dozens of "looters" had been hurt', "--figure", "dozens",
                                        "-Q", "How many were hurt?").err  # fmt: skip
