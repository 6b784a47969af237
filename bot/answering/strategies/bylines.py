"""Who wrote it, who took the picture: read off bylines and credits, not off the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from bot.answering.answer import Answer, Evidence, Status
from bot.answering.constraints import is_name
from bot.answering.datafiles import read_toml
from bot.answering.lexicon import light_words
from bot.answering.likeness import bare, likeness
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.support import found
from retrieval.fold import fold
from retrieval.page import Article, MappedText, Page, Paragraph, Role, Span
from retrieval.patterns import any_of
from retrieval.stopwords import stop_words
from retrieval.tokens import Token, word_probability

_PASSAGES = 12
"""Paragraphs searched for the article that is meant."""
_QUOTED_ALIKE = 0.75
"""Likeness from which a title in marks is an article's headline."""
_TOPIC_FOUND = 0.6
"""Share of the question's own words that the article or caption meant must have."""
_SMALL_PRINT = frozenset({Role.BYLINE, Role.CREDIT})
_JOINT = "、"
_CERTAIN, _INFERRED = 0.95, 0.8
"""Confidence where the question names the article or picture, or where it goes without saying."""

_IN_MARKS = re.compile(r"《(?P<title>[^》]{2,})》|“(?P<quoted>[^”]{2,})”")
_FIELD_VALUE = re.compile(r"\s*[:：/／]?\s*(?P<names>[^:：|｜;；()（）\s][^:：|｜;；()（）]*)")
_NAMES = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff·]{2,}")


@dataclass(frozen=True)
class _Words:
    pieces: frozenset[str]
    pictures: frozenset[str]
    asking: frozenset[str]
    titles: dict[str, list[str]]
    fields: dict[str, list[str]]


@cache
def _words() -> _Words:
    table = read_toml(__package__, "bylines.toml")
    return _Words(
        frozenset(table["pieces"]),
        frozenset(table["pictures"]),
        frozenset(table["asking"]),
        table["titles"],
        table["fields"],
    )


@dataclass(frozen=True)
class _Piece:
    """An article that may be meant."""

    page: Page
    article: Article

    @property
    def headline(self) -> str:
        return fold(self.article.headline or "")

    @property
    def text(self) -> str:
        return fold("\n".join((self.headline, *(p.text for p in self.article.paragraphs))))

    @property
    def small_print(self) -> tuple[Paragraph, ...]:
        """The bylines and credits."""
        return tuple(p for p in self.article.paragraphs if p.role in _SMALL_PRINT)

    def evidence(
        self, names: Iterable[MappedText], lines: tuple[Paragraph, ...] | None = None
    ) -> tuple[Evidence, ...]:
        """Return the lines (of `lines`, or all small print) that have `names`, those marked.

        Each name is marked once, where it stands first.
        """
        marks: dict[int, list[Span]] = {}
        lines = self.small_print if lines is None else lines
        for name in names:
            for number, line in enumerate(lines):
                if places := _places(name, line):
                    marks.setdefault(number, []).extend(places)
                    break
        return tuple(
            Evidence(self.page, self.article, line, line.sentences[0], tuple(sorted(marks[number])))
            for number, line in enumerate(lines)
            if number in marks
        )


def _places(name: MappedText, line: Paragraph) -> tuple[Span, ...]:
    """Return where a name stands in a line, in several pieces where it is set wide (甲 乙)."""
    # Names are compared as text: an article keeps the first place only of one that is there twice.
    text = line.sentences[0].text
    match = re.search(r"[ \u3000]*".join(map(re.escape, name.text)), text)
    if match is None:
        return ()
    pieces = re.finditer(r"[^ \u3000]+", match[0])
    return tuple(Span(match.start() + p.start(), match.start() + p.end()) for p in pieces)


# --- who wrote it ------------------------------------------------------------------------------


def answer_author(question: Question, context: Context) -> Answer | None:
    """Return the writers of the article that the question means, or one rank or desk of them.

    None where it asks for the author of something else (a book in the text) or the pages have
    no bylines at all; no answer where the article has none, or where it is not clear which of
    several articles is meant.
    """
    meant = _meant_piece(question, context)
    if meant is None or isinstance(meant, Answer):
        return meant
    piece, confidence = meant
    asked_field = next((f for f in _words().fields if f in question.folded), None)
    if asked_field:
        return _field_answer(question, piece, asked_field, confidence)
    names = piece.article.authors
    title = next((t for t in _words().titles if t in question.folded), None)
    if title and any(_titles_of(piece, name) for name in names):
        # 记者 in 记者是谁 singles out; in a line without any title it means who wrote.
        names = tuple(n for n in names if _titles_of(piece, n) in _words().titles[title])
    elif title and title != "记者":
        names = ()
    if not names:
        return _no_name(question, context, piece)
    return _named(question, names, piece.evidence(names), confidence)


def _titles_of(piece: _Piece, name: MappedText) -> str:
    """Return the title under which a name stands in its byline (通讯员), "" if none does."""
    for evidence in piece.evidence([name]):
        before = fold(evidence.text[: evidence.marks[0].start])
        places = [
            (before.rfind(word), word) for words in _words().titles.values() for word in words
        ]
        at, word = max(places)
        return word if at >= 0 else ""
    return ""


def _field_answer(question: Question, piece: _Piece, asked: str, confidence: float) -> Answer:
    """Answer from a field of the small print: 责任编辑：甲."""
    labels = any_of(_words().fields[asked])
    others = any_of({label for labels in _words().fields.values() for label in labels})
    for paragraph in piece.small_print:
        folded = fold(paragraph.text)
        for label in re.finditer(rf"(?<![\u4e00-\u9fff]){labels}(?=[\s:：/／])", folded):
            value = _FIELD_VALUE.match(folded, label.end())
            if value is None:
                continue
            # The value ends where the label of the next field begins.
            end = next(
                (
                    m.start()
                    for m in re.finditer(others, folded)
                    if m.start() > label.start() + 1 and m.start() >= value.start("names")
                ),
                value.end("names"),
            )
            spans = [Span(*m.span()) for m in _NAMES.finditer(folded, value.start("names"), end)]
            if spans:
                evidence = Evidence(
                    piece.page, piece.article, paragraph, paragraph.sentences[0], tuple(spans)
                )
                return Answer(
                    question,
                    Status.ANSWERED,
                    _JOINT.join(paragraph.text[s.start : s.end] for s in spans),
                    question.kind,
                    confidence,
                    evidence=(evidence,),
                )
    return no_answer(question)


# --- who took the picture ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Picture:
    """A credit with the caption it belongs to."""

    piece: _Piece
    credit: Paragraph
    caption: str
    """Folded, with the text of an article that is nothing but a picture."""
    names: tuple[MappedText, ...]


def answer_photographer(question: Question, context: Context) -> Answer | None:
    """Return who took the picture that the question describes.

    The picture is told by its caption; else all photographers of the article meant, if the
    question speaks of the article. None where the pages have no credits at all.
    """
    topic = _topic(question)
    if (
        not topic
        and not _has_any(question, _words().pictures | _words().pieces)
        and not ("摄影" in question.folded or "拍" in question.folded or "摄" in question.folded)
    ):
        return None
    if topic:
        pictures = [p for piece in _candidates(question, context) for p in _pictures(piece)]
        rated = sorted(
            ((_share(topic, p.caption, context), n, p) for n, p in enumerate(pictures)),
            key=lambda entry: (-entry[0], entry[1]),
        )
        if rated and rated[0][0] >= _TOPIC_FOUND and _has_names(topic, rated[0][2].caption):
            best = rated[0][2]
            evidence = best.piece.evidence(best.names, (best.credit,))
            return _named(question, best.names, evidence, _CERTAIN)
    meant = _meant_piece(question, context, by_headline=True)
    if meant is None or isinstance(meant, Answer):
        return meant
    piece, confidence = meant
    names = piece.article.photographers
    if not names:
        return _no_name(question, context, piece)
    return _named(question, names, piece.evidence(names), confidence)


def _pictures(piece: _Piece) -> Iterator[_Picture]:
    """Yield the pictures of an article: each credit with the caption that stands beside it."""
    paragraphs = piece.article.paragraphs
    prose = [p for p in paragraphs if p.role is Role.PROSE]
    for number, credit in enumerate(paragraphs):
        if credit.role not in _SMALL_PRINT:
            continue
        names = tuple(n for n in piece.article.photographers if _places(n, credit))
        if not names:
            continue
        before = paragraphs[number - 1] if number else None
        after = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        caption = next((p for p in (before, after) if p and p.role is Role.CAPTION), None)
        if caption is not None:
            yield _Picture(piece, credit, fold(caption.text), names)
        elif len(prose) == 1 and credit.role is Role.CREDIT:
            text = piece.headline + "\n" + fold(prose[0].text)
            yield _Picture(piece, credit, text, names)


# --- which article -------------------------------------------------------------------------------


def _meant_piece(
    question: Question, context: Context, *, by_headline: bool = False
) -> tuple[_Piece, float] | Answer | None:
    """Return the article the question means and how sure that is.

    None leaves the question to the general strategy; an answer says that the text is silent.
    With `by_headline` the words must be the headline's, unless the question names the article
    as such (那篇报道的照片).
    """
    names_piece = _has_any(question, _words().pieces)
    candidates = _candidates(question, context)
    in_marks = [m["title"] or m["quoted"] for m in _IN_MARKS.finditer(question.folded)]
    for title in in_marks:
        alike = [(likeness(bare(title), bare(p.headline)), p) for p in candidates]
        best = max(alike, key=lambda pair: pair[0], default=None)
        if best and best[0] >= _QUOTED_ALIKE and len(bare(title)) * 2 >= _shortest_part(best[1]):
            return best[1], _CERTAIN
    if "《" in question.folded and not names_piece:
        return None
    topic = _topic(question)
    if not topic:
        return _implied(question, context)
    rated = []
    for number, piece in enumerate(candidates):
        head = _share(topic, piece.headline, context)
        whole = _share(topic, piece.text, context)
        enough = head if not names_piece else whole
        if enough >= _TOPIC_FOUND and _has_names(topic, piece.text):
            rated.append((head + whole, -number, piece))
    if rated:
        best_piece = max(rated, key=lambda entry: entry[:2])[2]
        return best_piece, _CERTAIN
    if context.always_answer or not (names_piece or by_headline) or not _bylined(candidates):
        return None
    return no_answer(question)


def _shortest_part(piece: _Piece) -> int:
    """Return the length of the shortest line of a headline, its marks aside."""
    return min((len(bare(part)) for part in piece.headline.split() if bare(part)), default=0)


def _implied(question: Question, context: Context) -> tuple[_Piece, float] | Answer | None:
    """Return the article of the turn before, or the only one there is."""
    before = context.before
    if before is not None and before.evidence:
        return _Piece(before.evidence[0].page, before.evidence[0].article), _INFERRED
    # Without words nothing is searched, and only a single article is ranked.
    wordless = replace(question, text="", folded="", tokens=(), focus=(), wh=None, carried=())
    only = context.finder.rank(wordless).matches
    if len(only) == 1:
        piece = _Piece(only[0].article.page, only[0].article.article)
        return (piece, _INFERRED) if _bylined([piece]) else None
    # Several articles by several hands: which is meant cannot be known.
    return None if context.always_answer else no_answer(question)


def _candidates(question: Question, context: Context) -> list[_Piece]:
    """Return the articles that the search finds, the nearest first."""
    query = "".join(t.text for t in _topic(question)) or question.folded
    found_pieces: dict[int, _Piece] = {}
    for hit in context.finder.search(query, _PASSAGES):
        found_pieces.setdefault(id(hit.article), _Piece(hit.page, hit.article))
    return list(found_pieces.values())


def _topic(question: Question) -> tuple[Token, ...]:
    """Return the question's words that say which article or picture is meant."""
    words = _words()
    silent = words.asking | words.pieces | words.pictures
    wh = question.wh
    return tuple(
        t
        for t in question.tokens
        if any(c.isalnum() for c in t.text)
        and t.text not in silent
        and t.text not in stop_words()
        and t.text not in light_words()
        and not (wh and t.start < wh.end and wh.start < t.end)
        and not t.text.startswith(("谁", "哪"))
    )


def _has_any(question: Question, nouns: frozenset[str]) -> bool:
    return any(noun in question.folded for noun in nouns)


def _share(topic: tuple[Token, ...], text: str, context: Context) -> float:
    """Return the weighted share of the words of `topic` that folded `text` has."""
    weights = [0.2 + context.finder.rarity(t.text) for t in topic]
    has = [_found_share(token, text) for token in topic]
    return sum(w * h for w, h in zip(weights, has, strict=True)) / sum(weights)


def _found_share(token: Token, text: str) -> float:
    """Return 1 if `text` has a word, else how many of the words that it is made of (种子公司)."""
    if found(token.text, text):
        return 1.0
    if is_name(token):
        return 0.0
    pairs = (token.text[i : i + 2] for i in range(len(token.text) - 1))
    parts = [pair for pair in pairs if word_probability(pair) > 0]
    return sum(part in text for part in parts) / len(parts) if parts else 0.0


def _has_names(topic: tuple[Token, ...], text: str) -> bool:
    """Tell whether `text` has every name and number of `topic`: another one is another article."""
    return all(found(t.text, text) for t in topic if is_name(t))


def _bylined(pieces: Iterable[_Piece]) -> bool:
    """Tell whether the pages of `pieces` name anyone as writer or photographer."""
    return any(a.authors or a.photographers for p in pieces for a in p.page.articles)


# --- the answer ----------------------------------------------------------------------------------


def _named(
    question: Question,
    names: tuple[MappedText, ...],
    evidence: tuple[Evidence, ...],
    confidence: float,
) -> Answer:
    return Answer(
        question,
        Status.ANSWERED,
        _JOINT.join(n.text for n in names),
        question.kind,
        confidence,
        evidence=evidence,
    )


def _no_name(question: Question, context: Context, piece: _Piece) -> Answer | None:
    """Say that an article names nobody, if the page names people for others."""
    if context.always_answer or not _bylined([piece]):
        return None
    return no_answer(question)
