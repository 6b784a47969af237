"""Questions about whole pages as examples: which candidates there are, and which are right."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.answering.rules import LABELS, RULES, TRAITS
from bot.answering.scoring import FIGURES
from bot.tuning.examples import Context
from bot.tuning.pages import find_pairs, read_page_examples
from retrieval.errors import UserFacingError
from tests.tuning.made_up import write_page


def read(folder: Path) -> list[Context]:
    (pair,) = find_pairs(folder)
    return read_page_examples(pair)


def right(context: Context) -> list[tuple[str, str]]:
    """Return the right candidates, each with its sentence."""
    (example,) = context.examples
    return [
        (context.text(at), context.sentences[context.sentence[at]])
        for at in np.flatnonzero(example.right).tolist()
    ]


def test_what_stands_in_the_evidence_is_right(tmp_path: Path) -> None:
    first, *_ = read(write_page(tmp_path))

    assert right(first) == [("13家", "青石镇去年新开茶馆13家。")]
    texts = [first.text(at) for at in range(len(first.sentence))]
    assert texts.count("13家") > 1  # the others, of another article, are wrong


def test_only_what_is_of_the_sort_asked_comes_into_question(tmp_path: Path) -> None:
    for context in read(write_page(tmp_path)):
        (example,) = context.examples
        count = len(context.sentence)
        assert example.family == FIGURES
        assert all(context.text(at).endswith("家") for at in range(count))
        assert example.rules.shape == (count, len(RULES))
        assert context.traits.shape == (count, len(TRAITS))
        assert context.class_of.shape == (count, len(LABELS))


def test_what_other_strategies_answer_and_what_leans_is_left_out(tmp_path: Path) -> None:
    folder = write_page(tmp_path)
    file = folder / "版.questions.jsonl"
    asked = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    asked[1] |= {"question": "“青石镇生意兴隆”是谁说的"}
    asked[2] |= {"after": "0"}
    asked[3] |= {"answers": [], "kind": "none"}
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in asked), "utf-8")

    assert [c.examples[0].question.id for c in read(folder)] == ["0"]


@pytest.mark.parametrize(
    ("missing", "complaint"),
    [("版.txt", "旁边没有它问的文章 版.txt"), ("版.questions.jsonl", "里没有题目文件")],
)
def test_a_folder_without_pairs_is_refused(tmp_path: Path, missing: str, complaint: str) -> None:
    (write_page(tmp_path) / missing).unlink()

    with pytest.raises(UserFacingError, match=complaint):
        find_pairs(tmp_path)
