"""The clauses of the text that may say whether a claim holds, and what each makes of it.

The clause that has the question's words is sought, then its polarity: negation before the
predicate, an antonym in its place, an announcement where the question asks what is done.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.answering.annotation import AnnotatedSentence
from bot.answering.answer import Evidence
from bot.answering.facts.points import TimeKind
from bot.answering.marking import marked
from bot.answering.matching import Match
from bot.answering.similarity import similarity
from bot.answering.strategies.base import Context
from bot.answering.strategies.claim import WEEKDAY, Claim
from bot.answering.strategies.passages import (
    best_sentences,
    matches,
    surroundings,
    whole_words,
)
from bot.answering.strategies.polarity import is_negation, negated_inside, opposed, word_lists
from bot.answering.stretches import is_question
from bot.answering.support import support
from bot.answering.wording import found
from retrieval.page import Span
from retrieval.tokens import Token

_SENTENCES = 10
"""Sentences whose clauses are compared."""
_SAME = 0.6
"""Similarity from which two words count as the same."""
_PART = 0.35
"""Similarity of a one-character predicate with a word that holds it."""
_REACH = 8
"""Tokens over which a negation reaches its predicate."""

# What a word of the question is worth by where it stands.
_CLAUSE, _SENTENCE, _PARAGRAPH, _ARTICLE = 1.0, 0.95, 0.75, 0.5


@dataclass(frozen=True)
class Statement:
    """One clause of the text that may say whether a claim holds."""

    claim: Claim
    match: Match
    sentence: AnnotatedSentence
    tokens: tuple[Token, ...]
    """The clause's."""
    score: float
    at: int | None
    """Where the predicate stands among `tokens`."""

    def passage(self) -> Evidence:
        """Return the sentence, nothing marked."""
        return marked(self.match.article, self.sentence)

    def evidence(self) -> Evidence:
        """Return the sentence with the clause marked."""
        words = [t for t in self.tokens if any(c.isalnum() for c in t.text)]
        mark = Span(words[0].start, words[-1].end)
        return marked(self.match.article, self.sentence, mark)

    def answers(self) -> bool:
        """Tell whether the clause speaks of what is claimed, and nothing of the claim lacks."""
        if self.at is None and (self.claim.predicate or not self._is_named()):
            return False
        if self.claim.universal and not (self._is_universal() or self._falls_short()):
            return False
        if not self._is_then() or self._is_told_later():
            return False
        if not self.claim.weekdays <= set(WEEKDAY.findall("".join(t.text for t in self.tokens))):
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
            and not WEEKDAY.fullmatch(t.text)
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


def statements_of(claim: Claim, context: Context) -> Iterator[Statement]:
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
            if is_question(sentence.folded, Span(tokens[0].start, tokens[-1].end)):
                continue
            at = _predicate_at(claim.predicate, tokens)
            score = _coverage(claim, match, number, start + places)
            yield Statement(claim, match, sentence, tokens, score, at)


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


def _coverage(claim: Claim, match: Match, number: int, places: "np.ndarray[Any, Any]") -> float:
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
        if day := WEEKDAY.fullmatch(word):
            for found in WEEKDAY.finditer(folded):
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
