"""Claims and attributions: `add` and `attribute`. The heart of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from claimtrack.actions.versions import last_assertions
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.ids import make_id
from claimtrack.domain.naming import has_name, kind_of_words, naming_of
from claimtrack.domain.records import FilePosition, Record
from claimtrack.domain.text import key
from claimtrack.errors import BadInput
from claimtrack.ledger import lookup
from claimtrack.ledger.change import Change
from claimtrack.ledger.ledger import Connection, LedgerDatabase, Written
from claimtrack.ledger.write.context import Outcome
from claimtrack.schema.nesting import expand

Chain = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Speakers:
    """The speakers of one attribution, as typed. Without any of them an attribution is refused.

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


def cast(speakers: Speakers, publisher: str | None) -> SpeakerChains:
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
    made = SpeakerChains(own=speakers.own)
    if unnamed:
        hop: dict[str, Any] = {"naming": speakers.naming or ("hearsay" if speakers.reportedly else "passive")}
        hop["hedge"] = speakers.hedge or ("reportedly" if speakers.reportedly else "described as")
        made.chains.append([hop])
    elif speakers.own and not speakers.said_by:
        if publisher is None:
            raise BadInput(
                "--own needs a document with a publisher: it is the publisher's own voice", "Give --in DOCUMENT."
            )
        made.chains.append([{"source": publisher, **_about(speakers)}])
    for number, typed in enumerate(speakers.said_by):
        made.chains.append(_chain(made, speakers, typed, number))
    for chain in made.chains:
        if unnamed or speakers.own:
            _detail(chain[0], speakers)
        chain.extend({"source": carrier} for carrier in speakers.told)
        _caveats(chain, speakers, publisher)
    return made


def _chain(made: SpeakerChains, speakers: Speakers, typed: str, number: int) -> Chain:
    names = [name.strip() for name in f" {typed} ".split(" > ")]
    if not all(names):
        raise BadInput(f"the chain {typed!r} begins or ends nowhere", "Write it as 'Saule > AFP'.")
    first: dict[str, Any] = {"source": names[0], **_about(speakers)}
    _detail(first, speakers)
    if speakers.of is not None or speakers.role is not None:
        key = f"speaker {number}"
        guess = kind_of_words(names[0]) if not has_name(names[0]) else "unknown"
        fields: dict[str, Any] = {"name": names[0]}
        if speakers.of is not None:
            fields["speaks_for"] = [{"source": speakers.of}]
        if speakers.role is not None:
            fields["role"] = speakers.role
        made.sources.append(Record("source", fields, FilePosition(), key=key, defaults={"kind": guess}))
        first.setdefault("naming", naming_of(names[0]))
        first["source"] = key
    return [first, *({"source": name} for name in names[1:])]


def _about(speakers: Speakers) -> dict[str, Any]:
    return {"naming": speakers.naming} if speakers.naming else {}


def _detail(hop: dict[str, Any], speakers: Speakers) -> None:
    for name in ("basis", "hedge", "said", "words", "described_as"):
        value = getattr(speakers, name)
        if value is not None:
            hop[name] = value


def _caveats(chain: Chain, speakers: Speakers, publisher: str | None) -> None:
    """A caveat is the last carrier's: the publisher's, when the document has one."""
    if not speakers.caveats:
        return
    if publisher is not None and chain[-1].get("source") != publisher:
        chain.append({"source": publisher, "caveats": list(speakers.caveats)})
    else:
        chain[-1]["caveats"] = list(speakers.caveats)


def again(last: Sequence[dict[str, Any]], speakers: Speakers) -> SpeakerChains:
    """The chains of earlier assertions once more, with what was typed now laid over their first hop."""
    made = SpeakerChains()
    for body in last:
        chain: Chain = [dict(hop) for hop in body["chain"]]
        for hop in chain:
            hop.pop("caveats", None)
            hop.pop("hedge", None)
        if speakers.naming:
            chain[0]["naming"] = speakers.naming
        _detail(chain[0], speakers)
        if speakers.caveats:
            chain[-1]["caveats"] = list(speakers.caveats)
        made.chains.append(chain)
    made.own = bool(last) and last[0].get("quote_kind") == "own"
    return made


HERE = FilePosition()
NOBODY = Speakers()


@dataclass(frozen=True, slots=True)
class AttributionInput:
    """How a claim was put in one place. `document` is an id or a URL; `nth` tells one of several places of the words.

    `again` takes speaker, chain and document of the writer's last assertion; `continues` does too, and goes on from it.
    """

    speakers: Speakers = NOBODY
    document: str | None = None
    again: bool = False
    continues: bool = False
    quote: str | None = None
    nth: int | None = None
    quote_kind: str | None = None
    stance: str | None = None
    evidence_given: tuple[str, ...] = ()
    occasion: str | None = None
    release: str | None = None
    until: str | None = None
    label_words: str | None = None
    joint: str | None = None
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The claim itself, as typed. `story` is an id; `answer` holds the members of its answer; `about` names sources."""

    text: str
    story: str | None = None
    kind: str | None = None
    question: str | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    allegation: bool = False
    separate: bool = False
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` and `attribute` came to. `attributed` tells that the claim was there already."""

    claim: str
    assertions: tuple[str, ...]
    attributed: bool
    outcome: Outcome


def add(
    ledger: LedgerDatabase, wording: Wording, attribution: AttributionInput, *, by: str, why: str | None = None
) -> Written[Added]:
    """Record a claim and its first assertion; a claim of the same wording in the story gets a further assertion."""
    if not wording.text.strip():
        raise BadInput(
            "the claim has no words", 'Write one proposition, such as: claimtrack add "The bridge is closed" -s NAME'
        )

    def action(change: Change) -> Added:
        settled, spoken = _settle(change, attribution, by)
        document = _document(change.conn, settled.document)
        if settled.quote is None and document.get("text") and find_passages(document["text"], wording.text):
            settled = replace(settled, quote=wording.text)
        item = _claim_item(change, wording)
        item["assertions"] = _assertion_items(settled, spoken)
        outcome = change.record([*spoken.sources, *expand("claim", item, HERE)], story=wording.story)
        claim = outcome.roots[-1]
        assert claim is not None
        attributed = any(r.id == claim and r.what not in ("created", "stub") for r in outcome.records)
        return Added(claim, _assertions(outcome), attributed, outcome)

    return ledger.write(action, by=by, kind="add", why=why)


def attribute(
    ledger: LedgerDatabase, claim: str, attribution: AttributionInput, *, by: str, why: str | None = None
) -> Written[Added]:
    """Record a further assertion of a claim (an id)."""

    def action(change: Change) -> Added:
        settled, spoken = _settle(change, attribution, by)
        story = change.current(claim).body
        records = list(spoken.sources)
        for item in _assertion_items(settled, spoken):
            records += expand("assertion", {**item, "claim": claim}, HERE)
        outcome = change.record(records, story=(story or {}).get("story"))
        return Added(claim, _assertions(outcome), True, outcome)

    return ledger.write(action, by=by, kind="attribute", why=why)


def _assertions(outcome: Outcome) -> tuple[str, ...]:
    return tuple(record.id for record in outcome.records if record.type == "assertion")


def _document(connection: Connection, document: str | None) -> Mapping[str, Any]:
    return (lookup.get(connection, document) or {}) if document is not None else {}


def _settle(change: Change, attribution: AttributionInput, by: str) -> tuple[AttributionInput, SpeakerChains]:
    """The attribution with what `--again` and `--continues` take over, and its chains."""
    if not (attribution.again or attribution.continues):
        publisher = _document(change.conn, attribution.document).get("publisher")
        return attribution, cast(attribution.speakers, publisher)
    typed = attribution.speakers
    if typed.named or typed.told or typed.of is not None or typed.role is not None:
        raise BadInput(
            "--again and --continues take the speaker of your last assertion",
            "Leave -s, --of, --told and --own away. " + WHO,
        )
    last = last_assertions(change.conn, by)
    if not last:
        raise BadInput("there is no assertion of yours to go on from", WHO)
    settled = replace(attribution, document=last[0].get("document") or attribution.document, joint=last[0].get("joint"))
    if attribution.continues:
        settled = replace(
            settled,
            evidence_given=attribution.evidence_given or tuple(last[0].get("evidence_given", ())),
            occasion=attribution.occasion or last[0].get("occasion"),
            release=attribution.release or last[0].get("release"),
            until=attribution.until or last[0].get("until"),
        )
    spoken = again(last, attribution.speakers)
    for chain, body in zip(spoken.chains, last, strict=True):
        if attribution.continues:
            chain[0]["continues"] = body["id"]
    return settled, spoken


def _claim_item(change: Change, wording: Wording) -> dict[str, Any]:
    item: dict[str, Any] = {"text": wording.text.strip()}
    for name, value in (("story", wording.story), ("kind", wording.kind), ("question", wording.question)):
        if value is not None:
            item[name] = value
    if wording.answer:
        item["answer"] = dict(wording.answer)
    if wording.about:
        item["about"] = list(wording.about)
    if wording.allegation:
        item["allegation"] = True
    if wording.separate:
        item["separate"] = _next_separate(change.conn, wording)
    if wording.notes:
        item["notes"] = list(wording.notes)
    if wording.tags:
        item["tags"] = list(wording.tags)
    return item


def _next_separate(connection: Connection, wording: Wording) -> int:
    from claimtrack.ledger.write.identity import natural_id

    number = 1
    base: dict[str, Any] = {"type": "claim", "text": wording.text, "answer": dict(wording.answer)}
    if wording.story is not None:
        base["story"] = wording.story
    while lookup.exists(connection, natural_id({**base, "separate": number})):
        number += 1
    return number


def _assertion_items(attribution: AttributionInput, spoken: SpeakerChains) -> list[dict[str, Any]]:
    joint = attribution.joint
    if joint is None and len(spoken.chains) > 1:
        joint = make_id("joint", *sorted(key(name) for name in attribution.speakers.said_by))[:8]
    items: list[dict[str, Any]] = []
    for chain in spoken.chains:
        item: dict[str, Any] = {"chain": chain}
        if "continues" in chain[0]:
            item["continues"] = chain[0].pop("continues")
        if attribution.quote is not None:
            item["quote"] = {"exact": attribution.quote.strip()}
            if attribution.nth is not None:
                item["quote"]["nth"] = attribution.nth
        kind = attribution.quote_kind or ("own" if spoken.own else None)
        for name, value in (
            ("document", attribution.document),
            ("stance", attribution.stance),
            ("quote_kind", kind),
            ("label_words", attribution.label_words),
            ("occasion", attribution.occasion),
            ("release", attribution.release),
            ("until", attribution.until),
            ("joint", joint),
        ):
            if value is not None:
                item[name] = value
        if attribution.evidence_given:
            item["evidence_given"] = list(attribution.evidence_given)
        if attribution.notes:
            item["notes"] = list(attribution.notes)
        if attribution.tags:
            item["tags"] = list(attribution.tags)
        items.append(item)
    return items


def write_records(
    ledger: LedgerDatabase,
    records: Sequence[Record],
    *,
    by: str,
    kind: str,
    story: str | None = None,
    why: str | None = None,
) -> Written[Outcome]:
    """Record what a verb made, in one change."""
    return ledger.write(lambda change: change.record(records, story=story), by=by, kind=kind, why=why)
