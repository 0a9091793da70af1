"""Pieces of our own, and what a reader would propose of them: right, and here and there wrong, as readers are."""

from __future__ import annotations

from claimtrack.reading.proposals import Doubt, ProposedHop, Reading
from tests.support.annotated_reader import reading, said
from tests.support.long_article import FERRY, ferry

PIER = """\
Old pier closed after night of storms

By Ida Lorne in Kesra

The mayor of Kesra, Omar Denn, blamed “wreckers” from abroad for the collapse of the old pier. He gave no evidence.

“We will rebuild the pier,” Denn said on Sunday. “We will rebuild it before winter.”

Police said dozens of boats had been damaged. Sabine, a fisher, told River Wire: “About 10 people were hurt.”

The Harbour Board and the Fishers' Union said in a statement that the gates had stood open.

About 400 engineers have reportedly arrived. Denn likes the sea.

Read more
"""

DENN = ProposedHop("Omar Denn", None, kind="person", role="mayor of Kesra")
BOARD = ProposedHop("Harbour Board", None, kind="organisation")


def pier(text: str) -> Reading:
    """What is proposed of PIER: seven passages, the last of them none."""
    return reading(
        text,
        [
            said(
                "The mayor of Kesra, Omar Denn",
                "blamed",
                "“wreckers” from abroad for the collapse of the old pier",
                DENN,
                text="Wreckers from abroad brought down the old pier",
                kind="actor",
                label="wreckers",
                label_words="scare",
                evidence_given=("none-given",),
            ),
            said("Denn", "said", "“We will rebuild the pier,”", DENN, text="The pier will be rebuilt", kind="pledge"),
            said(
                "",
                "",
                "“We will rebuild it before winter.”",
                DENN,
                text="The pier will be rebuilt before winter",
                kind="pledge",
                continues=1,
            ),
            said(
                "Police",
                "said",
                "dozens of boats had been damaged",
                ProposedHop("Police", None, kind="organisation"),
                text="Dozens of boats had been damaged",
                kind="figure",
                figure="dozens",
                unit="boats",
            ),
            said(
                "Sabine, a fisher",
                "told",
                "“About 10 people were hurt.”",
                (
                    ProposedHop("Sabine", None, kind="witness", role="fisher"),
                    ProposedHop("River Wire", None, kind="news-agency"),
                ),
                text="About 10 people were hurt",
                kind="figure",
                figure="About 10",
            ),
            said(
                "The Harbour Board and the Fishers' Union",
                "said",
                "the gates had stood open",
                BOARD,
                ProposedHop("Fishers' Union", None, kind="organisation"),
                text="The gates had stood open",
                occasion="in a statement",
            ),
            said(
                "",
                "reportedly",
                "About 400 engineers have reportedly arrived",
                ProposedHop(None, None, naming="hearsay", hedge="reportedly"),
                text="About 400 engineers have arrived",
                kind="figure",
                figure="About 400",
                counting="engineers",
            ),
            said("Denn", "likes", "Denn likes the sea", DENN),
        ],
        [
            ("Old pier closed after night of storms", "headline", None, None),
            ("By Ida Lorne in Kesra", "byline", "Ida Lorne", "Kesra"),
            ("Read more", "boilerplate", None, None),
        ],
    )


HOSTILE = "Odd pier"


def hostile(text: str) -> Reading:
    """What is proposed of a piece full of characters that a terminal would obey: the name holds them too."""
    name = text[text.index("\x1b") : text.index(" said")]
    return reading(text, [said(name, "said", text[text.index("\u2066") : -2], ProposedHop(name))], [])


CRANE = """\
Crane falls at the quay

Omar Denn met Tom Ek at the quay. He said the captain had been drunk.
"""


def crane(text: str) -> Reading:
    """What is proposed of CRANE: one passage, of which two things are in doubt."""
    doubts = (Doubt("who", ("Omar Denn", "Tom Ek")), Doubt("allegation", ("yes", "no")))
    drunk = said("He", "said", "the captain had been drunk", DENN, allegation=True, doubts=doubts)
    return reading(text, [drunk], [])


SLEPT = """\
Ferry stopped at the quay

Omar Denn said the ferry was carrying “far too many people” and the captain had slept at the wheel. It left at noon.
"""


def slept(text: str) -> Reading:
    """What is proposed of SLEPT: two claims in one passage."""
    both = "the ferry was carrying “far too many people” and the captain had slept at the wheel"
    return reading(text, [said("Omar Denn", "said", both, DENN, text=both.capitalize(), quote_kind="partial")], [])


KNOWN = {
    SLEPT.split("\n")[0]: slept,
    CRANE.split("\n")[0]: crane,
    PIER.split("\n")[0]: pier,
    HOSTILE: hostile,
    FERRY.split("\n")[0]: ferry,
}
"""First line of a piece -> what is proposed of it."""
