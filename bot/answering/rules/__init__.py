"""Named rules: each says one thing about every candidate of an article, as an array."""

from bot.answering.rules import (
    alignment,
    head,
    labels,
    measure,
    overlap,
    part,
    sort,
    time,
    topic,
    traits,
)
from bot.answering.rules.registry import LABELS, RULES, TRAITS

__all__ = [
    "LABELS",
    "RULES",
    "TRAITS",
    "alignment",
    "head",
    "labels",
    "measure",
    "overlap",
    "part",
    "sort",
    "time",
    "topic",
    "traits",
]
