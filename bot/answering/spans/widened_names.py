"""Where a name of several tokens begins and ends, of which a part scores best."""

from collections.abc import Sequence
from functools import partial

from bot.answering.annotation import CLAUSE_ENDS, AnnotatedArticle
from bot.answering.datafiles import table_words
from bot.answering.lexicon.words import PLACE_ENDINGS
from bot.answering.question import Kind
from bot.answering.spans.candidates import MAX_TOKENS
from bot.answering.spans.sorts import is_body
from bot.answering.understanding.kind import head_kind
from retrieval.stopwords import stop_words

_words = partial(table_words, __package__, "bodies.toml")

_NOUN_TAGS = ("n", "b", "j", "eng", "vn", "an")
_PROPER = ("ns", "nt", "nr")
_ACTION_TAGS = ("vn", "an")
_REST_TAGS = ("g", "ng", "zg", "f")
"""What jieba calls the characters of a name that it does not know, cut one by one."""
_INSTITUTES = frozenset(_words("institutes"))
_MANY = frozenset(_words("many"))
_RANKS = frozenset("省市县区镇乡州")
_OPENING = frozenset("“《")


def complete_name(article: AnnotatedArticle, first: int, last: int, head: str) -> tuple[int, int]:
    """Widen tokens `first` to `last` to the whole name that ends in the noun asked for.

    Of 北方省某市高端轴承研究院 a short span may score best; asked for a 研究院, the whole name
    answers. Without such a noun at the end of the run of nouns the span stays as it is.
    """
    if not head:
        return first, last
    tags = article.tags
    end = last
    while end + 1 < len(tags) and goes_on(article, tags, end, end + 1):
        end += 1
        if article.tokens[end].text.endswith(head) or head.endswith(article.tokens[end].text):
            last = end
    if not _ends_with(article, first, last, head):
        return first, last
    return begin_of_name(article, first), last


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
    return begin_of_name(article, first), last_of_name(article, first, last)


def whole_place(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Widen a span that ends in a place to the whole name (某市[经济开发区], 某县[某镇])."""
    last = last_of_name(article, first, last)
    tokens = article.tokens
    while (  # 县委、|县政府广场
        first > 1
        and tokens[first - 1].text == "、"
        and is_body(tokens[first : first + 1])
        and is_body(tokens[first - 2 : first - 1])
        and not is_body(tokens[last : last + 1])
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


def officers(article: AnnotatedArticle, first: int, last: int) -> tuple[int, int]:
    """Widen bodies to the persons that are meant, where these follow (甲局、|乙局|负责人)."""
    tokens, tags = article.tokens, article.tags
    end = last
    while end + 1 < len(tags):
        listed = tokens[end + 1].text == "、" and end + 2 < len(tags)
        if listed and is_body(tokens[end + 2 : end + 3]):
            end += 2
        elif goes_on(article, tags, end, end + 1):
            end += 1
        else:
            break
    if end == last or head_kind(tokens[end].text) is not Kind.PERSON:
        return first, last
    while first > 1 and tokens[first - 1].text == "、" and is_body(tokens[first - 2 : first - 1]):
        first -= 2
    return first, end


def with_rank(article: AnnotatedArticle, first: int, last: int) -> int:
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


def last_of_name(article: AnnotatedArticle, first: int, last: int) -> int:
    """Return the last token after `last` with which the run of nouns names a place or body."""
    tags = article.tags
    end = last
    while end + 1 < len(tags) and end - first < MAX_TOKENS and goes_on(article, tags, end, end + 1):
        if tags[end] in _ACTION_TAGS and tags[end + 1] in _ACTION_TAGS:
            break
        end += 1
        word = article.tokens[end].text
        if tags[end - 1] in _ACTION_TAGS and head_kind(word) is None:
            break  # 某地[设置]某府
        if head_kind(word) in (Kind.PLACE, Kind.ORGANISATION) and word not in _MANY:
            last = end
    return last


def begin_of_name(article: AnnotatedArticle, first: int) -> int:
    """Return the token with which the run of nouns begins that token `first` stands in."""
    tags = article.tags
    start = first
    if tags[start] in _PROPER and first and tags[first - 1] not in _PROPER:
        return first  # a proper name begins where it begins
    while start and goes_on(article, tags, start, start - 1):
        if article.tokens[start].text in _OPENING:
            break  # 上线|“某某”小程序
        start -= 1
    while start < first and tags[start] in _ACTION_TAGS:
        start += 1  # a name does not begin with what is done (助力某市)
    return _with_rest_of_name(article, start)


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


def goes_on(article: AnnotatedArticle, tags: Sequence[str], inside: int, beside: int) -> bool:
    """Tell whether the token beside a span belongs to the same run of nouns."""
    return (
        article.clause_of[inside] == article.clause_of[beside]
        and (tags[beside].startswith(_NOUN_TAGS) or article.tokens[beside].text in _INSTITUTES)
        and article.tokens[beside].text[0] not in CLAUSE_ENDS
    )


def _ends_with(article: AnnotatedArticle, first: int, last: int, head: str) -> bool:
    text = "".join(t.text for t in article.tokens[first : last + 1])
    return text.endswith(head) and text != head
