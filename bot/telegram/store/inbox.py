"""Updates on disk from the moment they arrive until they have been dealt with."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.telegram.store.database import Database

REMEMBERED_SECONDS = 3 * 24 * 3600
"""How long an update dealt with is remembered; Telegram keeps undelivered ones for a day."""


@dataclass(frozen=True)
class Waiting:
    """An update that has not been dealt with."""

    update_id: int
    body: dict[str, Any]
    attempts: int
    """How often work on it has begun."""


class Inbox:
    """Updates that wait; what is in here survives the end of the process."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, updates: Sequence[dict[str, Any]]) -> list[Waiting]:
        """Keep what is new of `updates` (each with an integer `update_id`) and return it."""
        new = []
        now = time.time()
        with self._database.transaction():
            for update in updates:
                number = update["update_id"]
                known = self._database.row("SELECT 1 FROM handled WHERE update_id = ?", (number,))
                if (
                    known is None
                    and self._database.execute(
                        "INSERT OR IGNORE INTO inbox VALUES (?, ?, 0, ?)",
                        (number, json.dumps(update, ensure_ascii=True), now),
                    ).rowcount
                ):
                    new.append(Waiting(number, update, 0))
        return new

    def waiting(self) -> list[Waiting]:
        """Return all that wait, the oldest first."""
        rows = self._database.rows("SELECT * FROM inbox ORDER BY update_id")
        return [Waiting(r["update_id"], json.loads(r["body"]), r["attempts"]) for r in rows]

    def begin(self, update_id: int) -> None:
        """Note that work on an update begins."""
        self._database.execute(
            "UPDATE inbox SET attempts = attempts + 1 WHERE update_id = ?", (update_id,)
        )

    def put_back(self, update_id: int) -> None:
        """Note that work on an update has been left off in good order, as if it had not begun."""
        self._database.execute(
            "UPDATE inbox SET attempts = attempts - 1 WHERE update_id = ? AND attempts > 0",
            (update_id,),
        )

    def finish(self, update_id: int) -> None:
        """Note that an update has been dealt with; its content is deleted."""
        with self._database.transaction():
            self._database.execute("DELETE FROM inbox WHERE update_id = ?", (update_id,))
            self._database.execute(
                "INSERT OR REPLACE INTO handled VALUES (?, ?)", (update_id, time.time())
            )

    def tidy(self) -> None:
        """Forget the numbers of updates dealt with long ago."""
        self._database.execute(
            "DELETE FROM handled WHERE at < ?", (time.time() - REMEMBERED_SECONDS,)
        )
