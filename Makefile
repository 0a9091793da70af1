# The whole set-up of claimtrack. It needs Python 3.11 or newer with venv, and make.
#
#   make demo    install, record an example story and print its attribution report
#   make check   install with the development tools and run, in a few minutes on two cores, what finds
#                most faults: lint, types, docs and the tests that need neither PostgreSQL nor a browser
#   make test    install with the development tools and run the whole suite
#   make bench   measure the budgets of benchmarks/
#   make bench-reading   measure the reader on the third-party data beside the checkout, if it is there
#   make bench-page   measure a page of 2,000 claims in a browser
#   make kills   kill real commands at random moments and count what is lost (a quarter of an hour)
#   make soak    feed damaged files to the program, SECONDS=60 for each format, from SEED=1 on
#   make leaks   look for what may not show in EXAMPLES=500 random histories, and in as many pairs
#   make screenshot   draw the pictures of the README anew
#   make clean   remove what building and testing left behind (.venv stays)

PYTHON ?= python3
JOBS ?= 2
PYTEST_ARGS ?=
SECONDS ?= 60
EXAMPLES ?= 500
SEED ?= 1
BIN := .venv/bin

.PHONY: demo check test bench bench-reading bench-page kills soak leaks screenshot clean
.DELETE_ON_ERROR:

demo: .venv/.installed
	@$(BIN)/claimtrack demo
	@echo "The program is $(BIN)/claimtrack; after '. $(BIN)/activate' it is claimtrack in this terminal." >&2

check: .venv/.installed-dev
	$(BIN)/python -m pytest --quick -n $(JOBS) --dist worksteal $(PYTEST_ARGS)

test: .venv/.installed-dev
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(PYTEST_ARGS)

bench: .venv/.installed-dev
	$(BIN)/python -m benchmarks

bench-reading: .venv/.installed-dev
	$(BIN)/python -m benchmarks.reading

bench-page: .venv/.installed-dev
	$(BIN)/python -m benchmarks.page

kills: .venv/.installed-dev
	$(BIN)/python -m benchmarks.kills

soak: .venv/.installed-dev
	$(BIN)/python tools/soak.py --seconds $(SECONDS) --seed $(SEED)

leaks: .venv/.installed-dev
	CLAIMTRACK_LEAK_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -q -n 0 tests/cli/test_random_secrets.py \
	  tests/cli/test_same_but_hidden.py

screenshot: .venv/.installed-dev
	$(BIN)/python -m tests.support.screenshot docs

clean:
	rm -rf build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# An environment that is already there is used as it is.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "claimtrack needs Python 3.11 or newer, and '$(PYTHON)' is not: name another, as in 'make demo PYTHON=python3.12'." >&2; \
	  exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  rm -rf .venv; \
	  echo "'$(PYTHON) -m venv' failed: on Debian and Ubuntu, 'apt install python3-venv' provides it." >&2; \
	  exit 1; }

# The stamps: installing again happens only when what is declared has changed.
.venv/.installed: pyproject.toml | $(BIN)/python
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "claimtrack needs Python 3.11 or newer, and the one in .venv is older: remove .venv and try again." >&2; \
	  exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[postgres]' --group dev
	@touch $@
