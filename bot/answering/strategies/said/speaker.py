"""Who said it: the speaker of the words that a question quotes or tells."""

import re
from functools import cache

from bot.answering.answer import Alternative, Answer, Evidence, Status
from bot.answering.datafiles import read_toml
from bot.answering.likeness import bare, likeness
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.said.quoting import ALIKE, quoted
from bot.answering.strategies.said.speeches import Said, article_before, said_in, speeches
from retrieval.fold import fold
from retrieval.patterns import any_of
from retrieval.stopwords import stop_words

_PARAPHRASED = 0.6
"""Likeness, or share of words, from which words without marks are the same."""
_SHORT = 4
"""Quoted words of this length or less must stand in the text as they are."""
_NUMBER = re.compile(r"\d+")


def answer_speaker(question: Question, context: Context) -> Answer | None:
    """Return who said the words that the question quotes or tells.

    Words set in quotation marks must be the text's own but for a few characters; no answer
    otherwise. A question that tells what was said in its own words is left to the general strategy
    when no speech is like it.
    """
    in_marks = quoted(question)
    asked = bare("".join(in_marks) if in_marks else _asking().sub("", question.folded))
    if not asked or all(t.text in stop_words() for t in question.tokens if t.text in asked):
        return _speaker_before(question, context)
    ranked = sorted(
        (
            (_agreement(asked, said, exact=bool(in_marks)), said)
            for said in speeches(question, context)
        ),
        # Of speeches within one another the inner one: 甲说，乙认为…
        key=lambda pair: (-pair[0], len(pair[1].words)),
    )
    ranked = [
        (score, said)
        for score, said in ranked
        if score >= (ALIKE if in_marks else _PARAPHRASED) and (score == 1 or len(asked) > _SHORT)
    ]
    if ranked:
        return _speaker(question, ranked)
    if context.always_answer or not in_marks:
        return None
    hits = context.finder.search(question.folded, 1)
    nearest = (
        Evidence(hits[0].page, hits[0].article, hits[0].paragraph, hits[0].paragraph.sentences[0])
        if hits
        else None
    )
    return no_answer(question, nearest=nearest)


def _speaker(question: Question, ranked: list[tuple[float, Said]]) -> Answer:
    score, best = ranked[0]
    others = {s.who_paragraph.text(s.who): (c, s) for c, s in reversed(ranked[1:])}
    text = best.who_paragraph.text(best.who)
    others.pop(text, None)
    return Answer(
        question,
        Status.ANSWERED,
        text,
        question.kind,
        score * best.confidence,
        evidence=best.who_evidence(),
        alternatives=tuple(
            Alternative(name, c * s.confidence * 0.5, s.who_evidence()[0])
            for name, (c, s) in reversed(others.items())
        ),
    )


def _speaker_before(question: Question, context: Context) -> Answer | None:
    """Answer 这话是谁说的 about what the turn before quoted."""
    before = context.before
    if before is None or not before.evidence or before.text is None:
        return None if context.always_answer else no_answer(question)
    spoken = bare(fold(before.text))
    for said in said_in(article_before(before, context)):
        sentences = {id(e.sentence) for e in said.words_evidence()}
        if id(before.evidence[0].sentence) in sentences and spoken in bare(said.words):
            return _speaker(question, [(1.0, said)])
    return no_answer(question)


def _agreement(asked: str, said: Said, *, exact: bool) -> float:
    """Return how far a speech has the words asked for, 0 to 1; 0 if it has not their numbers."""
    text = bare(said.words)
    if not set(_NUMBER.findall(asked)) <= set(_NUMBER.findall(text)):
        return 0.0
    alike = likeness(asked, text)
    if exact or alike >= _PARAPHRASED:
        return alike
    pairs = {asked[i : i + 2] for i in range(len(asked) - 1)}
    shared = sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
    return max(alike, shared)


@cache
def _asking() -> re.Pattern[str]:
    """Return a pattern for what asks for a speaker: 谁说甲; 甲是谁说的; 甲这句话是谁说的."""
    table = read_toml(__package__, "speech_questions.toml")
    who, did, words = (any_of(table[name]) for name in ("who", "did", "words"))
    return re.compile(
        rf"^(?:请问|是)*{who}(?:曾经?|在文中|都)?"
        rf"(?:{did}|告诉\w{{0,4}}?)(?:的是|过|了|道|出)?[,:]?|"
        rf"[,:]?(?:这|那)?(?:[句段番]?{words})?[,]?(?:到底|究竟)?(?:是|系|为|由|出自|出于)*"
        rf"{who}(?:在文中)?(?:说|讲|提|之口|的口|告诉记者|对记者说)*"
        r"(?:出来|的话|的|嘅|过)*[?!。呢啊呀]*$"
    )
