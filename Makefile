# Each target makes its own environment in .venv when it is missing or older than what it is made from.
PYTHON ?= python3
BIN := .venv/bin
SEEDS ?= seeds
OUTPUT ?= output
SHARED ?= ../shared
WORK ?= /tmp/marsad-train
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

.DEFAULT_GOAL := help
.PHONY: help dataset test evaluate bench bench-large lint soak knowledge train clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

dataset: .venv/.core ## build the dataset from seeds/ into output/
	$(BIN)/marsad build --seeds $(SEEDS) --output $(OUTPUT)

test: lint ## linter, strict type checker and tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: .venv/.dev ## linter and strict type checker alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy

evaluate: .venv/.dev ## accuracy on the annotated articles of ../shared/gold
	$(BIN)/marsad evaluate

bench: .venv/.dev ## speed, each beside its limit
	$(BIN)/python -m tests.benchmarks

bench-large: .venv/.dev ## resolution of 100,000 articles: time and peak memory
	$(BIN)/python -m tests.benchmarks.bench_resolve 100000

soak: .venv/.dev ## the long tests: damaged files, kills
	MARSAD_SOAK=1 $(BIN)/python -m pytest -m slow

knowledge: .venv/.dev ## make the generated knowledge tables anew
	$(INSTALL) '.[knowledge]'
	$(BIN)/python -m flows.knowledge.generate

train: .venv/.dev ## make the reader's weights anew from $(SHARED), and what is learnt with it: an hour or more
	$(INSTALL) '.[train]'
	$(BIN)/python -m flows.extract.reader.train names $(SHARED) $(WORK)
	$(BIN)/python -m flows.extract.reader.train articles $(SHARED) $(WORK)
	$(BIN)/python -m flows.extract.reader.train export $(SHARED) $(WORK)
	$(BIN)/python -m flows.extract.names.train $(SHARED)
	$(BIN)/python -m flows.extract.events.dyads_train $(SHARED)
	$(BIN)/python -m flows.extract.events.party_words_train $(SHARED)
	$(BIN)/python -m flows.extract.events.train $(SHARED)

clean: ## remove the environment and the caches, not the output
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

.venv/.python: Makefile
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 14) else 1)' || \
		{ echo "Marsad needs Python 3.11 to 3.13; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.core: .venv/.python pyproject.toml constraints.txt
	$(INSTALL) .
	@touch $@

.venv/.dev: .venv/.core
	$(INSTALL) '.[dev]'
	@touch $@
