"""Questions in the words of two pieces that ask for one number, and those that do not."""

import pytest

from claimtrack.actions.reading.asked_alike import asks_alike, in_one_wording

CANCELLED = "How many ferries were cancelled?"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (CANCELLED, "How many ferries had been cancelled?", True),
        ("How many halls will the board close?", "How many halls does the board plan to close?", True),
        ("How much was lost by the fund?", "How much did the fund lose?", True),
        ("How many ferries were cancelled by the line?", "How many ferries did the line cancel?", True),
        (CANCELLED, "How many ferries were cancelled by the line?", None),
        (CANCELLED, "How many ferries were cancelled in May?", None),
        (CANCELLED, "How many ferries were cancelled on Monday?", None),
        ("How many barns were wrecked in Ista?", "How many barns were destroyed by the storm in Ista?", None),
        ("How many homes are under water?", "How many homes are above water?", None),
        ("How many cooks left before the fire?", "How many cooks left after the fire?", None),
        ("How many cooks were paid?", "How many cooks were not paid?", False),
        ("How many homes had power?", "How many homes had no power?", False),
        ("How many homes were with power?", "How many homes were without power?", False),
        ("How many ferries were cancelled on Monday?", "How many ferries were cancelled on Tuesday?", False),
        (CANCELLED, "How many ferries were delayed?", False),
        ("How many people were trapped in the pier fire?", "How many people are still trapped after it?", False),
        ("How many people were trapped in the fire?", "How many people are still trapped after the fire?", False),
        ("How many people were on the list?", "How many people were not on the list?", False),
        (CANCELLED, "How many trains were cancelled?", False),
        ("How many barns were destroyed in Ista?", "How many barns were destroyed in Kesra?", False),
        ("How much was Tom Ek fined?", "How much was Mara Lund fined?", False),
        ("How much was lost?", "How many were lost?", False),
        ("How much does Karst Ltd owe the council?", "How much does the council owe?", False),
        ("How much does the council owe?", "How much does the council owe Karst Ltd?", None),
        ("How much has the bank lent the mill?", "How much has the mill lent the bank?", False),
        ("How much did the mill pay the union?", "How much was paid to the union by the mill?", True),
        (CANCELLED, "Who cancelled the ferries?", False),
        ("How many homes were damaged?", "How many houses did the gale damage?", None),
        ("How many homes were searched?", "How many houses did police raid?", None),
        ("How many homes have no power?", "How many households are without power?", None),
        ("How long was the road closed for?", "How long was the pass shut for?", None),
        ("How much did the firm spend on pumps?", "How much did Orr Mills spend on pumps?", None),
        ("How many people marched on Saturday?", "How many protesters marched on Saturday?", None),
        ("How many homes were damaged?", "How many houses were sold?", False),
        ("How many homes were damaged?", "How many halls were damaged?", False),
        ("How many women marched?", "How many men marched?", False),
        ("How many nurses were paid?", "How many doctors were paid?", False),
        ("How long was the road closed for?", "How long was the bridge closed for?", False),
        ("How much did Karst Ltd spend on pumps?", "How much did Orr Mills spend on pumps?", False),
        ("How many more homes were damaged in Ista?", "How many houses were damaged in Ista?", False),
    ],
)
def test_which_questions_ask_alike(one: str, other: str, alike: bool | None) -> None:
    """One that says more, or where or when otherwise, may ask for a part: None. Another thing or deed is another."""
    assert asks_alike(one, other) is alike
    assert asks_alike(other, one) is alike


def test_one_piece_asks_once_for_one_number() -> None:
    """The fullest of what a headline, the lead and a list say in the same words."""
    fuller = "How many ferries did the line cancel on Monday?"
    unpaid = ("How many cooks were paid?", "How many cooks were not paid?")
    assert in_one_wording(unpaid) == dict(zip(unpaid, unpaid, strict=True))
    found = in_one_wording(["How many ferries did line cancel on Monday?", fuller, CANCELLED, "Who cancelled them?"])
    assert set(found.items()) == {
        ("How many ferries did line cancel on Monday?", fuller),
        (fuller, fuller),
        (CANCELLED, CANCELLED),
    }


def test_one_piece_asks_twice_who_owes_whom() -> None:
    """The same words of the bank and the mill, and of the mill and the bank, are two questions."""
    asked = ["How much has the bank lent the mill?", "How much has the mill lent the bank?"]
    assert in_one_wording(asked) == {question: question for question in asked}
