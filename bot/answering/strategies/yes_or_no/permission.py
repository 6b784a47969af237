"""Whether something may or must be done, where the text only says who or what is in or out.

(对鸡蛋过敏的不在禁忌之列; 公寓不得转租; 收费不作调整.) No verb of the question need stand there:
the clause names whom or what it is about, and says so much of it.
"""

import re
from collections.abc import Sequence
from functools import cache

from bot.answering.datafiles import read_toml
from bot.answering.lexicon.paraphrases import is_said
from bot.answering.question import Question
from bot.answering.surroundings.wording import found
from retrieval.tokens import Token

_DEED = 4
"""Characters of a deed before its object (再到)."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = read_toml(__package__, "permission.toml")
    return {name: re.compile(p) for name, p in table.items() if isinstance(p, str)}


@cache
def _turned_away() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return what is said of those that are turned away, with what they asked to do."""
    rows = read_toml(__package__, "permission.toml")["turned_away"]
    how = "(?:不|不予|恕不|概不|暂不)"
    return tuple(
        (re.compile(f"{how}(?:{r['said']})[,;。]?$"), re.compile(r["asked"])) for r in rows
    )


def allowed_by(question: Question, clause: Sequence[Token]) -> bool | None:
    """Tell whether what is asked about may be, as far as a clause says; None if it says nothing.

    The clause must name something that stands in the question before its verb, and a ban what
    the question asks about.
    """
    text = "".join(t.text for t in clause)
    for name, allows in (("not_banned", True), ("left_out", False), ("unchanged", False)):
        told = _patterns()[name].search(text)
        before = text[: told.start()] if told else ""
        if told and _is_named(question, before):
            asked = name != "unchanged" or _is_changed(question, before)
            return allows if asked else None
    for ban in _patterns()["banned"].finditer(text):
        before, deed = text[: ban.start()], text[ban.end() :]
        if _has_object(question, deed) or (
            _is_named(question, before) and _has_deed(question, deed)
        ):
            return False
    return False if _is_turned_away(question, text) else _is_needed(question, text)


def _is_needed(question: Question, text: str) -> bool | None:
    """Tell whether one must, where a clause says so of the question's object (不必到窗口)."""
    must = _patterns()["must"].search(question.folded)
    objects = [
        t.text
        for t in question.tokens
        if must and t.start >= must.end() and t.tag[0] in "nsl" and len(t.text) > 1
    ]
    for name, needed in (("needless", False), ("needed", True)):
        for told in _patterns()[name].finditer(text):
            deed = re.split("[,;。]", text[told.end() :])[0]
            if any(0 <= deed.find(word) <= _DEED for word in objects):
                return needed
    return None


def _is_changed(question: Question, text: str) -> bool:
    """Tell whether a question asks whether something changes that a text names last of its nouns.

    That the 停车费 of a 渡口 stays says nothing of its 票价.
    """
    changes = _patterns()["changes"].search(question.folded)
    nouns = [
        t.text
        for t in question.tokens
        if t.tag[0] == "n" and len(t.text) > 1 and changes and t.end <= changes.start()
    ]
    return bool(nouns) and found(nouns[-1], text)


def _is_turned_away(question: Question, text: str) -> bool:
    """Tell whether a clause turns away those that the question asks about (教辅书不收)."""
    may = _may(question)
    return any(
        may
        and (told := said.search(text)) is not None
        and asked.search(question.folded, may.end())
        and _is_named(question, text[: told.start()])
        for said, asked in _turned_away()
    )


def _is_named(question: Question, text: str) -> bool:
    """Tell whether a text has a noun of the question."""
    nouns = (t for t in question.tokens if t.tag[0] == "n" and len(t.text) > 1)
    return any(found(noun.text, text) or is_said(question, noun, text) for noun in nouns)


def _has_deed(question: Question, text: str) -> bool:
    """Tell whether what is banned begins with a verb of the question, or shares its object."""
    deed = text[: len("二字")]
    return bool(deed) and any(char in question.folded for char in deed)


def _has_object(question: Question, text: str) -> bool:
    """Tell whether what is banned is what the question asks to do: its object with its verb.

    禁止拍摄壁画 bans no 临摹壁画; 禁明火 has no verb.
    """
    may = _may(question)
    if may is None:
        return False
    asked = [t for t in question.tokens if t.start >= may.end() and len(t.text) > 1]
    for item in _patterns()["and"].split(re.split("[,;。]", text)[0]):
        for token in asked:
            verb, object_, _ = item.partition(token.text)
            if token.tag[0] in "nl" and object_ and _is_said(verb, question.folded[may.end() :]):
                return True
    return False


def _is_said(verb: str, asked: str) -> bool:
    """Tell whether a verb of the text has a character with the question's in common, or is none."""
    return not verb or any(char in asked for char in verb)


def _may(question: Question) -> re.Match[str] | None:
    """Return the word by which a question asks whether one may."""
    return _patterns()["may"].search(question.folded)


def is_deed(question: Question, word: Token) -> bool:
    """Tell whether a word of a question is of what may be done, or of a change."""
    may = _may(question)
    return bool(may and word.start >= may.end()) or bool(_patterns()["changes"].search(word.text))
