"""Who says what: quotations and reported speech with their speakers.

Works on one paragraph, folded, because a quotation may go over several sentences and name its
speaker in the last. Inside quotation marks nothing is taken for an attribution.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.answering.facts.lexicon import read_toml
from bot.answering.facts.names import is_person_noun, name_at_end
from retrieval.page import Span
from retrieval.tokens import Token

_STOPS = "。!?;…"
_PAUSES = ",:"
_OPEN, _CLOSE = "“‘", "”’"
_SHORTEST_REPORT = 4
"""Shortest speech in characters that is not set off by a mark (表示“…”, 表示将…)."""
_LONGEST_PHRASE = 40
"""Longest noun phrase for a speaker, in characters."""
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
_NOUN_TAGS = ("n", "j", "vn", "b", "l", "eng", "m", "q", "s", "f", "a", "t", "k", "h", "r")
_DAY = re.compile(
    r"(?:(?:\d{2,4}年)?(?:\d{1,2}月)?\d{1,2}[日号]|\d{1,2}月|[今昨前明去当][天日晚年])"
    r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|晚|早)?"
)
# 在接受记者采访时, 在昨天的会上
_OCCASION = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:(?:日前|近日|昨日|今日|当日|[昨今当]天)?在|接受)[^,]{2,16}?(?:时|[上中后间里])(?=[^,]{0,4}$)"
)
_BRACKET = re.compile(r"[“”‘’《》〈〉()\[\]【】]")
_FUNCTION_TAGS = ("d", "p", "c", "z", "t", "ad", "y", "u")


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
class _Words:
    verb: re.Pattern[str]
    before_pause: frozenset[str]
    reporting: frozenset[str]
    bodies: tuple[str, ...]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    openings: frozenset[str]
    pronouns: frozenset[str]
    nobody: frozenset[str]
    way_of_putting: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Attribution:
    speaker: Span
    name: Span | None
    span: Span
    said: bool


@cache
def _words() -> _Words:
    table = read_toml("speech.toml")
    verbs = "|".join(sorted(table["verbs"], key=len, reverse=True))
    endings = "|".join(table["verb_endings"])
    ways = "|".join(sorted(table["ways_of_putting"], key=len, reverse=True))
    return _Words(
        verb=re.compile(rf"(?P<verb>{verbs})(?:{endings})*"),
        way_of_putting=re.compile(rf"^(?:按照?|依|照|用)(?P<who>[^,]{{2,20}}?)的?(?:{ways})[,:]?$"),
        before_pause=frozenset(table["before_pause"]),
        reporting=frozenset(table["reporting"]),
        bodies=tuple(table["bodies"]),
        adverbs=frozenset(table["adverbs"]),
        prepositions=frozenset(table["prepositions"]),
        openings=frozenset(table["openings"]),
        pronouns=frozenset(table["pronouns"]),
        nobody=frozenset(table["nobody"]),
    )


def is_pronoun(phrase: str) -> bool:
    """Tell whether a speaker's folded noun phrase is 他 or 她."""
    return phrase in _words().pronouns


def speech_verbs(text: str) -> Iterator[Span]:
    """Yield the verbs of speech in folded `text` with what belongs to them (介绍说, 说过)."""
    for match in _words().verb.finditer(text):
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
            word = _words().verb.match(self.text, verb.start)
            assert word is not None
            rest = clause.end - verb.end
            ends_clause = rest <= _LONGEST_OBJECT and self.masked[clause.end : clause.end + 1] in (
                ",",
                ":",
            )
            at_once = word["verb"] in _words().reporting
            introduces = word["verb"] in _words().before_pause or word[0].removeprefix(
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
        while match := _words().verb.search(self.masked, at, clause.end):
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
        phrase = self._phrase(start, verb.start)
        if phrase is None:
            if self.masked[start : verb.start].strip() and self._stripped(start, verb.start):
                return None
            while start > lowest and phrase is None:
                clause_end = start - 1
                start = self._clause_start(clause_end, lowest)
                phrase = self._subject(start, clause_end)
                if phrase is not None and not self._is_person(phrase):
                    return None
        if phrase is None or self.text[phrase.start : phrase.end] in _words().nobody:
            return None
        return _Attribution(phrase, self._name(phrase), Span(start, max(end, verb.end)), said=True)

    def _by_deed(self, start: int, end: int) -> _Attribution | None:
        """Return the person that does anything at all in a clause beside a quotation."""
        phrase = self._subject(start, end)
        if phrase is None or self.text[phrase.start : phrase.end] in _words().nobody:
            return None
        if not self._is_person(phrase):
            return None
        return _Attribution(phrase, self._name(phrase), Span(start, end), said=False)

    def _is_person(self, phrase: Span) -> bool:
        text = self.text[phrase.start : phrase.end]
        return is_pronoun(text) or is_person_noun(text) or self._name(phrase) is not None

    def _way_of_putting(self, start: int, end: int) -> _Attribution | None:
        clause = self.masked[start:end]
        match = _words().way_of_putting.match(clause.strip())
        if match is None:
            return None
        lead = len(clause) - len(clause.lstrip())
        phrase = self._phrase(start + lead + match.start("who"), start + lead + match.end("who"))
        if phrase is None:
            return None
        return _Attribution(phrase, self._name(phrase), Span(start, end), said=True)

    def _name(self, phrase: Span) -> Span | None:
        return name_at_end(self.text, phrase, self._tokens(phrase.start, phrase.end))

    # --- noun phrases --------------------------------------------------------------------------

    def _tokens(self, start: int, end: int) -> list[Token]:
        """Return the tokens that lie wholly between two places."""
        first = bisect_left(self.token_starts, start)
        last = bisect_left(self.token_starts, end, first)
        return [t for t in self.tokens[first:last] if t.end <= end]

    def _token_across(self, at: int) -> Token | None:
        """Return the token that begins before a place and ends behind it."""
        number = bisect_left(self.token_starts, at) - 1
        return self.tokens[number] if number >= 0 and self.tokens[number].end > at else None

    def _phrase(self, start: int, end: int) -> Span | None:
        """Return the noun phrase that is `text[start:end]` but for adverbs and openings."""
        tokens = self._stripped(start, end)
        cut = next((i for i in range(len(tokens) - 2, -1, -1) if tokens[i].text == "的"), None)
        if cut is not None:
            tokens = tokens[cut + 1 :]
        if not tokens:
            return None
        span = Span(tokens[0].start, tokens[-1].end)
        text = self.text[span.start : span.end]
        if is_pronoun(text):
            return span
        if len(text) < 2 or len(span) > _LONGEST_PHRASE or _BRACKET.search(text):
            return None
        is_noun = (
            tokens[-1].tag.startswith(_NOUN_TAGS)
            or is_person_noun(text)
            or text.endswith(_words().bodies)
        )
        return span if is_noun or self._name(span) else None

    def _stripped(self, start: int, end: int) -> list[Token]:
        """Return the tokens of a clause before its verb without openings and adverbial phrases."""
        words = _words()
        while day := _DAY.match(self.masked, start, end):
            start = day.end()
        if place := _OCCASION.search(self.masked, start, end):
            end = place.start()
        tokens = self._tokens(start, end)
        if (cut := self._token_across(start)) and cut.end <= end:
            tokens.insert(0, Token(self.text[start : cut.end], start, cut.end, "nr"))
        if (cut := self._token_across(end)) and start <= cut.start:
            # jieba drew the verb or preposition into the name before it.
            tokens.append(Token(self.text[cut.start : end], cut.start, end, "nr"))
        while tokens and (tokens[0].text in words.openings or not tokens[0].text.strip(" ”“")):
            tokens = tokens[1:]
            if tokens and (day := _DAY.match(self.masked, tokens[0].start, end)):
                tokens = [t for t in tokens if t.start >= day.end()]
        for number, token in enumerate(tokens):
            if number and token.text in words.prepositions:
                later = {t.text for t in tokens[number:]}
                if "的" not in later or token.text in ("在", "对", "向", "就"):
                    tokens = tokens[:number]
                    break
        return self._without_adverbs(tokens)

    def _without_adverbs(self, tokens: list[Token]) -> list[Token]:
        words = _words()
        while tokens:
            last = tokens[-1]
            if drawn_in := next(
                (w for w in words.adverbs if len(w) > 1 and last.text.endswith(w)), None
            ):
                # jieba drew the adverb into the name before it.
                cut = last.end - len(drawn_in)
                rest = [Token(last.text[: -len(drawn_in)], last.start, cut, "nr")]
                tokens = tokens[:-1] + (rest if cut > last.start else [])
                continue
            if len(tokens) == 1:
                return [] if last.text in words.adverbs or last.tag in ("d", "c", "p") else tokens
            along = next(
                (i for i in range(len(tokens) - 1, 0, -1) if tokens[i].text in ("着", "地")), None
            )
            if along is not None and len(tokens) - along <= 4:
                tokens = tokens[: along - 1]
            elif any(t.text in ("一边", "一面") for t in tokens[1:]):
                tokens = tokens[
                    : next(i for i, t in enumerate(tokens) if t.text in ("一边", "一面"))
                ]
            elif last.text in words.adverbs or (
                last.tag.startswith(("d", "c", "ad", "u"))
                and last.tag != "uj"
                and self._name(Span(tokens[0].start, last.end)) is None
            ):
                tokens = tokens[:-1]
            elif day := _DAY.search(self.masked, tokens[1].start, last.end):
                if day.end() != last.end:
                    break
                tokens = [t for t in tokens if t.end <= day.start()]
            else:
                break
        return tokens

    def _subject(self, start: int, end: int) -> Span | None:
        """Return the noun phrase with which a clause begins, relative clauses left out."""
        while day := _DAY.match(self.masked, start, end):
            start = day.end()
        tokens = self._tokens(start, end)
        words = _words()
        at = 0
        while at < len(tokens):
            first = Span(tokens[at].start, tokens[at].end)
            dotted = at + 1 < len(tokens) and tokens[at + 1].text == "·"
            if tokens[at].text in words.pronouns:
                return first
            if not dotted and not tokens[at].tag.startswith("nr") and self._name(first) == first:
                # 老周 and the like, which jieba takes for other words.
                return first
            if tokens[at].tag.startswith(_FUNCTION_TAGS) or tokens[at].text in words.openings:
                at += 1
                if tokens[at - 1].tag.startswith("p"):
                    at = self._after_relative(tokens, at)
                continue
            run = at
            while run < len(tokens) and self._is_noun(tokens[run]):
                run += 1
            if run < len(tokens) and tokens[run].text == "的" and run > at:
                at = run + 1
                continue
            if run > at:
                phrase = self._named_first(tokens[at:]) or Span(
                    tokens[at].start, tokens[run - 1].end
                )
                return phrase if len(phrase) > 1 else None
            if named := self._named_first(tokens[at:]):
                return named
            moved = self._after_relative(tokens, at)
            if moved == len(tokens):
                return None
            at = moved
        return None

    def _after_relative(self, tokens: list[Token], at: int) -> int:
        """Return the place after the next 的, or the end."""
        while at < len(tokens) and tokens[at].text != "的":
            at += 1
        return min(at + 1, len(tokens))

    def _is_noun(self, token: Token) -> bool:
        return (
            (
                token.tag.startswith(_NOUN_TAGS)
                or token.tag == "g"  # a character of an unknown name
                or token.text == "·"
                or (len(token.text) > 1 and is_person_noun(token.text))  # 镇长, tagged v
            )
            and token.text not in _words().adverbs
            and not token.tag.startswith("ad")
            and token.text[0] not in "“”()"
        )

    def _named_first(self, tokens: list[Token]) -> Span | None:
        """Return the name, perhaps cut up by jieba, with which the tokens begin."""
        for count in (2, 3):
            pieces = tokens[:count]
            if len(pieces) < count:
                return None
            span = Span(pieces[0].start, pieces[-1].end)
            if len(pieces[0].text) <= 2 and pieces[0].tag.startswith("n") and len(span) <= 4:
                name = name_at_end(self.text, span, pieces)
                if name == span and (len(tokens) == count or tokens[count].tag[0] in "dpvu"):
                    return span
        return None


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
