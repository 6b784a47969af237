"""What a thing is, or means: the predicate that the text gives it.

The thing is read off the question and must stand in the text; the patterns in definition.toml say
where a definition begins. A thing that the text names but does not explain gets no answer.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from bot.answering.answer import Answer
from bot.answering.datafiles import read_toml, table_words
from bot.answering.facts.numerals import parse_chinese
from bot.answering.question import Question
from bot.answering.strategies.base import Context
from bot.answering.strategies.explained.clauses import Clause, starts_with
from bot.answering.strategies.explained.reading import Reading, readings
from bot.answering.strategies.explained.told_clauses import Found, best_found
from retrieval.page import Span
from retrieval.patterns import any_of

_words = partial(table_words, __package__, "definition.toml")

_ACCEPTED = 0.5
"""Score at which a definition answers as likely as not."""
_NAMED = 0.6
"""What it is worth that the thing asked about is named."""
_PLAIN = 0.95
"""Least score of a pattern that explains a thing named with fewer words than it is asked by."""
_SHORTEST_TERM = 3
"""Characters of such a name."""
_LOSS = 0.05
"""What an explanation loses for each part that it leaves out of the thing's name as asked."""
_QUOTED = re.compile(r"[“‘《](?P<term>[^”’》]+)[”’》]")
_QUOTES = re.compile("[“”‘’《》]")
_NUMBERED = re.compile(r"^(?P<number>[两二三四五六七八九十])[个大项条]?(?!.*[、,])")
_SHORTEST = 2
"""Characters that an explanation has at least."""


def answer_definition(question: Question, context: Context) -> Answer | None:
    """Return what the text says the thing is; no answer where it does not explain it.

    None where the question names no thing; with `always_answer`, also where the explanation is
    not sure: the general strategy has one always.
    """
    terms = terms_asked(question.folded)
    if not terms:
        return None
    shorter = () if _QUOTED.search(question.folded) else _shorter(question, terms[0])
    found = (
        f
        for r in readings(question, context)
        for f in (*_definitions(r, terms), *_definitions(r, shorter, least=_PLAIN))
    )
    return best_found(question, context, found, _ACCEPTED)


def terms_asked(folded: str) -> tuple[str, ...]:
    """Return the names that the thing asked about may have in the text, the fullest first."""
    tables = read_toml(__package__, "definition.toml")["question"]
    whole = next((m["term"] for p in tables["patterns"] if (m := re.search(p, folded))), None)
    quoted = _QUOTED.search(folded)
    if whole is None:
        return (quoted["term"],) if quoted else ()
    names = [whole.strip("“”‘’《》, ")]
    for pattern in tables["leading"]:
        shorter = re.sub(pattern, "", whole).strip("“”‘’《》, ")
        if shorter:
            names.append(shorter)
    if quoted:
        # What stands after the mark is what is asked about: “甲”里乙是什么.
        inner = [n for n in names if n in whole.partition("”")[2].partition("》")[0]]
        names = inner or [quoted["term"]]
    return tuple(dict.fromkeys(n for n in names if n))


def _shorter(question: Question, term: str) -> tuple[str, ...]:
    """Return the thing without first or last words, which the text may leave out (保险[犹豫期])."""
    at = question.folded.find(term)
    starts = [t.start - at for t in question.tokens if at < t.start < at + len(term)]
    return (
        *(term[start:] for start in starts if len(term) - start >= _SHORTEST_TERM),
        *(term[:end] for end in starts if end >= _SHORTEST_TERM),
    )


def _definitions(
    reading: Reading, terms: tuple[str, ...], *, least: float = 0.0
) -> Iterator[Found]:
    """Yield what a sentence says a thing is, by the patterns that score at `least` so much."""
    # That the thing stands here is certain; the question's other words say which one is meant.
    around = _NAMED + (1 - _NAMED) * reading.worth(reading.found(reading.whole))
    for loss, term in enumerate(terms):
        if term not in _QUOTES.sub("", reading.folded):
            continue
        for pattern, score in _patterns(term):
            if score < least:
                continue
            for match in pattern.finditer(reading.folded):
                span = _cut_further(reading, _completed(reading, Span(*match.span("is"))), term)
                if len(span) >= _SHORTEST:
                    yield Found(reading, span, score * around - _LOSS * loss, reading)
        for told, span in _following(reading, term) if not least else ():
            score = read_toml(__package__, "definition.toml")["next"]["score"]
            yield Found(told, span, score * around - _LOSS * loss, reading)


@lru_cache(maxsize=256)
def _patterns(term: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    # Of “甲”制度 the whole may be asked for.
    letters = "[”’》]?".join(map(re.escape, _QUOTES.sub("", term)))
    name = rf"[“‘《]?{letters}[”’》]?(?:\([^)]*\))?"
    tables = read_toml(__package__, "definition.toml")["pattern"].values()
    return tuple((re.compile(t["find"].replace("<term>", name)), t["score"]) for t in tables)


def _following(reading: Reading, term: str) -> Iterator[tuple[Reading, Span]]:
    """Yield what follows a thing in quotation marks that its own clause does not explain."""
    if (answer := _posed(reading, term)) is not None:
        yield answer
    at = reading.folded.find(f"“{term}”")
    if at < 0:
        return
    if number := _NUMBERED.match(term):
        numeral = parse_chinese(number["number"])
        after = [c for c in reading.clauses if c.span.start > at]
        if numeral is not None and len(after) >= (count := int(numeral.value)):
            yield reading, _parts(reading, after[-count:])
    told = reading.neighbour(1)
    ends_here = not reading.folded[at + len(term) + 2 :].strip("。:")
    if ends_here and told is not None and len(told.clauses) > 1:
        yield told, Span(told.clauses[0].span.start, len(told.folded))


_MEANS = re.compile(f"(?:是|就是)?{any_of(_words('by'))}")
"""How an explanation begins that first says by what."""
_NOUN_AT_LAST = re.compile("的[^,;:。的]{1,10}[”’》]?$")
_SO_THAT = _words("so_that")
_CLAUSES = 2
"""Clauses that such an explanation may have after its first."""


_IS_ASKED = (
    "(?:何谓|何为|什么是|什么叫|啥是|啥叫)[“‘《]?{0}[”’》]?\\?"
    "|[“‘《]?{0}[”’》]?(?:到底|究竟)?(?:是|指)?(?:什么|啥|怎么回事|咋回事|什么意思|啥意思)\\?"
)
_COPULA = re.compile("(?:^|[,:“])(?:其实|也)?(?:就是|是指|指的是|即)(?P<is>[^。]+)")


def _posed(reading: Reading, term: str) -> tuple[Reading, Span] | None:
    """Return the answer to a question that the text asks itself (何谓甲?某人解释,就是乙)."""
    asked = re.search(_IS_ASKED.format(re.escape(term)), reading.folded)
    # The answer may stand in a paragraph of its own (问:…?答:…).
    ends_here = asked is not None and asked.end() == len(reading.folded)
    told = reading.neighbour(1, anywhere=True) if ends_here else None
    said = told and _COPULA.search(told.folded)
    return (told, Span(*said.span("is"))) if told and said else None


def _completed(reading: Reading, span: Span) -> Span:
    """Go on to the noun that an explanation comes to (以麻为原料,[手工织成的布])."""
    folded = reading.folded
    if not _MEANS.match(folded, span.start):
        return span
    after = [c for c in reading.clauses if c.span.start > span.end - 1][:_CLAUSES]
    goes_on = after and folded.startswith(_SO_THAT, after[0].span.start)
    if _NOUN_AT_LAST.search(folded[: span.end]) and not goes_on:
        return span
    for clause in after:
        if _NOUN_AT_LAST.search(folded[clause.span.start : clause.span.end]):
            return Span(span.start, clause.span.end)
    return span


def _cut_further(reading: Reading, span: Span, term: str) -> Span:
    """Cut an explanation before the first clause that tells something else.

    It tells more where the noun has come that the explanation is (甲人用的乙,多见于丙), surely if
    the thing's own name ends in it.
    """
    words = read_toml(__package__, "definition.toml")["further"]["words"]
    for clause in reading.clauses:
        if not span.start < clause.span.start < span.end:
            continue
        before = Span(span.start, clause.span.start - 1)
        said = reading.folded[before.start : before.end]
        if (
            starts_with(reading.folded, clause.span, words)
            or _has_come_to(said, term)
            or (
                _is_whole(reading, before)
                and not _awaits_verb(reading, before)
                and not starts_with(reading.folded, clause.span, _GOES_ON)
            )
        ):
            return before
    return span


def _has_come_to(said: str, term: str) -> bool:
    """Tell whether an explanation ends in the noun that the thing's name ends in (某种[电子烟])."""
    noun = _NOUN_AT_LAST.search(said)
    name = noun[0].strip("的”’》") if noun else ""
    return len(name) >= _SHORTEST_TERM and term.endswith(name)


def _awaits_verb(reading: Reading, span: Span) -> bool:
    """Tell whether an explanation ends in what something is done to (把账户里的钱,[授权给…])."""
    tokens = reading.sentence.tokens_in(span)
    at = next((n for n, t in enumerate(tokens) if t.text in ("把", "将")), None)
    return at is not None and not any(t.tag == "v" for t in tokens[at:])


_KIND_AT_LAST = re.compile("的一[种类个项][^,;:。的]{1,10}$")
_RATIO_AT_LAST = re.compile("之[比和差]$")
_SORT_AT_LAST = re.compile(f"的{any_of(_words('sorts'))}$")
_GOES_ON = (*_words("goes_on"), *_SO_THAT)


def _is_whole(reading: Reading, span: Span) -> bool:
    """Tell whether an explanation has come to its noun."""
    said = reading.folded[span.start : span.end]
    if _KIND_AT_LAST.search(said) or _RATIO_AT_LAST.search(said):
        return True
    noun = _NOUN_AT_LAST.search(said)
    if noun is None or (_MEANS.match(said) and _SORT_AT_LAST.search(said) is None):
        return False
    begin = span.start + noun.start() + 1
    inside = reading.sentence.tokens_in(Span(begin, span.end))
    first, second = [t for t in reading.sentence.tokens if t.start >= span.start][:2]
    is_deed = (
        first.tag == "v" and not _SORT_AT_LAST.search(said) and second.tag != "p"
    )  # 撤掉旧的垃圾桶,合并成…
    last = bool(inside) and inside[-1].tag.startswith(_NOUN_TAGS)
    return last and not is_deed and all(t.tag.startswith((*_NOUN_TAGS, *"vmq")) for t in inside)


_NOUN_TAGS = ("n", "vn", "a", "b", "j", "l", "eng", "x")


def _parts(reading: Reading, clauses: list[Clause]) -> Span:
    """Return the clauses without the words of aim before the first."""
    start = clauses[0].span.start
    for word in read_toml(__package__, "definition.toml")["next"]["before_parts"]:
        if reading.folded.startswith(word, start):
            start += len(word)
            break
    return Span(start, clauses[-1].span.end)
