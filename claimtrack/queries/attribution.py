"""The attribution row: one assertion with its chain, names as they may be printed. It is what a sentence is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a chain: somebody who said it or passed it on.

    `source` is the id of the source after merges and `name` what it is called; both are None where nobody is named
    and where the name may not be printed (`hidden`): then `described_as` stands for it. `body` is the name of the body
    it speaks for directly, None when it speaks for itself. `said` is a date as written, `language` a BCP 47 tag,
    `words` how the text calls it.
    """

    naming: str
    source: str | None = None
    name: str | None = None
    kind: str | None = None
    role: str | None = None
    qualifier: str | None = None
    body: str | None = None
    side: str | None = None
    basis: str = "not-stated"
    hedge: str | None = None
    caveats: tuple[str, ...] = ()
    words: str | None = None
    said: str | None = None
    language: str | None = None
    described_as: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class AttributionRow:
    """One assertion: who said it, through whom it came, in what words.

    `claim` is the claim's wording and `claim_kind` its kind; `hops` run from the origin outward, without the
    publisher when that adds nothing. `publisher` is the name of the document's publisher (None without one),
    `published` the document's date as written. `quote` holds the exact words of the text. `label` is the claim's
    label, if it has one. `joint` names those it was said together with; `continued` is whether it goes on from
    another assertion. `until` ends an embargo (a date as written), and `embargo_over` is whether it has. `unfound` is
    whether the words are known not to stand in the stored text, `lost` whether the document is no longer in the ledger.
    `common` is whether the claim's first word is an ordinary one: False for a name, None where that is not known.
    """

    claim: str
    hops: tuple[Hop, ...]
    claim_kind: str = "event"
    publisher: str | None = None
    published: str | None = None
    stance: str = "asserts"
    quote: str | None = None
    quote_kind: str = "indirect"
    label: str | None = None
    label_words: str | None = None
    evidence_given: tuple[str, ...] = ()
    occasion: str | None = None
    release: str | None = None
    until: str | None = None
    joint: tuple[str, ...] = ()
    continued: bool = False
    embargo_over: bool = False
    unfound: bool = False
    lost: bool = False
    common: bool | None = None
