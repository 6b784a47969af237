"""wenbao: the answerer and the channels people reach it through."""

__version__ = "0.1.0"
