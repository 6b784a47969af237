"""What the sentence that tells of a deed leaves out: when it was, and who did it.

A text names a time once and tells what happened then in the sentences after it; it names who it is
about once and goes on with a pronoun or none. Where such a sentence has most of a question, the
answer stands before it.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence, FloatArray
from bot.answering.datafiles import table_words
from bot.answering.facts.timepoint import TimeKind
from bot.answering.matching import shared_text
from bot.answering.matching.match import Match
from bot.answering.question import Kind
from bot.answering.spans.candidates import CandidatePool
from bot.answering.spans.pointing import points_back, subjects_before, subjects_of
from bot.answering.understanding.grain import asked_grain

_words = partial(table_words, __package__, "left_out.toml")


def answer_before(match: Match, total: FloatArray) -> int | None:
    """Return the candidate that answers in the place of the best one, None to leave that."""
    if not len(total):
        return None
    best = int(total.argmax())
    found: Sequence[int] = ()
    if match.question.kind is Kind.DATE:
        found = _times_told(match, best)
    elif match.question.kind in _NAMED:
        found = _told_of(match)
        if not found and match.question.kind is Kind.PERSON and _asks_doer(match):
            found = _doers(match, best)
    before = [i for i in found if match.sentence[i] != match.sentence[best]]
    return max(before, key=lambda i: float(total[i]), default=None)


_NAMED = (Kind.PERSON, Kind.PLACE)
_MORE = 0.35
"""Share of a question's pairs of characters that a sentence must have more than another."""


def _sentence_of_deed(match: Match, best: int) -> int:
    """Return the sentence that has far more of the question than that of `best`, else this one."""
    share = shared_text.bigram_coverage(match)
    sentence, deed = int(match.sentence[best]), int(share.argmax())
    return deed if share[deed] - share[sentence] >= _MORE else sentence


# --- times ----------------------------------------------------------------------------------------


def _times_told(match: Match, best: int) -> Sequence[int]:
    """Return the last time named before the sentence of the deed, if that names none."""
    pool, article = match.pool, match.article
    question = match.question
    grain = asked_grain(question)
    wh = question.folded[question.wh.start : question.wh.end] if question.wh else ""
    if (wh + question.head).endswith(_words("ages")) and grain is not TimeKind.CENTURY:
        return ()
    if best in pool.times and grain in (None, TimeKind.YEAR) and (whole := _whole_days(pool, best)):
        return whole
    sentence = _sentence_of_deed(match, best)
    if sentence == match.sentence[best] and _has(pool.texts[best], "like_times"):
        return ()
    if _names_time(article.sentences[sentence]):
        return ()
    start = int(article.sentence_starts[sentence])
    told = int(np.searchsorted(article.time_starts, start)) - 1
    for token in article.time_starts[: told + 1][::-1].tolist():
        if article.paragraph_of[token] != article.paragraph_of[start]:
            return ()
        named = [i for i in pool.times if pool.first[i] == token and _is_told(match, i, grain)]
        if named:
            as_fine = [i for i, g in pool.grains.items() if pool.first[i] == token and g is grain]
            return (as_fine or named)[-1:]
    return ()


def _whole_days(pool: CandidatePool, index: int) -> Sequence[int]:
    """Return the day that a time without its year is, where the text has it with the year too."""
    text = pool.texts[index]
    if not text[0].isdigit() or index not in pool.lacking_year or "月" not in text:
        return ()
    return [i for i in pool.times if pool.texts[i].endswith(f"年{text}")][:1]


def _names_time(sentence: AnnotatedSentence) -> bool:
    """Tell whether a sentence says when it was; 唐朝 alone may say whose something is."""
    times = [time for time in sentence.points_in_time if time.granularity is not TimeKind.ERA]
    return bool(times) or _has(sentence.folded, "times")


def _has(text: str, table: str) -> bool:
    """Tell whether a text has one of the characters of a table."""
    return any(char in text for char in _words(table))


def _is_told(match: Match, index: int, grain: TimeKind | None) -> bool:
    """Tell whether a time says when the sentences after it were, as finely as is asked."""
    pool, time = match.pool, match.pool.times[index]
    if pool.is_vague_time[index] or time.granularity is TimeKind.CLOCK:
        return False
    if time.granularity is TimeKind.ERA and len(pool.texts[index]) <= _DYNASTY:
        return False
    return grain is None or grain in (time.granularity, *(part.kind for part in time.parts))


_DYNASTY = 2
"""Characters of a dynasty that may say whose something is (唐朝|军队)."""


# --- who, and what --------------------------------------------------------------------------------


def _told_of(match: Match) -> Sequence[int]:
    """Return what the predicate asked about is said of (她是…的第一人), where that is left out."""
    question, article = match.question, match.article
    if question.wh is None or not _asks_subject(match):
        return ()
    found = match.solid[match.content]
    weights = match.weights[match.content]
    for clause in np.argsort(-match.clause_coverage, kind="stable")[:3].tolist():
        start, end = int(article.clause_starts[clause]), int(article.clause_ends[clause])
        is_ = next(
            (at for at in range(start, end) if article.tokens[at].text in _words("is")), None
        )
        if is_ is None or not _leaves_out(article, clause):
            continue
        if weights[found[:, is_:end].any(axis=1)].sum() < _PREDICATE:
            continue
        sentence = int(article.sentence_of[start])
        first = int(article.clause_of[article.sentence_starts[sentence]])
        for back in range(clause, first - 1, -1):
            if not _leaves_out(article, back):
                subjects = subjects_of(match.pool, back)
                break
        else:
            subjects = subjects_before(match.pool, sentence, _words("measured"))
        return _not_asked(match, subjects)
    return ()


def _not_asked(match: Match, found: Sequence[int]) -> list[int]:
    """Return which of some candidates the question has not itself, those of the first clause."""
    asked = shared_text.stands_in_question(match)
    clauses = {i: int(match.clause[i]) for i in found if not asked[i]}
    return [i for i, clause in clauses.items() if clause == min(clauses.values())]


_PREDICATE = 0.6
"""Share of a question that must stand behind 是 of a clause."""


def _asks_subject(match: Match) -> bool:
    """Tell whether it is asked who or what is as the question says (…是谁, 哪座城是…)."""
    question = match.question
    assert question.wh is not None
    if match.asks_last:
        before = question.folded[: question.wh.start]
        return before.endswith(_words("copula")) and not before.endswith(_words("cleft"))
    after = question.folded[question.wh.end :].removeprefix(question.head)
    return match.asks_first and after.startswith(_words("copula"))


def _asks_doer(match: Match) -> bool:
    """Tell whether the question word is what its question is said of, or by whom it is done."""
    question = match.question
    if question.wh is None:
        return False
    return match.asks_first or question.folded[: question.wh.start].endswith(_words("before"))


def _doers(match: Match, best: int) -> Sequence[int]:
    """Return what the sentence before is said of, where the clause of the deed names nobody."""
    article, pool = match.article, match.pool
    sentence = _sentence_of_deed(match, best)
    if sentence == match.sentence[best] and _names(match, best):
        return ()
    clauses = np.flatnonzero(article.sentence_of[article.clause_starts] == sentence)
    deed = int(clauses[match.clause_coverage[clauses].argmax()])
    if not all(_leaves_out(article, int(c)) for c in clauses[clauses <= deed]):
        return ()
    found = _not_asked(match, subjects_before(pool, sentence, _words("measured")))
    if found and not pool.sorts.persons[found].any():
        there = pool.sorts.persons & (match.sentence == match.sentence[found[0]])
        asked = shared_text.stands_in_question(match)
        found = np.flatnonzero(there & ~asked).tolist() or found
    return found


def _names(match: Match, index: int) -> bool:
    """Tell whether a candidate is or holds a name, or is a noun for a person."""
    tags = match.article.tags[match.pool.first[index] : match.pool.last[index] + 1]
    named = any(tag.startswith(("nr", "ns", "nt", "nz")) for tag in tags)
    return named or bool(match.pool.sorts.persons[index])


def _leaves_out(article: AnnotatedArticle, clause: int) -> bool:
    """Tell whether a clause begins with what is done, or with a pronoun."""
    for at in range(int(article.clause_starts[clause]), int(article.clause_ends[clause])):
        token, tag = article.tokens[at].text, article.tags[at]
        if points_back(token) or tag[0] == "v" or token in (*_words("verbal"), *_words("measured")):
            return True
        if tag[0] not in "cdtmqf" and token not in _words("skipped"):
            return False
    return True
