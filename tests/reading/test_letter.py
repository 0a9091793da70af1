"""E-mails: what whoever signed one writes is theirs; what others are said to say is not."""

from claimtrack.reading.reader import read

LETTER = """Dear colleague,

I stood on the weir when the gate broke. At least 12 boats were lost. Who will pay for them?

The director told us that the lock was safe. “Nobody must hear of this,” he said.

With kind regards,
Marta Lind

On Sunday, Omar Denn wrote:
The cracks were never measured.

Marta Lind
"""


def claims(text: str, sender: str | None) -> dict[str, list[str | None]]:
    """The claims that are proposed -> who says each first, by name."""
    found = read(text, publisher=sender, sender=sender).proposals
    return {one.text: [chain[0].name for chain in one.chains] for one in found}


def test_what_is_signed_is_the_senders() -> None:
    """Every statement above the name that nobody else makes, word by word; no question, greeting, or older letter."""
    found = claims(LETTER, "Marta Lind")
    theirs = [claim for claim, who in found.items() if who == ["Marta Lind"]]
    assert theirs == ["I stood on the weir when the gate broke", "At least 12 boats were lost"]
    assert found["The lock was safe"] == found["Nobody must hear of this"] == ["director"]
    assert {one.quote_kind for one in read(LETTER, sender="Marta Lind").proposals[:2]} == {"direct"}


def test_without_a_signature_nothing_is_taken_for_the_senders() -> None:
    """Then it is read as any piece: only the figures of its own voice are its publisher's."""
    unsigned = LETTER.replace("Marta Lind\n\n", "\n")
    assert [claim for claim, who in claims(unsigned, "Marta Lind").items() if who == ["Marta Lind"]] == [
        "At least 12 boats were lost"
    ]
    assert claims(LETTER, None) == {
        claim: who for claim, who in claims(LETTER, "Marta Lind").items() if who != ["Marta Lind"]
    }
