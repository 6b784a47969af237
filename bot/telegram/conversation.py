"""A dialogue as the list of its questions: the turns are worked out from them when needed.

The same questions about the same texts give the same answers, so that nothing else has to be
kept over a restart.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from cachetools import LRUCache

from bot.answering.answer import Answer, Reply, Status
from bot.answering.dialogue import Dialogue
from bot.telegram.corpus import Corpus

LONGEST = 6
"""Most questions kept of a dialogue; what leans on more than five before it is rare."""
REMEMBERED = 512
"""Replies kept in memory: a button pressed soon needs no second reckoning."""
FOLLOW_UPS = 3
"""Questions offered below an answer."""
OPENERS = 3
"""Questions offered to begin with."""

_Key = tuple[str, tuple[str, ...]]
"""What gives a turn: the digest of the texts, and the questions."""


@dataclass(frozen=True)
class Turn:
    """The reply to the last of some questions, and the answers before the next one."""

    reply: Reply
    answers: tuple[Answer, ...]
    """All answers of the dialogue so far."""
    questions: tuple[str, ...]
    """What the next question may lean on: the last one, after those that it leans on itself."""


class Conversations:
    """Works out turns, and keeps the newest in memory. Thread-safe."""

    def __init__(self) -> None:
        self._turns: LRUCache[_Key, Turn] = LRUCache(REMEMBERED)
        self._follow_ups: LRUCache[_Key, tuple[str, ...]] = LRUCache(REMEMBERED)
        self._openers: LRUCache[str, tuple[str, ...]] = LRUCache(REMEMBERED)
        self._lock = threading.Lock()

    def turn(self, corpus: Corpus, questions: Sequence[str]) -> Turn:
        """Return the reply to the last of `questions`, asked after the others."""
        questions = tuple(questions)[-LONGEST:]
        key = (corpus.digest, questions)
        with self._lock:
            known = self._turns.get(key)
        if known is not None:
            return known
        before = self.turn(corpus, questions[:-1]).answers if questions[:-1] else ()
        dialogue = Dialogue(list(before))
        reply = corpus.answerer.ask(questions[-1], dialogue)
        leans = reply.answers[0].question.leans
        found = Turn(reply, tuple(dialogue.turns), questions if leans else questions[-1:])
        with self._lock:
            self._turns[key] = found
        return found

    def follow_ups(self, corpus: Corpus, questions: Sequence[str]) -> tuple[str, ...]:
        """Return what can be asked after the reply to the last of `questions`.

        Each is asked to see that there is an answer: that takes longer than the reply itself.
        """
        key = (corpus.digest, tuple(questions)[-LONGEST:])
        with self._lock:
            known = self._follow_ups.get(key)
        if known is not None:
            return known
        answers = self.turn(corpus, questions).reply.answers
        answered = (answer for answer in reversed(answers) if answer.status is Status.ANSWERED)
        found = corpus.answerer.follow_ups(next(answered, answers[-1]), FOLLOW_UPS)
        with self._lock:
            self._follow_ups[key] = found
        return found

    def openers(self, corpus: Corpus) -> tuple[str, ...]:
        """Return what can be asked to begin with, as `follow_ups` does."""
        with self._lock:
            known = self._openers.get(corpus.digest)
        if known is not None:
            return known
        found = corpus.answerer.openers(OPENERS)
        with self._lock:
            self._openers[corpus.digest] = found
        return found

    def forget(self, digest: str) -> None:
        """Drop what is kept of the corpus with a digest."""
        with self._lock:
            for kept in (self._turns, self._follow_ups):
                for key in [key for key in kept if key[0] == digest]:
                    del kept[key]
            self._openers.pop(digest, None)
