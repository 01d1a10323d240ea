# `make` alone lists what there is.
.DEFAULT_GOAL := help
PORT ?= 8000
PY := .venv/bin/python

.PHONY: help setup demo test prove bench-pages bench-desk screens lint format requirements vendor words clean

help: ## this list
	@grep -E '^[a-z-]+:.* ## ' $(MAKEFILE_LIST) | sed 's/:.* ## /\t/' | expand -t 15

setup: ## bring everything into .venv (Python >= 3.11 is enough)
	@PYTHON="$(PYTHON)" tools/setup.sh

demo: ## a demo network on http://127.0.0.1:8000 (PORT= changes it)
	@PYTHON="$(PYTHON)" tools/setup.sh base
	@.venv/bin/maillage demo --port $(PORT)

test: setup ## check everything; ARGS="--only sqlite -k seats" for a part
	@$(PY) tools/check.py $(ARGS)

prove: setup ## the full counts, as a table of line, figure, goal
	@$(PY) tools/prove.py $(ARGS)

bench-pages: setup ## what each page costs with years behind it, as JSON
	@$(PY) tools/bench_pages.py $(ARGS)

bench-desk: setup ## the desk with 50,000 persons: snapshot, search, outbox, poll, as JSON
	@$(PY) tools/bench_desk.py $(ARGS)

screens: setup ## contact sheets of every screen and print, into docs/screens/
	@$(PY) tools/screens.py $(ARGS)

lint: setup ## style, types and imports, without the tests
	@$(PY) tools/check.py --only ruff,format,templates,types,imports

format: setup ## lay the code out, mend what can be mended
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

requirements: setup ## pin again after a change of pyproject.toml; ARGS=--upgrade for newer ones
	@tools/requirements.sh $(ARGS)

vendor: setup ## fetch the front-end files named in tools/vendor.py
	@$(PY) tools/vendor.py

words: setup ## gather the words of the screens into src/maillage/locale, and compile them
	@$(PY) tools/words.py

clean: ## remove what was made, demo data excepted
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
