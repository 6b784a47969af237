"""How old somebody is whom the question names: the age that the text says of him, of nobody else.

(51岁的保洁员甲; 乙今年71岁; 丙(22岁); 他今年60岁, where he is the one named last.)
"""

import re

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer, Evidence, Status, Value
from bot.answering.facts.names import is_name
from bot.answering.facts.quantities import Quantity
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.named.naming import is_personal, mentions, phrase_before
from retrieval.surnames import is_surname

_ASKED = re.compile(
    "^(?:请问|那么?)?(?P<name>[^,的是今现]{2,4})(?:今年|现在|如今|目前|现年)?(?:有|是)?"
    "(?:多大|几岁|多少岁|多大(?:的)?(?:年纪|岁数|年龄)|(?:年纪|岁数|年龄)(?:有|是)?多[大少])"
    "(?:了|呀|啊|呢)*[?。]*$"
)
_IS_AGED = re.compile(
    "[,(]?(?:[男女],)?(?:今年|现年|时年|年仅|年过|如今|现在|才|已经?|刚|刚满|年满|也)*(?=[^,;。]{1,6}岁)"
)
"""What stands between a name and an age behind it."""
_HE = re.compile("[他她](?:今年|现年|如今|现在|才|已经?|刚满)*(?=[^,;。]{1,6}岁)")
_THEN = re.compile("(?:[那当]年|时|岁(?:起|开始|那年|时|就|上|进|学|入|当))$")
_SURE = 0.9
"""Confidence in an age that is said of the person by name."""
_BY_PRONOUN = 0.75
"""Confidence where a pronoun says of whom it is told."""


def answer_age(question: Question, context: Context) -> Answer | None:
    """Return the age told of the person named; None where nobody is named or none is told."""
    asked = _ASKED.match(question.folded)
    if asked is None or not is_personal(asked["name"]):
        return None
    name = asked["name"]
    for called in (name, *_familiar(name)):
        for article, sentence, at in mentions(called, question, context):
            if (age := _age_beside(sentence, at, called)) is not None:
                return _answer(question, article, sentence, age, _SURE)
    for article in {id(a): a for a, _, _ in mentions(name, question, context)}.values():
        for before, sentence in zip(article.sentences, article.sentences[1:], strict=False):
            he = _HE.match(sentence.folded)
            if he is None or _last_named(before) != name:
                continue
            if (age := _age_at(sentence, he.end())) is not None:
                return _answer(question, article, sentence, age, _BY_PRONOUN)
    return None


def _familiar(name: str) -> tuple[str, ...]:
    """Return how a text may call the bearer of a name later on (老甲)."""
    return (f"老{name[0]}",) if is_surname(name[0]) and is_name(name) else ()


def _age_beside(sentence: AnnotatedSentence, at: int, name: str) -> Quantity | None:
    """Return the age in the description before a name, or right behind the name."""
    phrase = phrase_before(sentence, at)
    ages = [q for q in sentence.quantities if _is_age(q)]
    if phrase is not None:
        inside = [q for q in ages if phrase.contains(q.span)]
        if inside:
            return inside[-1]
    behind = _IS_AGED.match(sentence.folded, at + len(name))
    return _age_at(sentence, behind.end()) if behind else None


def _age_at(sentence: AnnotatedSentence, at: int) -> Quantity | None:
    found = next((q for q in sentence.quantities if _is_age(q) and q.span.start == at), None)
    if found is None or _THEN.match(sentence.folded, found.span.end - 1):
        return None
    return found


def _is_age(quantity: Quantity) -> bool:
    return quantity.unit in ("岁", "周岁")


def _last_named(sentence: AnnotatedSentence) -> str:
    """Return the person a sentence names first, "" if it names none."""
    return next((t.text for t in sentence.tokens if t.tag == "nr" and is_name(t.text)), "")


def _answer(
    question: Question,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    age: Quantity,
    confidence: float,
) -> Answer:
    span = age.qualified_span
    evidence = Evidence(
        article.page, article.article, sentence.paragraph, sentence.sentence, (span,)
    )
    return Answer(
        question,
        Status.ANSWERED,
        sentence.sentence.text[span.start : span.end],
        Kind.NUMBER,
        confidence,
        value=Value(age.value, age.unit),
        evidence=(evidence,),
    )
