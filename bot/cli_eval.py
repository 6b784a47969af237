"""The command `wenbao eval`: its options, and which of them go together."""

from pathlib import Path

import click

from bot.commandline import Command, settings_options
from bot.startup import articles_named, load_settings_of
from retrieval.errors import UserFacingError


@click.command(
    "eval", cls=Command, epilog="例：wenbao eval seeds/questions.jsonl --report 报告.html"
)
@click.argument("questions", metavar="题目文件")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["jsonl", "squad"]),
    default="jsonl",
    help="题目文件的格式；squad 包括 CMRC 2018、DRCD 和 SQuAD 2.0。默认 jsonl。",
)
@click.option("--open", "open_", is_flag=True, help="squad：在全部文章里找，不限于各题自己的一篇。")
@click.option(
    "--hard-negatives",
    is_flag=True,
    help="squad：每题另问一段相近而没有答案的文章，看该不该拒答。",
)
@click.option("--always-answer", is_flag=True, help="每题必答，不许说没有提到。")
@click.option("--predictions", metavar="文件", help="把每题的回答写成 JSON 行。")
@click.option("--failures", metavar="文件", help="把没有答对的题连同原因写成 JSON 行。")
@click.option("--report", metavar="文件", help="把成绩写成一个 HTML 文件。")
@click.option("--json", "as_json", is_flag=True, help="成绩用 JSON 输出。")
@click.option("--limit", type=click.IntRange(min=1), metavar="题数", help="只做前若干题。")
@click.option("--gold", metavar="文件", help="各行是别的题目文件里的题换个说法：那个文件。")
@settings_options
def evaluate(
    questions: str,
    file_format: str,
    open_: bool,
    hard_negatives: bool,
    always_answer: bool,
    predictions: str | None,
    failures: str | None,
    report: str | None,
    as_json: bool,
    limit: int | None,
    gold: str | None,
    **options: str | None,
) -> int:
    """给题目文件打分；没有标准答案的题只作答。"""
    if file_format == "squad" and options["articles"] is not None:
        raise UserFacingError("--format squad 的文章在题目文件里，不能再用 --articles")
    for name, given in (("--open", open_), ("--hard-negatives", hard_negatives)):
        if file_format == "jsonl" and given:
            raise UserFacingError(f"{name} 只用于 --format squad")
    for name, given in (("--open", open_), ("--always-answer", always_answer)):
        if hard_negatives and given:
            raise UserFacingError(f"--hard-negatives 不能和 {name} 一起用")
    if file_format == "squad" and gold is not None:
        raise UserFacingError("--gold 不能和 --format squad 一起用")
    settings = load_settings_of(options)
    from bot.evaluation.run import EvalOptions, evaluate

    return evaluate(
        EvalOptions(
            questions=Path(questions),
            articles=articles_named(settings) if file_format == "jsonl" else None,
            format=file_format,
            open=open_,
            hard_negatives=hard_negatives,
            always_answer=always_answer,
            predictions=Path(predictions) if predictions else None,
            failures=Path(failures) if failures else None,
            report=Path(report) if report else None,
            json=as_json,
            limit=limit,
            threshold=settings.threshold,
            gold=Path(gold) if gold else None,
            color=settings.color,
        )
    )
