"""Speech without quotation marks: 甲表示将…; 据乙介绍，…"""

import re
from collections.abc import Iterator, Sequence

from bot.answering.facts.attributions import (
    LONGEST_OBJECT,
    SHORTEST_REPORT,
    Attribution,
    Attributions,
)
from bot.answering.facts.quoted_text import CLOSE, HIDDEN, STOPS, QuotedText
from bot.answering.facts.speech_words import speech_words
from bot.answering.facts.spoken import Speech
from retrieval.page import Span

_LONGEST_ADDRESSEE = 2
"""Most characters after a verb that only say to whom: 提醒大家，…"""
_THAT = ("说", "称", "道")
"""Verbs that after another one introduce what is said: 回应称，…"""


class ReportedSpeech:
    """What is reported in one paragraph."""

    def __init__(
        self, quoted: QuotedText, attributions: Attributions, quotations: Sequence[Speech]
    ) -> None:
        """Look in `quoted`, whose quotations have been given to their speakers."""
        self.quoted = quoted
        self.text, self.masked = quoted.text, quoted.masked
        self.attributions = attributions
        self.quotations = quotations
        self.marks_attributed = {part.start - 1 for s in quotations for part in s.parts}
        """Where the quotations begin, with their marks."""

    def read(self) -> Iterator[Speech]:
        """Yield what is reported, in reading order."""
        start = 0
        for end in self._sentence_ends():
            for speech in self._reported_in(Span(start, end)):
                if not self._has_quotation(speech):
                    yield speech
            start = end

    def _has_quotation(self, reported: Speech) -> bool:
        """Tell whether a quotation is part of what is reported (甲说，他会“尽快办好”)."""
        return any(
            quotation.said
            and quotation.attribution == reported.attribution
            and reported.attribution.start <= quotation.parts[0].end
            and quotation.parts[0].start < reported.parts[0].start
            for quotation in self.quotations
        )

    def _sentence_ends(self) -> list[int]:
        """Return where sentences end; a quotation with a stop that was introduced ends one."""
        ends = {m.end() for m in re.finditer(rf"[{STOPS}]+[{CLOSE}]*|$", self.masked)}
        for quote in self.quoted.quotes:
            before = self.masked[: quote.start].rstrip()[-1:]
            if before in (":", ",") and self.text[quote.end - 2] in STOPS:
                ends.add(quote.end)
        return sorted(ends)

    def _reported_in(self, sentence: Span) -> Iterator[Speech]:
        """Yield what is reported in a sentence: to its end, also where another speaks in it."""
        begin = sentence.start
        # A quotation that comes first has its own attribution; what that reports starts behind.
        while begin < sentence.end and (
            self.masked[begin].isspace() or self.masked[begin] in "“”" + HIDDEN
        ):
            begin += 1
        lowest = begin
        for clause in self.quoted.clauses(begin, sentence.end):
            if speech := self._reported_by(clause, lowest, sentence.end):
                yield speech
                # Whoever speaks further on is not named before what this one says.
                lowest = speech.parts[0].start

    def _reported_by(self, clause: Span, lowest: int, end: int) -> Speech | None:
        """Return what the first verb in a clause that can report something reports."""
        if putting := self.attributions.way_of_putting(clause.start, clause.end):
            return self._report(self._content(clause.end + 1, end), putting)
        for verb in self.attributions.verbs(clause):
            word = speech_words().verb.match(self.text, verb.start)
            assert word is not None
            rest = clause.end - verb.end
            ends_clause = rest <= LONGEST_OBJECT and self.masked[clause.end : clause.end + 1] in (
                ",",
                ":",
            )
            at_once = word["verb"] in speech_words().reporting
            introduces = word["verb"] in speech_words().before_pause or word[0].removeprefix(
                word["verb"]
            ).endswith(_THAT)
            if not at_once and not (ends_clause and introduces):
                continue
            follows = at_once and rest > _LONGEST_ADDRESSEE
            content = self._content(verb.end if follows else clause.end + 1, end)
            attribution = self.attributions.by_verb(verb, lowest, verb.end)
            if attribution and (speech := self._report(content, attribution)):
                return speech
        return None

    def _content(self, start: int, end: int) -> Span:
        while start < end and (self.text[start].isspace() or self.text[start] in ",:"):
            start += 1
        return Span(start, max(start, end))

    def _report(self, content: Span, by: Attribution) -> Speech | None:
        if len(content) < SHORTEST_REPORT or content.start in self.marks_attributed:
            return None
        return Speech((content,), by.speaker, by.name, by.span, quoted=False, said=True)
