"""An invented story with something for every picture: tolls, clashes, a shared carrier, circles, borrowed words."""

from claimtrack.queries.report.compose import ReportPage
from tests.render.html.charts.pages import claim, clash, figure, hop, label, page, said, update

LOST = "How many boats were lost?"
CREW = "How many did the storm take?"
CALLED = "What is the storm called?"

GUARD, MAYOR, INES, COOP = "Coast Guard", "Mayor of Sael", "Ines Lund", "Fishermen’s Cooperative of the Outer Islands"
WIRE, LAMP, TIDE, ARABIC = "Coast Wire", "The Lamp", "Morning Tide", "صحيفة الميناء"

BOATS = (
    claim(
        1,
        "Three boats were lost",
        said(GUARD, WIRE, by=LAMP, on="2033-05-10"),
        question=LOST,
        answer=figure("three", "3", "3"),
        status="corroborated",
        code="independent-origins",
    ),
    claim(
        2,
        "At least 11 boats were lost",
        said(GUARD, WIRE, by=TIDE, on="2033-05-11"),
        question=LOST,
        answer=figure("at least 11", "11", None),
    ),
    claim(
        3,
        "About 20 boats were lost",
        said(INES, WIRE, by=TIDE, on="2033-05-11"),
        question=LOST,
        answer=figure("about 20", "18", "22", approximate=True),
        status="disputed",
        code="disagreement",
    ),
    claim(
        4,
        "Some 40 boats were lost",
        said(COOP, by=ARABIC, on="2033-05-11"),
        question=LOST,
        answer=figure("some 40", "36", "44", approximate=True, scope="Outer Islands"),
        status="disputed",
        code="disagreement",
    ),
    claim(
        5, "24 boats were lost", said(MAYOR, by=LAMP, on="2033-05-13"), question=LOST, answer=figure("24", "24", "24")
    ),
)
OTHERS = (
    claim(6, "Nobody died", said(MAYOR), question=CREW, answer=figure("nobody", "0", "0")),
    claim(7, "Up to 1,500 died", said(None), question=CREW, answer=figure("up to 1,500", "0", "1500")),
    claim(8, "Dozens of divers came", said(GUARD), answer=figure("dozens", "24", "99", vague=True, counting="divers")),
    claim(9, "12 engines sank", said(LAMP, kind="own"), answer=figure("12", "12", "12", counting="engines")),
    claim(
        10,
        "A freak storm hit the islands",
        said(INES, by=LAMP, kind="partial", label_words="scare"),
        said(hop(LAMP, "outlet"), by=LAMP, kind="own", label_words="own"),
        question=CALLED,
        answer=label("freak storm"),
    ),
    claim(
        11, "It was a gale", said(MAYOR, by=TIDE, label_words="reported"), question=CALLED, answer=label("a mere gale")
    ),
    claim(12, "The radio was off", said(TIDE, by=LAMP), said(LAMP, by=TIDE), status="withdrawn", code="withdrawn"),
    claim(13, "The beacon was dark", said(GUARD, by=LAMP), status="on-record", code="on-record"),
)
STORY: ReportPage = page(
    *BOATS,
    *OTHERS,
    disagreements=(
        clash("certain", BOATS[2], BOATS[3]),
        clash("possible", OTHERS[0], OTHERS[1]),
        clash("certain", BOATS[0], BOATS[4], state="resolved"),
    ),
    updates=(update("revision", BOATS[0], BOATS[1]), update("update", BOATS[2], BOATS[4])),
    cumulative=True,
)
