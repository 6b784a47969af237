"""Classes of a candidate's edges and neighbours; the fitted weights say which are good."""

from collections.abc import Sequence

from bot.answering.annotation import AnnotatedArticle
from bot.answering.candidates import CandidatePool
from bot.answering.rules.lexicon import context_words, endings
from bot.answering.rules.registry import label


def _tag(tag: str, text: str) -> str:
    """Return a coarse part of speech; marks by themselves."""
    if tag == "x":
        return text[0] if text[0] in ",。、;:()《》“”·" else "x"
    return tag if tag in _KEPT_TAGS else tag[0]


_KEPT_TAGS = frozenset(
    {"nr", "nrt", "nrfg", "ns", "nt", "nz", "vn", "uj", "ul", "eng", "ad", "an", "mq", "ng"}
)


def _tags(article: AnnotatedArticle) -> tuple[str, ...]:
    """Return each token's part of speech."""
    return tuple(_tag(t.tag, t.text) for t in article.tokens)


def _before(pool: CandidatePool, values: Sequence[str]) -> Sequence[str]:
    """Return the value of the token before each candidate; "border" at the sentence's edge."""
    sentence = pool.article.sentence_of
    return [
        values[i - 1] if i and sentence[i - 1] == sentence[i] else "border"
        for i in pool.first.tolist()
    ]


def _after(pool: CandidatePool, values: Sequence[str]) -> Sequence[str]:
    """Return the value of the token after each candidate, likewise."""
    sentence = pool.article.sentence_of
    return [
        values[i + 1] if i + 1 < len(values) and sentence[i + 1] == sentence[i] else "border"
        for i in pool.last.tolist()
    ]


@label
def first_tag(pool: CandidatePool) -> Sequence[str]:
    """Part of speech of the first token."""
    tags = _tags(pool.article)
    return [tags[i] for i in pool.first.tolist()]


@label
def last_tag(pool: CandidatePool) -> Sequence[str]:
    """Part of speech of the last token."""
    tags = _tags(pool.article)
    return [tags[i] for i in pool.last.tolist()]


@label
def previous_tag(pool: CandidatePool) -> Sequence[str]:
    """Part of speech before the candidate; "border" at the edge of the sentence."""
    return _before(pool, _tags(pool.article))


@label
def next_tag(pool: CandidatePool) -> Sequence[str]:
    """Part of speech after the candidate."""
    return _after(pool, _tags(pool.article))


def _words(article: AnnotatedArticle) -> tuple[str, ...]:
    """Return each token's text if it is common or a function word, else "other"."""
    return tuple(
        (t.text[0] if t.tag == "x" else t.text)
        if t.text in context_words() or t.tag[0] in _FUNCTION_TAGS
        else "other"
        for t in article.tokens
    )


_FUNCTION_TAGS = frozenset("pucdfrqyzkesx")


@label
def first_word(pool: CandidatePool) -> Sequence[str]:
    """The first word of the candidate, if it is a function word or a common verb."""
    words = _words(pool.article)
    return [words[i] for i in pool.first.tolist()]


@label
def last_word(pool: CandidatePool) -> Sequence[str]:
    """The last word of the candidate, likewise."""
    words = _words(pool.article)
    return [words[i] for i in pool.last.tolist()]


@label
def word_before(pool: CandidatePool) -> Sequence[str]:
    """The word before the candidate, likewise; "border" at the edge of the sentence."""
    return _before(pool, _words(pool.article))


@label
def word_after(pool: CandidatePool) -> Sequence[str]:
    """The word after the candidate."""
    return _after(pool, _words(pool.article))


@label
def last_character(pool: CandidatePool) -> Sequence[str]:
    """The last character: endings tell names and things (国, 山, 党, 性)."""
    return [text[-1] for text in pool.texts]


@label
def first_character(pool: CandidatePool) -> Sequence[str]:
    """The first character."""
    return [text[0] for text in pool.texts]


@label
def character_after(pool: CandidatePool) -> Sequence[str]:
    """The character after the candidate; "" at the edge of the sentence."""
    return [after for _, after in pool.outside]


@label
def character_before(pool: CandidatePool) -> Sequence[str]:
    """The character before the candidate."""
    return [before for before, _ in pool.outside]


@label
def sentence_opening(pool: CandidatePool) -> Sequence[str]:
    """The first word of the candidate's sentence, as above."""
    words, starts = _words(pool.article), pool.article.sentence_starts
    return [words[starts[n]] for n in pool.article.sentence_of[pool.first].tolist()]


@label
def clause_opening(pool: CandidatePool) -> Sequence[str]:
    """The first word of the candidate's clause."""
    words, starts = _words(pool.article), pool.article.clause_starts
    return [words[starts[n]] for n in pool.article.clause_of[pool.first].tolist()]


@label
def ending(pool: CandidatePool) -> Sequence[str]:
    """What the candidate's ending says it is (大学 → organisation), by heads.toml."""
    return [endings(text) for text in pool.texts]


@label
def length(pool: CandidatePool) -> Sequence[str]:
    """Length in tokens, by class."""
    return [
        str(n) if n < 7 else "7-10" if n < 11 else "11-20" if n < 21 else "21-"
        for n in (pool.last - pool.first + 1).tolist()
    ]


@label
def size(pool: CandidatePool) -> Sequence[str]:
    """Length in characters, by class."""
    return [
        str(n)
        if n < 8
        else "8-11"
        if n < 12
        else "12-19"
        if n < 20
        else "20-35"
        if n < 36
        else "36-"
        for n in map(len, pool.texts)
    ]
