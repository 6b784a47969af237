"""Who said it, and what did they say: speaker and quotation questions."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Alternative, Answer, Evidence, Status
from bot.answering.facts.names import is_name
from bot.answering.facts.speech import Speech, find_speech, speech_verbs
from bot.answering.facts.speech_words import is_pronoun
from bot.answering.lexicon import light_words
from bot.answering.likeness import bare, likeness
from bot.answering.question import Question
from bot.answering.similarity import similarity
from bot.answering.strategies.base import Context, no_answer
from retrieval.fold import fold
from retrieval.page import Role, Span
from retrieval.stopwords import stop_words
from retrieval.tokens import Token

_PASSAGES = 12
"""Paragraphs searched; the articles they stand in are read for speech, whole."""
_ALIKE = 0.8
"""Likeness from which words in quotation marks are the same as those of the text."""
_PARAPHRASED = 0.6
"""Likeness, or share of words, from which words without marks are the same."""
_SHORT = 4
"""Quoted words of this length or less must stand in the text as they are."""
_FAR = 2
"""How many paragraphs back the person may stand whom 他 means."""
_TOPIC_FOUND = 0.45
"""Share of a question's other words that the speech or its surroundings must have."""
_CERTAIN, _ACTED, _PRONOUN = 0.95, 0.85, 0.8
"""Confidence where a verb of speech names the speaker, a person merely acts, 他 was resolved."""

_QUOTED = re.compile(r"“(?P<double>[^”]{2,})”|\"(?P<straight>[^\"]{2,})\"|‘(?P<single>[^’]{2,})’")
# 谁说甲; 甲是谁说的; 甲这句话是谁说的
_ASKING = re.compile(
    r"^(?:请问|是)*(?:谁|哪位|哪一位|边个|什么人|何人)(?:曾经?|在文中|都)?"
    r"(?:说|讲|表示|指出|认为|称|介绍|透露|提到|强调|提醒|坦言|感慨|呼吁|承诺|建议|抱怨|宣布|告诉\w{0,4}?|回忆|解释)"
    r"(?:的是|过|了|道|出)?[,:]?|"
    r"[,:]?(?:这|那)?(?:[句段番]?话|说法|言论|原话)?[,]?(?:到底|究竟)?(?:是|系|为|由|出自|出于)*"
    r"(?:谁|哪位|哪一位|边个|什么人|何人)(?:在文中)?(?:说|讲|提|之口|的口|告诉记者|对记者说)*"
    r"(?:出来|的话|的|嘅|过)*[?!。呢啊呀]*$"
)
# Words by which a question points at a speech, not what it is about.
_ABOUT_SPEAKING = re.compile(
    r"^(?:说|讲|话|原话|说过|表示|指出|认为|看待|看|评价|回应|形容|介绍|透露|提到|谈|谈到|谈及|关于|有关|对于|对|就|"
    r"什么|怎么|如何|怎样|哪些|一?[句番段点]|内容|意见|看法|态度|时|文中|文章|报道|还|还有|曾|是|的|了|过|呢)$"
)
_PRONOUN_SUBJECT = re.compile(r"^(?:那|那么|然后)?,?(?:[他她]们?|此人|这个?人|这位|对方)")
_NUMBER = re.compile(r"\d+")
_ELSE = re.compile(r"还(?:有|曾)?(?:说|讲|表示|提|谈|透露|介绍|指出)|又(?:说|讲)")


@dataclass(frozen=True)
class _Paragraph:
    """The sentences of a paragraph as one folded string."""

    article: AnnotatedArticle
    sentences: tuple[AnnotatedSentence, ...]

    @cached_property
    def folded(self) -> str:
        return "".join(s.folded for s in self.sentences)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for sentence in self.sentences:
            starts.append(at)
            at += len(sentence.folded)
        return tuple(starts)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(
            Token(t.text, t.start + start, t.end + start, t.tag)
            for start, s in zip(self.starts, self.sentences, strict=True)
            for t in s.tokens
        )

    def evidence(self, *spans: Span) -> tuple[Evidence, ...]:
        """Return the sentences that hold a part of `spans`, those parts marked."""
        found = []
        for start, s in zip(self.starts, self.sentences, strict=True):
            end = start + len(s.folded)
            marks = tuple(
                Span(max(span.start, start) - start, min(span.end, end) - start)
                for span in spans
                if span.overlaps(Span(start, end))
            )
            if marks:
                page, article = self.article.page, self.article.article
                found.append(Evidence(page, article, s.paragraph, s.sentence, marks))
        return tuple(found)

    def text(self, span: Span) -> str:
        """Return a span as it stands in the file."""
        return "".join(e.text[m.start : m.end] for e in self.evidence(span) for m in e.marks)


@dataclass(frozen=True)
class _Said:
    """A speech with the place of the speaker's name (further up, where the speech has 他)."""

    paragraph: _Paragraph
    speech: Speech
    who: Span
    """In `who_paragraph`."""
    who_paragraph: _Paragraph

    @property
    def confidence(self) -> float:
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
        return self.paragraph.evidence(*self.speech.parts)

    def who_evidence(self) -> tuple[Evidence, ...]:
        """Return the sentence that names the speaker and then, if another, the first one said."""
        named = self.who_paragraph.evidence(self.who)
        said = self.words_evidence()[0]
        if said.sentence is named[0].sentence:
            return named
        page, article = said.page, said.article
        return (*named, Evidence(page, article, said.paragraph, said.sentence))


# --- who said it ---------------------------------------------------------------------------------


def answer_speaker(question: Question, context: Context) -> Answer | None:
    """Return who said the words that the question quotes or tells.

    Words set in quotation marks must be the text's own but for a few characters; no answer
    otherwise. A question that tells what was said in its own words is left to the general strategy
    when no speech is like it.
    """
    quoted = [
        m["double"] or m["straight"] or m["single"] for m in _QUOTED.finditer(question.folded)
    ]
    asked = bare("".join(quoted) if quoted else _ASKING.sub("", question.folded))
    if not asked or all(t.text in stop_words() for t in question.tokens if t.text in asked):
        return _speaker_before(question, context)
    ranked = sorted(
        (
            (_agreement(asked, said, exact=bool(quoted)), said)
            for said in _speeches(question, context)
        ),
        # Of speeches within one another the inner one: 甲说，乙认为…
        key=lambda pair: (-pair[0], len(pair[1].words)),
    )
    ranked = [
        (score, said)
        for score, said in ranked
        if score >= (_ALIKE if quoted else _PARAPHRASED) and (score == 1 or len(asked) > _SHORT)
    ]
    if ranked:
        return _speaker(question, ranked)
    if context.always_answer or not quoted:
        return None
    hits = context.finder.search(question.folded, 1)
    nearest = (
        Evidence(hits[0].page, hits[0].article, hits[0].paragraph, hits[0].paragraph.sentences[0])
        if hits
        else None
    )
    return no_answer(question, nearest=nearest)


def _speaker(question: Question, ranked: list[tuple[float, _Said]]) -> Answer:
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
    for said in _said_in(_annotated(before, context)):
        sentences = {id(e.sentence) for e in said.words_evidence()}
        if id(before.evidence[0].sentence) in sentences and spoken in bare(said.words):
            return _speaker(question, [(1.0, said)])
    return no_answer(question)


def _agreement(asked: str, said: _Said, *, exact: bool) -> float:
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


# --- what was said -------------------------------------------------------------------------------


def answer_quotation(question: Question, context: Context) -> Answer | None:
    """Return what the person or body of the question said, whole.

    Of several speeches the one that has the question's other words, direct speech before
    reported, then the first; the rest are alternatives.
    """
    person = _meant_person(question, context)
    found = []
    speeches = list(_speeches(question, context))
    for said in speeches:
        place = _asked_for(said, person or question.folded)
        if place is None:
            continue
        topic = _topic(question, said)
        share = _share_found(topic, said, context)
        found.append((share, bool(topic), place, said))
    if _ELSE.search(question.folded) and context.before is not None:
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


def _is_told(said: _Said, before: Answer) -> bool:
    """Tell whether the turn before gave a speech or asked who said it."""
    words = bare(said.words)
    asked = [bare(quoted) for quoted in _quoted(before.question)]
    return words in bare(fold(before.text or "")) or any(
        likeness(quoted, words) >= _ALIKE for quoted in asked
    )


def _quoted(question: Question) -> list[str]:
    """Return what stands in quotation marks in a question, folded."""
    return [m["double"] or m["straight"] or m["single"] for m in _QUOTED.finditer(question.folded)]


def _words_of(said: _Said) -> str:
    return "".join(said.paragraph.text(part) for part in said.speech.parts)


def _meant_person(question: Question, context: Context) -> str | None:
    """Return the name or phrase, folded, that 他 means in a dialogue; None if there is no 他."""
    if not _PRONOUN_SUBJECT.search(question.folded) or context.before is None:
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
                for s in _said_in(_annotated(before, context))
                if _asked_for(s, text) is not None
            ]
            if named:
                return max(named, key=len)
    return texts[0]


def _asked_for(said: _Said, asked: str) -> int | None:
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


def _topic(question: Question, said: _Said) -> list[str]:
    """Return the question's words that neither name the speaker nor speak of speaking."""
    wh = question.wh
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
        and not _ABOUT_SPEAKING.match(t.text)
        and not any(
            v.contains(Span(t.start, t.end)) and t.text not in said.surroundings for v in verbs
        )
    ]


def _share_found(topic: list[str], said: _Said, context: Context) -> float:
    """Return the weighted share of `topic` in a speech (1 a word) and around it (less)."""
    if not topic:
        return 1.0
    # The rarer word says more; a common one still says something.
    weights = [0.2 + context.finder.rarity(word) for word in topic]
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


# --- the speeches of an article ------------------------------------------------------------------


def _speeches(question: Question, context: Context) -> Iterator[_Said]:
    """Yield the speeches of the articles that the search finds, the nearest article first."""
    before = context.before
    found: dict[int, AnnotatedArticle] = {}
    if question.leans and before is not None and before.evidence:
        evidence = before.evidence[0]
        found[id(evidence.article)] = _annotated(before, context)
    for hit in context.finder.search(question.folded, _PASSAGES):
        if id(hit.article) not in found:
            scored = context.finder.scored(hit.page, hit.article, question)
            found[id(hit.article)] = scored.pool.article
    for article in found.values():
        yield from _said_in(article)


def _annotated(before: Answer, context: Context) -> AnnotatedArticle:
    """Return the article of the turn before, as far as its question led into it."""
    evidence = before.evidence[0]
    return context.finder.scored(evidence.page, evidence.article, before.question).pool.article


def _said_in(article: AnnotatedArticle) -> Iterator[_Said]:
    """Yield all speeches of an article in reading order; 他 stands for the person named last."""
    paragraphs = _paragraphs(article)
    found = [(p, speech) for p in paragraphs for speech in find_speech(p.folded, p.tokens)]
    names = {p.folded[s.name.start : s.name.end] for p, s in found if s.name is not None}
    names.update(
        t.text
        for p in paragraphs
        for t in p.tokens
        if t.tag == "nr" and len(t.text) > 2 and is_name(t.text)
    )
    names.update(_names_of_two_words(paragraphs))
    for paragraph, speech in found:
        speaker = paragraph.folded[speech.speaker.start : speech.speaker.end]
        if not is_pronoun(speaker):
            yield _Said(paragraph, speech, speech.answer, paragraph)
            continue
        number = paragraphs.index(paragraph)
        person = _named_last(paragraphs, number, speech.speaker.start, names, speech)
        if person is not None:
            yield _Said(paragraph, speech, person[1], person[0])


def _names_of_two_words(paragraphs: list[_Paragraph]) -> Iterator[str]:
    """Yield the names that no dictionary has, cut after the surname, and that come up again."""
    pairs = Counter(
        one.text + other.text
        for p in paragraphs
        for one, other in pairwise(p.tokens)
        if len(one.text) == 1 and len(other.text) == 2 and one.end == other.start
    )
    return (text for text, count in pairs.items() if count > 1 and is_name(text))


def _named_last(
    paragraphs: list[_Paragraph], number: int, at: int, names: set[str], speech: Speech
) -> tuple[_Paragraph, Span] | None:
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


def _begins_clause(paragraph: _Paragraph, name: Span) -> bool:
    """Tell whether a name stands at the beginning of its clause, its post aside."""
    before = paragraph.folded[: name.start]
    clause = re.split(r"[,。:;!?”]", before)[-1]
    return not clause or not any(
        t.tag.startswith(("v", "p")) and t.tag != "vn"
        for t in paragraph.tokens
        if name.start - len(clause) <= t.start and t.end <= name.start
    )


def _paragraphs(article: AnnotatedArticle) -> list[_Paragraph]:
    found: list[list[AnnotatedSentence]] = []
    for sentence in article.sentences:
        if sentence.paragraph.role not in (Role.PROSE, Role.CAPTION):
            continue
        if not found or found[-1][0].paragraph is not sentence.paragraph:
            found.append([])
        found[-1].append(sentence)
    return [_Paragraph(article, tuple(sentences)) for sentences in found]
