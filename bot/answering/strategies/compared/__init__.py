"""Which of several is the most, or the more."""
