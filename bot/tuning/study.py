"""What each group of rules is worth, and what learning from more articles is.

Every variant is fitted anew by cross-validation: what a group says may be said by others too, so
that putting its weights to 0 without a new fit would make it look worth more than it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.answering.rules import LABELS, RULES, TRAITS
from bot.tuning.fitting import Options

SHARES = (1.0, 0.75, 0.5, 0.25)
"""Of the articles to learn from."""


@dataclass(frozen=True)
class Variant:
    """One cross-validation."""

    name: str
    options: Options
    share: float = 1.0
    """Of the articles to learn from, 0 to 1."""


def rule_groups() -> dict[str, frozenset[str]]:
    """Return the names of rules, traits and labels by the module of `bot.answering.rules`."""
    groups: dict[str, set[str]] = {}
    for registry in (RULES, TRAITS, LABELS):
        for name, function in registry.items():
            groups.setdefault(function.__module__.rpartition(".")[2], set()).add(name)
    return {group: frozenset(names) for group, names in groups.items()}


def ablation(options: Options) -> tuple[Variant, ...]:
    """Return the variant with all rules, then one without each group."""
    without = (
        Variant(f"－{group}（{len(names)}）", replace(options, left_out=names))
        for group, names in rule_groups().items()
    )
    return (Variant("全部规则", options), *without)


def learning_curve(options: Options) -> tuple[Variant, ...]:
    """Return the variant that learns from all articles, then those with fewer."""
    return tuple(Variant(f"{share:.0%} 的文章", options, share) for share in SHARES)


STUDIES: Mapping[str, Callable[[Options], tuple[Variant, ...]]] = {
    "ablation": ablation,
    "learning-curve": learning_curve,
}
"""By the name that `wenbao tune --study` takes; the first variant is what others compare with."""
