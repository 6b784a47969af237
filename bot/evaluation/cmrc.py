"""EM and F1 as the CMRC 2018 script computes them (cmrc2018_evaluate.py, version 5).

Written from the script's algorithm, not copied. Chinese is compared character by character,
everything else by word; F1 rests on the longest common *contiguous* run of the two token lists
(the script calls it LCS), both take the best of the gold answers.

The script cuts non-Chinese runs with NLTK's `word_tokenize`, which needs NLTK and a trained
sentence model; here NLTK's word rules are written out. What may differ: a full stop inside a run
without Chinese (`dr. smith`) stays with its word, as after NLTK's abbreviations, where NLTK's
model may see the end of a sentence; and heaps of apostrophes or commas (`'ll's`, `,,a`).
"""

import re
from collections.abc import Sequence

# The script's list also holds `……`, which never equals a single character and so removes
# nothing: `…` counts as text in the script and here.
PUNCTUATION = frozenset("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")
_CHINESE = re.compile(r"[\u4e00-\u9fa5]")

_OPENING_QUOTE = re.compile(r"""^"|(?<=^")"|(?<=[ (\[{<])(?:"|'')""")
_OPENED = "\ue000"
"""Stands for an opening quote while a run is cut; no text holds this private-use character."""
_WORDS = re.compile(
    r"""
      (?P<opening>\ue000)
    | (?P<closing>"|'')
    | \.{2,}
    | [;@#$%&?!()\[\]{}<>«»‘„\u2012-\u2015]
    | ,(?=\D|$)
    | \.(?=["')\]}>»\s]*$)                            # the last full stop
    | (?<!\w)'(?=\w)(?!(?:re|ve|ll|[mtsdn])\b)        # an apostrophe that opens a word
    | (?:
          [^\s\ue000"'.,;@#$%&?!()\[\]{}<>«»‘„\u2012-\u2015]
        | \.(?!\.)(?!["')\]}>»\s]*$)
        | ,(?=\d)
        | '(?!')
      )+
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?<=[^'])(?:'ll|'re|'ve|n't|'[smd]|')$")
_CONTRACTION = re.compile(r"\b(?:(can)(not)|(gim|lem)(me)|(gon)(na)|(got)(ta))\b")


def _words(run: str) -> list[str]:
    """Cut a run without Chinese into words as NLTK does; quotes become `` and ''."""
    words: list[str] = []
    for match in _WORDS.finditer(_OPENING_QUOTE.sub(_OPENED, run.strip())):
        if match["opening"]:
            words.append("``")
        elif match["closing"]:
            words.append("''")
        else:
            clitic = _CLITIC.search(match[0])
            stem = match[0][: clitic.start()] if clitic else match[0]
            words += filter(None, _CONTRACTION.split(stem))
            words += [clitic[0]] if clitic else []
    return words


def segment(text: str) -> tuple[str, ...]:
    """Return the tokens F1 is counted in: Chinese characters and words, without punctuation."""
    tokens: list[str] = []
    run = ""
    for char in text.lower().strip():
        if char in PUNCTUATION:
            continue
        if _CHINESE.match(char):
            tokens += _words(run)
            tokens.append(char)
            run = ""
        else:
            run += char
    tokens += _words(run)
    return tuple(tokens)


def longest_common_run(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the longest run of tokens that stands in both, unbroken."""
    places: dict[str, list[int]] = {}
    for at, token in enumerate(right):
        places.setdefault(token, []).append(at)
    longest = 0
    ending: dict[int, int] = {}
    """Length of the common run that ends at a position of `right` and the last token seen."""
    for token in left:
        ending = {at: ending.get(at - 1, 0) + 1 for at in places.get(token, ())}
        longest = max(longest, max(ending.values(), default=0))
    return longest


def f1(prediction: str, answers: Sequence[str]) -> float:
    """Return the best F1 (0 to 1) of `prediction` against any of `answers` (at least one)."""
    return max(_f1(segment(prediction), segment(answer)) for answer in answers)


def _f1(prediction: Sequence[str], answer: Sequence[str]) -> float:
    common = longest_common_run(answer, prediction)
    if not common:
        return 0.0
    precision, recall = common / len(prediction), common / len(answer)
    return 2 * precision * recall / (precision + recall)


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """Return 1 if `prediction` equals any of `answers` but for punctuation and case, else 0."""
    return float(any(bare(prediction) == bare(answer) for answer in answers))


def bare(text: str) -> str:
    """Return what an exact match compares: `text` in lower case, without punctuation."""
    return "".join(char for char in text.lower().strip() if char not in PUNCTUATION)
