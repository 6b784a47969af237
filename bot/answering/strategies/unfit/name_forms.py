"""Names that cannot be the one asked for: what is asked about itself, or no name at all."""

import re
from collections.abc import Callable

from bot.answering.candidate import Candidate
from bot.answering.datafiles import table_words
from bot.answering.facts.names import is_name, is_person_noun
from bot.answering.question import Kind, Question
from bot.answering.strategies.compared.asked_sets import PLACE_ENDINGS, set_asked
from bot.answering.stretches import STOPS, clause_around, end_of, is_question
from retrieval.page import Span

_ANY = frozenset(table_words(__package__, "name_forms.toml", "any"))
_ASPECTS = ("了", "着", "过")
"""Particles of a verb: no name has one inside (某公司添[了]机器)."""
_ASKS_SORT = re.compile("哪一?[类种样项]")
_ASKS_WHEN = re.compile("哪一?[年月天日次]|什么时候|何时")
_PARTICLES = re.compile("[得了着过]")
_TITLE = re.compile("《[^《》]+》")
_POINTING = re.compile("(?:[这那该本此其]|上述|后者|前者)[家个位名所座条项]?")
_POINTS_AT_LAST = re.compile("[这该此][部本首篇幅座场][^\\W]{1,3}$")
_PLACED = re.compile(
    "(?P<what>[^\\W]+?)(?:现在|如今|具体|的?位置)*(?:[位设坐落建开]*[在于]|[搬挪迁移改]到了?)$"
)
_WITHIN = re.compile("[在到去](?P<what>[^\\W在到去]{2,8}?)的?$")
"""The place within which it is asked where (在科技馆|哪个地方)."""
_NAMED = 4
"""Characters at the end of what is asked about by which a longer name of it is known."""


def is_no_name_asked(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate names nothing, or what is asked about, or no member of what is."""
    return any(rule(question, candidate) for rule in _RULES)


def _is_of_another_sort(question: Question, candidate: Candidate) -> bool:
    """Tell whether a place of some rank is compared (哪个县…最), and the candidate is none."""
    asked = set_asked(question) if question.kind is Kind.COMPARISON else None
    return (
        asked is not None
        and bool(asked.kind_of)
        and set(asked.kind_of) <= PLACE_ENDINGS
        and not candidate.folded.endswith(tuple(asked.kind_of))
    )


def _is_no_member(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked which of several is the most, and a candidate cannot be one.

    That is a time, or what begins with no noun (来自甲省, 在五县).
    """
    if question.kind is not Kind.COMPARISON:
        return False
    sentence, span = candidate.sentence, candidate.span
    first = next((t for t in sentence.tokens if t.start == span.start), None)
    is_time = not _ASKS_WHEN.search(question.folded) and any(
        t.span.overlaps(span) for t in sentence.times
    )
    asks_sort = _ASKS_SORT.search(question.folded) is not None
    is_person = asks_sort and any(
        t.tag.startswith("nr") for t in sentence.tokens if span.start <= t.start < span.end
    )
    is_told = any(
        t.text in _ASPECTS for t in sentence.tokens if span.start < t.start and t.end < span.end
    )
    begins_wrongly = first is not None and first.tag[0] in "vpdcux"
    return is_time or is_person or is_told or begins_wrongly


def _is_repeated(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate only says again what is asked about, and is none of two offered."""
    return (
        not question.kind.is_quantity
        and _PARTICLES.sub("", candidate.folded) in question.folded
        and "还是" not in question.folded
    )


def _is_torn_from_title(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate is a part of a title, which the question does not speak of."""
    span = candidate.span
    return any(
        title.start() < span.start
        and span.end < title.end()
        and len(span) < len(title[0]) - len("《》")
        and title[0].strip("《》") not in question.folded
        for title in _TITLE.finditer(candidate.sentence.folded)
    )


_QUOTED = re.compile("“(?P<name>[^“”,;:。!?]{2,12})”")


def _is_torn_from_quotes(question: Question, candidate: Candidate) -> bool:
    """Tell whether somebody is asked for and a candidate is a part of a name in marks (“甲的[乙]”).

    A name behind what its bearer is (“模范甲”) is none.
    """
    if question.kind is not Kind.PERSON:
        return False
    span, folded = candidate.span, candidate.sentence.folded
    return any(
        m.start("name") <= span.start
        and span.end <= m.end("name")
        and len(span) < len(m["name"])
        and not is_person_noun(folded[m.start("name") : span.start])
        for m in _QUOTED.finditer(folded)
    )


_DEED = re.compile(
    "(?:谁|哪一?[家个位]?\\w{0,4}?|什么\\w{0,3}?)(?P<deed>[^\\W的了是哪家个位]{2})[的了]?[?呢]*$"
)
_BODY_END = re.compile("[院局部厅处社科所会团队厂行馆]$|公司$|中心$|集团$|大学$")


def _takes_in_deed(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked who did something and a candidate has what was done as well.

    (由谁主办: 某署[主办某赛].)
    """
    if question.kind not in (Kind.PERSON, Kind.ORGANISATION):
        return False
    deed = _DEED.search(question.folded)
    if deed is None or question.head.endswith(deed["deed"]):  # 哪种演员
        return False
    at = candidate.folded.find(deed["deed"], 1)
    rest = candidate.folded[at + len(deed["deed"]) :]
    is_post = is_name(rest) or rest[:1] in _DOERS  # 青年导演|甲, 设计师
    return at > 0 and not is_post and _BODY_END.search(candidate.folded) is None


_DOERS = tuple("师员者人家方")


_ASKS_NAME = re.compile("(?:叫|名[字称]?(?:是|叫))(?:什么|啥)(?:名[字称]?)?[?呢啊]*$")
_NAMES_ANOTHER = re.compile("(?P<noun>[^\\W\\d是为]{2})(?:是|为)[“《]?$")


def _is_name_of_another(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked what something is called, and a candidate is what another thing is.

    (团队叫什么名字: 任务是“[甲]”.)
    """
    if _ASKS_NAME.search(question.folded) is None or question.kind.is_quantity:
        return False
    before = _NAMES_ANOTHER.search(candidate.sentence.folded[: candidate.span.start])
    return (
        before is not None
        and before["noun"] not in question.folded
        and not before["noun"].endswith(("名称", "名字", "全称", "简称", "名"))
    )


_ASKS_SURNAME = re.compile("姓(?:什么|啥)[?呢啊]*$")
_LONGEST_SURNAME = 2


def _is_no_surname(question: Question, candidate: Candidate) -> bool:
    """Tell whether a surname is asked for, and a candidate is none, or not told as one (姓甲)."""
    if _ASKS_SURNAME.search(question.folded) is None:
        return False
    told = candidate.sentence.folded[: candidate.span.start].endswith("姓")
    return not told or len(candidate.folded) > _LONGEST_SURNAME


_DENIED = re.compile("[^,;。]{0,3}?(?:没有?|未曾?|并未|尚未|不|拒绝)(?P<deed>[^,;。]{1,6})")


def _did_not(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked who did something, and a candidate is said not to have."""
    if question.kind is not Kind.PERSON or re.search("[没未不]|拒绝", question.folded):
        return False
    told = _DENIED.match(candidate.sentence.folded, candidate.span.end)
    return told is not None and any(
        told["deed"].startswith(t.text) for t in question.tokens if t.tag[0] == "v"
    )


def _is_body_for_people(question: Question, candidate: Candidate) -> bool:
    """Tell whether 哪些人 asks for people and a candidate is a body (某局)."""
    return (
        "哪些人" in question.folded
        and question.kind is Kind.PERSON
        and _BODY_END.search(candidate.folded) is not None
    )


def _is_asked_itself(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate stands in a question that the text puts (该找谁?)."""
    folded = candidate.sentence.folded
    if "?" not in folded:
        return False
    end = end_of(folded, candidate.span.end, f"{STOPS}?")
    own = Span(clause_around(folded, candidate.span).start, end)
    return question.kind is not Kind.QUOTATION and is_question(folded, own)


def _only_points(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate names nothing, but points at what was named (这家公司)."""
    if question.kind is Kind.TITLE and _POINTS_AT_LAST.search(candidate.folded):
        return True
    pointing = None if question.kind.is_quantity else _POINTING.match(candidate.folded)
    rest = candidate.folded[pointing.end() :] if pointing else ""
    return bool(rest) and (rest == question.head or rest in _ANY)


def _is_what_is_placed(question: Question, candidate: Candidate) -> bool:
    """Tell whether it is asked where something is, and a candidate only names it in full."""
    if question.kind is not Kind.PLACE or question.wh is None:
        return False
    before = question.folded[: question.wh.start]
    if (within := _WITHIN.search(before)) and candidate.folded.endswith(within["what"]):
        return True
    if question.asks_sort:
        return False
    asked = _PLACED.search(before)
    return asked is not None and candidate.folded.endswith(asked["what"][-_NAMED:])


def _is_one_of_a_list(question: Question, candidate: Candidate) -> bool:
    """Tell whether several are asked for and more of them follow a candidate (甲、乙[、丙])."""
    more = candidate.sentence.folded.startswith("、", candidate.span.end)
    return question.kind is Kind.LIST and more


_RULES: tuple[Callable[[Question, Candidate], bool], ...] = (
    _is_of_another_sort,
    _is_no_member,
    _is_repeated,
    _is_torn_from_title,
    _is_torn_from_quotes,
    _takes_in_deed,
    _is_name_of_another,
    _is_body_for_people,
    _is_no_surname,
    _did_not,
    _is_asked_itself,
    _only_points,
    _is_what_is_placed,
    _is_one_of_a_list,
)
