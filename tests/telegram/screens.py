"""What people see of the bot: a day of conversations, recorded from the bot itself.

`docs/screens.md` (tests/telegram/transcript.py) and the pictures in `docs/images/`
(tests/telegram/pictures.py) are made from it. The same every time: no date, no number of a user,
nothing that depends on the clock is among what is recorded.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from structlog.testing import capture_logs

from bot.settings import PREFIX
from bot.telegram.corpus import paper_corpus
from retrieval.library import load_pages
from tests.telegram.botapi import Chat, SentMessage, User
from tests.telegram.stage import Stage, offered, staged

READER = "小林"
"""Whose chat it is."""
SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"
TEXT = """春风镇办起农家书屋

本报讯 春风镇今年新建农家书屋12家，藏书3.6万册，总投资480万元。

镇文化站站长周敏说：“书屋开到了家门口。”书屋每天开放8小时，周末延长到10小时。去年全镇只有5家书屋，藏书不到1万册。
"""
"""What a reader brings."""


@dataclass(frozen=True)
class Written:
    """A person has written something, or sent a file."""

    who: str
    text: str
    file: bool = False
    edited: bool = False
    replying: bool = False
    """Whether it replies to the bot."""
    message_id: int = 0


@dataclass(frozen=True)
class Pressed:
    """A person has pressed a button, or chosen a result of inline mode."""

    who: str
    label: str
    popup: str = ""
    """What popped up in answer."""


@dataclass(frozen=True)
class Came:
    """A message of the bot has come, or has changed into this."""

    message: SentMessage
    changed: bool = False
    to: str = ""
    """Whose message it replies to, in a group."""


@dataclass(frozen=True)
class Listed:
    """The results that inline mode offers, each with a title and a description."""

    query: str
    results: tuple[tuple[str, str], ...]


Entry = Written | Pressed | Came | Listed


@dataclass
class Scene:
    """A stretch of a conversation that shows one thing."""

    name: str
    title: str
    about: str
    """What is to be seen, for readers of the documentation."""
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Recorder:
    """A person in a chat whose doings, and what comes of them, are written down in a scene."""

    stage: Stage
    user: User
    chat: Chat
    scene: Scene

    def asks(self, text: str, *, reply_to: SentMessage | None = None) -> SentMessage:
        """Write something and return the bot's answer."""
        written = self.chat.says(self.user, text, reply_to=reply_to)
        number = written["message_id"]
        self._note(Written(self._who, text, replying=reply_to is not None, message_id=number))
        return self._came(self.chat.wait_one())

    def says(self, text: str) -> None:
        """Write something that the bot does not answer."""
        self.chat.says(self.user, text)
        self._note(Written(self._who, text))

    def corrects(self, number: int, answer: SentMessage, text: str) -> SentMessage:
        """Edit a question and return its answer, changed."""
        self.chat.edits(self.user, number, text)
        self._note(Written(self._who, text, edited=True))
        return self._came(self.chat.wait_edit(answer), changed=True)

    def presses(self, message: SentMessage, button: str) -> SentMessage:
        """Press a button that changes its message."""
        self.chat.presses(self.user, message, button)
        self._note(Pressed(self._who, button))
        return self._came(self.chat.wait_edit(message), changed=True)

    def presses_question(self, message: SentMessage, question: str) -> SentMessage:
        """Press a button that asks a question."""
        self.chat.presses(self.user, message, question)
        self._note(Pressed(self._who, question))
        return self._came(self.chat.wait_one())

    def judges(self, message: SentMessage, button: str) -> None:
        """Press a button that is answered by a notice only."""
        query = self.chat.presses(self.user, message, button)
        notice = self.stage.server.callback_answer(query).text
        self._note(Pressed(self._who, button, notice))

    def sends(self, name: str, content: bytes) -> SentMessage:
        """Send a file and return what the sign of progress turns into."""
        self.chat.uploads(self.user, name, content)
        self._note(Written(self._who, name, file=True))
        done = self.chat.wait_edit(self.chat.wait_one())
        self._note(Came(_as_before(done)))
        return self._came(done, changed=True)

    def sends_in_vain(self, name: str, content: bytes, size: int | None = None) -> SentMessage:
        """Send a file that is refused by its looks."""
        self.chat.uploads(self.user, name, content, size=size)
        self._note(Written(self._who, name, file=True))
        return self._came(self.chat.wait_one())

    def types_inline(self, text: str) -> None:
        """Ask in inline mode and choose the first result."""
        server = self.stage.server
        query = server.inline(self.user, text)
        results = server.inline_answer(query).results
        self._note(Listed(text, tuple((r["title"], r.get("description", "")) for r in results)))
        self._note(Pressed(self._who, results[0]["title"]))
        self._came(server.chooses(query, results[0]["id"]))

    def _came(self, message: SentMessage, *, changed: bool = False) -> SentMessage:
        self._note(Came(message, changed, "" if self.chat.type == "private" else self._who))
        return message

    def _note(self, entry: Entry) -> None:
        self.scene.entries.append(entry)

    @property
    def _who(self) -> str:
        return self.user.first_name


def _as_before(message: SentMessage) -> SentMessage:
    """Return an edited message as it was at first; it had neither styles nor buttons."""
    text = message.versions[0]
    return replace(message, text=text, html=escape(text, quote=False), keyboard=())


def start(one: Recorder) -> None:
    one.asks("/start")


def answer(one: Recorder) -> None:
    given = one.asks("科技型中小企业多少家")
    given = one.presses(given, "原文")
    given = one.presses(given, "其他答案")
    one.judges(given, "👍")


def follow_up(one: Recorder) -> None:
    given = one.asks("雏鹰企业呢")
    one.presses_question(given, offered(given)[0])


def computed(one: Recorder) -> None:
    one.asks("瞪羚企业和雏鹰企业加起来多少家")


def contradiction(one: Recorder) -> None:
    one.asks("百日攻坚里多少个项目完成了环评")


def none(one: Recorder) -> None:
    one.asks("独角兽企业多少家")


def several(one: Recorder) -> None:
    one.asks("瞪羚企业多少家？《科技招商三年行动计划》是什么时候出台的？")


def script(one: Recorder) -> None:
    one.asks("高新技術企業有多少家？")


def edited(one: Recorder) -> None:
    given = one.asks("吸纳科技成果转化数量多少")
    question = one.scene.entries[0]
    assert isinstance(question, Written)
    one.corrects(question.message_id, given, "吸纳科技成果转化的资金有多少")


def articles(one: Recorder) -> None:
    one.asks("/articles")
    one.asks("/source")


def help_(one: Recorder) -> None:
    one.asks("/help")


def language(one: Recorder) -> None:
    choice = one.asks("/language")
    one.presses(choice, "English")
    one.asks("瞪羚企业多少家")
    one.asks("/start")
    choice = one.asks("/language")
    one.presses(choice, "繁體中文")
    one.asks("/articles")
    one.presses(one.asks("/language"), "简体中文")


def upload(one: Recorder) -> None:
    summary = one.sends("农家书屋.txt", TEXT.encode())
    one.presses_question(summary, offered(summary)[0])
    one.asks("/articles")


def refused(one: Recorder) -> None:
    one.sends("报告.pdf", b"\x89PNG\r\n\x1a\n" + bytes(900))
    one.sends_in_vain("录像.txt", b"", size=80 * 2**20)
    one.sends("表格.xls", b"1,2,3")


def forget(one: Recorder) -> None:
    one.asks("/forget")


PRIVATE: tuple[tuple[str, str, str, Callable[[Recorder], None]], ...] = (
    ("start", "Welcome", "What the bot is, and questions that it can answer.", start),
    (
        "answer",
        "An answer",
        "The answer in bold, its sentence as a quotation with the answer marked, article and "
        "paragraph. 原文 opens the paragraph in place, 其他答案 what else it could be; 👍 and 👎 "
        "are kept.",
        answer,
    ),
    (
        "follow-up",
        "A question that leans on the one before, and one from a button",
        "The buttons below an answer are questions about what stands near it. The message that "
        "answers one repeats it, since it stands in no message.",
        follow_up,
    ),
    ("computed", "A computed answer", "The working stands between answer and evidence.", computed),
    ("contradiction", "Two figures for the same thing", "Both are shown.", contradiction),
    ("none", "No answer", "The nearest passage, unmarked, is not an answer.", none),
    ("several", "Two questions in one message", "Each is answered under its own words.", several),
    (
        "script",
        "The other script",
        "Words of the text are shown in the script of the question; 原文 shows them as printed.",
        script,
    ),
    ("edited", "An edited question", "Its answer is edited, too.", edited),
    (
        "articles",
        "Articles and sources",
        "`/source` shows the paragraph of the last answer, `/source 1` a whole article.",
        articles,
    ),
    ("help", "Help", "In the menu of commands, too.", help_),
    (
        "language",
        "Language",
        "The interface follows the language of the user's app until they choose one.",
        language,
    ),
    (
        "upload",
        "A text of the reader's own",
        "The sign of progress turns into a summary with questions to try. From then on the chat "
        "asks its own text.",
        upload,
    ),
    ("refused", "Files that are refused", "One line says why, and what to do.", refused),
    ("forget", "Forgetting", "What the chat has brought, asked and judged is deleted.", forget),
)
"""Scenes of one private chat, one after the other."""


def record() -> list[Scene]:
    """Play all scenes against a bot that reads the page in `seeds/`, and return them.

    Raises AssertionError if the bot has logged an error meanwhile.
    """
    with (
        _no_settings(),
        capture_logs() as logs,
        TemporaryDirectory() as directory,
        chdir(directory),
        staged(Path(directory), lambda: paper_corpus(load_pages(SEEDS), None)) as stage,
    ):
        try:
            scenes = list(_played(stage))
            stage.settle()
        finally:
            errors = [entry for entry in logs if entry["log_level"] == "error"]
            assert errors == [], errors
    return scenes


def _played(stage: Stage) -> Iterator[Scene]:
    user = stage.server.user(READER, language_code="zh-hans")
    chat = stage.server.private_chat(user)
    for name, title, about, play in PRIVATE:
        scene = Scene(name, title, about)
        play(Recorder(stage, user, chat, scene))
        yield scene
    yield _group(stage)
    yield _inline(stage, user)


def _group(stage: Stage) -> Scene:
    scene = Scene(
        "group",
        "In a group",
        "The bot answers when it is mentioned, when it is replied to, and to `/ask`. Each member "
        "has a dialogue of their own.",
    )
    anna, wang = (stage.server.user(name, language_code="zh-hans") for name in (READER, "王老师"))
    chat = stage.server.group("编辑部", [anna, wang], supergroup=True)
    Recorder(stage, anna, chat, scene).says("今天的头版看了吗？")
    other = Recorder(stage, wang, chat, scene)
    given = other.asks(f"@{stage.server.world.bot.username} 瞪羚企业多少家")
    other.asks("增长多少", reply_to=given)
    Recorder(stage, anna, chat, scene).asks("/ask 雏鹰企业多少家")
    return scene


def _inline(stage: Stage, user: User) -> Scene:
    scene = Scene(
        "inline",
        "Inline mode",
        "In whatever chat, the bot's name and a question give a list to choose from; what is "
        "chosen is sent in the chooser's name.",
    )
    Recorder(stage, user, stage.server.private_chat(user), scene).types_inline(
        "科技型中小企业多少家"
    )
    return scene


@contextmanager
def _no_settings() -> Iterator[None]:
    """Leave out the settings of whoever makes the documentation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with mock.patch.dict(os.environ, kept, clear=True):
        yield
