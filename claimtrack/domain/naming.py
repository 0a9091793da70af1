"""How a source is named, read from the words it is called by: a proposal that `--naming` overrides.

English; other languages fall back to `named`. An institution (police, a ministry) is named; a plural without a name
is a group; a singular without a name is a role. Only words without a capital are looked at: a capital makes a name.
"""

from __future__ import annotations

import re

from claimtrack.domain.english import named_with_the, takes_the, with_article

_INSTITUTIONS = frozenset([
    "administration", "agency", "army", "assembly", "authority", "bank", "cabinet", "church", "coastguard",
    "committee", "company", "congress", "council", "court", "department", "embassy", "government", "hall", "hospital",
    "judiciary", "junta", "kremlin", "legislature", "mayoralty", "military", "militia", "ministry", "navy",
    "opposition", "parliament", "party", "police", "presidency", "prosecution", "senate", "state", "treasury",
    "union", "university",
])  # fmt: skip
_PLURALS = frozenset([
    "people", "men", "women", "children", "police", "clergy", "staff", "personnel", "media", "relatives", "folk",
    "militants",
])  # fmt: skip
_MEMBERS = frozenset([
    "adviser", "aide", "chief", "director", "doctor", "employee", "insider", "lawyer", "leader", "manager", "member",
    "minister", "officer", "official", "politician", "prosecutor", "representative", "secretary", "source", "spokesman",
    "spokesperson", "spokeswoman", "staffer", "worker",
])  # fmt: skip
"""Who speaks in or for an institution, and is no institution: "a police spokesman", "government sources"."""
_MAYBE_DESCRIBED = (None, "unknown", "person", "witness")
"""Kinds of who may be called by what they are: "an official"."""
_SINGULAR_S = ("ss", "us", "is")
_ARTICLES = ("a ", "an ", "one ", "another ")


def has_name(words: str) -> bool:
    """Whether the words hold a name: a capital letter, or letters of a script that has no capitals."""
    return any(c.isupper() or (c.isalpha() and not c.islower()) for c in words)


def is_institution(words: str) -> bool:
    """Whether words without a capital are an institution's ("police", "the interior ministry"), not of its members."""
    if has_name(words) or not any(word in _INSTITUTIONS for word in words.split()):
        return False
    head = _head(words)
    return not ({head, head.removesuffix("s"), head.removesuffix("men") + "man"} & _MEMBERS)


_DOCUMENTS = frozenset([
    "analysis", "audit", "bulletin", "census", "complaint", "count", "data", "document", "email", "estimate", "figure",
    "filing", "finding", "indictment", "inquiry", "investigation", "lawsuit", "letter", "log", "manifest", "memo",
    "message", "minutes", "notice", "post", "record", "report", "review", "ruling", "statement", "statistics", "study",
    "survey", "tally", "transcript", "tweet",
])  # fmt: skip


def is_document(words: str) -> bool:
    """Whether words that a source is called by are a document's, which knows nothing: "audit dated 9 March"."""
    head = _head(words.split(" dated ")[0].split(" by ")[0])
    return not has_name(words.split(" dated ")[0]) and bool({head, head.removesuffix("s")} & _DOCUMENTS)


def _head(words: str) -> str:
    """The noun of a noun phrase without what follows it: "sources" of "sources at the ministry", "briefed on it"."""
    parts = re.split(r" (?:of|at|in|from|on|for) ", words)[0].split()
    if len(parts) > 1 and parts[-1].endswith("ed"):
        parts.pop()
    return parts[-1] if parts else ""


def is_described(words: str) -> bool:
    """Whether the noun of a noun phrase is no name: "lawyer for Bo Ek", but not "lawyer Bo Ek" or "van der Sorn"."""
    head = _head(words).replace("-", "")
    return head.isalpha() and head.islower()


def is_plural(words: str) -> bool:
    """Whether words without a capital mean several ("officials", "two aid workers", "sources at the ministry")."""
    last = _head(words)
    if not last or words.startswith(_ARTICLES):
        return False
    return last in _PLURALS or last.endswith("men") or (last.endswith("s") and not last.endswith(_SINGULAR_S))


def naming_of(words: str, kind: str | None = None) -> str:
    """named, group or role: how a source called `words` (of `kind`, None when not known) is named."""
    if has_name(words) or is_institution(words):
        return "named"
    if kind == "group" or is_plural(words):
        return "group"
    if kind in _MAYBE_DESCRIBED:
        return "role"
    return "named"


def kind_of_words(words: str) -> str:
    """The kind of source that words without a capital suggest: organisation, group, else person."""
    if is_institution(words):
        return "organisation"
    return "group" if is_plural(words) else "person"


def name_in_a_sentence(name: str, kind: str | None = "unknown", naming: str | None = None) -> str:
    """A source's name with the article that English has before it: "the Harbour Board", "the mayor", "Ines".

    `kind` and `naming` as in a hop; where it is not known how it is named, its own words tell: "an official". The name
    of a person or an outlet, and one that has an article, are left as they are.
    """
    called = named_with_the(name, kind or "")
    if naming is None:  # a code name may begin with a small letter: "fisher K"
        described = kind in _MAYBE_DESCRIBED and is_described(name) and not is_institution(name)
        naming = "role" if described else "named"
    return called if called != name else described_in_a_sentence(name, naming)


def described_in_a_sentence(name: str, naming: str) -> str:
    """The same of who is only described; a name is left as it is."""
    first = name.partition(" ")[0]
    whose = "’s " in name or "'s " in name or first.lower() in _NO_ARTICLE
    if _SOMEONE_OF_A_NAME.fullmatch(name) and naming in ("role", "anonymous") and not whose:
        return with_article(name)
    if not name[:1].islower() or first in _NO_ARTICLE or first == "two":
        return name
    if takes_the(name):
        return f"the {name}"
    plural = is_plural(name) or (first.endswith("s") and not first.endswith("ss"))
    uncounted = name.rpartition(" ")[2] in ("television", "radio")
    return name if plural or uncounted or naming not in ("role", "anonymous") else with_article(name)


_NO_ARTICLE = frozenset([
    "a", "an", "another", "any", "each", "either", "every", "her", "his", "its", "my", "neither", "no", "one", "our",
    "some", "that", "the", "their", "these", "this", "those", "your",
])  # fmt: skip
"""Words that a noun has in place of an article."""
_SOMEONE_OF_A_NAME = re.compile(r"[A-Z].* (?:spokes(?:man|woman|person)|official|officer|source|employee)")
"""Somebody who is called by whose they are: "Ista Ferries spokesman", which is nobody's name."""
