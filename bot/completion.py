"""What Tab offers in the REPL: commands, question phrases, headlines."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

LONGEST_STEM = 30
"""Characters before the cursor that may be the beginning of a phrase or headline."""


def load_phrases() -> dict[str, str]:
    """Return question phrases with what each asks for."""
    data = Path(__file__).with_name("question_phrases.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(data)
    return {phrase: meaning for meaning, phrases in table.items() for phrase in phrases}


class ReplCompleter(Completer):
    """Completes a command at the start of the line, elsewhere a phrase or a headline.

    Chinese has no word boundary to start from: whatever the longest end of the line begins is
    offered, or every phrase when the line is empty.
    """

    def __init__(self, commands: Mapping[str, str], headlines: Sequence[str]) -> None:
        """Offer `commands` (with what each does) and `headlines` in the order of their numbers."""
        self._commands = commands
        self._headlines = headlines
        phrases = load_phrases()
        self._texts = {**phrases, **{line: "标题" for line in headlines if line}}

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Return what fits before the cursor."""
        line = document.text_before_cursor
        if line.startswith("/source "):
            return self._numbers(line.removeprefix("/source "))
        if line.startswith("/"):
            return self._starting_with(line, self._commands)
        if not line.strip():
            return self._starting_with("", self._texts)
        for length in range(min(len(line), LONGEST_STEM), 0, -1):
            found = self._starting_with(line[-length:], self._texts)
            if found:
                return found
        return ()

    def _numbers(self, typed: str) -> list[Completion]:
        return [
            Completion(str(number), -len(typed), display_meta=headline)
            for number, headline in enumerate(self._headlines, 1)
            if str(number).startswith(typed)
        ]

    @staticmethod
    def _starting_with(stem: str, texts: Mapping[str, str]) -> list[Completion]:
        return [
            Completion(text, -len(stem), display_meta=meaning)
            for text, meaning in texts.items()
            if text.startswith(stem)
        ]
