"""How many of the characters that a question asks about stand in a text.

Words are cut one way in a question and another way in a text, and half of a word may say enough;
characters are the same in both.
"""

from collections.abc import Callable, Mapping

from bot.answering.lexicon.words import light_words
from bot.answering.question import Question
from bot.answering.understanding.understand import content_tokens


class AskedCharacters:
    """The characters of what a question asks about, weighed by their rarity (see retrieval/idf.py).

    Those of the question word, of stop words and light words ask about nothing. Where nothing is
    left, those of the words carried over from the turn before are asked about.
    """

    def __init__(self, question: Question, rarity: Callable[[str], float]) -> None:
        asked = {
            at
            for token in content_tokens(question.tokens, question.wh)
            if token.text not in light_words()
            for at in range(token.start, token.end)
            if question.folded[at].isalnum()
        }
        singles = {question.folded[at] for at in asked} or set("".join(question.carried))
        pairs = {question.folded[at : at + 2] for at in asked if at + 1 in asked}
        # In a fixed order: sums of the same weights must be the same.
        self._singles = {char: max(rarity(char), _LEAST) for char in sorted(singles)}
        # By its two characters: few questions share a pair, and to count where each stands is slow.
        self._pairs = {
            pair: self._singles[pair[0]] + self._singles[pair[1]] for pair in sorted(pairs)
        }

    def share(self, text: str) -> float:
        """Return the weight of the characters that stand in a folded text, 0 to 1.

        1 where the question asks about none.
        """
        return _share(self._singles, text)

    def pair_share(self, text: str) -> float:
        """Return the weight of the pairs of neighbours that stand in a folded text, likewise."""
        return _share(self._pairs, text)


_LEAST = 0.05
"""Weight of the commonest character."""


def _share(weights: Mapping[str, float], text: str) -> float:
    total = sum(weights.values())
    return sum(weight for part, weight in weights.items() if part in text) / total if total else 1.0
