"""Sentences as evidence."""

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Evidence
from retrieval.page import Span


def marked(article: AnnotatedArticle, sentence: AnnotatedSentence, *marks: Span) -> Evidence:
    """Return a sentence of an article as evidence, with what answers in it marked."""
    return Evidence(article.page, article.article, sentence.paragraph, sentence.sentence, marks)
