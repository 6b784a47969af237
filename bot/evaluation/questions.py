"""Question files: one JSON object a line, with or without gold answers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.answering.answer import Refusal
from bot.answering.question import Kind
from retrieval.errors import UserFacingError


class QuestionFileError(UserFacingError):
    """A question file cannot be read; names the file and, where there is one, the line."""


@dataclass(frozen=True)
class GoldQuestion:
    """One line of a question file."""

    id: str
    question: str
    kind: str | None = None
    """A value of `Kind`, or another name of the file's own."""
    answers: tuple[str, ...] | None = None
    """Any of these is right; empty where the text does not say; None without gold answers."""
    all: tuple[str, ...] = ()
    """Every one of these must be in the answer."""
    evidence: tuple[str, ...] = ()
    """The sentence (or sentences) the answer stands in."""
    after: str | None = None
    """Id of the turn before in the same dialogue."""
    refusal: str | None = None
    """Why an unanswerable question gets no answer, a value of `Refusal`; None if it is not said."""
    starts: tuple[int | None, ...] = ()
    """Where in its context each of `answers` begins, in code points, as far as the file says so."""
    style: str | None = None
    """How it is phrased, a name of the file's own; questions of one style are counted together."""

    @property
    def has_gold(self) -> bool:
        """Tell whether an answer to this question can be graded."""
        return self.answers is not None or bool(self.all) or self.kind == Kind.NONE

    @property
    def answerable(self) -> bool:
        """Tell whether the gold says that the text answers."""
        return bool(self.answers or self.all)


def read_questions(path: Path, gold: Path | None = None) -> tuple[GoldQuestion, ...]:
    """Return the questions of a JSONL file, in its order.

    A line whose `of` names a question of the file `gold` is another phrasing of it: it has that
    question's kind, answers and evidence.

    Raises QuestionFileError for a file that is no UTF-8 text, a malformed line, an id used twice,
    an `after` that names no line or goes round in a circle, an `of` that names no question that
    stands alone, and a file without questions.
    """
    golds = {question.id: question for question in read_questions(gold)} if gold else None
    lines: dict[str, int] = {}
    questions: list[GoldQuestion] = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            question = _question(parse_json(line), golds)
            if question.id in lines:
                raise ValueError(f"id “{question.id}” 与第 {lines[question.id]} 行重复")
        except ValueError as error:
            raise _at(path, number, str(error)) from error
        lines[question.id] = number
        questions.append(question)
    if not questions:
        raise QuestionFileError(f"{path}：文件里没有问题，每行应是一个 JSON 对象")
    _check_dialogues(path, questions, lines)
    return tuple(questions)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, byte order mark dropped; raises QuestionFileError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise QuestionFileError(f"{path}：找不到这个文件，请检查路径") from error
    except IsADirectoryError as error:
        raise QuestionFileError(f"{path}：这是文件夹，请给出问题文件") from error
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"{path}：不是 UTF-8 文本，请转换编码后再试") from error
    except OSError as error:
        raise QuestionFileError(f"{path}：读不了这个文件（{error.strerror}）") from error


def parse_json(text: str) -> Any:
    """Return the JSON value in `text`, else ValueError saying in Chinese where it goes wrong."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"第 {error.lineno} 行" if "\n" in text.strip() else ""
        raise ValueError(f"不是合法的 JSON（{line}第 {error.colno} 列）") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("JSON 嵌套过深或数字过长") from error


def check_text(value: Any, name: str) -> str:
    """Return `value` if it is text that holds something and can be written out, else ValueError."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"“{name}” 应是非空的字符串")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError(f"“{name}” 含有不成对的代理码（\\ud800–\\udfff）")
    return value


def _question(record: Any, golds: Mapping[str, GoldQuestion] | None) -> GoldQuestion:
    if not isinstance(record, dict):
        raise ValueError('每行应是一个 JSON 对象，如 {"id": "1", "question": "……"}')
    for name in ("id", "question"):
        if name not in record:
            raise ValueError(f"缺少 “{name}”")
    id_, text = check_text(record["id"], "id"), check_text(record["question"], "question")
    style, of = _optional_text(record, "style"), _optional_text(record, "of")
    if of is not None:
        return replace(_phrased(of, golds), id=id_, question=text, style=style)
    evidence = record.get("evidence")
    return GoldQuestion(
        id=id_,
        question=text,
        kind=_optional_text(record, "kind"),
        answers=_texts(record["answers"], "answers") if record.get("answers") is not None else None,
        all=_texts(record.get("all") or [], "all"),
        evidence=_texts([evidence] if isinstance(evidence, str) else evidence or [], "evidence"),
        after=_optional_text(record, "after"),
        refusal=_refusal(record),
        style=style,
    )


def _phrased(of: str, golds: Mapping[str, GoldQuestion] | None) -> GoldQuestion:
    """Return the question that a line phrases in other words, else ValueError."""
    if golds is None:
        raise ValueError("“of” 指向另一个题目文件的题，请用 --gold 指明那个文件")
    if of not in golds:
        raise ValueError(f"“of” 指向 --gold 文件里没有的 id “{of}”")
    if golds[of].after is not None:
        raise ValueError(f"“of” 指向的题 “{of}” 承接上一句，不能单独换个说法")
    return golds[of]


def _optional_text(record: dict[str, Any], name: str) -> str | None:
    value = record.get(name)
    return None if value is None else check_text(value, name)


def _refusal(record: dict[str, Any]) -> str | None:
    value = _optional_text(record, "refusal")
    if value is None:
        return None
    if value not in list(Refusal):
        raise ValueError(f"“refusal” 应是其中之一：{'、'.join(Refusal)}")
    if record.get("answers") or record.get("all"):
        raise ValueError("有答案的题不能有 “refusal”")
    return value


def _texts(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"“{name}” 应是字符串的数组")
    return tuple(check_text(text, name) for text in value)


def _check_dialogues(path: Path, questions: Iterable[GoldQuestion], lines: dict[str, int]) -> None:
    before = {q.id: q.after for q in questions}
    done: set[str] = set()
    for start in before:
        chain: set[str] = set()
        at: str | None = start
        while at is not None and at not in done:
            chain.add(at)
            after = before[at]
            if after is not None and after not in before:
                raise _at(path, lines[at], f"“after” 指向不存在的 id “{after}”")
            if after in chain:
                raise _at(path, lines[at], f"“after” 首尾相接成了环（{after}）")
            at = after
        done |= chain


def _at(path: Path, number: int, problem: str) -> QuestionFileError:
    return QuestionFileError(f"{path} 第 {number} 行：{problem}")
