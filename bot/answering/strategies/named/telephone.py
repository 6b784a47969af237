"""The number to call: 咨询电话多少, 打哪个电话.

A number of a telephone counts nothing, so that no figure of the text is one (facts/amounts.py): it
is known by its shape and by the word that announces it.
"""

import re
from collections.abc import Iterator

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer
from bot.answering.marking import marked
from bot.answering.question import Question
from bot.answering.strategies.base import Context, answer_at, no_answer
from bot.answering.strategies.computed.figures import articles
from bot.answering.surroundings.constraints import constraint_tokens, is_name
from bot.answering.surroundings.wording import found
from bot.answering.understanding.kind import QUESTION_WORD
from retrieval.fold import fold
from retrieval.page import Role, Span
from retrieval.tokens import Token

_ASKS = re.compile(
    "(?:打|拨)(?:哪|什么|甚么|啥)(?:一?个|些)?(?:电话|号码|热线)"
    "|(?:电话|热线|手机)(?:号码?)?(?:是|为)?(?:多少|几号|什么|哪个)[?。!]?$"
)
_NAMES_IT = re.compile("(?:电话|热线)(?:号码)?[?。!]?$")
"""How a question without a question word asks for it (咨询电话)."""
_NUMBER = re.compile(
    r"(?<![\d.])(?:\(?0\d{1,3}\)?(?:[- ]|—{1,2})?)?"
    r"(?:\d{3,4}[- ]?\d{4}|1\d{10}|400-?\d{3}-?\d{4}|09\d\d-?\d{3}-?\d{3})"
    r"(?![\d.]|\s*[年月日元万亿%])"
    r"|(?<![\d.])1[12]\d(?:\d\d)?(?!\d)"
)
_ANNOUNCED = re.compile("(?:电话|热线|手机|号码|致电|拨打|拨)[^。;\\d]{0,16}$")
"""What stands before a number that is to be called, as far as the number before it."""
_SAYS_NOTHING = re.compile("电话|热线|号码|手机|联系|拨打?|打|找|问")
"""In words of a question that need not stand in the text."""
_LEAST = 0.5
"""Share of what a question is about that must stand around a number."""
_BELOW = 0.8
"""What a word counts that stands in the paragraph or a headline, not right at the number."""


def answer_telephone(question: Question, context: Context) -> Answer | None:
    """Return the number to call; None where none is asked for."""
    if not _asks(question):
        return None
    about = [t for t in constraint_tokens(question) if not _SAYS_NOTHING.search(t.text)]
    places = [
        (_share(about, article, sentence, span, context), -order, article, sentence, span)
        for order, (article, sentence, span) in enumerate(_numbers(question, context))
    ]
    ranked = sorted(places, key=lambda place: place[:2], reverse=True)
    if not ranked or ranked[0][0] < _LEAST:
        general = context.span_answer(question)
        return general if _NUMBER.fullmatch(fold(general.text or "")) else no_answer(question)
    best, _, article, sentence, span = ranked[0]
    others = {s.folded[at.start : at.end] for share, _, _, s, at in ranked if share == best}
    if len(others) > 1:
        return no_answer(question, nearest=marked(article, sentence))
    return answer_at(question, article, sentence, span, best)


def _asks(question: Question) -> bool:
    folded = question.folded
    bare = QUESTION_WORD.search(folded) is None and _NAMES_IT.search(folded)
    return bool(bare or _ASKS.search(folded))


def _numbers(
    question: Question, context: Context
) -> Iterator[tuple[AnnotatedArticle, AnnotatedSentence, Span]]:
    """Yield the numbers to call in the articles that a question leads to, with what is before."""
    for article in articles(context.finder, question):
        for sentence in article.sentences:
            announced = False
            last = 0
            for match in _NUMBER.finditer(sentence.folded):
                before = sentence.folded[last : match.start()]
                announced = announced or _ANNOUNCED.search(before) is not None
                if announced:
                    yield article, sentence, Span(*match.span())
                last = match.end()


def _share(
    about: list[Token],
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    span: Span,
    context: Context,
) -> float:
    """Return which share of what is asked about, by rarity, stands around a number.

    0 where a name is missing.
    """
    begin = max((m.end() for m in _NUMBER.finditer(sentence.folded, 0, span.start)), default=0)
    near = sentence.folded[begin : span.start]
    around = "\n".join(
        s.folded
        for s in article.sentences
        if s.paragraph is sentence.paragraph or s.paragraph.role is Role.HEADLINE
    )
    if any(is_name(t) and not found(t.text, f"{near}\n{around}") for t in about):
        return 0.0
    total = sum(context.weight(t.text) for t in about)
    said = 0.0
    for token in about:
        if found(token.text, near):
            said += context.weight(token.text)
        elif found(token.text, around):
            said += context.weight(token.text) * _BELOW
    return said / total if total else _LEAST
