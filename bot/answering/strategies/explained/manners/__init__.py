"""How a text says how: by what means, in which steps, beside what is asked about."""
