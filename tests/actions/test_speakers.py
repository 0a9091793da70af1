"""From speakers as typed to chains."""

import pytest

from claimtrack.actions.speakers import SpeakerChains, Speakers, repeated_chains, speaker_chains
from claimtrack.errors import BadInput

PUBLISHER = "p" * 24


def chain(publisher: str | None = None, **typed: object) -> list[dict[str, object]]:
    """The one chain of these speakers."""
    (only,) = speaker_chains(Speakers(**typed), publisher).chains  # type: ignore[arg-type]
    return only


def test_from_the_speaker_outward() -> None:
    """`told` and '>' say the same; the basis and hedge are the first hop's."""
    typed = chain(said_by=("Ines",), told=("Coast Wire", "The Courier"), basis="witnessed", hedge="allegedly")
    assert typed == [
        {"source": "Ines", "basis": "witnessed", "hedge": "allegedly"},
        {"source": "Coast Wire"},
        {"source": "The Courier"},
    ]
    assert chain(said_by=("Ines > Coast Wire > The Courier",), basis="witnessed", hedge="allegedly") == typed


def test_nobody_named() -> None:
    """Hearsay and the passive, each with the word as printed."""
    assert chain(reportedly=True) == [{"naming": "hearsay", "hedge": "reportedly"}]
    assert chain(described=True, hedge="seen as") == [{"naming": "passive", "hedge": "seen as"}]
    assert chain(reportedly=True, told=("Coast Wire",))[1] == {"source": "Coast Wire"}


def test_own_voice() -> None:
    """The publisher's, or a reporter's."""
    made = speaker_chains(Speakers(own=True), PUBLISHER)
    assert made == SpeakerChains(chains=[[{"source": PUBLISHER}]], own=True)
    assert speaker_chains(Speakers(said_by=("Lena",), own=True), PUBLISHER).chains == [[{"source": "Lena"}]]


def test_a_caveat_is_the_carriers() -> None:
    """The publisher's when there is one, which then stands in the chain for it."""
    assert chain(PUBLISHER, said_by=("Ines",), caveats=("translated",))[-1] == {
        "source": PUBLISHER,
        "caveats": ["translated"],
    }
    assert chain(said_by=("Ines",), told=("Coast Wire",), caveats=("translated",))[-1]["caveats"] == ["translated"]


def test_a_speaker_of_a_body_is_recorded_first() -> None:
    """As a role or a group; both speak for it."""
    made = speaker_chains(Speakers(said_by=("spokesman", "officials"), of="Harbour Board"), None)
    assert [node.fields["speaks_for"] for node in made.sources] == [[{"source": "Harbour Board"}]] * 2
    assert [node.defaults["kind"] for node in made.sources] == ["person", "group"]
    assert [one[0]["naming"] for one in made.chains] == ["role", "group"]


def test_a_speakers_role_is_recorded_with_them() -> None:
    """Also of those who speak for themselves."""
    made = speaker_chains(Speakers(said_by=("Ana Ruiz",), role="mayor of Ista"), None)
    assert [node.fields for node in made.sources] == [{"name": "Ana Ruiz", "role": "mayor of Ista"}]
    assert made.chains[0][0]["naming"] == "named"


def test_again_lays_what_is_typed_over_the_first_hop() -> None:
    """Hedges and caveats are that line's own and are not taken over."""
    last = [{"chain": [{"source": "a", "hedge": "maybe", "basis": "told"}, {"source": "b", "caveats": ["translated"]}]}]
    assert repeated_chains(last, Speakers()).chains == [[{"source": "a", "basis": "told"}, {"source": "b"}]]
    assert repeated_chains(last, Speakers(basis="witnessed")).chains[0][0] == {"source": "a", "basis": "witnessed"}
    assert last[0]["chain"][0]["hedge"] == "maybe"


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"told": ("Coast Wire",)},
        {"reportedly": True, "described": True},
        {"reportedly": True, "said_by": ("Ines",)},
        {"described": True, "own": True},
        {"own": True},
        {"reportedly": True, "of": "Harbour Board"},
        {"reportedly": True, "role": "mayor"},
        {"said_by": (" > Coast Wire",)},
        {"said_by": ("Ines > ",)},
        {"said_by": ("Ines >  > The Courier",)},
        {"said_by": ("",)},
    ],
)
def test_what_says_nobody_or_two_things_is_refused(typed: dict[str, object]) -> None:
    """With what would be accepted."""
    with pytest.raises(BadInput) as refused:
        chain(**typed)
    assert refused.value.todo
