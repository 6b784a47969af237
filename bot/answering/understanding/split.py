"""One message, several questions: 多少家，增长多少."""

import re
from collections.abc import Iterator
from itertools import islice

from bot.answering.question import Kind
from bot.answering.understanding.ellipsis import what_about
from bot.answering.understanding.kind import QUESTION_WORD, head_kind, measured_noun
from bot.answering.understanding.understand import content_tokens
from retrieval.fold import fold
from retrieval.tokens import tokenize_folded

_PART = re.compile(r"[^,;?!。\s]+[,;?!。\s]*")
_ALTERNATIVE = re.compile(r"是否|能否|是不是|有没有|会不会|能不能")
_PARTICLES = re.compile(r"(?<=.)(?:来着|來著|[啊呀啦哦喔噢哩])+(?=[?？!！。\s]*$)")
_EACH = re.compile(r"(?P<each>各有|各是|各为|分别有|分别是|分别为|分别|各)(?=\S{0,4}(?:多少|几))")
_COORDINATION = re.compile(r"和|与|跟|以及|及其?|、")
_WHO = re.compile(r"(?:各自?|分别|都)?(?P<ask>[是叫](?:谁|什么名字|哪[位个])(?:[啊呀]?)[?!。\s]*)$")
_JOINT = re.compile(r"、|以及|还有|和|与|跟")
_SOME = re.compile("(?:不同|主要|重要|最\\w)的几(?!分)")
"""Before what is several and not asked (分为不同的几部)."""
_LONGEST_ATTRIBUTE = 5
"""Characters of an attribute with what is said of it (同比增幅)."""


def split_message(message: str) -> tuple[str, ...]:
    """Return the questions of a message, each a piece of it (or put together for 各有多少).

    A message is cut at a mark or space only where both sides ask something, and not in a quotation.
    """
    folded = fold(message)
    parts: list[tuple[int, int]] = []
    asked = False
    for match in _PART.finditer(folded):
        start, end = match.span()
        asks = _asks(folded[start:end])
        quoted = folded.count("“", 0, start) > folded.count("”", 0, start)
        if parts and (quoted or not (asked and (asks or what_about(folded[start:end])))):
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
        asked = asked or asks
    parts = [piece for part in parts for piece in _side_by_side(folded, *part)]
    questions = [_bare(message[start:end].strip(" \u3000\n,，;；、")) for start, end in parts]
    return tuple(q for part in questions for q in _each(part)) or (message,)


def _side_by_side(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at 、 or 和 between two questions (甲多少家、增长多少).

    Each must say something before its question word: 哪些国家和哪些组织 are of one question.
    """
    two_ask = sum(1 for _ in islice(QUESTION_WORD.finditer(folded, start, end), 2)) == 2
    for joint in _JOINT.finditer(folded, start, end) if two_ask else ():
        quoted = folded.count("“", 0, joint.start()) > folded.count("”", 0, joint.start())
        sides = (folded[start : joint.start()], folded[joint.end() : end])
        if not quoted and all(_says_what(side) for side in sides):
            yield start, joint.start()
            yield from _side_by_side(folded, joint.end(), end)
            return
    yield start, end


def _says_what(text: str) -> bool:
    """Tell whether a text asks something of what it names itself before the question word."""
    asks = QUESTION_WORD.search(text)
    return asks is not None and bool(content_tokens(tokenize_folded(text[: asks.start()])))


def _bare(question: str) -> str:
    """Return a question without the particles that only colour its end (有几家[呀]?)."""
    match = _PARTICLES.search(question)
    return question[: match.start()] + question[match.end() :] if match else question


def _asks(text: str) -> bool:
    text = _SOME.sub("", text)
    return bool(QUESTION_WORD.search(text) or _ALTERNATIVE.search(text))


def _each(question: str) -> tuple[str, ...]:
    if not _asks(fold(question)):
        return _attributes(question)
    each = _distribute(question)
    return each if len(each) > 1 else _persons(question)


def _attributes(question: str) -> tuple[str, ...]:
    """Ask for each of two nouns that end a question without a question word.

    甲的家数及增幅 → 甲的家数, 甲的增幅.
    """
    folded = fold(question).rstrip("?!。 ")
    for both in re.finditer(_COORDINATION.pattern, folded):
        first, second = folded[: both.start()], folded[both.end() :]
        noun = measured_noun(first)
        if noun and measured_noun(second) and len(second) <= _LONGEST_ATTRIBUTE:
            shared = question[: len(first) - len(noun)]
            return question[: both.start()], shared + question[both.end() :]
    return (question,)


def _persons(question: str) -> tuple[str, ...]:
    """Ask once for each of several persons: 导演和编剧是谁 → 导演是谁, 编剧是谁.

    科技和体育局局长 is one: 科技 is no person.
    """
    folded = fold(question)
    asks = _WHO.search(folded)
    if asks is None:
        return (question,)
    start = max(folded.rfind(mark, 0, asks.start()) for mark in ",:") + 1
    whole = folded[start : asks.start()]
    items = [s.span() for s in re.finditer(rf"(?:(?!{_COORDINATION.pattern}).)+", whole)]
    if len(items) < 2 or any(head_kind(whole[a:b]) is not Kind.PERSON for a, b in items):
        return (question,)
    owner = whole.find("的", 0, items[0][1] - 1) + 1
    shared = owner and not any("的" in whole[a:b] for a, b in items[1:])
    whose = question[start : start + owner] if shared else ""
    first, *others = (question[start + a : start + b] for a, b in items)
    ask = question[asks.start("ask") :]
    return tuple(f"{question[:start]}{one}{ask}" for one in (first, *(whose + o for o in others)))


def _distribute(question: str) -> tuple[str, ...]:
    """Ask once for each of several things: 甲的和乙的各有多少 → 甲的有多少, 乙的有多少."""
    folded = fold(question)
    each = _EACH.search(folded)
    if each is None:
        return (question,)
    before = folded[: each.start()]
    start = max(before.rfind(","), before.rfind(":")) + 1
    items = [s.span() for s in re.finditer(rf"(?:(?!{_COORDINATION.pattern}).)+", before[start:])]
    if len(items) < 2:
        return (question,)
    ask = question[each.end() :]
    # What the first thing belongs to, the others belong to as well: 某镇的甲和乙.
    owner = folded.find("的", start, start + items[0][1] - 1) + 1
    shared = owner and not any("的" in before[start + a : start + b] for a, b in items[1:])
    whose = question[start:owner] if shared else ""
    first, *others = (question[start + a : start + b] for a, b in items)
    things = (first, *(whose + other for other in others))
    return tuple(f"{question[:start]}{thing}{ask}" for thing in things)
