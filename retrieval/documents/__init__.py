"""Uploaded documents to plain text, read in a process of their own within bounds."""
