"""What readers thought of answers."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bot.telegram.store.database import Database


@dataclass(frozen=True)
class Feedback:
    """One reader's verdict on one answer, complete in itself."""

    chat_id: int
    user_id: int
    answer_id: int
    good: bool
    questions: tuple[str, ...]
    """The question, after those it leans on."""
    kind: str
    """Of the question (a value of `Kind`)."""
    answers: tuple[str | None, ...]
    """One text for each question of the message, None where the text did not say."""
    evidence: tuple[str, ...]
    """The sentences shown."""
    corpus: str
    """Digest of the texts asked."""
    own: bool
    """Whether the texts asked were the chat's own."""


class FeedbackTable:
    """Verdicts, one for each reader and answer; the last one counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, feedback: Feedback) -> None:
        """Keep a verdict."""
        self._database.execute(
            "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                feedback.chat_id,
                feedback.user_id,
                feedback.answer_id,
                feedback.good,
                json.dumps(feedback.questions),
                feedback.kind,
                json.dumps(feedback.answers),
                json.dumps(feedback.evidence),
                feedback.corpus,
                feedback.own,
                time.time(),
            ),
        )

    def all(self) -> Iterator[Feedback]:
        """Yield every verdict, by answer and reader."""
        for row in self._database.rows("SELECT * FROM feedback ORDER BY answer_id, user_id"):
            yield Feedback(
                row["chat_id"],
                row["user_id"],
                row["answer_id"],
                bool(row["good"]),
                tuple(json.loads(row["questions"])),
                row["kind"],
                tuple(json.loads(row["answers"])),
                tuple(json.loads(row["evidence"])),
                row["corpus"],
                bool(row["own"]),
            )
