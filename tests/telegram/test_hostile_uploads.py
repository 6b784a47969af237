"""Documents made to do harm, or that Telegram says odd things of: refused, and nobody waits."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.telegram import delivery, uploads
from bot.telegram.language import Language, say
from retrieval.documents.errors import Reason
from retrieval.documents.limits import MIB
from tests.retrieval.documents import made
from tests.telegram.botapi.chats import Chat
from tests.telegram.sample import ANSWER, QUESTION
from tests.telegram.stage import Person
from tests.telegram.watched import Watched, watched

TEXT = "春风镇有图书馆一百家。今年新建书屋二百间。\n".encode()
ZEROS = bytes(80 * MIB)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with watched(tmp_path_factory.mktemp("hostile"), texts_per_day=1000) as running:
        yield running


@pytest.fixture
def person(bot: Watched) -> Iterator[Person]:
    yield bot.person()
    bot.server.clear_faults()


def refused(text: str, reason: Reason) -> bool:
    """Tell whether a message refuses a document for that reason, whatever its name and bound."""
    phrase = say(Language.SIMPLIFIED, f"refused_{reason}", name="NAME", limit="LIMIT")
    pattern = re.escape(phrase).replace("NAME", ".*").replace("LIMIT", ".*")
    return re.fullmatch(pattern, text) is not None


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("炸弹.docx", lambda: made.with_members({"word/media/0.bin": ZEROS}), Reason.BOMB),
        ("深.html", lambda: made.html("<div>" * 200_000).encode(), Reason.BOMB),
        ("深.docx", lambda: made.word_of_body("<w:sdt>" * 9999 + "</w:sdt>" * 9999), Reason.BOMB),
        ("厚.pdf", lambda: made.pdf_of_pages(10_000), Reason.TOO_MANY_PAGES),
        ("半.pdf", lambda: made.pdf()[:-200], Reason.DAMAGED),
        ("假.pdf", made.word, Reason.WRONG_FORMAT),
        ("假.docx", made.picture_pdf, Reason.WRONG_FORMAT),
        ("假.txt", made.picture_pdf, Reason.WRONG_FORMAT),
        ("程序.exe", lambda: b"MZ" + bytes(100), Reason.UNSUPPORTED),
        ("空.txt", lambda: b"", Reason.EMPTY),
    ],
)
def test_a_hostile_document_is_refused_and_the_bot_goes_on(
    bot: Watched, person: Person, name: str, content: Callable[[], bytes], reason: Reason
) -> None:
    before = bot.status.value("wenbao_texts_total", outcome=f"refused_{reason}")

    assert refused(person.brings(name, content()).text, reason)

    assert bot.status.value("wenbao_texts_total", outcome=f"refused_{reason}") == before + 1
    assert ANSWER in person.asks(QUESTION).text


def downloads(bot: Watched) -> int:
    return len(bot.server.calls_of("download"))


def test_a_document_that_is_said_to_be_too_large_is_not_fetched(
    bot: Watched, person: Person
) -> None:
    before = len(bot.server.calls_of("getFile"))

    person.chat.uploads(person.user, "a.txt", TEXT, size=uploads.LIMITS.max_bytes + 1)

    assert refused(person.chat.wait_one().text, Reason.TOO_LARGE)
    assert len(bot.server.calls_of("getFile")) == before


@pytest.mark.parametrize("said", [0, 10])
def test_a_document_larger_than_it_is_said_to_be_is_refused(
    bot: Watched, person: Person, said: int
) -> None:
    text = TEXT * (uploads.LIMITS.max_bytes // len(TEXT) + 1)
    person.chat.uploads(person.user, "a.txt", text, size=said)
    answer = person.chat.wait_edit(person.chat.wait_one())
    assert refused(answer.text, Reason.TOO_LARGE)


def test_a_document_that_telegram_does_not_hand_out_is_refused(
    bot: Watched, person: Person
) -> None:
    bot.server.fault("getFile", status=400, description="Bad Request: file is too big")
    assert refused(person.brings("a.txt", TEXT).text, Reason.TOO_LARGE)


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "download", "drop": "before"},
        {"method": "download", "status": 500},
        {"method": "getFile", "drop": "after"},
        {"method": "getFile", "status": 502},
    ],
)
def test_a_download_that_breaks_off_is_made_again(
    bot: Watched, person: Person, fault: dict[str, Any]
) -> None:
    broken = bot.server.fault(**fault, times=3)
    before = downloads(bot)

    # Refused for its content only: it has been read.
    assert refused(person.brings("a.exe", b"MZ" + bytes(100)).text, Reason.UNSUPPORTED)

    assert broken.struck == 3
    assert downloads(bot) > before


def test_a_document_that_cannot_be_fetched_at_all_is_told(
    bot: Watched, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "DOWNLOAD_SECONDS", 10 * delivery.FIRST_PAUSE)
    bot.server.fault("download", drop="before", times=None)
    assert person.brings("a.txt", TEXT).text == say(
        Language.SIMPLIFIED, "refused_download", name="a.txt"
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.exe", "../../etc/passwd.exe"),
        ("/etc/passwd.exe", "/etc/passwd.exe"),
        ("<b>&amp;</b>\"'.exe", "<b>&amp;</b>\"'.exe"),
        ("a\nb\r\n\tc.exe", "a b c.exe"),
        ("\u202egpj.\u2066exe", "gpj. exe"),
        ("字" * 1000 + ".exe", "字" * 29 + "…" + "字" * 25 + ".exe"),
        ("\U0001f469\u200d\U0001f4bb.exe", "\U0001f469 \U0001f4bb.exe"),
        ("\x00\x1b[31m.exe", "[31m.exe"),
    ],
)
def test_a_name_is_shown_as_one_harmless_line(
    bot: Watched, person: Person, name: str, shown: str
) -> None:
    answer = person.brings(name, b"MZ" + bytes(100))

    assert f"《{shown}》" in answer.text
    assert not answer.entities
    assert {path.name.partition(".")[0] for path in bot.state.parent.iterdir()} == {"state"}


@pytest.mark.parametrize("name", [None, "", " "])
def test_a_document_without_a_name_is_told_apart_all_the_same(
    bot: Watched, person: Person, name: str | None
) -> None:
    document = bot.server.world.add_file("x", b"MZ" + bytes(100), None, None).to_json()
    message = {
        "message_id": 900,
        "date": 1_700_000_000,
        "chat": person.chat.to_json(),
        "from": person.user.to_json(),
        "document": document | {"file_name": name} if name is not None else nameless(document),
    }
    bot.server.raw_update({"message": message})

    answer = person.chat.wait_edit(person.chat.wait_one())

    assert "《" in answer.text and "《》" not in answer.text


def nameless(document: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in document.items() if field != "file_name"}


def test_no_secret_reaches_the_process_that_reads(
    bot: Watched, person: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WENBAO_TELEGRAM_TOKEN", bot.server.token)
    environments: list[dict[str, str]] = []
    start = subprocess.Popen

    def noted(*args: Any, **options: Any) -> Any:
        environments.append(options["env"])
        return start(*args, **options)

    monkeypatch.setattr(subprocess, "Popen", noted)
    person.brings("a.pdf", made.picture_pdf())

    (environment,) = environments
    assert not any("WENBAO" in name for name in environment)
    assert not any(bot.server.token in value for value in environment.values())


def test_many_at_once_from_one_chat_keep_nobody_waiting(bot: Watched, person: Person) -> None:
    chat: Chat = person.chat
    for number in range(10):
        chat.uploads(person.user, f"{number}.pdf", made.picture_pdf())
    assert ANSWER in bot.person().asks(QUESTION).text
    for message in chat.wait(10):
        assert chat.message(message).text
