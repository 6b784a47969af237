"""Every span that could be an answer, and where it begins and ends."""
