"""Whether a text has a word, or says it in another form."""

from bot.answering.lexicon.words import synonyms

_GAP = 3
"""How many characters an abbreviation leaves out between two of its own (规上 for 规模以上)."""
_MARKS = ",。;!?\n"
"""What no word reaches over."""


def found(word: str, text: str) -> bool:
    """Tell whether `text` has a word, whole, spelled out (规上 → 规模以上), or a synonym."""
    if word in text or any(other in text for other in synonyms().get(word, ())):
        return True
    if len(word) > 1 and word[0] == "一":
        return spread(word, text) or _is_told_for_each(word[1:], text)
    if len(word) < 2 or any(c.isdigit() for c in word):
        return False
    return spread(word, text)


def _is_told_for_each(measure: str, text: str) -> bool:
    """Tell whether something is told for each (一套多少钱: 每套, 1套, 单套; 8元/份; 一户: 户均)."""
    return any(
        told in text
        for each in (measure, measure.removeprefix("个"))
        for told in (f"每{each}", f"1{each}", f"单{each}", f"/{each}", f"{each}均")
    )


def spread(word: str, text: str) -> bool:
    """Tell whether `text` has the characters of a word in order, a few others between them."""
    if not all(char in text for char in word):
        return False
    places = [at for at, char in enumerate(text) if char == word[0]]
    for char in word[1:]:
        reached = set()
        for place in places:
            for at in range(place + 1, min(place + 2 + _GAP, len(text))):
                if text[at] == char:
                    reached.add(at)
                if text[at] in _MARKS:
                    break
        places = sorted(reached)
    return bool(places)
