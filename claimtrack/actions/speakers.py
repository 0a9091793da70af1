"""Speakers: the attribution chains that `-s`, `--of`, `--told`, `--own` and the like describe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from claimtrack.domain.naming import has_name, kind_of_words, naming_of
from claimtrack.domain.records import FilePosition, Record
from claimtrack.errors import BadInput

Chain = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Speakers:
    """The speakers of one attribution, as a person gives them. Without any of them an attribution is refused.

    `said_by`: names or ids, several for a joint statement, each perhaps a chain "Saule > AFP"; `of`: the body they
    speak for; `told`: carriers from the speaker outward; `own`: the outlet's own voice, or with a name that reporter's
    own observation; `reportedly`, `described`: nobody named.
    """

    said_by: tuple[str, ...] = ()
    of: str | None = None
    told: tuple[str, ...] = ()
    own: bool = False
    reportedly: bool = False
    described: bool = False
    naming: str | None = None
    basis: str | None = None
    hedge: str | None = None
    said: str | None = None
    words: str | None = None
    described_as: str | None = None
    caveats: tuple[str, ...] = ()
    role: str | None = None

    @property
    def named(self) -> bool:
        """Whether anything says who it was."""
        return bool(self.said_by) or self.own or self.reportedly or self.described


@dataclass(slots=True)
class SpeakerChains:
    """The chains that speakers make, one an assertion, and the sources to be recorded first."""

    chains: list[Chain] = field(default_factory=list)
    sources: list[Record] = field(default_factory=list)
    own: bool = False


WHO = "Say who said it: -s NAME, --own (the outlet's own voice), --reportedly or --described (nobody named)."


def speaker_chains(speakers: Speakers, publisher: str | None) -> SpeakerChains:
    """The chains of an attribution in a document of this publisher (an id; None without one). Raises BadInput."""
    unnamed = speakers.reportedly or speakers.described
    if not speakers.named:
        raise BadInput("nobody is said to have said it", WHO)
    if unnamed and (speakers.said_by or speakers.own):
        raise BadInput(
            "--reportedly and --described mean that nobody is named", "Leave -s and --own away, or leave them away."
        )
    if not speakers.said_by and (speakers.of is not None or speakers.role is not None):
        raise BadInput("--of and --role describe a speaker, and none is named", "Give -s NAME with them.")
    if speakers.reportedly and speakers.described:
        raise BadInput("--reportedly and --described exclude each other", WHO)
    result = SpeakerChains(own=speakers.own)
    if unnamed:
        naming, hedge = ("hearsay", "reportedly") if speakers.reportedly else ("passive", "described as")
        result.chains.append([{"naming": speakers.naming or naming, "hedge": speakers.hedge or hedge}])
    elif speakers.own and not speakers.said_by:
        if publisher is None:
            raise BadInput(
                "--own needs a document with a publisher: it is the publisher's own voice", "Give --in DOCUMENT."
            )
        result.chains.append([{"source": publisher, **_about(speakers)}])
    for number, name in enumerate(speakers.said_by):
        result.chains.append(_chain(result, speakers, name, number))
    for chain in result.chains:
        if unnamed or speakers.own:
            _detail(chain[0], speakers)
        chain.extend({"source": carrier} for carrier in speakers.told)
        _caveats(chain, speakers, publisher)
    return result


def _chain(result: SpeakerChains, speakers: Speakers, said_by: str, number: int) -> Chain:
    """The chain of one speaker, "NAME" or "NAME > CARRIER"; a source record where more is told of the speaker."""
    names = [name.strip() for name in f" {said_by} ".split(" > ")]
    if not all(names):
        raise BadInput(f"the chain {said_by!r} begins or ends nowhere", "Write it as 'Saule > AFP'.")
    first: dict[str, Any] = {"source": names[0], **_about(speakers)}
    _detail(first, speakers)
    if speakers.of is not None or speakers.role is not None:
        key = f"speaker {number}"
        fields: dict[str, Any] = {"name": names[0]}
        fields |= {"speaks_for": [{"source": speakers.of}]} if speakers.of is not None else {}
        fields |= {"role": speakers.role} if speakers.role is not None else {}
        defaults = {"kind": kind_guess(names[0])}
        result.sources.append(Record("source", fields, FilePosition(), key=key, defaults=defaults))
        first.setdefault("naming", naming_of(names[0]))
        first["source"] = key
    return [first, *({"source": name} for name in names[1:])]


def _about(speakers: Speakers) -> dict[str, Any]:
    return {"naming": speakers.naming} if speakers.naming else {}


def _detail(hop: dict[str, Any], speakers: Speakers) -> None:
    values = {name: getattr(speakers, name) for name in ("basis", "hedge", "said", "words", "described_as")}
    hop |= {name: value for name, value in values.items() if value is not None}


def kind_guess(name: str) -> str:
    """The kind of a source recorded without one: by its words if they have no capital, else unknown."""
    return "unknown" if has_name(name) else kind_of_words(name)


def _caveats(chain: Chain, speakers: Speakers, publisher: str | None) -> None:
    """A caveat is the last carrier's: the publisher's, when the document has one."""
    if not speakers.caveats:
        return
    if publisher is not None and chain[-1].get("source") != publisher:
        chain.append({"source": publisher, "caveats": list(speakers.caveats)})
    else:
        chain[-1]["caveats"] = list(speakers.caveats)


def repeated_chains(last: Sequence[dict[str, Any]], speakers: Speakers) -> SpeakerChains:
    """The chains of earlier assertions once more, with what is given now laid over their first hop."""
    result = SpeakerChains()
    for body in last:
        chain = [{name: hop[name] for name in hop if name not in ("caveats", "hedge")} for hop in body["chain"]]
        chain[0] |= _about(speakers)
        _detail(chain[0], speakers)
        if speakers.caveats:
            chain[-1]["caveats"] = list(speakers.caveats)
        result.chains.append(chain)
    result.own = bool(last) and last[0].get("quote_kind") == "own"
    return result
