"""Reading comprehension sets in the SQuAD layout: CMRC 2018, DRCD, SQuAD 2.0."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.questions import (
    GoldQuestion,
    QuestionFileError,
    check_text,
    parse_json,
    read_text,
)


@dataclass(frozen=True)
class Passage:
    """A context and the questions put to it."""

    source: str
    """`<file>#<paragraph id>`, unique within the set; the source of the page made from it."""
    article: int
    """Position in the file of the article it is from, from 0; several passages may share one."""
    context: str
    questions: tuple[GoldQuestion, ...]


def read_squad(path: Path) -> tuple[Passage, ...]:
    """Return the passages of a file, in its order; those without questions too.

    A question with `is_impossible` (or an empty list of answers) is one the text does not
    answer; one without `answers` has no gold. Raises QuestionFileError naming the place.
    """
    text = read_text(path)
    try:
        passages = tuple(_passages(path, parse_json(text)))
    except ValueError as error:
        raise QuestionFileError(f"{path}：{error}") from error
    if not any(passage.questions for passage in passages):
        raise QuestionFileError(f"{path}：文件里没有问题")
    return passages


def _passages(path: Path, document: Any) -> Iterator[Passage]:
    seen: set[str] = set()
    sources: set[str] = set()
    for i, article in enumerate(_list(document, "data", "文件")):
        for j, paragraph in enumerate(_list(article, "paragraphs", f"data[{i}]")):
            place = f"data[{i}].paragraphs[{j}]"
            questions = []
            for k, record in enumerate(_list(paragraph, "qas", place)):
                question = _question(record, f"{place}.qas[{k}]")
                if question.id in seen:
                    raise ValueError(f"{place}.qas[{k}]：id “{question.id}” 重复")
                seen.add(question.id)
                questions.append(question)
            source = f"{path}#{paragraph.get('id', f'{i}.{j}')}"
            if source in sources:
                source = f"{path}#{i}.{j}"
            sources.add(source)
            yield Passage(source, i, _text(paragraph, "context", place), tuple(questions))


def _question(record: Any, place: str) -> GoldQuestion:
    id_ = _text(record, "id", place)
    # The trial set of CMRC 2018 has an empty question; its figures count that one too.
    question = "" if record.get("question") == "" else _text(record, "question", place)
    answers: tuple[str, ...] | None = None
    starts: tuple[int | None, ...] = ()
    if record.get("is_impossible") is True:
        answers = ()
    elif "answers" in record:
        found = _list(record, "answers", place)
        answers = tuple(_text(a, "text", f"{place}.answers[{n}]") for n, a in enumerate(found))
        starts = tuple(_start(a.get("answer_start")) for a in found)
    return GoldQuestion(id=id_, question=question, answers=answers, starts=starts)


def _start(value: Any) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None


def _list(record: Any, name: str, place: str) -> list[Any]:
    if not isinstance(record, dict) or not isinstance(record.get(name), list):
        raise ValueError(f"{place} 应是含有数组 “{name}” 的对象，这不是 SQuAD 格式")
    value: list[Any] = record[name]
    return value


def _text(record: Any, name: str, place: str) -> str:
    if not isinstance(record, dict) or name not in record:
        raise ValueError(f"{place} 缺少 “{name}”")
    return check_text(record[name], f"{place}.{name}")
