"""Noun phrases for who speaks: cut free of adverbs, openings and relative clauses."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from bot.answering.facts.names import is_person_noun, name_at_end
from bot.answering.facts.speech_words import is_pronoun, speech_words
from retrieval.page import Span
from retrieval.tokens import Token, word_probability

_LONGEST_PHRASE = 40
"""Longest noun phrase for a speaker, in characters."""
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


class SpeakerPhrases:
    """The noun phrases of one paragraph; offsets are code points of its folded text."""

    def __init__(self, text: str, masked: str, tokens: Sequence[Token]) -> None:
        """Read `tokens` of `text`; in `masked` what stands in quotation marks is hidden."""
        self.text = text
        self.masked = masked
        self.tokens = tokens
        self.token_starts = [t.start for t in tokens]

    def name(self, phrase: Span) -> Span | None:
        """Return the personal name with which a phrase ends."""
        return name_at_end(self.text, phrase, self.tokens_between(phrase.start, phrase.end))

    def tokens_between(self, start: int, end: int) -> list[Token]:
        """Return the tokens that lie wholly between two places."""
        first = bisect_left(self.token_starts, start)
        last = bisect_left(self.token_starts, end, first)
        return [t for t in self.tokens[first:last] if t.end <= end]

    def token_across(self, at: int) -> Token | None:
        """Return the token that begins before a place and ends behind it."""
        number = bisect_left(self.token_starts, at) - 1
        return self.tokens[number] if number >= 0 and self.tokens[number].end > at else None

    def phrase(self, start: int, end: int) -> Span | None:
        """Return the noun phrase that is `text[start:end]` but for adverbs and openings."""
        tokens = self.stripped(start, end)
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
            or text.endswith(speech_words().bodies)
        )
        if self.name(span):
            return span
        tells = any(t.tag in ("d", "p") and word_probability(t.text) for t in tokens[:-1])
        return span if is_noun and not tells else None  # 比赛前只跟队员 names nobody

    def stripped(self, start: int, end: int) -> list[Token]:
        """Return the tokens of a clause before its verb without openings and adverbial phrases."""
        words = speech_words()
        while day := _DAY.match(self.masked, start, end):
            start = day.end()
        if place := _OCCASION.search(self.masked, start, end):
            end = place.start()
        tokens = self.tokens_between(start, end)
        if (cut := self.token_across(start)) and cut.end <= end:
            tokens.insert(0, Token(self.text[start : cut.end], start, cut.end, "nr"))
        if (cut := self.token_across(end)) and start <= cut.start:
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
        words = speech_words()
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
                and self.name(Span(tokens[0].start, last.end)) is None
            ):
                tokens = tokens[:-1]
            elif day := _DAY.search(self.masked, tokens[1].start, last.end):
                if day.end() != last.end:
                    break
                tokens = [t for t in tokens if t.end <= day.start()]
            else:
                break
        return tokens

    def subject(self, start: int, end: int) -> Span | None:
        """Return the noun phrase with which a clause begins, relative clauses left out."""
        while day := _DAY.match(self.masked, start, end):
            start = day.end()
        tokens = self.tokens_between(start, end)
        words = speech_words()
        at = 0
        while at < len(tokens):
            first = Span(tokens[at].start, tokens[at].end)
            dotted = at + 1 < len(tokens) and tokens[at + 1].text == "·"
            if tokens[at].text in words.pronouns:
                return first
            if not dotted and not tokens[at].tag.startswith("nr") and self.name(first) == first:
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
            and token.text not in speech_words().adverbs
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
