"""Whether a clause says that what is claimed is so: its polarity, and whether it is only to come.

Negation before the predicate or inside it, an opposite in its place, an announcement where the
question asks what is done, fewer than all.
"""

from dataclasses import dataclass

from bot.answering.annotation import AnnotatedSentence
from bot.answering.matching.match import Match
from bot.answering.strategies.yes_or_no.claim import Claim
from bot.answering.strategies.yes_or_no.polarity import (
    is_negated_verb,
    is_negation,
    negated_inside,
    opposed,
    word_lists,
)
from bot.answering.strategies.yes_or_no.predicates import Place
from retrieval.tokens import Token

_TWO = 2
_REACH = 8
"""Tokens over which a negation reaches its predicate."""


@dataclass(frozen=True)
class ClaimedClause:
    """A clause of the text beside a claim, and whether it makes the claim true."""

    claim: Claim
    match: Match
    sentence: AnnotatedSentence
    tokens: tuple[Token, ...]
    """The clause's."""
    place: Place | None
    """Where the predicate stands among `tokens`."""

    @property
    def at(self) -> int | None:
        """The number of the predicate's token."""
        return self.place.at if self.place else None

    def agrees(self) -> bool:
        """Tell whether what the clause says makes the claim true."""
        claim = self.claim
        holds = not self.is_negated() ^ self._is_opposite()
        if holds and self._is_planned() and not claim.is_planned:
            holds = not (claim.asks_done or claim.form[0] == "有" or self._is_first())
        if holds and self.falls_short():
            holds = False
        return holds != claim.is_negated

    def is_negated(self) -> bool:
        """Tell whether the clause denies its predicate."""
        end = len(self.tokens) if self.at is None else self.at
        before = self.tokens[max(0, end - _REACH) : end]
        count = self._negated_at()
        if self.at is not None:
            # 禁烟火、禁放甲: each of several has its own negation, or all have the first one's.
            listed = max((at for at, t in enumerate(before) if t.text == "、"), default=-1)
            count += self._negations(before[listed + 1 :])
            if not count and self._is_barred():
                return True
            if count:
                return count % 2 == 1
        return (count + self._negations(before)) % 2 == 1

    def _is_barred(self) -> bool:
        """Tell whether those who do what is claimed are barred (已领补贴者[不得]再领)."""
        after = self.tokens[self.at or 0 :]
        ban = next((at for at, t in enumerate(after) if t.text in word_lists()["banning"]), 0)
        whom = after[ban - 1].text if ban else ""
        return self.claim.form[0] in ("能", "可以") and whom.endswith(("者", "的", "的人"))

    def _negations(self, before: tuple[Token, ...]) -> int:
        """Return how many words among some negate what follows them.

        Those of whom something is told do not, where what is told of them is denied itself:
        没有票的人不得入内, 未经批准不得入内.
        """
        own = {t.text for t in self.claim.tokens}
        places = [
            at
            for at, t in enumerate(before)
            if is_negation(t.text)
            or is_negated_verb(t)
            or (t.text in word_lists()["ending"] and t.text not in own)
        ]
        whom = max((at for at, t in enumerate(before) if t.text.endswith("的")), default=-1)
        if any(at > whom for at in places):
            places = [at for at in places if at > whom]
        if len(places) == _TWO and places[1] - places[0] > 1:
            is_ban = before[places[1]].text in word_lists()["banning"]
            return 1 if is_ban else _TWO
        return len(places)

    def _negated_at(self) -> int:
        """Return how often the predicate itself is negated: inside the word, or after it."""
        if self.at is None:
            return 0
        word, claimed = self.tokens[self.at].text, self.claim.predicate
        # 不收费 is the opposite of 收费 as it is, and 禁止 is what 禁止 claims.
        is_own = opposed(claimed, word) < 0 or negated_inside(claimed)
        rest = "".join(t.text for t in self.tokens[self.at + 1 :])
        after = any(rest.startswith(n) for n in word_lists()["negation_after"])
        return after + (not is_own and negated_inside(word))

    def _is_opposite(self) -> bool:
        if self.at is None:
            return False
        against = opposed(self.claim.predicate, self.tokens[self.at].text) < 0
        return against ^ self._is_other_duty()

    def _is_other_duty(self) -> bool:
        """Tell whether one of claim and clause says that it must be done, one that it need not."""
        said = "".join(t.text for t in self.tokens)
        claimed = self.claim.question.folded
        sides = word_lists()["obliged"], word_lists()["voluntary"]
        return any(
            any(word in claimed for word in one) and any(word in said for word in other)
            for one, other in (sides, sides[::-1])
        )

    def _is_first(self) -> bool:
        """Tell whether the clause is about the first of its kind (零的突破)."""
        text = "".join(t.text for t in self.tokens)
        return any(phrase in text for phrase in word_lists()["none_so_far"])

    def _is_planned(self) -> bool:
        if self._is_first():
            return any(t.text in word_lists()["planned"] for t in self.tokens)
        if self.claim.asks_done and self._is_to_come():
            return True
        end = len(self.tokens) if self.at is None else self.at
        after = "" if self.at is None else "".join(t.text for t in self.tokens[self.at + 1 :])
        return any(t.text in word_lists()["planned"] for t in self.tokens[:end]) or any(
            after.startswith(word) for word in word_lists()["planned_after"]
        )

    def _is_to_come(self) -> bool:
        """Tell whether the clause is about a time to come that the question does not name."""
        return any(
            t.text in word_lists()["to_come"] and t.text not in self.claim.question.folded
            for t in self.tokens
        )

    def is_wished(self) -> bool:
        """Tell whether somebody only calls for what is claimed, or supposes it (要求免费).

        What is advised against (不建议) is not wished but denied.
        """
        before = self.tokens[: self.at]
        return any(
            t.text in word_lists()["wished"]
            and t.text not in self.claim.question.folded
            and not (at and is_negation(before[at - 1].text))
            for at, t in enumerate(before)
        )

    def falls_short(self) -> bool:
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
