"""How a text introduces a person: the post or trade before the name, or behind it.

(51岁的保洁员甲; 某镇副镇长乙说; 丙,某厂厂长,…; 丁是一名修表匠.)
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.answer import Answer, Evidence, Status
from bot.answering.datafiles import read_toml
from bot.answering.facts.names import is_courtesy, is_name, is_person_noun
from bot.answering.question import Question
from bot.answering.strategies.base import Context, answer_at
from bot.answering.strategies.computed.figures import articles
from retrieval.page import Span
from retrieval.surnames import is_surname
from retrieval.tokens import tokenize_folded, word_probability

_NOUN_TAGS = ("n", "vn", "b", "j", "l", "s", "i", "eng", "q", "m", "x", "a", "g")
"""What the words of a description are (tags of jieba); 2号线 has a numeral and a measure word."""
_JOINING = frozenset({"的", "、", "兼", "级", "“", "”", '"', "《", "》", "·", *"省市县区镇乡村州"})
"""What else stands within a description."""
_NO_BEGINNING = '的、兼”级·"'
"""With what no description begins."""
_AGE = re.compile("^.*?岁的?")
_LEADS_UP = re.compile(
    "^(?:据|请|让|对|向|名|位|一[名位个]|是|叫|原为|今天|昨天|昨日|近日|当天|日前|如今|时任|最[小大]的)+"
)
"""What stands before a description and is no part of it."""
_FROM = re.compile("[省市县区镇乡村州]人$")
"""Where somebody is from, which is not what he is."""
_BODIES = frozenset("科处局部办院组站队会所厂司室股")
"""Nouns for parts of a body, before which a verb says what they do (长期照护科)."""
_POINTING = frozenset("他她它我你您这那其谁哪")
_SHORTEST = 2
_LONGEST_NAME = 4
_FAMILIAR = re.compile(r"[老小阿][\u4e00-\u9fff]$")
_POST = r"(?:一?[名位个])?(?P<post>[^,;:。()!?]{2,24})(?=[,;。()!?]|$)"
_BEHIND = re.compile(
    rf"(?:[,(](?:[男女],)?(?:[今现时]年)?(?:\d+岁,)?|(?:现|就|原|本|也|曾)?是){_POST}"
)
"""A description behind a name, in brackets, between commas or after 是."""
_FARTHER_BEHIND = re.compile(rf"(?:\([^()]*\))?(?:,(?:[^,;。:()]{{2,8}}人,)?|是){_POST}")
"""One behind a bracket that tells something else, or behind where somebody is from."""


@dataclass(frozen=True)
class Introduction:
    """Where a sentence says what somebody is."""

    article: AnnotatedArticle
    sentence: AnnotatedSentence
    span: Span
    """The description within the sentence."""

    @property
    def text(self) -> str:
        """The description as it stands in the text."""
        return self.sentence.sentence.text[self.span.start : self.span.end]

    def answer(self, question: Question, confidence: float) -> Answer:
        """Give the description as the answer."""
        evidence = Evidence(
            self.article.page,
            self.article.article,
            self.sentence.paragraph,
            self.sentence.sentence,
            (self.span,),
        )
        return Answer(
            question, Status.ANSWERED, self.text, question.kind, confidence, evidence=(evidence,)
        )


def is_personal(name: str) -> bool:
    """Tell whether folded `name` is somebody's: a full name, or a familiar one (老甲)."""
    if is_courtesy(name[1:]) and is_surname(name[0]):
        return True
    if _FAMILIAR.match(name) and is_surname(name[1]):
        return True
    if len(name) == _LONGEST_NAME and all(map(is_surname, name[:2])):  # both of a couple's
        return True
    return len(name) <= _LONGEST_NAME and is_name(name)


def may_be_personal(name: str) -> bool:
    """Tell whether folded `name` may be somebody's whose surname is rare: it is no word at all."""
    if name[0] in _POINTING:
        return False
    return len(tokenize_folded(name)) > 1 and not word_probability(name) and not is_a_person(name)


def mentions(
    name: str, question: Question, context: Context
) -> Iterator[tuple[AnnotatedArticle, AnnotatedSentence, int]]:
    """Yield where the articles nearest to a question have a folded name (offset in sentence)."""
    for article in articles(context.finder, question):
        for sentence in article.sentences:
            at = sentence.folded.find(name)
            while at >= 0:
                yield article, sentence, at
                at = sentence.folded.find(name, at + 1)


def answer_beside_name(
    name: str,
    question: Question,
    context: Context,
    beside: Callable[[AnnotatedSentence, int], Iterator[Span]],
    sure: float,
) -> Answer | None:
    """Return the first span that `beside` yields for a mention of a name; None if there is none."""
    for article, sentence, at in mentions(name, question, context):
        if (span := next(beside(sentence, at), None)) is not None:
            return answer_at(question, article, sentence, span, sure)
    return None


def introductions(name: str, question: Question, context: Context) -> Iterator[Introduction]:
    """Yield where the articles nearest to a question say what somebody is, in reading order."""
    for article, sentence, at in mentions(name, question, context):
        end = at + len(name)
        span = description_before(sentence, at) or _behind(sentence, end) or _title(sentence, end)
        if span is not None:
            yield Introduction(article, sentence, span)


def phrase_before(sentence: AnnotatedSentence, at: int) -> Span | None:
    """Return the noun phrase that ends where a name begins, with ages and all; None if none."""
    end = len(sentence.folded[:at].rstrip())
    start, first = end, ""
    for token in reversed([t for t in sentence.tokens if t.start < end]):
        said = token.text[: end - token.start]
        rest = start == end and token.end > end  # 修复|师甲乙: the name was cut with what is before
        if (token.end != start and not rest) or not (
            rest
            or said in _JOINING
            or (token.tag.startswith(_NOUN_TAGS) and said[0].isalnum())
            or is_a_person(said)
            or _is_in_post(sentence.folded[token.start : end], said)
            or (token.tag == "v" and sentence.folded[start] in _BODIES)
        ):
            # 看了五十年戏的票友, 负责建设的总工程师: what he did is no part of it.
            if token.tag.startswith("u") or (token.tag == "v" and first.startswith("v")):
                start = sentence.folded.rfind("的", start, end - 1) + 1 or start
            break
        start, first = token.start, token.tag
    while start < end and sentence.folded[start] in _NO_BEGINNING:
        start += 1
    return Span(start, end) if start < end else None


def _is_in_post(phrase: str, verb: str) -> bool:
    """Tell whether a phrase begins with a verb of a post right before a noun for a person."""
    return verb in _words("in_posts") and is_a_person(phrase[len(verb) :])


def is_a_person(text: str) -> bool:
    """Tell whether a folded noun phrase ends in what somebody is (保洁员, 徒弟)."""
    return is_person_noun(text) or text.endswith(_words("persons"))


@cache
def _words(table: str) -> tuple[str, ...]:
    return tuple(read_toml(__package__, "naming.toml")[table])


def description_before(sentence: AnnotatedSentence, at: int) -> Span | None:
    """Return what somebody is by the words right before his name: a noun for a person, whole."""
    phrase = phrase_before(sentence, _first_of_names(sentence, at))
    if phrase is None:
        return None
    said = sentence.folded[phrase.start : phrase.end].removesuffix("的")
    phrase = Span(phrase.start, phrase.start + len(said))
    start = phrase.start
    for pattern in (_AGE, _LEADS_UP):
        if match := pattern.match(sentence.folded[start : phrase.end]):
            start += match.end()
    if phrase.end - start < _SHORTEST or not is_a_person(said.rstrip('”"')):
        return None
    # Of several that are named one after the other only the last is meant: 甲某、工程师乙某.
    *parts, _ = sentence.folded[start : phrase.end].split("、")
    for part in parts:
        if is_a_person(part) and not is_name(part):
            break
        start += len(part) + 1
    quoted = sentence.folded[start : phrase.end].count('"') % 2
    if quoted and sentence.folded[:start].endswith('"'):
        start -= 1
    opened = "“" in sentence.folded[start : phrase.end]
    end = phrase.end - (said.endswith("”") and not opened)
    return Span(start, end)


def _first_of_names(sentence: AnnotatedSentence, at: int) -> int:
    """Return where the first of several names begins that share what stands before (主任甲、乙)."""
    before = sentence.folded[:at]
    while before.endswith("、"):
        named = next((t for t in sentence.tokens if t.end == len(before) - 1), None)
        if named is None or not is_name(named.text) or is_a_person(named.text):
            break
        before = before[: named.start]
    return len(before) if before and not before.endswith("、") else at


def _behind(sentence: AnnotatedSentence, end: int) -> Span | None:
    found = (
        _described(sentence, p.match(sentence.folded, end)) for p in (_BEHIND, _FARTHER_BEHIND)
    )
    return next((span for span in found if span is not None), None)


def _title(sentence: AnnotatedSentence, end: int) -> Span | None:
    """Return the title that stands right behind a name (甲[校长])."""
    title = next((w for w in _words("titles_behind") if sentence.folded.startswith(w, end)), None)
    if title is None or any(t.start < end + len(title) < t.end for t in sentence.tokens):
        return None
    return Span(end, end + len(title))


def _described(sentence: AnnotatedSentence, match: re.Match[str] | None) -> Span | None:
    """Return the description that was found, if it says what somebody is."""
    if match is None or not is_a_person(match["post"]) or _FROM.search(match["post"]):
        return None
    span = Span(*match.span("post"))
    inside = [t for t in sentence.tokens if span.contains(Span(t.start, t.end))]
    if any(t.tag in ("v", "p", "d") for t in inside[:1]):
        return None
    return span
