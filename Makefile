PY ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test bench lint install tryton

run: install
	@$(BIN)/python -m sandbox.run $(CRM)

test: install
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile tests

bench: install
	@$(BIN)/python -m bench

lint: install
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

# A real CRM server to test with: a program of its own, in a virtual environment of its own.
tryton: install
	@$(BIN)/python -m tests.tryton.server

install: $(VENV)/.installed

# The lock is complete and pins every version with its hash, so pip has nothing to resolve; the project is installed in place.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PY) -m venv $(VENV)
	@echo "installing the pinned libraries into $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@
