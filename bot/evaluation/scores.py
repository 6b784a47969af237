"""The figures of an evaluation, for all questions or for one kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, median
from typing import Any

from bot.answering.answer import Refusal
from bot.evaluation.causes import Cause
from bot.evaluation.confidence import auroc, expected_calibration_error, reliability
from bot.evaluation.outcome import Outcome

RECALL_AT = (1, 3, 5, 10)
THRESHOLDS = tuple(tenths / 10 for tenths in range(10))


@dataclass(frozen=True)
class Scores:
    """Figures of a group of questions; shares are 0 to 1, None where nothing can be counted."""

    questions: int
    answered: int
    graded: int
    """Questions with gold; all that follows is about these."""
    accuracy: float | None
    """Right answers and right refusals, of all graded."""
    answerable: int
    right_answers: int
    right_answer_rate: float | None
    missed: int
    """Answerable questions that got no answer."""
    unanswerable: int
    right_refusals: int
    right_refusal_rate: float | None
    wrong_numbers: int
    precision: float | None
    """Right answers, of the answers given."""
    coverage: float | None
    """Answers given, of all graded questions."""
    em: float | None
    """EM and F1 as the CMRC 2018 script has them, over answerable questions."""
    f1: float | None
    sentence_accuracy: float | None
    oracle: float | None
    """Share of answerable questions that have a gold answer among the candidates."""
    auroc: float | None
    """How well confidence tells answerable questions from unanswerable ones."""
    auroc_right: float | None
    """How well it tells right answers from wrong ones and from unanswerable questions."""
    ece: float | None
    """Expected calibration error of the answers given."""
    recall: dict[int, float] | None
    """Share of questions whose passage is among the first k retrieved, by k."""
    mrr: float | None


@dataclass(frozen=True)
class Selective:
    """Figures of answering only from a threshold up; shares are 0 to 1."""

    threshold: float
    answered: int
    coverage: float
    """Answers given, of all graded questions."""
    precision: float
    """Right answers, of the answers given."""
    f1: float | None
    """Mean F1 of the answers given, 0 where the text does not answer."""
    right_answer_rate: float | None
    right_refusal_rate: float | None


@dataclass(frozen=True)
class RefusalScore:
    """How often one reason to refuse was given where it is the right one."""

    questions: int
    given: dict[str, int]
    """How many of them got each reason, the most frequent first; those answered are left out."""
    agree: int
    """How many got the right one."""


@dataclass(frozen=True)
class Latency:
    """Milliseconds a question."""

    mean: float
    median: float
    p95: float
    max: float


def score(outcomes: Sequence[Outcome]) -> Scores:
    """Return the figures of these outcomes."""
    graded = [o for o in outcomes if o.verdict is not None]
    answerable = [o for o in graded if o.gold.answerable]
    unanswerable = [o for o in graded if not o.gold.answerable]
    given = confidences_of_answers(outcomes)
    right_answers = sum(o.right for o in answerable)
    right_refusals = sum(o.right for o in unanswerable)
    ranks = [o.rank for o in outcomes if o.rank is not None]
    return Scores(
        questions=len(outcomes),
        answered=sum(o.answered for o in outcomes),
        graded=len(graded),
        accuracy=_share(right_answers + right_refusals, len(graded)),
        answerable=len(answerable),
        right_answers=right_answers,
        right_answer_rate=_share(right_answers, len(answerable)),
        missed=sum(not o.answered for o in answerable),
        unanswerable=len(unanswerable),
        right_refusals=right_refusals,
        right_refusal_rate=_share(right_refusals, len(unanswerable)),
        wrong_numbers=sum(o.verdict.wrong_number for o in graded if o.verdict),
        precision=_share(sum(right for _, right in given), len(given)),
        coverage=_share(len(given), len(graded)),
        em=_mean(o.em for o in graded),
        f1=_mean(o.f1 for o in graded),
        sentence_accuracy=_mean(o.sentence_hit for o in graded),
        oracle=_mean(o.known for o in answerable),
        auroc=auroc(_confidences(answerable), _confidences(unanswerable)),
        auroc_right=auroc(
            _confidences(o for o in answerable if o.right),
            _confidences(unanswerable) + _confidences(o for o in answerable if _wrong(o)),
        ),
        ece=expected_calibration_error(given),
        recall={k: fmean(0 < r <= k for r in ranks) for k in RECALL_AT} if ranks else None,
        mrr=fmean(1 / r if r else 0.0 for r in ranks) if ranks else None,
    )


def score_by_kind(outcomes: Sequence[Outcome]) -> dict[str, Scores]:
    """Return the figures of each kind, the most frequent kind first."""
    groups = _grouped(outcomes, lambda outcome: outcome.kind)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return {kind: score(members) for kind, members in ordered}


def score_refusals(outcomes: Sequence[Outcome]) -> dict[str, RefusalScore]:
    """Return for each reason that the gold names how it was refused, in the order of `Refusal`."""
    found = {}
    for refusal in Refusal:
        expected = [o for o in outcomes if o.gold.refusal == refusal]
        given = Counter(o.prediction["refusal"] for o in expected if o.prediction["refusal"])
        if expected:
            counts = dict(given.most_common())
            found[refusal.value] = RefusalScore(len(expected), counts, counts.get(refusal, 0))
    return found


def score_by_style(outcomes: Sequence[Outcome]) -> dict[str, Scores]:
    """Return the figures of each style of phrasing, in the order of the file; {} without any."""
    styled = [outcome for outcome in outcomes if outcome.gold.style is not None]
    groups = _grouped(styled, lambda outcome: outcome.gold.style or "")
    return {style: score(members) for style, members in groups.items()}


def _grouped(
    outcomes: Iterable[Outcome], name: Callable[[Outcome], str]
) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(name(outcome), []).append(outcome)
    return groups


def confidences_of_answers(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """Return (confidence, right) of each answer given to a question with gold."""
    return [
        (o.prediction["confidence"], o.right)
        for o in outcomes
        if o.verdict is not None and o.answered
    ]


def at_thresholds(outcomes: Sequence[Outcome]) -> tuple[Selective, ...]:
    """Return what raising the threshold of this run would give, at each of THRESHOLDS.

    One that leaves as many answers as the next is left out: below the threshold of the run all
    are the same.
    """
    graded = [o for o in outcomes if o.verdict is not None]
    answerable = [o for o in graded if o.gold.answerable]
    rows: list[Selective] = []
    for threshold in reversed(THRESHOLDS):
        given = [o for o in graded if o.answered and o.prediction["confidence"] >= threshold]
        if not given or (rows and len(given) == rows[-1].answered):
            continue
        right = sum(o.right for o in given)
        needless = sum(not o.gold.answerable for o in given)
        unanswerable = len(graded) - len(answerable)
        rows.append(
            Selective(
                threshold=threshold,
                answered=len(given),
                coverage=len(given) / len(graded),
                precision=right / len(given),
                f1=_mean(o.f1 if o.gold.answerable else 0.0 for o in given),
                right_answer_rate=_share(right, len(answerable)),
                right_refusal_rate=_share(unanswerable - needless, unanswerable),
            )
        )
    return tuple(reversed(rows))


def causes(outcomes: Iterable[Outcome]) -> dict[Cause, int]:
    """Return how many went wrong by each cause there is, in the order of `Cause`."""
    counts = Counter(o.cause for o in outcomes)
    return {cause: counts[cause] for cause in Cause if counts[cause]}


def latency(outcomes: Sequence[Outcome]) -> Latency:
    """Return how long the answers took; `outcomes` is not empty."""
    times = sorted(o.prediction["elapsed_ms"] for o in outcomes)
    p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
    return Latency(mean=fmean(times), median=median(times), p95=p95, max=times[-1])


def as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return all figures as one JSON object: overall, by kind, by style, and the rest."""
    return {
        "overall": asdict(score(outcomes)),
        "kinds": {kind: asdict(scores) for kind, scores in score_by_kind(outcomes).items()},
        "styles": {style: asdict(s) for style, s in score_by_style(outcomes).items()},
        "thresholds": [asdict(row) for row in at_thresholds(outcomes)],
        "reliability": [asdict(row) for row in reliability(confidences_of_answers(outcomes))],
        "causes": causes(outcomes),
        "refusals": {r: asdict(scores) for r, scores in score_refusals(outcomes).items()},
        "latency_ms": asdict(latency(outcomes)),
    }


def _wrong(outcome: Outcome) -> bool:
    return outcome.answered and not outcome.right


def _confidences(outcomes: Iterable[Outcome]) -> list[float]:
    return [o.prediction["confidence"] for o in outcomes]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
