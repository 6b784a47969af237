"""Questions to suggest: written from facts of the text, kept if they are answered with them."""
