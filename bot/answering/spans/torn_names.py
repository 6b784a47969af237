"""Names that jieba does not know and tears after their first character (甲|乙区, 甲|丙村)."""

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.lexicon.words import PLACE_ENDINGS
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.tokens import Token, word_probability

_NO_BEGINNING = frozenset(
    "各全本该每某这那新老旧大小原前后副总正首第两几多一其我你他她它贵外内县市省区镇乡村"
)
"""Characters that stand before a name or noun and are no part of it."""
_NO_TAGS = tuple("mqpcurx")
_NO_WORDS = ("g", "ng", "zg", "vg", "ag")
"""What jieba calls a character that is no word by itself."""
_STREETS = frozenset("路街巷")
_SHORT_PLACE = 3
"""Characters of a place whose name may be torn."""
_OFTEN = 2
"""How often a word must stand in an article, always after the same character, to be torn."""


def whole_name(article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span) -> Span:
    """Return a span of a sentence with the first character of its name, where that was torn off.

    What is left of a place's name is no word (乙区); any other stands in the article always after
    the same character.
    """
    before = next((t for t in sentence.tokens if t.end == span.start), None)
    if before is None or not _may_begin(before):
        return span
    first = next((t for t in sentence.tokens if t.start == span.start and t.end <= span.end), None)
    if first is None:
        return span
    whole = sentence.folded[span.start : span.end]
    rest = whole if len(whole) <= _SHORT_PLACE and whole[-1] in PLACE_ENDINGS else first.text
    torn = _is_torn_place(before, rest) or (
        (rest[-1] in PLACE_ENDINGS or not word_probability(rest))
        and len(rest) > 1
        and _stands_after_it_alone(article, before.text, rest)
    )
    return Span(before.start, span.end) if torn else span


def _may_begin(token: Token) -> bool:
    return (
        len(token.text) == 1
        and "\u4e00" <= token.text <= "\u9fff"
        and token.text not in _NO_BEGINNING
        and token.text not in stop_words()
        and not token.tag.startswith(_NO_TAGS)
    )


def _is_torn_place(before: Token, text: str) -> bool:
    """Tell whether a text is one character and a rank, and no word or after none (甲|北区)."""
    is_place = len(text) == len("乙区") and (text[-1] in PLACE_ENDINGS or text[-1] in _STREETS)
    return is_place and (not word_probability(text) or before.tag in _NO_WORDS)


def _stands_after_it_alone(article: AnnotatedArticle, first: str, rest: str) -> bool:
    count = article.text.count(rest)
    return count >= _OFTEN and article.text.count(first + rest) == count
