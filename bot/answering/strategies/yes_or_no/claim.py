"""What a yes-or-no question claims, freed of the words that make it a question."""

import re
from itertools import pairwise

import numpy as np

from bot.answering.annotation import FloatArray
from bot.answering.facts.points import TimeKind
from bot.answering.facts.quantities import find_quantities
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import light_words
from bot.answering.matching.match import Match
from bot.answering.question import Question
from bot.answering.strategies.yes_or_no.polarity import (
    EITHER,
    POLAR,
    answer_form,
    asks_of_change,
    is_negation,
    word_lists,
)
from retrieval.stopwords import stop_words
from retrieval.tokens import Token

_VERBS = ("v", "a", "i", "l", "z")
_PAYS = re.compile("[加交缴收花掏付给要][^,;。免]{0,2}?[钱费]|[买购]门?票")
"""Asks whether something costs money (要另外加钱吗)."""
_SOMEBODY = "有人"
"""Names nobody whom the text must have (有人被困吗: 无人员被困)."""
_CHARGED = "收费"
_MUST = re.compile("[要用得]")
"""What is claimed then."""
_BESIDE = 0.5
"""What a verb beside the predicate counts (跟着涨, 去看): a text has it in other words, or not."""
_COPULAS = ("是", "系", "就是", "正是")
_MODALS = ("能", "能够", "可以", "可")
"""Words of a question after which stands what may be done."""
_CLEFT = re.compile("的[吗么嘛]?[?]?$")
"""Ends a question that asks how, when or where something was done (是在常规时间里赢的吗)."""
WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")


class Claim:
    """The claim of a question: its words, and what of them is its predicate."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.form = answer_form(question)
        text = question.folded
        bare = POLAR.sub(lambda m: "\0" * len(m[0]), text)
        self.tokens = tuple(
            t for t in question.tokens if "\0" not in bare[t.start : t.end] and t.tag[0] not in "xy"
        )
        self.asks_done = any(word in text for word in word_lists()["done"])
        self.is_planned = any(t.text in word_lists()["planned"] for t in self.tokens)
        self.universal = any(t.text in word_lists()["universal"] for t in self.tokens)
        self.quantities = find_quantities(text)
        self.times = tuple(t for t in find_times(text) if t.kind is not TimeKind.WEEKDAY)
        self.weekdays = set(WEEKDAY.findall(text))
        self.predicate = self._predicate()
        if self.predicate == _CHARGED and self.form == EITHER and _MUST.search(text):
            self.form = ("要", "不用")
        self.complement = self._complement()
        self.is_negated = self._is_negated()

    def _predicate(self) -> str:
        """Return what is claimed of the subject: the last verb or quality; "" for 是 and 有."""
        if self.form[0] == "是" and self.form[1] == "不是" and "是不是" not in self.question.folded:
            return self._cleft_verb()
        if _PAYS.search(self.question.folded.split(",")[-1]) and not asks_of_change(self.question):
            return _CHARGED
        # 骆静|之: a name may have been torn, but what is done by whom it names is no part of it.
        in_names = {
            b
            for a, b in pairwise(self.tokens)
            if a.tag == "nr" and a.end == b.start and len(b.text) == 1
        }
        words = [t for t in self.tokens if self.says_something(t) and t not in in_names]
        if after := self._after_polar(words) or self._after_modal(words):
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
        if torn := self._torn_from_modal(verbs[-1]):
            return torn
        return re.sub("^[很太最更挺真好]", "", verbs[-1].text) or verbs[-1].text

    def _torn_from_modal(self, verb: Token) -> str:
        """Return what stands after 会 where only what stands before is a verb, or "".

        Of 会裁人 jieba makes no verb; what is claimed is not the verb of another clause.
        """
        text = self.question.folded
        at = text.rfind("会") if self.form[0] == "会" else -1
        return re.split("[吗么嘛?]", text[at + 1 :])[0] if at > verb.start else ""

    def _is_negated(self) -> bool:
        """Tell whether what is claimed is a denial (不收押金吗).

        What is denied in a clause before, of whom it is asked (没打针的羊能进去吗) or before 能 is
        not what is claimed.
        """
        text = self.question.folded
        said = max((t.start for t in self.tokens if t.text == self.predicate), default=len(text))
        modal = max((t.start for t in self.tokens if t.text in _MODALS), default=0)
        of_whom = max((t.end for t in self.tokens if t.text == "的" and t.end <= said), default=0)
        start = max(text.rfind(",", 0, said) + 1, modal, of_whom)
        return any(is_negation(t.text) for t in self.tokens if t.start >= start)

    def _cleft_verb(self) -> str:
        """Return the verb of 是…的; "" where something is said to be something."""
        last = self.tokens[-2] if len(self.tokens) > 1 else None
        is_cleft = _CLEFT.search(self.question.folded) and self.tokens[-1].text == "的"
        return last.text if last and is_cleft and last.tag == "v" else ""

    def _complement(self) -> tuple[str, ...]:
        """Return the words of what the subject is said to be; without 是, none."""
        copula = next((t for t in reversed(self.tokens) if t.text in _COPULAS), None)
        return tuple(
            t.text
            for t in self.tokens
            if copula and t.start >= copula.end and self.says_something(t)
        )

    def _after_polar(self, words: list[Token]) -> list[Token]:
        """Return the words after 要不要 and the like: what is claimed, whatever stands before."""
        polar = next((m for m in POLAR.finditer(self.question.folded) if len(m[0]) > 1), None)
        return [t for t in words if polar and t.start >= polar.end()]

    def _after_modal(self, words: list[Token]) -> list[Token]:
        """Return the verb after 能 and the like without its object: what may be (能[放]无人机)."""
        modal = next((t for t in self.tokens if t.text in _MODALS), None)
        after = [t for t in words if modal and t.start >= modal.end]
        return [t for t in after[:-1] if t.tag in ("v", "vn")]

    @staticmethod
    def says_something(token: Token) -> bool:
        """Tell whether a token carries meaning that the text must have."""
        return (
            token.text not in stop_words()
            and token.text != _SOMEBODY
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
        beside = {t.text for t in self.tokens if t.tag == "v"} - {self.predicate}
        raw = [
            x * (_BESIDE if w in beside else 1.0) if w in own else 0.0
            for w, x in zip(match.words, match.weights, strict=True)
        ]
        weights = np.array(raw, dtype=np.float32)
        total = weights.sum()
        return weights / total if total > 0 else weights


def _is_plain_verb(token: Token) -> bool:
    return token.tag == "v" and token.text in light_words() and token.text not in stop_words()
