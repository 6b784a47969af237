# `make chat` and `make test` set up what they need in .venv and need nothing but make, git and
# Python 3.11 or newer. PYTHON=… chooses the interpreter.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && { echo "$$python"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

# Each stamp says: what this lock file names is installed. They live in the environment, so that
# removing .venv removes them too.
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
# A Bot API emulator for one of the tests. Its dependencies and ours do not go together.
TELEMELYA := $(VENV)/telemelya/.installed
TELEMELYA_REQUIREMENTS := tests/telegram/telemelya/requirements

.PHONY: chat test lint docs pictures lock clean

chat: $(RUNTIME)
	@$(BIN)/wenbao chat

test: lint $(TELEMELYA)
	$(BIN)/python -m pytest

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# Writes the generated parts of the documentation anew; a test fails when they are out of date.
docs: $(DEV)
	$(BIN)/cog -I . -r docs/cli.md docs/screens.md

# Draws the pictures in docs/images anew; needs Chromium and fonts (Debian: chromium,
# fonts-noto-cjk, fonts-noto-color-emoji), which nothing else does.
pictures: $(DEV)
	$(BIN)/python -m tests.telegram.pictures

# Resolves the newest versions pyproject.toml allows, for every platform and Python version.
UV_COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock: $(DEV)
	$(UV_COMPILE) pyproject.toml --output-file requirements.lock
	$(UV_COMPILE) pyproject.toml --extra dev --extra tune --constraint requirements.lock \
		--output-file requirements-dev.lock
	$(UV_COMPILE) $(TELEMELYA_REQUIREMENTS).in --output-file $(TELEMELYA_REQUIREMENTS).lock

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find bot retrieval tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Needs Python 3.11 or newer with its venv module \
	(Debian, Ubuntu: apt install python3-venv), or PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) …" >&2
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --editable .
# Python 3.11 puts setuptools into every environment. Nothing here runs on it, but where it is
# found jieba imports pkg_resources, a tenth of a second more at every start.
	$(BIN)/python -m pip uninstall --quiet --yes setuptools
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(TELEMELYA): $(TELEMELYA_REQUIREMENTS).lock | $(BIN)/python
	$(BIN)/python -m venv --clear $(VENV)/telemelya
	$(VENV)/telemelya/bin/python -m pip --disable-pip-version-check install --quiet \
		--require-hashes -r $<
	@touch $@
