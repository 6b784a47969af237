"""What says who speaks: a verb of speech, a way of putting it, or what somebody does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.facts.names import is_person_noun
from bot.answering.facts.quoted_text import QuotedText
from bot.answering.facts.speaker_phrases import SpeakerPhrases
from bot.answering.facts.speech_words import is_pronoun, speech_words
from retrieval.page import Span
from retrieval.tokens import Token

SHORTEST_REPORT = 4
"""Shortest speech in characters that is not set off by a mark (表示“…”, 表示将…)."""
LONGEST_OBJECT = 10
"""Most characters between the verb and its mark (告诉记者：, 介绍情况时说：)."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks, by what; all spans are of the paragraph."""

    speaker: Span
    name: Span | None
    span: Span
    said: bool


class Attributions:
    """The attributions of one paragraph; `tokens` are all of its own."""

    def __init__(self, quoted: QuotedText, tokens: Sequence[Token]) -> None:
        """Look in `quoted`."""
        self.quoted = quoted
        self.text, self.masked = quoted.text, quoted.masked
        self.starts = {t.start for t in tokens}
        # 专家表示 and the like stand in jieba's dictionary as one set phrase.
        self.starts |= {
            t.end - len(t.text) // 2 for t in tokens if t.tag == "l" and len(t.text) % 2 == 0
        }
        self.ends = {t.end for t in tokens}
        self.phrases = SpeakerPhrases(quoted.text, quoted.masked, tokens)

    def verbs(self, clause: Span) -> Iterator[Span]:
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

    def first_verb(self, clause: Span) -> Span | None:
        """Return the first verb of speech in a clause, one behind its first word before others."""
        return next((v for v in self.verbs(clause) if v.start > clause.start), None) or next(
            self.verbs(clause), None
        )

    def last_verb(self, within: Span, reach: int) -> Span | None:
        """Return the last verb of speech that ends at most `reach` characters before the end."""
        start = self.quoted.clause_start(within.end, within.start)
        verbs = [v for v in self.verbs(Span(start, within.end)) if within.end - v.end <= reach]
        return verbs[-1] if verbs else None

    def by_verb(self, verb: Span, lowest: int, end: int) -> Attribution | None:
        """Return who does the verb: before it in the clause, else in a clause before that."""
        start = self.quoted.clause_start(verb.start, lowest)
        phrase = self.phrases.phrase(start, verb.start)
        if phrase is None:
            said = self.masked[start : verb.start].strip()
            if said and self.phrases.stripped(start, verb.start):
                return self._said_before(start, lowest, end)
            while start > lowest and phrase is None:
                clause_end = start - 1
                start = self.quoted.clause_start(clause_end, lowest)
                phrase = self.phrases.subject(start, clause_end)
                if phrase is not None and not self._is_person(phrase):
                    return None
        if phrase is None or self.text[phrase.start : phrase.end] in speech_words().nobody:
            return None
        return Attribution(
            phrase, self.phrases.name(phrase), Span(start, max(end, verb.end)), said=True
        )

    def _said_before(self, start: int, lowest: int, end: int) -> Attribution | None:
        """Return who is said to speak in the clause before one without subject.

        (甲透露,比赛前只跟队员讲:“…”)
        """
        if start <= lowest:
            return None
        clause = Span(self.quoted.clause_start(start - 1, lowest), start - 1)
        verb = next((v for v in self.verbs(clause) if v.end == clause.end), None)
        return self.by_verb(verb, clause.start, end) if verb else None

    def by_deed(self, start: int, end: int) -> Attribution | None:
        """Return the person that does anything at all in a clause beside a quotation."""
        phrase = self.phrases.subject(start, end)
        if phrase is None or self.text[phrase.start : phrase.end] in speech_words().nobody:
            return None
        if not self._is_person(phrase):
            return None
        return Attribution(phrase, self.phrases.name(phrase), Span(start, end), said=False)

    def way_of_putting(self, start: int, end: int) -> Attribution | None:
        """Return whose words a clause says these are (按甲的说法)."""
        clause = self.masked[start:end]
        match = speech_words().way_of_putting.match(clause.strip())
        if match is None:
            return None
        lead = len(clause) - len(clause.lstrip())
        group = "who" if match["who"] else "whose"  # 按甲的说法, 甲的说法是
        who = Span(*match.span(group))
        phrase = self.phrases.phrase(start + lead + who.start, start + lead + who.end)
        if phrase is None:
            return None
        return Attribution(phrase, self.phrases.name(phrase), Span(start, end), said=True)

    def _is_person(self, phrase: Span) -> bool:
        text = self.text[phrase.start : phrase.end]
        return is_pronoun(text) or is_person_noun(text) or self.phrases.name(phrase) is not None
