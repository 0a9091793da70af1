"""What a body may be called once it was named: "the company" is no coast guard, "the ministry" no union."""

from __future__ import annotations

import re

from claimtrack.reading.language import lines, words

_PARTS = re.compile(r"[\s’'-]+")


def is_company_name(parts: list[str], language: str = "en") -> bool:
    """Whether the last word of a longer name makes it a company's: "Karst Power"."""
    return len(parts) > 1 and parts[-1].lower().rstrip(".") in words("company_names", language)


def fits(name: str, called: str, language: str = "en") -> bool:
    """Whether a body of this name may be meant by the word, in lower case; any may where it is empty."""
    parts = [part for part in _PARTS.split(name.lower()) if part]
    if not called or called in parts:
        return True
    sorts = words("bodies", language) & set(parts)
    if called in words("company_words", language):
        return is_company_name(parts, language) or not sorts - words("company_names", language)
    return not sorts and not is_company_name(parts, language)


def has_executive(text: str, start: int, end: int, language: str = "en") -> bool:
    """Whether the words at a name say that it has a chief executive: a company, or a body run like one."""
    offices = "|".join(re.escape(each) for each in lines("executives", language))
    return bool(
        re.match(rf"(?:[’']s?)?\s(?:{offices})\b", text[end : end + 40])
        or re.search(rf"\b(?:{offices})\s(?:of|at)\s(?:the\s)?$", text[max(0, start - 48) : start])
    )
