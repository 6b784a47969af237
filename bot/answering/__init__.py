"""Questions and answers; knows no channel."""
