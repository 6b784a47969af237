"""What is needed to run the bot for good says what the program is."""

import configparser
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.cli import BAD_INPUT, cli
from bot.settings import SECRETS, Settings
from bot.telegram.service import GRACE_SECONDS

ROOT = Path(__file__).parent.parent
DOCKERFILE = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
UNIT = ROOT / "docs/deploy/wenbao-telegram.service"


def _instructions(name: str) -> list[str]:
    return re.findall(rf"^\s*{name} +(.+)$", DOCKERFILE, re.MULTILINE)


def _variables() -> dict[str, str]:
    (line,) = _instructions("ENV")
    return dict(variable.split("=", 1) for variable in line.split())


@pytest.fixture(scope="module")
def service() -> dict[str, list[str]]:
    """The section [Service] of the unit, every key with its values."""
    found: dict[str, list[str]] = {}
    text = UNIT.read_text(encoding="utf-8")
    for line in text[text.index("[Service]") : text.index("[Install]")].splitlines()[1:]:
        if line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def test_the_image_has_what_it_copies_and_no_more() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = {line[1:] for line in lines if line.startswith("!")}
    copied = {
        source
        for line in _instructions("COPY")
        if not line.startswith("--from")
        for source in line.split()[:-1]
    }

    assert "*" in lines
    assert copied == let_through
    assert all((ROOT / name).exists() for name in copied)
    assert not any(fnmatch(".env", name) for name in copied)


def test_the_image_has_every_package_of_the_project() -> None:
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (include,) = re.findall(r"^include = \[(.+)\]$", config, re.MULTILINE)
    packages = {name.rstrip("*") for name in re.findall(r'"(.+?)"', include)}

    assert {f"{name} {name}" for name in packages} <= set(_instructions("COPY"))


def test_packages_in_the_image_are_checked_by_hash() -> None:
    (install,) = [line for line in _instructions("RUN") if "pip install" in line]

    assert "--require-hashes -r requirements.lock" in install


def test_the_image_holds_no_secret_and_only_right_settings() -> None:
    settings = {
        name.removeprefix("WENBAO_").lower(): value
        for name, value in _variables().items()
        if name.startswith("WENBAO_")
    }

    assert settings
    assert not SECRETS & set(settings)
    assert Settings.model_validate(settings).telegram_state == Path("/data/telegram.sqlite3")


def test_the_health_check_asks_where_the_bot_answers() -> None:
    port = _variables()["WENBAO_TELEGRAM_STATUS_LISTEN"].rpartition(":")[2]

    assert _instructions("EXPOSE") == [port]
    (check,) = _instructions("HEALTHCHECK")
    assert f"'127.0.0.1', {port}" in check
    assert "'/healthz'" in check


def test_the_image_runs_the_bot_without_a_shell_and_without_rights() -> None:
    assert _instructions("ENTRYPOINT") == ['["python", "-m", "bot"]']
    (command,) = re.findall(r'^CMD \["(.+)"\]$', DOCKERFILE, re.MULTILINE)
    assert command in cli.commands
    assert _instructions("USER") == ["wenbao"]


def test_the_service_runs_the_bot(service: dict[str, list[str]]) -> None:
    (start,) = service["ExecStart"]
    program, command = start.split()

    assert program.endswith("/wenbao")
    assert command in cli.commands
    assert service["ExecReload"] == ["/bin/kill -HUP $MAINPID"]


def test_the_service_gives_the_bot_time_to_finish(service: dict[str, list[str]]) -> None:
    (seconds,) = service["TimeoutStopSec"]

    assert int(seconds) > GRACE_SECONDS


def test_the_service_does_not_repeat_what_must_be_mended(service: dict[str, list[str]]) -> None:
    assert service["Restart"] == ["on-failure"]
    assert service["RestartPreventExitStatus"] == [str(BAD_INPUT)]


def test_the_service_holds_no_secret(service: dict[str, list[str]]) -> None:
    variables = " ".join(service["Environment"])

    assert "WENBAO_TELEGRAM_STATE=%S/" in variables
    assert not any(name.upper() in variables for name in SECRETS)
    assert service["EnvironmentFile"]


def test_the_unit_is_well_formed() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT.read_text(encoding="utf-8"))

    assert unit.sections() == ["Unit", "Service", "Install"]
