"""Why, how, and what something is."""
