# The commands of the house. `make` alone lists them; docs/testing.md tells what each lane proves.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: pictures help run test check lint format-check contracts types migrations fix \
        sqlite-lane postgres-lane journeys coverage messages outdated clean

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---------------------------------------------------------------- what a fresh machine lacks
$(VENV)/bin/pip:
	@tests/lanes/venv.sh $(VENV)

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/pip
	@echo "Installing what the site runs on …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt $(VENV)/.runtime
	@echo "Installing what the tests need …"
	@$(PIP) -r tests/requirements.txt
	@touch $@

# ---------------------------------------------------------------- the two that everybody uses
run: $(VENV)/.runtime ## the site with demo data on http://127.0.0.1:8000 (PORT=8001 for another port); Ctrl-C stops it
	@tests/lanes/run.sh $(PORT)

test: $(VENV)/.tests ## everything: lint, contracts, types, the suite on SQLite and PostgreSQL, browser journeys
	@tests/lanes/all.sh

# ---------------------------------------------------------------- one lane at a time
check: format-check lint contracts types migrations ## every lane that needs no database: under a minute

format-check: $(VENV)/.tests ## is the code laid out as ruff lays it out?
	@$(BIN)/ruff format --check .

lint: $(VENV)/.tests ## the closed list of rules in pyproject.toml
	@$(BIN)/ruff check .

contracts: $(VENV)/.tests ## imports go downhill
	@$(BIN)/lint-imports --no-logo

types: $(VENV)/.tests ## the verbs and the pure files, fully typed
	@$(BIN)/mypy

migrations: $(VENV)/.tests ## does every model have its migration, and is every system check quiet?
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python manage.py check --fail-level WARNING

fix: $(VENV)/.tests ## lay out the code and mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

sqlite-lane: $(VENV)/.tests ## the suite on SQLite (ARGS="-k reply" for some of it)
	@tests/lanes/suite.sh -m "not browser" $(ARGS)

postgres-lane: $(VENV)/.tests ## the suite on a PostgreSQL that is started for it and thrown away (ARGS as above)
	@tests/lanes/postgres.sh tests/lanes/suite.sh -m "not browser" $(ARGS)

journeys: $(VENV)/.tests ## the browser journeys, on SQLite (ARGS as above)
	@tests/lanes/suite.sh -m browser $(ARGS)

coverage: $(VENV)/.tests ## what no test reaches, on SQLite
	@$(BIN)/coverage run -m pytest -m "not browser" $(ARGS) && $(BIN)/coverage report

# ---------------------------------------------------------------- now and then
messages: $(VENV)/.tests ## gather the interface's strings into the French catalogue, and compile it
	@$(BIN)/python manage.py makemessages --locale fr --no-location --no-wrap --no-obsolete \
	    --ignore '$(VENV)/*' --ignore 'tests/*' --ignore 'var/*'
	@$(BIN)/python manage.py compilemessages --locale fr --ignore '$(VENV)/*'

pictures: $(VENV)/.tests ## draw the README's pictures anew, while the English journey passes
	@PICTURES=$(CURDIR)/docs/img $(BIN)/python -m pytest -q -n 0 tests/journeys/test_reply.py -k '[en]'

outdated: $(VENV)/.tests ## which pins have newer releases
	@$(BIN)/python -m pip list --outdated --disable-pip-version-check

clean: ## forget the demo database, the mailbox and every cache (the virtual environment stays)
	@rm -rf var .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
