"""Many chats asking at once: what they do, and what the bot made of it, by what the server saw."""

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.telegram.botapi import BotApiServer, Chat, User
from tests.telegram.botapi.chat_record import id_of
from tests.telegram.botapi.faults import DROPPED_AFTER
from tests.telegram.botapi.world import Call

GROUP_SHARE = 0.1
"""Of the chats; a group has MEMBERS people in it, who mention the bot to ask."""
MEMBERS = 3
UPLOADER_SHARE = 0.1
"""Of the private chats: they bring a text of their own with their first question."""
STALLED_SECONDS = 90.0
"""Nothing more is waited for when so long nothing has come."""
_LOOK_AGAIN_SECONDS = 0.5

OWN_TEXT = (
    "{name}街道书屋扩建\n\n本报讯 {name}街道今年扩建书屋{count}处,藏书增加到{count}.6万册。"
    "书屋每天开放12小时,周末请老师来讲故事。\n\n去年来书屋的读者有{count}30人次,比前年增加一成半。\n"
)

NO_ANSWER = ("busy", "too_slow", "defect", "bad_request", "undelivered", "given_up")
"""Failures by their names in the metrics: somebody got a word of regret, or none, for an answer."""

Root = tuple[int, int]
"""A chat and the message in it that the bot answers."""


class Deed(StrEnum):
    """What somebody does that the bot is to answer."""

    QUESTION = "question"
    EDIT = "edited question"
    SOURCE = "press of 原文"
    FOLLOW_UP = "press of a follow-up"
    UPLOAD = "document"
    INLINE = "inline query"


SHARES = {Deed.EDIT: 0.05, Deed.SOURCE: 0.08, Deed.FOLLOW_UP: 0.05, Deed.INLINE: 0.05}
"""How many of these there are for every question."""


FAULTS: tuple[tuple[float, dict[str, Any]], ...] = (
    (0.003, {"status": 429, "retry_after": 1}),
    (0.01, {"status": 500}),
    (0.01, {"status": 502, "body": b"<html>502 Bad Gateway</html>"}),
    (0.01, {"drop": "before"}),
    (0.01, {"drop": "after"}),
    (0.02, {"delay": 1.5}),
    (0.01, {"method": "getUpdates", "status": 502}),
    (0.01, {"method": "getUpdates", "drop": "after"}),
)
"""What goes wrong, and with what share of the requests."""


def order_faults(server: BotApiServer, times_as_many: int = 1) -> None:
    """Let a part of all requests go wrong, in every way there is."""
    for share, fault in FAULTS:
        server.fault(times=None, probability=times_as_many * share, **fault)


@dataclass(frozen=True)
class Pending:
    """A deed that the bot has been told of."""

    deed: Deed
    root: Root
    at: float
    """Seconds on the monotonic clock."""
    query: str = ""
    """Of an inline query, its id."""


class Ledger:
    """When the bot's calls took effect, by what they answer."""

    def __init__(self, server: BotApiServer) -> None:
        self._server = server
        self._read = 0
        self.messages: defaultdict[Root, list[float]] = defaultdict(list)
        """Of each message, when the bot answered it with a message of its own."""
        self.edits: defaultdict[Root, list[float]] = defaultdict(list)
        """Of each message, when the bot changed its answer to it."""
        self.inline: dict[str, float] = {}
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.maybe_twice = 0
        """Messages sent of which the bot could not know that they were."""

    def catch_up(self) -> None:
        """Read the calls made since this was last called."""
        with self._server.world.changed:
            calls = self._server.world.calls[self._read :]
            self._read += len(calls)
            for call in calls:
                self._enter(call)

    def done_at(self, pending: Pending) -> float | None:
        """Return when the bot first answered a deed, None if it has not."""
        if pending.deed is Deed.INLINE:
            return self.inline.get(pending.query)
        changed = pending.deed in (Deed.EDIT, Deed.SOURCE, Deed.UPLOAD)
        times = (self.edits if changed else self.messages)[pending.root]
        return next((time for time in times if time >= pending.at), None)

    def _enter(self, call: Call) -> None:
        self.statuses[call.method, call.status] += 1
        lost_answer = call.description == DROPPED_AFTER
        if not (call.status == 200 or lost_answer or "message is not modified" in call.description):
            return
        match call.method:
            case "sendMessage" if "reply_parameters" in call.params:
                replied = json.loads(call.params["reply_parameters"])["message_id"]
                self.messages[int(call.params["chat_id"]), replied].append(call.at)
                self.maybe_twice += lost_answer
            case "editMessageText":
                chat, message = int(call.params["chat_id"]), int(call.params["message_id"])
                record = self._server.world.chats[chat].records[message]
                self.edits[chat, record.body["reply_to_message"]["message_id"]].append(call.at)
            case "answerInlineQuery":
                self.inline.setdefault(call.params["inline_query_id"], call.at)


@dataclass
class Run:
    """What came of it."""

    asked: int
    seconds: float
    """From the first question to the last answer."""
    latencies: dict[Deed, list[float]]
    """Seconds from each deed to its answer; those without one are not in it."""
    lost: list[Pending]
    twice: int
    """Messages answered by more than one message."""
    maybe_twice: int
    """How many times that may be: messages of which the bot could not know that they were sent."""
    statuses: Counter[tuple[str, int]] = field(repr=False)


class Load:
    """Chats full of people; a seed decides who does what."""

    def __init__(
        self, server: BotApiServer, chats: int, questions: Sequence[str], seed: int
    ) -> None:
        """`questions` are asked in an order of their own, each as often as it stands there."""
        self._server = server
        self._chance = random.Random(seed)
        self._questions = list(questions)
        self._chance.shuffle(self._questions)
        self._ledger = Ledger(server)
        self._pending: list[Pending] = []
        self._done: list[tuple[Pending, float]] = []
        self._untouched: list[tuple[Pending, User]] = []
        """Questions answered, of which nothing more has been made."""
        self._askers: dict[Root, User] = {}
        groups = round(GROUP_SHARE * chats)
        self._chats = [self._make_chat(number, number < groups) for number in range(chats)]
        self._uploaders = {
            chat.id for chat, _ in self._chats[groups:] if self._chance.random() < UPLOADER_SHARE
        }

    def run(self, per_second: float, on_asked: Callable[[int], None] = lambda _: None) -> Run:
        """Ask all questions, on average `per_second` of them, and wait for the answers.

        `on_asked` is told before each question how many there were.
        """
        start = due = time.monotonic()
        for number, question in enumerate(self._questions):
            on_asked(number)
            due += self._chance.expovariate(per_second)
            self._watch_until(due)
            self._ask(question)
            for deed, share in SHARES.items():
                if self._chance.random() < share:
                    self._do(deed)
        on_asked(len(self._questions))
        self._wait_for_all()
        return self._result(start)

    def _make_chat(self, number: int, group: bool) -> tuple[Chat, list[User]]:
        languages = ("zh-hans", "zh-hant", "en", None)
        people = [
            self._server.user(f"P{number}", language_code=languages[number % len(languages)])
            for _ in range(MEMBERS if group else 1)
        ]
        if group:
            return self._server.group(f"G{number}", people, supergroup=number % 2 == 0), people
        return self._server.private_chat(people[0]), people

    # What people do.

    def _ask(self, question: str) -> None:
        chat, people = self._chance.choice(self._chats)
        who = self._chance.choice(people)
        if chat.id in self._uploaders:
            self._uploaders.discard(chat.id)
            text = OWN_TEXT.format(name=f"临水{chat.id % 97}", count=self._chance.randint(2, 9))
            document = chat.uploads(who, f"{chat.id}.txt", text.encode())
            self._note(Deed.UPLOAD, (chat.id, id_of(document)))
        if chat.type != "private":
            question = f"@{self._server.world.bot.username} {question}"
        root = chat.id, id_of(chat.says(who, question))
        self._askers[root] = who
        self._note(Deed.QUESTION, root)

    def _do(self, deed: Deed) -> None:
        if deed is Deed.INLINE:
            chat, people = self._chance.choice(self._chats)
            query = self._server.inline(people[0], self._chance.choice(self._questions))
            self._note(deed, (0, 0), query)
            return
        if not self._untouched:
            return
        asked, who = self._untouched.pop(self._chance.randrange(len(self._untouched)))
        chat = self._server.world.chats[asked.root[0]]
        answer = [m for m in chat.messages if m.reply_to == asked.root[1]][-1]
        if deed is Deed.EDIT:
            prefix = "" if chat.type == "private" else f"@{self._server.world.bot.username} "
            before = str(chat.records[asked.root[1]].body["text"])
            others = [q for q in self._questions if q not in before]
            self._note(deed, asked.root)
            chat.edits(who, asked.root[1], prefix + self._chance.choice(others))
            return
        prefix = {Deed.SOURCE: "show:", Deed.FOLLOW_UP: "ask:"}[deed]
        data = [b.data for b in answer.buttons if b.data and b.data.startswith(prefix)]
        if data:
            root = asked.root if deed is Deed.SOURCE else (chat.id, answer.message_id)
            self._note(deed, root)
            chat.presses(who, answer, data=data[0])

    def _note(self, deed: Deed, root: Root, query: str = "") -> None:
        self._pending.append(Pending(deed, root, time.monotonic(), query))

    # What the bot does.

    def _watch_until(self, due: float) -> None:
        """Take note of answers until `due` on the monotonic clock."""
        while (left := due - time.monotonic()) > 0:
            with self._server.world.changed:
                self._server.world.changed.wait(min(left, _LOOK_AGAIN_SECONDS))
            self._catch_up()

    def _catch_up(self) -> None:
        self._ledger.catch_up()
        still = []
        for pending in self._pending:
            if (at := self._ledger.done_at(pending)) is None:
                still.append(pending)
                continue
            self._done.append((pending, at))
            if pending.deed is Deed.QUESTION:
                self._untouched.append((pending, self._askers[pending.root]))
        self._pending = still

    def _wait_for_all(self) -> None:
        left, since = len(self._pending), time.monotonic()
        while self._pending and time.monotonic() - since < STALLED_SECONDS:
            self._watch_until(time.monotonic() + _LOOK_AGAIN_SECONDS)
            if len(self._pending) < left:
                left, since = len(self._pending), time.monotonic()

    def _result(self, start: float) -> Run:
        latencies: dict[Deed, list[float]] = {deed: [] for deed in Deed}
        for pending, at in self._done:
            latencies[pending.deed].append(at - pending.at)
        return Run(
            asked=len(self._questions),
            seconds=max((at for _, at in self._done), default=start) - start,
            latencies=latencies,
            lost=self._pending,
            twice=sum(len(times) > 1 for times in self._ledger.messages.values()),
            maybe_twice=self._ledger.maybe_twice,
            statuses=self._ledger.statuses,
        )
