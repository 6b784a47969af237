"""Yes or no: what the text states against what the question claims.

The clause that has the question's words is sought, then its polarity: negation before the
predicate, an antonym in its place, an announcement where the question asks what is done. What the
text does not say is neither yes nor no.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from bot.answering.annotation import AnnotatedSentence, FloatArray
from bot.answering.answer import Answer, Evidence, Status
from bot.answering.facts.points import TimeKind
from bot.answering.facts.quantities import find_quantities
from bot.answering.facts.times import find_times
from bot.answering.lexicon import light_words
from bot.answering.matching import Match, similarity
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.charges import answer_charge, asks_of_charge
from bot.answering.strategies.clauses import is_grounded
from bot.answering.strategies.confirmation import confirm_figure, figure_to_confirm
from bot.answering.strategies.opening import answer_opening, asks_of_days
from bot.answering.strategies.passages import (
    best_sentences,
    evidence,
    matches,
    surroundings,
    whole_words,
)
from bot.answering.strategies.permission import allowed_by, is_deed
from bot.answering.strategies.polarity import (
    POLAR,
    answer_form,
    is_negation,
    negated_inside,
    opposed,
    word_lists,
)
from bot.answering.strategies.posed import answers_posed
from bot.answering.support import found, support
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.tokens import Token

_SENTENCES = 10
"""Sentences whose clauses are compared."""
_SAME = 0.6
"""Similarity from which two words count as the same."""
_PART = 0.35
"""Similarity of a one-character predicate with a word that holds it."""
_ACCEPTED = 0.68
"""Share of the question's weight from which the text speaks of it."""
_STEEPNESS = 8.0
_REACH = 8
"""Tokens over which a negation reaches its predicate."""

# What a word of the question is worth by where it stands.
_CLAUSE, _SENTENCE, _PARAGRAPH, _ARTICLE = 1.0, 0.95, 0.75, 0.5

_VERBS = ("v", "a", "i", "l", "z")
_PAYS = re.compile("[加交缴收花掏付给要][^,;。免]{0,2}?[钱费]|[买购]门?票")
"""Asks whether something costs money (要另外加钱吗)."""
_CHARGED = "收费"
"""What is claimed then."""
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")


def answer_yes_no(question: Question, context: Context) -> Answer | None:
    """Return yes or no in the words of the question; no answer where the text says neither.

    None with `always_answer`: then the passage itself is wanted.
    """
    if context.always_answer:
        return None
    figure = figure_to_confirm(question)
    if figure is not None:
        return confirm_figure(question, figure, context)
    if asks_of_charge(question) and (charge := answer_charge(question, context)) is not None:
        return charge
    if (posed := _posed(question, context)) is not None:
        return posed
    if asks_of_days(question) and (opened := answer_opening(question, context)) is not None:
        return opened
    claim = _Claim(question)
    statements = sorted(_statements(claim, context), key=lambda s: -s.score)
    if not statements:
        return no_answer(question)
    best = next((s for s in statements if s.answers()), None)
    sure = best is not None and _confidence(best) >= context.threshold
    if not sure and (told := _told_in_or_out(claim, statements)) is not None:
        return told
    if best is None:
        return no_answer(question, 0.0, statements[0].passage())
    confidence = _confidence(best)
    if confidence < context.threshold:
        return no_answer(question, confidence, best.passage())
    yes, no = claim.form
    return Answer(
        question,
        Status.ANSWERED,
        yes if best.agrees() else no,
        question.kind,
        confidence,
        evidence=(best.evidence(),),
    )


def _confidence(statement: "_Statement") -> float:
    return 1 / (1 + math.exp(-_STEEPNESS * (statement.score - _ACCEPTED)))


_REPLY = re.compile(
    "(?P<no>不|没|否|未)?(?:可以|需要|允许|能|会|要|用|必|行|是|算|有|得)(?:的|了)?$"
)


def _posed(question: Question, context: Context) -> Answer | None:
    """Return the yes or no by which the text answers the same question (能去吗?答:不能。)."""
    for told in sorted(answers_posed(question, context), key=lambda f: -f.score):
        said = told.reading.folded[told.trimmed.start : told.trimmed.end]
        reply = _REPLY.match(re.split("[,;。!]", said)[0])
        if reply is None or told.score < _ACCEPTED or not is_grounded(told, question, context):
            continue
        yes, no = ("要", "不用") if asks_of_charge(question) else answer_form(question)
        return Answer(
            question,
            Status.ANSWERED,
            no if reply["no"] else yes,
            question.kind,
            min(told.score, 1.0) * _SURE,
            evidence=(evidence(told.reading.match, told.reading.sentence, told.trimmed),),
        )
    return None


_SURE = 0.95
"""Confidence in an answer that the text gives to the very question."""
_IN_OR_OUT = 0.64
"""Share of the question's weight from which a clause that says who is in or out answers it."""


def _told_in_or_out(claim: "_Claim", statements: Sequence["_Statement"]) -> Answer | None:
    """Return what a clause says of who or what may (see permission.py), None if none does."""
    for statement in statements:
        if statement.score < _IN_OR_OUT or claim.is_negated:
            return None
        allowed = allowed_by(claim.question, statement.tokens)
        if allowed is None or not statement.is_about_it(but=partial(is_deed, claim.question)):
            continue
        yes, no = claim.form
        return Answer(
            claim.question,
            Status.ANSWERED,
            yes if allowed[1] else no,
            claim.question.kind,
            max(_confidence(statement), statement.score),
            evidence=(statement.evidence(),),
        )
    return None


class _Claim:
    """What a question claims, freed of the words that make it a question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.form = answer_form(question)
        text = question.folded
        bare = POLAR.sub(lambda m: "\0" * len(m[0]), text)
        self.tokens = tuple(
            t for t in question.tokens if "\0" not in bare[t.start : t.end] and t.tag[0] not in "xy"
        )
        self.is_negated = any(is_negation(t.text) for t in self.tokens)
        self.asks_done = any(word in text for word in word_lists()["done"])
        self.is_planned = any(t.text in word_lists()["planned"] for t in self.tokens)
        self.universal = any(t.text in word_lists()["universal"] for t in self.tokens)
        self.quantities = find_quantities(text)
        self.times = tuple(t for t in find_times(text) if t.kind is not TimeKind.WEEKDAY)
        self.weekdays = set(_WEEKDAY.findall(text))
        self.predicate = self._predicate()

    def _predicate(self) -> str:
        """Return what is claimed of the subject: the last verb or quality; "" for 是 and 有."""
        if self.form[0] == "是" and self.form[1] == "不是" and "是不是" not in self.question.folded:
            return ""
        if _PAYS.search(self.question.folded):
            return _CHARGED
        in_names = {b for a, b in pairwise(self.tokens) if a.tag == "nr" and a.end == b.start}
        words = [t for t in self.tokens if self.says_something(t) and t not in in_names]
        if after := self._after_polar(words):
            words = after
        if not words or (self.form[0] == "有" and not words[-1].tag.startswith(_VERBS)):
            # A plain verb (有开吗) is claimed where there is nothing else.
            last = self.tokens[-1] if self.tokens else None
            return last.text if last and _is_plain_verb(last) else ""
        verbs = [t for t in words if t.tag.startswith("v") and t.tag != "vn"]
        if words[-1].tag.startswith(_VERBS) or (self.form[1] == "没有" and not verbs):
            verbs = words
        verbs = (
            verbs
            or [t for t in self.tokens if _is_plain_verb(t) and t.text != self.form[0]]
            or [t for t in words if t.tag == "vn"]
        )
        if not verbs:
            return ""
        return re.sub("^[很太最更挺真好]", "", verbs[-1].text) or verbs[-1].text

    def _after_polar(self, words: list[Token]) -> list[Token]:
        """Return the words after 要不要 and the like: what is claimed, whatever stands before."""
        polar = next((m for m in POLAR.finditer(self.question.folded) if len(m[0]) > 1), None)
        return [t for t in words if polar and t.start >= polar.end()]

    @staticmethod
    def says_something(token: Token) -> bool:
        """Tell whether a token carries meaning that the text must have."""
        return (
            token.text not in stop_words()
            and token.text not in light_words()
            and token.text not in word_lists()["universal"]
            and token.text not in word_lists()["planned"]
            and token.text not in word_lists()["done"]
            and token.text not in word_lists()["now"]
            and not is_negation(token.text)
        )

    def weights(self, match: Match) -> FloatArray:
        """Return the weight of each word of the match for the claim, shape (Q,), sum 1."""
        own = {t.text for t in self.tokens if self.says_something(t)} | {self.predicate}
        raw = [x if w in own else 0.0 for w, x in zip(match.words, match.weights, strict=True)]
        weights = np.array(raw, dtype=np.float32)
        total = weights.sum()
        return weights / total if total > 0 else weights


def _is_plain_verb(token: Token) -> bool:
    return token.tag == "v" and token.text in light_words() and token.text not in stop_words()


@dataclass(frozen=True)
class _Statement:
    """One clause of the text that may say whether a claim holds."""

    claim: _Claim
    match: Match
    sentence: AnnotatedSentence
    tokens: tuple[Token, ...]
    """The clause's."""
    score: float
    at: int | None
    """Where the predicate stands among `tokens`."""

    def passage(self) -> Evidence:
        """Return the sentence, nothing marked."""
        return evidence(self.match, self.sentence)

    def evidence(self) -> Evidence:
        """Return the sentence with the clause marked."""
        words = [t for t in self.tokens if any(c.isalnum() for c in t.text)]
        mark = Span(words[0].start, words[-1].end)
        return evidence(self.match, self.sentence, mark)

    def answers(self) -> bool:
        """Tell whether the clause speaks of what is claimed, and nothing of the claim lacks."""
        if self.at is None and (self.claim.predicate or not self._is_named()):
            return False
        if self.claim.universal and not (self._is_universal() or self._falls_short()):
            return False
        if not self._is_then() or self._is_told_later():
            return False
        if not self.claim.weekdays <= set(_WEEKDAY.findall("".join(t.text for t in self.tokens))):
            return False
        return self.is_about_it()

    def is_about_it(self, *, but: Callable[[Token], bool] = lambda _: False) -> bool:
        """Tell whether the names, nouns and times of the claim stand around the clause.

        `but` tells of words that need not.
        """
        lacking = support(self.claim.question, self.match.article, self.sentence)
        if lacking.missing_names or lacking.conflicting_times:
            return False
        return not any(
            self.claim.says_something(t)
            and not but(t)
            and t.text != self.claim.predicate
            and not _WEEKDAY.fullmatch(t.text)
            and not any(opposed(t.text, u.text) for u in self.tokens)
            for t in lacking.missing_nouns
        )

    def _is_told_later(self) -> bool:
        """Tell whether a noun of the claim stands in a later clause of the sentence alone."""
        end = self.tokens[-1].end
        before, after = self.sentence.folded[:end], self.sentence.folded[end:]
        return any(
            t.tag.startswith("n")
            and len(t.text) > 1
            and self.claim.says_something(t)
            and t.text != self.claim.predicate
            and t.text in after
            and not found(t.text, before)
            for t in self.claim.tokens
        )

    def _is_named(self) -> bool:
        """Tell whether a clause without the predicate says that something is, or is there.

        The last word claimed must end a noun phrase: a 大学生 is no 大学.
        """
        claim = self.claim
        if claim.form[0] not in ("是", "有", "需要"):
            return False
        words = [t.text for t in claim.tokens if claim.says_something(t)]
        if not words:
            return False
        if claim.form[0] != "有":
            return True
        return any(
            token.text == words[-1] and not (after and after[0].tag.startswith(("n", "vn", "b")))
            for at, token in enumerate(self.tokens)
            for after in [self.tokens[at + 1 : at + 2]]
        )

    def _is_universal(self) -> bool:
        return any(t.text in word_lists()["universal"] for t in self.tokens)

    def _is_then(self) -> bool:
        """Tell whether the clause is about the time of the question, if both name one."""
        asked = [t for t in self.claim.times if t.kind is not TimeKind.DURATION]
        end = self.tokens[-1].end
        before = [t for t in self.sentence.times if t.span.start < end]
        here = [t for t in before if t.span.start >= self.tokens[0].start] or before[-1:]
        if not asked or not here:
            return True
        said = [self.sentence.folded[t.span.start : t.span.end] for t in here]
        texts = [self.claim.question.folded[t.span.start : t.span.end] for t in asked]
        return all(any(text == word for word in said) for text in texts) or any(
            text in word_lists()["now"] or text == "今年" for text in texts
        )

    def agrees(self) -> bool:
        """Tell whether what the clause says makes the claim true."""
        claim = self.claim
        holds = not self._is_negated() ^ self._is_opposite()
        if holds and self._is_planned() and not claim.is_planned:
            holds = not (claim.asks_done or claim.form[0] == "有" or self._is_first())
        if holds and self._falls_short():
            holds = False
        return holds != claim.is_negated

    def _is_negated(self) -> bool:
        end = len(self.tokens) if self.at is None else self.at
        before = [t.text for t in self.tokens[max(0, end - _REACH) : end]]
        count = sum(is_negation(w) or w in word_lists()["ending"] for w in before)
        if self.at is not None:
            word = self.tokens[self.at].text
            count += negated_inside(word)
            rest = "".join(t.text for t in self.tokens[self.at + 1 :])
            count += any(rest.startswith(n) for n in word_lists()["negation_after"])
        return count % 2 == 1

    def _is_opposite(self) -> bool:
        if self.at is None:
            return False
        return opposed(self.claim.predicate, self.tokens[self.at].text) < 0

    def _is_first(self) -> bool:
        """Tell whether the clause is about the first of its kind (零的突破)."""
        text = "".join(t.text for t in self.tokens)
        return any(phrase in text for phrase in word_lists()["none_so_far"])

    def _is_planned(self) -> bool:
        if self._is_first():
            return any(t.text in word_lists()["planned"] for t in self.tokens)
        end = len(self.tokens) if self.at is None else self.at
        after = "" if self.at is None else "".join(t.text for t in self.tokens[self.at + 1 :])
        return any(t.text in word_lists()["planned"] for t in self.tokens[:end]) or any(
            after.startswith(word) for word in word_lists()["planned_after"]
        )

    def _falls_short(self) -> bool:
        """Tell whether the clause has fewer than all: fewer than so many, less than 100 %."""
        if not self.claim.universal:
            return False
        here = [
            q
            for q in self.sentence.quantities
            if self.tokens[0].start <= q.span.start and q.span.end <= self.tokens[-1].end
        ]
        if any(q.dimension == "ratio" and q.unit in "%％" and q.value < 100 for q in here):
            return True
        return any(
            stated.unit == claimed.unit and stated.value < claimed.value
            for claimed in self.claim.quantities
            for stated in here
        )


def _statements(claim: _Claim, context: Context) -> Iterator[_Statement]:
    """Yield the clauses of the sentences nearest to the claim."""
    for match, number in best_sentences(matches(claim.question, context.finder), _SENTENCES):
        article = match.article
        sentence = article.sentences[number]
        start = int(article.sentence_starts[number])
        clauses = article.clause_of[start : start + len(sentence.tokens)]
        for clause in np.unique(clauses):
            places = np.flatnonzero(clauses == clause)
            tokens = tuple(sentence.tokens[i] for i in places)
            if not any(c.isalnum() for t in tokens for c in t.text):
                continue
            if _is_asked(sentence.folded, tokens):
                continue
            at = _predicate_at(claim.predicate, tokens)
            score = _coverage(claim, match, number, start + places)
            yield _Statement(claim, match, sentence, tokens, score, at)


_ASKS = re.compile("[吗呢谁哪几]|什么|怎|多少|能否|是否|[能会可要]不[能会可要]")


def _is_asked(folded: str, clause: tuple[Token, ...]) -> bool:
    """Tell whether a clause is a question of the text, which states nothing."""
    start, end = clause[0].start, clause[-1].end
    asks = folded[start:end].endswith("?") or folded.startswith("?", end)
    return asks and _ASKS.search(folded, start, end) is not None


def _predicate_at(predicate: str, tokens: tuple[Token, ...]) -> int | None:
    """Return where the predicate, a word of its meaning or its opposite stands; the last place."""
    if not predicate:
        return None
    best, best_score = None, 0.0
    for at, token in enumerate(tokens):
        score = max(similarity(predicate, token.text), float(opposed(predicate, token.text) != 0))
        if token.text.startswith("最") and not predicate.startswith("最"):
            continue
        enough = _PART if len(predicate) == 1 else _SAME
        if score >= enough and score >= best_score:
            best, best_score = at, score
    return best


def _coverage(claim: _Claim, match: Match, number: int, places: "np.ndarray[Any, Any]") -> float:
    """Return the share of the claim's weight around a clause, by nearness."""
    article = match.article
    start = int(article.sentence_starts[number])
    sentence = range(start, start + len(article.sentences[number].tokens))
    paragraph = surroundings(match, number)
    if not len(match.words):
        return 0.0
    sims = whole_words(match, number)
    folded = article.sentences[number].folded
    for row, word in enumerate(match.words):
        if day := _WEEKDAY.fullmatch(word):
            for found in _WEEKDAY.finditer(folded):
                for at in sentence:
                    token = article.tokens[at]
                    if token.start < found.end() and found.start() < token.end:
                        sims[row, at] = float(found[1] == day[1])
        for at in sentence:
            if opposed(word, article.tokens[at].text):
                sims[row, at] = 1.0
            elif word == claim.predicate and sims[row, at] >= _PART:
                sims[row, at] = max(sims[row, at], 0.9)
    best = _ARTICLE * sims.max(axis=1)
    best = np.maximum(best, _PARAGRAPH * sims[:, paragraph].max(axis=1))
    best = np.maximum(best, _SENTENCE * sims[:, sentence.start : sentence.stop].max(axis=1))
    best = np.maximum(best, _CLAUSE * sims[:, places].max(axis=1))
    return float(claim.weights(match) @ best)
