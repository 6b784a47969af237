"""telemelya as a test handles it: started, spoken to, and what the bot said read from it."""

import itertools
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests.telegram.telemelya.relay import Relay, Update

SERVE = Path(__file__).with_name("serve.py")
ENVIRONMENT = Path(sys.prefix) / "telemelya"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"
SECRET = "a-secret-of-the-tests"
CHAT = 7_001
"""The one private chat, and the one user in it."""
WAIT = 20.0
"""Seconds to wait for what the bot is to do."""
_USER = {"id": CHAT, "is_bot": False, "first_name": "Anna"}


@dataclass(frozen=True)
class Call:
    """A call of the bot as telemelya has recorded it."""

    method: str
    record: dict[str, Any]

    @property
    def text(self) -> str:
        """The text with its tags: telemelya does not read them."""
        return str(self.record["text"])

    @property
    def message_id(self) -> int:
        return int(self.record["message_id"])

    @property
    def parameters(self) -> dict[str, Any]:
        """All that the bot sent; telemelya reads every value as JSON that can be read so."""
        parameters: dict[str, Any] = self.record["raw"]
        return parameters

    @property
    def buttons(self) -> dict[str, str]:
        """Callback data by label, in the order of the buttons."""
        rows = (self.record["reply_markup"] or {}).get("inline_keyboard", [])
        return {button["text"]: button["callback_data"] for row in rows for button in row}


class Telemelya:
    """The emulator in a process of its own, from `with` to the end of its block."""

    def __init__(self, directory: Path) -> None:
        """`directory` is its working directory: it would read settings from a `.env` there."""
        python = ENVIRONMENT / "bin" / "python"
        assert (ENVIRONMENT / ".installed").exists(), (
            f"telemelya is not installed in {ENVIRONMENT}; `make test` installs it, or"
            " `make .venv/telemelya/.installed` alone"
        )
        self._command = [str(python), str(SERVE)]
        self._directory = directory
        self._shown: dict[int, dict[str, Any]] = {}
        self._message_ids = itertools.count(500_000)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, cwd=self._directory, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip()
        assert port, "telemelya has not started"
        self.url = f"http://127.0.0.1:{port}"
        self._client = httpx.Client(
            base_url=f"{self.url}/api/v1/test",
            headers={"Authorization": "Bearer any", "X-Test-Session": "test"},
            params={"bot_token": TOKEN},
            timeout=2 * WAIT,
            trust_env=False,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def wait_up(self) -> None:
        """Wait until it answers that it is well."""
        deadline = time.monotonic() + WAIT
        while True:
            try:
                health = self._client.get("/health").json()
            except httpx.TransportError:
                assert time.monotonic() < deadline, "telemelya does not answer"
            else:
                assert health == {"ok": True, "redis": "ok", "minio": "ok"}
                return

    # What the user does.

    def says(self, text: str) -> Update:
        """Send a text, or a command."""
        return self._post("send_update", {"chat_id": CHAT, "text": text})

    def presses(self, message: Call, label: str) -> Update:
        """Press a button of a message of the bot."""
        pressed = {"callback_data": message.buttons[label]}
        return self._post(
            "send_update",
            {"chat_id": CHAT, "callback_message_id": message.message_id, **pressed},
        )

    def asks_inline(self, query: str) -> Update:
        """Type `@bot query` somewhere."""
        return self._post("send_inline_query", {"query": query, "chat_id": CHAT})

    def chooses(self, result_id: str) -> None:
        """Choose one of the results of the last inline query."""
        self._post("choose_inline_result", {"chat_id": CHAT, "result_id": result_id})

    def uploads(self, relay: Relay, name: str, content: bytes) -> None:
        """Send a document.

        telemelya keeps the file and serves it, but makes no updates with documents: the update
        is ours.
        """
        files = {"file": (name, content, "text/plain")}
        file_id = self._client.post("/upload_media", files=files).json()["file_id"]
        document = {"file_id": file_id, "file_unique_id": file_id[:16], "file_name": name}
        now = int(time.time())
        message = {
            "message_id": next(self._message_ids),
            "date": now,
            "from": _USER,
            "chat": {"id": CHAT, "type": "private"},
            "document": {**document, "file_size": len(content)},
        }
        # Above the numbers telemelya makes of the time, which stay below ten million.
        update_id = 10_000_000 + next(self._message_ids)
        assert relay.hand_on({"update_id": update_id, "message": message}) == 200

    def complete(self, update: Update) -> None:
        """Put the message with its buttons into a callback query: telemelya leaves it empty."""
        if "callback_query" in update:
            message = update["callback_query"]["message"]
            shown = self._shown[message["message_id"]]
            message |= {"text": shown["text"], "reply_markup": shown["reply_markup"]}

    # What the bot does.

    def wait(self, method: str) -> Call:
        """Return the next call of `method`; calls before it are left out, signs of typing too."""
        deadline = time.monotonic() + WAIT
        passed = []
        while (left := deadline - time.monotonic()) > 0:
            answer = self._client.get("/responses/wait", params={"timeout": left}).json()
            if (record := answer["response"]) is None:
                continue
            if record["method"] in ("sendMessage", "editMessageText"):
                self._shown[record["message_id"]] = record
            if record["method"] == method:
                return Call(method, record)
            passed.append(record["method"])
        raise AssertionError(f"waited in vain for {method}; there were {passed}")

    def _post(self, path: str, body: dict[str, Any]) -> Update:
        answer = self._client.post(f"/{path}", json=body)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        if (delivery := found.get("delivery")) is not None:
            assert delivery["status_code"] == 200, delivery
        update: Update = found.get("update", {})
        return update
