"""Errors whose text is meant for the person at the keyboard."""


class UserFacingError(Exception):
    """Something the user can put right; its text is one line: what is wrong and what to do.

    Every channel shows the text as it is, without a traceback.
    """


class SourceError(UserFacingError):
    """A text file (or folder) cannot be read as Chinese text."""
