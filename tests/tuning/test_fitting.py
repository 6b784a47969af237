"""The regression: its derivative, what it learns, and the table it is written to."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from bot.answering.scoring import FAMILIES, FIGURES, read_weights
from bot.evaluation.squad import read_squad
from bot.tuning.examples import Context, read_examples
from bot.tuning.fitting import Model, Options, fit, loss_and_slope
from bot.tuning.pages import find_pairs, read_page_examples
from bot.tuning.table import as_table
from bot.tuning.validation import Means, cross_validate, grade
from tests.tuning.made_up import write_page, write_squad


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> list[Context]:
    path = write_squad(tmp_path_factory.mktemp("squad") / "题.json")
    return list(read_examples(read_squad(path)))


@pytest.fixture(scope="module")
def model(contexts: list[Context]) -> Model:
    return fit(contexts, Options())


@given(
    scores=st.lists(st.floats(-20, 20), min_size=6, max_size=6),
    right=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_slope_is_the_derivative_of_the_loss(scores: list[float], right: list[bool]) -> None:
    first = np.array([0, 2], dtype=np.intp)
    gold = np.array([True, False, True, *right[:3]])

    def loss(at: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return loss_and_slope(at, gold, first)[0]

    _, slope = loss_and_slope(np.array(scores), gold, first)

    assert np.allclose(slope, approx_fprime(np.array(scores), loss, 1e-6), atol=1e-4)


def test_learns_what_the_questions_show(contexts: list[Context]) -> None:
    folds = list(cross_validate(contexts, [], 3, Options()))

    assert [len(grades) for grades in folds] == [8, 8, 8]
    assert Means.of([g for grades in folds for g in grades]).em > 0.9


def test_fits_the_same_twice_and_otherwise_with_another_seed(contexts: list[Context]) -> None:
    drawn = Options(wrong=20)
    tables = [as_table(fit(contexts, o), "") for o in (drawn, drawn, replace(drawn, seed=1))]

    assert tables[0] == tables[1] != tables[2]


def test_table_scores_as_the_model_does(contexts: list[Context], model: Model) -> None:
    weights = read_weights(as_table(model, "wenbao tune"))
    context = contexts[0]
    example = context.examples[0]
    family = FAMILIES.index(example.family)
    unseen = len(weights.class_row)
    rows = np.array([weights.class_row.get(name, unseen) for name in context.classes])

    scores = (
        example.rules @ weights.rules[:, family]
        + context.traits @ weights.traits[:, family]
        + weights.classes[:, family][rows][context.class_of].sum(axis=1)
    )

    # Three decimals, and classes that weigh next to nothing left out.
    assert np.allclose(scores, model.scores(context, example), atol=0.2)


def test_pages_teach_the_family_of_figures(
    contexts: list[Context], model: Model, tmp_path: Path
) -> None:
    (pair,) = find_pairs(write_page(tmp_path))
    pages = read_page_examples(pair)
    figures = FAMILIES.index(FIGURES)

    taught = fit(contexts, Options(), pages)

    # Without pages that family has what all share and nothing of its own.
    assert not np.allclose(taught.numeric[:, figures], model.numeric[:, figures])
    grades = grade(pages, taught, of_page=True)
    assert all(g.of_page and g.family == FIGURES for g in grades)
    assert Means.of(grades).em > 0.9


def test_a_family_starts_from_its_parent(contexts: list[Context], tmp_path: Path) -> None:
    reason, clause = FAMILIES.index("reason"), FAMILIES.index("clause")
    folder = write_page(tmp_path)
    file = folder / "版.questions.jsonl"
    asked = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for line in asked:
        line["question"] = line["question"].replace("多少家", "为什么")
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in asked), "utf-8")
    (pair,) = find_pairs(folder)

    alone, taught = fit(contexts, Options()), fit(contexts, Options(), read_page_examples(pair))

    assert np.allclose(alone.numeric[:, reason], alone.numeric[:, clause])
    assert not np.allclose(taught.numeric[:, reason], taught.numeric[:, clause])


def test_pages_are_cross_validated_beside_the_paragraphs(
    contexts: list[Context], tmp_path: Path
) -> None:
    for name in "甲乙丙":
        write_page(tmp_path, name)
    pages = [context for pair in find_pairs(tmp_path) for context in read_page_examples(pair)]

    folds = list(cross_validate(contexts, [], 3, Options(), pages=pages))

    assert [sum(g.of_page for g in grades) for grades in folds] == [4, 4, 4]
    assert [sum(not g.of_page for g in grades) for grades in folds] == [8, 8, 8]


def test_a_question_without_answers_is_not_graded(contexts: list[Context], model: Model) -> None:
    first, *others = contexts[0].examples
    silent = replace(first, question=replace(first.question, answers=(), starts=()))

    grades = grade([replace(contexts[0], examples=(silent, *others))], model)

    assert len(grades) == len(others)
