# `make serve` and `make test` do all the set-up that they need on a fresh machine.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
GAZETTEER := service/gazetteer/gazetteer.sqlite
RUN_ENV := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help serve test check lint format types bench faults fuzz soak sbom test-container lock clean

help:  ## Say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | column -t -s ':'

serve: $(VENV)/.serve $(GAZETTEER)  ## Serve on 127.0.0.1:8000 (PORT=… for another)
	$(RUN_ENV) COPYDESK_PORT=$(PORT) $(BIN)/copydesk serve

test: $(VENV)/.dev $(GAZETTEER)  ## Run the tests, with coverage (T=… for some of them, without)
	$(RUN_ENV) $(BIN)/python -m pytest $(if $(T),$(T),--cov --cov-fail-under=95)

check: lint types test  ## All that must pass before a change lands

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

format: $(VENV)/.dev  ## Write the code as the linter wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

faults: $(VENV)/.dev $(GAZETTEER)  ## All that may be sent or killed, in full (T=tests/load/test_door.py for some)
	LOAD_FULL=1 FAULT_ROUNDS=50 $(RUN_ENV) $(BIN)/python -m pytest -s $(or $(T),tests/load tests/jobs/test_faults.py)

fuzz: $(VENV)/.dev $(GAZETTEER)  ## 200,000 short texts and requests (CALLS=… for more); goes on where it was stopped
	$(RUN_ENV) $(BIN)/python -m tests.load.fuzz --calls $(or $(CALLS),200000)

soak: $(VENV)/.dev $(GAZETTEER)  ## Twenty minutes at capacity, twenty at twice that (MINUTES=… for others)
	$(RUN_ENV) $(BIN)/python -m tests.load.soak --minutes $(or $(MINUTES),20) --slots 1 --queue 3 --output var/soak.md

sbom: requirements/scale.txt  ## What is in the image, by name, version and hash, as CycloneDX: build/sbom.json
	$(PYTHON) -m venv build/sbom-venv
	build/sbom-venv/bin/pip install --quiet 'cyclonedx-bom>=7,<8'
	build/sbom-venv/bin/cyclonedx-py requirements requirements/scale.txt --pyproject pyproject.toml --output-reproducible \
	  --output-format JSON --output-file build/sbom.json

test-container: $(VENV)/.dev $(GAZETTEER)  ## Build the image and test it in a real engine (docker with compose)
	tests/container/check.sh

bench: $(VENV)/.serve $(GAZETTEER) benchmarks/.venv/.done  ## Measure speed beside bare spaCy and others; writes the README's table and plot
	$(RUN_ENV) $(BIN)/python -m benchmarks --peers benchmarks/.venv/bin/python

lock:  ## Write requirements/*.txt anew (needs uv)
	requirements/lock.sh

clean:  ## Remove what the other targets made
	rm -rf $(VENV) benchmarks/.venv $(GAZETTEER) build dist *.egg-info

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Copydesk needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/pip.txt

# Each stamp says which lock is installed. The tests' lock holds all of the service's.
$(VENV)/.serve: requirements/gazetteer.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/gazetteer.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/.serve

$(GAZETTEER): requirements/gazetteer.txt $(wildcard service/gazetteer/*.py) service/extraction/lexicon/places.tsv | $(VENV)/.serve
	$(BIN)/copydesk gazetteer build --output $@

# What we are measured beside has an environment of its own, so that it can want what it likes.
benchmarks/.venv/.done: benchmarks/peers.txt | $(BIN)/python
	$(PYTHON) -m venv benchmarks/.venv
	benchmarks/.venv/bin/pip install --quiet --requirement benchmarks/peers.txt
	touch $@
