"""The first word of a claim inside a sentence: lower case where that is sure not to spoil a name."""

from __future__ import annotations

_WORDS = """
    aid aircraft army artillery attackers bombs border buses cars claims commanders construction contracts criminals
    cyberattacks damage detainees doctors drivers drones engineers everything evidence explosions explosives families
    farmers fighters fire fires fishermen flights flooding floods foreign fraud gas gates gunfire homes houses
    inspectors intruders investigators judges leaders looters looting members men mercenaries migrants missiles money
    nationalists observers oil outages parents patients pipelines planes plans politicians prosecutors protestors
    provocateurs radicals reinforcements reporters rescue roads rockets sabotage saboteurs sailors schools separatists
    shells ships shots snipers special strikes students supplies support supporters survivors tanks taxes teachers
    terrorists traders trained trains trucks unarmed unidentified unknown unrest vehicles vessels veterans votes wages
    war warnings water weapons
    a about activists after against all almost always among an and another anti-government any approximately around
    as at authorities before between both by casualties children civilians clashes cuts deaths demonstrators dozens
    during each early eight either elections eleven even every everybody everyone few fewer firefighters five food for
    forces four from fuel gunmen half he her his hospitals how hundreds if in inside internet it its journalists just
    last later less local lorries machine-gun many militants millions ministers more most much nearly negotiations
    neither nine no nobody none nor nothing officers officials on once one only opposition or other our out outside
    over parliament part people petrol police power prices prisoners protesters protests rebels rescuers residents
    rioters roughly scores scientists security senior seven several shooting shops since six sixteen slightly so
    soldiers some ten tens that the their there these they thieves this those thousands three to today tomorrow talks
    troops twelve twenty two under until up vandals victims villagers vigilantes violence voters we when where
    whether while who witnesses women workers yesterday you young
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
_LEADING = frozenset(_NUMBERS.split()) | frozenset(_LEAD_WORDS.split())
"""Words after which a capital says nothing of them: "the Kestrian coast", where "Port Sael" is one name."""
_COMMON = frozenset(_WORDS.split()) | frozenset(_NUMBERS.split())
"""Words that are no names, however they are written, at the beginning of a claim."""
_MARKS = '“"‘«'


def lowered(text: str, passage: str = "", *, common: bool | None = None) -> str:
    """`text` with its first letter small, if its first word is a common one or stands so in the passage it is from.

    `common` is what else is known of the word: True for an ordinary one, False for a name.
    """
    if text[:1] in _MARKS and text[1:2].isupper():
        return text[0] + lowered(text[1:], passage, common=common)
    first = text.split(" ", 1)[0].rstrip(",;:")
    small = first[:1].lower() + first[1:]
    if small == first or small != first.lower():
        return text
    in_passage = small in {word.strip("“”\"'‘’.,;:()") for word in passage.split()}
    second = text[len(first) :].lstrip()[:1]
    if second.isupper() and small not in _LEADING and len(small) > 1:
        return text
    ordinary = small.split("-")[0] in _COMMON or common or (in_passage and common is None)
    return small + text[len(first) :] if ordinary else text
