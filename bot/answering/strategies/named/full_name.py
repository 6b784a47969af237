"""What an abbreviation stands for, or how a name is shortened, where the text introduces it.

(某某热力有限公司(以下简称“某暖公司”); 合作社的全名叫某某合作社.)
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.strategies.base import Context, answer_at
from bot.answering.strategies.computed.figures import articles
from bot.answering.understanding.abbreviations import has_in_order
from retrieval.page import Span

_ASKED = re.compile(
    "^(?P<name>.{2,24}?)(?:的|是)?(?P<what>全称|全名|简称|缩写)(?:是|叫|为)?(?:什么|啥|甚么)?(?:呢|啊)?[?。]*$"
)
_STANDS_FOR = re.compile(
    r"^(?P<name>.{2,24}?)(?:是|指的?是|代表)(?:什么|啥|甚么|哪\w{0,4}?)的(?:简称|缩写)[?。]*$"
)
_INTRODUCED = re.compile(
    "(?P<full>[^,;:。!?(]{3,40})[(,](?:以下|下)?简?称(?:为)?[“《]?(?P<short>[^”》)、,。]{2,14})[”》]?[),。]"
)
"""A name with its abbreviation in brackets or behind a comma."""
_TOLD = re.compile(
    "(?P<short>[^,;:。“的]{2,14})的?(?:全称|全名)(?:是|叫|为)?[“《]?(?P<full>[^,;:。”》)]{4,40})"
)
"""A text that says itself which name is the full one."""
_LEADS_UP = re.compile("^.*(?:[的是为由在与和对向把将从]|位于)(?=[^的是为由在与和对向把将从]{3,}$)")
"""What stands before a name in its clause (多收钱的是[某公司])."""
_LEADS_TO_NAME = frozenset("了过是叫")
_LEADS_TO_NAME |= {"来自", "成立", "加入", "购买", "推出", "走进", "组建", "注册", "创办", "创立"}
"""Words before a name that are no part of it (这笔钱[来自]某保险)."""
_QUOTES = "“”‘’《》"
_SURE = 0.95
"""Confidence in what a text introduces so."""


def answer_full_name(question: Question, context: Context) -> Answer | None:
    """Return the full name or the abbreviation asked for, None if none is asked or introduced."""
    stands_for = _STANDS_FOR.match(question.folded)
    asked = stands_for or _ASKED.match(question.folded)
    if asked is None:
        return None
    name = asked["name"].strip(_QUOTES)
    wants_full = stands_for is not None or asked["what"] in ("全称", "全名")
    found = {
        sentence.folded[span.start : span.end]: (article, sentence, span)
        for article in articles(context.finder, question)
        for sentence in article.sentences
        for span in _introduced(sentence, name, wants_full=wants_full)
    }
    if len(found) != 1:
        return None
    ((article, sentence, span),) = found.values()
    return answer_at(question, article, sentence, span, _SURE)


def _introduced(sentence: AnnotatedSentence, name: str, *, wants_full: bool) -> Iterator[Span]:
    """Yield where a sentence has the other form of a name."""
    for pattern in (_INTRODUCED, _TOLD):
        for match in pattern.finditer(sentence.folded):
            full, short = Span(*match.span("full")), Span(*match.span("short"))
            if pattern is _INTRODUCED and (lead := _LEADS_UP.match(match["full"])):
                full = Span(full.start + lead.end(), full.end)
            full = _without_deed(sentence, full, match["short"])
            known, other = (short, full) if wants_full else (full, short)
            said = sentence.folded[known.start : known.end].strip(_QUOTES)
            if name == said or (pattern is _TOLD and said and name.endswith(said)):
                yield other


def _without_deed(sentence: AnnotatedSentence, full: Span, short: str) -> Span:
    """Cut off the verb before a name (收购|某某公司), of which its abbreviation is made."""
    inside = sentence.tokens_beginning_in(full)
    starts = [
        token.start
        for before, token in pairwise(inside)
        if before.tag[0] in "vp" and token.text.startswith(short[0]) and len(before.text) > 1
    ]
    starts = starts or [
        token.start
        for before, token in pairwise(inside)
        if before.text in _LEADS_TO_NAME
        and has_in_order(short, sentence.folded[token.start : full.end])
    ]
    return Span(starts[-1], full.end) if starts else full
