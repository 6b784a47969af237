"""Words of a question cut as the texts have them, where jieba cuts them otherwise."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.answering.facts.lexicon import units
from bot.answering.facts.names import is_name
from bot.answering.lexicon.words import synonyms
from retrieval.stopwords import stop_words
from retrieval.surnames import is_surname
from retrieval.tokens import Token, word_probability

_LOCATIVES = "里上中内下边"
Known = Callable[[str], bool]
"""Tells whether a folded word stands in the texts."""


def recut(tokens: Sequence[Token], known: Known) -> tuple[Token, ...]:
    """Return the words of a question as the texts cut them."""
    counted = _with_number(_begun_before(list(_called(tokens)), known), known)
    cut = _split_unknown(_shifted(counted, known), known)
    return tuple(_no_lone_name(t) for t in _names_whole(cut, known))


def _called(tokens: Sequence[Token]) -> Iterator[Token]:
    """Cut 叫 before what it asks for off the noun before it (狗叫|什么 → 狗, 叫)."""
    for at, token in enumerate(tokens):
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        called = (
            len(token.text) == _PAIR and token.text[1] == "叫" and token.text[0] not in "名又也"
        )
        if called and after in ("什么", "啥"):
            yield replace(token, text=token.text[0], end=token.end - 1, tag="n")
            yield Token("叫", token.end - 1, token.end, "v")
        else:
            yield token


def _begun_before(tokens: Sequence[Token], known: Known) -> list[Token]:
    """Give the first characters of a word that the texts do not have to the word before.

    That is where they have both together: a name (甲乙|行走 → 甲乙行, 走), or a word where no
    dictionary has the one cut (冬季|班开 → 冬季班, 开). Likewise the last characters to the name
    behind (人管甲|乙丙 → 人管, 甲乙丙).
    """
    found = list(tokens)
    for at in range(1, len(found)):
        before, token = found[at - 1], found[at]
        if before.end != token.start or not before.text:
            continue
        if len(token.text) > 1 and not known(token.text):
            joined = (before.text + token.text[:k] for k in range(len(token.text) - 1, 0, -1))
            whole = next((w for w in joined if _is_word_of_text(w, token, known)), "")
            if whole:
                cut = len(whole) - len(before.text)
                found[at - 1] = replace(before, text=whole, end=token.start + cut)
                found[at] = replace(token, text=token.text[cut:], start=token.start + cut)
                continue
        if len(before.text) > _PAIR and not known(before.text):
            name = before.text[-1] + token.text
            if is_name(name) and known(name):
                found[at - 1] = replace(before, text=before.text[:-1], end=before.end - 1)
                found[at] = Token(name, token.start - 1, token.end, "nr")
    return found


def _with_number(tokens: Sequence[Token], known: Known) -> list[Token]:
    """Give 数 the unit that was cut off to the word before (领导人|数 → 领导, 人数)."""
    found = list(tokens)
    for at in range(1, len(found)):
        before, token = found[at - 1], found[at]
        torn = token.text == "数" and len(before.text) > _PAIR and before.text[-1] in units()
        if torn and before.end == token.start and known(before.text[:-1]):
            noun = replace(before, text=before.text[:-1], end=before.end - 1)
            found[at - 1], found[at] = noun, Token(before.text[-1] + "数", noun.end, token.end, "n")
    return found


def _is_word_of_text(whole: str, token: Token, known: Known) -> bool:
    """Tell whether a word that takes the beginning of `token` is one of the texts."""
    if not known(whole) or len(whole) <= _PAIR - 1:
        return False
    return is_name(whole)


def _no_lone_name(token: Token) -> Token:
    """Return a lone character that is no surname as a verb, where jieba guessed a name ([修]路)."""
    guessed = token.tag == "nr" and len(token.text) == 1 and not is_surname(token.text)
    return replace(token, tag="v") if guessed else token


def _names_whole(tokens: Iterable[Token], known: Known) -> Iterator[Token]:
    """Put a surname together with a given name that is a word, where the texts have the name."""
    before: Token | None = None
    for token in tokens:
        if before and before.tag == "nr" and is_surname(before.text) and before.end == token.start:
            joined = before.text + token.text
            if len(before.text) == 1 and is_name(joined) and known(joined):
                before = Token(joined, before.start, token.end, "nr")
                continue
        if before:
            yield before
        before = token
    if before:
        yield before


def _shifted(tokens: Sequence[Token], known: Known) -> list[Token]:
    """Give the characters of a word that the texts do not have to the words beside it.

    (会诊|站市|医院 → 会诊站, 市医院; 演|在外|县 → 在, 外县: as the texts have them.)
    """
    shifted = list(tokens)
    for at in range(len(shifted) - 1):
        before, token, after = shifted[max(at - 1, 0)], shifted[at], shifted[at + 1]
        if len(token.text) != _PAIR or known(token.text) or token.end != after.start:
            continue
        first, last = token.text[0], token.text[1]
        if at > 0 and last in stop_words() and known(before.text + first):  # 读书|季到
            shifted[at - 1] = replace(before, text=before.text + first, end=token.start + 1)
            shifted[at] = replace(token, text=last, start=token.start + 1, tag="p")
            continue
        if not (known(last + after.text) and len(after.text) < _LONG and after.tag[0] in "nj"):
            continue
        joins = at > 0 and before.end == token.start and known(before.text + first)
        if joins:
            shifted[at - 1] = replace(before, text=before.text + first, end=token.start + 1)
            shifted[at] = replace(token, text="", end=token.start)
        elif first in stop_words() or first in _LOCATIVES:
            shifted[at] = replace(token, text=first, end=token.start + 1, tag="p")
        else:
            continue
        shifted[at + 1] = replace(after, text=last + after.text, start=token.start + 1)
    return [t for t in shifted if t.text]


_PAIR, _LONG = 2, 6
"""Characters of a word that may be torn in two, and from which one is a name of its own."""


def _split_unknown(tokens: Iterable[Token], known: Known) -> Iterator[Token]:
    """Cut a word that the texts do not have into two that they have (离芦镇 → 离, 芦镇).

    A word of the dictionary is cut into such words only (口额 stands in a text with 出口额).
    """
    for token in tokens:
        cut = 0
        place = len(token.text) == 2 and token.text[1] in _LOCATIVES
        splits = (len(token.text) > 2 or place) and token.text not in synonyms()  # 网上: 线上
        if splits and not known(token.text):
            pieces = [(token.text[:at], token.text[at:]) for at in range(1, len(token.text))]
            is_word = word_probability(token.text) > 0
            good = [
                piece
                for piece in pieces
                if all(known(half) and (not is_word or word_probability(half)) for half in piece)
                or (place and known(piece[0]))
            ]
            cut = len(max(good, key=lambda p: max(map(len, p)))[0]) if good else 0
        if cut:
            middle = token.start + cut
            yield Token(token.text[:cut], token.start, middle, token.tag)
            yield Token(token.text[cut:], middle, token.end, token.tag)
        else:
            yield token
