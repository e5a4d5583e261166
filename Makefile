# `make demo` and `make test` need Python 3.11 or later and make, nothing else.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=
TESTS ?= tests
SEEDS ?= 1000
ROUNDS ?= 1000
BENCH_ARGS ?=

.PHONY: help venv demo test lint generate bench soak clean

help:
	@echo "make demo      start three nodes, store a value, read it from another, stop one, read again"
	@echo "make test      checks (lint, types, imports) and every test"
	@echo "make lint      ruff, mypy --strict, import contracts"
	@echo "make generate  compile interfaces/*.x into the checked-in _generated packages"
	@echo "make bench     measure against peers; writes benchmarks/results"
	@echo "make soak      long runs of the simulator, property and crash tests, and containers (SEEDS=n ROUNDS=n)"
	@echo "make clean     remove what these made"

$(BIN)/python:
	$(PYTHON) .ci/make_venv.py $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[kv,test]'
	touch $@

venv: $(VENV)/.installed

demo: $(VENV)/.installed
	@PATH="$(abspath $(BIN)):$$PATH" sh docs/demo.sh

test: lint
	$(BIN)/python -m pytest $(TESTS) $(PYTEST_ARGS)

lint: $(VENV)/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

generate: $(VENV)/.installed
	$(BIN)/python .ci/generate.py

bench: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

soak: $(VENV)/.installed
	$(BIN)/python -m tests.simulation.soak $(SEEDS)
	$(BIN)/python -m tests.simulation.store.soak $(SEEDS)
	HYPOTHESIS_PROFILE=soak SUNRPC_KV_SOAK=$(ROUNDS) $(BIN)/python -m pytest $(TESTS) $(PYTEST_ARGS)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
