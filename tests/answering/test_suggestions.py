"""Questions suggested below an answer and to begin with: see suggestions.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Status
from bot.answering.answerer import Answerer
from bot.answering.suggestions.suggest import QUESTIONS_ASKED, Suggester
from bot.answering.suggestions.wellformed import LENGTHS
from retrieval.fold import fold
from retrieval.library import load_pages
from retrieval.page import Page
from retrieval.reader import read_page
from retrieval.script import Script, script_of, to_script

GOLD = Path(__file__).parents[1] / "gold"
_CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("suggestions.toml").read_text(encoding="utf-8")
)["case"]
_FACTS = [
    "去年,青河县苹果产量3.2万吨,增长8%。",
    "1998年5月,白塔大学在临江市成立。",
    "“桥修好了。”柳河县交通局局长周明远说。",
    "青石镇文化站设有阅览室、排练厅、展览室和放映室。",
    "由于连日大雨,文化站旁边的老戏台暂停开放。",
    "3月6日,柳河县水务局发布《河道保护办法》。",
    "他说,这里的3座桥都是1935年建成的。",
    "石橋鎮有15家企業參加展會,其中外地企業占四成。",
]
facts = st.lists(st.sampled_from(_FACTS), min_size=1, max_size=6).map("".join)
any_text = st.text(
    st.one_of(st.sampled_from("甲市2年10家,。、“”《》的是有在由于说增长多少"), st.characters()),
    max_size=60,
)


def _page(text: str) -> tuple[Page, ...]:
    return (read_page(text, "made-up.txt"),)


def _ask(answerer: Answerer, question: str) -> Answer:
    return answerer.ask(question).answers[0]


@pytest.mark.parametrize("case", _CASES, ids=[c["name"] for c in _CASES])
def test_suggestions(case: dict[str, Any]) -> None:
    answerer = Answerer(_page(case["text"]))

    found = (
        answerer.follow_ups(_ask(answerer, case["ask"])) if "ask" in case else answerer.openers()
    )

    assert list(found[: max(1, len(case["suggested"]))]) == case["suggested"]
    assert not set(found) & set(case.get("never", []))


def _assert_good(answerer: Answerer, suggestions: tuple[str, ...]) -> None:
    assert len(set(suggestions)) == len(suggestions)
    for text in suggestions:
        answer = _ask(answerer, text)
        assert answer.status is Status.ANSWERED
        (evidence,) = answer.evidence
        assert evidence.marks
        assert all(fold(evidence.text[m.start : m.end]) not in fold(text) for m in evidence.marks)
        assert len(text) in LENGTHS
        assert text.endswith("？")


@given(facts, st.sampled_from(["青河县苹果产量是多少?", "老戏台为什么关了?", "你好"]))
@settings(max_examples=30, deadline=None)
def test_every_suggestion_is_answered_with_evidence(text: str, question: str) -> None:
    answerer = Answerer(_page(text))
    answer = _ask(answerer, question)

    suggestions = answerer.follow_ups(answer)

    _assert_good(answerer, suggestions)
    told = {e.text[m.start : m.end] for e in answer.evidence for m in e.marks}
    assert not told & {_ask(answerer, text).text for text in suggestions}


@given(any_text)
@settings(deadline=None)
def test_any_text_can_be_opened(text: str) -> None:
    answerer = Answerer(_page(text))

    _assert_good(answerer, answerer.openers())


@pytest.mark.parametrize("name", ["bulletin", "feature", "report_tw"])
def test_articles_of_a_page_are_opened(name: str) -> None:
    pages = load_pages(GOLD / f"{name}.txt")
    answerer = Answerer(pages)

    openers = answerer.openers(5)

    assert len(openers) > 1
    _assert_good(answerer, openers)
    # Spread over articles: no article twice before each that has a question was there.
    opened = [_ask(answerer, text).evidence[0].article for text in openers]
    assert len({id(article) for article in opened[:2]}) == min(2, len(pages[0].articles))
    for page in pages:
        for article in page.articles:
            for text in answerer.openers(2, article):
                assert _ask(answerer, text).evidence[0].article is article


def test_the_same_input_gives_the_same_output() -> None:
    text = "".join(_FACTS)
    one, other = Answerer(_page(text)), Answerer(_page(text))
    question = "青河县苹果产量是多少?"

    first = one.follow_ups(_ask(one, question))

    assert one.follow_ups(_ask(one, question)) == first
    assert other.follow_ups(_ask(other, question)) == first


def test_no_more_are_given_than_asked_for() -> None:
    answerer = Answerer(_page("".join(_FACTS)))

    assert [len(answerer.openers(count)) for count in (0, 1, 2)] == [0, 1, 2]


@pytest.mark.parametrize("script", Script)
def test_suggestions_are_in_the_script_of_the_text(script: Script) -> None:
    text = to_script("".join(f for f in _FACTS if "鎮" not in f), script)

    openers = Answerer(_page(text)).openers(6)

    assert openers
    assert {script_of(opener) for opener in openers} <= {script, None}


class _Counting:
    """Answers as it is told and counts how often it is asked."""

    def __init__(self, answerer: Answerer, confidence: float) -> None:
        self.asked: list[str] = []
        self._answerer, self._confidence = answerer, confidence

    def __call__(self, question: str) -> Answer:
        self.asked.append(question)
        return replace(_ask(self._answerer, question), confidence=self._confidence)


def _many_facts() -> str:
    places = "东南西北上下前后内外"
    return "".join(f"{p}河县苹果产量{n}万吨,增长{n}%。" for n, p in enumerate(places, 11))


def test_an_unsure_answer_is_not_suggested_and_asking_has_an_end() -> None:
    pages = _page(_many_facts())
    asking = _Counting(Answerer(pages), confidence=0.6)

    assert Suggester(pages, asking).openers(pages[0].articles, 3) == ()
    assert len(asking.asked) == QUESTIONS_ASKED


def test_asking_ends_when_there_are_enough() -> None:
    pages = _page(_many_facts())
    asking = _Counting(Answerer(pages), confidence=0.9)

    openers = Suggester(pages, asking).openers(pages[0].articles, 2)

    assert len(openers) == 2
    assert len(asking.asked) < QUESTIONS_ASKED


# --- the data ---

_DATA: dict[str, dict[str, str]] = tomllib.loads(
    files("bot.answering.suggestions").joinpath("suggestions.toml").read_text(encoding="utf-8")
)


def _word_lists() -> Iterator[tuple[str, list[str]]]:
    for table, entries in _DATA.items():
        if table == "templates":
            continue
        for key, value in entries.items():
            yield f"{table}.{key}", value.split() if isinstance(value, str) else []


@pytest.mark.parametrize("words", [w for _, w in _word_lists()], ids=[n for n, _ in _word_lists()])
def test_words_are_folded(words: list[str]) -> None:
    assert words == [fold(word) for word in words]


@pytest.mark.parametrize("template", _DATA["templates"].values(), ids=_DATA["templates"])
def test_a_template_is_a_question_with_known_parts(template: str) -> None:
    parts = {field for _, field, _, _ in Formatter().parse(template) if field}

    assert template.endswith("？")
    assert parts
    assert parts <= {"subject", "stem", "asked", "unit", "rest"}


def test_templates_are_all_used() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(str(files("bot.answering.suggestions"))).glob("*.py")
    )
    tables: Mapping[str, Any] = _DATA["templates"]

    assert [name for name in tables if f'"{name}"' not in code] == []
    assert [name for name in _DATA if f'"{name}"' not in code] == []
