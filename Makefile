# Everything people do with this repository; `make` alone lists it.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export SAM_CLI_TELEMETRY := 0

# The Python that makes the environments: 3.11 or later.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
# Whose settings in samconfig.toml: those of `default`, a stack to try things out, or of `prod`.
CONFIG ?= default
# Their runtime on AWS. Layers and bytecode are made for, and bytecode by, this very minor version.
RUNTIME := $(shell sed -n '/^\[$(CONFIG)\.global/,/^\[/s/.*Runtime=\(python[0-9.]*\).*/\1/p' samconfig.toml)

LOCAL := .local
VENV := $(LOCAL)/venv
SAM_VENV := $(LOCAL)/sam
OWN_CODE := $(LOCAL)/own-code
BIN := $(VENV)/bin
PYTEST_OPTIONS ?=

# An environment is complete for a set of requirements once a file named after their content stands in it.
stamp = $(1)/complete-$(shell cksum < requirements/$(2).txt | tr ' ' '-')
LOCAL_ENV := $(call stamp,$(VENV),local)
DEV_ENV := $(call stamp,$(VENV),dev)
SAM_ENV := $(call stamp,$(SAM_VENV),sam)
# What the tests are run with does for the rest, too.
libraries = test -e $(DEV_ENV) || test -e $(LOCAL_ENV) || $(MAKE) $(LOCAL_ENV)

.PHONY: help
help: ## Lists these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## Starts everything on this machine, on port 4566 or PORT; Ctrl-C stops it and keeps its data
	@$(libraries)
	@exec $(BIN)/python -m infra.run --with-parent

.PHONY: test
test: check ## Checks, then runs all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_OPTIONS) tests/unit tests/functional
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_OPTIONS) tests/local tests/e2e

.PHONY: check
check: $(DEV_ENV) ## Lint, format, types and the template's own checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy infra functions shared
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml functions shared infra 2> >(grep -v "nosec encountered" >&2)
	$(BIN)/cfn-lint template.yaml

.PHONY: bench
bench: $(DEV_ENV) ## Measures on this machine and prints the ratios
	@$(BIN)/python -m tests.bench

.PHONY: proof
proof: $(DEV_ENV) ## All that is too long for every day: half an hour or more on two cores, most of it histories and every byte of a contract
	@PROOF=1 $(BIN)/python -m pytest -q -n 2 tests/unit/proof tests/unit/model
	@PROOF=1 $(BIN)/python -m pytest -q tests/e2e/test_killed_consumers.py
	@$(BIN)/python -m tests.proof.mutants
	@$(BIN)/python -m tests.local.proof
	@PROOF_STRIDE=1 $(BIN)/python -m pytest -q tests/unit/documents/test_proof.py

.PHONY: build
build: $(SAM_ENV) ## Builds the zips and layers for AWS
	@$(libraries)
	@command -v "$(RUNTIME)" > /dev/null || { echo "$(RUNTIME) is missing: bytecode is made by the runtime's own Python"; exit 1; }
	@rm -rf $(OWN_CODE) && $(PACKAGE) code $(OWN_CODE)
	BUILT_CODE=$(CURDIR)/$(OWN_CODE) $(SAM_VENV)/bin/sam build --config-env $(CONFIG)

.PHONY: deploy
deploy: build ## Puts the template on AWS, with the settings in samconfig.toml, or with CONFIG=prod those of production
	$(SAM_VENV)/bin/sam deploy --config-env $(CONFIG)

# What `sam build` calls for each resource with `BuildMethod: makefile`.
# Wheels that run on every one of the supported runtimes: python3.11 has the oldest C library, 2.26.
PLATFORMS := $(foreach tag,manylinux_2_26 manylinux_2_17 manylinux2014,--platform $(tag)_x86_64)
PACKAGE := $(BIN)/python -m infra.package --python $(RUNTIME)
.PHONY: build-LibrariesLayer build-DocumentsLayer
build-LibrariesLayer:
	@$(PACKAGE) layer $(PLATFORMS) requirements/lambda.txt "$(ARTIFACTS_DIR)"
build-DocumentsLayer:
	@$(PACKAGE) layer $(PLATFORMS) requirements/documents.txt "$(ARTIFACTS_DIR)"
# All functions have the same code: `make build` makes it once.
build-%:
	@if [ -n "$$BUILT_CODE" ]; then cp -R "$$BUILT_CODE/." "$(ARTIFACTS_DIR)"; else $(PACKAGE) code "$(ARTIFACTS_DIR)"; fi

$(LOCAL_ENV): | $(BIN)/python
	@echo "Installing the libraries into $(VENV): once, about a minute ..."
	@$(call install,$(VENV),local)
	@touch $@

$(DEV_ENV): | $(BIN)/python
	@echo "Installing the libraries and the test tools into $(VENV): once, about a minute and a half ..."
	@$(call install,$(VENV),dev)
	@touch $@

$(SAM_ENV): | $(SAM_VENV)/bin/python
	@echo "Installing the deployment tools into $(SAM_VENV): once, about a minute ..."
	@$(call install,$(SAM_VENV),sam)
	@touch $@

# What is installed takes the place of other versions: whatever the environment was complete for, it is no more.
install = rm -f $(1)/complete-* && $(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/$(2).txt

%/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; PYTHON=... names one"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo "Python's venv is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@echo "Making the environment $* ..."
	@$(PYTHON) -m venv $*

# Pins every library again after a change of a .in file: one consistent set, by hash, for Python 3.11 and later.
UV := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	--annotation-style line
.PHONY: requirements
requirements: ## Pins the libraries again (needs uv)
	$(UV) requirements/dev.in -o requirements/dev.txt
	for name in lambda documents local; do \
		$(UV) requirements/$$name.in -c requirements/dev.txt -o requirements/$$name.txt || exit 1; \
	done
	$(UV) requirements/sam.in -o requirements/sam.txt
