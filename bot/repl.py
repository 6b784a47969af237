"""The conversation at the terminal, or, without one, questions line by line."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.answer import Evidence, Reply
from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from bot.files import state_dir
from bot.message import clean_message
from bot.rendering import Screen
from retrieval.errors import UserFacingError

if TYPE_CHECKING:
    from prompt_toolkit.history import History

PROMPT = "问> "
HELP_COLUMN = 19
"""The cell in which the help begins to say what a command does."""


@dataclass(frozen=True)
class Command:
    """A line that begins with a slash."""

    run: Callable[[str], None]
    argument: str
    """How its argument is shown in the help; empty when it takes none."""
    help: str


class Repl:
    """One reader's conversation: the turns so far and the commands that look back on them."""

    def __init__(self, answerer: Answerer, screen: Screen) -> None:
        self._answerer = answerer
        self._screen = screen
        self._dialogue = Dialogue()
        self._dialogue_before = Dialogue()
        self._message: str | None = None
        self._reply: Reply | None = None
        self.finished = False
        self.commands = {
            "/articles": Command(self._articles, "", "列出文章和编号"),
            "/source": Command(
                self._source, "[编号]", "看上一个答案所在的段落，或第几篇文章的全文"
            ),
            "/explain": Command(self._explain, "", "逐条规则说明上一个答案是怎么选出来的"),
            "/help": Command(self._help, "", "显示这份说明"),
            "/quit": Command(self._quit, "", "退出（也可以按 Ctrl-D）"),
        }

    def handle(self, line: str) -> None:
        """Answer a question or carry out a command; what is wrong with it is said in one line."""
        if not line.strip():
            return
        try:
            if line.lstrip().startswith("/"):
                self._command(line.strip())
            else:
                self._ask(line)
        except UserFacingError as error:
            self._screen.say(str(error), "red")
        except KeyboardInterrupt:
            self._screen.say("已中断。", "yellow")

    def _ask(self, line: str) -> None:
        message = clean_message(line)
        # The answerer works on a copy, so that an interrupted turn leaves no trace.
        dialogue = replace(self._dialogue, turns=list(self._dialogue.turns))
        reply = self._answerer.ask(message, dialogue)
        self._dialogue_before, self._dialogue = self._dialogue, dialogue
        self._message, self._reply = message, reply
        self._screen.reply(reply)

    def _command(self, line: str) -> None:
        name, _, argument = line.partition(" ")
        command = self.commands.get(name)
        if command is None:
            near = get_close_matches(name, self.commands, n=1, cutoff=0.5)
            hint = f"，是不是 {near[0]}？" if near else "；/help 列出全部命令"
            raise UserFacingError(f"没有命令 {name}{hint}")
        if argument and not command.argument:
            raise UserFacingError(f"{name} 后面不用写别的")
        command.run(argument.strip())

    def _articles(self, _: str) -> None:
        self._screen.article_list()

    def _source(self, argument: str) -> None:
        cited = self._cited()
        if not argument:
            if not cited:
                raise UserFacingError("还没有可看的出处；先提一个问题，或用 /source 编号 看文章")
            self._screen.cited_paragraphs(cited)
            return
        count = len(self._screen.articles)
        if not (argument.isdecimal() and len(argument) < 10 and 1 <= int(argument) <= count):
            raise UserFacingError(f"文章编号应为 1 到 {count}；/articles 列出全部文章")
        self._screen.article(int(argument), cited)

    def _cited(self) -> list[Evidence]:
        """Return what the last reply rests on, or what it offered as nearest."""
        cited: list[Evidence] = []
        for answer in self._reply.answers if self._reply else ():
            cited += answer.evidence
            if answer.nearest is not None:
                cited.append(replace(answer.nearest, marks=()))
        return cited

    def _explain(self, _: str) -> None:
        if self._message is None:
            raise UserFacingError("还没有答案可说明；先提一个问题")
        dialogue = replace(self._dialogue_before, turns=list(self._dialogue_before.turns))
        for answer in self._answerer.ask(self._message, dialogue, explain=True).answers:
            self._screen.answer(answer)
            self._screen.explanation(answer)

    def _help(self, _: str) -> None:
        self._screen.say("直接写问题就能提问，也可以接着上一句问（增长多少、其中…呢）。")
        for name, command in self.commands.items():
            self._screen.entry(f"{name} {command.argument}".rstrip(), command.help, HELP_COLUMN)
        self._screen.say("  Tab 补全命令、问法和标题；↑ 和 Ctrl-R 找问过的；Ctrl-C 中断。")

    def _quit(self, _: str) -> None:
        self.finished = True


def run_repl(repl: Repl, screen: Screen, history_file: Path | None) -> None:
    """Hold the conversation until /quit or the end of input."""
    if sys.stdin is None:
        raise UserFacingError("标准输入是关着的，没有问题可读")
    if sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty():
        _run_at_terminal(repl, screen, history_file)
    else:
        _run_line_by_line(repl, screen)


def _run_line_by_line(repl: Repl, screen: Screen) -> None:
    """Answer each line of stdin as it comes; the question is repeated to make a transcript."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    for line in sys.stdin:
        question = line.strip()
        if question:
            screen.say(f"{PROMPT}{question}")
            repl.handle(question)
            screen.say("")
        if sys.stdout is not None:
            sys.stdout.flush()
        if repl.finished:
            break


def _run_at_terminal(repl: Repl, screen: Screen, history_file: Path | None) -> None:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application import get_app
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
    from prompt_toolkit.filters import Condition

    from bot.completion import ReplCompleter

    completer = ReplCompleter(
        {name: command.help for name, command in repl.commands.items()},
        [article.headline or "" for _, article in screen.articles],
    )
    session: PromptSession[str] = PromptSession(
        history=_history(screen, history_file),
        auto_suggest=AutoSuggestFromHistory(),
        completer=completer,
        # A menu under every Chinese character typed would be in the way; Tab still opens it.
        complete_while_typing=Condition(lambda: get_app().current_buffer.text.startswith("/")),
    )
    screen.say(f"读到 {len(screen.articles)} 篇文章。直接提问；/help 看用法，Ctrl-D 退出。", "dim")
    while not repl.finished:
        try:
            line = session.prompt(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            break
        repl.handle(line)
        if line.strip() and not repl.finished:
            screen.say("")


def _history(screen: Screen, history_file: Path | None) -> "History":
    """Return the history kept in a file only its owner can read, or in memory if that fails."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        path = history_file.expanduser() if history_file else state_dir() / "history"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
        os.close(descriptor)
    except (OSError, RuntimeError) as error:
        screen.say(f"提问历史存不了文件（{error}），只在这次会话里保留。", "yellow")
        return InMemoryHistory()
    return FileHistory(path)
