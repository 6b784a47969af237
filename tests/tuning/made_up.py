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


def write_page(folder: Path, name: str = "版") -> Path:
    """Write a page of two articles with four questions about the first, and return the folder.

    Both articles tell numbers of the same unit; the evidence says in which an answer stands.
    """
    told = [f"青石镇去年新开{shop}{13 + 4 * at}家。" for at, shop in enumerate(SHOPS)]
    other = [f"白水镇今年新修{road}13家门前的路。" for road in ("东街", "西街")]
    text = "\n".join(("青石镇生意兴隆", "", "".join(told), "", "白水镇修路", "", "".join(other)))
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    lines = [
        {
            "id": str(at),
            "question": f"青石镇新开多少家{shop}",
            "kind": "number",
            "answers": [f"{13 + 4 * at}家"],
            "evidence": told[at],
        }
        for at, shop in enumerate(SHOPS)
    ]
    file = folder / f"{name}.questions.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return folder
