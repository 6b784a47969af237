"""The command line `wenbao`: what each command takes, and where whatever goes wrong is caught.

Only what every command needs is imported at the top; the rest is imported where it is used, so
that `ask` does not wait for the REPL or the evaluation to load.
"""

import errno
import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import __version__
from bot.commandline import CommandGroup, help_option, settings_options
from bot.complaints import complain, in_chinese
from retrieval.errors import UserFacingError

if TYPE_CHECKING:
    from bot.answering.answer import Answer
    from bot.answering.answerer import Answerer
    from bot.settings import Settings

ANSWERED, NO_ANSWER, BAD_INPUT, DEFECT, INTERRUPTED = 0, 1, 2, 70, 130
"""Exit codes; 70 is EX_SOFTWARE of sysexits.h, 130 what shells give for Ctrl-C."""

SEED_PAGE = Path(__file__).resolve().parent.parent / "seeds"
"""The newspaper page of the checkout, read when no articles are named."""

log = logging.getLogger(__name__)


@click.group(
    cls=CommandGroup,
    invoke_without_command=True,
    epilog="例：wenbao ask 图书馆有几座 --articles 晚报.txt",
)
@click.version_option(__version__, message="wenbao %(version)s", help="显示版本。")
@help_option
@click.pass_context
def cli(context: click.Context) -> int:
    """问报：就一版中文报纸提问，得到文中的答案，或“文中没有提到”。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
    return BAD_INPUT


@cli.command(epilog="例：wenbao chat --articles 晚报.txt")
@settings_options
def chat(**options: str | None) -> int:
    """逐句对话；输入不是终端时逐行回答。"""
    settings = _settings(options)
    answerer = _answerer(settings)
    from bot.rendering import Screen, make_console
    from bot.repl import Repl, run_repl

    screen = Screen(make_console(settings.color), answerer.pages)
    run_repl(Repl(answerer, screen), screen, settings.history_file)
    return ANSWERED


@cli.command(epilog="例：wenbao ask 图书馆有几座 --articles 晚报.txt --json")
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.option("--explain", is_flag=True, help="逐条规则说明答案是怎么选出来的。")
@settings_options
def ask(question: str, as_json: bool, explain: bool, **options: str | None) -> int:
    """回答一个问题。

    退出码：0 有答案，1 文中没有提到，2 输入有误。
    """
    from bot.message import clean_message

    message = clean_message(question)
    settings = _settings(options)
    answerer = _answerer(settings)
    started = time.perf_counter()
    reply = answerer.ask(message, explain=explain)
    elapsed_ms = (time.perf_counter() - started) * 1000
    log.info("answered in %.1f ms", elapsed_ms)
    if as_json:
        from bot.prediction import to_prediction

        record: dict[str, Any] = {**to_prediction(reply, id="ask", elapsed_ms=elapsed_ms)}
        if explain:
            record["traces"] = [_trace_records(answer) for answer in reply.answers]
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        from bot.rendering import Screen, make_console

        screen = Screen(make_console(settings.color), answerer.pages)
        screen.reply(reply)
        for answer in reply.answers if explain else ():
            screen.explanation(answer)
    return ANSWERED if reply.answered else NO_ANSWER


@cli.command("eval", epilog="例：wenbao eval seeds/questions.jsonl --report 报告.html")
@click.argument("questions")
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
    settings = _settings(options)
    from bot.evaluation.run import EvalOptions, evaluate

    return evaluate(
        EvalOptions(
            questions=Path(questions),
            articles=_articles(settings) if file_format == "jsonl" else None,
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


@cli.command(epilog="例：wenbao tune drcd_dev.json --sentences-only cmrc2018_trial.json --write")
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


@cli.command(epilog="例：WENBAO_TELEGRAM_TOKEN=… wenbao telegram --articles 晚报.txt")
@settings_options
def telegram(**options: str | None) -> int:
    """运行 Telegram 机器人，直到收到 SIGTERM 或 Ctrl-C。

    token 等设置只从环境变量或 .env 读，见 .env.example。
    """
    settings = _settings(options)
    from bot.telegram.command import run_bot
    from retrieval.library import load_pages

    run_bot(settings, lambda: load_pages(_articles(settings)))
    return ANSWERED


@cli.group(cls=CommandGroup, invoke_without_command=True)
@help_option
@click.pass_context
def feedback(context: click.Context) -> int:
    """读者在 Telegram 里的评价。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
    return BAD_INPUT


@feedback.command(epilog="例：wenbao feedback export --out 评价.jsonl")
@click.option("--out", metavar="文件", help="写到这个文件；不给就写到标准输出。")
@click.option("--log-level", metavar="级别", help="DEBUG、INFO、WARNING 或 ERROR。")
@help_option
def export(out: str | None, **options: str | None) -> int:
    """把评价导出成 wenbao eval 能用的题目文件。"""
    settings = _settings(options)
    from bot.telegram.feedback_export import export_feedback

    written, left_out = export_feedback(settings, Path(out) if out else None)
    about = f"；另有 {left_out} 个是对读者自己的文章，没有导出" if left_out else ""
    click.echo(f"导出了 {written} 个评价{about}。", err=True)
    return ANSWERED


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line on `args` (the process's own by default) and return the exit code.

    The one place where errors become a line on stderr.
    """
    try:
        if hasattr(sys.stdout, "reconfigure"):
            # A terminal that cannot show a character must not stop the answer.
            sys.stdout.reconfigure(errors="backslashreplace")
        code = _run(list(sys.argv[1:] if args is None else args))
        if sys.stdout is not None:
            sys.stdout.flush()
    except UserFacingError as error:
        return complain(str(error), BAD_INPUT)
    except click.UsageError as error:
        return complain(in_chinese(error), BAD_INPUT)
    except (KeyboardInterrupt, EOFError, click.Abort):
        return complain("已中断", INTERRUPTED)
    except MemoryError:
        return complain("内存不够；请换小一些的文件", BAD_INPUT)
    except OSError as error:
        if error.errno == errno.EPIPE:
            # What is still in the buffer has no reader: without this the interpreter would
            # complain again when it closes stdout.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return complain("输出没有写完：接收的一方已经关闭", BAD_INPUT)
        where = f"{error.filename}：" if error.filename else ""
        return complain(f"{where}{error.strerror or error}", BAD_INPUT)
    except Exception as error:
        log.debug("%s", traceback.format_exc())
        return complain(
            f"程序出错，这是 wenbao 的缺陷：{type(error).__name__}: {error}；"
            "加 --log-level DEBUG 可看经过",
            DEFECT,
        )
    return code


def _run(args: list[str]) -> int:
    try:
        with cli.make_context("wenbao", args) as context:
            return int(cli.invoke(context))
    except click.exceptions.Exit as done:
        return done.exit_code


def _settings(options: dict[str, str | None]) -> "Settings":
    from bot.settings import load_settings

    settings = load_settings(options)
    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
    return settings


def _articles(settings: "Settings") -> Path:
    """Return the articles named in the settings, or the page that comes with the checkout."""
    if settings.articles is not None:
        return settings.articles.expanduser()
    if not SEED_PAGE.is_dir():
        raise UserFacingError("找不到随项目附带的报纸（seeds/）；请用 --articles 指明要读的文章")
    return Path(SEED_PAGE.name) if Path.cwd() == SEED_PAGE.parent else SEED_PAGE


def _answerer(settings: "Settings") -> "Answerer":
    """Read the articles and get ready to answer, with a sign of life if it takes long."""
    from bot.progress import spinner

    started = time.perf_counter()
    with spinner("正在读文章 …"):
        from bot.answering.answerer import Answerer
        from retrieval.library import load_pages

        answerer = Answerer(load_pages(_articles(settings)), threshold=settings.threshold)
    log.info("ready after %.2f s", time.perf_counter() - started)
    return answerer


def _trace_records(answer: "Answer") -> list[dict[str, Any]]:
    """Return what `--json --explain` adds for one answer: the winner, then the runner-up."""
    return [
        {
            "candidate": trace.candidate,
            "score": trace.score,
            "shares": [{"rule": share.rule, "share": share.share} for share in trace.shares],
        }
        for trace in answer.traces
    ]
