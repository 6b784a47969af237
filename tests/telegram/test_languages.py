"""The interface speaks the reader's language, or the one they choose."""

from pathlib import Path

import pytest

from bot.telegram.language import Language, language_of
from tests.telegram.stage import MARKED, Stage, labels, staged

HELLO = {
    Language.SIMPLIFIED: "我是问报：就报纸上的文章回答问题",
    Language.TRADITIONAL: "我是問報：就報紙上的文章回答問題",
    Language.ENGLISH: "I am wenbao",
}


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", Language.SIMPLIFIED),
        ("zh-CN", Language.SIMPLIFIED),
        ("zh", Language.SIMPLIFIED),
        ("zh_Hans_SG", Language.SIMPLIFIED),
        ("zh-hant", Language.TRADITIONAL),
        ("zh-TW", Language.TRADITIONAL),
        ("zh-HK", Language.TRADITIONAL),
        ("zh-Hant-MO", Language.TRADITIONAL),
        ("yue", Language.TRADITIONAL),
        ("en", Language.ENGLISH),
        ("en-GB", Language.ENGLISH),
        ("fr", Language.ENGLISH),
        ("zhx", Language.ENGLISH),
        ("", Language.SIMPLIFIED),
        (None, Language.SIMPLIFIED),
    ],
)
def test_language_of_a_tag(code: str | None, language: Language) -> None:
    assert language_of(code) is language


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", Language.SIMPLIFIED),
        ("zh-hant", Language.TRADITIONAL),
        ("zh-TW", Language.TRADITIONAL),
        ("en", Language.ENGLISH),
        ("fr", Language.ENGLISH),
        (None, Language.SIMPLIFIED),
    ],
)
def test_interface_is_in_the_language_of_the_app(
    stage: Stage, code: str | None, language: Language
) -> None:
    assert HELLO[language] in stage.person(code).asks("/start").text


def test_buttons_and_headlines_too(stage: Stage) -> None:
    person = stage.person("zh-hant")
    assert labels(person.asks("全市登記失業率是多少"))[:2] == ["原文", "其他答案"]
    assert "夏糧收購過半" in person.asks("/articles").text
    answer = stage.person("en").asks("全市登记失业率是多少")
    assert labels(answer)[:2] == ["Source", "Other answers"]
    assert ", paragraph 4" in answer.text


def test_a_language_chosen_stays(tmp_path: Path) -> None:
    with staged(tmp_path) as before:
        person = before.person("zh-hans")
        question = person.asks("/language")
        chosen = person.presses(question, "English")
        assert chosen.text == "Fine, from now on English." and not chosen.buttons
        assert HELLO[Language.ENGLISH] in person.asks("/start").text
        # The menu of commands follows, in this chat.
        assert "/forget Delete" in person.asks("/help").text
        with before.server.world.changed:
            menus = before.server.world.commands.items()
            (menu,) = (kept for (scope, _), kept in menus if str(person.chat.id) in scope)
        assert menu[0] == {"command": "ask", "description": "Ask a question"}
        with before.restarted():
            assert HELLO[Language.ENGLISH] in person.asks("/start").text
            again = person.presses(person.asks("/language"), "繁體中文")
            assert "繁體中文" in again.text
            assert HELLO[Language.TRADITIONAL] in person.asks("/start").text


def test_a_language_is_its_reader_s_in_every_chat(stage: Stage) -> None:
    one, other = stage.person("zh-hans"), stage.person("zh-hans")
    group = stage.server.group("编辑部", [one.user, other.user])
    group.says(one.user, "/language")
    group.presses(one.user, group.wait_one(), "English")
    stage.settle()
    assert HELLO[Language.ENGLISH] in one.asks("/start").text
    group.says(other.user, "/start")
    assert HELLO[Language.SIMPLIFIED] in group.wait_one().text


def test_answers_are_in_the_script_of_the_question_all_the_same(stage: Stage) -> None:
    person = stage.person("zh-hans")
    person.presses(person.asks("/language"), "繁體中文")
    answer = person.asks("城镇新增就业多少人")
    assert answer.entity_texts(MARKED) == ["2.6万人"]
    assert "青澜市城镇新增就业2.6万人" in answer.entity_texts("blockquote")[0]


def test_forget_in_private_forgets_the_language_too(stage: Stage) -> None:
    person = stage.person("zh-hans")
    person.presses(person.asks("/language"), "English")
    person.asks("/forget")
    assert HELLO[Language.SIMPLIFIED] in person.asks("/start").text
