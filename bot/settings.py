"""Settings: command line > environment (`WENBAO_…`) > `.env` in the working directory > default."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from dotenv.parser import parse_stream
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.errors import UserFacingError

PREFIX = "WENBAO_"
ENV_FILE = Path(".env")
SHOWN_VALUE_LENGTH = 40
"""Characters of a wrong value repeated in the error message."""


class SettingsError(UserFacingError):
    """One or more settings are wrong; one line for each."""


class Settings(BaseSettings):
    """What can be set; each description says what a value must be, and is what an error shows."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        # Editors on Windows put a byte order mark before the first name.
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    articles: Path | None = Field(default=None, description="文本文件或文件夹的路径")
    threshold: float | None = Field(
        default=None, ge=0, le=1, allow_inf_nan=False, description="0 到 1 之间的小数"
    )
    history_file: Path | None = Field(default=None, description="文件路径")
    color: Literal["auto", "always", "never"] = Field(
        default="auto", description="auto、always 或 never 之一"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", description="DEBUG、INFO、WARNING 或 ERROR 之一（大写）"
    )

    @field_validator("articles", "history_file", mode="before")
    @classmethod
    def _not_empty(cls, path: object) -> object:
        # Path("") would be the working directory.
        if path == "":
            raise ValueError("empty path")
        return path


def load_settings(options: Mapping[str, str | None] | None = None) -> Settings:
    """Return the settings in force; `options` are those given on the command line, by field name.

    Raises SettingsError naming the option, variable or line of `.env` that is wrong.
    """
    given = {name: value for name, value in (options or {}).items() if value is not None}
    lines = _env_file_lines()
    try:
        # BaseSettings takes text for every field: parsing it is its work.
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        messages = []
        for problem in error.errors():
            name = str(problem["loc"][0])
            shown = str(problem["input"])
            if len(shown) > SHOWN_VALUE_LENGTH:
                shown = shown[:SHOWN_VALUE_LENGTH] + "…"
            wanted = Settings.model_fields[name].description
            messages.append(f"{_origin(name, given, lines)}={shown}：应为 {wanted}")
        raise SettingsError("\n".join(messages)) from error


def _origin(name: str, given: Mapping[str, str], lines: Mapping[str, int]) -> str:
    """Say where the value of field `name` was set."""
    if name in given:
        return "--" + name.replace("_", "-")
    variable = PREFIX + name.upper()
    if any(key.upper() == variable and value for key, value in os.environ.items()):
        return variable
    return f"{ENV_FILE} 第 {lines[variable]} 行 {variable}"


def _env_file_lines() -> dict[str, int]:
    """Check `.env` and return the line number of each setting in it, by upper-case name.

    python-dotenv passes over what it cannot read and pydantic-settings over names it does not
    know; here both are errors. Unknown names in the process environment are left alone: a
    container platform may well put its own WENBAO_… there.
    """
    if not ENV_FILE.is_file():
        return {}
    try:
        with ENV_FILE.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except UnicodeDecodeError as error:
        raise SettingsError(f"{ENV_FILE} 不是 UTF-8 文本，请另存为 UTF-8") from error
    except OSError as error:
        raise SettingsError(f"{ENV_FILE} 读不了：{error.strerror}") from error
    known = [name.upper() for name in Settings.model_fields]
    lines: dict[str, int] = {}
    messages = []
    for binding in bindings:
        # The text of a binding begins with the blank lines before it.
        text = binding.original.string
        line = binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
        name = (binding.key or "").upper()
        if binding.error or (name.startswith(PREFIX) and binding.value is None):
            messages.append(f"{ENV_FILE} 第 {line} 行看不懂：应写成 名字=值")
        elif not name.startswith(PREFIX):
            continue
        elif (setting := name.removeprefix(PREFIX)) in known:
            lines[name] = line
        else:
            near = get_close_matches(setting, known, n=1)
            hint = f"，是不是 {PREFIX}{near[0]}？" if near else "；设置名见 .env.example"
            messages.append(f"{ENV_FILE} 第 {line} 行：没有设置 {name}{hint}")
    if messages:
        raise SettingsError("\n".join(messages))
    return lines
