"""The process that reads one document: bytes on stdin, the answer as JSON on stdout.

`python -m retrieval.documents.child SUFFIX LIMITS`, LIMITS being those of Limits as JSON. It binds
itself before it imports a reader or sees a byte of the document. The answer is either
`{"text": …}` or the fields of a RefusedError.
"""

import contextlib
import json
import math
import re
import sys
from collections.abc import Callable

from retrieval.documents.errors import Reason, RefusedError
from retrieval.documents.limits import Limits, max_answer_bytes

Reader = Callable[[bytes, Limits], str]

# What a reader has no business with, by the names of Python's audit events.
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")

# Characters that show nothing: control characters, marks of zero width, halves of a pair.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff]"
)
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def main(suffix: str, limits: Limits) -> None:
    """Read stdin, write the answer to stdout."""
    bind(limits)
    try:
        read = _reader(suffix)
        forbid()
        text = tidy(read(sys.stdin.buffer.read(), limits))
        if not text:
            raise RefusedError(Reason.EMPTY)
        if len(text) > limits.max_characters:
            raise RefusedError(Reason.TOO_LONG, limits.max_characters)
        answer = {"text": text}
    except RefusedError as refusal:
        answer = vars(refusal)
    except MemoryError:
        answer = vars(RefusedError(Reason.TOO_SLOW, detail="MemoryError"))
    except RecursionError:
        answer = vars(RefusedError(Reason.BOMB, detail="RecursionError"))
    except Exception as error:
        # Readers answer to broken files with exceptions of every kind.
        answer = vars(RefusedError(Reason.DAMAGED, detail=type(error).__name__))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8"))


def bind(limits: Limits) -> None:
    """Bound this process's memory, processor time and output for good, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is all there is.
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, math.ceil(limits.seconds)),
        (resource.RLIMIT_FSIZE, max_answer_bytes(limits)),
        (resource.RLIMIT_CORE, 0),
    ):
        # Refused by macOS for memory, and where a lower bound is in force already.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def forbid() -> None:
    """Refuse network connections and processes to all that runs in Python from here on."""

    def refuse(event: str, _: object) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def tidy(text: str) -> str:
    """Return `text` with `\\n` for every line break and without characters that show nothing."""
    text = _LINE_BREAK.sub("\n", text).replace("\u00a0", " ")
    return _INVISIBLE.sub("", text).strip("\n")


def _reader(suffix: str) -> Reader:
    """Import the one reader that is wanted."""
    if suffix == ".pdf":
        from retrieval.documents.pdf_reader import read_pdf

        return read_pdf
    if suffix == ".docx":
        from retrieval.documents.docx_reader import read_docx

        return read_docx
    from retrieval.documents.html_reader import read_html

    return read_html


if __name__ == "__main__":
    main(sys.argv[1], Limits(**json.loads(sys.argv[2])))
