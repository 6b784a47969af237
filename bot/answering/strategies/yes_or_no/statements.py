"""The clauses of the text that may say whether a claim holds, and what each makes of it.

The clause that has the question's words is sought, then its polarity: negation before the
predicate, an antonym in its place, an announcement where the question asks what is done.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.answering.answer import Evidence
from bot.answering.facts.points import TimeKind
from bot.answering.marking import marked
from bot.answering.matching.match import Match
from bot.answering.strategies.base import Context
from bot.answering.strategies.passages import (
    best_sentences,
    matches,
    surroundings,
    whole_words,
)
from bot.answering.strategies.yes_or_no.asserted import ClaimedClause
from bot.answering.strategies.yes_or_no.claim import WEEKDAY, Claim
from bot.answering.strategies.yes_or_no.polarity import opposed, word_lists
from bot.answering.strategies.yes_or_no.predicates import PART, Place, predicate_place
from bot.answering.stretches import is_question
from bot.answering.surroundings.support import support
from bot.answering.surroundings.wording import found
from retrieval.page import Span
from retrieval.tokens import Token

_SENTENCES = 10
"""Sentences whose clauses are compared."""
# What a word of the question is worth by where it stands.
_CLAUSE, _SENTENCE, _PARAGRAPH, _ARTICLE = 1.0, 0.95, 0.75, 0.5


@dataclass(frozen=True)
class Statement(ClaimedClause):
    """One clause of the text that may say whether a claim holds."""

    score: float
    """How well the clause and what stands around it fit the claim, 0 to 1."""

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
        if self.place and self.place.is_wider and not self.is_negated():
            return False
        if self.claim.universal and not (self._is_universal() or self.falls_short()):
            return False
        if not self._is_then() or self.is_wished():
            return False
        if self._is_told_later() or self._is_of_another():
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

    def _is_of_another(self) -> bool:
        """Tell whether the clause says of another thing that it was done (铜镜已经找到).

        It has a noun of its own before the predicate, and the sentence up to there none of the
        claim's; who did it may be left out.
        """
        if self.at is None or not self.claim.asks_done:
            return False
        said = self.sentence.folded[: self.tokens[-1].end]
        nouns = [t.text for t in self.claim.tokens if self._is_subject(t)]
        own = [t.text for t in self.tokens[: self.at] if self._is_subject(t)]
        asked = self.claim.question.folded
        return bool(nouns and own) and not found(nouns[-1], said) and not found(own[-1], asked)

    def _is_subject(self, token: Token) -> bool:
        """Tell whether something may be said of what a word names, no person."""
        return (
            token.tag.startswith("n")
            and token.tag != "nr"
            and len(token.text) > 1
            and token.text != self.claim.predicate
            and self.claim.says_something(token)
        )

    def _is_named(self) -> bool:
        """Tell whether a clause without the predicate says that something is, or is there.

        The last word claimed must end a noun phrase: a 大学生 is no 大学.
        """
        claim = self.claim
        if claim.form[0] not in ("是", "有", "要", "需要"):
            return False
        words = [t.text for t in claim.tokens if claim.says_something(t)]
        if not words:
            return False
        if claim.form[0] == "是":
            return self._has_complement() and not self._is_compared()
        if claim.form[0] != "有":
            return True
        return any(
            token.text == words[-1] and not (after and after[0].tag.startswith(("n", "vn", "b")))
            for at, token in enumerate(self.tokens)
            for after in [self.tokens[at + 1 : at + 2]]
        )

    def _has_complement(self) -> bool:
        """Tell whether the clause has the noun that the subject is said to be (协会的[会员])."""
        said = "".join(t.text for t in self.tokens)
        return not self.claim.complement or found(self.claim.complement[-1], said)

    def _is_compared(self) -> bool:
        """Tell whether what is claimed is only what the clause compares something with (与…)."""
        words = set(self.claim.complement)
        return any(
            token.text in word_lists()["compared"]
            and any(t.text in words for t in self.tokens[at + 1 : at + 3])
            for at, token in enumerate(self.tokens)
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
            place = predicate_place(claim, tokens)
            score = _coverage(claim, match, number, start + places, place)
            yield Statement(claim, match, sentence, tokens, place, score)


def _coverage(
    claim: Claim,
    match: Match,
    number: int,
    places: "np.ndarray[Any, Any]",
    predicate: Place | None,
) -> float:
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
            elif word == claim.predicate and sims[row, at] >= PART:
                sims[row, at] = max(sims[row, at], 0.9)
        if predicate and word == claim.predicate:
            at = places[predicate.at]
            sims[row, at] = max(sims[row, at], 0.9)
    best = _ARTICLE * sims.max(axis=1)
    best = np.maximum(best, _PARAGRAPH * sims[:, paragraph].max(axis=1))
    best = np.maximum(best, _SENTENCE * sims[:, sentence.start : sentence.stop].max(axis=1))
    best = np.maximum(best, _CLAUSE * sims[:, places].max(axis=1))
    return float(claim.weights(match) @ best)
