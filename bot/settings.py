"""Settings: command line > environment (`WENBAO_…`) > `.env` in the working directory > default."""

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from retrieval.errors import UserFacingError

PREFIX = "WENBAO_"
ENV_FILE = Path(".env")
SHOWN_VALUE_LENGTH = 40
"""Characters of a wrong value repeated in the error message."""

# As BotFather gives it: the bot's number, a colon, letters and digits.
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
# One that got into the wrong place: such a value is not repeated either. Bounded, so that a
# hundred thousand digits take no minute.
_STRAY_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,}")
# What the Bot API takes as the secret of a webhook (setWebhook, secret_token).
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ADDRESS = re.compile(r"(?P<host>[^:\s]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")

Ids = Annotated[tuple[int, ...], NoDecode]
"""Numbers of Telegram users or chats, written with commas between them."""


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
        # An exception that ends up in a traceback must not show a secret.
        hide_input_in_errors=True,
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

    telegram_token: SecretStr | None = Field(
        default=None, description="BotFather 给的 token，形如 123456:ABC-DEF（这里不显示原值）"
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="http:// 或 https:// 开头的网址，末尾没有 /"
    )
    telegram_state: Path | None = Field(default=None, description="文件路径")
    telegram_allowed_users: Ids = Field(default=(), description="用逗号隔开的用户号码（整数）")
    telegram_allowed_chats: Ids = Field(default=(), description="用逗号隔开的会话号码（整数）")
    telegram_admins: Ids = Field(default=(), description="用逗号隔开的用户号码（整数）")
    telegram_questions_per_minute: int = Field(
        default=20, ge=1, le=10_000, description="1 到 10000 之间的整数"
    )
    telegram_texts_per_day: int = Field(
        default=20, ge=0, le=10_000, description="0 到 10000 之间的整数"
    )
    telegram_keep_days: int = Field(default=90, ge=1, le=3650, description="1 到 3650 之间的整数")
    telegram_workers: int = Field(default=2, ge=1, le=64, description="1 到 64 之间的整数")
    telegram_webhook_url: str | None = Field(
        default=None, description="https:// 开头、Telegram 能访问的网址，其中不能有 token"
    )
    telegram_webhook_listen: str = Field(
        default="127.0.0.1:8443", description="主机:端口，例如 127.0.0.1:8443"
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None,
        description="1 到 256 个字母、数字、- 或 _（这里不显示原值）",
    )
    telegram_status_listen: str | None = Field(
        default=None, description="主机:端口，例如 127.0.0.1:9464"
    )
    telegram_log_format: Literal["logfmt", "json"] = Field(
        default="logfmt", description="logfmt 或 json 之一"
    )
    telegram_log_questions: bool = Field(default=False, description="true 或 false")

    @field_validator(
        "telegram_allowed_users", "telegram_allowed_chats", "telegram_admins", mode="before"
    )
    @classmethod
    def _ids(cls, value: object) -> object:
        return (
            [part for part in re.split(r"[,，\s]+", value) if part]
            if isinstance(value, str)
            else value
        )

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("not a token")
        return token

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("not a secret token")
        return secret

    @field_validator("telegram_api_url")
    @classmethod
    def _api_url(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*[^\s/])?", url):
            raise ValueError("not a URL")
        return url

    @field_validator("telegram_webhook_url")
    @classmethod
    def _webhook_url(cls, url: str | None) -> str | None:
        # Plain HTTP only to a test server on this machine: Telegram itself takes HTTPS alone.
        if url is not None and not re.fullmatch(
            r"(https://|http://(127\.0\.0\.1|localhost|\[::1\])[:/])[^\s?#]+", url
        ):
            raise ValueError("not a URL")
        return url

    @field_validator("telegram_webhook_listen", "telegram_status_listen")
    @classmethod
    def _listen(cls, address: str | None) -> str | None:
        if address is not None:
            found = _ADDRESS.fullmatch(address)
            if found is None or int(found["port"]) > 65535:
                raise ValueError("not an address")
        return address

    @field_validator("articles", "history_file", "telegram_state", mode="before")
    @classmethod
    def _not_empty(cls, path: object) -> object:
        # Path("") would be the working directory.
        if path == "":
            raise ValueError("empty path")
        return path


SECRETS = frozenset({"telegram_token", "telegram_webhook_secret"})
"""Fields whose value is never shown, not even a wrong one."""


def address(value: str) -> tuple[str, int]:
    """Return host and port of a setting that says where to listen (checked when it was read)."""
    host, _, port = value.rpartition(":")
    return host.strip("[]"), int(port)


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
            shown = "…" if name in SECRETS else _STRAY_TOKEN.sub("…", str(problem["input"]))
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
        if binding.error or (name and binding.value is None):
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
