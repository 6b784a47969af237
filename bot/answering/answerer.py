"""The one door to answering: a message and the texts in, a reply out."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.answer import Answer, Reply, Status
from bot.answering.dialogue import Dialogue
from bot.answering.finder import Finder
from bot.answering.own_topic import names_a_thing
from bot.answering.question import Kind, Question, Reading
from bot.answering.refusal import explained
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.explained.agreement import agreed
from bot.answering.strategies.followed.beside_before import answer_beside, answer_measured
from bot.answering.strategies.followed.going_on import answer_going_on, keeps_thread, why_asked
from bot.answering.strategies.registry import FOR_ANY_KIND, STRATEGIES, WHERE_NONE_ANSWERS
from bot.answering.strategies.span import answer_span
from bot.answering.suggestions.suggest import Suggester
from bot.answering.thread import (
    goes_on,
    is_of_another_thing,
    is_repeated,
    may_stand_alone,
    says_measure,
    strays,
    with_topic,
)
from bot.answering.understanding.abbreviations import Abbreviations
from bot.answering.understanding.ellipsis import points_back, resolve, what_about
from bot.answering.understanding.spelling import Spelling
from bot.answering.understanding.split import split_message
from bot.answering.understanding.understand import understand
from retrieval.fold import fold
from retrieval.page import Article, Page
from retrieval.retriever import Hit

THRESHOLD = 0.5
"""Confidence below which the text counts as silent, unless the channel sets another."""

_SURER = 0.1
"""By how much surer an answer must be to a question with an abbreviation spelled out."""


class Answerer:
    """Answers questions about the pages it was given; the channels hold one each.

    Thread-safe once built: `ask` changes nothing but the `Dialogue` passed in.
    """

    def __init__(
        self,
        pages: tuple[Page, ...],
        *,
        threshold: float | None = None,
        always_answer: bool = False,
    ) -> None:
        """Index `pages`.

        `threshold` (0 to 1) is the confidence below which the text counts as silent, None for
        the default; `always_answer` gives the best candidate however weak.
        """
        self.pages = pages
        self._threshold = THRESHOLD if threshold is None else threshold
        self._always = always_answer
        self._finder = Finder(pages)
        self._spelling = Spelling(self._finder.sentences)
        self._abbreviations = Abbreviations(self._finder.sentences)
        self._suggester = Suggester(pages, lambda text: self.ask(text).answers[0])

    def search(self, question: str, k: int) -> Sequence[Hit]:
        """Return the `k` paragraphs nearest to `question`, the nearest first."""
        return self._finder.search(question, k)

    def ask(
        self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False
    ) -> Reply:
        """Answer every question in `message`; `dialogue` has the turns before and is updated."""
        before = dialogue.turns[-1] if dialogue and dialogue.turns else None
        answers: list[Answer] = []
        mended, readings = self._spelling.mend(message)
        texts = split_message(mended)
        for text in texts:
            last = answers[-1] if answers else before
            answer, spelled_out = self._turn(last, text, explain=explain)
            answers.append(answer)
            readings += spelled_out
        self._finder.forget_question()
        if dialogue is not None:
            for answer in answers:
                if not keeps_thread(answer):
                    dialogue.add(answer)
        return Reply(message, tuple(answers), readings, tuple(texts))

    def follow_ups(self, answer: Answer, count: int = 3) -> tuple[str, ...]:
        """Return up to `count` questions about facts beside the answer, none repeating it.

        This answerer answers each of them, confidently, from one sentence. With no answer the
        facts are those beside the nearest passage, or if there is none those that the pages open
        with. Asks at most `suggest.QUESTIONS_ASKED` questions to see that they are answered.
        """
        return self._suggester.follow_ups(answer, count)

    def openers(self, count: int = 3, article: Article | None = None) -> tuple[str, ...]:
        """Return up to `count` questions to try on these pages, or on one of their articles.

        They are spread over articles and sorts of fact, and answered as `follow_ups` are.
        """
        articles = (article,) if article else [a for page in self.pages for a in page.articles]
        return self._suggester.openers(articles, count)

    def _turn(
        self, before: Answer | None, text: str, *, explain: bool
    ) -> tuple[Answer, tuple[Reading, ...]]:
        """Answer what is asked, or that with an abbreviation spelled out, if that is surer.

        What the abbreviation was taken for is returned, too. Where it may stand for several names
        that have answers of their own it is left as it is.
        """

        def ask(text: str) -> Answer:
            if before is None:
                return self._first(text, explain=explain)
            return self._after(before, text, explain=explain)

        answer = ask(text)
        if self._always:
            return answer, ()
        asked = [(ask(whole), r) for whole, r in self._abbreviations.readings(text)]
        found = {a.text: (a, (r,)) for a, r in asked if a.status is Status.ANSWERED}
        if len(found) != 1:
            return answer, ()
        ((read, readings),) = found.values()
        if answer.status is Status.ANSWERED and (
            read.text == answer.text or read.confidence < answer.confidence + _SURER
        ):
            return answer, ()
        return read, readings

    def _first(self, text: str, *, explain: bool) -> Answer:
        """Answer what is asked when nothing was asked before."""
        return self._with_reason(self._alone(text, explain=explain), None)

    def _after(self, before: Answer, text: str, *, explain: bool) -> Answer:
        """Answer what is asked after the turn before, on which it may lean."""
        context = self._context(before, explain=explain)
        if (going_on := answer_going_on(text, context)) is not None:
            return going_on
        if (why := why_asked(text, before)) is not None:
            question = understand(why, self._finder.known)
            answer = self._found(question, context)
            if answer.status is Status.ANSWERED and not goes_on(answer, before):
                answer = no_answer(question)
        else:
            answer = self._leaning_or_alone(before, text, context, explain=explain)
        return self._with_reason(answer, before)

    def _with_reason(self, answer: Answer, before: Answer | None) -> Answer:
        """Return an answer, or why there is none."""
        if answer.status is Status.ANSWERED:
            return answer
        return explained(replace(answer, alternatives=()), self._finder, before)

    def _alone(self, text: str, *, explain: bool) -> Answer:
        context = self._context(None, explain=explain)
        return self._found(understand(text, self._finder.known), context)

    def _leaning_or_alone(
        self, before: Answer, text: str, context: Context, *, explain: bool
    ) -> Answer:
        """Answer a question in the light of the turn before, or by itself."""
        question = resolve(text, before, self._finder.known)
        answer = self._found(question, context)
        if (beside := answer_beside(text, question, context)) is not None:
            if beside.text != answer.text:
                return beside
            return replace(answer, confidence=max(answer.confidence, beside.confidence))
        topic = what_about(text)
        if topic is not None and says_measure(fold(topic)):
            answer = answer_measured(topic, question, context) or answer
        if not self._always and (
            strays(question, answer, before)
            or (topic is not None and is_of_another_thing(topic, question, answer, before))
        ):
            return no_answer(question)
        if not question.leans or topic is not None:
            return answer
        names_itself = names_a_thing(question) and not points_back(text)
        if goes_on(answer, before) and not (names_itself and is_repeated(answer, before)):
            return answer
        if names_itself:
            return self._alone(text, explain=explain)
        if answer.status is Status.ANSWERED:
            return answer
        if (whole := with_topic(question, before)) is not None:
            return self._alone(whole, explain=explain)
        if not may_stand_alone(question):
            return answer
        alone = self._alone(text, explain=explain)
        return alone if alone.status is Status.ANSWERED else answer

    def _found(self, question: Question, context: Context) -> Answer:
        if question.kind is Kind.NONE:
            return no_answer(question)
        if (first := FOR_ANY_KIND(question, context)) is not None:
            return first
        answer = self._by_kind(question, context)
        if answer.status is Status.NO_ANSWER:
            return WHERE_NONE_ANSWERS(question, context) or answer
        return answer

    def _by_kind(self, question: Question, context: Context) -> Answer:
        """Answer by the strategy for a kind or, where that leaves it, by the general one.

        An explanation that its strategy does not find is looked for by the general one too.
        """
        own = STRATEGIES.get(question.kind)
        answer = own(question, context) if own else None
        silent = answer is not None and answer.status is Status.NO_ANSWER
        if answer is None:
            return context.span_answer(question)
        if silent and question.kind.is_explanation:
            general = context.span_answer(question)
            if general.status is Status.ANSWERED:
                return general
            return agreed(answer, general, context.threshold) or general
        return answer

    def _context(self, before: Answer | None, *, explain: bool) -> Context:
        def span(question: Question) -> Answer:
            return answer_span(question, context, explain=explain)

        context = Context(self._finder, self._threshold, self._always, span, before)
        return context
