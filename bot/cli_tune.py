"""The command `wenbao tune`: its options, and which of them go together."""

from pathlib import Path

import click

from bot.commandline import Command, help_option
from retrieval.errors import UserFacingError


@click.command(
    cls=Command, epilog="例：wenbao tune drcd_dev.json --sentences-only cmrc2018_trial.json --write"
)
@click.argument("questions", nargs=-1, metavar="文件...")
@click.option(
    "--sentences-only",
    multiple=True,
    metavar="文件",
    help="另一个题目文件，只学答案在哪一句，不学起止（可多次给出）。",
)
@click.option(
    "--pages",
    multiple=True,
    metavar="文件夹",
    help="文件夹里每个 名字.questions.jsonl 和它问的 名字.txt 也用来学（可多次给出）。",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=3,
    metavar="份数",
    help="交叉验证的份数，默认 3。",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, metavar="整数", help="随机种子，默认 0。"
)
@click.option("--confidence", is_flag=True, help="拟合的不是规则的权重，而是置信度的权重。")
@click.option(
    "--gold",
    nargs=2,
    multiple=True,
    metavar="题目 文章",
    help="也用来学的 JSONL 题目文件和它问的文章（可多次给出）。",
)
@click.option(
    "--study",
    type=click.Choice(["ablation", "learning-curve"]),
    help="只作比较，不写权重：ablation 逐组去掉规则，learning-curve 只学一部分文章。",
)
@click.option("--write", is_flag=True, help="把权重写进程序自己的权重表。")
@click.option("--out", metavar="文件", help="把权重写到这个文件。")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    metavar="个数",
    help="几个进程同时读题，默认 1。",
)
@help_option
def tune(
    questions: tuple[str, ...],
    sentences_only: tuple[str, ...],
    pages: tuple[str, ...],
    folds: int,
    seed: int,
    confidence: bool,
    gold: tuple[tuple[str, str], ...],
    study: str | None,
    write: bool,
    out: str | None,
    jobs: int,
) -> int:
    """用 SQuAD 格式的题目拟合规则的权重。

    先交叉验证，报告成绩；给出 --write 或 --out 才写权重。
    """
    from bot.tuning import command, confidence_command

    pairs = tuple((Path(asked), Path(articles)) for asked, articles in gold)
    paths, folders = tuple(map(Path, questions)), tuple(map(Path, pages))
    for name, given in (("--confidence", confidence), ("--write", write), ("--out", bool(out))):
        if study is not None and given:
            raise UserFacingError(f"--study 不能和 {name} 一起用")
    if confidence:
        if sentences_only:
            raise UserFacingError("--sentences-only 不能和 --confidence 一起用")
        return confidence_command.tune_confidence(
            confidence_command.ConfidenceOptions(
                squad=paths,
                gold=pairs,
                pages=folders,
                folds=folds,
                seed=seed,
                out=Path(out) if out else confidence_command.WEIGHTS if write else None,
                jobs=jobs,
            )
        )
    return command.tune(
        command.TuneOptions(
            questions=paths,
            sentences_only=tuple(map(Path, sentences_only)),
            gold=pairs,
            pages=folders,
            folds=folds,
            seed=seed,
            out=Path(out) if out else command.WEIGHTS if write else None,
            jobs=jobs,
            study=study,
        )
    )
