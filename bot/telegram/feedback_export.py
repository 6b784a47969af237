"""Readers' verdicts as a question file that `wenbao eval` takes."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.answering.question import Kind
from bot.files import replacing
from bot.settings import Settings
from bot.telegram.paths import state_file
from bot.telegram.store.database import Database
from bot.telegram.store.feedback import Feedback, FeedbackTable


def export_feedback(settings: Settings, out: Path | None) -> tuple[int, int]:
    """Write the verdicts on answers from the operator's paper, one question a line.

    Those on chats' own texts stay where they are: without the text nobody could use them, and it
    is not the operator's. Return how many were written and how many left out. Raises StoreError.
    """
    database = Database(state_file(settings), read_only=True)
    try:
        verdicts = list(FeedbackTable(database).all())
    finally:
        database.close()
    exported = [verdict for verdict in verdicts if not verdict.own]
    if out is None:
        for record in _records(exported):
            sys.stdout.write(_line(record))
    else:
        with replacing(out) as file:
            for record in _records(exported):
                file.write(_line(record))
    return len(exported), len(verdicts) - len(exported)


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _records(verdicts: Iterable[Feedback]) -> Iterator[dict[str, Any]]:
    """Yield a line for each verdict, after the turns that its question leans on."""
    for verdict in verdicts:
        name = f"f{verdict.answer_id}-{verdict.user_id}"
        before: str | None = None
        for number, question in enumerate(verdict.questions[:-1], start=1):
            turn = f"{name}-{number}"
            yield _linked({"id": turn, "question": question}, before)
            before = turn
        record: dict[str, Any] = {"id": name, "question": verdict.questions[-1]}
        yield _linked(record | _gold(verdict), before)


def _linked(record: dict[str, Any], before: str | None) -> dict[str, Any]:
    return record if before is None else {**record, "after": before}


def _gold(verdict: Feedback) -> dict[str, Any]:
    """Return the answers that are right by a 👍; by a 👎 only that these are wrong.

    A line without gold answers is answered but not graded; `rejected` is for whoever writes the
    right answer beside it.
    """
    found = [answer for answer in verdict.answers if answer is not None]
    if not verdict.good:
        return {"rejected": found}
    if not found:
        return {"kind": Kind.NONE.value, "answers": []}
    gold: dict[str, Any] = {"answers": found} if len(found) == 1 else {"all": found}
    return {"kind": verdict.kind, **gold, "evidence": list(verdict.evidence)}
