"""Many chats asking the bot at once, over a good network and over a bad one.

    python -m tests.benchmarks.telegram_load [--chats 200] [--questions 2000] [--per-second 5]
                                             [--seed 0]

Runs `wenbao telegram` twice in a process of its own against the Bot API server of the tests: once
with no faults, as the peer, and once with those of tests/telegram/load.py. The questions are those
of tests/gold and seeds, asked on average `--per-second` times a second, whether those before are
answered or not. Prints how long the answers took by what the server saw, what was lost or came
twice, what failed, how long the bot's event loop kept /healthz waiting, and the bot's memory.
"""

import argparse
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from bot.evaluation.questions import read_questions
from tests.telegram.botapi import BotApiServer
from tests.telegram.load import NO_ANSWER, Deed, Load, Run, order_faults
from tests.telegram.process import BotProcess

ROOT = Path(__file__).parents[2]
GOLD, SEEDS = ROOT / "tests" / "gold", ROOT / "seeds"
MEMORY_SAMPLES = 4
"""How often the memory is looked at between the first question and the last."""
LOST_SHOWN = 20
PROBE_SECONDS = 0.2
"""Pause between two looks at /healthz."""


@dataclass
class Figures:
    """What one run has shown."""

    run: Run
    memory: dict[int, float]
    """MiB of resident memory by the number of questions asked."""
    processor: float
    """Seconds of processor time that the bot took."""
    lags: list[float]
    """Seconds until /healthz answered."""
    failures: dict[str, int]


@dataclass
class Probe:
    """Asks /healthz again and again: what delays it delays every handler of the bot."""

    url: str
    lags: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="probe")
        self._thread.start()

    def _run(self) -> None:
        with httpx.Client(trust_env=False, timeout=60) as client:
            while not self._end.wait(PROBE_SECONDS):
                start = time.monotonic()
                client.get(f"{self.url}/healthz")
                self.lags.append(time.monotonic() - start)

    def stop(self) -> None:
        """Ask no more."""
        self._end.set()
        self._thread.join()


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--per-second", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    asked = questions(options.questions)

    def measured(faults: bool) -> Figures:
        return measure(options.chats, asked, options.per_second, options.seed, faults)

    print_table(measured(False), measured(True))


def questions(count: int) -> list[str]:
    """Return `count` questions, those of all files in turn, from the beginning when at the end."""
    files = [*sorted(GOLD.glob("*.questions.jsonl")), SEEDS / "questions.jsonl"]
    known = [question.question for file in files for question in read_questions(file)]
    return [known[number % len(known)] for number in range(count)]


def copy_articles(directory: Path) -> Path:
    """Copy the articles that the questions are about to `directory`; return where they are."""
    articles = directory / "articles"
    articles.mkdir()
    for text in (*GOLD.glob("*.txt"), *SEEDS.glob("*.txt")):
        shutil.copy(text, articles)
    return articles


def measure(
    chats: int, asked: Sequence[str], per_second: float, seed: int, faults: bool
) -> Figures:
    """Run the bot under the load once."""
    memory: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name, BotApiServer(seed=seed) as server:
        directory = Path(name)
        load = Load(server, chats, asked, seed)
        with BotProcess(
            directory,
            server.token,
            server.base_url.removesuffix("/bot"),
            articles=copy_articles(directory),
            telegram_questions_per_minute=10_000,
            telegram_texts_per_day=10_000,
        ) as bot:
            bot.wait_ready()
            if faults:
                order_faults(server)
            probe = Probe(bot.status_url)

            def note_memory(number: int) -> None:
                if number % max(1, len(asked) // MEMORY_SAMPLES) == 0:
                    memory[number] = resident(bot.pid)

            started = processor(bot.pid)
            run = load.run(per_second, note_memory)
            used = processor(bot.pid) - started
            probe.stop()
            return Figures(run, memory, used, probe.lags, failures(bot.metrics()))


def resident(pid: int) -> float:
    """Return the resident memory of a process in MiB."""
    return int(_ps(pid, "rss")) / 1024


def processor(pid: int) -> float:
    """Return the processor time of a process in seconds."""
    *days, clock = _ps(pid, "time").split("-")
    hours, minutes, seconds = ([0.0, 0.0] + [float(part) for part in clock.split(":")])[-3:]
    return 86_400 * int(days[0] if days else 0) + 3_600 * hours + 60 * minutes + seconds


def _ps(pid: int, column: str) -> str:
    command = ["ps", "-o", f"{column}=", "-p", str(pid)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def failures(metrics: str) -> dict[str, int]:
    """Return the failures that the bot has counted, by kind."""
    return {
        sample.labels["kind"]: int(sample.value)
        for family in text_string_to_metric_families(metrics)
        for sample in family.samples
        if sample.name == "wenbao_failures_total"
    }


def print_table(peer: Figures, tried: Figures) -> None:
    """Print both runs side by side, with the ratio where that says something."""
    print("| | no faults | faults | ratio |\n| --- | ---: | ---: | ---: |")

    def row(name: str, value: Callable[[Figures], float], digits: int, ratio: bool = True) -> None:
        one, other = value(peer), value(tried)
        shown = f"{other / one:.2f}" if ratio and one else ""
        print(f"| {name} | {one:,.{digits}f} | {other:,.{digits}f} | {shown} |")

    row("questions asked", lambda f: f.run.asked, 0, ratio=False)
    row("answers lost", lambda f: len(f.run.lost), 0, ratio=False)
    row(
        "refused with a word of regret",
        lambda f: sum(f.failures.get(kind, 0) for kind in NO_ANSWER),
        0,
        ratio=False,
    )
    row("answered twice", lambda f: f.run.twice, 0, ratio=False)
    row("sent, and the answer to that lost (the bound)", lambda f: f.run.maybe_twice, 0, False)
    row("questions answered a second", lambda f: f.run.asked / f.run.seconds, 1)
    for percent in (50, 95, 99):
        row(
            f"seconds from question to answer, {percent} %",
            lambda f, p=percent: percentile(f.run.latencies[Deed.QUESTION], p),  # type: ignore[misc]
            2,
        )
    for deed in list(Deed)[1:]:
        row(f"{deed}: number", lambda f, d=deed: len(f.run.latencies[d]), 0, False)  # type: ignore[misc]
        row(f"{deed}: seconds, 99 %", lambda f, d=deed: percentile(f.run.latencies[d], 99), 2)  # type: ignore[misc]
    row("processor, ms for each question", lambda f: 1000 * f.processor / f.run.asked, 0)
    row("/healthz, ms, 50 %", lambda f: 1000 * percentile(f.lags, 50), 0)
    row("/healthz, ms, 99 %", lambda f: 1000 * percentile(f.lags, 99), 0)
    for number in peer.memory:
        row(f"memory after {number:,} questions, MiB", lambda f, n=number: f.memory[n], 0)  # type: ignore[misc]
    for kind in sorted(peer.failures | tried.failures):
        row(f"failures: {kind}", lambda f, k=kind: f.failures.get(k, 0), 0, False)  # type: ignore[misc]
    for figures in (peer, tried):
        for pending in figures.run.lost[:LOST_SHOWN]:
            print(f"lost: {pending}")


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile, 0 for no values."""
    if len(values) < 2:
        return max(values, default=0.0)
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main()
