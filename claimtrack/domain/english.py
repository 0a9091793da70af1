"""English: lists, plurals, articles, capitals, quote marks and dates, for sentences made of recorded words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from claimtrack.domain.text import safe, tidy

# fmt: off
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)
# fmt: on
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def join_list(items: Iterable[str], last: str = "and") -> str:
    """Items as English lists them: "a", "a and b", "a, b and c"; "" for none."""
    *others, final = [*items] or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """A count in digits with its noun: "1 claim", "3 claims", "1,200 entries" (`nouns`: a plural not in -s)."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def number_word(count: int) -> str:
    """A count in words up to ten, in digits above: "no", "four", "12"."""
    return _NUMBER_WORDS[count] if count < len(_NUMBER_WORDS) else f"{count:,}"


def plural_in_words(count: int, noun: str) -> str:
    """A count in words with its noun: "four figures"."""
    return f"{number_word(count)} {noun if count == 1 else noun + 's'}"


def with_article(noun: str) -> str:
    """A noun with its indefinite article: "a claim", "an entry", "an NHS official", "a union", "an hour"."""
    first = noun.partition(" ")[0]
    spelled = first.isupper() and len(first) > 1 and (len(first) < 4 or not set(first[1:]) & set("AEIOU"))
    vowel = first[0] in "AEFHILMNORSX" if spelled else _SAID_WITH_A_VOWEL.match(first) is not None
    return f"{'an' if vowel else 'a'} {noun}"


_SAID_WITH_A_VOWEL = re.compile(
    r"(?!eu|ewe|one(?!r)|once|u(?:bi|fo|ga|kr|nanim|ran)|us[aeiu]|ut[aeio]|uni(?![dmn]))[aeiouáàéèêíóú]|hour|honou?r|honest|heir",
    re.IGNORECASE,
)
"""Words that begin with the sound of a vowel: "unnamed" and "heir", but neither "union" nor "one-off"."""


_BODIES = """
    Administration Agency Alliance Army Assembly Association Authority Board Branch Brigade Brigades Bureau Cabinet
    Chamber Church Coalition Command Commission Committee Company Confederation Congress Council Court Department
    Directorate Embassy Federation Force Forces Foundation Front Government Group Guard Guild Inspectorate Institute
    Kingdom League Ministry Mission Movement Navy Office Opposition Organisation Organization Parliament Party
    Presidency Republic Secretariat Senate Service Services Society States Syndicate Trust Union
"""
_BODIES_WITH_THE = frozenset(_BODIES.split())
"""Last words of names of bodies that take "the": "the Harbour Board"."""
_WITH_THE_BEFORE_OF = frozenset(["Academy", "City", "College", "House", "Police", "Port", "State", "University"])
"""Those that take it before "of" alone: "the University of Ista", but "Ista University"."""
_COUNCILS_WITHOUT = frozenset(["Borough", "City", "County", "District", "Parish", "Town"])
"""What stands before a council that takes none: "Ista City Council"."""
_NAMES_WITH_THE = re.compile(
    r"(?:.* )?(?:Red (?:Cross|Crescent)|White House|Kremlin|Pentagon|Vatican|Nations|UN|EU)|Bank of .*"
)


_ONE_OF_A_KIND = """
    mayor president premier king queen pope chancellor governor sheriff coroner chairman chairwoman chair chairperson
    chief director head commander minister secretary captain skipper landlord owner harbourmaster archbishop principal
"""
"""Offices that a place, a body or a ship has one of, in small letters."""


def takes_the(noun: str) -> bool:
    """Whether a description in small letters is of an office or a body of which there is one: "mayor", "council"."""
    last = re.split(r" (?:of|for|at|in) ", noun)[0].split()[-1]
    office = last in _ONE_OF_A_KIND.split() or noun.endswith("harbour master")
    return office or (noun != "police" and last.capitalize() in (_BODIES_WITH_THE | _WITH_THE_BEFORE_OF))


def with_the(body: str) -> str:
    """The name of a body in a sentence: "the Interior Ministry", "the Republic of Orsa"; else as it is."""
    words = body.split()
    head = words[: next((at for at, word in enumerate(words) if word in ("of", "for", "and", "in")), len(words))]
    owned = _OWNED.search(_OF_SEVERAL.sub("", body)) is not None
    if not head or not body[:1].isupper() or head[0] == "The" or owned:
        return body
    last = head[-1]
    takes = last in _BODIES_WITH_THE or _NAMES_WITH_THE.fullmatch(body) is not None
    if last == "Council" and head[-2:-1] and head[-2] in _COUNCILS_WITHOUT:
        takes = False
    if last in _WITH_THE_BEFORE_OF:
        takes = takes or words[len(head) : len(head) + 1] == ["of"]
    return f"the {body}" if takes else body


_OWNED = re.compile(r"[’'](?:s|(?<=s[’']))(?!\w)")
"""A possessive, before which a body takes no article: "Ista's Harbour Board", "St James' Trust"."""
_OF_SEVERAL = re.compile(r"(?<![\w-])(?<!St )(?<!Saint )(?:[\w-]+s[’']|(?:Women|Men|Children|People)[’']s) ")
"""The plural of those whose body it is, which takes it: "the Dockers' Union"."""


def named_with_the(name: str, kind: str = "unknown") -> str:
    """The same of a source's name, by its `kind`: "the Harbour Board", but "Peter Trust", who is a person.

    One of whom the ledger does not know what it is may be a body or a person: "Margaret Court".
    """
    if kind in ("organisation", "government", "military"):
        return with_the(name)
    return name if kind != "unknown" or _MAYBE_A_SURNAME.fullmatch(name) else with_the(name)


_MAYBE_A_SURNAME = re.compile(r"(?!Coast |High |Supreme )\S+ (?:Branch|Church|Court|Force|Front|Guard|Guild|Trust)")
"""What may be a person's name, though its last word is one for a body."""


def quoted(words: str) -> str:
    """Words safe to show in quote marks, their own marks as they are: single ones round words with double ones."""
    shown = safe(tidy(words))
    return f"‘{shown}’" if any(mark in shown for mark in '“”"') else f"“{shown}”"


def capitalized(text: str) -> str:
    """The text with its first letter made a capital, the others as they are."""
    return text[:1].upper() + text[1:]


def end_sentence(text: str) -> str:
    """The text with a full stop, unless it ends as a sentence does, behind a quotation mark too."""
    return text if text.rstrip("”’\"'").endswith((".", "!", "?")) else f"{text}."


_WORDS = """
    activists aid aircraft alarms always ambulances anonymous another anti-government approximately army artillery
    attackers authorities blast blaze blood boats bombs border buildings buses businesses cameras campaigners
    captains cars casualties charges children civilians claims clashes commanders commuters companies construction
    consumers contracts crash crews criminals crowds customers customs cuts cyberattacks damage data deaths debris
    demonstrators detainees detectives divers doctors drivers drones early either elections emergency employees
    employers engineers evacuees even everybody everyone everything evidence explosions explosives exports extra
    families farmers ferries fighters fire firefighters fires fishermen flames flats flights flooding floods
    floodwater floodwaters fog food forces foreign forensic fraud freighters fuel further gale gales gangs gas gates
    guards guests gunfire gunmen hackers hailstones half heavy helicopters homes hospitals house houses how ice
    inflation initial injuries inquiries inspections inspectors internet intruders investigations investigators
    jackets journalists judges just landslides large last later lawyers leaders life lifeboats lifejackets lights
    locals looters looting lorries losses machine-gun managers medics members men mercenaries migrants militants
    millions ministers missiles money motorists motorways much mud nationalists negotiations neighbours neither new
    nobody none nor nothing nurses observers officers officials oil once opposition out outages owners paramedics
    parents parliament part passengers patients pedestrians people people's petrol pilots pipelines planes plans
    police politicians power preliminary prices prisoners production profits prosecutors protesters protestors
    protests provocateurs pupils quarry radiation radicals rail rails railway rain rebels recent regulators
    reinforcements relatives repairs reporters rescue rescuers research researchers residents results rioters
    roadblocks roads rockets rubble rumours sabotage saboteurs safety sailors sales samples satellite scenes schools
    scientists security senior separatists services shares shells ships shooting shops shots signs sirens slightly
    smoke snipers snow so soldiers special staff storm strikes students supplies support supporters surgeons
    survivors talks tanks taxes teachers tenants tens terrorists tests thieves ticket tickets to today tomorrow
    tourists toxic traces traders traffic train trained trains tram trams trawlers trees troops truck trucks tugs
    turnout unarmed unemployment unidentified unions unknown unrest unusual vandals vehicles vessels veterans
    victims vigilantes villagers violence volunteers voters votes wages war warnings water weapons where whether who
    winds witnesses women workers wreckage yesterday young
"""
_NUMBERS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands dozens
    scores roughly about around nearly almost some
"""
_LEAD_WORDS = """
    a after against all among an and any as at before between both but by during each every few fewer for former from
    he her his if in inside it its least less local many more most no on only or other our outside over several she
    since that the their there these they this those under until up we when while with you
"""
_NAMES = """
    anqing barking beijing boeing browning bunting chongqing daqing darling dorking epping fielding fleming goering
    golding goring harding jining keating kettering kipling kunming lansing lessing manning nanjing nanning pershing
    pickering reading redding spalding spaulding sterling stirling tring viking wapping waring wilding woking
    worthing wyoming xining
"""
_NAMES_IN_ING = frozenset(_NAMES.split())
"""Names that end as "blasting" does."""
_BEFORE_NAMES = frozenset(_NUMBERS.split()) | frozenset(_LEAD_WORDS.split())
"""Words after which a capital says nothing of them: "the Kestrian coast", where "Port Sael" is one name."""
_COMMON_WORDS = frozenset(_WORDS.split()) | _BEFORE_NAMES
"""Words that are no names, however they are written, at the beginning of a claim."""
_OPENING_MARKS = '“"‘«'


def lowercase_first(text: str, passage: str = "", *, common: bool | None = None) -> str:
    """`text` with its first letter small, if its first word is a common one or stands so in the passage it is from.

    `common` is what else is known of the word: True for an ordinary one, False for a name.
    """
    if text[:1] in _OPENING_MARKS and text[1:2].isupper():
        return text[0] + lowercase_first(text[1:], passage, common=common)
    first = text.split(" ", 1)[0].rstrip(",;:")
    small = first[:1].lower() + first[1:]
    if small == first or small != first.lower():
        return text
    in_passage = small in _words_in(passage)
    second = text[len(first) :].lstrip()[:1]
    if second.isupper() and small not in _BEFORE_NAMES and len(small) > 1:
        return text
    verbal = len(small) > 5 and small.endswith("ing") and second.islower() and small not in _NAMES_IN_ING
    ordinary = small.split("-")[0] in _COMMON_WORDS or common or ((in_passage or verbal) and common is None)
    return small + text[len(first) :] if ordinary else text


@lru_cache(maxsize=8)
def _words_in(passage: str) -> frozenset[str]:
    """The words of a passage without the marks round them: kept, as a whole piece is asked for with each figure."""
    return frozenset(word.strip("“”\"'‘’.,;:()") for word in passage.split())


_DATE = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?([~?]?)", re.ASCII
)


def date_words(written: str) -> str:
    """A date, instant or interval in words: "5 January 2022", "January 2022", "5 January 2022 to 6 January 2022"."""
    start, slash, end = written.partition("/")
    if not slash:
        return _date_words(start)
    if start == "..":
        return f"until {_date_words(end)}"
    if end == "..":
        return f"since {_date_words(start)}"
    return f"{_date_words(start)} to {_date_words(end)}"


def on_date(written: str) -> str:
    """The same with its preposition: "on 5 January 2022", "in January 2022", "between ... and ..."."""
    start, slash, end = written.partition("/")
    if slash and ".." not in (start, end):
        return f"between {_date_words(start)} and {_date_words(end)}"
    if slash:
        return date_words(written)
    match = _DATE.fullmatch(written)
    return f"{'on' if match is None or match[3] else 'in'} {_date_words(written)}"


def to_minute(instant: str) -> str:
    """A 27-character UTC instant to the minute: "2022-01-06 18:00 UTC"."""
    return f"{instant[:10]} {instant[11:16]} UTC"


def _date_words(written: str) -> str:
    match = _DATE.fullmatch(written)
    if match is None or (match[2] and not 1 <= int(match[2]) <= 12):
        return written
    year, month, day, clock, offset, mark = match.groups()
    words = year
    if month:
        words = f"{MONTHS[int(month) - 1]} {year}"
    if day:
        words = f"{int(day)} {words}"
    if clock:
        words = f"{words}, {clock}"
    if offset:
        words += " UTC" if offset == "Z" else f" (UTC{offset})"
    if mark == "~":
        return f"about {words}"
    return f"{words} (uncertain)" if mark else words
