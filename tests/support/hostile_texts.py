"""Texts that were not written to be read: each of about a given length in characters, by name."""

from collections.abc import Callable

Text = Callable[[int], str]

SAID = "The mayor said that it fell, and police said they saw “rioters”. "
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def repeated(piece: str) -> Text:
    """The piece again and again."""
    return lambda length: piece * (length // len(piece) + 1)


def _names(length: int) -> str:
    letters = [(n % 26, n // 26 % 26, n // 676 % 26) for n in range(length // 8)]
    return ", ".join("Ana" + "".join(_LETTERS[at] for at in three) for three in letters)


REPEATED = {
    "sentences": SAID,
    "paragraphs": SAID + "\n\n",
    "no full stop": "The mayor said that it fell and police said they saw it ",
    "speech that goes on": "“We saw it,” Ana said.\n\n“It fell.”\n\n",
    "straight quote marks": '"',
    "opening quote marks": "“ she said ",
    "closing quote marks": "” said he ",
    "single quote marks": "'a said ",
    "that": "that ",
    "and": "and ",
    "said": "said ",
    "he said": "he said ",
    "who": "who said ",
    "according to": "according to ",
    "noun in noun": "claim that he claim that ",
    "commas": "a, said, ",
    "brackets": "he said ([",
    "full stops": ". ",
    "ellipses": "… ",
    "dashes": "— ",
    "figures": "two hundred and 12 dead, ",
    "initials": "U.S. Mr. A. ",
    "one name": "Ruiz ",
    "offices": "the mayor of the ministry of ",
    "possessives": "Ana’s ",
    "capitals": "THE MAYOR SAID THAT IT FELL. ",
    "list": "- the mayor said it fell\n",
    "headings": "# The mayor said\n",
    "table": "| the mayor | said that 40 died |\n",
    "right to left": "قال \u202eالوزير ",
    "no spaces": "市长说桥塌了。",
    "short lines": "a\n",
}
"""What is repeated, by name."""
BLANK = {
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "line breaks": "\n",
    "blank lines": " \t\n",
    "form feeds": "\x0c",
    "line separators": "\u2028",
    "one word": "a",
    "one word in capitals": "A",
    "hyphens": "a-",
    "zero width": "\u200b",
    "combining marks": "\u0301",
    "nul": "\0",
    "dots": ".",
    "digits": "1",
    "emoji": "\U0001f30a",
}
"""What regular expressions have to pass over in few steps."""
FULL_OF_FIGURES: dict[str, Text] = {
    name: repeated(piece)
    for name, piece in {
        "dead": "two hundred and 12 dead, ",
        "joined": "12 men were killed while 13 died and ",
        "in clauses": "which 12 died, 40 hurt, who 3 died ",
        "since": "since 3 died, ",
        "as objects": "and killed 40 ",
        "that": "that 12 died that 13 died ",
        "events": "Ista bridge: 12 dead\n",
        "years": "In 1977 12 died in Ista, ",
    }.items()
}
"""Figures without a full stop, by how they stand together."""
LONG_TEXTS: dict[str, Text] = {**{name: repeated(piece) for name, piece in REPEATED.items()}, "names": _names}
PASSED_OVER: dict[str, Text] = {
    **{name: repeated(piece) for name, piece in BLANK.items()},
    "dots before a word": lambda length: "." * length + "a",
    "spaces in a sentence": lambda length: f"The depot held{' ' * length}40 tonnes of solvent and the fire began",
}
