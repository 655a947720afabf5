# Two commands are enough: `make run` and `make test`. Both make the environment they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint docs bench clean

$(VENV)/.made: pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'contested needs Python 3.11 or later; say which: make PYTHON=python3.11')"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@

run: $(VENV)/.made
	$(BIN)/contested simulate belarus-2020 --seed 1 --out runs/belarus-2020

test: lint
	$(BIN)/python -m pytest

lint: $(VENV)/.made
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/.made
	$(BIN)/python docs/generate.py
	$(BIN)/mkdocs build --strict

bench: $(VENV)/.made
	$(BIN)/python benchmarks/national.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/zoo.py
	$(BIN)/python benchmarks/forensics.py
	$(BIN)/python benchmarks/gpu.py
	$(BIN)/python -m benchmarks.peers

clean:
	rm -rf $(VENV) runs site .bench
