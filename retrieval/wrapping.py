"""Hard-wrapped text: lines broken at a fixed width, wherever in the sentence that falls."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from retrieval.lines import Line, columns
from retrieval.punctuation import PAUSES, STOPS, is_finished

_NARROWEST, _WIDEST = 14, 66
"""Han characters; what is narrower is a list of short lines, what is wider a paragraph."""
_RAGGED = 2
"""Han characters by which lines of one width differ: a closing sign must not begin a line."""
_MIN_SHARE = 0.5
"""Of the lines that end within a sentence, how many must be of that width."""
_MAX_WIDER = 0.25
"""How many lines may be wider (addresses, rows of tables) for each line of that width."""
_SHOWN_BY = 3
"""How many lines of one width show that an article is wrapped to another width than its page."""

# What a line break does not divide: a Latin word or number, or one character with the signs
# that may not begin a line.
_UNIT = re.compile(r"(?:[A-Za-z0-9.,%$@:/_-]+|.)[，。、；：！？”’）」』》,;:!?)]*")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width at which a text was wrapped."""

    width: int
    """The widest line, indentation included."""
    in_columns: bool
    """Whether a Han character counts 2 and a Latin one 1, or each character 1."""

    @property
    def _unit(self) -> int:
        """The width of a Han character."""
        return 2 if self.in_columns else 1

    def is_full(self, line: Line, following: Line) -> bool:
        """Tell whether what begins `following` would hardly have fitted on `line`."""
        if line.level or line.item or following.level or following.item:
            return False
        unit = _UNIT.match(following.text)
        needed = self._measure(unit[0]) if unit else 0
        # A unit longer than half a line is broken anyway.
        needed = min(needed, self.width // 2)
        return self.width_of(line) + needed >= self.width - _RAGGED * self._unit

    def width_of(self, line: Line) -> int:
        """Return the width of `line`, its indentation included."""
        return self._measure(line.indent) + self._measure(line.text)

    def _measure(self, text: str) -> int:
        return columns(text) if self.in_columns else len(text)


def find_wrappings(lines: Sequence[Line]) -> list[Wrapping | None]:
    """Return for each of `lines` how it was wrapped, None when it was not.

    A page put together from several columns or sources is wrapped to several widths, or in part.
    What stands between two blank lines is wrapped as it shows by itself, if it is long enough to
    show it; else as the whole page is or, where no one width holds for that, as the stretch
    between lines too wide for any wrapping.
    """
    found: list[Wrapping | None] = []
    whole = find_wrapping(lines)
    for is_too_wide, group in groupby(lines, key=lambda line: len(line.text) > _WIDEST):
        stretch = list(group)
        around = whole or (None if is_too_wide else find_wrapping(stretch))
        for block in _between_gaps(stretch):
            found += [find_wrapping(block, _SHOWN_BY) or around] * len(block)
    return found


def _between_gaps(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines in groups that blank lines divide."""
    blocks: list[list[Line]] = []
    for line in lines:
        if not blocks or line.gap:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def find_wrapping(lines: Sequence[Line], at_least: int = 1) -> Wrapping | None:
    """Return how `lines` were wrapped, None when fewer than `at_least` show it.

    Wrapped lines are those that end within a sentence; most of them have the greatest width
    there is, less what a line leaves free because the next word does not fit. Both ways to count
    are tried, because editors wrap by columns and programs often by characters.
    """
    broken = [
        line for line in lines if not line.item and not line.level and not is_finished(line.text)
    ]
    found: Wrapping | None = None
    most = 0
    for in_columns in (True, False):
        ruler = Wrapping(0, in_columns)
        unit = ruler._unit
        widths = [ruler.width_of(line) for line in broken]
        counts = Counter(w for w in widths if _NARROWEST * unit <= w <= _WIDEST * unit)
        ragged = _RAGGED * unit
        near = {top: sum(counts[top - less] for less in range(ragged + 1)) for top in counts}
        if not near:
            continue
        top = max(near, key=lambda width: (near[width], width))
        of_width = [
            line for line, w in zip(broken, widths, strict=True) if top - ragged <= w <= top
        ]
        wider = sum(ruler.width_of(line) > top + ragged for line in lines)
        if (
            len(of_width) > max(most, at_least - 1)
            and len(of_width) >= _MIN_SHARE * len(broken)
            and wider <= _MAX_WIDER * len(of_width)
            and _is_running_text(lines, of_width)
        ):
            found, most = Wrapping(top, in_columns), len(of_width)
    return found


def _is_running_text(lines: Sequence[Line], of_width: Sequence[Line]) -> bool:
    """Tell whether lines of one width are running text, not items of a list."""
    punctuated = sum(not (PAUSES | STOPS).isdisjoint(line.text) for line in of_width)
    if 2 * punctuated < len(of_width):
        return False
    if len(of_width) > 1:
        return True
    # One line alone may be a long headline; not when it holds a pause and the text, less wide
    # than it, stands right below.
    at = next(i for i, line in enumerate(lines) if line is of_width[0])
    after = lines[at + 1 : at + 2]
    return (
        bool(after)
        and after[0].gap == 0
        and not after[0].indented
        and not PAUSES.isdisjoint(of_width[0].text)
    )
