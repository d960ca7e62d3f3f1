# `make demo` and `make test` need only Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORT ?= examples/county_half_year.txt

.PHONY: demo test check fix clean

demo: $(VENV)/.local
	$(BIN)/summarizer models pull
	$(BIN)/summarizer summarize $(REPORT)

# Everything that CI checks; the live test fetches the embedded model first (once).
test: check
	$(BIN)/summarizer models pull
	$(BIN)/pytest -q -m local

# What needs no model.
check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -m "not local"

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV) build dist

$(VENV)/.pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python >= 3.11 is needed; name one with PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	touch $@

$(VENV)/.local: pyproject.toml $(VENV)/.pip
	$(BIN)/pip install --quiet --editable ".[local,documents,eval,review]"
	touch $@

$(VENV)/.dev: $(VENV)/.local
	$(BIN)/pip install --quiet --editable ".[office,parquet]" --group dev
	touch $@
