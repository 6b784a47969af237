"""Words the rules know: synonyms, opposites, light words, everyday wordings."""
