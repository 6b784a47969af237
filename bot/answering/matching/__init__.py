"""A question laid over an article: where its words stand, and how near."""
