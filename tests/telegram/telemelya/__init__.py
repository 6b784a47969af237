"""telemelya, a Bot API emulator that is not ours, and what stands between it and the bot.

requirements.lock is what it runs on, in an environment of its own (`make` installs it): its
dependencies and those of wenbao do not go together.
"""
