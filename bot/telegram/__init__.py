"""The Telegram channel."""

import os

# python-telegram-bot then gives times as timedelta, as its next version always will; read by it
# at run time, so that whoever runs the bot may still overrule it.
os.environ.setdefault("PTB_TIMEDELTA", "true")
