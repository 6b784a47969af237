"""Text, tokens and search; knows no question."""
