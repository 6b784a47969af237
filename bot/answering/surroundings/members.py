"""Whether a name of the question is only one of several that a figure is said of together.

Of 甲市、乙市受灾，倒塌房屋43间 the 43间 are not those of 甲市; nor are they where the sentence
before has 其中甲市6800人，乙市2300人 and this one speaks of the whole again.
"""

import re
from collections.abc import Iterable, Iterator

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.facts.quantities import Quantity
from bot.answering.question import Question
from retrieval.page import Span
from retrieval.tokens import Token

_JOINED_BEFORE = re.compile(r"(\w+)[”’》]?[、和与及][“‘《]?$|([^“‘《”’》]+)[”’》][“‘《]$")
"""What ends with another name and what joins it to the next (甲市、, “甲班”“)."""
_JOINED_AFTER = re.compile(r"[”’》]?[、和与及][“‘《]?(\w+)|[”’》][“‘《]([^“‘《”’》]+)")
_SUMMED_UP = re.compile("[”’》]?等(?:[2-9]|\\d\\d|[两二三四五六七八九十])")
"""What follows a name that stands for so many (甲村等11个村)."""
_ONE_BY_ONE = ("分别", "依次", "各")
"""Words that share figures out to the members of a list."""


def only_a_member(
    name: str,
    question: Question,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    span: Span,
) -> bool:
    """Tell whether the figure at `span` of a sentence is said of more than `name`.

    That is so if `name` stands before the figure only as one of a list, of which the question does
    not name the others, or in the paragraph's sentences before only beside a figure of its own.
    """
    before = sentence.folded[: span.start]
    if name in before:
        listed = [_is_listed(before, at, name, question) for at in _places(name, before)]
        return all(listed) and not any(word in before for word in _ONE_BY_ONE)
    if name in sentence.folded:  # 5吨,销往甲国、乙国
        text = sentence.folded
        return all(_is_listed(text, at, name, question) for at in _places(name, text))
    earlier = [s for s in article.before_in_paragraph(sentence) if name in s.folded]
    return bool(earlier) and all(
        _is_listed(s.folded, at, name, question) or _has_own_figure(s, at + len(name))
        for s in earlier
        for at in _places(name, s.folded)
    )


def _places(name: str, text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(name), text))


def _is_listed(text: str, at: int, name: str, question: Question) -> bool:
    """Tell whether a name stands beside another that the question does not have."""
    if _SUMMED_UP.match(text, at + len(name)) and "等" not in question.folded:
        return True
    before = _JOINED_BEFORE.search(text[max(at - _REACH, 0) : at])
    after = _JOINED_AFTER.match(text[at + len(name) : at + len(name) + _REACH])
    others = [
        (other, other[-2:] if match is before else other[:2])
        for match in (before, after)
        if match
        for other in filter(None, match.groups())
    ]
    # What has a figure of its own (甲国5吨、乙国3吨) shares none.
    return any(
        end not in question.folded and not any(c.isdigit() for c in other) for other, end in others
    )


_LIST_OF_SORT = re.compile("((?:[^、,。;:]{1,12}、)+[^、,。;:]{1,12}?)等(?P<rest>[^,。;]*)$")
"""A list that its sort sums up, up to a figure (甲、乙、丙等[苗种]4亿尾)."""


def summed_up_with_others(
    words: Iterable[Token], question: Question, sentence: AnnotatedSentence, span: Span
) -> Iterator[Token]:
    """Yield the nouns of a list whose sum is at `span`, where no other item is asked about."""
    found = _LIST_OF_SORT.search(sentence.folded[: span.start])
    if found is None or any(word in found["rest"] for word in _ONE_BY_ONE):
        return
    items = found[1].split("、")
    for word in words:
        own = [item for item in items if item.endswith(word.text)]
        others = [item for item in items if item not in own]
        if len(own) == 1 and not any(item[-2:] in question.folded for item in others):
            yield word


def listed_with_own_figure(
    words: Iterable[Token], sentence: AnnotatedSentence, span: Span
) -> Iterator[Token]:
    """Yield the nouns that the sentence has before a figure only in a list, each with its own.

    (其中苹果19亩、梨6亩,总产量41吨: the 41 are not those of 梨.)
    """
    figures = {q.qualified_span.start: q for q in sentence.quantities}
    if sentence.shares_out(span):
        return
    for word in words:
        here = [t for t in sentence.tokens if t.text == word.text and t.end <= span.start]
        own = [figures.get(t.end) for t in here]
        if here and all(
            q and "," in sentence.folded[q.span.end : span.start] and _is_item(sentence, q)
            for q in own
        ):
            yield word


def _is_item(sentence: AnnotatedSentence, quantity: Quantity) -> bool:
    """Tell whether a figure stands in a list whose next or last item has a figure of its unit."""
    text = sentence.folded
    others = [q for q in sentence.quantities if q.unit == quantity.unit and q is not quantity]
    after = [q for q in others if q.span.start > quantity.span.end]
    before = [q for q in others if q.span.end < quantity.span.start]
    return any(
        "、" in text[one.span.end : other.span.start]
        and "," not in text[one.span.end : other.span.start]
        for one, other in [
            *((quantity, q) for q in after[:1]),
            *((q, quantity) for q in before[-1:]),
        ]
    )


_REACH = 12
"""Characters on either side in which the next name of a list is looked for."""


def _has_own_figure(sentence: AnnotatedSentence, end: int) -> bool:
    """Tell whether a figure follows a name at once (甲市6800人), and no age (甲市65岁以上老人)."""
    return any(q.qualified_span.start == end and q.dimension != "age" for q in sentence.quantities)
