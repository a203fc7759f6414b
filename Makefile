# make run   install what is needed (the first time only) and serve the dashboard
# make test  every check: ruff, mypy and the whole of the tests, in a browser too
# make check lint and the tests that need neither a browser nor a build of the demonstration: a minute or so
# make lint  ruff, mypy and the contracts between the rooms alone
# make bench how long things take: build, a file of a million rows, queries, charts and pages in a browser, on the
#            demonstration and on twenty times as much; RUNS=10 for more runs of each (some five minutes as it stands)

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run test check lint bench browser writable FORCE

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
RUN_STAMP := $(VENV)/.run-stamp
TEST_STAMP := $(VENV)/.test-stamp
SETUPTOOLS := setuptools==80.10.2
RUNS := 4
QUICK := tests/stats tests/figures tests/declared tests/minutes tests/test_architecture.py tests/test_docs.py \
	tests/test_markup.py tests/test_view.py tests/test_template.py

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
NOT_INSTALLED := The packages could not be installed: see the message above, check the network connection, and run make again.

run: writable $(RUN_STAMP)
	@exec $(PY) -m dashboard serve

test: browser lint
	$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: lint
	$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(QUICK)

lint: $(TEST_STAMP)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-cache

bench: browser
	$(PY) tests/bench/run.py --runs $(RUNS)

browser: $(TEST_STAMP)
	bash tests/browser/chromium.sh
	bash tests/browser/nginx.sh

writable:
	@if ! [ -w . ] || { [ -e $(VENV) ] && ! [ -w $(VENV) ]; }; then \
		echo "This folder cannot be written to: copy the project to a folder of your own and run make there." >&2; \
		exit 1; \
	fi

# The stamp holds the folder it was made in, so a folder that was moved or copied is installed again.
ifneq ($(shell cat $(RUN_STAMP) 2>/dev/null),$(shell pwd -P))
$(RUN_STAMP): FORCE
endif

$(RUN_STAMP): requirements.txt | writable
	@if ! $(PY) -c '$(NEW_ENOUGH)' >/dev/null 2>&1 || ! $(PY) -m pip --version >/dev/null 2>&1; then \
		found=; \
		for python in python3.11 python3; do \
			if "$$python" -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then found=$$python; break; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "Ward to Board needs Python 3.11 or newer: install it and run make again." >&2; \
			exit 1; \
		fi; \
		if ! said=$$("$$found" -m venv --clear $(VENV) 2>&1); then \
			echo "$$said" >&2; \
			echo "Python could not make an environment in $(VENV): install its venv module (on Debian and Ubuntu the package python3-venv) and run make again." >&2; \
			exit 1; \
		fi; \
	fi
	@echo "Installing the packages Ward to Board needs; this is done once and may take some minutes."
	@$(PIP) install '$(SETUPTOOLS)' && $(PIP) install -r requirements.txt && \
		$(PIP) install --no-deps --no-build-isolation -e . || { echo "$(NOT_INSTALLED)" >&2; exit 1; }
	@pwd -P > $@

$(TEST_STAMP): requirements-test.txt $(RUN_STAMP) | writable
	@echo "Installing the packages the tests need; this is done once."
	@$(PIP) install -r requirements-test.txt || { echo "$(NOT_INSTALLED)" >&2; exit 1; }
	@touch $@

FORCE:
