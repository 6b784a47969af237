"""The speeches of an article, with who is speaking: 他 stands for the person named before."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.answering.annotation import AnnotatedArticle
from bot.answering.answer import Answer, Evidence
from bot.answering.facts.names import is_courtesy, is_name
from bot.answering.facts.speech import find_speech
from bot.answering.facts.spoken import Speech
from bot.answering.lexicon.words import PLACE_ENDINGS
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.said.speaker_named import is_description, points_back, speaker_alone
from bot.answering.strategies.said.spoken_paragraph import SpokenParagraph, spoken_paragraphs
from retrieval.page import Span
from retrieval.surnames import is_surname

_PASSAGES = 12
"""Paragraphs searched; the articles they stand in are read for speech, whole."""
_FAR = 2
"""How many paragraphs back the person may stand whom 他 means."""
_CERTAIN, _ACTED, _PRONOUN = 0.95, 0.85, 0.8
"""Confidence where a verb of speech names the speaker, a person merely acts, 他 was resolved."""


@dataclass(frozen=True)
class Said:
    """A speech with the place of the speaker's name (further up, where the speech has 他)."""

    paragraph: SpokenParagraph
    speech: Speech
    who: Span
    """In `who_paragraph`."""
    who_paragraph: SpokenParagraph

    @property
    def confidence(self) -> float:
        """How sure it is that this is who speaks, 0 to 1."""
        if self.who_paragraph is not self.paragraph or not self._is_own:
            return _PRONOUN
        return _CERTAIN if self.speech.said else _ACTED

    @property
    def _is_own(self) -> bool:
        return self.speech.speaker.contains(self.who)

    @cached_property
    def speaker(self) -> str:
        """The speaker's noun phrase, folded; the name alone where it stands further up."""
        if not self._is_own:
            return self.who_paragraph.folded[self.who.start : self.who.end]
        span = self.speech.speaker
        return self.paragraph.folded[span.start : span.end]

    @cached_property
    def name(self) -> str | None:
        """The personal name, folded."""
        if self._is_own and self.speech.name is None:
            return None
        return self.who_paragraph.folded[self.who.start : self.who.end]

    @cached_property
    def words(self) -> str:
        """What is said, folded."""
        return "".join(self.paragraph.folded[p.start : p.end] for p in self.speech.parts)

    @cached_property
    def surroundings(self) -> str:
        """The clauses that name the speaker, folded."""
        span = self.speech.attribution
        return self.paragraph.folded[span.start : span.end]

    def words_evidence(self) -> tuple[Evidence, ...]:
        """Return the sentences of what is said, the words marked."""
        return self.paragraph.evidence(*self.speech.parts)

    def who_evidence(self) -> tuple[Evidence, ...]:
        """Return the sentence that names the speaker and then, if another, the first one said."""
        named = self.who_paragraph.evidence(self.who)
        said = self.words_evidence()[0]
        if said.sentence is named[0].sentence:
            return named
        page, article = said.page, said.article
        return (*named, Evidence(page, article, said.paragraph, said.sentence))


def speeches(question: Question, context: Context) -> Iterator[Said]:
    """Yield the speeches of the articles that the search finds, the nearest article first."""
    before = context.before
    found: dict[int, AnnotatedArticle] = {}
    if question.leans and before is not None and before.evidence:
        evidence = before.evidence[0]
        found[id(evidence.article)] = article_before(before, context)
    for hit in context.finder.search(question.folded, _PASSAGES):
        if id(hit.article) not in found:
            scored = context.finder.scored(hit.page, hit.article, question)
            found[id(hit.article)] = scored.pool.article
    for article in found.values():
        yield from said_in(article)


def article_before(before: Answer, context: Context) -> AnnotatedArticle:
    """Return the article of the turn before, as far as its question led into it."""
    evidence = before.evidence[0]
    return context.finder.scored(evidence.page, evidence.article, before.question).pool.article


def said_in(article: AnnotatedArticle) -> Iterator[Said]:
    """Yield all speeches of an article in reading order; 他 stands for the person named last."""
    paragraphs = spoken_paragraphs(article)
    found = [(p, speech) for p in paragraphs for speech in find_speech(p.folded, p.tokens)]
    names = {p.folded[s.name.start : s.name.end] for p, s in found if s.name is not None}
    names.update(
        t.text
        for p in paragraphs
        for t in p.tokens
        if t.tag == "nr" and len(t.text) > 2 and is_name(t.text) and t.text[-1] not in PLACE_ENDINGS
    )
    names.update(_names_of_two_words(paragraphs))
    names = {name for name in names if not is_description(name)}
    for paragraph, speech in found:
        speaker = paragraph.folded[speech.speaker.start : speech.speaker.end]
        inside = tuple(
            t
            for t in paragraph.tokens
            if speech.speaker.start <= t.start and t.end <= speech.speaker.end
        )
        described = is_description(paragraph.folded[speech.answer.start : speech.answer.end])
        if not described and not points_back(speaker, inside):
            who = speech.name or speaker_alone(paragraph.folded, speech.speaker, paragraph.tokens)
            yield Said(paragraph, speech, who, paragraph)
            continue
        number = paragraphs.index(paragraph)
        person = _named_last(paragraphs, number, speech.speaker.start, names, speech)
        # Far from any name a description says more than a guess.
        if person is not None and not (described and person[0] is not paragraph):
            yield Said(paragraph, speech, person[1], person[0])
        elif described:
            yield Said(paragraph, speech, speech.answer, paragraph)


def _names_of_two_words(paragraphs: list[SpokenParagraph]) -> Iterator[str]:
    """Yield the names that are cut after the surname: those that come up again, 王阿婆 at once."""
    pairs = Counter(
        (one.text, other.text)
        for p in paragraphs
        for one, other in pairwise(p.tokens)
        if len(one.text) == 1 and len(other.text) == 2 and one.end == other.start
    )
    return (
        one + other
        for (one, other), count in pairs.items()
        if (count > 1 and is_name(one + other)) or (is_courtesy(other) and is_surname(one))
    )


def _named_last(
    paragraphs: list[SpokenParagraph], number: int, at: int, names: set[str], speech: Speech
) -> tuple[SpokenParagraph, Span] | None:
    """Return the person named last before a pronoun, one that begins a clause before others."""
    for back in range(_FAR + 1):
        if number - back < 0:
            return None
        paragraph = paragraphs[number - back]
        end = at if back == 0 else len(paragraph.folded)
        mentions = [
            Span(m.start(), m.end())
            for name in names
            for m in re.finditer(re.escape(name), paragraph.folded[:end])
            if not any(part.contains(Span(m.start(), m.end())) for part in speech.parts)
        ]
        if mentions:
            leading = [m for m in mentions if _begins_clause(paragraph, m)]
            return paragraph, max(leading or mentions)
    return None


def _begins_clause(paragraph: SpokenParagraph, name: Span) -> bool:
    """Tell whether a name stands at the beginning of its clause, its post aside."""
    before = paragraph.folded[: name.start]
    clause = re.split(r"[,。:;!?”]", before)[-1]
    return not clause or not any(
        t.tag.startswith(("v", "p")) and t.tag != "vn"
        for t in paragraph.tokens
        if name.start - len(clause) <= t.start and t.end <= name.start
    )
