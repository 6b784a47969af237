"""All of whom something is done by, where it is asked by whom (由[甲、乙]担任)."""

import re
from collections.abc import Sequence
from functools import partial

from bot.answering.annotation import CLAUSE_ENDS, AnnotatedSentence
from bot.answering.datafiles import table_words
from bot.answering.question import Kind, Question
from bot.answering.spans.sorts import is_body
from bot.answering.understanding.kind import head_kind
from retrieval.page import Span
from retrieval.patterns import any_of
from retrieval.tokens import Token

_words = partial(table_words, __package__, "bodies.toml")

_BY_WHOM = re.compile(
    "(?:由|是|归|^|[^\\W和与跟给])(?:谁|(?:哪|什么|何)[^,]{0,4}?)(?P<deed>[^\\W谁哪什么人位家些个]{2,6}?)[的呢了?]*$"
)
_LEADS_TO_DEED = re.compile(f"{any_of(_words('before_deed'))}+$")
_DEED_TAGS = ("v", "vn", "vd", "b")
"""Parts of speech of what is done (主办 is tagged b)."""
_LONGEST_AGENT = 30
"""Characters between 由 and the verb."""


def agent(question: Question, sentence: AnnotatedSentence, span: Span) -> Span | None:
    """Return all of whom something is done by, where it is asked by whom (由[甲、乙]担任)."""
    folded = sentence.folded
    asked = _BY_WHOM.search(question.folded)
    by = folded.rfind("由", max(span.start - _LONGEST_AGENT, 0), span.start) if asked else -1
    if asked is None or by < 0:
        return None
    deed = asked["deed"]
    if question.asks_sort and question.head in deed:
        deed = deed.partition(question.head)[2]  # 哪家[公司]|投资的
    if not deed:
        return None
    who = _who_does(sentence, by + 1)
    if who and (who.overlaps(span) or folded[who.end : who.end + 2] in question.folded):
        return who
    pairs = [deed[at : at + 2] for at in range(len(deed) - 1)]
    ends = [at for pair in pairs if (at := folded.find(pair, by)) >= 0]
    end = min(ends, default=folded.find(deed[-1], by))  # 担任: 任
    torn = next((t for t in sentence.tokens if t.start < end < t.end), None)
    if torn is not None and torn.tag not in _DEED_TAGS:
        return None  # 由某人的团|队揭榜: asked about 带队
    end = torn.start if torn is not None else end  # 某厂|制造: asked about 造
    inside = folded[by + 1 : end] if 0 <= end - by <= _LONGEST_AGENT else ""
    inside = _LEADS_TO_DEED.sub("", inside)
    end = by + 1 + len(inside)
    whole = Span(by + 1, end)
    if question.kind is Kind.PERSON and folded[: span.start].endswith("的") and span.end == end:
        return None  # 由某村的|甲|夺冠
    return whole if whole.overlaps(span) and not set(inside) & set(",;:。由") else None


def _who_does(sentence: AnnotatedSentence, start: int) -> Span | None:
    """Return who stands between 由, which ends at `start`, and what is done; None if unsure.

    Where others do other things before it, the last (由甲主办、[乙]承办).
    """
    tokens = sentence.tokens_beginning_in(Span(start, start + _LONGEST_AGENT))
    first, found = 0, None
    for at, token in enumerate(tokens):
        if token.text[0] in CLAUSE_ENDS or token.text in "的“《":
            break
        who = tokens[first:at]
        if token.text == "、" and who and who[-1].tag in _DEED_TAGS and not _is_one(who):
            first, found = at + 1, None
        elif who and _is_deed(token, who[-1]) and _is_one(who):
            if at + 1 < len(tokens) and tokens[at + 1].text == "、":
                continue
            if found is None or is_body(who):
                # 某市|建工|第三集团, but not 公证处|当场
                leads = len(who) > 1 and _LEADS_TO_DEED.fullmatch(who[-1].text)
                found = Span(who[0].start, who[-2 if leads else -1].end)
    return found


def _is_deed(token: Token, before: Token) -> bool:
    """Tell whether a token is what somebody does: after a person, what may be a noun is too."""
    return token.tag in ("v", "vd") or (token.tag == "vn" and before.tag.startswith("nr"))


def _is_one(tokens: Sequence[Token]) -> bool:
    """Tell whether tokens end as a name or a body does."""
    is_place = head_kind("".join(t.text for t in tokens)) is Kind.PLACE  # 文化馆
    return tokens[-1].tag.startswith("nr") or is_place or is_body(tokens)
