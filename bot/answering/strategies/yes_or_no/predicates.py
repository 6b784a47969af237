"""Where a clause speaks of what a yes-or-no question claims of its subject.

By the same word, one of its meaning or its opposite; in other words (paraphrases.txt); or by a
wider word that the clause denies: where there were no casualties, nobody was hurt.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.lexicon.paraphrases import paraphrases
from bot.answering.matching.similarity import similarity
from bot.answering.strategies.yes_or_no.claim import Claim
from bot.answering.strategies.yes_or_no.polarity import opposed, word_lists
from retrieval.tokens import Token

PART = 0.35
"""Similarity of a one-character predicate with a word that holds it."""
_SAME = 0.6
"""Similarity from which two words count as the same."""


@dataclass(frozen=True)
class Place:
    """Where a predicate stands among the tokens of a clause."""

    at: int
    is_wider: bool = False
    """Another word stands there, whose denial alone says something of what is claimed."""


def predicate_place(claim: Claim, tokens: tuple[Token, ...]) -> Place | None:
    """Return where a clause has the predicate of a claim, the last place; None without one."""
    if not claim.predicate:
        return None
    for at in (_same(claim.predicate, tokens), _at_word(_said_otherwise(claim), tokens)):
        if at is not None:
            return Place(at)
    wider = _at_word(_wider(claim.predicate), tokens)
    return None if wider is None else Place(wider, is_wider=True)


def _same(predicate: str, tokens: tuple[Token, ...]) -> int | None:
    """Return where the predicate, a word of its meaning or its opposite stands; the last place."""
    best, best_score = None, 0.0
    for at, token in enumerate(tokens):
        score = max(similarity(predicate, token.text), float(opposed(predicate, token.text) != 0))
        if token.text.startswith("最") and not predicate.startswith("最"):
            continue
        if token.tag[0] == "p" and token.text != predicate:  # 被 is no 被困
            continue
        if _is_only_tried(predicate, token, tokens[at + 1 : at + 2]):
            continue
        enough = PART if len(predicate) == 1 else _SAME
        if score >= enough and score >= best_score:
            best, best_score = at, score
    return best


def _is_only_tried(predicate: str, token: Token, after: tuple[Token, ...]) -> bool:
    """Tell whether a text has a verb without the end that is claimed (找 for 找到)."""
    verb, result = predicate[:-1], predicate[-1]
    return (
        result in word_lists()["results"]
        and token.text == verb
        and not any(t.text.startswith((result, "不" + result)) for t in after)
    )


def _said_otherwise(claim: Claim) -> Iterator[str]:
    """Yield the wordings that a text may have for the predicate of a claim."""
    for paraphrase in paraphrases(claim.question):
        if any(t.text == claim.predicate and paraphrase.covers(t) for t in claim.tokens):
            yield from paraphrase.said


def _wider(predicate: str) -> Iterator[str]:
    """Yield the words that say more than a predicate: what they deny, they deny of it too."""
    for narrower, wider in word_lists()["wider"]:
        if any(predicate.startswith(word) for word in narrower):
            yield from wider


def _at_word(words: Iterator[str], tokens: tuple[Token, ...]) -> int | None:
    """Return the last token at which one of several words stands, however it was cut."""
    text = "".join(t.text for t in tokens)
    start = max((text.rfind(word) for word in words), default=-1)
    if start < 0:
        return None
    reached = 0
    for at, token in enumerate(tokens):
        reached += len(token.text)
        if reached > start:
            return at
    return None
