"""Who says what: quotations and reported speech with their speakers.

Works on one paragraph, folded, because a quotation may go over several sentences and name its
speaker in the last. Inside quotation marks nothing is taken for an attribution.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.facts.names import is_person_noun
from bot.answering.facts.speaker_phrases import SpeakerPhrases
from bot.answering.facts.speech_words import is_pronoun, speech_words
from retrieval.page import Span
from retrieval.tokens import Token

_STOPS = "。!?;…"
_PAUSES = ",:"
_OPEN, _CLOSE = "“‘", "”’"
_SHORTEST_REPORT = 4
"""Shortest speech in characters that is not set off by a mark (表示“…”, 表示将…)."""
_CLAUSES_TRIED = 3
"""How many clauses after a quotation may name its speaker (“…。”天亮了，甲站起身，说。)."""
_LONGEST_OBJECT = 10
"""Most characters between the verb and its mark (告诉记者：, 介绍情况时说：)."""
_LONGEST_ADDRESSEE = 2
"""Most characters after a verb that only say to whom: 提醒大家，…"""
_THAT = ("说", "称", "道")
"""Verbs that after another one introduce what is said: 回应称，…"""
_REPLY = ("答", "回答", "回应")
"""Verbs whose subject did not say the quotation before: “…？”甲答：“…”"""
_HIDDEN = "\ue000"
"""Stands for every character inside quotation marks while attributions are looked for."""


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


@dataclass(frozen=True, slots=True)
class _Attribution:
    speaker: Span
    name: Span | None
    span: Span
    said: bool


def speech_verbs(text: str) -> Iterator[Span]:
    """Yield the verbs of speech in folded `text` with what belongs to them (介绍说, 说过)."""
    for match in speech_words().verb.finditer(text):
        yield Span(*match.span())


def find_speech(text: str, tokens: Sequence[Token]) -> tuple[Speech, ...]:
    """Return the speeches of a folded paragraph in reading order.

    `tokens` are all of the paragraph's, their offsets counting in `text`. Speech whose speaker
    cannot be told is left out.
    """
    return _Reader(text, tokens).read()


class _Reader:
    """One paragraph being read."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.token_starts = [t.start for t in tokens]
        self.starts = set(self.token_starts)
        # 专家表示 and the like stand in jieba's dictionary as one set phrase.
        self.starts |= {
            t.end - len(t.text) // 2 for t in tokens if t.tag == "l" and len(t.text) % 2 == 0
        }
        self.ends = {t.end for t in tokens}
        self.quotes = _quotes(text)
        hidden = list(text)
        for quote in self.quotes:
            hidden[quote.start + 1 : quote.end - 1] = _HIDDEN * (len(quote) - 2)
        self.masked = "".join(hidden)
        self.phrases = SpeakerPhrases(text, self.masked, tokens)
        self.attributed: set[Span] = set()

    def read(self) -> tuple[Speech, ...]:
        said_in = [self._attribution(i) for i in range(len(self.quotes))]
        self._share(said_in)
        by_speaker: dict[Span, list[int]] = {}
        for number, attribution in enumerate(said_in):
            if attribution is not None:
                by_speaker.setdefault(attribution.speaker, []).append(number)
        found = []
        for numbers in by_speaker.values():
            attribution = said_in[numbers[0]]
            assert attribution is not None
            parts = tuple(self._inside(self.quotes[n]) for n in numbers)
            found.append(
                Speech(
                    parts,
                    attribution.speaker,
                    attribution.name,
                    attribution.span,
                    quoted=True,
                    said=attribution.said,
                )
            )
        self.attributed = {self.quotes[n] for numbers in by_speaker.values() for n in numbers}
        found.extend(self._reported([s for s in found if s.said]))
        return tuple(sorted(found, key=lambda s: (s.parts[0].start, not s.quoted)))

    # --- quotations ------------------------------------------------------------------------

    def _inside(self, quote: Span) -> Span:
        return Span(quote.start + 1, quote.end - 1)

    def _is_full(self, quote: Span) -> bool:
        """Tell whether the quotation ends with a mark of its own, as sentences do."""
        return self.text[quote.end - 2] in _STOPS + ",—~"

    def _attribution(self, number: int) -> _Attribution | None:
        """Return what says who speaks in a quotation: before it, else after it."""
        return self._before(number) or self._after(number)

    def _before(self, number: int) -> _Attribution | None:
        quote = self.quotes[number]
        head = self.masked[: quote.start].rstrip()
        start = max((head.rfind(c) for c in _STOPS + _CLOSE), default=-1) + 1
        while start < len(head) and head[start] in ", ":
            start += 1
        if start >= len(head):
            return None
        mark = head[-1]
        if mark not in _PAUSES:
            # 表示“将…”: part of a sentence, set in marks.
            if len(quote) - 2 < _SHORTEST_REPORT:
                return None
            verb = self._last_verb(Span(start, len(head)), reach=0)
            return self._by_verb(verb, start, len(head)) if verb else None
        if not self._is_full(quote) and self.masked[quote.end : quote.end + 1] not in tuple(_STOPS):
            # 甲说，“某计划”将…: a name in a sentence that is reported.
            return None
        end = len(head) - 1
        verb = self._last_verb(Span(start, end), reach=_LONGEST_OBJECT)
        if verb and (found := self._by_verb(verb, start, end)):
            return found
        if putting := self._way_of_putting(start, end):
            return putting
        if mark == ":" and self._is_full(quote):
            return self._by_deed(self._clause_start(end, start), end)
        return None

    def _after(self, number: int) -> _Attribution | None:
        quote = self.quotes[number]
        rest = self.masked[quote.end :]
        start = quote.end
        while start < len(self.masked) and self.masked[start] in ", ":
            start += 1
        opens_sentence = not self.masked[: quote.start].strip() or (
            self.masked[: quote.start].rstrip()[-1] in _STOPS + _CLOSE
        )
        comma_outside = rest.startswith(",") and opens_sentence
        if not self._is_full(quote) and not (comma_outside and len(quote) - 2 > _SHORTEST_REPORT):
            return None
        end = start
        while end < len(self.masked) and self.masked[end] not in _STOPS + "“:":
            end += 1
        clauses = list(self._clauses(start, end))[:_CLAUSES_TRIED]
        if self.masked[end : end + 1] == ":" and (
            len(clauses) > 1 or any(reply in self.masked[start:end] for reply in _REPLY)
        ):
            # “…？”记者问完，甲说：“…”: the words after the colon are another's.
            return None
        for clause in clauses:
            verb = self._first_verb(clause)
            if verb and (found := self._by_verb(verb, start, clause.end)):
                return found
            if putting := self._way_of_putting(clause.start, clause.end):
                return putting
        if opens_sentence and self._is_full(quote):
            for clause in clauses:
                if found := self._by_deed(clause.start, clause.end):
                    return found
        return None

    def _share(self, said_in: list[_Attribution | None]) -> None:
        """Let a quotation without attribution go with its neighbour, nothing else between them."""
        for number in range(len(said_in) - 2, -1, -1):
            gap = self.masked[self.quotes[number].end : self.quotes[number + 1].start]
            if said_in[number] is None and self._is_full(self.quotes[number]) and not gap.strip():
                said_in[number] = said_in[number + 1]
        for number in range(1, len(said_in)):
            before, quote = said_in[number - 1], self.quotes[number]
            if said_in[number] is None and before is not None and self._is_full(quote):
                start = self.quotes[number - 1].end
                between = self.masked[start : quote.start].strip(" ,。:!")
                if not between or (
                    before.span.start >= start and before.span.end >= start + len(between)
                ):
                    said_in[number] = before

    # --- speech without marks ----------------------------------------------------------------

    def _reported(self, quoted: list[Speech]) -> Iterator[Speech]:
        start = 0
        for end in self._sentence_ends():
            for speech in self._reported_in(Span(start, end)):
                # 甲说，他会“尽快办好”: the quotation is part of what is reported.
                if not any(
                    speech.attribution == s.attribution and s.parts[0].start < speech.parts[0].start
                    for s in quoted
                    if s.parts[0].end >= speech.attribution.start
                ):
                    yield speech
            start = end

    def _sentence_ends(self) -> list[int]:
        """Return where sentences end; a quotation with a stop that was introduced ends one."""
        ends = {m.end() for m in re.finditer(rf"[{_STOPS}]+[{_CLOSE}]*|$", self.masked)}
        for quote in self.quotes:
            before = self.masked[: quote.start].rstrip()[-1:]
            if before in (":", ",") and self.text[quote.end - 2] in _STOPS:
                ends.add(quote.end)
        return sorted(ends)

    def _reported_in(self, sentence: Span) -> Iterator[Speech]:
        """Yield what is reported in a sentence: to its end, also where another speaks in it."""
        begin = sentence.start
        # A quotation that comes first has its own attribution; what that reports starts behind.
        while begin < sentence.end and (
            self.masked[begin].isspace() or self.masked[begin] in "“”" + _HIDDEN
        ):
            begin += 1
        lowest = begin
        for clause in self._clauses(begin, sentence.end):
            if speech := self._reported_by(clause, lowest, sentence.end):
                yield speech
                # Whoever speaks further on is not named before what this one says.
                lowest = speech.parts[0].start

    def _reported_by(self, clause: Span, lowest: int, end: int) -> Speech | None:
        """Return what the first verb in a clause that can report something reports."""
        if putting := self._way_of_putting(clause.start, clause.end):
            return self._report(self._content(clause.end + 1, end), putting)
        for verb in self._verbs(clause):
            word = speech_words().verb.match(self.text, verb.start)
            assert word is not None
            rest = clause.end - verb.end
            ends_clause = rest <= _LONGEST_OBJECT and self.masked[clause.end : clause.end + 1] in (
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
            attribution = self._by_verb(verb, lowest, verb.end)
            if attribution and (speech := self._report(content, attribution)):
                return speech
        return None

    def _content(self, start: int, end: int) -> Span:
        while start < end and (self.text[start].isspace() or self.text[start] in ",:"):
            start += 1
        return Span(start, max(start, end))

    def _report(self, content: Span, by: _Attribution) -> Speech | None:
        if len(content) < _SHORTEST_REPORT:
            return None
        if any(q.start == content.start for q in self.attributed):
            return None
        return Speech((content,), by.speaker, by.name, by.span, quoted=False, said=True)

    # --- attributions ------------------------------------------------------------------------

    def _clauses(self, start: int, end: int) -> Iterator[Span]:
        """Yield the clauses of `masked[start:end]` without the marks that end them."""
        at = start
        for match in re.finditer(r"[,:]", self.masked[start:end]):
            yield Span(at, start + match.start())
            at = start + match.end()
        while end > at and self.masked[end - 1] in _STOPS + _CLOSE:
            end -= 1
        if at < end:
            yield Span(at, end)

    def _clause_start(self, end: int, lowest: int) -> int:
        return max(lowest, max(self.masked.rfind(c, lowest, end) for c in _PAUSES) + 1)

    def _verbs(self, clause: Span) -> Iterator[Span]:
        """Yield the verbs of speech in a clause that are words of their own."""
        at = clause.start
        while match := speech_words().verb.search(self.masked, at, clause.end):
            at = match.start() + 1
            if match.start() not in self.starts and match.end() != clause.end:
                continue
            token_end = match.end()
            if token_end not in self.ends and match.end("verb") in self.ends:
                token_end = match.end("verb")
            if token_end in self.ends or match.end() == clause.end:
                at = match.end()
                yield Span(match.start(), match.end())

    def _first_verb(self, clause: Span) -> Span | None:
        return next((v for v in self._verbs(clause) if v.start > clause.start), None) or next(
            self._verbs(clause), None
        )

    def _last_verb(self, within: Span, reach: int) -> Span | None:
        """Return the last verb of speech that ends at most `reach` characters before the end."""
        start = self._clause_start(within.end, within.start)
        verbs = [v for v in self._verbs(Span(start, within.end)) if within.end - v.end <= reach]
        return verbs[-1] if verbs else None

    def _by_verb(self, verb: Span, lowest: int, end: int) -> _Attribution | None:
        """Return who does the verb: before it in the clause, else in a clause before that."""
        start = self._clause_start(verb.start, lowest)
        phrase = self.phrases.phrase(start, verb.start)
        if phrase is None:
            said = self.masked[start : verb.start].strip()
            if said and self.phrases.stripped(start, verb.start):
                return None
            while start > lowest and phrase is None:
                clause_end = start - 1
                start = self._clause_start(clause_end, lowest)
                phrase = self.phrases.subject(start, clause_end)
                if phrase is not None and not self._is_person(phrase):
                    return None
        if phrase is None or self.text[phrase.start : phrase.end] in speech_words().nobody:
            return None
        return _Attribution(
            phrase, self.phrases.name(phrase), Span(start, max(end, verb.end)), said=True
        )

    def _by_deed(self, start: int, end: int) -> _Attribution | None:
        """Return the person that does anything at all in a clause beside a quotation."""
        phrase = self.phrases.subject(start, end)
        if phrase is None or self.text[phrase.start : phrase.end] in speech_words().nobody:
            return None
        if not self._is_person(phrase):
            return None
        return _Attribution(phrase, self.phrases.name(phrase), Span(start, end), said=False)

    def _is_person(self, phrase: Span) -> bool:
        text = self.text[phrase.start : phrase.end]
        return is_pronoun(text) or is_person_noun(text) or self.phrases.name(phrase) is not None

    def _way_of_putting(self, start: int, end: int) -> _Attribution | None:
        clause = self.masked[start:end]
        match = speech_words().way_of_putting.match(clause.strip())
        if match is None:
            return None
        lead = len(clause) - len(clause.lstrip())
        phrase = self.phrases.phrase(
            start + lead + match.start("who"), start + lead + match.end("who")
        )
        if phrase is None:
            return None
        return _Attribution(phrase, self.phrases.name(phrase), Span(start, end), said=True)


def _quotes(text: str) -> list[Span]:
    """Return the outermost quotations, marks included, in reading order.

    Straight quotation marks open and close in turn; one left open goes to the end of the paragraph.
    """
    found = []
    depth, opened = 0, -1
    straight = False
    for at, char in enumerate(text):
        if char == '"':
            char = "”" if straight else "“"
            straight = not straight
        if char in _OPEN:
            if depth == 0:
                opened = at
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
            if depth == 0 and at - opened > 1:
                found.append(Span(opened, at + 1))
    return found
