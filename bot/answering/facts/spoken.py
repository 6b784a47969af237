"""What one speaker says in one go."""

from dataclasses import dataclass

from retrieval.page import Span


@dataclass(frozen=True, slots=True)
class Speech:
    """What one speaker says in one go; all spans are of the paragraph."""

    parts: tuple[Span, ...]
    """The words, without quotation marks, in reading order; several where the speaker is named
    in between (“…，”甲说，“…”)."""
    speaker: Span
    """The noun phrase for who speaks, without relative clause: 某局副主任甲, 某厂负责人, 他."""
    name: Span | None
    """The personal name in `speaker`."""
    attribution: Span
    """The clauses that say who speaks."""
    quoted: bool
    """Whether it stands in quotation marks; if not, it is reported (甲表示，…)."""
    said: bool
    """Whether a verb of speech stands there; if not, a person acts beside the quotation."""

    @property
    def answer(self) -> Span:
        """What answers 谁说的: the name, or else the whole noun phrase."""
        return self.name or self.speaker
