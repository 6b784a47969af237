"""Whether something costs money (要交学费吗): the text says free, or what must be paid.

Who goes free in the text must be whom the question asks about: 70周岁以上老人免票 says nothing of
others, and of somebody aged 75 that he goes free.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Answer, Status
from bot.answering.datafiles import read_toml
from bot.answering.facts.quantities import Quantity, find_quantities
from bot.answering.matching.match import Match
from bot.answering.question import Kind, Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.computed.shares import share_around
from bot.answering.strategies.explained.clauses import Clause, split_clauses
from bot.answering.strategies.passages import best_sentences, matches
from bot.answering.strategies.stated import Stated, undisputed
from bot.answering.strategies.yes_or_no.polarity import asks_of_change
from bot.answering.surroundings.support import support
from bot.answering.surroundings.told import told_later
from bot.answering.surroundings.wording import found
from bot.answering.understanding.kind import head_kind
from retrieval.tokens import Token

_SENTENCES = 12
"""Sentences that are read."""
_LEAST = 0.55
"""Share of the question's words that must stand in the sentence or around it."""
_AGE = "岁"
_OWN = 0.2
"""What it is worth that a clause itself names what is asked about, not only the text around it."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = read_toml(__package__, "charges.toml")
    return {name: re.compile(p.replace("<what>", "[^,;:。?吗免]")) for name, p in table.items()}


def asks_of_charge(question: Question) -> bool:
    """Tell whether a yes-or-no question asks if something costs money."""
    folded = question.folded
    return not asks_of_change(question) and any(
        _patterns()[name].search(folded) for name in ("asks_to_pay", "asks_to_be_free")
    )


def answer_charge(question: Question, context: Context) -> Answer | None:
    """Return whether one must pay; None where the text does not say it of what is asked."""
    best = undisputed(_stated(question, context))
    if best is None:
        return None
    return Answer(
        question,
        Status.ANSWERED,
        _worded(question, is_free=best.holds),
        question.kind,
        best.score,
        evidence=(best.evidence(),),
    )


def _worded(question: Question, *, is_free: bool) -> str:
    """Return yes or no in the words of the question."""
    if _patterns()["asks_to_be_free"].search(question.folded):
        return "是" if is_free else "否"
    if re.search("[要用得]", question.folded):
        return "不用" if is_free else "要"
    return "否" if is_free else "是"


def _stated(question: Question, context: Context) -> Iterator[Stated]:
    """Yield the clauses that say of what the question asks about whether it is free."""
    doing = {t.text for t in question.tokens if t.tag == "v"}

    def says_nothing(word: str) -> bool:
        return word in doing or _is_money(word) or word == _AGE or word.isdigit()

    for match, number in best_sentences(matches(question, context.finder), _SENTENCES):
        sentence = match.article.sentences[number]
        clauses = [
            (clause, is_free)
            for clause in split_clauses(sentence.folded)
            if (is_free := _says(sentence, clause)) is not None
            and _is_of_whom(question, sentence, clause)
        ]
        if not clauses or not _is_meant(question, match, sentence):
            continue
        # What is said of those asked about goes before what is said of anybody.
        clauses = [c for c in clauses if _names_persons(question, sentence, c[0])] or clauses
        # How one gets there or what one does there (进, 看) a text may leave out.
        score = max(
            share_around(question, match.article, sentence, context, ignored)
            for ignored in (says_nothing, _is_money)
        )
        owns = [_own_share(question, sentence, clause) for clause, _ in clauses]
        # Of what is said of some and of others only what is said of those asked about.
        differs = len({is_free for _, is_free in clauses}) > 1
        for (clause, is_free), own in zip(clauses, owns, strict=True):
            if differs and own < max(owns):
                continue
            if score >= _LEAST and not told_later(question, sentence, clause.span):
                yield Stated(match, sentence, clause.span, is_free, min(score + _OWN * own, 1.0))


def _own_share(question: Question, sentence: AnnotatedSentence, clause: Clause) -> float:
    start = sentence.folded.rfind(";", 0, clause.span.start) + 1
    return _share_inside(question, sentence.folded[start : clause.span.end])


def _share_inside(question: Question, statement: str) -> float:
    """Return the share of the question's nouns, and of its pairs of characters, in a statement.

    The pairs tell what is done apart (首次申领, 补领).
    """
    chars = [
        char
        for t in question.tokens
        if t.tag[0] in "nmt" and not _is_money(t.text)
        for char in t.text
    ]
    pairs = [pair for pair in map("".join, pairwise(question.folded)) if not _is_money(pair)]
    shares = [
        sum(part in statement for part in parts) / len(parts) for parts in (chars, pairs) if parts
    ]
    return sum(shares) / max(len(shares), 1)


def _says(sentence: AnnotatedSentence, clause: Clause) -> bool | None:
    """Tell whether a clause says that something is free; None if it says nothing of it."""
    span = clause.span

    def says(name: str) -> bool:
        return _patterns()[name].search(sentence.folded, span.start, span.end) is not None

    if says("free") or says("free_otherwise"):
        return True
    return False if says("paid") or says("reduced") else None


def _is_meant(question: Question, match: Match, sentence: AnnotatedSentence) -> bool:
    """Tell whether the names, the nouns and the times of a question stand around a sentence."""
    around = support(question, match.article, sentence)
    missing = (*around.missing_names, *around.missing_nouns)
    return not around.conflicting_times and all(
        _is_money(t.text)
        or _is_age(t)
        or _is_local(question, t, sentence.folded)
        or _is_glued(t.text, sentence.folded)
        for t in missing
    )


def _is_local(question: Question, token: Token, text: str) -> bool:
    """Tell whether a word belongs to how a question names those who live here, as a text does."""
    asked = _patterns()["locals_asked"].search(question.folded)
    inside = asked is not None and asked.start() <= token.start and token.end <= asked.end()
    return inside and _patterns()["locals_told"].search(text) is not None


def _is_glued(word: str, text: str) -> bool:
    """Tell whether a text has the rest of a word that begins with how one gets there (进村)."""
    rest = _patterns()["going"].sub("", word)
    return rest != word and bool(rest) and rest in text


def _is_money(word: str) -> bool:
    return _patterns()["money"].search(word) is not None


def _is_age(token: Token) -> bool:
    return token.tag == "m" or _AGE in token.text


def _is_of_whom(question: Question, sentence: AnnotatedSentence, clause: Clause) -> bool:
    """Tell whether a clause speaks of the persons that the question asks about, or of anybody."""
    span = clause.span
    inside = sentence.tokens_in(span)
    ages = [q for q in find_quantities(sentence.folded[span.start : span.end]) if q.unit == _AGE]
    asked = [q for q in find_quantities(question.folded) if q.unit == _AGE]
    text = sentence.folded[span.start : span.end]
    if asked and not ages and _patterns()["others"].search(text):
        before = sentence.folded[: span.start]
        named = [q for q in find_quantities(before) if q.unit == _AGE]
        return bool(named) and not any(_is_aged(before, q, asked[0]) for q in named)
    if asked and ages:
        return any(_is_aged(sentence.folded[span.start : span.end], q, asked[0]) for q in ages)
    if asked or (ages and not _names_others(question, text)):
        return False
    if _patterns()["locals_asked"].search(question.folded):
        return _patterns()["locals_told"].search(text) is not None
    return all(
        found(t.text, question.folded) or any(char in question.folded for char in t.text)
        for t in inside
        if len(t.text) > 1 and t.tag[0] == "n" and head_kind(t.text) is Kind.PERSON
    )


def _names_persons(question: Question, sentence: AnnotatedSentence, clause: Clause) -> bool:
    """Tell whether a clause names the persons that a question asks about."""
    text = sentence.folded[clause.span.start : clause.span.end]
    persons = (t.text for t in question.tokens if head_kind(t.text) is Kind.PERSON)
    return any(len(word) > 1 and word in text for word in persons)


def _names_others(question: Question, clause: str) -> bool:
    """Tell whether a clause names those asked about beside an age (60岁以上及[残疾人])."""
    return any(
        re.search(f"(?:[及和与、]|以及){re.escape(t.text)}", clause)
        for t in question.tokens
        if len(t.text) > 1 and t.tag[0] == "n"
    )


def _is_aged(clause: str, bound: Quantity, asked: Quantity) -> bool:
    """Tell whether somebody of the age asked about is within a bound (70周岁以上)."""
    after = clause[bound.span.end : bound.span.end + 3]
    if bound.upper is not None:
        return bound.value <= asked.value <= bound.upper
    if "以上" in after or "以上" in clause[bound.span.start : bound.span.end]:
        return asked.value >= bound.value
    if "以下" in after or "以下" in clause[bound.span.start : bound.span.end]:
        return asked.value <= bound.value
    return asked.value == bound.value
