"""Whether what sounds alike is surely what was meant, by the words around it."""

from bot.answering.lexicon.words import light_words
from bot.answering.understanding.asked_words import says_something
from bot.answering.understanding.soundalikes import NUMERALS, Alignment
from bot.answering.understanding.sounds import sound_alike_today, sounds, tones
from retrieval.stopwords import stop_words
from retrieval.tokens import Token, word_probability

_PLACES_AND_BODIES = ("ns", "nt")
_NAMES = ("nr", "nz")
_WELL_KNOWN = 5e-7
"""How often a word of the dictionary is met in running text at least, if many know it."""
_RARER = 5
"""How many times rarer than the word of the texts a word must be that is taken for it."""
# Words of one character that hold a sentence together sound like many others.
_FUNCTION_TAGS = ("r", "p", "c", "u", "y", "e", "o", "f")
_NOUN_TAGS = ("n", "g", "j")
# Characters of content as they were typed that must stand beside those read otherwise.
_SAME = 2
_SAME_AT_END = 3
_SAME_IF_CONFUSED = 3
_SAME_AROUND_FUNCTION_WORD = 4
_SAME_AROUND_ANY_WORD = 6
_LONGEST_WORD = 8


def trusted(alignment: Alignment, folded: str, words: dict[int, Token]) -> bool:
    """Tell whether a stretch of the texts is surely what was meant."""
    changed = alignment.changed
    if len(changed) > alignment.same:
        return False
    pairs = [(folded[at], alignment.at(at)) for at in changed]
    if any(says_something(words[at]) for at in changed) and not all(
        sound_alike_today(one, other) for one, other in pairs
    ):
        return False
    forms_words = all(_forms_word(alignment, range(at, at + 1)) for at in changed)
    if not all(sounds(one) & sounds(other) for one, other in pairs):
        if not forms_words or alignment.same < _SAME_IF_CONFUSED:
            return False
    elif not forms_words:
        # Not a word but a name: then the tone must be the same as well.
        if alignment.same < _SAME or not all(tones(a) & tones(b) for a, b in pairs):
            return False
        if any(read in stop_words() for _, read in pairs):
            return False
    return all(
        _outweighed(alignment, word, words)
        if len(word.text) > 1
        else _out_of_place(alignment, word, words, forms_word=forms_words)
        for word in {words[at] for at in changed}
    )


def _outweighed(alignment: Alignment, word: Token, words: dict[int, Token]) -> bool:
    """Tell whether what stands beside a word of the question speaks against it enough."""
    if not alignment.start <= word.start < word.end <= alignment.end:
        return False
    if word.tag.startswith(_PLACES_AND_BODIES):
        return False
    if _forms_word(alignment, range(word.start, word.end)):
        return True
    probability = word_probability(word.text)
    read = alignment.text[word.start - alignment.start : word.end - alignment.start]
    if probability > _WELL_KNOWN and (
        word.tag.startswith(_NAMES) or word_probability(read) < _RARER * probability
    ):
        return False
    beside = sum(
        not word.start <= at < word.end and not is_function_word(words[at])
        for at in range(alignment.start, alignment.end)
    )
    return beside >= _SAME


def _out_of_place(
    alignment: Alignment, word: Token, words: dict[int, Token], *, forms_word: bool
) -> bool:
    """Tell whether a word of one character is no word here: within a word, or its rest beside it.

    What is left over of a word (the 缆 of a misspelt 缆车) is cut into words of one character.
    """
    at = word.start
    before, after = (
        words[i] if alignment.start <= i < alignment.end and i not in alignment.changed else None
        for i in (at - 1, at + 1)
    )
    if before and after and alignment.same >= _SAME_AROUND_ANY_WORD:
        return True
    beside = [w for w in (before, after) if w and not is_function_word(w)]
    if not _may_be_rest(word):
        return len(beside) == 2 and alignment.same >= _SAME_AROUND_FUNCTION_WORD
    rests = (w for w in (before, after) if w and len(w.text) == 1 and _may_be_rest(w))
    if len(beside) == 2 or (forms_word and any(rests)):
        return True
    if not beside or after is not None:
        return False
    if alignment.same >= _SAME_AT_END and word.tag.startswith(_NOUN_TAGS):
        return True
    places = range(alignment.start, alignment.end)
    return len(places) > _SAME and all(len(words[i].text) == 1 for i in places)  # a name


def _forms_word(alignment: Alignment, places: range) -> bool:
    """Tell whether the texts have a word of the dictionary there that goes beyond these places."""
    first, last = places.start - alignment.start, places.stop - alignment.start
    text = alignment.text
    return any(
        end - start > len(places)
        and word_probability(text[start:end]) > 0
        and any(alignment.start + at not in alignment.changed for at in range(start, end))
        for start in range(max(0, last - _LONGEST_WORD), first + 1)
        for end in range(last, min(len(text), start + _LONGEST_WORD) + 1)
    )


def is_function_word(token: Token) -> bool:
    """Tell whether a word holds a sentence together and says nothing of its own."""
    return not _may_be_rest(token) or (len(token.text) == 1 and token.text in light_words())


def _may_be_rest(token: Token) -> bool:
    """Tell whether a word of one character is often the rest of another."""
    return token.text not in stop_words() and not (
        len(token.text) == 1 and (token.text in NUMERALS or token.tag.startswith(_FUNCTION_TAGS))
    )
