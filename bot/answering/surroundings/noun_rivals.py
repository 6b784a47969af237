"""Nouns of a statement that stand where a question has another (甲县[基地]项目;乙县纤维项目)."""

from collections.abc import Sequence
from itertools import pairwise

from bot.answering.annotation import AnnotatedSentence
from bot.answering.facts.measures import attribute_modifiers
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import light_words
from bot.answering.matching.similarity import SAME_WORD, similarity
from bot.answering.question import Question
from bot.answering.stretches import statement_around
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.places import ANY_PLACE
from bot.answering.surroundings.told import NOUNS, told
from retrieval.page import Span
from retrieval.tokens import Token

_SHORTEST = 2
"""Characters of a word that has rivals."""


def told_of_a_rival(
    question: Question, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the words of a question in whose place the statement of `span` has others.

    That is where another statement of the sentence has the words (甲县基地项目;乙县纤维项目).
    """
    statement = statement_around(sentence.folded, span)
    own = sentence.folded[statement.start : statement.end]
    if len(sentence.folded) - len(own) < _SHORTEST:
        return ()
    asked = [t for t in constraint_tokens(question) if len(t.text) >= _SHORTEST]
    return tuple(
        t
        for t in asked
        if t.tag.startswith(NOUNS)
        and t.text in sentence.folded
        and not told(question, t, own)
        and (
            has_rival(t, question, asked, sentence, statement)
            or _has_rival_of_sort(t, question, sentence, statement)
        )
    )


def may_qualify(word: Token) -> bool:
    """Tell whether a word may say of which of several a noun speaks (一般 in 一般地区)."""
    return word.tag.startswith((*NOUNS, "a"))


def has_rival(
    word: Token,
    question: Question,
    asked: Sequence[Token],
    sentence: AnnotatedSentence,
    statement: Span,
) -> bool:
    """Tell whether another noun stands where the question has `word`.

    That is before the noun that follows it, or after the 的 of the noun before.
    """
    following = next((t for t in asked if t.start >= word.end), None)
    previous = next((t for t in reversed(asked) if t.end <= word.start), None)
    tokens = sentence.tokens_beginning_in(statement)
    if following and _joined(question.folded[word.end : following.start]):
        pairs = [(t, before) for before, t in pairwise(tokens) if t.text == following.text]
        if any(_is_rival(before, asked) for _, before in pairs):
            return True
    if previous is None or question.folded[previous.end : word.start] != "的":
        return False
    return any(
        one.text == previous.text and de.text == "的" and _is_rival(after, asked)
        for one, de, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


def _has_rival_of_sort(
    word: Token, question: Question, sentence: AnnotatedSentence, statement: Span
) -> bool:
    """Tell whether another noun stands before the character that says of what sort (物理类)."""
    sort = question.folded[word.end : word.end + 1]
    if not sort.isalnum() or word.text + sort not in sentence.folded:
        return False
    return any(
        before.end == token.start and token.text.startswith(sort) and before.tag.startswith("n")
        for before, token in pairwise(sentence.tokens)
        if statement.start <= before.start < statement.end and before.text not in question.folded
    )


def _joined(between: str) -> bool:
    """Tell whether nothing but times and 的 stands between two words."""
    for time in find_times(between):
        between = between.replace(between[time.span.start : time.span.end], "")
    return between in ("", "的")


def _is_rival(token: Token, asked: Sequence[Token]) -> bool:
    """Tell whether a token is a noun that could stand in the place of one that is asked about."""
    return (
        token.tag.startswith(NOUNS)
        and token.tag != "vn"  # 免费|体检
        and len(token.text) > 1
        and token.text[0] not in ANY_PLACE
        and token.text not in (*light_words(), *attribute_modifiers())
        and not any(similarity(a.text, token.text) >= SAME_WORD for a in asked)
    )
