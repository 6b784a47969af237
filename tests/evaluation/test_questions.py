import json
from pathlib import Path

import pytest

from bot.evaluation.questions import GoldQuestion, QuestionFileError, read_questions
from bot.evaluation.squad import read_squad

GOOD = '{"id": "1", "question": "多少家"}'


def test_reads_every_field(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    lines = [
        {
            "id": "1",
            "question": "几家",
            "kind": "number",
            "answers": ["12家"],
            "evidence": "有12家",
        },
        {
            "id": "2",
            "question": "几家，几成",
            "all": ["12家", "5%"],
            "evidence": ["甲", "乙"],
        },
        {"id": "3", "question": "去年呢", "after": "1", "answers": []},
        {"id": "4", "question": "写首诗", "kind": "none", "refusal": "not_understood"},
        {
            "id": "5",
            "question": "为何",
            "kind": "自定的类",
            "answers": None,
            "note": "别的字段",
        },
    ]
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("\ufeff" + text + "\r\n", encoding="utf-8")
    assert read_questions(path) == (
        GoldQuestion("1", "几家", "number", ("12家",), evidence=("有12家",)),
        GoldQuestion("2", "几家，几成", all=("12家", "5%"), evidence=("甲", "乙")),
        GoldQuestion("3", "去年呢", answers=(), after="1"),
        GoldQuestion("4", "写首诗", "none", refusal="not_understood"),
        GoldQuestion("5", "为何", "自定的类"),
    )
    assert [(q.has_gold, q.answerable) for q in read_questions(path)] == [
        (True, True),
        (True, True),
        (True, False),
        (True, False),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "没有问题"),
        (" \n\n", "没有问题"),
        (GOOD + "\n{", "第 2 行：不是合法的 JSON（第 2 列）"),
        ("[" * 100_000, "第 1 行：JSON 嵌套过深"),
        ('{"id": "1", "question": ' + "9" * 5000 + "}", "第 1 行：JSON 嵌套过深或数字过长"),
        ("[1]", "第 1 行：每行应是一个 JSON 对象"),
        ('{"question": "多少"}', "缺少 “id”"),
        ('{"id": "1"}', "缺少 “question”"),
        ('{"id": 1, "question": "多少"}', "“id” 应是非空的字符串"),
        ('{"id": "1", "question": "　"}', "“question” 应是非空的字符串"),
        ('{"id": "1", "question": "\\ud800"}', "代理码"),
        ('{"id": "1", "question": "多少", "answers": "12家"}', "“answers” 应是字符串的数组"),
        ('{"id": "1", "question": "多少", "answers": [12]}', "“answers” 应是非空的字符串"),
        ('{"id": "1", "question": "多少", "all": {}, "kind": 3}', "“kind” 应是非空的字符串"),
        ('{"id": "1", "question": "多少", "evidence": 3}', "“evidence” 应是字符串的数组"),
        (
            '{"id": "1", "question": "多少", "refusal": "no"}',
            "“refusal” 应是其中之一：not_mentioned、",
        ),
        (
            '{"id": "1", "question": "多少", "answers": ["1"], "refusal": "no_time"}',
            "有答案的题不能有 “refusal”",
        ),
        (GOOD + "\n" + GOOD, "第 2 行：id “1” 与第 1 行重复"),
        ('{"id": "1", "question": "多少", "after": "9"}', "第 1 行：“after” 指向不存在的 id “9”"),
        ('{"id": "1", "question": "多少", "after": "1"}', "第 1 行：“after” 首尾相接成了环"),
        (
            GOOD[:-1] + ', "after": "2"}\n{"id": "2", "question": "呢", "after": "1"}',
            "第 2 行：“after” 首尾相接成了环",
        ),
    ],
)
def test_bad_question_file_is_named_with_its_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionFileError) as caught:
        read_questions(path)
    assert str(caught.value).startswith(str(path))
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_another_phrasing_has_the_gold_of_the_question_it_phrases(tmp_path: Path) -> None:
    gold, path = tmp_path / "gold.jsonl", tmp_path / "q.jsonl"
    gold.write_text(
        '{"id": "1", "question": "茶馆多少家", "kind": "number", "answers": ["12家"], '
        '"evidence": "茶馆12家"}\n'
        '{"id": "2", "question": "书店呢", "answers": ["3家"], "after": "1"}',
        encoding="utf-8",
    )
    path.write_text(
        '{"id": "a", "of": "1", "style": "terse", "question": "茶馆家数"}\n' + GOOD,
        encoding="utf-8",
    )
    assert read_questions(path, gold) == (
        GoldQuestion("a", "茶馆家数", "number", ("12家",), evidence=("茶馆12家",), style="terse"),
        GoldQuestion("1", "多少家"),
    )
    for of, file, complaint in (
        ("1", None, "请用 --gold 指明"),
        ("9", gold, "没有的 id “9”"),
        ("2", gold, "承接上一句"),
    ):
        path.write_text(f'{{"id": "a", "of": "{of}", "question": "几家"}}', encoding="utf-8")
        with pytest.raises(QuestionFileError, match=complaint):
            read_questions(path, file)


def test_unreadable_question_files(tmp_path: Path) -> None:
    gbk = tmp_path / "gbk.jsonl"
    gbk.write_bytes('{"id": "1", "question": "多少家"}'.encode("gb18030"))
    for path, complaint in (
        (gbk, "不是 UTF-8"),
        (tmp_path, "这是文件夹"),
        (tmp_path / "无", "找不到"),
    ):
        with pytest.raises(QuestionFileError, match=complaint):
            read_questions(path)


def squad(*paragraphs: object) -> str:
    return json.dumps({"data": [{"paragraphs": list(paragraphs)}]}, ensure_ascii=False)


def paragraph(**fields: object) -> dict[str, object]:
    qas = [{"id": "a", "question": "谁", "answers": [{"text": "甲", "answer_start": 0}]}]
    return {"id": "P1", "context": "甲来了。", "qas": qas} | fields


def test_reads_squad(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    impossible = {"id": "b", "question": "谁走了", "answers": [], "is_impossible": True}
    plausible = impossible | {"id": "c", "plausible_answers": [{"text": "甲", "answer_start": 0}]}
    bare = {"id": "d", "question": "谁"}
    path.write_text(
        squad(paragraph(), paragraph(qas=[impossible, plausible, bare])), encoding="utf-8"
    )
    first, second = read_squad(path)
    assert (first.source, first.context) == (f"{path}#P1", "甲来了。")
    assert first.questions == (GoldQuestion("a", "谁", answers=("甲",), starts=(0,)),)
    assert (second.source, second.article) == (f"{path}#0.1", 0)
    assert [q.answers for q in second.questions] == [(), (), None]


def test_squad_may_have_an_empty_question(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(squad(paragraph(qas=[{"id": "a", "question": ""}])), encoding="utf-8")

    (passage,) = read_squad(path)

    assert passage.questions == (GoldQuestion("a", ""),)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "不是合法的 JSON"),
        (GOOD + "\n" + GOOD, "不是合法的 JSON（第 2 行第 1 列）"),
        ("[]", "文件 应是含有数组 “data” 的对象"),
        ('{"data": {}}', "文件 应是含有数组 “data” 的对象"),
        ('{"data": [{}]}', "data[0] 应是含有数组 “paragraphs”"),
        (squad({"context": "甲"}), "data[0].paragraphs[0] 应是含有数组 “qas”"),
        (squad({"qas": []}), "data[0].paragraphs[0] 缺少 “context”"),
        (squad(paragraph(context="")), "data[0].paragraphs[0].context” 应是非空的字符串"),
        (squad(paragraph(qas=[])), "没有问题"),
        (squad(paragraph(qas=[3])), "data[0].paragraphs[0].qas[0] 缺少 “id”"),
        (squad(paragraph(qas=[{"id": "a"}])), "qas[0] 缺少 “question”"),
        (squad(paragraph(qas=[{"id": "a", "question": "谁", "answers": "甲"}])), "“answers”"),
        (
            squad(paragraph(qas=[{"id": "a", "question": "谁", "answers": [{}]}])),
            "qas[0].answers[0] 缺少 “text”",
        ),
        (squad(paragraph(), paragraph()), "id “a” 重复"),
    ],
)
def test_bad_squad_file_is_named_with_the_place(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionFileError) as caught:
        read_squad(path)
    assert str(caught.value).startswith(str(path))
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
