"""The texts that chats have brought themselves."""

import sqlite3
from dataclasses import dataclass

from bot.telegram.store.database import Database


@dataclass(frozen=True)
class OwnText:
    """A text of a chat."""

    id: int
    chat_id: int
    user_id: int
    """Who brought it."""
    name: str
    """File name, or the beginning of a pasted text."""
    body: str
    message_id: int
    """The message it came in; of several, the last."""
    reply_id: int
    """The bot's message that sums it up."""
    last_part: int
    """Characters of that message, which may go on in the next one; 0 for a file."""
    at: float
    """When its (last) message was sent, in seconds since 1970."""


class Texts:
    """The table of texts; a chat sees its own only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, chat_id: int) -> tuple[OwnText, ...]:
        """Return a chat's texts in the order they came."""
        rows = self._database.rows("SELECT * FROM texts WHERE chat_id = ? ORDER BY id", (chat_id,))
        return tuple(_text(row) for row in rows)

    def add(
        self,
        chat_id: int,
        user_id: int,
        name: str,
        body: str,
        message_id: int,
        at: float,
        *,
        last_part: int = 0,
    ) -> int:
        """Store a text and return its number; the chat asks its own texts from then on.

        `at` is when its message was sent, in seconds since 1970. A text that came in the same
        message is replaced: the program ended before it had dealt with it.
        """
        with self._database.transaction():
            self.ask_paper(chat_id, False)
            self._database.execute(
                "DELETE FROM texts WHERE chat_id = ? AND message_id = ?", (chat_id, message_id)
            )
            number = self._database.execute(
                "INSERT INTO texts VALUES (NULL, ?, ?, ?, ?, ?, 0, ?, ?)",
                (chat_id, user_id, name, body, message_id, last_part, at),
            ).lastrowid
        assert number is not None
        return number

    def extend(self, text: OwnText, part: str, message_id: int, at: float) -> None:
        """Add a part that came in another message to a text."""
        self._database.execute(
            "UPDATE texts SET body = ?, message_id = ?, last_part = ?, at = ? WHERE id = ?",
            (text.body + part, message_id, len(part), at, text.id),
        )

    def summed_up(self, text_id: int, reply_id: int) -> None:
        """Remember which message of the bot sums a text up."""
        self._database.execute("UPDATE texts SET reply_id = ? WHERE id = ?", (reply_id, text_id))

    def remove(self, text_id: int) -> None:
        """Delete one text."""
        self._database.execute("DELETE FROM texts WHERE id = ?", (text_id,))

    def asks_paper(self, chat_id: int) -> bool:
        """Tell whether a chat has chosen the operator's paper over its own texts."""
        return (
            self._database.row("SELECT 1 FROM paper_readers WHERE chat_id = ?", (chat_id,))
            is not None
        )

    def ask_paper(self, chat_id: int, choice: bool) -> None:
        """Choose the operator's paper, or the chat's own texts."""
        self._database.execute(
            "INSERT OR IGNORE INTO paper_readers VALUES (?)"
            if choice
            else "DELETE FROM paper_readers WHERE chat_id = ?",
            (chat_id,),
        )


def _text(row: sqlite3.Row) -> OwnText:
    return OwnText(
        row["id"],
        row["chat_id"],
        row["user_id"],
        row["name"],
        row["body"],
        row["message_id"],
        row["reply_id"],
        row["last_part"],
        row["at"],
    )
