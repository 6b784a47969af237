"""Which candidates of a context are right, and the arrays that go with them."""

from pathlib import Path

import numpy as np
import pytest

from bot.answering.rules import LABELS, RULES, TRAITS
from bot.evaluation.questions import GoldQuestion
from bot.evaluation.squad import Passage, read_squad
from bot.tuning.examples import Context, read_examples
from tests.tuning.made_up import write_squad

TWICE = "青石镇有3家茶馆，生意很好。白水镇有3家书店，生意也好。"
FIRST, SECOND = TWICE.index("3家"), TWICE.rindex("3家")


def context_of(
    answers: tuple[str, ...], starts: tuple[int | None, ...], *, sentences_only: bool = False
) -> Context:
    question = GoldQuestion("1", "青石镇有几家茶馆？", answers=answers, starts=starts)
    passage = Passage("甲.json#1", 0, TWICE, (question,))
    (context,) = read_examples([passage], sentences_only=sentences_only)
    return context


def right(context: Context) -> set[tuple[str, int]]:
    """Return text and sentence of the right candidates."""
    (example,) = context.examples
    return {
        (context.text(at), int(context.sentence[at]))
        for at in np.flatnonzero(example.right).tolist()
    }


@pytest.mark.parametrize(
    ("answers", "starts", "expected"),
    [
        (("3家",), (FIRST,), {("3家", 0)}),
        (("3家",), (SECOND,), {("3家", 1)}),
        (("3家",), (None,), {("3家", 0), ("3家", 1)}),  # no place given
        (("3家",), (1,), {("3家", 0), ("3家", 1)}),  # a place where it does not stand
        (("3家", "书店"), (FIRST, SECOND + 2), {("3家", 0), ("书店", 1)}),
        (("家茶",), (FIRST + 1,), set()),  # not cut at words
        ((), (), set()),
        (("4家",), (FIRST,), set()),  # nowhere in the context
    ],
)
def test_right_is_the_gold_text_at_its_place(
    answers: tuple[str, ...], starts: tuple[int | None, ...], expected: set[tuple[str, int]]
) -> None:
    context = context_of(answers, starts)

    assert right(context) == expected
    assert context.examples[0].teaches == bool(expected)


def test_only_the_sentence_can_be_taught() -> None:
    context = context_of(("3家",), (SECOND,), sentences_only=True)

    sentence, within = context.examples
    assert np.array_equal(sentence.right, context.sentence == 1)
    assert within.right.sum() < sentence.right.sum()
    assert {context.text(at) for at in np.flatnonzero(within.right).tolist()} >= {"3家"}


def test_arrays_have_a_row_for_each_candidate_and_a_column_for_each_rule() -> None:
    context = context_of(("3家",), (FIRST,))
    (example,) = context.examples
    count = len(context.sentence)

    assert example.rules.shape == (count, len(RULES))
    assert context.traits.shape == (count, len(TRAITS))
    assert context.class_of.shape == (count, len(LABELS))
    names = np.array(context.classes)[context.class_of]
    assert [{name.split(":")[0] for name in column} for column in names.T] == [
        {name} for name in LABELS
    ]
    assert example.family == "number"


def test_equal_texts_have_one_number() -> None:
    context = context_of(("3家",), (FIRST,))
    texts: dict[int, set[str]] = {}
    for at, number in enumerate(context.same.tolist()):
        texts.setdefault(number, set()).add(context.text(at))

    assert all(len(group) == 1 for group in texts.values())
    assert len({next(iter(group)) for group in texts.values()}) == len(texts)


def test_several_processes_read_the_same(tmp_path: Path) -> None:
    passages = read_squad(write_squad(tmp_path / "题.json"))

    alone, together = (list(read_examples(passages, jobs=jobs)) for jobs in (1, 2))

    assert len(alone) == len(passages)
    for one, other in zip(alone, together, strict=True):
        assert one.classes == other.classes
        assert np.array_equal(one.traits, other.traits)
        for left, right_ in zip(one.examples, other.examples, strict=True):
            assert left.question == right_.question
            assert np.array_equal(left.rules, right_.rules)
            assert np.array_equal(left.right, right_.right)
