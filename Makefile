# The commands of this project. `make` alone lists them.

PYTHON ?= python3
SCALE ?= 1
PROFILE ?= train

# Only relative paths below, in quotes where a user may choose them: the folder may have a space in its name.
BIN := .venv/bin
# pyright must not ask the network whether there is a newer pyright.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help install install-run run menu test prove day bench frozen lint format lock docs translations clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

install: ## everything that make test needs: Debian packages (root or sudo), .venv
	@packaging/install-apt run build training province test
	@packaging/install-python "$(PYTHON)"

install-run: ## only what make run needs
	@packaging/install-apt run build training
	@packaging/install-python "$(PYTHON)"

run: install-run ## the window in training; without a screen three scripted sessions play by themselves
	@packaging/run-training "out/$(PROFILE)"

menu: install-run ## put the program into your desktop's menu; packaging/menu --remove takes it out
	@packaging/menu

test: lint ## lint, then every test with a twentieth of the long rounds
	MOTCUA_SCALE=0.05 $(BIN)/python -m pytest

prove: install ## the marked proofs with all their rounds (SCALE=0.02: a fiftieth of them)
	mkdir -p out
	printf '| Proof | Rounds | Seen |\n|---|---|---|\n' >out/proofs.md
	MOTCUA_SCALE="$(SCALE)" MOTCUA_PROOFS=out/proofs.md $(BIN)/python -m pytest -m prove
	@cat out/proofs.md
	@if [ "$(SCALE)" = 1 ]; then { printf '# Proofs, as `make prove` last saw them\n\n'; cat out/proofs.md; } >docs/proofs.md; fi

day: install ## a day at the counter by keyboard: its table in docs/counter-day.md, its pictures in out/day
	MOTCUA_COUNTER_DAY=docs/counter-day.md MOTCUA_PICTURES=out $(BIN)/python -m pytest tests/day

bench: install ## measure card reads against the link, and accepting a dossier
	$(BIN)/python -m benchmarks

frozen: install ## the built program, one folder: dist/motcua
	packaging/frozen/build

lint: install ## ruff, pyright (Linux and Windows), import floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/pyright --pythonplatform Windows
	$(BIN)/lint-imports --config packaging/importlinter.ini

format: install ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## new requirements*.txt from packaging/*.in; needs uv on the PATH (no part of the project)
	@packaging/lock

docs: install ## write what is generated anew: docs/failure-codes.md, the tables of docs/card-reading.md
	$(BIN)/python packaging/failure_codes.py >docs/failure-codes.md.new
	mv docs/failure-codes.md.new docs/failure-codes.md
	$(BIN)/python packaging/card_table.py

translations: install ## collect the window's texts, make the .qm files (English is written into the .ts)
	packaging/translations

clean: ## remove .venv, caches and out/
	rm -rf .venv out build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
