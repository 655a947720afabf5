# Two commands are enough: `make run` and `make test`. Both make the environment they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# one test process per core; `make test JOBS=0` runs them in one, for a debugger
JOBS ?= auto
# BLAS threads that spin keep the other processes from their cores
PYTEST := OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile

.PHONY: run serve test test-slow lint lock docs dist bench bench-reading clean

# exactly the versions that were tested, each checked by its hash; `pip install contested` takes the open ranges instead.
# Byte code is written when a module is first imported: most modules of most dependencies never are.
$(VENV)/.made: pyproject.toml requirements.lock
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'contested needs Python 3.11 or later; say which: make PYTHON=python3.11')"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --no-compile --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

run: $(VENV)/.made
	$(BIN)/contested simulate belarus-2020 --seed 1 --out runs/belarus-2020

serve: $(VENV)/.made
	$(BIN)/contested serve

test: lint
	$(PYTEST)

test-slow: $(VENV)/.made
	$(PYTEST) -m slow

lint: $(VENV)/.made
	$(BIN)/ruff check src tests benchmarks docs tools
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

# after a change of the dependencies in pyproject.toml: the newest versions that fit, for every platform
lock: $(VENV)/.made
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --upgrade \
		--custom-compile-command "make lock" --default-index https://pypi.org/simple -o requirements.lock pyproject.toml

docs: $(VENV)/.made
	$(BIN)/python docs/generate.py
	$(BIN)/zensical build --strict --clean

# wheel and sdist in dist/, and the wheel tried in an environment of its own; HOME_URL is where the repository is
dist: $(VENV)/.made
	CONTESTED_HOME="$(HOME_URL)" $(BIN)/python tools/dist.py

bench: $(VENV)/.made
	$(BIN)/python benchmarks/national.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/zoo.py
	$(BIN)/python benchmarks/forensics.py
	$(BIN)/python benchmarks/gpu.py
	$(BIN)/python -m benchmarks.peers

# who said which number: on real news and one wire report (CONTESTED_SHARED_DATA), on the gold set and on the bed
bench-reading: $(VENV)/.made
	$(BIN)/python benchmarks/reading/attribution.py --write
	for half in dev styles fresh; do $(BIN)/python -m benchmarks.reading.measure --half $$half || exit 1; done
	$(BIN)/python -m benchmarks.reading.learn
	$(BIN)/python -m benchmarks.reading.left_out
	$(BIN)/python -m benchmarks.reading.run .bench-reading.jsonl
	$(BIN)/python -m benchmarks.reading.score .bench-reading.jsonl
	rm .bench-reading.jsonl

clean:
	rm -rf $(VENV) runs site dist .cache .bench
