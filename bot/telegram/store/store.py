"""The tables together, and what concerns several of them: forgetting, moving, tidying."""

import time
from dataclasses import dataclass
from pathlib import Path

from bot.telegram.store.answers import Answers
from bot.telegram.store.database import Database
from bot.telegram.store.feedback import FeedbackTable
from bot.telegram.store.inbox import Inbox
from bot.telegram.store.readers import Readers
from bot.telegram.store.texts import Texts

# Tables whose rows belong to a chat and to a user in it.
_BY_CHAT = ("dialogues", "answers", "texts", "feedback")
# Columns that hold numbers of messages in the chat.
_MESSAGES = (
    ("answers", "question_id"),
    ("answers", "message_id"),
    ("texts", "message_id"),
    ("texts", "reply_id"),
)
_DAY = 24 * 3600.0


@dataclass(frozen=True)
class Forgotten:
    """How much was deleted."""

    texts: int
    answers: int
    feedback: int


class Store:
    """Everything the bot remembers."""

    def __init__(self, path: Path) -> None:
        """Open the state file; raises StoreError."""
        self._database = Database(path)
        self.inbox = Inbox(self._database)
        self.readers = Readers(self._database)
        self.answers = Answers(self._database)
        self.texts = Texts(self._database)
        self.feedback = FeedbackTable(self._database)

    def forget(self, chat_id: int, user_id: int, *, whole_chat: bool) -> Forgotten:
        """Delete what is kept of a user in a chat, or of the whole chat, beyond recovery.

        With the whole chat its choice of text goes too; the language of a user stays only if the
        chat is not their own.
        """
        whose, values = (
            ("chat_id = ?", [chat_id])
            if whole_chat
            else ("chat_id = ? AND user_id = ?", [chat_id, user_id])
        )
        with self._database.transaction():
            counts = {
                table: self._database.execute(f"DELETE FROM {table} WHERE {whose}", values).rowcount
                for table in _BY_CHAT
            }
            if whole_chat:
                self.texts.ask_paper(chat_id, False)
            if chat_id == user_id:
                self._database.execute("DELETE FROM languages WHERE user_id = ?", (user_id,))
        self._database.forget_log()
        return Forgotten(counts["texts"], counts["answers"], counts["feedback"])

    def remove_text(self, text_id: int) -> None:
        """Delete one text beyond recovery."""
        self.texts.remove(text_id)
        self._database.forget_log()

    def move(self, old_chat: int, new_chat: int) -> None:
        """Carry all of a group over to the supergroup that it has become.

        There the messages are numbered anew: the old numbers would point at other messages.
        """
        with self._database.transaction():
            for table, column in _MESSAGES:
                self._database.execute(
                    f"UPDATE {table} SET {column} = -{column} WHERE chat_id = ?", (old_chat,)
                )
            for table in (*_BY_CHAT, "paper_readers"):
                self._database.execute(
                    f"UPDATE OR REPLACE {table} SET chat_id = ? WHERE chat_id = ?",
                    (new_chat, old_chat),
                )

    def tidy(self, keep_days: int) -> None:
        """Delete what is older than `keep_days`: texts, answers, dialogues; verdicts stay."""
        before = time.time() - keep_days * _DAY
        with self._database.transaction():
            for table in ("dialogues", "answers", "texts"):
                self._database.execute(f"DELETE FROM {table} WHERE at < ?", (before,))
            self.inbox.tidy()
        self._database.forget_log()

    def close(self) -> None:
        """Close the file."""
        self._database.close()
