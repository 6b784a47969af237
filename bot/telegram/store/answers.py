"""The answers sent, found again by button, by edited question or by reply."""

import json
import sqlite3
import time
from dataclasses import dataclass

from bot.telegram.store.database import Database


@dataclass(frozen=True, kw_only=True)
class AnswerDraft:
    """An answer before it is sent."""

    chat_id: int
    user_id: int
    question_id: int
    """Message of the asker; where a button asked, the bot's message with the button."""
    questions: tuple[str, ...]
    """The question, after those it leans on."""
    corpus: str
    """Digest of the texts asked."""
    heading: bool
    """Whether the message repeats the question."""


@dataclass(frozen=True, kw_only=True)
class SentAnswer(AnswerDraft):
    """A message that answers a question."""

    id: int
    message_id: int
    """Message of the bot; 0 until it has been sent."""


class Answers:
    """The table of answers sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, draft: AnswerDraft) -> int:
        """Keep an answer about to be sent and return its number, which its buttons carry.

        Begun before and not sent (the program ended in between), it keeps its number.
        """
        before = self.to(draft.chat_id, draft.question_id, draft.user_id)
        number = before.id if before and not before.message_id else None
        cursor = self._database.execute(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)",
            (
                number,
                draft.chat_id,
                draft.user_id,
                draft.question_id,
                json.dumps(draft.questions),
                draft.corpus,
                draft.heading,
                time.time(),
            ),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def sent(self, answer_id: int, message_id: int) -> int | None:
        """Note that an answer has been sent as a message, and return the chat it belongs to.

        That is another one when the group has become a supergroup meanwhile, and None when it has
        been forgotten.
        """
        self._database.execute(
            "UPDATE answers SET message_id = ? WHERE id = ?", (message_id, answer_id)
        )
        row = self._database.row("SELECT chat_id FROM answers WHERE id = ?", (answer_id,))
        return row["chat_id"] if row else None

    def change(self, answer_id: int, questions: tuple[str, ...], corpus: str) -> None:
        """Note that an answer now answers another question: the asker has edited it."""
        self._database.execute(
            "UPDATE answers SET questions = ?, corpus = ?, at = ? WHERE id = ?",
            (json.dumps(questions), corpus, time.time(), answer_id),
        )

    def get(self, answer_id: int, chat_id: int) -> SentAnswer | None:
        """Return the answer with a number, if it was given in that chat."""
        return _answer(
            self._database.row(
                "SELECT * FROM answers WHERE id = ? AND chat_id = ?", (answer_id, chat_id)
            )
        )

    def at(self, chat_id: int, message_id: int) -> SentAnswer | None:
        """Return the answer that a message of the bot is."""
        return _answer(
            self._database.row(
                "SELECT * FROM answers WHERE chat_id = ? AND message_id = ?", (chat_id, message_id)
            )
        )

    def to(self, chat_id: int, question_id: int, user_id: int) -> SentAnswer | None:
        """Return the newest answer to a user's message."""
        return _answer(
            self._database.row(
                "SELECT * FROM answers WHERE chat_id = ? AND question_id = ? AND user_id = ?"
                " ORDER BY id DESC",
                (chat_id, question_id, user_id),
            )
        )

    def last(self, chat_id: int, user_id: int) -> SentAnswer | None:
        """Return the newest answer a user got in a chat."""
        return _answer(
            self._database.row(
                "SELECT * FROM answers WHERE chat_id = ? AND user_id = ? ORDER BY id DESC",
                (chat_id, user_id),
            )
        )


def _answer(row: sqlite3.Row | None) -> SentAnswer | None:
    if row is None:
        return None
    return SentAnswer(
        id=row["id"],
        chat_id=row["chat_id"],
        user_id=row["user_id"],
        question_id=row["question_id"],
        message_id=row["message_id"],
        questions=tuple(json.loads(row["questions"])),
        corpus=row["corpus"],
        heading=bool(row["heading"]),
    )
