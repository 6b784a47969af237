"""What a question asks of each of the things that it adds up or sets against each other."""

import re
from dataclasses import dataclass

from bot.answering.facts import lexicon
from bot.answering.strategies.computed.decomposition import Operands, operations
from bot.answering.strategies.wanted import Wanted, wanted_number

MAGNITUDE = re.compile("^[十百千万亿]*")
POINTS = ("个百分点", "百分点")
_HOW_MANY = re.compile("^(?:多少|几多|几|若干|多(?P<of>[大长重远宽深高]))")


@dataclass(frozen=True)
class Asked:
    """What is asked of each part."""

    unit: str
    """With its magnitude (亿元), "" if the question names none."""
    noun: str
    """What is counted (多少个[项目])."""
    of: str = ""
    """The quality in the question word (多[长])."""


def asked_of(asked: str) -> Asked:
    """Return the unit and noun of what is asked, from the question word on (多少个项目)."""
    match = _HOW_MANY.match(asked)
    rest = asked[match.end() :] if match else asked
    of = (match["of"] or "") if match else ""
    magnitude = MAGNITUDE.match(rest)
    start = magnitude.end() if magnitude else 0
    for end in range(len(rest), start, -1):
        if rest[start:end] in lexicon.units():
            return Asked(rest[:end], rest[end:].strip("的了"), of)
    return Asked("", rest.strip("的了"), of)


def wanted_of_parts(way: Operands, asked: Asked) -> Wanted:
    """Return what kind of number every part must have."""
    text = "".join((*way.parts, way.noun, asked.noun))
    if asked.unit in POINTS:
        return Wanted(dimensions=frozenset({"ratio"}), change=wanted_number("", (), text).change)
    dimensions = operations()["directions"]["dimensions"].get(asked.of, "")
    if dimensions and not asked.unit:
        return Wanted(dimensions=frozenset(dimensions.split()))
    return wanted_number(asked.unit, [asked.noun or part for part in way.parts], text)
