"""wenbao: the answerer and the channels people reach it through."""
