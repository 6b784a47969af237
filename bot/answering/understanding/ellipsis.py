"""A question that leans on the turn before: 乙呢, 增长多少, 他说了什么."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.answer import Answer, Status
from bot.answering.facts.measures import attribute_nouns
from bot.answering.facts.numerals import written_number
from bot.answering.facts.timepoint import TimeKind
from bot.answering.facts.times import find_times
from bot.answering.lexicon.words import PLACE_ENDINGS, contrast, light_words
from bot.answering.own_topic import events
from bot.answering.question import Kind, Question
from bot.answering.understanding.kind import QUESTION_WORD, head_kind
from bot.answering.understanding.recut import Known
from bot.answering.understanding.understand import content_tokens, understand
from retrieval.fold import fold
from retrieval.page import Span
from retrieval.tokens import Token, tokenize_folded

_WHAT_ABOUT = re.compile(
    r"^(?:那么?|噉|咁)?(?:,)?(?P<topic>.{1,40}?)(?:又?(?:呢|咧|如何|怎样|怎么样))[?!。\s]*$"
)
_POINTS_BACK = re.compile(
    r"其中|^那(?!么?,?(?:什么|何|谁|哪|为什么|怎|多|几))|^还有|^另外|^(?:这|该|此)[^篇条]|[他她它]们?(?!们)|上述|同期|^其|这[个家位些]|那[个家位些]"
)
_PERSON = re.compile(r"(?<![其吉])[他她](?!们|人)")
_PERSONS = (Kind.PERSON, Kind.SPEAKER)
_PLACE_AND_TIME = ("ns", "nt", "t")
_FEW = 2
_OWN_WORDS = 3
"""A question with so few content words may lean on the turn before."""


def what_about(text: str) -> str | None:
    """Return the topic of a question of the form “X呢”, None for any other."""
    folded = fold(text)
    match = _WHAT_ABOUT.match(folded)
    if match is None or QUESTION_WORD.search(match["topic"]):
        return None
    return text[match.start("topic") : match.end("topic")]


def points_back(text: str) -> bool:
    """Tell whether a question has a word that points at what was said before (其中, 他, 这家)."""
    return _POINTS_BACK.search(fold(text)) is not None


def resolve(text: str, before: Answer, known: Known | None = None) -> Question:
    """Understand `text` in the light of the turn before it.

    A question that stands by itself comes out as `understand` has it, nothing carried over.
    """
    topic = what_about(text)
    if topic is not None:
        return _about(topic, before.question, known)
    question = understand(text, known)
    if question.kind is Kind.NONE:
        return question
    if (named := _with_name(text, question, before)) is not None:
        return _carry(understand(named, known), before)
    own = [w for w in question.focus if w not in light_words() and w not in question.units]
    if _POINTS_BACK.search(question.folded) or len(own) <= _OWN_WORDS:
        return _carry(question, before)
    return question


def _with_name(text: str, question: Question, before: Answer) -> str | None:
    """Return `text` with the person that the turn before named for its first 他, None without.

    Whose words are asked for is found out by speech.py.
    """
    pronoun = _PERSON.search(question.folded)
    named = before.status is Status.ANSWERED and before.question.kind in _PERSONS
    if pronoun is None or not named or before.text is None or question.kind is Kind.QUOTATION:
        return None
    return text[: pronoun.start()] + before.text + text[pronoun.end() :]


def _carry(question: Question, before: Answer) -> Question:
    """Take over what the turn before was about, less what the question itself says.

    A turn that said little itself hands on what it had taken over, as far as it was of use.
    """
    own = {*question.focus, *before.question.units, *light_words()}
    words = [word for word in before.question.focus if word not in own]
    if len(words) < _FEW:
        told = _told(before)
        words += [w for w in before.question.carried if w not in own and (not told or w in told)]
    kept = (w for w in dict.fromkeys(words) if not any(_displaces(o, w) for o in question.focus))
    return replace(question, carried=tuple(kept), leans=True)


def _told(answer: Answer) -> str:
    """Return what the paragraphs and headlines say that an answer rests on, folded; "" without.

    Words handed down that do not stand there were of no use to it, and are not handed on.
    """
    parts = [e.article.headline or "" for e in answer.evidence]
    parts += [s.text for e in answer.evidence for s in e.paragraph.sentences]
    return fold("\n".join(parts))


def _displaces(own: str, carried: str) -> bool:
    """Tell whether a word of the question stands in the place of one said before (甲县, 乙县).

    A place does in that of any (全市), what is measured in that of what was (增速, 失业率), and
    what happened in that of what happened before (开工, 通车).
    """
    happened = own in events() and carried in events()
    ranks = own[-1] == carried[-1] and own[-1] in PLACE_ENDINGS
    any_place = own[-1] in PLACE_ENDINGS and carried[-1] in PLACE_ENDINGS and carried[0] == "全"
    measured = _says_measure(own) and _says_measure(carried)
    alike = ranks or any_place or measured or happened
    return alike or (len(own) == len(carried) and contrast(own, carried))


_RATES = ("率", "额", "量", "速", "幅")
"""Last characters of what is measured that no list has (失业率)."""


def _about(topic: str, question: Question, known: Known | None) -> Question:
    """Ask `question` about another thing.

    Its place and time still hold, unless `topic` is one.
    """
    asked = _substitute(topic, question, known)
    said = (*question.tokens, *tokenize_folded(" ".join(question.carried)))
    mine = content_tokens(understand(topic, known).tokens)
    carried = (
        token.text
        for token in said
        if token.tag in _PLACE_AND_TIME
        and token.text not in asked.focus
        and not any(token.tag == other.tag for other in mine)
        and not (token.tag == "t" and _time(fold(topic)))
    )
    return replace(asked, carried=tuple(dict.fromkeys(carried)), leans=True)


def _substitute(topic: str, question: Question, known: Known | None) -> Question:
    """Put `topic` in the place of what it stands beside in the question before."""
    wh = question.wh or Span(len(question.text), len(question.text))
    mine = content_tokens(understand(topic, known).tokens)
    place = _parallel(topic, question, mine)
    if place is not None:
        text = question.text[: place.start] + topic + question.text[place.end :]
        return understand(text, known)
    if all(is_particular(token) for token in mine):
        # Another place or time, of the same thing.
        return understand(topic + question.text, known)
    said = head_kind(fold(topic))
    if question.change is not None and not (said and said.is_quantity):
        basis = question.change.basis_span  # 乙[同比增长多少]
        start = min(span.start for span in (question.change.word, basis) if span)
        return understand(topic + question.text[start:], known)
    measure = _measure(question)
    if measure is not None and _is_thing(topic, mine):
        return understand(topic + question.text[measure.start :], known)
    kind = said or question.kind
    if kind.is_quantity:
        # Another thing has another measure word.
        asked = replace(understand(f"{topic}多少", known), kind=kind)
        return (
            asked if kind is not question.kind else replace(asked, kind=Kind.NUMBER, dimensions=())
        )
    return understand(f"{topic}{question.text[wh.start :]}", known)


def _measure(question: Question) -> Token | None:
    """Return the measure that a question asks of a thing named before it (甲的[均价]多少)."""
    theirs = content_tokens(question.tokens, question.wh)
    if not question.kind.is_quantity or question.wh is None or len(theirs) < _FEW:
        return None
    before = [token for token in theirs if token.end <= question.wh.start]
    return before[-1] if len(before) > 1 and _says_measure(before[-1].text) else None


def _says_measure(text: str) -> bool:
    """Tell whether a word ends as what is measured does."""
    return len(text) > 1 and text.endswith((*attribute_nouns(), *_RATES))


def _is_thing(topic: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a topic, cut into `tokens`, is a noun that something may be measured of."""
    nouns = all(token.tag[0] == "n" for token in tokens) and fold(topic).endswith(tokens[-1].text)
    return nouns and not _says_measure(fold(topic)) and not points_back(topic)


def _parallel(topic: str, question: Question, mine: Sequence[Token]) -> Span | None:
    """Return the words of the question before that `topic` replaces, None if none is like it.

    Alike are two times, two places or persons, and nouns that end in the same word. `mine` are the
    topic's own words.
    """
    theirs = content_tokens(question.tokens, question.wh)
    if not mine or not theirs:
        return None
    times = [t.span for t in find_times(question.folded) if t.kind is not TimeKind.DURATION]
    if times and _time(fold(topic)):
        return times[0]
    last = mine[-1]
    for index, token in enumerate(theirs):
        if _alike(last, token):
            start = index
            while start and token.tag[0] == "n" and _modifies(theirs[start - 1], theirs[start]):
                start -= 1
            return Span(theirs[start].start, token.end)
    return None


def _alike(one: Token, other: Token) -> bool:
    if one.text == other.text:
        return True
    if one.tag in ("t", "ns", "nr", "nt") and one.tag == other.tag:
        return True
    ordinals = one.text[0] == other.text[0] == "第"
    # A noun that is in no dictionary may be tagged as anything (首班, 末班).
    unknown = contrast(one.text, other.text) and written_number(one.text[0]) is None
    nouns = (one.tag[0] in "nj" and other.tag[0] in "nj") or unknown
    return (ordinals or nouns) and one.text[-1] == other.text[-1]


def _time(folded: str) -> bool:
    """Tell whether a topic is a time and nothing else."""
    return any(len(time.span) == len(folded) for time in find_times(folded))


def _modifies(token: Token, next_token: Token) -> bool:
    touches = token.end == next_token.start
    return touches and token.tag[0] in "nbajmq" and token.tag not in ("ns", "nr", "nt")


def is_particular(token: Token) -> bool:
    """Tell whether a word names a place, a body, a person or a time."""
    return token.tag in ("ns", "nt", "nr", "t")
