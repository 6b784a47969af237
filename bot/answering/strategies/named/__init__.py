"""Who somebody is, how old, and what a body is called in full."""
