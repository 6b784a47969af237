"""What somebody said: the speech, whole, of the person or body of the question."""

import re
from functools import cache

from bot.answering.answer import Alternative, Answer, Status
from bot.answering.datafiles import read_toml
from bot.answering.facts.speech import speech_verbs
from bot.answering.facts.speech_words import is_pronoun
from bot.answering.lexicon.words import light_words
from bot.answering.likeness import bare, likeness
from bot.answering.matching.similarity import similarity
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.said.quoting import ALIKE, quoted
from bot.answering.strategies.said.speeches import Said, article_before, said_in, speeches
from retrieval.fold import fold
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.stopwords import stop_words

_TOPIC_FOUND = 0.45
"""Share of a question's other words that the speech or its surroundings must have."""


def answer_quotation(question: Question, context: Context) -> Answer | None:
    """Return what the person or body of the question said, whole.

    Of several speeches the one that has the question's other words, direct speech before
    reported, then the first; the rest are alternatives.
    """
    person = _meant_person(question, context)
    found = []
    for said in speeches(question, context):
        place = _asked_for(said, person or question.folded)
        if place is None:
            continue
        topic = _topic(question, said)
        share = _share_found(topic, said, context)
        found.append((share, bool(topic), place, said))
    if _asks_for_more().search(question.folded) and context.before is not None:
        found = [f for f in found if not _is_told(f[3], context.before)]
    if not found:
        return None if context.always_answer else no_answer(question)
    # Stable: what is equal stays in reading order.
    first = min(place for _, _, place, _ in found)
    found.sort(key=lambda f: (f[2] > first, -round(f[0], 1), not f[3].speech.quoted))
    share, has_topic, _, best = found[0]
    if has_topic and share < _TOPIC_FOUND and not context.always_answer:
        return no_answer(question, share / 2, best.words_evidence()[0])
    return Answer(
        question,
        Status.ANSWERED,
        _words_of(best),
        question.kind,
        best.confidence * (0.6 + 0.4 * share if has_topic else 1.0),
        evidence=best.words_evidence(),
        alternatives=tuple(
            Alternative(_words_of(s), s.confidence * 0.5, s.words_evidence()[0])
            for _, _, _, s in found[1:5]
        ),
    )


def _is_told(said: Said, before: Answer) -> bool:
    """Tell whether the turn before gave a speech or asked who said it."""
    words = bare(said.words)
    return words in bare(fold(before.text or "")) or any(
        likeness(bare(asked), words) >= ALIKE for asked in quoted(before.question)
    )


def _words_of(said: Said) -> str:
    return "".join(said.paragraph.text(part) for part in said.speech.parts)


def _meant_person(question: Question, context: Context) -> str | None:
    """Return the name or phrase, folded, that 他 means in a dialogue; None if there is no 他."""
    if not _asks_about_him().search(question.folded) or context.before is None:
        return None
    before = context.before
    texts = [before.question.folded]
    if before.text is not None:
        texts.insert(0, fold(before.text))
    evidence = before.evidence[0] if before.evidence else None
    if evidence is not None:
        for text in texts:
            named = [
                s.speaker if s.name is None else s.name
                for s in said_in(article_before(before, context))
                if _asked_for(s, text) is not None
            ]
            if named:
                return max(named, key=len)
    return texts[0]


def _asked_for(said: Said, asked: str) -> int | None:
    """Return where in the folded question the speaker is named, None if not at all.

    A speaker with a name must be named; another by the end of the noun phrase.
    """
    if said.name is not None:
        at = asked.find(said.name)
        return at if at >= 0 else None
    phrase = said.speaker
    for start in range(len(phrase) - 1):
        at = asked.find(phrase[start:])
        if at >= 0 and (start == 0 or len(phrase) - start > 1):
            return at
    return None


def _topic(question: Question, said: Said) -> list[str]:
    """Return the question's words that neither name the speaker nor speak of speaking."""
    wh = question.wh
    about_speaking = read_toml(__package__, "speech_questions.toml")["about_speaking"]
    verbs = list(speech_verbs(question.folded))
    return [
        t.text
        for t in question.tokens
        if any(c.isalnum() for c in t.text)
        and not (wh and wh.start <= t.start < wh.end)
        and t.text not in stop_words()
        and t.text not in light_words()
        and t.text not in said.speaker
        and not is_pronoun(t.text)
        and t.text not in about_speaking
        and not any(
            v.contains(Span(t.start, t.end)) and t.text not in said.surroundings for v in verbs
        )
    ]


def _share_found(topic: list[str], said: Said, context: Context) -> float:
    """Return the weighted share of `topic` in a speech (1 a word) and around it (less)."""
    if not topic:
        return 1.0
    weights = [context.weight(word) for word in topic]
    found = 0.0
    text = "".join(s.folded for s in said.paragraph.article.sentences)
    for word, weight in zip(topic, weights, strict=True):
        if word in said.words or word in said.surroundings:
            found += weight
        elif word in said.paragraph.folded:
            found += 0.8 * weight
        elif _is_near_name(word, said.name or said.speaker, text):
            found += 0.7 * weight
        else:
            alike = max(similarity(word, token.text) for token in said.paragraph.tokens)
            found += alike * 0.8 * weight
    return found / sum(weights)


def _is_near_name(word: str, name: str, text: str) -> bool:
    """Tell whether a word stands just before or behind a name anywhere (his post)."""
    pattern = (
        rf"{re.escape(word)}.{{0,4}}?{re.escape(name)}|{re.escape(name)}.{{0,2}}?{re.escape(word)}"
    )
    return re.search(pattern, text) is not None


@cache
def _asks_about_him() -> re.Pattern[str]:
    him = any_of(read_toml(__package__, "speech_questions.toml")["him"])
    return re.compile(f"^(?:那|那么|然后)?,?{him}")


@cache
def _asks_for_more() -> re.Pattern[str]:
    said = any_of(read_toml(__package__, "speech_questions.toml")["said_too"])
    return re.compile(f"还(?:有|曾)?{said}|又(?:说|讲)")
