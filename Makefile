# The short way: `make demo` shows what photoparsl does, `make test` checks that it does it.

# No path but relative ones stands in a target, and none unquoted in a recipe: a folder may be
# called `My Projects/Ann's $x`.
PYTHON ?= python3
export PYTHON
VENV := .venv
# The command in the place of pip's own, whose path to Python bears no $ or quote.
COMMAND = @printf '%s\n' '\#!/bin/sh' 'exec "$$(dirname "$$0")/python" -P -m photoparsl "$$@"' >$(VENV)/bin/photoparsl

# The tests that start no Parsl, browser or grid, but for some: four of five tests in a seventh of the time.
QUICK := tests/archives tests/manifests tests/measuring tests/results tests/reports tests/trends tests/web \
	tests/test_docs.py tests/test_files.py tests/test_links.py tests/test_readme.py tests/test_reasons.py tests/test_redact.py photoparsl

.PHONY: demo test quick test-faults docs pool pool-down clean

demo: $(VENV)/demo
	$(VENV)/bin/python run_demo.py

# Two processes and more: many tests wait for a grid, a browser or a server.
test: $(VENV)/test
	$(VENV)/bin/python -m pytest -n auto --maxprocesses 4 --no-loadscope-reorder

quick: $(VENV)/test
	$(VENV)/bin/python -m pytest $(QUICK)

# The faults that take the pool minutes: cuts, dead hosts, all at once.
test-faults: $(VENV)/test
	$(VENV)/bin/python -m pytest -m long tests/sites/test_pool_faults.py

# Whatever is broken, a link or an anchor, ends it.
docs: $(VENV)/test
	$(VENV)/bin/python -m sphinx --fail-on-warning --keep-going -q docs docs/_build
	@echo "The documents: docs/_build/index.html"

# A grid in a box, for `--config osgconnect`: an HTCondor pool in network namespaces, as root.
pool: $(VENV)/demo
	tests/pool/up $(VENV)/bin/python
	@echo
	@echo "To measure there:  tests/pool/at python \"\$$PWD/run_demo.py\" --config osgconnect"
	@echo "To look around:    tests/pool/at condor_status"
	@echo "To end it:         make pool-down"

pool-down:
	tests/pool/down

$(VENV)/demo: setup.py pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --editable .
	$(COMMAND)
	@touch $@

$(VENV)/test: setup.py pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --editable '.[test]'
	$(COMMAND)
	@touch $@

$(VENV)/bin/python:
	@command -v "$$PYTHON" >/dev/null || { echo "There is no $$PYTHON: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$PYTHON is too old: photoparsl needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@"$$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || { echo "$$PYTHON can't make virtual environments: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV) and installing photoparsl there"
	@"$$PYTHON" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

clean:
	rm -rf $(VENV) build dist docs/_build *.egg-info
