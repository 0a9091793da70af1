"""Claims and attributions: recording them, listing them, and the answers that claims give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, TypedDict

from claimtrack.actions.speakers import WHO, SpeakerChains, Speakers, repeated_chains, speaker_chains
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.ids import make_id
from claimtrack.domain.records import FilePosition, Record
from claimtrack.domain.text import key
from claimtrack.domain.vocabulary import AFFIRMING
from claimtrack.errors import BadInput, ClaimtrackError
from claimtrack.ledger import lookup
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.log import assertions_of_last
from claimtrack.ledger.restricted.visibility import find_restricted
from claimtrack.schema.nesting import expand

if TYPE_CHECKING:
    from claimtrack.ledger.change import Change
    from claimtrack.ledger.write.write_context import Outcome
    from claimtrack.queries.claim_list import ClaimList

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
class ClaimInput:
    """The claim itself. `story` is an id; `answer` holds the members of its answer; `about` names sources."""

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


Names = str | Sequence[str]
"""One text or several."""


class AttributionOptions(TypedDict, total=False):
    """Who said it, and in what words: the options of `add` and `attribute`, each as on the command line.

    `said_by` and `told` (the carriers, from the speaker outward) are a name or several; `of` is the body that the
    speaker speaks for. One of `said_by`, `own`, `reportedly`, `described`, `again` and `continues` is needed.
    `document` names a document or is the URL of a new one. Dates are EDTF text. What is left out has the ledger's
    defaults.
    """

    said_by: Names
    of: str
    told: Names
    own: bool
    reportedly: bool
    described: bool
    again: bool
    continues: bool
    naming: str
    basis: str
    hedge: str
    said: str
    words: str
    described_as: str
    caveats: Names
    role: str
    document: str
    quote: str
    nth: int
    quote_kind: str
    stance: str
    evidence_given: Names
    occasion: str
    release: str
    until: str
    label_words: str
    joint: str
    notes: Names
    tags: Names


class ClaimOptions(AttributionOptions, total=False):
    """What a claim is and answers, beside who said it: the options of `add`, each as on the command line.

    `figure` is a number as said ("about 10"), of `unit` (people unless given) and `counting` whom; `low` and `high` are
    your own bounds. `label` is what someone is called, `answer` any other answer in words. `question` is an id or its
    text: a new one is made. `about` names sources. `separate` makes a claim of its own though one is worded so.
    """

    kind: str
    question: str
    answer: str
    figure: str
    label: str
    low: str
    high: str
    unit: str
    counting: str
    scope: str
    for_date: str
    about: Names
    allegation: bool
    separate: bool


def several(value: Names) -> tuple[str, ...]:
    """One or several texts as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


_SEVERAL = ("said_by", "told", "caveats", "evidence_given", "about", "notes", "tags")


def _given(options: Mapping[str, Any], shape: type) -> dict[str, Any]:
    names = [field.name for field in fields(shape) if options.get(field.name) is not None]
    return {name: several(options[name]) if name in _SEVERAL else options[name] for name in names}


def claim_input(text: str, options: Mapping[str, Any], *, story: str | None, question_kind: str | None) -> ClaimInput:
    """The claim that options describe, in a story (an id). `question_kind` tells what `answer` means."""
    given = {**_given(options, ClaimInput), "answer": answer_fields(options, question_kind)}
    return ClaimInput(**{**given, "text": text, "story": story})


def attribution_input(options: Mapping[str, Any], document: str | None) -> AttributionInput:
    """The attribution that options describe, in `document` (an id or URL, None for none)."""
    goes_on = options.get("again") or options.get("continues")
    if options.get("until") is not None and options.get("release") != "embargoed" and not goes_on:
        raise BadInput("--until ends an embargo, and there is none", "Give --release embargoed with it.")
    speakers = Speakers(**_given(options, Speakers))
    return AttributionInput(**{**_given(options, AttributionInput), "speakers": speakers, "document": document})


@dataclass(frozen=True, slots=True)
class AddedClaim:
    """What `add` and `attribute` came to. `attributed` tells that the claim was there already.

    `repeated` tells that who corrects themselves to it had openly said or published it before: another may be meant.
    `story` is the claim's and `document` the first assertion's (ids), None without one.
    """

    claim: str
    assertions: tuple[str, ...]
    attributed: bool
    outcome: Outcome
    story: str | None
    document: str | None
    repeated: bool = False


def add(
    ledger: LedgerDatabase, claim: ClaimInput, attribution: AttributionInput, *, by: str, why: str | None = None
) -> Written[AddedClaim]:
    """Record a claim and its first assertion; a claim of the same wording in the story gets a further assertion."""
    if not claim.text.strip():
        raise BadInput(
            "the claim has no words", 'Write one proposition, such as: claimtrack add "The bridge is closed" -s NAME'
        )

    def action(change: Change) -> AddedClaim:
        settled, chains = _settle(change, attribution, by)
        document = _document(change, settled.document)
        if settled.quote is None and document.get("text") and find_passages(document["text"], claim.text):
            settled = replace(settled, quote=claim.text)
        item = _claim_item(change, claim)
        item["assertions"] = _assertion_items(settled, chains)
        outcome = change.record([*chains.sources, *expand("claim", item, HERE)], story=claim.story)
        record = outcome.top_level_ids[-1]
        assert record is not None
        attributed = any(r.id == record and r.what not in ("created", "stub") for r in outcome.records)
        return _added(change, record, claim.story, outcome, attributed=attributed)

    return ledger.write(action, by=by, kind="add", why=why)


def attribute(
    ledger: LedgerDatabase, claim: str, attribution: AttributionInput, *, by: str, why: str | None = None
) -> Written[AddedClaim]:
    """Record a further assertion of a claim (an id)."""

    def action(change: Change) -> AddedClaim:
        settled, chains = _settle(change, attribution, by)
        story = (change.current(claim).body or {}).get("story")
        records = list(chains.sources)
        for item in _assertion_items(settled, chains):
            records += expand("assertion", {**item, "claim": claim}, HERE)
        outcome = change.record(records, story=story)
        return _added(change, claim, story, outcome, attributed=True)

    return ledger.write(action, by=by, kind="attribute", why=why)


def _added(change: Change, claim: str, story: str | None, outcome: Outcome, *, attributed: bool) -> AddedClaim:
    assertions = tuple(record.id for record in outcome.records if record.type == "assertion")
    first = (change.current(assertions[0]).body or {}) if assertions else {}
    repeated = attributed and first.get("stance") == "corrects" and _said_before(change, claim, first)
    return AddedClaim(claim, assertions, attributed, outcome, story, first.get("document"), repeated)


def _said_before(change: Change, claim: str, correction: Mapping[str, Any]) -> bool:
    """Whether who corrects themselves to a claim openly made, passed on or published that claim."""
    who = correction["chain"][0].get("source")
    hidden = find_restricted(change.conn, change.appender.now).ids
    for body in lookup.children(change.conn, "assertion", "claim", [claim]).get(claim, ()):
        publisher = _document(change, body.get("document")).get("publisher")
        behind = body["stance"] in AFFIRMING and body["stance"] != "corrects" and body["id"] not in hidden
        if behind and who is not None and who in {publisher, *(hop.get("source") for hop in body["chain"])}:
            return True
    return False


def _document(change: Change, document: str | None) -> Mapping[str, Any]:
    return (lookup.get(change.conn, document) or {}) if document is not None else {}


def _settle(change: Change, attribution: AttributionInput, by: str) -> tuple[AttributionInput, SpeakerChains]:
    """The attribution with what `--again` and `--continues` take over, and its chains."""
    if not (attribution.again or attribution.continues):
        publisher = _document(change, attribution.document).get("publisher")
        return attribution, speaker_chains(attribution.speakers, publisher)
    given = attribution.speakers
    if given.named or given.told or given.of is not None or given.role is not None:
        raise BadInput(
            "--again and --continues take the speaker of your last assertion",
            "Leave -s, --of, --told and --own away. " + WHO,
        )
    last = list(lookup.bodies(change.conn, assertions_of_last(change.conn, by)).values())
    if not last:
        raise BadInput("there is no assertion of yours to go on from", WHO)
    settled = replace(attribution, document=last[0].get("document") or attribution.document, joint=last[0].get("joint"))
    chains = repeated_chains(last, attribution.speakers)
    if attribution.continues:
        given_now = attribution.evidence_given or tuple(last[0].get("evidence_given", ()))
        kept: dict[str, Any] = {
            name: getattr(attribution, name) or last[0].get(name) for name in ("occasion", "release", "until")
        }
        settled = replace(settled, evidence_given=given_now, **kept)
        for chain, body in zip(chains.chains, last, strict=True):
            chain[0]["continues"] = body["id"]
    return settled, chains


def _given_members(source: AttributionInput | ClaimInput, names: Sequence[str]) -> dict[str, Any]:
    """Those of these fields that say something, as members of an item."""
    values = {name: getattr(source, name) for name in names}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value not in (None, (), {}, False)
    }


def _claim_item(change: Change, claim: ClaimInput) -> dict[str, Any]:
    names = ("story", "kind", "question", "answer", "about", "allegation", "notes", "tags")
    item = {"text": claim.text.strip(), **_given_members(claim, names)}
    if claim.separate:
        item["separate"] = _next_separate(change, claim)
    return item


def _next_separate(change: Change, claim: ClaimInput) -> int:
    from claimtrack.ledger.write.identity import natural_id

    number = 1
    base: dict[str, Any] = {"type": "claim", "text": claim.text, "answer": dict(claim.answer)}
    if claim.story is not None:
        base["story"] = claim.story
    while lookup.exists(change.conn, natural_id({**base, "separate": number})):
        number += 1
    return number


_ASSERTION_MEMBERS = (
    *("document", "stance", "label_words", "occasion", "release", "until"),
    *("evidence_given", "notes", "tags"),
)


def _assertion_items(attribution: AttributionInput, chains: SpeakerChains) -> list[dict[str, Any]]:
    joint = attribution.joint
    if joint is None and len(chains.chains) > 1:
        joint = make_id("joint", *sorted(key(name) for name in attribution.speakers.said_by))[:8]
    said = _given_members(attribution, _ASSERTION_MEMBERS)
    for name, value in (("quote_kind", attribution.quote_kind or ("own" if chains.own else None)), ("joint", joint)):
        if value is not None:
            said[name] = value
    if attribution.quote is not None:
        said["quote"] = {"exact": attribution.quote.strip()}
        if attribution.nth is not None:
            said["quote"]["nth"] = attribution.nth
    goes_on = [{"continues": chain[0].pop("continues")} if "continues" in chain[0] else {} for chain in chains.chains]
    return [{"chain": chain, **more, **said} for chain, more in zip(chains.chains, goes_on, strict=True)]


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


def list_claims(ledger: LedgerDatabase, *, restricted: bool = False, **fits: Any) -> ClaimList:
    """The claims that fit the fields of a ClaimFilter, by wording: iterated once, read a page at a time.

    Claims known only from what is off the record or embargoed are left out and counted unless `restricted`.
    """
    from claimtrack.queries.claim_list import ClaimFilter, ClaimList

    return ClaimList(ledger, ClaimFilter(**fits), restricted=restricted)


def attribution_sentences(ledger: LedgerDatabase, assertions: Sequence[str]) -> list[str]:
    """Assertions (ids) as the report words them, in the order given, each sentence once; safe to show."""
    from claimtrack.queries.claim_views import load_attributions
    from claimtrack.render.sentence import sentence

    with ledger.reading() as connection:
        rows = load_attributions(connection, assertions)
    return list(dict.fromkeys(sentence(row) for row in rows))


def question_kind(ledger: LedgerDatabase, question: str | None, story: str | None) -> str | None:
    """The kind of answer a question asks for; None when it is not in the ledger yet, or none is named."""
    if question is None:
        return None
    with ledger.reading() as connection:
        try:
            named = lookup.match(connection, question, ("question",), story=story, whole=True)
        except ClaimtrackError:
            return None
        found = lookup.get(connection, named.id)
    return str(found["answer_kind"]) if found else None


_YES_NO = {"yes": True, "no": False}
_ANSWER_FIELDS = {"time": "when", "place": "where", "yes-no": "yes_no"}


def answer_fields(options: Mapping[str, Any], question_kind: str | None) -> dict[str, Any]:
    """The members of the answer that the options of `add` describe; {} when they give none.

    `question_kind` tells what `answer` means. Raises BadInput for two answers, and for what belongs to none.
    """
    given = [name for name in ("figure", "label", "answer") if options.get(name) is not None]
    if len(given) > 1:
        raise BadInput(
            f"--{given[0]} and --{given[1]} are two answers, and a claim has one", "Record two claims, one for each."
        )
    measures = {name: options[name] for name in ("low", "high", "unit", "counting") if options.get(name) is not None}
    if measures and "figure" not in given:
        raise BadInput("--low, --high, --unit and --counting belong to a figure", "Give --figure with the words said.")
    about = {name: options[name] for name in ("scope", "for_date") if options.get(name) is not None}
    if about and not given:
        raise BadInput("--scope and --for-date belong to an answer", "Give --figure, --label or --answer.")
    if "answer" in given:
        return {**_in_words(options["answer"], question_kind or _new_kind(options)), **about}
    return {**{name: options[name] for name in given}, **measures, **about}


def _new_kind(options: Mapping[str, Any]) -> str | None:
    """What a new question asks for as far as its first answer tells: yes and no are no cause."""
    unsaid = options.get("question") is not None and options.get("kind") is None
    return "yes-no" if unsaid and options["answer"].casefold() in _YES_NO else None


def _in_words(words: str, question_kind: str | None) -> dict[str, Any]:
    name = _ANSWER_FIELDS.get(question_kind or "", "text")
    if name != "yes_no":
        return {name: words}
    if words.casefold() not in _YES_NO:
        raise BadInput(f"the question is answered by yes or no, not by {words!r}", "Give --answer yes or --answer no.")
    return {name: _YES_NO[words.casefold()]}
