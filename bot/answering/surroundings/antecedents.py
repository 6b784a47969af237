"""What the text before a sentence says of it: the thing it points back at.

A newspaper names a thing once and then speaks of 该院, 这家公司 or 全队. What is said there is said
of the thing named (in the manner of Hobbs, "Resolving pronoun references", 1978: the nearest name
before that fits).
"""

import re
from functools import lru_cache

from bot.answering.annotation import AnnotatedArticle, AnnotatedSentence
from bot.answering.facts import lexicon

_POINTING = re.compile(
    r"(?:该|此(?![前后外时次])|本(?![报地次身人来])|这[家所座个支条项次场部位名批类]|上述)(?P<sort>[^\W\d]{1,2})"
)
"""Words that point back at a thing of a sort: 该[院], 这家[公司]."""
_TIMES = frozenset("年月日周季次时期天")
"""What is no thing that was named before (本月, 该年)."""
_NAME = 2
"""Characters before the sort of a thing by which it is named."""


@lru_cache(maxsize=64)  # asked of every candidate of a sentence, and of its surroundings
def antecedents(article: AnnotatedArticle, sentence: AnnotatedSentence) -> str:
    """Return the folded sentences before that name what a sentence points back at, "" if none."""
    named: list[str] = []
    sentences = article.sentences
    at = next(n for n, s in enumerate(sentences) if s is sentence)
    for match in _POINTING.finditer(sentence.folded):
        sort = match["sort"]
        for length in (2, 1):  # 该公司 points at a 公司, 该院 at a 医院
            told = sort[:length]
            if len(told) < length or told[0] in _TIMES or told in lexicon.units():
                continue
            before = (s for s in reversed(sentences[:at]) if _names(told, s.folded))
            found = next(before, None)
            if found is not None:
                named.append(found.folded)
                break
    return "\n".join(named)


def _names(sort: str, text: str) -> bool:
    """Tell whether a text has a name that ends with `sort`, and does not only point back itself."""
    at = text.find(sort)
    while at >= 0:
        before = text[max(at - _NAME, 0) : at]
        if len(before) == _NAME and before.isalpha() and not _POINTING.search(before + sort):
            return True
        at = text.find(sort, at + len(sort))
    return False
