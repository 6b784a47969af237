import stat
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.cells import cell_len

from bot.answering.answer import Reply
from bot.answering.dialogue import Dialogue
from bot.completion import ReplCompleter, load_phrases
from bot.repl import HELP_COLUMN, Repl, run_repl
from tests.fakes import FakeAnswerer, make_page
from tests.test_rendering import make_screen

PAGE = make_page(
    ("春风镇办起图书馆", ["镇上共有图书馆12家。", "去年只有9家。"]),
    ("河边新修步道", ["步道全长八公里。"]),
)


def talk(*lines: str, answerer: FakeAnswerer | None = None) -> str:
    """Return what the REPL shows for the last of `lines`."""
    screen, drawn = make_screen(PAGE)
    repl = Repl(answerer or FakeAnswerer(PAGE), screen)
    for line in lines:
        drawn.seek(0)
        drawn.truncate()
        repl.handle(line)
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["有几座12家"], "12家  （较有把握）\n  镇上共有图书馆【12家】。\n"),
        (["你好"], "文中没有提到。"),
        (["   "], ""),
        (["有几座12家", "/source"], "春风镇办起图书馆，第 2 段\n  2  镇上共有图书馆【12家】。\n"),
        (
            ["有几座12家", "/source 1"],
            "  1  春风镇办起图书馆\n  2  镇上共有图书馆【12家】。\n  3  去年",
        ),
        (["有几座12家", "/source 2"], "  1  河边新修步道\n  2  步道全长八公里。\n"),
        (["你好", "/source"], "春风镇办起图书馆，第 2 段\n  2  【镇上共有图书馆12家。】\n"),
        (["/source"], "还没有可看的出处"),
        (["/source 0"], "文章编号应为 1 到 2"),
        (["/source 3"], "文章编号应为 1 到 2"),
        (["/source ２"], "  1  河边新修步道"),
        (["/source ²"], "文章编号应为 1 到 2"),
        (["/source " + "9" * 5000], "文章编号应为 1 到 2"),
        (["/articles"], "  1  春风镇办起图书馆  3 段\n  2  河边新修步道  2 段\n"),
        (["/articles 2"], "/articles 后面不用写别的"),
        (["/explain"], "还没有答案可说明"),
        (["/artcles"], "没有命令 /artcles，是不是 /articles？"),
        (["/"], "没有命令 /；/help 列出全部命令"),
        (["/help"], "直接写问题就能提问"),
        (["问" * 100_000], "问题太长（100000 字）"),
        (["\0\x1b"], "问题是空的"),
    ],
)
def test_what_a_line_gets(lines: list[str], shown: str) -> None:
    assert talk(*lines).startswith(shown)
    assert bool(talk(*lines)) is bool(shown)


def test_explain_asks_again_with_the_dialogue_as_it_was() -> None:
    answerer = FakeAnswerer(PAGE)

    shown = talk("去年只有9家", "有几座12家", "/explain", "/explain", "你好", answerer=answerer)

    assert answerer.turns_seen == [0, 1, 1, 1, 2]
    assert shown.startswith("文中没有提到。")


def test_explain_sets_winner_against_runner_up() -> None:
    rows = [line.split() for line in talk("有几座12家", "/explain").splitlines()]

    assert rows[-4:] == [
        ["规则", "12家", "别的", "差"],
        ["unit_fits", "+1.00", "+1.00"],
        ["near_focus", "+0.50", "+0.25", "+0.25"],
        ["合计", "+1.50", "+0.25", "+1.25"],
    ]


def test_the_help_lists_every_command() -> None:
    screen, drawn = make_screen(PAGE)
    repl = Repl(FakeAnswerer(PAGE), screen)

    repl.handle("/help")

    assert all(name in drawn.getvalue() for name in repl.commands)
    for line, command in zip(
        (line for line in drawn.getvalue().splitlines() if line.startswith("  /")),
        repl.commands.values(),
        strict=True,
    ):
        assert cell_len(line.removesuffix(command.help)) == HELP_COLUMN


def test_an_interrupted_turn_leaves_no_trace() -> None:
    class Interrupted(FakeAnswerer):
        def ask(
            self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False
        ) -> Reply:
            reply = super().ask(message, dialogue, explain=explain)
            if message == "慢":
                raise KeyboardInterrupt
            return reply

    answerer = Interrupted(PAGE)

    shown = talk("有几座12家", "慢", answerer=answerer)
    assert shown == "已中断。\n"
    answerer.turns_seen.clear()
    talk("有几座12家", "慢", "有几座12家", answerer=answerer)
    assert answerer.turns_seen == [0, 1, 1]


def at_terminal(
    keys: str, history_file: Path | None, monkeypatch: pytest.MonkeyPatch
) -> tuple[FakeAnswerer, str]:
    """Type `keys` at the REPL; Ctrl-D comes after them."""
    answerer = FakeAnswerer(PAGE)
    screen, drawn = make_screen(PAGE)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys + "\x04")
        run_repl(Repl(answerer, screen), screen, history_file)
    return answerer, drawn.getvalue()


def test_history_is_kept_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    at_terminal("有几座12家\r", None, monkeypatch)

    history = tmp_path / "state/wenbao/history"
    assert "+有几座12家" in history.read_text(encoding="utf-8")
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    assert stat.S_IMODE(history.parent.stat().st_mode) == 0o700


def test_the_up_key_brings_back_the_last_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_terminal("有几座12家\r", tmp_path / "h", monkeypatch)

    answerer, _ = at_terminal("\x1b[A\r", tmp_path / "h", monkeypatch)

    assert len(answerer.turns_seen) == 1


def test_a_history_that_cannot_be_kept_is_said_and_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")

    answerer, shown = at_terminal("有几座12家\r", tmp_path / "file/history", monkeypatch)

    assert "提问历史存不了文件" in shown
    assert len(answerer.turns_seen) == 1


def test_ctrl_c_clears_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answerer, shown = at_terminal("你好\x03有几座12家\r", tmp_path / "h", monkeypatch)

    assert len(answerer.turns_seen) == 1
    assert "\n12家  （" in shown


def test_quit_ends_the_conversation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answerer, _ = at_terminal("/quit\r有几座12家\r", tmp_path / "h", monkeypatch)

    assert answerer.turns_seen == []


COMPLETER = ReplCompleter(
    {"/articles": "", "/source": ""}, ["春风镇办起图书馆", "", "河边新修步道"]
)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("/", ["/articles", "/source"]),
        ("/so", ["/source"]),
        ("/x", []),
        ("/source ", ["1", "2", "3"]),
        ("/source 2", ["2"]),
        ("请问春风", ["春风镇办起图书馆"]),
        ("河边新修步道的作者", ["作者是谁"]),
        ("图书馆有多少", ["有多少家"]),
        ("天气", []),
        ("", [*load_phrases(), "春风镇办起图书馆", "河边新修步道"]),
    ],
)
def test_completion(line: str, offered: list[str]) -> None:
    found = list(COMPLETER.get_completions(Document(line), CompleteEvent()))

    assert [completion.text for completion in found] == offered
    assert all(
        completion.text.startswith(line[len(line) + completion.start_position :])
        for completion in found
    )
