"""Questions about whole pages as examples: what came into question when each was asked in use.

A context of a reading comprehension set is one paragraph, and every span of it comes into
question; of a page those articles do that the search finds, and in these only what is of the sort
asked for. So each question has its own candidates here, and is a context by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.answering.annotation import FloatArray, IntArray
from bot.answering.eligibility.fitting import fitting
from bot.answering.finder import Finder
from bot.answering.matching.match import Match
from bot.answering.question import Question
from bot.answering.scoring import family_of, label_classes, rule_values
from bot.answering.spans.candidates import CandidatePool
from bot.answering.strategies.registry import is_general
from bot.answering.understanding.understand import understand
from bot.evaluation.cmrc import bare
from bot.evaluation.judge import normalise
from bot.evaluation.questions import GoldQuestion, read_questions
from bot.tuning.examples import Context, Example, numbered
from retrieval.errors import UserFacingError
from retrieval.library import load_pages

KEPT = 150
"""Candidates of an article kept for a question besides the right: so many that are the best by the
weights in use, and as many drawn from the others, which new weights must keep down too."""

Pair = tuple[Path, Path]
"""A question file and the articles, file or folder, that it asks about."""


def find_pairs(folder: Path) -> tuple[Pair, ...]:
    """Return the question files of a folder (name.questions.jsonl), each with its name.txt.

    Raises UserFacingError where there is none, or one lacks its text.
    """
    questions = sorted(folder.glob("*.questions.jsonl"))
    if not questions:
        raise UserFacingError(f"{folder} 里没有题目文件（名字.questions.jsonl）；请检查路径")
    pairs = tuple(
        (path, folder / path.name.replace(".questions.jsonl", ".txt")) for path in questions
    )
    for path, articles in pairs:
        if not articles.exists():
            raise UserFacingError(f"{path} 旁边没有它问的文章 {articles.name}")
    return pairs


def read_page_examples(pair: Pair) -> list[Context]:
    """Return a context for each question that stands for itself and that spans of the text answer.

    Questions that never come to the general strategy are left out.
    """
    questions, articles = pair
    finder = Finder(load_pages(articles))
    found: list[Context] = []
    for gold in read_questions(questions):
        if gold.after is not None or not gold.answers:
            continue
        question = understand(gold.question, finder.known)
        if is_general(question.kind) or question.kind.is_explanation:
            found += _contexts(gold, question, finder, str(questions))
    return found


@dataclass(frozen=True)
class _Part:
    """The candidates of one article that are kept for a question, C of them."""

    sentences: tuple[str, ...]
    sentence: IntArray
    spans: IntArray
    texts: list[str]
    rules: FloatArray
    traits: FloatArray
    classes: list[list[str]]
    """For each label, the class of each candidate."""
    right: list[bool]


def _contexts(
    gold: GoldQuestion, question: Question, finder: Finder, file: str
) -> Iterator[Context]:
    """Yield the context of a question, if any candidate comes into question."""
    parts = [
        part
        for match in finder.rank(question).matches
        if (part := _part(gold, match, finder)) is not None
    ]
    if not parts:
        return
    before = np.cumsum([0, *(len(part.sentences) for part in parts)])
    texts = [text for part in parts for text in part.texts]
    columns = [
        [name for part in parts for name in part.classes[label]]
        for label in range(len(parts[0].classes))
    ]
    classes, class_of = numbered(columns)
    yield Context(
        article=(file, 0),
        sentences=tuple(text for part in parts for text in part.sentences),
        sentence=np.concatenate([p.sentence + at for p, at in zip(parts, before, strict=False)]),
        spans=np.concatenate([part.spans for part in parts]),
        same=np.unique(np.array(texts), return_inverse=True)[1].astype(np.intp),
        traits=np.concatenate([part.traits for part in parts]),
        classes=classes,
        class_of=class_of,
        examples=(
            Example(
                gold,
                family_of(question.kind, of_page=True),
                np.concatenate([part.rules for part in parts]),
                np.array([right for part in parts for right in part.right], dtype=bool),
            ),
        ),
    )


def _part(gold: GoldQuestion, match: Match, finder: Finder) -> _Part | None:
    """Return what an article has for a question; None if nothing."""
    article, pool = match.article, match.pool
    scored = finder.scored(article.page, article.article, match.question)
    fits = np.flatnonzero(fitting(match))
    if not len(fits):
        return None
    right = np.array(_right(gold, match, fits), dtype=bool)
    order = np.argsort(-scored.score(match, of_page=True)[fits], kind="stable")
    # Drawn alike whatever was asked before.
    rng = np.random.default_rng(len(order))
    drawn = rng.permutation(order[KEPT:])[:KEPT]
    kept = np.unique(np.concatenate([order[:KEPT], drawn, np.flatnonzero(right)]))
    rows = fits[kept]
    return _Part(
        sentences=tuple(s.sentence.text for s in article.sentences),
        sentence=article.sentence_of[pool.first[rows]],
        spans=np.array([_span(pool, row) for row in rows.tolist()], dtype=np.intp),
        texts=[pool.texts[row] for row in rows.tolist()],
        rules=rule_values(match)[rows],
        traits=scored.traits[rows],
        classes=[[column[row] for row in rows.tolist()] for column in label_classes(pool)],
        right=right[kept].tolist(),
    )


def _span(pool: CandidatePool, row: int) -> tuple[int, int]:
    """Return where in its sentence a candidate stands."""
    tokens = pool.article.tokens
    return tokens[int(pool.first[row])].start, tokens[int(pool.last[row])].end


def _right(gold: GoldQuestion, match: Match, rows: IntArray) -> list[bool]:
    """Return which candidates have a gold answer's text and stand in its evidence."""
    article, pool = match.article, match.pool
    answers = {bare(answer) for answer in gold.answers or ()}
    evidence = [normalise(text) for text in gold.evidence]
    told = [_is_in(normalise(s.sentence.text), evidence) for s in article.sentences]
    found = []
    for row in rows.tolist():
        at = int(article.sentence_of[pool.first[row]])
        start, end = _span(pool, row)
        found.append(told[at] and bare(article.sentences[at].sentence.text[start:end]) in answers)
    return found


_WHOLE = 7
"""Characters from which a sentence within the evidence is no line that happens to recur."""


def _is_in(sentence: str, evidence: list[str]) -> bool:
    """Tell whether a sentence holds the evidence or is part of it; without any, all do."""
    if not evidence:
        return True
    return any(e in sentence or (len(sentence) >= _WHOLE and sentence in e) for e in evidence)
