"""How likely an answer is right, 0 to 1."""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.answering.candidate import Candidate
from bot.answering.confidence.additive import AdditiveModel, read_table
from bot.answering.confidence.characters import AskedCharacters
from bot.answering.facts.names import is_name
from bot.answering.finder import Finder
from bot.answering.lexicon.words import synonyms
from bot.answering.question import Kind, Question
from bot.answering.stretches import statement_around
from bot.answering.surroundings.constraints import constraint_tokens
from bot.answering.surroundings.places import places
from bot.answering.surroundings.support import Support, found
from bot.answering.understanding.kind import head_kind
from retrieval.tokens import Token


class Features(NamedTuple):
    """What the model looks at."""

    log_odds: float
    """Of the candidate's share among all candidates."""
    log_share: float
    """Logarithm of that share."""
    place_share: float
    """Likewise of all candidates that overlap it: how likely the answer is to stand there."""
    score: float
    """What the rules gave the candidate."""
    margin: float
    """By how much it is ahead of the best that does not overlap it, at most FAR_AHEAD."""
    sentence_margin: float
    """Likewise, than the best of another sentence."""
    sentence_share: float
    """What its sentence added to the score."""
    coverage: float
    """How much of the question the scopes around the candidate have."""
    uncovered: float
    """Weight of the question's words that no scope has, 0 to 1."""
    very_near: float
    """Weight of those in the nearest scopes."""
    weakest: float
    """What the scope is worth of the word that is found farthest off, 0 to 1."""
    words: float
    """How many words of the question were looked for."""
    constraints: float
    """How many of them the text must have."""
    characters: float
    """Of the candidate."""
    in_same_sentence: float
    """Other good candidates of the sentence."""
    is_name: float
    """A person is asked for, and the candidate is a name."""
    counted: float
    """A word of the question stands right behind the figure."""
    unit_named: float
    """The question names the unit."""
    missing_share: float
    """Weight of the missing words, of all words the text must have."""
    rarest_missing: float
    """Rarity of the rarest missing word."""
    missing_names: float
    missing_nouns: float
    missing_others: float
    missing_places: float
    names_of_figure: float
    """Missing names, where a figure is asked for; likewise the two below."""
    nouns_of_figure: float
    known_of_figure: float
    missing_known: float
    """Missing words that stand elsewhere on the pages."""
    missing_predicate: float
    """A time is asked for, and what happened then is missing (哪年[成立])."""
    conflicting_times: float
    contrasting: float
    displaced: float
    doubted: float
    apart: float
    """A person is asked for by a post or a rank, and the candidate stands apart from it."""
    bare: float
    """The question has no word that the text must have."""
    of_figure: float
    """A figure is asked for; likewise the kinds below."""
    of_date: float
    of_person: float
    of_place: float
    of_organisation: float
    of_title: float
    sentence_characters: float
    """How many of the characters asked about its sentence has, by weight, 0 to 1."""
    passage_characters: float
    """Likewise its paragraph with what opens the article."""
    sentence_pairs: float
    """How many of the pairs of neighbours among them its sentence has."""
    passage_pairs: float
    """Likewise that passage."""


FAR_AHEAD = 10.0
"""Score points from which a candidate is not surer for being more ahead."""
_LEAST_SHARE = 0.001
_VERY_NEAR = 0.9
"""Worth of a scope from which a word stands right beside a candidate."""


def features_of(
    question: Question,
    found: Sequence[tuple[Candidate, Support]],
    candidates: Sequence[Candidate],
    finder: Finder,
) -> list[Features]:
    """Return what the model looks at for each candidate of `found`, with what surrounds it.

    `candidates` are all it was ranked among. What is ruled out leaves its share to the others and
    is no rival of theirs.
    """
    ruled_out = {id(c): c.probability for c, s in found if s.is_told_of_another}
    words = constraint_tokens(question)
    characters = AskedCharacters(question, finder.rarity)
    one_of_each = {id(c.sentence): c for c, _ in found}
    asked = _Asked(
        question,
        finder,
        words,
        sum(finder.rarity(t.text) for t in words),
        places(question.tokens),
        [c for c in candidates[:RANKED] if id(c) not in ruled_out],
        max(1.0 - sum(ruled_out.values()), LEAST_OPEN),
        {key: _in_sentence(characters, c) for key, c in one_of_each.items()},
    )
    return [_features(asked, c, s) for c, s in found]


RANKED = 6
"""Candidates that one is compared with."""
LEAST_OPEN = 0.25
"""Share of all candidates (0 to 1) that is left at least, however much is ruled out."""


@cache
def default_model() -> AdditiveModel:
    """Read confidence.csv; raises ValueError if it names an unknown feature."""
    table = files(__package__).joinpath("confidence.csv").read_text(encoding="utf-8")
    return read_table(table, Features._fields)


class _Asked(NamedTuple):
    """What is the same for all candidates of a question."""

    question: Question
    finder: Finder
    words: tuple[Token, ...]
    """Those that the text must have."""
    rarity: float
    """Of all of them."""
    places: tuple[Token, ...]
    """The places that the question names."""
    rivals: Sequence[Candidate]
    """What a candidate is compared with."""
    open_share: float
    """Share of the candidates that are not ruled out."""
    characters: Mapping[int, "_Characters"]
    """By the identity of the sentence, which several candidates share."""


class _Characters(NamedTuple):
    """What a candidate's sentence and passage have of the characters asked about, 0 to 1 each."""

    sentence: float
    passage: float
    sentence_pairs: float
    passage_pairs: float


def _features(asked: _Asked, candidate: Candidate, support: Support) -> Features:
    question, finder, words = asked.question, asked.finder, asked.words
    rarity, total = finder.rarity, asked.rarity
    missing = [rarity(t.text) for t in support.missing]
    others = [other for other in asked.rivals if other is not candidate]
    elsewhere = [other for other in others if other.sentence is not candidate.sentence]
    overlapping: list[Candidate] = []
    apart: list[Candidate] = []
    for other in others:
        (overlapping if _overlaps(other, candidate) else apart).append(other)
    # What of its sentence states something else, 分别 甲's of 甲和乙, is no rival either.
    open_share = max(asked.open_share - candidate.settled, LEAST_OPEN)
    share = min(candidate.probability / open_share, 1.0)
    missing_names, missing_nouns = support.missing_names, support.missing_nouns
    missing_others = support.missing_others
    doubtful = {id(t): VERB for t in missing_others}
    looked_for = candidate.words
    weight = sum(w.weight for w in looked_for) or 1.0
    figure = float(question.kind.is_quantity)
    known = float(sum(finder.known(t.text) for t in support.missing))
    quantity = candidate.quantity
    behind = candidate.sentence.folded[quantity.span.end :] if quantity else ""
    characters = asked.characters[id(candidate.sentence)]
    return Features(
        log_odds=_log_odds(share),
        log_share=_log(share),
        place_share=_log(share + sum(other.probability for other in overlapping) / open_share),
        score=candidate.score,
        margin=_ahead(candidate, apart),
        sentence_margin=_ahead(candidate, elsewhere),
        sentence_share=candidate.sentence_share,
        coverage=candidate.coverage,
        uncovered=sum(w.weight for w in looked_for if w.scope <= 0) / weight,
        very_near=sum(w.weight for w in looked_for if w.scope >= _VERY_NEAR) / weight,
        weakest=min((w.scope for w in looked_for), default=0.0),
        words=float(len(looked_for)),
        constraints=float(len(words)),
        characters=float(len(candidate.folded)),
        in_same_sentence=float(len(others) - len(elsewhere)),
        is_name=float(question.kind is Kind.PERSON and _is_person(candidate.folded)),
        counted=float(any(behind.startswith(t.text) for t in words)),
        unit_named=float(bool(question.units)),
        missing_share=sum(missing) / total if total else float(question.change is None),
        rarest_missing=max(
            (rarity(t.text) * doubtful.get(id(t), 1.0) for t in support.missing), default=0.0
        ),
        missing_names=float(len(missing_names)),
        missing_nouns=float(len(missing_nouns)),
        missing_others=float(len(missing_others)),
        missing_places=float(_missing_places(asked, support)),
        names_of_figure=figure * len(missing_names),
        nouns_of_figure=figure * len(missing_nouns),
        known_of_figure=figure * known,
        missing_known=known,
        missing_predicate=float(_lacks_predicate(question, support)),
        conflicting_times=float(len(support.conflicting_times)),
        contrasting=float(bool(support.contrasting)),
        displaced=float(len(support.displaced)),
        doubted=float(len(support.doubted)),
        apart=float(_is_apart(question, candidate)),
        bare=float(not words and not question.leans),
        of_figure=figure,
        of_date=float(question.kind is Kind.DATE),
        of_person=float(question.kind is Kind.PERSON),
        of_place=float(question.kind is Kind.PLACE),
        of_organisation=float(question.kind is Kind.ORGANISATION),
        of_title=float(question.kind is Kind.TITLE),
        sentence_characters=characters.sentence,
        passage_characters=characters.passage,
        sentence_pairs=characters.sentence_pairs,
        passage_pairs=characters.passage_pairs,
    )


_OPENING = 2
"""Sentences of an article, its headline among them, that say what it is about."""


def _in_sentence(characters: AskedCharacters, candidate: Candidate) -> _Characters:
    sentence, passage = candidate.sentence.folded, _passage(candidate)
    return _Characters(
        characters.share(sentence),
        characters.share(passage),
        characters.pair_share(sentence),
        characters.pair_share(passage),
    )


def _passage(candidate: Candidate) -> str:
    """Return the folded paragraph of a candidate, and what opens the article."""
    article = candidate.article
    own = article.of_turn(candidate.sentence.paragraph)
    return "\n".join(s.folded for s in (*article.sentences[:_OPENING], *own))


def _missing_places(asked: _Asked, support: Support) -> int:
    """Count the missing words that are places, or the whole or a part of one with its rank."""
    torn = sum(
        any(place.start <= t.start < place.end and t.tag != "ns" for t in support.missing)
        for place in asked.places
    )
    return torn + sum(_may_be_place(t, asked.question) for t in support.missing)


def _may_be_place(token: Token, question: Question) -> bool:
    """Tell whether a word names a place, or is taken for an adverb though a noun follows it."""
    after = next((t for t in question.tokens if t.start == token.end), None)
    adverb = token.tag == "d" and len(token.text) > 1
    return token.tag == "ns" or (adverb and after is not None and after.tag[0] in "nj")


def _overlaps(one: Candidate, other: Candidate) -> bool:
    return one.sentence is other.sentence and one.span.overlaps(other.span)


def _log(share: float) -> float:
    return math.log(min(max(share, _LEAST_SHARE), 1.0))


def _log_odds(share: float) -> float:
    share = min(max(share, 0.01), 0.99)
    return math.log(share / (1 - share))


def _ahead(candidate: Candidate, others: Sequence[Candidate]) -> float:
    best = max((other.score for other in others), default=-math.inf)
    return min(max(candidate.score - best, -FAR_AHEAD), FAR_AHEAD)


VERB = 0.6
"""What a missing verb or quality counts against a missing noun: others may say it."""


_BEGINNING = ("开始", "起")
"""Verbs that a time itself may stand for (9月起)."""


def _lacks_predicate(question: Question, support: Support) -> bool:
    """Tell whether the verb is missing that stands after a question word for a time."""
    if question.kind not in (Kind.DATE, Kind.DURATION) or question.wh is None:
        return False
    after = (t for t in question.tokens if t.start >= question.wh.end and t.tag[0] == "v")
    verb = next((t for t in after if t.text not in _BEGINNING), None)
    return verb in support.missing


def _is_apart(question: Question, candidate: Candidate) -> bool:
    """Tell whether a person is asked for by a post, and the candidate stands apart from it."""
    if question.kind is not Kind.PERSON:
        return False
    if head_kind(question.head) is not Kind.PERSON:
        return _is_in_another_statement(question.head, candidate)
    post = question.head[-POST:]
    near = candidate.sentence.folded[
        max(candidate.span.start - REACH, 0) : candidate.span.end + REACH
    ]
    said = any(word in near for word in (post, *synonyms().get(post, ())))
    return not said or not _is_person(candidate.folded)


def _is_person(text: str) -> bool:
    return is_name(text) or "·" in text


def _is_in_another_statement(head: str, candidate: Candidate) -> bool:
    """Tell whether what a person is asked for (亚军) is said in another statement beside."""
    noun = head[-POST:]
    if not noun:
        return False
    folded, span = candidate.sentence.folded, candidate.span
    own = statement_around(folded, span)
    said = found(noun, folded[own.start : own.end])
    return not said and (found(noun, folded) or noun[-1] in _OF_RANK)


_OF_RANK = "军名奖"
"""Last characters of what only the statement itself gives somebody (亚军, 一等奖)."""
POST = 2
"""Characters at the end of a post that must stand beside the name (局长)."""
REACH = 4
