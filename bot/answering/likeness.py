"""How far a text has the words of another, character by character."""


def bare(folded: str) -> str:
    """Return only the letters and digits of a folded text."""
    return "".join(char for char in folded if char.isalnum())


def likeness(asked: str, text: str) -> float:
    """Return how well `asked` is found somewhere in `text`, 0 to 1, both without punctuation.

    1 less the edits needed per character of `asked`, against the stretch of `text` that needs
    fewest (Sellers, "The theory and computation of evolutionary distances", 1980). Time and
    memory grow with the product of the lengths and with the length of `text`.
    """
    if not asked:
        return 0.0
    if asked in text:
        return 1.0
    above = [0] * (len(text) + 1)
    for row, char in enumerate(asked, 1):
        current = [row]
        for column, other in enumerate(text, 1):
            current.append(
                min(above[column - 1] + (char != other), above[column] + 1, current[-1] + 1)
            )
        above = current
    return max(0.0, 1 - min(above) / len(asked))
