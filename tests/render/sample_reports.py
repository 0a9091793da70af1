"""A small invented story as frozen rows, made by hand: what every format and edition of the report is tried on."""

from dataclasses import replace
from typing import Any

from claimtrack.queries.report.views import (
    DocumentCopy,
    FlagCount,
    FlagGroup,
    LedgerState,
    ReasonCount,
    Report,
    ReportAgreement,
    ReportBody,
    ReportCarrier,
    ReportDisagreement,
    ReportDocument,
    ReportPosition,
    ReportSource,
    ReportStory,
    ReportUpdate,
    SourceRating,
    StatusCount,
)
from claimtrack.queries.views import (
    Answer,
    Assertion,
    Assessment,
    Attribution,
    Claim,
    ClaimStatus,
    ClaimSupport,
    Denial,
    Evidence,
    FigureRow,
    FigureTable,
    Hop,
    QuoteCheck,
    Request,
)

LAMP = "The Lamp"
AT = "2033-05-12T07:30:00.000000Z"
DAM = Hop("named", "s" * 24, "River Board", "organisation", body="Republic of Orsa", side="authorities")
MIRA = Hop("named", "m" * 24, "Mira Oka", "witness", qualifier="fish farmer", side="valley", basis="witnessed")
WIRE = Hop("named", "w" * 24, "Eastwire", "news-agency")
OUTLET = Hop("named", "l" * 24, LAMP, "outlet")
INSIDER = Hop("anonymous", basis="records", hidden=True, described_as="an engineer at the dam")
QUESTION = "How many houses were flooded?"


def _said(number: int, claim: str, *hops: Hop, **more: object) -> Assertion:
    body = more.pop("body", hops[0].body or hops[0].name)
    check = more.pop("check", QuoteCheck("exact", number * 100, number * 100 + 20))
    notes = more.pop("notes", ())
    assessments = more.pop("assessments", ())
    counts = more.pop("counts", True)
    said = Attribution(claim, hops, publisher=LAMP, published="2033-05-11", **more)  # type: ignore[arg-type]
    return Assertion(
        id="" if hops[0].hidden else f"{number:024}",
        attribution=said,
        document="d" * 24,
        document_number=1,
        origin=hops[0].source,
        origin_name=hops[0].name or hops[0].described_as,
        body=str(body) if body else None,
        first_hand=hops[0].basis in ("witnessed", "own-act", "records"),
        counts=bool(counts),
        check=check,  # type: ignore[arg-type]
        recorded_at=AT,
        notes=notes,  # type: ignore[arg-type]
        assessments=assessments,  # type: ignore[arg-type]
    )


def _status(name: str, code: str, reason: str, **more: object) -> ClaimStatus:
    return ClaimStatus(name, code, reason, **more)  # type: ignore[arg-type]


ONE = {"documents": 1, "outlets": 1, "origins": "1 origin", "origins_low": 1, "origins_high": 1}
FLOOD = "Water from the dam flooded the lower valley"
OPENED = "The gates were opened without warning"
BRIBES = "The board's director took bribes"
VANDALS = "Vandals opened the gates"
CRACKS = "Inspectors had reported cracks in 2031"
TALLER = "The dam is the tallest in Orsa"

CLAIMS = (
    Claim(
        "1" * 24,
        1,
        "The dam's sirens were tested in April",
        "event",
        _status(
            "verified",
            "assessed",
            "an assessor reached this verdict",
            assessors=("ines",),
            since=AT,
            denials=(Denial("Mira Oka", "2033-05-11"),),
        ),
        ClaimSupport(**ONE, bodies=("Republic of Orsa",)),  # type: ignore[arg-type]
        (_said(1, "The dam's sirens were tested in April", DAM, quote="tested every siren in April"),),
        evidence=(
            Evidence(
                "e" * 24,
                "supports",
                "document",
                None,
                "The board's test log, pages 3-5",
                None,
                "2033-04-02",
                "Upper Orsa",
                None,
                "OriginalMediaContent",
            ),
        ),
        assessments=(Assessment("a" * 24, "supported", "The log names every siren", "ines", AT, 1, 2),),
    ),
    Claim(
        "2" * 24,
        2,
        FLOOD,
        "event",
        _status("corroborated", "opposed-sides", "opposed sides agree", by=("Mira Oka", "River Board")),
        ClaimSupport(
            1,
            1,
            "2 origins",
            2,
            2,
            ("Mira Oka", "Republic of Orsa"),
            ("Eastwire",),
            ("Mira Oka",),
            (),
            ("authorities", "valley"),
            True,
            ("Mira Oka", "River Board"),
            (LAMP,),
            0,
            (),
        ),
        (
            _said(2, FLOOD, replace(DAM, basis="own-act"), quote="water released from the dam had reached the valley"),
            _said(
                3,
                FLOOD,
                MIRA,
                WIRE,
                quote="The water came from the dam",
                quote_kind="direct",
                evidence_given=("testimony",),
            ),
        ),
    ),
    Claim(
        "3" * 24,
        3,
        OPENED,
        "event",
        _status(
            "disputed",
            "denied",
            "a source denies it",
            by=("River Board",),
            denials=(Denial("River Board", "2033-05-11"),),
        ),
        ClaimSupport(**ONE, bodies=("Mira Oka",), carriers=("Eastwire",), cut=("Eastwire",), falls_to=0),  # type: ignore[arg-type]
        (
            _said(4, OPENED, MIRA, WIRE, quote="Nobody warned us", quote_kind="direct", evidence_given=("testimony",)),
            _said(5, OPENED, DAM, stance="denies", check=QuoteCheck("missing"), quote="we warned everybody twice"),
        ),
        allegation=True,
        about=("River Board",),
        requests=(
            Request(
                "r" * 24,
                "River Board",
                "reply",
                "telephone",
                "2033-05-11",
                "2033-05-12",
                "replied",
                "Warnings went out at six.",
                "2033-05-12",
            ),
        ),
        tags=("warning",),
    ),
    Claim(
        "4" * 24,
        4,
        "About 40 houses were flooded",
        "figure",
        _status("unverified", "one-origin", "one origin"),
        ClaimSupport(**ONE, bodies=("Republic of Orsa",)),  # type: ignore[arg-type]
        (_said(6, "About 40 houses were flooded", DAM, quote="some 40 houses stood in water"),),
        question=QUESTION,
        answer=Answer("figure", "about 40", "36", "44", approximate=True, unit="houses", scope="Lower Orsa"),
        notes=("The board counts registered houses only",),
    ),
    Claim(
        "5" * 24,
        5,
        "More than 100 houses were flooded",
        "figure",
        _status("unverified", "one-origin", "one origin"),
        ClaimSupport(**ONE, bodies=("Mira Oka",), carriers=("Eastwire",), cut=("Eastwire",), falls_to=0),  # type: ignore[arg-type]
        (
            _said(
                7,
                "More than 100 houses were flooded",
                MIRA,
                WIRE,
                quote="more than a hundred, I counted them",
                quote_kind="direct",
                continued=True,
                evidence_given=("testimony",),
            ),
        ),
        question=QUESTION,
        answer=Answer("figure", "more than 100", "101", None, unit="houses", scope="unstated"),
    ),
    Claim(
        "6" * 24,
        6,
        VANDALS,
        "actor",
        _status("unverified", "one-origin", "one origin"),
        ClaimSupport(**ONE, bodies=("Republic of Orsa",)),  # type: ignore[arg-type]
        (
            _said(
                8,
                VANDALS,
                DAM,
                quote="“vandals” had opened the gates",
                quote_kind="partial",
                label="vandals",
                label_words="scare",
                evidence_given=("none-given",),
                occasion="press briefing",
            ),
        ),
        allegation=True,
        answer=Answer("label", "vandals"),
    ),
    Claim(
        "7" * 24,
        7,
        CRACKS,
        "event",
        _status("unverified", "one-origin", "one origin"),
        ClaimSupport(**ONE, bodies=("an engineer at the dam",)),  # type: ignore[arg-type]
        (
            _said(
                9,
                CRACKS,
                INSIDER,
                release="background",
                evidence_given=("withheld",),
                body="an engineer at the dam",
                check=QuoteCheck("no-words"),
                notes=("Call back on Monday",),
            ),
        ),
    ),
    Claim(
        "8" * 24,
        8,
        BRIBES,
        "event",
        _status("unverified", "no-origin", "no named origin"),
        ClaimSupport(1, 1, weaknesses=("nobody is named as the origin",)),
        (_said(10, BRIBES, Hop("hearsay", hedge="it is said"), quote="it is said that its director took bribes"),),
        allegation=True,
        about=("River Board",),
    ),
    Claim(
        "9" * 24,
        9,
        TALLER,
        "event",
        _status("unverified", "untraced", "untraced: no source is recorded behind the outlets that state it"),
        ClaimSupport(1, 1, untraced=(LAMP,)),
        (_said(11, TALLER, OUTLET, quote="the tallest dam in Orsa", quote_kind="own"),),
        own_voice=True,
    ),
    Claim(
        "a" * 24,
        10,
        "A wall of the dam broke",
        "event",
        _status("refuted", "assessed", "an assessor reached this verdict", assessors=("ines",), since=AT),
        ClaimSupport(**ONE, bodies=("Mira Oka",)),  # type: ignore[arg-type]
        (
            _said(
                12,
                "A wall of the dam broke",
                MIRA,
                quote="that the wall had gone",
                assessments=(Assessment("b" * 24, "misquoted", "She said 'as if'", "ines", AT, 0, None),),
                counts=False,
            ),
        ),
        assessments=(Assessment("c" * 24, "refuted", "Photographs show it whole", "ines", AT, 1, None),),
    ),
    Claim(
        "b" * 24,
        11,
        "The board will rebuild every house",
        "pledge",
        _status("on-record", "on-record", "on record: what matters is who said it"),
        ClaimSupport(**ONE, bodies=("Republic of Orsa",)),  # type: ignore[arg-type]
        (
            _said(
                13,
                "The board will rebuild every house",
                replace(DAM, basis="own-act", said="2033-05-11"),
                claim_kind="pledge",
                release="official-statement",
                quote="rebuild every house",
            ),
        ),
    ),
)


def _numbers(status: str) -> tuple[int, ...]:
    return tuple(claim.number for claim in CLAIMS if claim.status.name == status)


def _count(status: str) -> StatusCount:
    codes = dict.fromkeys(claim.status.reason_code for claim in CLAIMS if claim.status.name == status)
    reasons = []
    for code in codes:
        held = [claim for claim in CLAIMS if (claim.status.name, claim.status.reason_code) == (status, code)]
        reasons.append(ReasonCount(code, held[0].status.reason, tuple(claim.number for claim in held)))
    return StatusCount(status, _numbers(status), tuple(reasons))


def figure(number: int, words: str, means: str | None, who: tuple[str, ...], when: str | None, **how: str) -> FigureRow:
    """A row of a table of figures, of claim `number`; a superseded one became "about 40"."""
    later: dict[str, Any] = {"superseded_by": "about 40", "superseded_claim": "c" * 24, "superseded_number": 4}
    fields: dict[str, Any] = {**how, **(later if "superseded" in how else {})}
    outlets = ("Lake Courier",) if when else ()
    clock = "published" if when else None
    return FigureRow(
        "c" * 24, number, "A figure", words, means, "people", None, None, who, outlets, when, clock, **fields
    )


FIGURES = (
    FigureTable(
        "f" * 24,
        QUESTION,
        True,
        "open",
        (
            figure(4, "about 20", "16 to 24", ("River Board",), "2031-03-02", superseded="revision"),
            figure(4, "about 40", "36 to 44", ("River Board", "Ana Ilves"), "2031-03-04", conflict="certain"),
            figure(2, "dozens", None, (), None, conflict="possible"),
        ),
    ),
    FigureTable("g" * 24, "How many homes flooded?", False, None, (figure(1, "300", None, ("Mayor",), "2031-03"),)),
    FigureTable(None, None, False, None, (figure(3, "7", None, ("Mayor",), None),)),
)
DESK = Report(
    edition="desk",
    story=ReportStory("0" * 24, "Flood below the Orsa dam", "Who opened the gates, and who was told.", "2033-05-10"),
    ledger=LedgerState("k" * 24, 17, "c0ffee" * 10 + "beef", "2033-05-12T07:00:00.000000Z", None),
    made_at=AT,
    since=None,
    older=0,
    left_out=2,
    statuses=tuple(map(_count, ("verified", "corroborated", "disputed", "unverified", "refuted", "on-record"))),
    bodies=(
        ReportBody(
            "Republic of Orsa", "government", ("River Board",), ("authorities",), (1, 2, 4, 6, 11), (1, 4, 6), (2,)
        ),
        ReportBody("Mira Oka", "witness", (), ("valley",), (2, 3, 5), (3, 5), (2, 3, 5), (2, 3, 5)),
        ReportBody("an engineer at the dam", None, (), (), (7,), (7,), (7,)),
        ReportBody(LAMP, "outlet", (), (), (9,), (), (), traced=False),
        ReportBody("", None, (), (), (8,), (), (), named=False, traced=False),
    ),
    carriers=(
        ReportCarrier("Eastwire", "news-agency", "carrier", (2, 3, 5), (3, 5)),
        ReportCarrier(LAMP, "outlet", "publisher", tuple(range(1, 12)), (1, 2, 3, 4, 5, 6, 7)),
    ),
    agreements=(
        ReportAgreement(2, FLOOD, ("authorities", "valley"), ("Mira Oka (valley)", "River Board (authorities)")),
    ),
    disagreements=(
        ReportDisagreement(
            "x" * 24,
            "stance",
            "certain",
            OPENED,
            (
                ReportPosition(3, OPENED, "asserts", ("Mira Oka",)),
                ReportPosition(3, OPENED, "denies", ("River Board",)),
            ),
        ),
        ReportDisagreement(
            "y" * 24,
            "figure",
            "possible",
            QUESTION,
            (
                ReportPosition(
                    4, "About 40 houses were flooded", "about 40", ("River Board",), "36 to 44", "Lower Orsa"
                ),
                ReportPosition(
                    5,
                    "More than 100 houses were flooded",
                    "more than 100",
                    ("Mira Oka",),
                    "101 or more",
                    "unstated",
                    new=True,
                ),
            ),
            differs=("place and hours not given for “more than 100”",),
            notes=("“about 40” may lie inside “more than 100”: not to be added",),
            state="reopened",
            why="she may count sheds",
        ),
        ReportDisagreement(
            "z" * 24,
            "actor",
            "possible",
            "Who opened the gates?",
            (
                ReportPosition(6, VANDALS, "vandals", ("River Board",)),
                ReportPosition(3, OPENED, "the board", ("Mira Oka",)),
            ),
            state="resolved",
            recorded=True,
            why="the gate log settles it",
            settled_for=3,
        ),
    ),
    updates=(ReportUpdate("revision", QUESTION, "River Board", "about 20", "about 40", 4, 4),),
    figures=FIGURES,
    flags=(
        FlagGroup(
            "quote-not-in-text",
            "error",
            "A quote is not in the stored text",
            1,
            (FlagCount("not in the text", 1),),
            ("The text does not hold “we warned everybody twice”",),
            "Correct the quote to what the text says.",
            (3,),
            ("5" * 24,),
        ),
        FlagGroup(
            "no-reply-sought",
            "warning",
            "An allegation to which nobody was asked to reply",
            2,
            (FlagCount("no reply sought", 2),),
            ("Nobody was asked.", "Nobody was asked."),
            "Put the allegation to them before publishing.",
            (6, 8),
            ("6" * 24, "8" * 24),
        ),
        FlagGroup(
            "unverified",
            "notice",
            "A claim is unverified",
            6,
            (FlagCount("one origin", 4), FlagCount("no named origin", 1), FlagCount("untraced: outlets", 1)),
            (),
            "Print it as its source's word.",
            (4, 5, 6, 7, 8, 9),
            (),
        ),
    ),
    claims=CLAIMS,
    sources=(
        ReportSource(
            "s" * 24,
            "River Board",
            "organisation",
            None,
            "Republic of Orsa",
            ("authorities",),
            False,
            (1, 2, 3, 4, 6, 11),
            (),
            (1, 4, 6),
        ),
        ReportSource(
            "m" * 24, "Mira Oka", "witness", "fish farmer", None, ("valley",), False, (2, 3, 5, 10), (), (3, 5)
        ),
        ReportSource(None, "an engineer at the dam", None, origin_of=(7,), only=(7,)),
        ReportSource(
            "w" * 24,
            "Eastwire",
            "news-agency",
            carries=(2, 3, 5),
            ratings=(SourceRating("B", "Corrects its tolls within hours", None, "ines"),),
        ),
        ReportSource("l" * 24, LAMP, "outlet", origin_of=(9,), carries=(1, 2, 3, 4, 5, 6, 7, 8, 10, 11)),
    ),
    documents=(
        ReportDocument(
            "d" * 24,
            1,
            "Valley under water",
            "https://lamp.example/a/very/long/address/that/does/not/fit/on/any/line/of/eighty/columns?at=all",
            LAMP,
            "2033-05-11",
            "news",
            "en",
            ("Pia Lund (Lower Orsa)",),
            "corrected",
            "An earlier version said a wall had broken.",
            "2033-05-12",
            ("https://archive.example/1",),
            (DocumentCopy("repost", None, "valleyblog.example", False),),
            True,
            "0123456789abcdef" * 4,
            5120,
            tuple(range(1, 12)),
        ),
    ),
)
"""The desk edition: everything there is to show."""


def _without_users(claim: Claim) -> Claim:
    def anonymous(rows: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
        return tuple(replace(row, by=None, credibility=None) for row in rows)

    return replace(
        claim,
        answer=replace(claim.answer, low=None, high=None) if claim.answer is not None else None,
        status=replace(claim.status, assessors=()),
        assertions=tuple(replace(row, notes=(), assessments=anonymous(row.assessments)) for row in claim.assertions),
        assessments=anonymous(claim.assessments),
        requests=tuple(replace(row, id="", how=None, on=None, due=None) for row in claim.requests),
        notes=(),
        tags=(),
    )


LEGAL = replace(
    DESK,
    edition="legal",
    ledger=replace(DESK.ledger, as_of="2033-05-12T23:59:59.999999Z"),
    flags=tuple(replace(row, facts=(), records=()) for row in DESK.flags),
    sources=tuple(replace(row, ratings=()) for row in DESK.sources),
)
PUBLIC = replace(
    LEGAL,
    edition="public",
    ledger=DESK.ledger,
    left_out=0,
    flags=(),
    claims=tuple(_without_users(claim) for claim in CLAIMS),
    disagreements=tuple(
        replace(row, why=None, positions=tuple(replace(position, means=None) for position in row.positions))
        for row in DESK.disagreements
    ),
    documents=tuple(
        replace(row, copies=(), text_stored=None, text_sha256=None, text_length=None) for row in DESK.documents
    ),
    figures=tuple(replace(table, rows=tuple(replace(row, means=None) for row in table.rows)) for table in DESK.figures),
)
REPORTS = {report.edition: report for report in (DESK, LEGAL, PUBLIC)}
"""The three editions, as the queries would give them."""
