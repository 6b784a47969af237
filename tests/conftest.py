from hypothesis import settings

# No test judges by the clock: the first example may have to load jieba's dictionary.
settings.register_profile("wenbao", deadline=None)
settings.load_profile("wenbao")
