"""The fitted weights as files: the CSVs that `bot.answering.scoring` and `.confidence` read."""

import csv
import io

import numpy as np

from bot.answering.confidence.additive import COLUMNS, CONSTANT, AdditiveModel
from bot.answering.rules import RULES, TRAITS
from bot.answering.scoring import FAMILIES, FIGURES
from bot.tuning.fitting import Model

# What is added to the fitted weights of the family that chooses among figures: few pages teach it,
# and what stands in a figure's own scope must count whatever the fitted weights make of it.
FIGURES_ADDED = {"scope_coverage": 6.0, "unit_agrees": 1.0}

LEAST = 0.01
"""A label class that weighs less than this in every family is left out."""


def as_table(model: Model, command: str) -> str:
    """Return the table for `model`; `command` says in its first lines how it was made."""
    rows = dict(zip([*RULES, *TRAITS], model.numeric, strict=True))
    rows |= {name: row for name, row in model.classes.items() if np.abs(row).max() >= LEAST}
    file = io.StringIO()
    file.write(
        "# What each rule, trait and label class is worth, by family of question kinds.\n"
        f"# Do not edit by hand; written by: {command}\n"
    )
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["rule", *FAMILIES])
    for name, row in rows.items():
        added = (FIGURES_ADDED.get(name, 0.0) if f == FIGURES else 0.0 for f in FAMILIES)
        weights = (weight + more for weight, more in zip(row, added, strict=True))
        writer.writerow([name, *(_decimal(weight) for weight in weights)])
    return file.getvalue()


def as_confidence_table(model: AdditiveModel, command: str) -> str:
    """Return the table of the confidence, likewise; steps that round to nothing are left out."""
    rows = [
        (name, f"{start:.4g}", _decimal(step))
        for name, curve in model.curves.items()
        for start, step in zip(curve.starts, curve.steps, strict=True)
        if float(_decimal(step))
    ]
    lines = [
        "# What each feature of a candidate adds to the log-odds that it answers: from the value",
        "# `from` on `adds` more than below it (see additive.py).",
        f"# Do not edit by hand; written by: {command}",
        ",".join(COLUMNS),
        f"{CONSTANT},,{_decimal(model.constant)}",
        *map(",".join, rows),
    ]
    return "\n".join(lines) + "\n"


def _decimal(weight: float) -> str:
    # Adding 0 turns -0.0 into 0.0.
    return f"{round(weight, 3) + 0.0:.3f}"
