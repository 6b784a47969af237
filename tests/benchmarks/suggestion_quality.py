"""The questions suggested after answers, to be read, and how many there are.

    python -m tests.benchmarks.suggestion_quality [SQUAD_FILE [CONTEXTS]]

For the answered questions of the question files in seeds/ and tests/gold/, and of contexts drawn
from a SQuAD-like file: the share of answers with two suggestions or more, how many there are on
average, what they cost, and the list. Whether a question is a good one only a reader can tell.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.answering.answer import Status
from bot.answering.answerer import Answerer
from bot.evaluation.questions import read_questions
from bot.evaluation.squad import read_squad
from retrieval.library import load_pages
from retrieval.reader import read_page

ROOT = Path(__file__).parents[2]
CONTEXTS = 100
"""Contexts drawn from a SQuAD-like file, unless another number is given."""
ENOUGH = 2
"""Suggestions that a reader should find below an answer."""

Asked = tuple[Answerer, list[str]]


@dataclass
class Measured:
    """What was suggested for the answers of one text or of many."""

    name: str
    counts: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    texts: dict[str, None] = field(default_factory=dict)
    """The suggestions without those that came before, in order."""

    def add(self, other: "Measured") -> None:
        """Take in what was measured elsewhere."""
        self.counts += other.counts
        self.seconds += other.seconds
        self.texts |= other.texts

    def __str__(self) -> str:
        if not self.counts:
            return f"{self.name}: no answers"
        enough = sum(count >= ENOUGH for count in self.counts) / len(self.counts)
        milliseconds = [1000 * second for second in self.seconds]
        return (
            f"{self.name}: {len(self.counts)} answers, {enough:.1%} with {ENOUGH} suggestions or "
            f"more, {statistics.mean(self.counts):.2f} on average, {len(self.texts)} different; "
            f"{statistics.mean(milliseconds):.0f} ms on average, at most {max(milliseconds):.0f}"
        )


def measure(name: str, asked: Iterable[Asked]) -> Measured:
    """Ask the questions and collect the suggestions below their answers."""
    measured = Measured(name)
    for answerer, questions in asked:
        for question in questions:
            answer = answerer.ask(question).answers[0]
            if answer.status is not Status.ANSWERED:
                continue
            start = time.perf_counter()
            suggestions = answerer.follow_ups(answer)
            measured.seconds.append(time.perf_counter() - start)
            measured.counts.append(len(suggestions))
            measured.texts |= dict.fromkeys(suggestions)
    return measured


def gold() -> Iterator[tuple[str, Asked]]:
    """Yield each text of the project with its questions, those after another left out."""
    texts = {path: path.with_name(f"{path.stem}.questions.jsonl") for path in _gold_texts()}
    texts |= dict.fromkeys((ROOT / "seeds").glob("*.txt"), ROOT / "seeds" / "questions.jsonl")
    for text, questions in sorted(texts.items()):
        asked = [q.question for q in read_questions(questions) if q.after is None]
        yield text.name, (Answerer(load_pages(text)), asked)


def _gold_texts() -> list[Path]:
    return sorted((ROOT / "tests" / "gold").glob("*.txt"))


def drawn(file: Path, contexts: int) -> Iterator[Asked]:
    """Yield contexts of a SQuAD-like file with their questions, always the same ones."""
    passages = list(read_squad(file))
    for passage in random.Random(0).sample(passages, min(contexts, len(passages))):
        page = read_page(passage.context, passage.source)
        yield Answerer((page,)), [q.question for q in passage.questions]


def main() -> None:
    """Print the figures and the suggestions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("squad", nargs="?", type=Path)
    parser.add_argument("contexts", nargs="?", type=int, default=CONTEXTS)
    options = parser.parse_args()
    groups = [measure(name, [asked]) for name, asked in gold()]
    everything = Measured("all of these")
    for group in groups:
        everything.add(group)
    groups.append(everything)
    if options.squad:
        groups.append(measure(options.squad.name, drawn(options.squad, options.contexts)))
    for group in groups:
        print(group)
    for group in groups:
        if group is not everything:
            print(f"\n{group.name}", *group.texts, sep="\n  ")


if __name__ == "__main__":
    main()
