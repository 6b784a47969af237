"""Whether a paragraph is of another of several things that an article first names side by side.

An article that begins with 甲区、乙区和丙区 tells of one after the other: what it says in the
paragraph of 乙区 is not told of 丙区.
"""

from collections.abc import Iterator

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.facts.enumerations import find_enumerations
from bot.answering.question import Question
from bot.answering.surroundings.constraints import constraint_tokens
from retrieval.page import Span
from retrieval.tokens import Token

_NAMES = ("n", "j", "s")
_LEAST = 2
"""Characters of a name."""


def told_of_another_listed(
    question: Question, article: AnnotatedArticle, sentence: AnnotatedSentence, span: Span
) -> tuple[Token, ...]:
    """Return the words of a question in whose place the paragraph up to `span` has another."""
    here = [s.folded for s in article.before_in_paragraph(sentence)]
    said = "\n".join((*here, sentence.folded[: span.end]))
    return tuple(
        t
        for t in constraint_tokens(question)
        if t.tag.startswith(_NAMES)
        and len(t.text) >= _LEAST
        and t.text not in sentence.folded
        and t.text not in said
        and any(
            other in said and other not in question.folded
            for other in _beside(t.text, article, sentence)
        )
    )


def _beside(name: str, article: AnnotatedArticle, sentence: AnnotatedSentence) -> Iterator[str]:
    """Yield the names listed together with one, in the paragraphs before that of a sentence."""
    own = sentence.paragraph.index
    for earlier in article.sentences:
        if earlier.paragraph.index >= own or name not in earlier.folded:
            continue
        for found in find_enumerations(earlier.folded, earlier.tokens):
            items = [earlier.folded[i.start : i.end] for i in found.items]
            if found.is_marked and any(item.startswith(name) for item in items):
                yield from (i for i in items if not i.startswith(name) and len(i) >= _LEAST)
