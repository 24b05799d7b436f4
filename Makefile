# Every task. `make audit` and `make test` need only Python >= 3.11 and make: they create .venv from the lock
# files in requirements/ and install the package itself in place.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# What nobody imports, most of Spark and of the tools, need not be compiled to bytecode.
LOCKED := $(PIP) install --no-compile --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --no-emit-index-url
AUDIT := corpus/articles --metadata corpus/metadata.jsonl

# Stamps: a second run finds nothing to do unless a lock file or the package's metadata changed.
CREATED := $(VENV)/.created
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
# Spark is 500 MB: it comes where it is tested, not with the runtime.
SPARK := $(VENV)/.spark
DOCS := $(VENV)/.docs
# The peers stand apart: what they need fits neither dedup nor its tools, and is large.
PEERS_VENV := .venv-peers
PEERS := $(PEERS_VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help audit test lint format types bench bench-spark bench-peers eval docs outputs corpus wheel lock clean

help: ## Show the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

audit: $(RUNTIME) ## Audit the demonstration collection in corpus/ (ARGS=--all, ARGS="-o report.html")
	@$(BIN)/dedup audit $(AUDIT) --brief $(ARGS)
	@echo "This was: $(BIN)/dedup audit $(AUDIT)  (dedup alone will do after '. $(BIN)/activate')" >&2

test: $(DEV) $(SPARK) $(DOCS) ## Run the tests, in several processes (ARGS="tests/audit -k workers")
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 $(ARGS)

lint: $(DEV) ## Check style (ruff) and which way the imports point (import-linter)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache --no-logo

format: $(DEV) ## Put the code into its format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(DEV) $(SPARK) $(DOCS) ## Check the types (mypy, strict)
	@$(BIN)/mypy src/dedup benchmarks corpus docs

bench: $(DEV) ## Measure time and memory
	@$(BIN)/python -m pytest -q benchmarks

bench-spark: $(DEV) $(SPARK) ## Compare the engine on Spark with the local one (ARGS="--count 2000")
	@$(BIN)/python benchmarks/spark.py $(ARGS)

bench-peers: $(DEV) $(PEERS) ## Measure dedup against its peers (ARGS="--count 2000 --rounds 1", or a JSONL file)
	@$(BIN)/python benchmarks/figures.py peers $(ARGS) --python $(PEERS_VENV)/bin/python

eval: $(DEV) ## Measure quality on corpus/, and on what DEDUP_DATA leads to, against their floors
	@$(BIN)/python benchmarks/quality.py

docs: $(DOCS) ## Build the documentation site, site/index.html; a broken link is an error
	@$(BIN)/python -m sphinx -q -W --keep-going -j auto -c docs/website -d site/.doctrees . site
	@echo "site/index.html"

outputs: $(DEV) ## Write what the documentation shows: references, outputs, pictures
	@$(BIN)/python docs/cli_reference.py
	@$(BIN)/python docs/schema_reference.py
	@$(BIN)/python docs/api_reference.py
	@$(BIN)/python docs/tables_reference.py
	@$(BIN)/python docs/examples.py
	@$(BIN)/python docs/picture.py
	@$(BIN)/python docs/pictures.py
	@$(BIN)/python docs/screenshots.py

corpus: ## Rebuild corpus/ and benchmarks/events/ from their marked sources
	@$(PYTHON) corpus/build.py
	@$(PYTHON) corpus/build.py --root benchmarks/events/fitted
	@$(PYTHON) corpus/build.py --root benchmarks/events/held-out

wheel: $(DEV) ## Build dist/*.whl and dist/*.tar.gz
	@$(BIN)/python -m hatchling build -d dist

lock: $(DEV) ## Move the lock files to the newest versions that fit
	@$(LOCK) --group build -o requirements/build.txt
	@$(LOCK) pyproject.toml -o requirements/runtime.txt
	@$(LOCK) pyproject.toml --extra all --group dev -c requirements/build.txt -c requirements/runtime.txt \
		-o requirements/dev.txt
	@$(LOCK) pyproject.toml --extra spark -c requirements/build.txt -c requirements/runtime.txt \
		-c requirements/dev.txt -o requirements/spark.txt
	@$(LOCK) --group docs -c requirements/runtime.txt -c requirements/dev.txt -c requirements/spark.txt \
		-o requirements/docs.txt
	@$(LOCK) --group peers -o requirements/peers.txt

clean: ## Remove what the tasks made
	rm -rf $(VENV) $(PEERS_VENV) build dist site .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

$(CREATED):
	@test -n "$(PYTHON)" || { echo "dedup needs Python 3.11 or newer; set PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUNTIME): requirements/build.txt requirements/runtime.txt pyproject.toml | $(CREATED)
	@echo "Installing dedup and what it runs on ..."
	@$(LOCKED) -r requirements/build.txt -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	@echo "Installing what the tests and checks run on ..."
	@$(LOCKED) -r requirements/dev.txt
	@touch $@

$(SPARK): requirements/spark.txt $(RUNTIME)
	@echo "Installing Spark ..."
	@$(LOCKED) -r requirements/spark.txt
	@touch $@

$(DOCS): requirements/docs.txt $(RUNTIME)
	@echo "Installing what builds the documentation ..."
	@$(LOCKED) -r requirements/docs.txt
	@touch $@

$(PEERS): requirements/peers.txt | $(CREATED)
	@echo "Installing the peers ..."
	@$(PYTHON) -m venv $(PEERS_VENV)
	@$(PEERS_VENV)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/peers.txt
	@touch $@
