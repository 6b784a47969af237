"""What is remembered of readers: their language, and the questions of their dialogues."""

import json
import time

from bot.telegram.language import Language
from bot.telegram.store.database import Database


class Readers:
    """Languages chosen, and dialogues by chat and user."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def language(self, user_id: int) -> Language | None:
        """Return the language a user has chosen, None if none."""
        row = self._database.row("SELECT language FROM languages WHERE user_id = ?", (user_id,))
        return Language(row["language"]) if row else None

    def set_language(self, user_id: int, language: Language) -> None:
        """Remember a user's choice."""
        self._database.execute(
            "INSERT OR REPLACE INTO languages VALUES (?, ?)", (user_id, language.value)
        )

    def dialogue(self, chat_id: int, user_id: int) -> tuple[str, ...]:
        """Return the questions that a user's next question in a chat may lean on."""
        row = self._database.row(
            "SELECT questions FROM dialogues WHERE chat_id = ? AND user_id = ?", (chat_id, user_id)
        )
        return tuple(json.loads(row["questions"])) if row else ()

    def set_dialogue(self, chat_id: int, user_id: int, questions: tuple[str, ...]) -> None:
        """Remember the questions that the next one may lean on."""
        self._database.execute(
            "INSERT OR REPLACE INTO dialogues VALUES (?, ?, ?, ?)",
            (chat_id, user_id, json.dumps(questions), time.time()),
        )

    def end_dialogues(self, chat_id: int) -> None:
        """Let no dialogue of a chat go on: what it is about has changed."""
        self._database.execute("DELETE FROM dialogues WHERE chat_id = ?", (chat_id,))
