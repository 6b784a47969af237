"""Marks of punctuation that answering cuts at, as they stand in folded text."""

CLAUSE_ENDS = frozenset(",，;；:：。?!…—")
OPENERS, CLOSERS = "“‘《〈(（[【「『", "”’》〉)）]】」』"
"""Marks that come in pairs; partners have the same place."""
