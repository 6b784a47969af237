"""Inline mode: `@bot question` in any chat."""

from collections.abc import Iterator

import pytest

from bot.telegram.handlers.inline import CACHE_SECONDS, EMPTY_CACHE_SECONDS
from tests.fakes import make_page
from tests.telegram.botapi import QueryAnswer
from tests.telegram.botapi.text import MAX_TEXT, utf16_length
from tests.telegram.scripted import scripted_paper
from tests.telegram.stage import MARKED, Person, Stage, staged

TEXT = "春风镇办起图书馆\n\n本报讯 春风镇今年新建图书馆12家，总投资3000万元，藏书20万册。\n"
MAX_QUERY = 256
"""Characters that Telegram takes of an inline query."""


def found(stage: Stage, person: Person, query: str) -> QueryAnswer:
    return stage.server.inline_answer(stage.server.inline(person.user, query))


def test_a_result_carries_its_evidence(stage: Stage, person: Person) -> None:
    query = stage.server.inline(person.user, "全市登记失业率是多少")
    answer = stage.server.inline_answer(query)
    first = answer.results[0]
    assert first["title"] == "3.2%"
    assert first["description"].startswith("到6月30日,全市登记失业率3.2%")
    sent = stage.server.chooses(query, first["id"])
    assert sent.text.startswith("〔全市登记失业率是多少〕\n3.2%\n")
    assert sent.entity_texts("blockquote") == [
        "到6月30日,全市登记失业率3.2%,比上年同期低0.4个百分点。"
    ]
    assert sent.entity_texts(MARKED) == ["3.2%"]
    assert "—— 城镇新增就业2.6万人，第 4 段" in sent.text


def test_other_candidates_come_after_it(stage: Stage, person: Person) -> None:
    query = stage.server.inline(person.user, "全市登记失业率是多少")
    _, *others = stage.server.inline_answer(query).results
    assert others
    for other in others:
        assert other["description"].startswith("也可能：")
        # Seen in the two lines that a telephone shows of it.
        assert other["title"] in other["description"][:40]
        sent = stage.server.chooses(query, other["id"])
        assert sent.text.split("\n")[1] == other["title"]
        assert other["title"] in sent.entity_texts(MARKED)


def test_what_is_computed_comes_with_its_working(stage: Stage, person: Person) -> None:
    query = stage.server.inline(person.user, "第一产业和第二产业增加值合计多少亿元？")
    sent = stage.server.chooses(query, stage.server.inline_answer(query).results[0]["id"])
    assert sent.entity_texts("code") == ["96.7亿元 + 512.3亿元 = 609亿元"]


def test_results_are_cached_for_their_asker(stage: Stage, person: Person) -> None:
    answer = found(stage, person, "全市登记失业率是多少")
    assert answer.is_personal and answer.cache_time == CACHE_SECONDS


@pytest.mark.parametrize(
    "query", ["", " ", "多", "全市", "你好吗", "沙棠县收购小麦多少万吨", "，，，，"]
)
def test_nothing_for_empty_short_and_hopeless_queries(
    stage: Stage, person: Person, query: str
) -> None:
    answer = found(stage, person, query)
    assert answer.results == ()
    assert answer.is_personal and answer.cache_time == EMPTY_CACHE_SECONDS


@pytest.mark.parametrize(
    "query",
    [
        "<b>第三产业</b>增加值多少&amp;",
        "第三产业增加值多少" + "👨‍👩‍👧" * 20,
        "\u202e第三产业增加值多少",
        "第三产业增加值多少？" * 20,
    ],
)
def test_awkward_queries_give_results_that_telegram_takes(
    stage: Stage, person: Person, query: str
) -> None:
    number = stage.server.inline(person.user, query[:MAX_QUERY])
    results = stage.server.inline_answer(number).results
    ids = [result["id"] for result in results]
    assert len(set(ids)) == len(ids)
    for identity in ids:
        assert utf16_length(stage.server.chooses(number, identity).text) <= MAX_TEXT


def test_several_questions_have_results_of_their_own(stage: Stage, person: Person) -> None:
    answer = found(stage, person, "全市登记失业率是多少？临汀县增速多少？")
    assert [result["title"] for result in answer.results[:2]] == ["3.2%", "8.4%"]


@pytest.mark.parametrize(
    ("code", "query", "quoted", "maybe"),
    [
        ("zh-hans", "全市登記失業率是多少", "登記失業率", "也可能："),
        ("zh-hant", "上半年出口多少", "251.5億元", "也可能："),
        ("en", "上半年出口多少", "251.5亿元", "Or:"),
    ],
)
def test_script_and_language_are_the_asker_s(
    stage: Stage, code: str, query: str, quoted: str, maybe: str
) -> None:
    first, *others = found(stage, stage.person(code), query).results
    assert quoted in first["input_message_content"]["message_text"]
    assert all(other["description"].startswith(maybe) for other in others)


def test_own_texts_are_never_used(stage: Stage, person: Person) -> None:
    person.brings("新闻.txt", TEXT.encode())
    assert person.asks("春风镇新建图书馆多少家").entity_texts(MARKED) == ["12家"]
    assert found(stage, person, "春风镇新建图书馆多少家").results == ()
    assert found(stage, person, "全市登记失业率是多少").results[0]["title"] == "3.2%"


def test_what_is_asked_inline_is_no_part_of_a_dialogue(stage: Stage, person: Person) -> None:
    person.asks("第三产业增加值多少")
    found(stage, person, "第二产业增加值多少")
    assert person.asks("增长多少").entity_texts(MARKED) == ["6.9%"]


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    long = "甲社区今年种树" + "、".join(f"第{n}街{n}棵" for n in range(1500)) + "，其中银杏三百棵。"
    page = make_page(("街道办种树", [long]))
    with staged(tmp_path_factory.mktemp("wordy"), lambda: scripted_paper(page)) as running:
        yield running


def test_a_very_long_sentence_fits(wordy: Stage) -> None:
    query = wordy.server.inline(wordy.person().user, "银杏有多少：三百棵")
    sent = wordy.server.chooses(query, wordy.server.inline_answer(query).results[0]["id"])
    assert utf16_length(sent.text) <= MAX_TEXT and sent.entity_texts(MARKED) == ["三百棵"]
