"""The fitted weights as files: the CSVs that `bot.answering.scoring` and `.confidence` read."""

import csv
import io

import numpy as np

from bot.answering.confidence import Features
from bot.answering.rules import RULES, TRAITS
from bot.answering.scoring import FIGURES
from bot.tuning.fitting import FITTED, Model

# The family FIGURES chooses among figures alone, where how a span is cut says nothing and what
# stands around it everything. No set of questions teaches that (they have few figures in a
# context), so it is set by hand: what the rules weigh for "number" at half its size, and these
# added; traits and labels weigh nothing.
FIGURES_SHARE = 0.5
FIGURES_ADDED = {"scope_coverage": 30.0, "unit_agrees": 6.0}

LEAST = 0.01
"""A label class that weighs less than this in every family is left out."""


def as_table(model: Model, command: str) -> str:
    """Return the table for `model`; `command` says in its first lines how it was made."""
    number = FITTED.index("number")
    rows = dict(zip([*RULES, *TRAITS], model.numeric, strict=True))
    rows |= {name: row for name, row in model.classes.items() if np.abs(row).max() >= LEAST}
    file = io.StringIO()
    file.write(
        "# What each rule, trait and label class is worth, by family of question kinds.\n"
        f"# Do not edit by hand; written by: {command}\n"
    )
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["rule", *FITTED, FIGURES])
    for name, row in rows.items():
        share = FIGURES_SHARE if name in RULES else 0.0
        figures = share * row[number] + FIGURES_ADDED.get(name, 0.0)
        writer.writerow([name, *(_decimal(weight) for weight in (*row, figures))])
    return file.getvalue()


def as_confidence_table(weights: Features, command: str) -> str:
    """Return the table of the weights of confidence, likewise."""
    lines = [
        "# What each feature of a candidate adds to the log-odds that it answers.",
        f"# Do not edit by hand; written by: {command}",
        "feature,weight",
        *(f"{name},{_decimal(weight)}" for name, weight in weights._asdict().items()),
    ]
    return "\n".join(lines) + "\n"


def _decimal(weight: float) -> str:
    # Adding 0 turns -0.0 into 0.0.
    return f"{round(weight, 3) + 0.0:.3f}"
