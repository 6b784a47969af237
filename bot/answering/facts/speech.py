"""Who says what: quotations and reported speech with their speakers.

Works on one paragraph, folded, because a quotation may go over several sentences and name its
speaker in the last. Inside quotation marks nothing is taken for an attribution.
"""

from collections.abc import Iterator, Sequence

from bot.answering.facts.attributions import (
    LONGEST_OBJECT,
    SHORTEST_REPORT,
    Attribution,
    Attributions,
)
from bot.answering.facts.quoted_text import CLOSE, PAUSES, STOPS, QuotedText
from bot.answering.facts.reported_speech import ReportedSpeech
from bot.answering.facts.speech_words import speech_words
from bot.answering.facts.spoken import Speech
from retrieval.page import Span
from retrieval.tokens import Token

_CLAUSES_TRIED = 3
"""How many clauses after a quotation may name its speaker (“…。”天亮了，甲站起身，说。)."""
_REPLY = ("答", "回答", "回应")
"""Verbs whose subject did not say the quotation before: “…？”甲答：“…”"""


def speech_verbs(text: str) -> Iterator[Span]:
    """Yield the verbs of speech in folded `text` with what belongs to them (介绍说, 说过)."""
    for match in speech_words().verb.finditer(text):
        yield Span(*match.span())


def find_speech(text: str, tokens: Sequence[Token]) -> tuple[Speech, ...]:
    """Return the speeches of a folded paragraph in reading order.

    `tokens` are all of the paragraph's, their offsets counting in `text`. Speech whose speaker
    cannot be told is left out.
    """
    quoted = QuotedText(text)
    attributions = Attributions(quoted, tokens)
    quotations = _Quotations(quoted, attributions).read()
    reported = ReportedSpeech(quoted, attributions, quotations).read()
    return tuple(sorted((*quotations, *reported), key=lambda s: (s.parts[0].start, not s.quoted)))


class _Quotations:
    """The quotations of one paragraph being given to their speakers."""

    def __init__(self, quoted: QuotedText, attributions: Attributions) -> None:
        self.quoted = quoted
        self.text, self.masked, self.quotes = quoted.text, quoted.masked, quoted.quotes
        self.attributions = attributions

    def read(self) -> list[Speech]:
        """Return what each speaker says in quotation marks."""
        said_in = [self._attribution(i) for i in range(len(self.quotes))]
        self._share(said_in)
        if self.quotes and said_in[-1] is None:
            said_in[-1] = self._told_before()
        by_speaker: dict[Span, tuple[Attribution, list[Span]]] = {}
        for quote, by in zip(self.quotes, said_in, strict=True):
            if by is not None:
                _, parts = by_speaker.setdefault(by.speaker, (by, []))
                parts.append(Span(quote.start + 1, quote.end - 1))
        return [
            Speech(tuple(parts), by.speaker, by.name, by.span, quoted=True, said=by.said)
            for by, parts in by_speaker.values()
        ]

    def _attribution(self, number: int) -> Attribution | None:
        """Return what says who speaks in a quotation: before it, else after it."""
        return self._before(number) or self._after(number)

    def _before(self, number: int) -> Attribution | None:
        quote = self.quotes[number]
        head = self.masked[: quote.start].rstrip()
        start = max((head.rfind(c) for c in STOPS + CLOSE), default=-1) + 1
        while start < len(head) and head[start] in ", ":
            start += 1
        if start >= len(head):
            return None
        mark = head[-1]
        if mark not in PAUSES:
            # 表示“将…”: part of a sentence, set in marks.
            if len(quote) - 2 < SHORTEST_REPORT:
                return None
            verb = self.attributions.last_verb(Span(start, len(head)), reach=0)
            return self.attributions.by_verb(verb, start, len(head)) if verb else None
        if not self.quoted.is_full(quote) and self.masked[quote.end : quote.end + 1] not in tuple(
            STOPS
        ):
            # 甲说，“某计划”将…: a name in a sentence that is reported.
            return None
        end = len(head) - 1
        verb = self.attributions.last_verb(Span(start, end), reach=LONGEST_OBJECT)
        if verb and (found := self.attributions.by_verb(verb, start, end)):
            return found
        if putting := self.attributions.way_of_putting(start, end):
            return putting
        if mark == ":" and self.quoted.is_full(quote):
            return self.attributions.by_deed(self.quoted.clause_start(end, start), end)
        if mark == "," and self._ends_paragraph(quote):
            return self.attributions.by_deed(start, end)
        return None

    def _after(self, number: int) -> Attribution | None:
        quote = self.quotes[number]
        rest = self.masked[quote.end :]
        start = quote.end
        while start < len(self.masked) and self.masked[start] in ", ":
            start += 1
        opens_sentence = not self.masked[: quote.start].strip() or (
            self.masked[: quote.start].rstrip()[-1] in STOPS + CLOSE
        )
        comma_outside = rest.startswith(",") and opens_sentence
        if not self.quoted.is_full(quote) and not (
            comma_outside and len(quote) - 2 > SHORTEST_REPORT
        ):
            return None
        end = start
        while end < len(self.masked) and self.masked[end] not in STOPS + "“:":
            end += 1
        clauses = list(self.quoted.clauses(start, end))[:_CLAUSES_TRIED]
        if self.masked[end : end + 1] == ":" and (
            len(clauses) > 1 or any(reply in self.masked[start:end] for reply in _REPLY)
        ):
            # “…？”记者问完，甲说：“…”: the words after the colon are another's.
            return None
        for clause in clauses:
            verb = self.attributions.first_verb(clause)
            if verb and (found := self.attributions.by_verb(verb, start, clause.end)):
                return found
            if putting := self.attributions.way_of_putting(clause.start, clause.end):
                return putting
        if opens_sentence and self.quoted.is_full(quote):
            for clause in clauses:
                if found := self.attributions.by_deed(clause.start, clause.end):
                    return found
        return None

    def _ends_paragraph(self, quote: Span) -> bool:
        """Tell whether a quotation of one sentence or more is the last of its paragraph."""
        return self.quoted.is_full(quote) and not self.masked[quote.end :].strip()

    def _told_before(self) -> Attribution | None:
        """Return who the last sentence before the last quotation tells of, where that stands alone.

        (甲掰着指头算:今年好,明年更好。“就怕下雪。”)
        """
        quote = self.quotes[-1]
        head = self.masked[: quote.start].rstrip()
        if not self._ends_paragraph(quote) or not head or head[-1] not in STOPS:
            return None
        stops = STOPS.replace(";", "") + CLOSE
        start = max(head.rfind(c, 0, len(head) - 1) for c in stops) + 1
        return self.attributions.by_deed(start, len(head) - 1)

    def _share(self, said_in: list[Attribution | None]) -> None:
        """Let a quotation without attribution go with its neighbour, nothing else between them."""
        for number in range(len(said_in) - 2, -1, -1):
            gap = self.masked[self.quotes[number].end : self.quotes[number + 1].start]
            if (
                said_in[number] is None
                and self.quoted.is_full(self.quotes[number])
                and not gap.strip()
            ):
                said_in[number] = said_in[number + 1]
        for number in range(1, len(said_in)):
            before, quote = said_in[number - 1], self.quotes[number]
            if said_in[number] is None and before is not None and self.quoted.is_full(quote):
                start = self.quotes[number - 1].end
                between = self.masked[start : quote.start].strip(" ,。:!")
                if not between or (
                    before.span.start >= start and before.span.end >= start + len(between)
                ):
                    said_in[number] = before
