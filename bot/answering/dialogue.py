"""The turns so far, as far as the next question may lean on them."""

from dataclasses import dataclass, field

from bot.answering.answer import Answer


@dataclass
class Dialogue:
    """One reader's conversation; the only mutable state of answering."""

    turns: list[Answer] = field(default_factory=list)

    def add(self, answer: Answer) -> None:
        """Remember the newest turn."""
        self.turns.append(answer)
