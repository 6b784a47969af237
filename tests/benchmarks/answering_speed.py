"""Where the time of answering goes, beside what jieba alone costs on the same text.

    python -m tests.benchmarks.answering_speed [SQUAD_FILE]

Prints, for the page in seeds/ and for the first contexts of a SQuAD-like file: reading, cutting
into words with jieba alone, preparing the articles (annotation, candidates, traits) and answering,
in milliseconds and as a ratio to jieba; then the functions most of the answering time is spent in.
"""

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.evaluation.questions import read_questions
from bot.evaluation.squad import read_squad
from retrieval.fold import fold
from retrieval.library import load_pages
from retrieval.page import Page
from retrieval.reader import read_page
from retrieval.tokens import tokenize_folded

SEEDS = Path(__file__).parents[2] / "seeds"
CONTEXTS = 100
REPEATS = 3
"""Rounds of all questions; the fastest counts, as in timeit: the others had company."""


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds `work` takes."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def measure(
    name: str, pages: Sequence[tuple[Page, ...]], questions: Sequence[Sequence[str]]
) -> None:
    """Print the table for some texts with their questions."""
    texts = [fold(page.text) for group in pages for page in group]
    jieba = timed(lambda: [tokenize_folded(text) for text in texts])
    answerers = [Answerer(group, always_answer=True) for group in pages]
    first = timed(lambda: [a.ask(q[0]) for a, q in zip(answerers, questions, strict=True) if q])
    asked = sum(map(len, questions))
    profile = cProfile.Profile()

    def ask_all() -> None:
        for answerer, group in zip(answerers, questions, strict=True):
            for question in group:
                answerer.ask(question)

    each = min(timed(ask_all) for _ in range(REPEATS))
    print(f"{name}: {sum(map(len, texts))} characters, {asked} questions")
    print(f"  jieba alone            {jieba:8.0f} ms   1.0")
    print(f"  first question each    {first:8.0f} ms   {first / jieba:.1f}")
    print(f"  all questions, warm    {each:8.0f} ms   {each / jieba:.1f}")
    print(f"  a question, warm       {each / asked:8.2f} ms   {1000 * asked / each:.0f} a second")
    profile.runcall(ask_all)
    pstats.Stats(profile).sort_stats("tottime").print_stats(8)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("squad", nargs="?", type=Path)
    options = parser.parse_args()
    tokenize_folded("预热")
    page = load_pages(SEEDS)
    gold = [q.question for q in read_questions(SEEDS / "questions.jsonl")]
    measure("seed page", [page], [gold])
    if options.squad:
        passages = list(read_squad(options.squad))[:CONTEXTS]
        pages = [(read_page(p.context, p.source),) for p in passages]
        measure(options.squad.name, pages, [[q.question for q in p.questions] for p in passages])


if __name__ == "__main__":
    main()
