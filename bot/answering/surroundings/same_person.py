"""Names that are no answer to who: the one asked about himself, and places that look like names."""

import re
from functools import lru_cache

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.facts.names import is_courtesy
from bot.answering.question import Kind, Question
from retrieval.page import Span
from retrieval.surnames import LONGEST_NAME, is_surname

_FAMILIAR = re.compile(
    "[老小](?P<after>[^\\W\\d_])|(?P<before>[^\\W\\d_])(?P<how>某|[^\\W\\d_]{2})"
)
_RELATIVE = re.compile(
    "[儿孙]子|[女孙]儿|[父母]亲|[兄弟姐妹爸妈爷奶叔伯姑舅侄]|[先祖][人辈]|家(?:里|人|中)|同姓|本家"
)


def is_person_asked_about(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether who is asked of somebody called by the surname, and a name at `span` is his.

    (老甲是谁陪的: not 甲连山. Of relatives, who may bear the same name, nothing is said.)
    """
    if question.kind is not Kind.PERSON or _RELATIVE.search(question.folded):
        return False
    name = sentence.folded[span.start : span.end]
    return len(name) <= LONGEST_NAME and name[0] in _surnames(question)


@lru_cache(maxsize=64)  # asked for every candidate that is judged
def _surnames(question: Question) -> frozenset[str]:
    """Return the surnames by which a question speaks of somebody (老甲, 甲某, 甲师傅)."""
    folded = question.folded
    asked = question.wh
    found = set()
    for at in range(len(folded)):
        match = _FAMILIAR.match(folded, at)
        if match is None or (asked and asked.start <= at < asked.end):
            continue
        surname = match["after"] or match["before"]
        familiar = match["after"] or match["how"] == "某" or is_courtesy(match["how"])
        if familiar and is_surname(surname):
            found.add(surname)
    return frozenset(found)


_AFTER_PLACE = re.compile(
    "[镇乡村县市区州](?![长民亲委])|[队站](?![员长友在起着到出上])|街道|社区|小区|安置点|水库|大桥|隧道"
    "|[中小]学|学校|医院|景区|机场|广场|路(?![过上])"
)


def is_place_elsewhere(
    question: Question, article: AnnotatedArticle, span: Span, name: str
) -> bool:
    """Tell whether who is asked, and the article has a name as that of a place (甲坪[乡])."""
    if question.kind not in (Kind.PERSON, Kind.SPEAKER) or not 1 < len(name) <= LONGEST_NAME:
        return False
    at = article.text.find(name)
    while at >= 0:
        if _AFTER_PLACE.match(article.text, at + len(name)):
            return True
        at = article.text.find(name, at + 1)
    return False
