from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

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
