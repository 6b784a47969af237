"""The clauses of a sentence, as far as one of them can stand by itself in a question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answering.annotation import CLAUSE_ENDS, AnnotatedSentence
from bot.answering.facts.enumerations import adverbs
from bot.answering.facts.measures import transitive_verbs
from bot.answering.facts.speech import speech_verbs
from bot.answering.suggestions.draft import longest_first, words
from retrieval.page import Span
from retrieval.punctuation import PAIRS
from retrieval.tokens import Token

_NOMINAL = ("n", "j", "eng", "l", "i", "b", "a", "m", "q", "s", "f", "k", "h", "vn", "t", "x")
"""Beginnings of the tags that a noun phrase is made of (ICTCLAS/jieba); vn is a verbal noun."""
_NAMING = ("n", "j", "eng", "l", "i", "vn", "s", "k")
"""Tags of which a noun phrase has one at its end."""
_SAYING = ("v", "d", "p", "z")
"""Tags with which a predicate begins."""
_PROPER = ("nr", "ns", "nt", "nz", "nrt", "nrfg", "eng")
_LEAST_NAMED = 3
"""Characters of a noun phrase without a name in it; a shorter one (题材) does not say of what."""
_OF = "的"


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence between two marks, without words such as 其中 at its front."""

    sentence: AnnotatedSentence
    span: Span
    mark: str
    """The mark before it, "" at the start."""
    ends_with: str
    """The mark after it, "" at the end of the sentence."""

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens from one offset of the sentence to another."""
        return tuple(self.sentence.tokens_in(Span(start, end)))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the clause."""
        return self.tokens_in(self.span.start, self.span.end)

    @cached_property
    def front(self) -> int:
        """Where the clause begins without the points in time at its front."""
        start = self.span.start
        for time in self.sentence.points_in_time:
            describes = self.sentence.folded.startswith(_OF, time.qualified_span.end)
            if time.qualified_span.start == start and not describes:
                start = time.qualified_span.end
        return min(start, self.span.end)

    @cached_property
    def subject(self) -> Span | None:
        """The noun phrase at its front, if a predicate follows."""
        return subject_at(self.tokens_in(self.front, self.span.end))

    @cached_property
    def topic(self) -> Span | None:
        """What the clauses after it may be about: its subject, or a noun phrase and no more."""
        tokens = self.tokens_in(self.front, self.span.end)
        counted = any(t.tag.startswith("m") for t in tokens)
        if self.ends_with == "," and not counted and is_noun_phrase(tokens) and is_subject(tokens):
            return Span(tokens[0].start, tokens[-1].end)
        return self.subject if self.hands_on_subject else None

    @cached_property
    def hands_on_subject(self) -> bool:
        """Whether the clauses after it may be about its subject.

        Not after a verb of speech (甲说,…), nor where the subject may be cut short: jieba takes the
        middle of 水产养殖公司 for a verb, and then another verb follows.
        """
        if self.subject is None:
            return False
        said = self.tokens_in(self.subject.end, self.span.end)
        if self.is_noun_phrase:
            return False
        if any(True for _ in speech_verbs(self.sentence.folded[self.subject.end : self.span.end])):
            return False
        sure = said[0].tag != "v" or said[0].text in transitive_verbs()
        return sure or not any(begins_predicate([t]) for t in said[1:])

    @cached_property
    def is_noun_phrase(self) -> bool:
        """Whether it may be nothing but a noun with what describes it: 甲市建设的公园."""
        tokens = self.tokens_in(self.front, self.span.end)
        texts = [t.text for t in tokens]
        if _OF not in texts or not names(tokens[-1]):
            return False
        if self.subject and self.tokens_in(self.subject.end, self.span.end)[0].text in words("is"):
            return False
        last = len(texts) - texts[::-1].index(_OF)
        return is_noun_phrase(tokens[last:])


@dataclass(frozen=True)
class Clauses:
    """The clauses of one sentence."""

    sentence: AnnotatedSentence
    clauses: tuple[Clause, ...]

    @classmethod
    def of(cls, sentence: AnnotatedSentence) -> "Clauses":
        """Cut a sentence at its marks, but not inside brackets, quotations, numbers and times."""
        return cls(sentence, tuple(_cut(sentence)))

    def __iter__(self) -> Iterator[Clause]:
        return iter(self.clauses)

    def text(self, start: int, end: int) -> str:
        """Return a stretch of the sentence as it stands in the text."""
        return self.sentence.sentence.text[start:end]

    def tokens(self, span: Span) -> tuple[Token, ...]:
        """Return the tokens in a stretch of the sentence."""
        return tuple(t for t in self.sentence.tokens if span.contains(Span(t.start, t.end)))

    def at(self, offset: int) -> Clause | None:
        """Return the clause in which a character stands; None within the words left out."""
        return next((c for c in self.clauses if c.span.start <= offset < c.span.end), None)

    def before(self, clause: Clause) -> tuple[Clause, ...]:
        """Return the clauses before one, the nearest first."""
        return self.clauses[: self.clauses.index(clause)][::-1]

    def after(self, clause: Clause) -> Clause | None:
        """Return the clause after, if nothing but a comma is in between."""
        following = self.clauses.index(clause) + 1
        if following == len(self.clauses) or self.clauses[following].mark != ",":
            return None
        return self.clauses[following]

    def topic(self, clause: Clause) -> str | None:
        """Return the subject that a clause without one takes over from the sentence's first."""
        earlier = next((c for c in self.before(clause) if c.subject or c.topic), None)
        if earlier is None or earlier.topic is None:
            return None
        return self.text(earlier.topic.start, earlier.topic.end)

    def is_duration(self, token: Token) -> bool:
        """Tell whether a token begins a stretch of time (一年下来)."""
        return any(
            q.dimension == "time" and q.span.start == token.start for q in self.sentence.quantities
        )

    def in_marks(self, span: Span) -> bool:
        """Tell whether a stretch stands in brackets, quotation marks or a title's marks."""
        before = self.sentence.folded[: span.start]
        opened = sum(char in PAIRS for char in before)
        return opened > sum(char in PAIRS.values() for char in before)


def subject_at(tokens: Sequence[Token]) -> Span | None:
    """Return the noun phrase with which `tokens` begin, if a predicate follows it."""
    end = _noun_phrase_end(tokens)
    if not end or not begins_predicate(tokens[end:]):
        return None
    phrase = tokens[:end]
    if not is_noun_phrase(phrase) or not is_subject(phrase):
        return None
    return Span(phrase[0].start, phrase[-1].end)


def is_subject(phrase: Sequence[Token]) -> bool:
    """Tell whether a noun phrase names one thing and has no verb in it."""
    acts = any(
        (t.tag.startswith("v") and t.text in transitive_verbs()) or t.text in words("deeds")
        for t in phrase
    )
    tags = [t.tag for t in phrase]
    # 某人通电: a person has done something; 广泛开展: an adverb and a verb as one word.
    acts = acts or ("nr" in tags and "vn" in tags[tags.index("nr") :]) or tags[0] == "l"
    return not acts and phrase[0].text not in words("no_subject") and is_specific(phrase)


def is_specific(tokens: Sequence[Token]) -> bool:
    """Tell whether a noun phrase says of what (东塔, 口袋公园), not only of what sort (公园)."""
    proper = any(t.tag in _PROPER for t in tokens) or tokens[0].text in PAIRS
    return proper or sum(len(t.text) for t in tokens) >= _LEAST_NAMED


def is_noun_phrase(tokens: Sequence[Token]) -> bool:
    """Tell whether tokens name something: nouns, what describes them, and what is in marks."""
    return (
        bool(tokens)
        and _noun_phrase_end(tokens) == len(tokens)
        and not is_dangling(tokens)
        and names(tokens[-1])
        and any(names(t) and t.tag != "vn" for t in tokens)
        and tokens[0].text not in words("joints")
        and tokens[0].text[0] not in words("by", "beginnings")
        and sum(len(t.text) for t in tokens) > 1
    )


def names(token: Token) -> bool:
    """Tell whether a token is a noun or closes the marks around a name."""
    if token.text in PAIRS.values():
        return True
    # Of a word it does not know, jieba may take in the preposition after it.
    whole = token.text[-1] not in words("hanging", "characters")
    return token.tag.startswith(_NAMING) and token.text not in words("hanging") and whole


def begins_predicate(tokens: Sequence[Token]) -> bool:
    """Tell whether tokens begin as what is said of a subject does."""
    if not tokens or tokens[0].text in words("joints"):
        return False
    if len(tokens[0].text) == 1 and tokens[0].text not in words("short_predicates"):
        return False  # more often the end of a name that jieba has cut short
    return (tokens[0].tag.startswith(_SAYING) and tokens[0].tag != "vn") or _says_how(tokens[0])


def has_predicate(tokens: Sequence[Token]) -> bool:
    """Tell whether something is said in tokens, what describes a noun (种树的人) left out."""
    texts = [t.text for t in tokens]
    last = len(texts) - 1 - texts[::-1].index(_OF) if _OF in texts else -1
    return any(begins_predicate([t]) for t in tokens[last + 1 :])


def is_dangling(tokens: Sequence[Token]) -> bool:
    """Tell whether a word points to something that was said elsewhere (其, 该县, 我省)."""
    return any(
        (t.tag.startswith("r") and t.text not in words("pronouns", "kept"))
        or t.text in words("pronouns", "dangling")
        or t.text[0] in words("pronouns", "beginnings")
        for t in tokens
    )


def is_whole(tokens: Sequence[Token]) -> bool:
    """Tell whether tokens name no more than all there is (全市): of what, is said elsewhere."""
    return len(tokens) == 1 and tokens[0].text[0] == "全"


def hangs(tokens: Sequence[Token]) -> bool:
    """Tell whether a clause leads up to another (…之后, …的, 如果…)."""
    return (
        not tokens
        or tokens[-1].text in words("hanging")
        or tokens[-1].text.endswith(longest_first("hanging", "endings"))
        or any(t.text in words("subordinate") for t in tokens[:1])
    )


def _noun_phrase_end(tokens: Sequence[Token]) -> int:
    """Return how many tokens at the front may belong to one noun phrase."""
    depth = 0
    for number, token in enumerate(tokens):
        closes = token.text in PAIRS.values()
        depth += (token.text in PAIRS) - closes
        if depth > 0 or closes:
            continue
        inside = token.tag.startswith(_NOMINAL) and token.tag != "ad" and not _says_how(token)
        joint = token.text in words("joints") or token.text == _OF
        kept = token.text in words("pronouns", "kept")
        if not (inside or kept or (joint and number)):
            return number
    return len(tokens) if depth == 0 else 0


def _says_how(token: Token) -> bool:
    """Tell whether a noun or adjective is used as an adverb (全面)."""
    return (token.text in adverbs() and token.tag != "vn") or token.text in words("adverbs")


def _cut(sentence: AnnotatedSentence) -> Iterator[Clause]:
    folded = sentence.folded
    solid = [*(q.span for q in sentence.quantities), *(t.span for t in sentence.times)]
    depth, start, mark = 0, 0, ""
    for at, char in enumerate(folded + "。"):
        depth = max(0, depth + (char in PAIRS) - (char in PAIRS.values()))
        ends = char in CLAUSE_ENDS
        inside = depth or any(s.start < at < s.end for s in solid)
        if at < len(folded) and (not ends or inside):
            continue
        span = _without_lead_ins(sentence, Span(start, at))
        if len(span):
            yield Clause(sentence, span, mark, char if at < len(folded) else "")
        start, mark = at + 1, char


def _without_lead_ins(sentence: AnnotatedSentence, span: Span) -> Span:
    start = span.start
    for token in sentence.tokens:
        if token.start == start and token.end < span.end and token.text in words("lead_ins"):
            start = token.end
    return Span(start, span.end)
