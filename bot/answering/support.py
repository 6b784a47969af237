"""Whether the text around a candidate has what the question speaks of.

A candidate may stand in the best-matching sentence and still answer another question: about
another town, another year, another thing. The words of the question that its surroundings lack
tell.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.antecedents import antecedents
from bot.answering.asked_times import asked_times, has_another, has_time
from bot.answering.constraints import constraint_tokens, is_name
from bot.answering.facts.names import is_surname
from bot.answering.facts.timepoint import Time
from bot.answering.lexicon import contrasts, synonyms
from bot.answering.paraphrases import is_said
from bot.answering.places import ANY_PLACE, PLACE, places
from bot.answering.question import Kind, Question
from bot.answering.rivals import rivals
from bot.answering.similarity import SAME_WORD, similarity
from bot.answering.stretches import STATEMENT, STOPS, end_of, start_of
from bot.answering.understanding.kind import head_kind
from retrieval.page import Paragraph, Role, Span
from retrieval.tokens import Token

_BEFORE_FIGURE = 2
"""Sentences before a figure that may say what it counts."""
_GAP = 3
"""How many characters an abbreviation leaves out between two of its own (规上 for 规模以上)."""


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
        return bool(self.contrasting or self.conflicting_times or self.displaced or self.doubted)

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
    contrasting = _contrasting(question, article, sentence, span) if span else ()
    counts = question.kind.is_quantity and question.asks_sort
    counted = frozenset(t.text for t in missing if counts and t.text in question.head)
    return Support(missing, conflicts, counted, contrasting)


@lru_cache(maxsize=32)  # several candidates stand in one sentence
def _near_and_missing(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence
) -> tuple[str, tuple[Token, ...]]:
    """Return the text around a sentence, and the words that neither of them has."""
    near, wide, lead = _surroundings(article, sentence, figure=question.kind.is_quantity)
    in_time = {
        t.text
        for t in question.tokens
        for q in asked_times(question)
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
        and not any(_is_same(t, s) for s in sentence.tokens)
        and not _is_done_so(t, near)
        and not _is_familiar(t, question, article)
    )
    # What a question says nothing but a change of (比去年多多少) must stand around its figure.
    bare = question.change is not None and not constraint_tokens(question)
    carried = [Token(word, -1, -1, "n") for word in question.carried if bare and len(word) > 1]
    return near, (*missing, *(t for t in carried if not found(t.text, near)))


_COMPLEMENTS = tuple("到好成出走掉下上起去来过住着进")
"""Last characters of a verb that say where it leads to; 完 tells more."""


def _is_done_so(token: Token, near: str) -> bool:
    """Tell whether a text has the verb of a word that says how it ends, too (改[到], 转[走])."""
    verb = token.text[:-1]
    return token.tag == "v" and token.text.endswith(_COMPLEMENTS) and bool(verb) and verb in near


_FAMILIAR = re.compile("(?P<how>[老小阿])(?P<surname>[^\\W])")


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


def _is_same(asked: Token, told: Token) -> bool:
    """Tell whether a word of the sentence is the one asked for; a verb's first character is not."""
    short = len(told.text) == 1 < len(asked.text)
    return similarity(asked.text, told.text) >= SAME_WORD and not (short and not _is_noun(asked))


_PICTURE = frozenset({"照片", "图片", "相片", "图", "图中", "画面", "拍", "拍摄", "摄"})
"""Words by which a question speaks of a picture; its caption need not have them."""


def _is_topic(token: Token, article: AnnotatedArticle) -> bool:
    """Tell whether a token names what a whole article may be about, or is about."""
    return token.tag in ("ns", "nt", "eng") or token.text in article.topics


def _contrasting(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the question's words that the statement up to the candidate has another for."""
    start = start_of(sentence.folded, span.start, STATEMENT)
    end = end_of(sentence.folded, span.end, STOPS)
    statement = sentence.folded[start:end]
    said = [t for t in sentence.tokens if start <= t.start and t.end <= end]
    others = places(said)
    if not others and question.kind.is_quantity:  # the place is that of the statements before
        before = sentence.folded[:start]
        others = tuple(
            p for p in places(sentence.tokens) if p.end <= start and p.text[0] not in ANY_PLACE
        )
    else:
        before = ""
    posts = _posts(question)
    return rivals(question, article, sentence, span) + tuple(
        token
        for token in _asked_about(question)
        if (
            (
                not found(token.text, _without_compared(token.text, statement))
                and not _is_said_otherwise(token.text, statement)
                and not is_said(question, token, statement)
                and not _is_compared_with(token, question, statement)
                and (
                    _has_opposite(token.text, statement, sentence.folded[:end])
                    or (
                        token.tag == PLACE
                        and not found(token.text, before)
                        and _is_told_of_another(token.text, others)
                    )
                )
            )
            or (token in posts and _is_deputy_only(token.text, question.folded, statement))
            or (token in posts and _is_no_deputy(token, question.folded, statement))
        )
    )


@lru_cache(maxsize=64)  # asked for every candidate that is judged
def _asked_about(question: Question) -> tuple[Token, ...]:
    """Return the longer words of a question in whose place a statement may have another."""
    # What was carried over has no place in this question, but is asked about all the same.
    carried = [Token(word, -1, -1, "") for word in question.carried]
    asked = (*constraint_tokens(question), *carried)
    # 东|岗区: the first character of a place may look like where something is.
    words = [t for t in question.tokens if t in asked or (len(t.text) == 1 and t.tag == "f")]
    named = (*places(words), *(place for word in carried for place in places((word,))))
    return tuple(t for t in (*asked, *named) if len(t.text) > 1)


@lru_cache(maxsize=64)
def _posts(question: Question) -> tuple[Token, ...]:
    """Return those of them that are what somebody may be (镇长, 副镇长)."""
    return tuple(
        t for t in _asked_about(question) if head_kind(t.text.removeprefix("副")) is Kind.PERSON
    )


def _without_compared(word: str, text: str) -> str:
    """Return a text without a word where something is compared with it."""
    # No pattern: it would be compiled for one use.
    return text.replace(f"比{word}", "").replace(f"较{word}", "")


def _has_opposite(word: str, statement: str, before: str) -> bool:
    """Tell whether a statement has the opposite of a word, or the sentence has it before."""
    own = _without_compared(word, before)  # 比一期快: not of the 一期
    text = _COMPARISON.sub("", statement if word in own else before)  # nor 比去年多 of 去年
    return any(other in text for other in _opposites(word))


_COMPARISON = re.compile(
    "[比较][去前上]年(?:同期)?|[由从][去前上]年的?(?=[^,;。]{0,9}[增升提扩降减涨调跌])"
)


def _is_no_deputy(post: Token, question: str, statement: str) -> bool:
    """Tell whether a deputy is asked for (副镇长) and a statement has only the post itself."""
    name = post.text.removeprefix("副")
    return (
        (post.text != name or question.startswith("副", post.start - 1))
        and name in statement
        and f"副{name}" not in statement
    )


def _is_deputy_only(post: str, question: str, statement: str) -> bool:
    """Tell whether a statement has the post asked for only as its deputy's (镇长, 副镇长)."""
    deputy = f"副{post}"
    return (
        deputy in statement and deputy not in question and post not in statement.replace(deputy, "")
    )


@lru_cache(maxsize=4096)
def _opposites(word: str) -> frozenset[str]:
    """Return the words that differ from `word` in one contrasting character (第一期, 第二期)."""
    return frozenset(
        word[:at] + other + word[at + 1 :]
        for at, char in enumerate(word)
        for one, other in contrasts()
        if one == char and {one, other} != _THE_SAME
    )


_THE_SAME = {"一", "首"}
"""Characters that differ from the others of their line and not from one another (第一批, 首批)."""
_THE_YEAR_BEFORE = ("去年", "上年")


def _is_compared_with(token: Token, question: Question, statement: str) -> bool:
    """Tell whether a question compares with a word (比全市), and a statement does too."""
    asked = question.folded.endswith(("比", "较"), 0, token.start)
    return asked and any(f"{sign}{token.text}" in statement for sign in "比较")


def _is_said_otherwise(word: str, statement: str) -> bool:
    """Tell whether a statement has the year asked about by its other name (上年同期)."""
    return word in _THE_YEAR_BEFORE and any(year in statement for year in _THE_YEAR_BEFORE)


def _is_told_of_another(place: str, others: tuple[Token, ...]) -> bool:
    """Tell whether another place of the same rank (两个区) is spoken of, or the whole of a higher.

    全市 may be any city, but no county of it; and 全市 is asked of the one city there is.
    """
    if place[0] in ANY_PLACE:
        return False
    return any(
        _RANKS[o.text[-1]] < _RANKS[place[-1]] and len(place) > 2  # 城镇 is no name
        if o.text[0] == "全"
        else o.text[0] not in ANY_PLACE and o.text[-1] == place[-1] and o.text != place
        for o in others
    )


_RANKS = {"省": 0, "州": 1, "市": 1, "区": 2, "县": 2, "镇": 3, "乡": 3, "村": 4}
"""Of places, by their last character: the lower is a part of the higher."""


def _surroundings(
    article: AnnotatedArticle, sentence: AnnotatedSentence, *, figure: bool
) -> tuple[str, str, str]:
    """Return the text a common word, and the text a name may be found in, and the opening one.

    What a `figure` is said of stands before it. A noun may be found in the article's first
    paragraph where no figure is asked for (the 水文站 of 水文站的站长).
    """
    same = article.of_paragraph(sentence.paragraph)
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


def spread(word: str, text: str) -> bool:
    """Tell whether `text` has the characters of a word in order, a few others between them."""
    if not all(char in text for char in word):
        return False
    places = [at for at, char in enumerate(text) if char == word[0]]
    for char in word[1:]:
        reached = set()
        for place in places:
            for at in range(place + 1, min(place + 2 + _GAP, len(text))):
                if text[at] == char:
                    reached.add(at)
                if text[at] in _MARKS:
                    break
        places = sorted(reached)
    return bool(places)


_MARKS = ",。;!?\n"
"""What no word reaches over."""


def found(word: str, text: str) -> bool:
    """Tell whether `text` has a word, whole, spelled out (规上 → 规模以上), or a synonym."""
    if word in text or any(other in text for other in synonyms().get(word, ())):
        return True
    if len(word) > 1 and word[0] == "一":  # 一套多少钱: 每套680元, 一个月: 每月
        return spread(word, text) or any(
            f"每{rest}" in text for rest in (word[1:], word[1:].removeprefix("个"))
        )
    if len(word) < 2 or any(c.isdigit() for c in word):
        return False
    return spread(word, text)
