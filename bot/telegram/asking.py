"""A question from a chat: asked, answered in a message, and remembered."""

import time
from dataclasses import dataclass

import structlog

from bot.answering.answer import Reply
from bot.message import LONGEST_MESSAGE, clean_message
from bot.telegram.conversation import Turn
from bot.telegram.corpus import Corpus
from bot.telegram.language import Language
from bot.telegram.people import Place, Reader
from bot.telegram.shared import Shared
from bot.telegram.store.answers import AnswerDraft, SentAnswer
from bot.telegram.views import Shown, Style, View, answer_view, style_for
from retrieval.errors import UserFacingError

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Asked:
    """A question as it came from a chat."""

    text: str
    reader: Reader
    place: Place
    message_id: int
    """What the answer replies to."""
    arrived: float
    """`time.monotonic()` when it came."""
    leans_on: SentAnswer | None = None
    """The answer that the asker replied to, if it was one; else the dialogue goes on."""
    heading: bool = False
    """Whether the answer repeats the question, which stands in no message."""


@dataclass(frozen=True)
class Worked:
    """A question worked out, before it is shown."""

    corpus: Corpus
    turn: Turn
    follow_ups: tuple[str, ...]
    style: Style


class Asking:
    """Answers questions in chats."""

    def __init__(self, shared: Shared) -> None:
        self._store = shared.store
        self._corpora = shared.corpora
        self._conversations = shared.conversations
        self._workers = shared.workers
        self._replies = shared.replies
        self._metrics = shared.metrics
        self._log_questions = shared.settings.telegram_log_questions

    async def answer(self, asked: Asked) -> None:
        """Answer a question with a message of its own. Raises BusyError, TooSlowError."""
        chat, user = asked.place.chat_id, asked.reader.id
        before = self._store.answers.to(chat, asked.message_id, user)
        if before and before.message_id and not asked.heading:
            # The program ended after the answer was sent, before that was noted.
            log.info("answered before the restart", chat=chat)
            return
        async with self._replies.typing(asked.place):
            worked = await self._work(asked, self._earlier(asked))
        if worked is None:
            return
        draft = AnswerDraft(
            chat_id=chat,
            user_id=user,
            question_id=asked.message_id,
            questions=worked.turn.questions,
            corpus=worked.corpus.digest,
            heading=asked.heading,
        )
        number = self._store.answers.begin(draft)
        view = self._view(worked, number, heading=asked.heading)
        message_id = await self._replies.send(asked.place, view, asked.message_id)
        kept_in = self._store.answers.sent(number, message_id)
        if kept_in is not None:
            self._store.readers.set_dialogue(kept_in, user, worked.turn.questions)
        self._count(worked.turn.reply, asked)

    async def answer_again(self, asked: Asked, sent: SentAnswer) -> None:
        """Change the answer to a question that its asker has edited; raises as `answer` does."""
        chat, user = asked.place.chat_id, asked.reader.id
        was_last = self._store.readers.dialogue(chat, user)[-1:] == sent.questions[-1:]
        worked = await self._work(asked, sent.questions[:-1])
        if worked is None:
            return
        self._store.answers.change(sent.id, worked.turn.questions, worked.corpus.digest)
        view = self._view(worked, sent.id, heading=sent.heading)
        message_id = await self._replies.change(
            asked.place, sent.message_id, view, asked.message_id
        )
        if message_id != sent.message_id:
            self._store.answers.sent(sent.id, message_id)
        if was_last:
            self._store.readers.set_dialogue(chat, user, worked.turn.questions)
        self._count(worked.turn.reply, asked)

    async def shown(
        self, sent: SentAnswer, what: Shown, language: Language, follow_ups: tuple[str, ...]
    ) -> View | None:
        """Return an answer sent with more or less shown of it.

        None when the texts it was given from are not there any more.
        """
        found = await self.turn_of(sent)
        if found is None:
            return None
        corpus, turn = found
        style = style_for(sent.questions[-1], language, corpus)
        return answer_view(
            turn.reply, style, sent.id, shown=what, follow_ups=follow_ups, heading=sent.heading
        )

    async def turn_of(self, sent: SentAnswer) -> tuple[Corpus, Turn] | None:
        """Return the turn of an answer sent and what it is about.

        None when its texts are not there any more.
        """
        corpus = await self._corpora.with_digest(sent.chat_id, sent.corpus)
        if corpus is None:
            return None
        turn = await self._workers.ask(lambda: self._conversations.turn(corpus, sent.questions))
        return corpus, turn

    def _earlier(self, asked: Asked) -> tuple[str, ...]:
        if asked.leans_on is not None:
            return asked.leans_on.questions
        return self._store.readers.dialogue(asked.place.chat_id, asked.reader.id)

    async def _work(self, asked: Asked, earlier: tuple[str, ...]) -> Worked | None:
        """Work a question out; tells the asker and returns None where that cannot be."""
        language = asked.reader.language
        try:
            question = clean_message(asked.text)
        except UserFacingError:
            too_long = len(asked.text) > LONGEST_MESSAGE
            await self._replies.say(
                asked.place,
                language,
                "question_too_long" if too_long else "question_empty",
                asked.message_id,
                limit=LONGEST_MESSAGE,
            )
            return None
        corpus = await self._corpora.of(asked.place.chat_id)
        turn, follow_ups = await self._workers.ask(lambda: self._turn(corpus, (*earlier, question)))
        if self._log_questions:
            log.info("asked", question=question)
        style = style_for(question, language, corpus)
        return Worked(corpus, turn, follow_ups, style)

    def _turn(self, corpus: Corpus, questions: tuple[str, ...]) -> tuple[Turn, tuple[str, ...]]:
        turn = self._conversations.turn(corpus, questions)
        return turn, self._conversations.follow_ups(corpus, questions)

    def _view(self, worked: Worked, number: int, *, heading: bool) -> View:
        return answer_view(
            worked.turn.reply,
            worked.style,
            number,
            follow_ups=tuple(map(worked.style.words, worked.follow_ups)),
            heading=heading,
        )

    def _count(self, reply: Reply, asked: Asked) -> None:
        seconds = time.monotonic() - asked.arrived
        for answer in reply.answers:
            self._metrics.answers.labels(answer.kind.value, answer.status.value).inc()
        self._metrics.latency.observe(seconds)
        log.info(
            "answered",
            chat=asked.place.chat_id,
            kind=reply.answers[0].kind.value,
            status=reply.answers[0].status.value,
            seconds=round(seconds, 3),
        )
