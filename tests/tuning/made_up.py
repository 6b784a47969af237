"""A small made-up set of questions in the SQuAD layout."""

import json
from pathlib import Path

TOWNS = ("青石镇", "白水镇", "柳河镇", "松岭镇", "沙湾镇", "云台镇")
SHOPS = ("茶馆", "书店", "饭馆", "药房")


def record(id_: str, question: str, answer: str, start: int) -> dict[str, object]:
    """Return one question with one answer."""
    return {"id": id_, "question": question, "answers": [{"text": answer, "answer_start": start}]}


def passage(town: str, number: int) -> dict[str, object]:
    """Return a paragraph about `town` with a question after each number in it."""
    context, questions = "", []
    for at, shop in enumerate(SHOPS):
        answer = f"{number + 3 * at}家"
        sentence = f"{town}去年开了{answer}{shop}，镇上的人都很高兴。"
        questions.append(
            record(
                f"{town}{at}",
                f"{town}去年开了多少家{shop}？",
                answer,
                len(context) + sentence.index(answer),
            )
        )
        context += sentence
    return {"id": town, "context": context, "qas": questions}


def write_squad(path: Path) -> Path:
    """Write a file of six articles, a paragraph and four questions each, and return its path."""
    data = [{"paragraphs": [passage(town, 11 + at)]} for at, town in enumerate(TOWNS)]
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), encoding="utf-8")
    return path
