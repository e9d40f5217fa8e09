# Everything runs in .venv, which the first target makes; nothing is installed outside this folder.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# On every core; the tests of a file stay together, with what they have built.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint golden bench clean

help:  ## show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/installed  ## set up, and pull the figures out of a bundled sample
	@$(BIN)/vkstats --format table "$$(ls samples/*.txt | head -n 1)"

test: .venv/installed-dev  ## set up, and run the tests that need Python packages only
	$(PYTEST) -m "not heavy"

lint: .venv/installed-dev  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test-all: lint .venv/installed-all  ## style, types and every test, with a Spark that it sets up
	$(PYTEST)

golden: .venv/installed  ## write the tables beside the samples anew (look at `git diff samples` before you keep them)
	@for text in samples/*.txt; do $(BIN)/vkstats extract "$$text" -f csv > "$${text%.txt}.csv" || exit 1; done

bench: .venv/installed  ## speed beside underthesea's word_tokenize; TEXTS=archive.jsonl for texts of your own
	@$(BIN)/python benchmarks/speed.py $(TEXTS)

clean:  ## remove what the targets made
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "vkstats needs Python 3.11 or newer (python3 on the PATH, or make PYTHON=…)" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

# The stamps are newer than pyproject.toml once its dependencies are installed.
.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/installed

# Spark has some 480 MB. Where Java cannot be had, a line says how to get it, and the tests of Spark are skipped.
.venv/installed-all: .venv/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,spark]'
	@$(BIN)/python tools/java.py --install >/dev/null || true
	@touch $@
