"""Logs as key=value lines or JSON, without the token and, unless asked for, without texts."""

import logging
import sys
import traceback
from collections.abc import Iterator, Sequence
from typing import TextIO

import structlog

HIDDEN = "<secret>"
"""Stands where a secret would be."""
_OURS = ("bot", "retrieval", "wenbao")


def set_up_logs(
    level: str,
    style: str,
    secrets: Sequence[str],
    *,
    show_texts: bool = False,
    stream: TextIO | None = None,
) -> None:
    """Send all logging of the process to `stream` (stderr by default).

    `style` is `logfmt` or `json`. No record shows one of `secrets`, at whatever level. Libraries
    are heard from WARNING on; unless `show_texts`, only the template of their messages is shown,
    since their arguments may be updates, that is texts of readers.
    """
    render: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.processors.LogfmtRenderer(
            key_order=["timestamp", "level", "event"], bool_as_flag=False
        )
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        _Redacting(
            secrets,
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _Exceptions(show_texts),
                _one_line,
                render,
            ],
        )
    )
    handler.addFilter(_Libraries(show_texts))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


class _Exceptions:
    """Puts an exception into the record: where it happened, and its words if they may be shown.

    The words of an exception may quote what was being dealt with, that is texts of readers.
    """

    def __init__(self, show_words: bool) -> None:
        self._show_words = show_words

    def __call__(
        self, _: object, __: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        error = event.pop("exc_info", None)
        if error is True:
            error = sys.exc_info()[1]
        elif isinstance(error, tuple):
            error = error[1]
        if isinstance(error, BaseException):
            event["exception"] = "".join(
                traceback.format_exception(error) if self._show_words else _places(error)
            ).strip()
        return event


def _places(error: BaseException) -> Iterator[str]:
    """Yield where an exception and what led to it were raised, as a traceback without words."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _places(before)
        yield "then:\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__name__}\n"


def _one_line(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keep a record on one line, whatever its values hold (logfmt quotes no line break)."""
    return {
        key: value.replace("\r", "\\r").replace("\n", "\\n") if isinstance(value, str) else value
        for key, value in event.items()
    }


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """Takes secrets out of the finished line: of messages, arguments and tracebacks alike."""

    def __init__(self, secrets: Sequence[str], **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        # Of a token, the part after the bot's number is the secret; it may be quoted alone.
        parts = {part for secret in secrets for part in (secret, secret.partition(":")[2])}
        self._secrets = sorted((part for part in parts if part), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


class _Libraries(logging.Filter):
    """Lets libraries' records through from WARNING on, without their arguments."""

    def __init__(self, show_texts: bool) -> None:
        super().__init__()
        self._show_texts = show_texts

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is shown; takes out of it what may be a reader's text."""
        if record.name.split(".")[0] in _OURS:
            return True
        if record.levelno < logging.WARNING:
            return False
        if not self._show_texts:
            record.args = ()
        return True
