"""From what a reader typed to a `Question`."""
