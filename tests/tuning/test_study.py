"""What is compared in a study, and that nothing else differs."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bot.answering import rules
from bot.answering.rules import LABELS, RULES, TRAITS
from bot.cli import BAD_INPUT, main
from bot.evaluation.squad import read_squad
from bot.tuning import command, validation
from bot.tuning.examples import Context, read_examples
from bot.tuning.fitting import Model, Options, fit
from bot.tuning.study import SHARES, ablation, learning_curve, rule_groups
from bot.tuning.validation import cross_validate
from tests.tuning.made_up import write_squad

MODULES = {
    path.stem
    for path in Path(rules.__file__).parent.glob("*.py")
    if "registry import" in path.read_text(encoding="utf-8") and path.stem != "__init__"
}


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> list[Context]:
    path = write_squad(tmp_path_factory.mktemp("squad") / "题.json")
    return list(read_examples(read_squad(path)))


def test_every_module_of_rules_is_a_group() -> None:
    groups = rule_groups()

    assert groups.keys() == MODULES
    names = [name for group in groups.values() for name in group]
    assert sorted(names) == sorted([*RULES, *TRAITS, *LABELS])


def test_ablation_leaves_out_one_group_at_a_time() -> None:
    first, *others = ablation(Options(seed=3))

    assert first.options == Options(seed=3)
    assert [v.options.left_out for v in others] == list(rule_groups().values())
    assert {v.options.seed for v in others} == {3}
    assert {v.share for v in (first, *others)} == {1.0}


@pytest.mark.parametrize("group", ["overlap", "traits", "labels"])
def test_what_is_left_out_has_no_weight(contexts: list[Context], group: str) -> None:
    left_out = rule_groups()[group]

    model = fit(contexts, Options(left_out=left_out))

    for name, weights in zip([*RULES, *TRAITS], model.numeric, strict=True):
        if name in left_out:
            assert not weights.any()
    for name, weights in model.classes.items():
        if name.partition(":")[0] in left_out:
            assert not weights.any()
    assert np.abs(model.numeric).max() > 0
    assert any(weights.any() for weights in model.classes.values()) == (group != "labels")


def test_a_smaller_share_of_the_articles_is_part_of_a_greater(
    contexts: list[Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt_from: list[set[tuple[str, int]]] = []

    def remember(taken: list[Context], options: Options, pages: object) -> Model:
        learnt_from.append({context.article for context in taken})
        return fit(taken, options)

    monkeypatch.setattr(validation, "fit", remember)
    variants = learning_curve(Options())
    graded = [
        [len(g) for g in cross_validate(contexts, [], 2, v.options, share=v.share)]
        for v in variants
    ]

    assert [v.share for v in variants] == list(SHARES)
    assert graded == [[12, 12]] * len(SHARES)
    for fold in range(2):
        taken = learnt_from[fold::2]
        assert [len(articles) for articles in taken] == [3, 3, 2, 1]
        assert all(fewer <= more for more, fewer in pairwise(taken))


@pytest.mark.parametrize(
    ("study", "names"),
    [
        ("ablation", ["全部规则", *(f"－{name}（{len(g)}）" for name, g in rule_groups().items())]),
        ("learning-curve", ["100%", "75%", "50%", "25%"]),
    ],
)
def test_a_study_compares_and_writes_nothing(
    own_directory: Path, capsys: pytest.CaptureFixture[str], study: str, names: list[str]
) -> None:
    squad = write_squad(own_directory / "题.json")
    before = command.WEIGHTS.read_bytes()

    assert main(["tune", str(squad), "--study", study, "--folds", "2"]) == 0

    shown = capsys.readouterr()
    rows = [line.split() for line in shown.out.splitlines()[1:] if line.strip()]
    assert [row[0] for row in rows] == names
    assert rows[0][-6:] == ["100.00%", "+0.00"] * 3
    assert shown.err.count("第 2/2 份完成") == len(names)
    assert command.WEIGHTS.read_bytes() == before
    assert list(squad.parent.iterdir()) == [squad]


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (["--write"], "--study 不能和 --write 一起用"),
        (["--out", "a.csv"], "--study 不能和 --out 一起用"),
        (["--confidence"], "--study 不能和 --confidence 一起用"),
    ],
)
def test_what_a_study_does_not_do(
    capsys: pytest.CaptureFixture[str], more: list[str], complaint: str
) -> None:
    assert main(["tune", "题.json", "--study", "ablation", *more]) == BAD_INPUT

    assert complaint in capsys.readouterr().err
