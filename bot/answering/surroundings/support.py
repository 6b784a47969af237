"""Whether the text around a candidate has what the question speaks of.

A candidate may stand in the best-matching sentence and still answer another question: about
another town, another year, another thing. The words of the question that its surroundings lack
tell.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.facts.timepoint import Time
from bot.answering.lexicon.paraphrases import is_said
from bot.answering.matching.similarity import SAME_WORD, similarity
from bot.answering.question import Question
from bot.answering.stretches import STOPS, end_of
from bot.answering.surroundings.antecedents import antecedents
from bot.answering.surroundings.asked_times import asked_times, has_another, has_time, other_days
from bot.answering.surroundings.constraints import constraint_tokens, is_name
from bot.answering.surroundings.contrasting import contrasting
from bot.answering.surroundings.wording import found
from retrieval.page import Paragraph, Role, Span
from retrieval.surnames import is_surname
from retrieval.tokens import Token

__all__ = ["Support", "found", "support"]

_BEFORE_FIGURE = 2
"""Sentences before a figure that may say what it counts."""
_COMPLEMENTS = tuple("到好成出走掉下上起去来过住着进")
"""Last characters of a verb that say where it leads to; 完 tells more."""
_FAMILIAR = re.compile("(?P<how>[老小阿])(?P<surname>[^\\W])")
_PICTURE = frozenset({"照片", "图片", "相片", "图", "图中", "画面", "拍", "拍摄", "摄"})
"""Words by which a question speaks of a picture; its caption need not have them."""


@dataclass(frozen=True)
class Support:
    """What of a question the surroundings of a candidate lack."""

    missing: tuple[Token, ...]
    """Content words found neither in the sentence nor around it."""
    conflicting_times: tuple[Time, ...]
    """Times of the question that the surroundings do not have, or contradict."""
    counted: frozenset[str] = frozenset()
    """The words of the noun that is counted; another thing is another count."""
    contrasting: tuple[Token, ...] = ()
    """Words of the question in whose place the statement has another (第一期 for 第二期)."""
    displaced: tuple[Token, ...] = ()
    """Words that are told of another figure (see displaced.py), or of another's name."""
    doubted: tuple[Token, ...] = ()
    """Words that may be told of something else, by a weaker sign."""

    @property
    def is_told_of_another(self) -> bool:
        """Tell whether anything says that another thing or time is spoken of."""
        return self.signs_against > 0

    @property
    def signs_against(self) -> int:
        """How many sorts of sign say that."""
        signs = (self.contrasting, self.conflicting_times, self.displaced, self.doubted)
        return sum(map(bool, signs))

    @property
    def missing_names(self) -> tuple[Token, ...]:
        """Missing words that name something: a wrong one is another person, place, number."""
        return tuple(t for t in self.missing if self._tells_apart(t))

    @property
    def missing_nouns(self) -> tuple[Token, ...]:
        """Missing nouns that are no names."""
        return tuple(t for t in self.missing if not self._tells_apart(t) and _must_be(t))

    @property
    def missing_others(self) -> tuple[Token, ...]:
        """Missing verbs and qualities: a paraphrase may stand for them."""
        return tuple(t for t in self.missing if not self._tells_apart(t) and not _must_be(t))

    def _tells_apart(self, token: Token) -> bool:
        return is_name(token) or token.text in self.counted


def _must_be(token: Token) -> bool:
    """Tell whether a word is a noun, or says that something was brought to its end (跑[完])."""
    return _is_noun(token) or token.text == "完"


def _is_noun(token: Token) -> bool:
    return token.tag[0] in "njblsfxt" or token.tag in ("vn", "an")


def support(
    question: Question,
    article: AnnotatedArticle,
    sentence: AnnotatedSentence,
    span: Span | None = None,
) -> Support:
    """Compare a question with a sentence and what stands around it.

    With `span`, the candidate's place in the sentence, its own statement is looked at too.
    """
    near, missing = _near_and_missing(question, article, sentence)
    if span and question.kind.is_quantity:  # a time that is told later is another figure's
        said = sentence.folded[: end_of(sentence.folded, span.end, STOPS)]
        near = near.replace(sentence.folded, said)
    conflicts = tuple(
        t
        for t in asked_times(question)
        if not has_time(question, t, article, sentence, near)
        or (
            span and question.kind.is_quantity and has_another(question, t, article, sentence, span)
        )
    )
    if span and question.kind.is_quantity:
        conflicts += other_days(question, sentence, span)
    contrasting_words = contrasting(question, article, sentence, span) if span else ()
    counts = question.kind.is_quantity and question.asks_sort
    counted = frozenset(t.text for t in missing if counts and t.text in question.head)
    return Support(missing, conflicts, counted, contrasting_words)


@lru_cache(maxsize=32)  # several candidates stand in one sentence
def _near_and_missing(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence
) -> tuple[str, tuple[Token, ...]]:
    """Return the text around a sentence, and the words that neither of them has."""
    near, wide, lead = _surroundings(article, sentence, figure=question.kind.is_quantity)
    in_time = {
        t.text
        for q in asked_times(question)
        for t in question.tokens
        if q.span.start <= t.start < q.span.end
    }
    missing = tuple(
        t
        for t in constraint_tokens(question)
        if t.text not in in_time
        and not (t.text in _PICTURE and sentence.paragraph.role is Role.CAPTION)
        and not found(t.text, wide if _is_topic(t, article) else near)
        and not is_said(question, t, near)
        and not (_is_noun(t) and not question.kind.is_quantity and found(t.text, lead))
        and not _stands_among(t, sentence.tokens)
        and not _is_done_so(t, near)
        and not _is_familiar(t, question, article)
    )
    # What a question says nothing but a change of (比去年多多少) must stand around its figure.
    bare = question.change is not None and not constraint_tokens(question)
    carried = [Token(word, -1, -1, "n") for word in question.carried if bare and len(word) > 1]
    return near, (*missing, *(t for t in carried if not found(t.text, near)))


def _surroundings(
    article: AnnotatedArticle, sentence: AnnotatedSentence, *, figure: bool
) -> tuple[str, str, str]:
    """Return the text a common word, and the text a name may be found in, and the opening one.

    What a `figure` is said of stands before it. A noun may be found in the article's first
    paragraph where no figure is asked for (the 水文站 of 水文站的站长).
    """
    same = article.of_turn(sentence.paragraph)
    at = same.index(sentence)
    reach = _BEFORE_FIGURE if figure else len(same)
    if figure:
        same = same[: at + 1]
    first = next((s.paragraph for s in article.sentences if s.paragraph.role is Role.PROSE), None)
    heads = [s for s in article.sentences if _is_head(s, first)]
    opens = sentence.paragraph is first
    lead = [] if opens or first is None else article.of_paragraph(first)
    near = same[max(0, at - reach) : at + 1] + heads
    return (
        "\n".join([*(s.folded for s in near), antecedents(article, sentence)]),
        "\n".join(s.folded for s in [*same, *heads, *lead]),
        "\n".join(s.folded for s in lead),
    )


def _is_head(sentence: AnnotatedSentence, first: Paragraph | None) -> bool:
    """Tell whether a sentence is a headline, or a line below it before the first paragraph."""
    role = sentence.paragraph.role
    opens = first is None or sentence.paragraph.index < first.index
    return role is Role.HEADLINE or (role is Role.SUBHEAD and opens)


def _is_topic(token: Token, article: AnnotatedArticle) -> bool:
    """Tell whether a token names what a whole article may be about, or is about."""
    return token.tag in ("ns", "nt", "eng") or token.text in article.topics


def _stands_among(asked: Token, tokens: Iterable[Token]) -> bool:
    """Tell whether one of some words is the one asked for; a verb's first character is not."""
    shortest = 1 if _is_noun(asked) else min(len(asked.text), 2)
    return any(
        similarity(asked.text, told.text) >= SAME_WORD and len(told.text) >= shortest
        for told in tokens
    )


def _is_done_so(token: Token, near: str) -> bool:
    """Tell whether a text has the verb of a word that says how it ends, too (改[到], 转[走])."""
    verb = token.text[:-1]
    return token.tag == "v" and token.text.endswith(_COMPLEMENTS) and bool(verb) and verb in near


def _is_familiar(token: Token, question: Question, article: AnnotatedArticle) -> bool:
    """Tell whether a word is how one speaks of somebody whom the article names (老甲: 甲连山)."""
    for match in _FAMILIAR.finditer(question.folded):
        if not (match.start() <= token.start and token.end <= match.end()):
            continue
        surname = match["surname"]
        if is_surname(surname) and any(
            t.text.startswith(surname) and t.tag.startswith("nr")
            for s in article.sentences
            for t in s.tokens
        ):
            return True
    return False
