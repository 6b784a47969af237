"""Names that stand right behind what they are: 站长甲, 经营者乙公司.

Where nothing before the post says whose it is, the text has said so earlier, and what the question
says of it (某河水文站的站长) need not stand beside the name.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.question import Kind, Question
from bot.answering.stretches import STOPS, clause_around, end_of
from bot.answering.surroundings.support import Support
from bot.answering.understanding.kind import head_kind
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token

_words = partial(table_words, __package__, "roles.toml")

_BODY = re.compile(f"{any_of(table_words('bot.answering.spans', 'bodies.toml', 'endings'))}$")
_FORMERLY = re.compile(any_of(_words("formerly")) + any_of(_words("formerly", "was")))
_IS = re.compile(f"{any_of(_words('is'))}(?:了|过)?(?:一?[名位个])?$")


def without_owner(
    question: Question,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    span: Span,
    support: Support,
) -> tuple[Token, ...]:
    """Return the missing words less those that the article has before a bare post at `span`."""
    if question.kind not in (Kind.PERSON, Kind.ORGANISATION) or not support.missing:
        return support.missing
    before = [t for t in sentence.tokens if t.end <= span.start]
    if not before or before[-1].end != span.start or before[-1].text not in question.focus:
        return support.missing
    post, owner = before[-1], before[-2] if len(before) > 1 else None
    if len(post.text) < 2 or (owner and (owner.tag[0] in "njbm" or owner.text == "的")):
        return support.missing
    said = "\n".join(s.folded for s in article.sentences[: article.sentences.index(sentence)])
    return tuple(t for t in support.missing if t.text not in said)


_NAME = re.compile("[“《](?P<name>[^“”《》,;:。!?]{2,12})[”》]")


def _is_part_of_name(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a place is only part of a name in quotation marks (“[湖畔]书声”)."""
    return question.kind is Kind.PLACE and any(
        m.start("name") <= span.start and span.end <= m.end("name") and len(span) < len(m["name"])
        for m in _NAME.finditer(sentence.folded)
    )


_DEED = re.compile(
    "(?:谁|哪[家个位]?\\w{0,4}?|什么\\w{0,3}?)(?P<deed>[^\\W的了是哪家个位]{2})[的了]?[呢?]*$"
)


_TAKES_POST = re.compile("由(?:谁|哪\\w{0,2}|什么人)(?:担任|出任|任|当)")


def _stands_after_post(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether it is asked who has a post, and a candidate stands after it (任[组长]的某组)."""
    asked = _TAKES_POST.search(question.folded)
    post = question.folded[max(asked.start() - _POST, 0) : asked.start()] if asked else ""
    at = sentence.folded.rfind(post, 0, span.start) if len(post) == _POST else -1
    return at >= 0 and sentence.folded[:at].rstrip("“‘双正副总").endswith(("任", "当", "为"))


def _does_another_thing(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a body or person does something else than is asked (主办, 承办)."""
    if question.kind not in (Kind.PERSON, Kind.ORGANISATION):
        return False
    asked = _DEED.search(question.folded)
    if asked is None or asked["deed"] not in sentence.folded:
        return False
    folded = sentence.folded
    rest = folded[span.end : end_of(folded, span.end, STOPS)]
    deeds = (t.text for t in sentence.tokens if len(t.text) > 1 and t.text in rest)
    return asked["deed"] not in rest and any(d[-1] == asked["deed"][-1] for d in deeds)


_LONGEST_BODY = 4
"""Words of a body's name."""


def of_another_body(question: Question, missing: Iterable[Token]) -> tuple[Token, ...]:
    """Return the missing words that name the body whose officer is asked for (卫生局局长)."""
    if question.kind is not Kind.PERSON or head_kind(question.head) is not Kind.PERSON:
        return ()
    tokens = question.tokens
    return tuple(
        word
        for word in missing
        if word in tokens and word.tag[0] in "nbj" and _is_in_body(tokens, tokens.index(word))
    )


def _is_in_body(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word is in a run of nouns up to a body (经纬纺织[公司])."""
    for token in tokens[at : at + _LONGEST_BODY]:
        if token.tag[0] not in "nbjv" or token.text == "的":
            return False
        if _BODY.search(token.text):
            return True
    return False


def plays_another_part(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a candidate has another part in what is told than is asked about."""
    rules = (_is_another_role, _is_part_of_name, _does_another_thing, _stands_after_post)
    return any(rule(question, sentence, span) for rule in rules)


_POST = 2
"""Characters of a post by which it is found."""
_LONGEST_OWNER = 6
"""Characters that may stand between 由 and the end of a body's name (由某市|甲公司)."""
_WAS_BEFORE = re.compile("[曾原前]|[当做干]过|退休")
_WAS_AFTER = re.compile("的?(?:任上|岗位|职务|退休|下岗|辞|离)")
"""What tells before and after a post that it is no more (从甲任上调到…)."""


def _is_another_role(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a candidate is what a person is now where it is asked what he was before.

    Or one by whom something is done (由甲公司承建), where a place is asked for.
    """
    folded = sentence.folded
    if question.kind is Kind.PLACE:
        by = folded.rfind("由", clause_around(folded, span).start, span.start)
        return by >= 0 and span.start - by <= _LONGEST_OWNER
    if question.kind.is_quantity or not _FORMERLY.search(question.folded):
        return False
    around = clause_around(folded, span)
    return (
        _WAS_BEFORE.search(folded, around.start, span.start) is None
        and _WAS_AFTER.match(folded, span.end) is None
    )


def is_post_of(question: Question, sentence: AnnotatedSentence, span: Span) -> bool:
    """Tell whether a post stands before the person asked about, or after 是; all others do too."""
    if question.kind_rule != "occupation" or question.wh is None:
        return True
    name = next((t.text for t in question.tokens if t.text in question.focus), "")
    folded = sentence.folded
    # Of a foreign name the question may have the last part only.
    first_parts = re.match(r"(?:\w+·)*", folded[span.end :])
    start = span.end + (first_parts.end() if first_parts else 0)
    return (
        folded.startswith(name, span.end)
        or folded.startswith(name, start)
        or _IS.search(folded[: span.start]) is not None
    )
