"""Whether an answer belongs to the turn before, on which its question leans."""

from bot.answering.answer import Answer, Status
from bot.answering.facts.lexicon import units
from bot.answering.facts.measures import attribute_nouns
from bot.answering.facts.names import is_name
from bot.answering.question import Kind, Question
from bot.answering.surroundings.constraints import constraint_tokens, leans_wholly
from bot.answering.understanding.kind import head_kind
from retrieval.fold import fold

_OF_ITS_OWN = 3
"""Words of its own with which a question may stand alone after all."""


def goes_on(answer: Answer, before: Answer) -> bool:
    """Tell whether an answer stands in a paragraph that the turn before was answered from."""
    return any(e.paragraph is b.paragraph for e in answer.evidence for b in before.evidence)


def is_of_another_thing(topic: str, question: Question, answer: Answer, before: Answer) -> bool:
    """Tell whether X呢 is answered with what has nothing to do with the answer before.

    That is a figure of another sort than that, out of another sentence, of which X does not say
    itself what it measures (总投资呢); or a sum that X alone was found with in another paragraph.
    """
    said = fold(topic)
    if is_repeated(answer, before):
        return True
    if answer.value is None or before.value is None:
        return False
    if says_measure(said):
        return False
    if _sort(answer) != _sort(before) and not (said.startswith("其中") and goes_on(answer, before)):
        return not any(e.sentence is b.sentence for e in answer.evidence for b in before.evidence)
    is_sum = _sort(answer) == "money" and question.text == f"{topic}多少"
    return is_sum and not goes_on(answer, before)


def is_repeated(answer: Answer, before: Answer) -> bool:
    """Tell whether an answer is the very words of the one before: another thing has others."""
    given, told = ([(e.sentence, e.marks) for e in a.evidence] for a in (answer, before))
    return answer.status is Status.ANSWERED and given == told


def says_measure(topic: str) -> bool:
    """Tell whether a thing is itself what a figure measures (总投资, 平均年龄), folded."""
    kind = head_kind(topic)
    return (kind is not None and kind.is_quantity) or topic.endswith(tuple(attribute_nouns()))


def strays(question: Question, answer: Answer, before: Answer) -> bool:
    """Tell whether 什么时候, 在哪 or 谁 alone is answered with another sentence than before."""
    if not leans_wholly(question) or question.kind not in _OF_ONE_SENTENCE:
        return False
    if constraint_tokens(question) or Status.NO_ANSWER in (answer.status, before.status):
        return False
    if question.kind is Kind.PERSON and not is_name(fold(answer.text or "")):
        return True
    return not any(e.sentence is b.sentence for e in answer.evidence for b in before.evidence)


_OF_ONE_SENTENCE = (Kind.DATE, Kind.PLACE, Kind.PERSON)
"""What is asked, with no other word, of the very thing that was spoken of."""


def _sort(answer: Answer) -> str:
    """Return what sort of figure an answer is; what is counted is of one sort."""
    unit = answer.value.unit if answer.value else ""
    sort = units()[unit].dimension if unit in units() else unit
    return "count" if sort in ("people", "ordinal") else sort


def with_topic(question: Question, before: Answer) -> str | None:
    """Return a question with what the turn before was about put in front of it, None without.

    A refusal leaves no place in the text to go on from, only the words of what was asked; the
    text must then have them as if they had been asked again (甲馆何时建成, 何时开馆).
    """
    if before.status is Status.ANSWERED or not question.carried or not constraint_tokens(question):
        return None
    return "".join(question.carried) + question.text


def may_stand_alone(question: Question) -> bool:
    """Tell whether a question that leans on the turn before says enough to be asked by itself.

    What is to be defined is said whole (某制度是什么).
    """
    own = len(constraint_tokens(question))
    return own >= (1 if question.kind is Kind.DEFINITION else _OF_ITS_OWN)
