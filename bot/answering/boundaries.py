"""Where a name or noun phrase really begins and ends."""

import re
from collections.abc import Sequence

from bot.answering.annotation import CLAUSE_ENDS, AnnotatedArticle, AnnotatedSentence
from bot.answering.candidates import MAX_TOKENS
from bot.answering.ends import RANGE, asks_end
from bot.answering.facts.names import is_name
from bot.answering.lexicon import PLACE_ENDINGS
from bot.answering.question import Kind, Question
from bot.answering.sorts import is_body
from bot.answering.torn_names import whole_name
from bot.answering.understanding.grain import asked_grain, asks_range
from bot.answering.understanding.kind import head_kind
from retrieval.page import Span
from retrieval.stopwords import stop_words
from retrieval.tokens import Token, word_probability

_NOUN_TAGS = ("n", "b", "j", "eng", "vn", "an")


_PROPER = ("ns", "nt", "nr")
_ACTION_TAGS = ("vn", "an")
_INSTITUTES = frozenset("所院局部厅处社科室")
"""Last characters of a body's name that jieba tags as another word."""
_FIRMS = ("企业", "公司", "单位", "机构", "厂家", "厂商")
"""Nouns that ask for a body of any name (哪家[企业]): a name need not end in them."""
_SHORTEST_BODY = 4
"""Characters of a body's name that a preposition is cut off from."""
_GENERIC = frozenset(
    {"企业", "单位", "机构", "组织", "部门", "团体", "高校", "院校", "地区", "地方", "区域", "地带"}
)
"""Nouns for many places or bodies, with which no name ends (某市[企业])."""


def whole_answer(question: Question, article: AnnotatedArticle, first: int, last: int) -> Span:
    """Return what of the sentence answers where tokens `first` to `last` score best."""
    found = first, last
    if question.asks_sort and not question.kind.is_quantity:
        first, last = complete_name(article, first, last, question.head)
        first, last = named_after(article, first, last, question.head)
    firm = question.asks_sort and question.head in _FIRMS
    whole = firm or not question.asks_sort
    if (first, last) == found and whole and question.kind in (Kind.PERSON, Kind.ORGANISATION):
        text = "".join(t.text for t in article.tokens[first : last + 1])
        end = _last_of_name(article, first, last) if article.tags[last] == "ns" else last
        if is_body(article.tokens[end].text, article.tags[end : end + 1]):
            last = end  # 某市|甲公司
            text = "".join(t.text for t in article.tokens[first : last + 1])
        if is_body(text, article.tags[first : last + 1]):
            first, last = whole_body(article, first, last)
            if question.kind is Kind.PERSON:
                first, last = _officers(article, first, last)
    elif question.kind is Kind.PLACE and not question.asks_sort:
        first, last = whole_place(article, first, last)
    elif question.kind is Kind.DATE:
        span = Span(article.tokens[first].start, article.tokens[last].end)
        return _whole_time(question, article.sentence_at(first), span)
    if question.kind is Kind.ORGANISATION:
        first, last = _body_alone(article, first, last)
    if question.kind in (Kind.PERSON, Kind.SPEAKER):
        first, last = _person_named(article, first, last)
    first = _with_rank(article, first, last)
    span = Span(article.tokens[first].start, article.tokens[last].end)
    span = _without_sort(article.sentence_at(first).folded, span, question)
    if not question.kind.is_quantity:
        span = _with_unit(article.sentence_at(first), span)
        span = whole_name(article, article.sentence_at(first), span)
    if question.kind not in (Kind.PERSON, Kind.ORGANISATION):
        return span
    if by := _agent(question, article.sentence_at(first), span):
        return by
    return _without_preposition(article.sentence_at(first).folded, span)


def _officers(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Widen bodies to the persons that are meant, where these follow (甲局、|乙局|负责人)."""
    tokens, tags = article.tokens, article.tags
    end = last
    while end + 1 < len(tags):
        listed = tokens[end + 1].text == "、" and end + 2 < len(tags)
        if listed and is_body(tokens[end + 2].text, tags[end + 2 : end + 3]):
            end += 2
        elif _goes_on(article, tags, end, end + 1):
            end += 1
        else:
            break
    if end == last or head_kind(tokens[end].text) is not Kind.PERSON:
        return first, last
    while (
        first > 1
        and tokens[first - 1].text == "、"
        and is_body(tokens[first - 2].text, tags[first - 2 : first - 1])
    ):
        first -= 2
    return first, end


def _whole_time(question: Question, sentence: AnnotatedSentence, span: Span) -> Span:
    """Widen part of a time to all of it, unless no finer is asked for; and to both of its ends."""
    own = next((t for t in sentence.times if t.span.contains(span)), None)
    if own is None:
        return span
    if asked_grain(question) is None:
        span = own.span
    if not asks_range(question):
        return _end_asked(question, sentence, own.span) or span
    for other in sentence.times:
        first, last = sorted((own.span, other.span), key=lambda s: s.start)
        if RANGE.fullmatch(sentence.folded[first.end : last.start]):
            return Span(first.start, last.end)
    return span


_ISO_DATE = re.compile("\\d-\\d+-\\d")


def _end_asked(question: Question, sentence: AnnotatedSentence, span: Span) -> Span | None:
    """Return the end that is asked for of a time from one to the other (8:00至16:30), or None."""
    folded, ends = sentence.folded, asks_end(question)
    between = RANGE.search(folded, span.start, span.end)
    if ends is None or between is None or _ISO_DATE.search(folded, span.start, span.end):
        return None
    return Span(between.end(), span.end) if ends else Span(span.start, between.start())


def _with_unit(sentence: AnnotatedSentence, span: Span) -> Span:
    """Widen a number to what it is a number of (68|万元): alone it says nothing."""
    return next((q.span for q in sentence.quantities if span == q.number_span), span)


def _person_named(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Narrow a stretch to the person it names, where what the person does follows (甲|打了…)."""
    tokens, tags = article.tokens, article.tags
    named = [
        at
        for at in range(first, last + 1)
        if tags[at].startswith("nr") and is_name(tokens[at].text)
    ]
    if named and named[-1] == last > first and tokens[last - 1].text == "的":
        return last, last  # 某村的|甲
    does = any(tags[at][0] in "vup" for at in range(named[0] + 1, last + 1)) if named else False
    return (named[0], named[0]) if len(named) == 1 and does else (first, last)


def _body_alone(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Cut off what a body does (某中心|组织), and give one that only says its sort its name."""
    tokens, tags = article.tokens, article.tags
    for at in range(first + 1, last + 1):  # 某委|召开|中心
        if tags[at] != "v" or len(tokens[at].text) == 1:
            continue
        if is_body("".join(t.text for t in tokens[first:at]), tags[first:at]):
            last = at - 1
            break
    end = last
    while end > first and tags[end].startswith("v") and tags[end] != "vn":
        end -= 1
    text = "".join(t.text for t in tokens[first : end + 1])
    if end < last and is_body(text, tags[first : end + 1]):
        last = end
    if first == last and tags[first] == "n" and word_probability(tokens[first].text):
        first = _begin(article, first)
    return first, last


_RANKS = frozenset("省市县区镇乡州")


def _with_rank(article: AnnotatedArticle, first: int, last: int) -> int:
    """Return where a name begins whose rank stands before it ([县]教育局, [市]医院院长)."""
    before = article.tokens[first - 1] if first else None
    if (
        before is None
        or before.text not in _RANKS
        or before.end != article.tokens[first].start
        or article.sentence_of[first - 1] != article.sentence_of[first]
        or article.tags[first].startswith(("ns", "v"))
    ):
        return first
    kinds = {head_kind(t.text) for t in article.tokens[first : last + 1]}
    return first - 1 if kinds & {Kind.ORGANISATION} else first


_BY_WHOM = re.compile(
    "(?:由|是|归|^|[^\\W和与跟给])(?:谁|(?:哪|什么|何)[^,]{0,4}?)(?P<deed>[^\\W谁哪什么人位家些个]{2,6}?)[的呢了?]*$"
)
_LEADS_TO_DEED = re.compile("(?:负责|具体|联合|共同|牵头|独家|承担|出资|来|等)+$")
"""What stands between whom something is done by and the deed asked about."""


def _agent(question: Question, sentence: AnnotatedSentence, span: Span) -> Span | None:
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
    tokens = [t for t in sentence.tokens if start <= t.start < start + _LONGEST_AGENT]
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
            if found is None or is_body("".join(t.text for t in who), [t.tag for t in who]):
                found = Span(who[0].start, who[-1].end)  # 某市|建工|第三集团
    return found


_DEED_TAGS = ("v", "vn", "vd", "b")
"""Parts of speech of what is done (主办 is tagged b)."""


def _is_deed(token: Token, before: Token) -> bool:
    """Tell whether a token is what somebody does: after a person, what may be a noun is too."""
    return token.tag in ("v", "vd") or (token.tag == "vn" and before.tag.startswith("nr"))


def _is_one(tokens: Sequence[Token]) -> bool:
    """Tell whether tokens end as a name or a body does."""
    text = "".join(t.text for t in tokens)
    is_place = head_kind(text) is Kind.PLACE  # 文化馆
    return tokens[-1].tag.startswith("nr") or is_place or is_body(text, [t.tag for t in tokens])


_LONGEST_AGENT = 30
"""Characters between 由 and the verb."""


_ANY_BODY = re.compile("(?:被告|原告|企业|公司|单位|机构|厂家|店家|商家|雇主)(?:单位|公司)?")


def _without_sort(folded: str, span: Span, question: Question) -> Span:
    """Cut off the noun asked for where the name stands after it (最大的企业[甲公司]).

    And another that may stand before the name of any body.
    """
    any_body = question.kind is Kind.ORGANISATION and _ANY_BODY.match(folded, span.start, span.end)
    if any_body and span.end - any_body.end() >= _SHORTEST_BODY:
        return Span(any_body.end(), span.end)
    head = question.head
    named = len(head) > 1 and folded.startswith(head, span.start)
    cut = span.start + len(head)
    return Span(cut, span.end) if named and span.end - cut >= _SHORTEST_BODY else span


_PART = re.compile(
    "(?:施工|承建|建设|投资|运营|主办|承办|协办|设计|监理|中标|开发|供应|经营|发起|收购|合作|代建)"
    "(?:方|单位|企业|商|人)"
)
"""What part a body plays, before its name (施工方某公司)."""


def _without_preposition(folded: str, span: Span) -> Span:
    """Cut off what guessing has taken for a word with a name (|从江|岚大学, |所由兴|牧合作社).

    And what part a body plays.
    """
    if (part := _PART.match(folded, span.start)) and part.end() <= span.end - _SHORTEST_BODY:
        return Span(part.end(), span.end)
    at = folded.rfind("由", span.start, span.end) if "由" in folded[span.start : span.end] else -1
    if at < 0 and folded.startswith("从", span.start):
        at = span.start
    return Span(at + 1, span.end) if 0 <= at < span.end - _SHORTEST_BODY else span


def complete_name(article: AnnotatedArticle, first: int, last: int, head: str) -> tuple[int, int]:
    """Widen tokens `first` to `last` to the whole name that ends in the noun asked for.

    Of 北方省某市高端轴承研究院 a short span may score best; asked for a 研究院, the whole name
    answers. Without such a noun at the end of the run of nouns the span stays as it is.
    """
    if not head:
        return first, last
    tags = article.tags
    end = last
    while end + 1 < len(tags) and _goes_on(article, tags, end, end + 1):
        end += 1
        if article.tokens[end].text.endswith(head) or head.endswith(article.tokens[end].text):
            last = end
    if not _ends_with(article, first, last, head):
        return first, last
    return _begin(article, first), last


def named_after(article: AnnotatedArticle, first: int, last: int, head: str) -> tuple[int, int]:
    """Return what follows the colon behind a span that only ends in the noun (写上两个字:平安)."""
    tokens, clause_of = article.tokens, article.clause_of
    colon = last + 1
    start = colon + 1
    if not head or start >= len(tokens) or tokens[colon].text != ":":
        return first, last
    if (
        not tokens[last].text.endswith(head)
        or article.sentence_of[start] != article.sentence_of[last]
    ):
        return first, last
    end = start
    while end + 1 < len(tokens) and clause_of[end + 1] == clause_of[start]:
        end += 1
    while end > start and tokens[end].text[0] in CLAUSE_ENDS:
        end -= 1
    return start, end


def whole_body(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Widen a span that is a body's name: to the left (全国重点[院所]), to its last word."""
    if article.tags[first].startswith("nr"):
        return first, last
    return _begin(article, first), _last_of_name(article, first, last)


def whole_place(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Widen a span that ends in a place to the whole name (某市[经济开发区], 某县[某镇])."""
    last = _last_of_name(article, first, last)
    tokens = article.tokens
    while (  # 县委、|县政府广场
        first > 1
        and tokens[first - 1].text == "、"
        and is_body(tokens[first].text, article.tags[first : first + 1])
        and is_body(tokens[first - 2].text, article.tags[first - 2 : first - 1])
        and not is_body(tokens[last].text, article.tags[last : last + 1])
    ):
        first -= 2
    while (
        last + 1 < len(tokens)
        and tokens[last].text[-1] in PLACE_ENDINGS
        and tokens[last + 1].text[-1] in PLACE_ENDINGS
        and article.tags[last + 1] == "ns"
        and article.clause_of[last + 1] == article.clause_of[last]
    ):
        last += 1
    return first, last


def _last_of_name(article: AnnotatedArticle, first: int, last: int) -> int:
    """Return the last token after `last` with which the run of nouns names a place or body."""
    tags = article.tags
    end = last
    while (
        end + 1 < len(tags) and end - first < MAX_TOKENS and _goes_on(article, tags, end, end + 1)
    ):
        if tags[end] in _ACTION_TAGS and tags[end + 1] in _ACTION_TAGS:
            break
        end += 1
        word = article.tokens[end].text
        if tags[end - 1] in _ACTION_TAGS and head_kind(word) is None:
            break  # 某地[设置]某府
        if head_kind(word) in (Kind.PLACE, Kind.ORGANISATION) and word not in _GENERIC:
            last = end
    return last


def _begin(article: AnnotatedArticle, first: int) -> int:
    """Return the token with which the run of nouns begins that token `first` stands in."""
    tags = article.tags
    start = first
    if tags[start] in _PROPER and first and tags[first - 1] not in _PROPER:
        return first  # a proper name begins where it begins
    while start and _goes_on(article, tags, start, start - 1):
        start -= 1
    while start < first and tags[start] in _ACTION_TAGS:
        start += 1  # a name does not begin with what is done (助力某市)
    return _with_rest_of_name(article, start)


_REST_TAGS = ("g", "ng", "zg", "f")
"""What jieba calls the characters of a name that it does not know, cut one by one."""


def _with_rest_of_name(article: AnnotatedArticle, start: int) -> int:
    """Return where a name begins whose first two characters are no words (甲|乙|公司)."""
    at = start
    while (
        at > max(start - 2, 0)
        and article.tags[at - 1] in _REST_TAGS
        and len(article.tokens[at - 1].text) == 1
        and article.tokens[at - 1].text not in stop_words()
        and article.clause_of[at - 1] == article.clause_of[start]
    ):
        at -= 1
    return at if start - at == 2 else start


def _goes_on(article: AnnotatedArticle, tags: Sequence[str], inside: int, beside: int) -> bool:
    """Tell whether the token beside a span belongs to the same run of nouns."""
    return (
        article.clause_of[inside] == article.clause_of[beside]
        and (tags[beside].startswith(_NOUN_TAGS) or article.tokens[beside].text in _INSTITUTES)
        and article.tokens[beside].text[0] not in CLAUSE_ENDS
    )


def _ends_with(article: AnnotatedArticle, first: int, last: int, head: str) -> bool:
    text = "".join(t.text for t in article.tokens[first : last + 1])
    return text.endswith(head) and text != head
