# The bot in Telegram, see docs/telegram.md. The token comes in when it is run, never into the image:
#   docker build -t wenbao .
#   docker run --init -e WENBAO_TELEGRAM_TOKEN -v wenbao:/data wenbao
# Other commands as well: docker run --rm wenbao ask 问题

FROM python:3.11-slim AS packages

COPY requirements.lock .
# setuptools is taken away since jieba would load pkg_resources with it at every start; nothing
# else of it is needed, nor is pip.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
    && /venv/bin/pip uninstall --yes setuptools pip


FROM python:3.11-slim

RUN useradd --system --uid 10001 --no-create-home wenbao \
    && install -d -o wenbao -g wenbao -m 0700 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY bot bot
COPY retrieval retrieval
COPY seeds seeds
RUN python -m compileall -q bot retrieval

ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    WENBAO_TELEGRAM_STATE=/data/telegram.sqlite3 \
    WENBAO_TELEGRAM_STATUS_LISTEN=0.0.0.0:9464
USER wenbao
VOLUME /data
EXPOSE 9464

# Alive, not ready: while Telegram cannot be reached a restart would not help.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client as http; c = http.HTTPConnection('127.0.0.1', 9464, timeout=5); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]

# Without a shell between, so that SIGTERM reaches the bot; it ends within ten seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["telegram"]
