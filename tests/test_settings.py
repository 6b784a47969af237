import traceback
from pathlib import Path

import pytest

from bot.settings import SECRETS, Settings, SettingsError, address, load_settings

ROOT = Path(__file__).parent.parent


def test_defaults(own_directory: Path) -> None:
    settings = load_settings()

    assert settings.articles is None
    assert settings.threshold is None
    assert settings.color == "auto"
    assert settings.log_level == "WARNING"


@pytest.mark.parametrize(
    ("option", "variable", "line", "threshold"),
    [
        ("0.1", "0.2", "0.3", 0.1),
        (None, "0.2", "0.3", 0.2),
        (None, None, "0.3", 0.3),
        (None, "", "0.3", 0.3),
        (None, None, None, None),
        (None, "", "", None),
    ],
)
def test_precedence(
    option: str | None,
    variable: str | None,
    line: str | None,
    threshold: float | None,
    own_directory: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if variable is not None:
        monkeypatch.setenv("WENBAO_THRESHOLD", variable)
    if line is not None:
        Path(".env").write_text(f"WENBAO_THRESHOLD={line}\n")

    assert load_settings({"threshold": option}).threshold == threshold


@pytest.mark.parametrize(
    ("options", "environment", "env_file", "message"),
    [
        ({"threshold": "abc"}, {}, "", "--threshold=abc：应为 0 到 1 之间的小数"),
        ({"threshold": "nan"}, {}, "", "--threshold=nan：应为 0 到 1 之间的小数"),
        ({"threshold": "-0.1"}, {}, "", "--threshold=-0.1：应为 0 到 1 之间的小数"),
        ({"log_level": "loud"}, {}, "", "--log-level=loud：应为 DEBUG、INFO、WARNING 或 ERROR"),
        ({"articles": ""}, {}, "", "--articles=：应为 文本文件或文件夹的路径"),
        ({}, {"WENBAO_THRESHOLD": "1.01"}, "", "WENBAO_THRESHOLD=1.01：应为 0 到 1 之间的小数"),
        ({}, {"wenbao_color": "red"}, "", "WENBAO_COLOR=red：应为 auto、always 或 never 之一"),
        ({}, {}, "\n# note\nWENBAO_COLOR=red\n", ".env 第 3 行 WENBAO_COLOR=red：应为 auto"),
        ({}, {}, "\ufeffWENBAO_COLOR=red\n", ".env 第 1 行 WENBAO_COLOR=red：应为 auto"),
        (
            {},
            {},
            "WENBAO_COLOUR=auto",
            ".env 第 1 行：没有设置 WENBAO_COLOUR，是不是 WENBAO_COLOR？",
        ),
        ({}, {}, "WENBAO_XYZ=1", ".env 第 1 行：没有设置 WENBAO_XYZ；设置名见 .env.example"),
        ({}, {}, "A=1\n\n'broken\n", ".env 第 3 行看不懂：应写成 名字=值"),
        ({}, {}, "WENBAO_COLOR\n", ".env 第 1 行看不懂：应写成 名字=值"),
        ({}, {}, "A=1\n图书馆\n", ".env 第 2 行看不懂：应写成 名字=值"),
        (
            {},
            {},
            "WENBAO_TELEGRAM_TOKN=1:a",
            ".env 第 1 行：没有设置 WENBAO_TELEGRAM_TOKN，是不是 WENBAO_TELEGRAM_TOKEN？",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    options: dict[str, str | None],
    environment: dict[str, str],
    env_file: str,
    message: str,
    own_directory: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    Path(".env").write_text(env_file, encoding="utf-8")

    with pytest.raises(SettingsError) as raised:
        load_settings(options)

    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_URL", "api.telegram.org"),
        ("API_URL", "https://api.telegram.org/"),
        ("ALLOWED_USERS", "anna"),
        ("ALLOWED_CHATS", "-100123-4"),
        ("ADMINS", "1.5"),
        ("QUESTIONS_PER_MINUTE", "0"),
        ("TEXTS_PER_DAY", "-1"),
        ("KEEP_DAYS", "3651"),
        ("WORKERS", "two"),
        ("WEBHOOK_URL", "http://bot.example.org/"),
        ("WEBHOOK_URL", "https://bot.example.org/?a=b"),
        ("WEBHOOK_LISTEN", "8443"),
        ("WEBHOOK_LISTEN", "127.0.0.1:65536"),
        ("STATUS_LISTEN", ":9464"),
        ("LOG_FORMAT", "xml"),
        ("LOG_QUESTIONS", "maybe"),
    ],
)
def test_wrong_settings_of_the_bot_are_refused(
    name: str, value: str, own_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"WENBAO_TELEGRAM_{name}", value)

    with pytest.raises(SettingsError) as raised:
        load_settings()

    wanted = Settings.model_fields[f"telegram_{name.lower()}"].description
    assert str(raised.value) == f"WENBAO_TELEGRAM_{name}={value}：应为 {wanted}"


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("API_URL", "http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("API_URL", "https://example.org/bots/api", "https://example.org/bots/api"),
        ("ALLOWED_USERS", "1, 2，3 4", (1, 2, 3, 4)),
        ("ALLOWED_CHATS", "-1001234567890,", (-1001234567890,)),
        ("WEBHOOK_URL", "https://bot.example.org:8443/a/b", "https://bot.example.org:8443/a/b"),
        ("WEBHOOK_URL", "http://127.0.0.1:1234/hook", "http://127.0.0.1:1234/hook"),
        ("WEBHOOK_LISTEN", "[::1]:0", "[::1]:0"),
        ("STATUS_LISTEN", "0.0.0.0:9464", "0.0.0.0:9464"),
        ("LOG_QUESTIONS", "true", True),
        ("WEBHOOK_URL", "", None),
    ],
)
def test_right_settings_of_the_bot_are_read(
    name: str, value: str, read: object, own_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"WENBAO_TELEGRAM_{name}", value)

    assert getattr(load_settings(), f"telegram_{name.lower()}") == read


@pytest.mark.parametrize(
    ("value", "host", "port"), [("127.0.0.1:80", "127.0.0.1", 80), ("[::1]:8443", "::1", 8443)]
)
def test_where_to_listen_is_taken_apart(value: str, host: str, port: int) -> None:
    assert address(value) == (host, port)


SECRET = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_secrets_are_masked_in_whatever_shows_the_settings(
    name: str, own_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = {"telegram_token": f"123456:{SECRET}"}.get(name, SECRET)
    monkeypatch.setenv(f"WENBAO_{name}", value)

    settings = load_settings()

    assert getattr(settings, name).get_secret_value() == value
    for shown in (repr(settings), str(settings), settings.model_dump_json(), f"{settings!r:>10}"):
        assert SECRET not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("telegram_token", SECRET),
        ("telegram_token", f"123456 {SECRET}"),
        ("telegram_webhook_secret", f"{SECRET}!"),
        ("telegram_webhook_secret", f"{SECRET} {SECRET}"),
        # In the wrong place.
        ("telegram_admins", f"123456:{SECRET}"),
        ("telegram_api_url", f"api.telegram.org/bot123456:{SECRET}"),
        ("telegram_webhook_url", f"http://example.org/123456:{SECRET}"),
    ],
)
@pytest.mark.parametrize("in_file", [False, True])
def test_not_even_a_wrong_secret_is_shown(
    name: str, value: str, in_file: bool, own_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if in_file:
        Path(".env").write_text(f"WENBAO_{name.upper()}={value}\n")
    else:
        monkeypatch.setenv(f"WENBAO_{name.upper()}", value)

    with pytest.raises(SettingsError) as raised:
        load_settings()

    assert f"WENBAO_{name.upper()}=" in str(raised.value)
    # The traceback has the causes too.
    assert SECRET[:8] not in "".join(traceback.format_exception(raised.value))


def test_every_wrong_setting_gets_a_line(
    own_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_COLOR", "red")

    with pytest.raises(SettingsError) as raised:
        load_settings({"threshold": "abc"})

    lines = str(raised.value).splitlines()
    assert [line.split("=")[0] for line in lines] == ["--threshold", "WENBAO_COLOR"]


def test_a_long_value_is_not_repeated_whole(own_directory: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings({"threshold": "9" * 100_000})

    assert len(str(raised.value)) < 200


def test_env_file_that_is_no_text(own_directory: Path) -> None:
    Path(".env").write_bytes("WENBAO_COLOR=自动".encode("gb18030"))

    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings()


def test_other_programs_variables_are_left_alone(
    own_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_PORT", "tcp://10.0.0.1:80")
    Path(".env").write_text("OTHER_PROGRAM=1\n")

    assert load_settings() == Settings()


def test_every_secret_has_a_type_that_hides_it() -> None:
    hiding = {
        name
        for name, field in Settings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    }

    assert hiding == SECRETS


def test_example_and_documentation_have_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    documentation = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    names = ["WENBAO_" + name.upper() for name in Settings.model_fields]

    in_example = [
        line.removeprefix("# ").split("=")[0]
        for line in example.splitlines()
        if line.startswith("# WENBAO_")
    ]
    in_documentation = [
        line.split("`")[1] for line in documentation.splitlines() if line.startswith("| `WENBAO_")
    ]
    assert in_example == names
    assert in_documentation == names


def test_the_example_is_a_valid_env_file(own_directory: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    Path(".env").write_text(example.replace("# WENBAO_", "WENBAO_"), encoding="utf-8")

    settings = load_settings()

    assert settings.articles == Path("晚报.txt")
    assert settings.threshold == 0.5
    assert settings.telegram_allowed_users == (12345678, 23456789)
    assert settings.telegram_log_questions is False
