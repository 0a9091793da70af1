"""A published sentence whose ground has moved since it was published.

What it flags: a sentence of a published piece about a claim whose standing is not what it was when the piece went out:
withdrawn, refuted, corrected, disputed or denied since, resting on a document retracted or corrected since, given with
another figure by the same source, changed or taken out of the ledger; or verified since.

Why it matters: a piece that stays up unchanged goes on saying it. Readers are owed a correction as
clear as the mistake.

Example: on Monday the company said that the fire began in the boiler room; on Friday it took that back.

What to do: Correct the piece, and print the correction. A wording is suggested; the desk decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimtrack.checking.changed_claims import DISPUTED, ChangedClaim, changed_claims, reports_change
from claimtrack.checking.claim_matching import ClaimMatch
from claimtrack.checking.figures import is_number_word
from claimtrack.checking.rule import Case, DraftFinding, DraftMatch, kind, located
from claimtrack.checking.rules import DRAFT_RULES
from claimtrack.checking.rules.ground_moved import describe_change
from claimtrack.checking.run import Checker
from claimtrack.domain.english import capitalized
from claimtrack.domain.figures import meet
from claimtrack.queries.check_data import CheckData, CheckedClaim
from claimtrack.reading.word_lists import words


def correction(holding: CheckedClaim, end: str) -> str:
    """A correction of what an earlier version reported; `end` is a sentence on what is known now."""
    return f"Correction: An earlier version of this article reported that {clause(holding)}. {capitalized(end)}"


def update(opening: str, holding: CheckedClaim) -> str:
    """An update; `opening` ends in "that" and the claim follows."""
    return f"Update: {capitalized(opening)} {clause(holding)}."


def clause(holding: CheckedClaim) -> str:
    """A claim as it stands behind "that": its first word in lower case where that is an ordinary word."""
    bare = holding.text.rstrip(". ")
    first = bare.split(" ")[0].lower()
    ordinary = (
        holding.common or first in words("stopwords") or first in words("sentence_starters") or is_number_word(first)
    )
    return bare[:1].lower() + bare[1:] if ordinary and bare[:2] != "I " else bare


@dataclass(frozen=True, slots=True)
class Since:
    """What the ledger held when a piece went out, and what it holds now."""

    then: CheckData
    now: CheckData

    def checker(self) -> Checker:
        """A checker that knows the claims of then and of now; of a claim that is in both, as it is now."""
        kept = {holding.id for holding in self.now.claims}
        gone = tuple(holding for holding in self.then.claims if holding.id not in kept)
        return Checker(
            replace(self.now, claims=(*self.now.claims, *gone), sources={**self.then.sources, **self.now.sources})
        )


@dataclass(frozen=True, slots=True)
class _Change:
    fact: str
    suggestion: str | None
    severity: str = "error"
    related: tuple[str, ...] = ()


def since(case: Case, what: Since, *, restricted: bool = False) -> list[DraftFinding]:
    """The sentences of a published text whose ground has moved, in its order."""
    then = {holding.id: holding for holding in what.then.claims}
    now = {holding.id: holding for holding in what.now.claims}
    moved_then = {one.claim: one for one in changed_claims(what.then)}
    found: dict[tuple[int, int, str], DraftFinding] = {}
    for repeat in case.repeats:
        holding = repeat.holding
        if holding.restricted or not repeat.repeated or not repeat.agrees or holding.id not in then:
            continue
        for change in _changes(case, repeat, then[holding.id], now, moved_then):
            step = (
                "Correct the piece and say so, or record why it stands."
                if change.severity == "error"
                else ("Say so in the piece, or record why it stands.")
            )
            one = DraftMatch(
                repeat.start, repeat.end, change.fact, step, holding, change.related, change.severity, change.suggestion
            )
            finding = located(case, KIND, one, restricted)
            found.setdefault((finding.line, finding.column, finding.fact), finding)
    return sorted(found.values(), key=lambda one: (one.line, one.column, one.fact))


def _changes(
    case: Case,
    repeat: ClaimMatch,
    before: CheckedClaim,
    now: dict[str, CheckedClaim],
    moved_then: dict[str, ChangedClaim],
) -> Iterator[_Change]:
    """What has become of a claim, the first that applies; and what has become of its documents."""
    after = now.get(before.id)
    said = reports_change(case, repeat)
    if after is None:
        yield _Change("This was taken out of the ledger since.", correction(before, "This has been withdrawn."))
        return
    ground, earlier = case.moved.get(before.id), moved_then.get(before.id)
    denied = _denied(before, after)
    if ground is not None and (earlier is None or earlier.what != ground.what) and not said:
        yield _moved(case, ground, after)
    elif denied and not said:
        by = case.called(denied)
        yield _Change(capitalized(f"{by} has denied this since."), update(f"{by} denies that", after), "warning")
    elif after.text != before.text:
        yield _Change(f"The claim was reworded since: {after.text}.", correction(before, f"{after.text}."))
    elif before.figure != after.figure:
        yield _Change(
            f"Its figure was changed since, to “{after.answer}”.", correction(before, f"It is {after.answer}.")
        )
    elif newer := _superseded(before, now):
        by = case.origins(newer)
        yield _Change(
            capitalized(f"{by} has given another figure since: “{_figure(newer)}”."),
            f"Update: {capitalized(by)} now gives the figure as {_figure(newer)}; "
            f"an earlier version had {_figure(before)}.",
            "warning",
            (newer.id,),
        )
    elif before.status.name == "verified" and after.status.name != "verified":
        yield _Change("This was verified then, and is not now.", correction(before, "That has not been confirmed."))
    elif after.status.name == "verified" and before.status.name != "verified":
        yield _Change("This has been verified since.", update("It has since been confirmed that", after), "notice")
    yield from _documents(before, after)


def _moved(case: Case, ground: ChangedClaim, holding: CheckedClaim) -> _Change:
    fact = (
        describe_change(case, ground)
        .replace("This was ", "Since then this was ")
        .replace("This is ", "Since then this is ")
    )
    by = case.called(ground.by) if ground.by else "Its source"
    if ground.what == DISPUTED:
        words = f"{by} denies that" if ground.by else "It is disputed that"
        return _Change(fact, update(words, holding), "warning")
    ends = {
        "withdrawn": f"{by} has since withdrawn that.",
        "refuted": "That is not correct.",
        "retracted": "The report it relied on has since been retracted.",
        "corrected": f"{by} has since corrected this: {ground.instead.text if ground.instead else ''}.",
    }
    return _Change(fact, correction(holding, ends[ground.what]), related=(ground.instead.id,) if ground.instead else ())


def _denied(before: CheckedClaim, after: CheckedClaim) -> tuple[str, ...]:
    """The sources that deny it now and did not then."""
    known = {denial.source for denial in before.status.denials}
    return tuple(denial.source for denial in after.status.denials if denial.source not in known)


def _figure(holding: CheckedClaim) -> str:
    """A figure with what it measures: "12 boats", "about 40"."""
    unit = holding.unit if holding.unit not in (None, "people", "%", "pp") else ""
    return f"{holding.answer} {unit}".strip()


def _superseded(before: CheckedClaim, now: dict[str, CheckedClaim]) -> CheckedClaim | None:
    """A later claim on the same question, from the same origin, whose figure cannot be this one."""
    roots = {saying.root for saying in before.affirming if saying.root}
    for other in now.values():
        if other.id == before.id or other.question != before.question or before.question is None or other.restricted:
            continue
        if other.figure is None or before.figure is None or meet(other.figure, before.figure):
            continue
        later = [s.said or "" for s in other.affirming if s.root in roots]
        if later and max(later) > max((s.said or "" for s in before.affirming), default=""):
            return other
    return None


def _documents(before: CheckedClaim, after: CheckedClaim) -> Iterator[_Change]:
    """Documents that were retracted or corrected since, where other documents still stand behind the claim."""
    known = {saying.document: saying.state for saying in before.affirming}
    changed = {
        saying.document: saying.state
        for saying in after.affirming
        if saying.document in known and saying.state not in (None, "live", known[saying.document])
    }
    if not changed or not any(saying.sound for saying in after.affirming):
        return
    for document, state in sorted(changed.items(), key=lambda item: item[0] or ""):
        yield _Change(f"A document behind this was {state} since.", None, "warning", (document or "",))


KIND = kind("since_published", __doc__, "error", lambda case: ())


ALL_DRAFT_RULES = (*DRAFT_RULES, KIND)
"""Those of a draft, and the one of `--since-publication`."""
