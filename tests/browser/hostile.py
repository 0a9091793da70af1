"""Text that wants out of its place, and a story that has it in every field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import count, cycle
from typing import Any

RUN = "window.__ran=1"
STRINGS = (
    # elements that run something
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><script>{RUN}</script></svg>",
    "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>",
    f"<details open ontoggle={RUN}>",
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<math><mtext></p><img src=x onerror={RUN}></math>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    "<object data='https://evil.example/x'></object><embed src='https://evil.example/y'>",
    "<link rel=stylesheet href=https://evil.example/z><style>@import 'https://evil.example/i';</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example/><button formaction=javascript:alert(1)>",
    # out of an element, an attribute, a comment, a style, a section
    f"</style><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea></select></option></template><script>{RUN}</script>",
    f"</svg></bdi></mark></a></p></div></article></main></body></html><script>{RUN}</script>",
    f'" onmouseover="{RUN}" onfocus="{RUN}" autofocus x="',
    f"' onmouseover='{RUN}' autofocus x='",
    f"` onmouseover=`{RUN}`",
    "a onclick=alert(1) b=c",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script><![CDATA[",
    "<!--",
    "<![CDATA[",
    "<?php echo 1 ?>",
    "}} body { background: url(https://evil.example/b) } {{",
    "expression(alert(1)); background: url(javascript:alert(1))",
    # addresses
    "javascript:window.__ran=1",
    " JaVaScRiPt:window.__ran=1",
    "java\tscript:window.__ran=1",
    "data:text/html,<script>parent.__ran=1</script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    "https://evil.example/\" onmouseover='window.__ran=1'",
    "http://user:password@evil.example:80/?q=<b>#C1",
    "https://evil.example/\u202egnp.exe",
    "blob:https://evil.example/1",
    "file:///etc/hostname",
    # templates and references
    "{{7*7}} {% for x in y %} {{ config }} {# gone #}",
    "${7*7} #{7*7} <%= 7*7 %> %(name)s {0} %s",
    "&lt;script&gt; &amp;amp; &#60;script&#62; &#x3c;b&#x3e; &nbsp; &notit;",
    "\\x3cscript\\x3e \\u003cscript\\u003e",
    "C1 C2 D1 P1 C0 C99999999 C1-C3 S1",
    # what cannot be seen, or turns its neighbours around
    "a\u202eb\u202dc\u202ad\u202be\u2066f\u2067g\u2068h",
    "\u202e\u2067 left open",
    "\u202c\u202c\u2069\u2069 closed too often",
    "\u200e\u200f\u061c marks",
    "a\u200bb\ufeffc\u2060d\u00ade\u180ef\u200cg\u200dh",
    "line\u2028separator\u2029paragraph\u0085next\x0bvertical\x0cform",
    "bell\x07 escape\x1b[31m backspace\b delete\x7f c1\x9b",
    "tags \U000e0041\U000e0042 variation \ufe0f private \ue000 unassigned \u0378 non \ufdd0\ufffe",
    # scripts and shapes
    "مرحبا بالعالم 123 (abc) שלום",
    "a ‏(b) ‎[c] ﷽ ﷺ",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "\u0300\u0301 a mark without its letter",
    "漢字ひらがな한국어ไทย",
    "👩‍👩‍👧‍👦 🏳️‍🌈 𝒳 𐀀",
    "w" * 400,
    "https://a.example/" + "long/" * 80,
    "x" * 40 + "\u00a0" * 60 + "y" * 40,
    "- = + @ | `*_~ # > 1. [a](javascript:window.__ran=1) ![x](https://evil.example/p)",
)
"""Each is a whole value. What they would run sets `window.__ran`."""

ALL_AT_ONCE = " ".join(STRINGS)

ADDRESSES = (
    "https://evil.example/\"onmouseover='window.__ran=1'",
    "https://evil.example/'><script>window.__ran=1</script>",
    "https://evil.example/?a=1&lt;b&amp;c=javascript:window.__ran=1",
    "https://evil.example/#</style></script>{{7*7}}",
    "https://xn--80ak6aa92e.example/`]]>-->",
    "HTTPS://user:javascript@evil.example:8443/" + "long/" * 60,
    "http://مثال.example/مرحبا",
)
"""Web addresses that the ledger takes."""

# Fields of rows that hold words of a vocabulary, ids, or what the ledger makes: they never hold a person's text.
MADE = {
    *("id", "kind", "edition", "head", "made_at", "at", "recorded_at", "since", "as_of", "change", "text_sha256"),
    *("stance", "naming", "basis", "quote_kind", "label_words", "evidence_given", "caveats", "release", "claim_kind"),
    *("bearing", "authenticity", "verdict", "purpose", "outcome", "state", "strength", "role_of", "result", "severity"),
    *("code", "reason_code", "low", "high", "low_n", "high_n", "published", "said", "for_date", "on", "due"),
    *("answered_on", "captured", "state_on", "started", "status", "language", "genre", "document", "source", "origin"),
    *("origins", "next_step", "type", "weaknesses", "records", "means", "letter", "changed_at"),
    *("conflict", "superseded", "superseded_claim", "clock", "when"),
}


def filled(value: Any, texts: Iterator[str]) -> Any:
    """The same rows with the next of `texts` in every field that holds a person's words."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name for field in fields(value) if field.name not in MADE}
        if type(value).__name__ in ("StatusRow", "CarrierRow"):
            named -= {"name", "role"} if type(value).__name__ == "StatusRow" else {"role"}
        changes = {name: filled(getattr(value, name), texts) for name in sorted(named)}
        return replace(value, **changes)
    if isinstance(value, tuple):
        return tuple(filled(each, texts) for each in value)
    return next(texts) if isinstance(value, str) and value else value


def from_(place: int, strings: Iterable[str] = STRINGS) -> Iterator[str]:
    """The strings over and over, from one of them on."""
    found = cycle(strings)
    for _ in range(place):
        next(found)
    return found


def numbered(texts: Iterator[str], between: str = " ") -> Callable[[], str]:
    """A function that gives the next text with a number behind it, so that no two are the same."""
    numbers = count(1)
    return lambda: f"{next(texts)}{between}{next(numbers)}"


def bundle(word: Callable[[], str], address: Callable[[], str]) -> dict[str, Any]:
    """A story with `word()` in every text field that a file can fill, and `address()` in every web address."""
    story, outlet, wire, body, person, hidden, reporter = (word() for _ in range(7))
    title, question, label_question, said, passage, own, skipped = (word() for _ in range(7))
    alike = [word(), word()]
    about = {"tags": [word()], "notes": [{"text": word()}]}
    lines = [word(), f"{word()} {said} {word()} {passage} {word()}", own, skipped, word()]
    text = "\n".join(line.replace("\n", " ") for line in lines)
    asked = {"how": word(), "outcome": "replied", "answer": word(), "on": "2033-05-01", "answered_on": "2033-05-02"}

    def evidence() -> dict[str, Any]:
        return {"bearing": "supports", "text": word(), "place": word(), "credit": word(), "url": address()}

    def hop(source: str, **more: Any) -> dict[str, Any]:
        return {"source": source, "hedge": word(), "words": word(), "described_as": word(), **more}

    def assertion(*chain: Any, **more: Any) -> dict[str, Any]:
        return {"chain": list(chain), "document": title, "occasion": word(), **about, "evidence": [evidence()], **more}

    def heard(said: dict[str, Any]) -> dict[str, Any]:
        """What stands in no document: where somebody on background stands, the text is not shown."""
        return {name: value for name, value in said.items() if name != "document"}

    return {
        "claimtrack": 1,
        "stories": [{"name": story, "summary": word(), "notes": [{"text": word()}]}],
        "sources": [
            {"name": body, "kind": "government", "qualifier": word(), "role": word()},
            {"name": person, "kind": "person", "qualifier": word(), "role": word(), "speaks_for": body},
            {"name": wire, "kind": "news-agency", "ratings": [{"letter": "B", "why": word(), "topic": word()}]},
            {"name": outlet, "kind": "outlet", "aliases": [word()], "url": address()},
            {"name": hidden, "kind": "person", "confidential": True, "described_as": word()},
            {"name": reporter, "kind": "person", "sides": [{"name": word()}]},
        ],
        "documents": [
            {
                "title": title,
                "url": address(),
                "publisher": outlet,
                "published": "2033-05-01",
                "language": "ar",
                "bylines": [{"source": reporter, "dateline": word(), "section": word()}],
                "text": text,
                "archive_links": [address(), address()],
                "state": "corrected",
                "state_notice": word(),
                "copies": [{"kind": "repost", "url": address()}, {"kind": "repost", "site": word(), "why": word()}],
                **about,
            }
        ],
        "questions": [
            {"text": question, "answer_kind": "figure", "unit": word(), "counting": word(), "scope": word()},
            {"text": label_question, "answer_kind": "label", "synonyms": [[word(), word()]]},
        ],
        "claims": [
            {
                "text": word(),
                "kind": "figure",
                "question": question,
                "answer": {"figure": figure, "counting": word(), "scope": word()},
                "assertions": [assertion(hop(source), wire, quote={"exact": said}, quote_kind="direct")],
                "requests": [{"asked": body, **asked}, {"asked": body, "purpose": "evidence", "outcome": "declined"}],
                "assessments": [{"verdict": "not-enough-evidence", "why": word(), "by": word(), "on": "2033-05-02"}],
                "evidence": [evidence()],
                "allegation": True,
                "about": [person],
                **about,
            }
            for figure, source in (("about 10", person), ("more than 200", hidden))
        ]
        + [
            {
                "text": word(),
                "kind": "characterisation",
                "question": label_question,
                "answer": {"label": word()},
                "assertions": [
                    assertion(hop(person), quote={"exact": passage}, quote_kind="partial", label_words=how),
                    assertion(hop(wire), stance="denies", quote={"exact": word()}, joint=word()),
                    heard(assertion({"naming": "hearsay", "hedge": word()}, release="background")),
                ],
            }
            for how in ("scare", "quoted")
        ]
        + [{"text": text, "assertions": [assertion(outlet, quote={"exact": own}, quote_kind="own")]} for text in alike],
        "comparisons": [{"claims": alike, "verdict": "same", "why": word(), "by": word()}],
    }
