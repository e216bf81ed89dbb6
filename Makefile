# One Workforce. `make run` shows the demonstration; `make test` tests everything.
# Both install what they need into .venv.

VENV := .venv
PY := $(VENV)/bin/python

.PHONY: run test check bench requirements screenshots reports

run: $(VENV)/installed
	@$(PY) -m owf demo

test: $(VENV)/installed-dev
	@tests/ensure_tools.sh
	@TMPDIR=$$(tests/fast_folder.sh) $(PY) -m pytest --numprocesses 2 --dist loadfile \
		--no-loadscope-reorder --durations 10 --durations-min 1

check: $(VENV)/installed-dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/deptry . 2>&1
	@$(PY) -m owf packs check > /dev/null

bench: $(VENV)/installed-dev
	@$(PY) -m benchmarks

requirements: $(VENV)/installed-dev
	@$(VENV)/bin/uv pip compile pyproject.toml -o requirements.txt --quiet \
		--no-emit-index-url --custom-compile-command "make requirements"
	@$(VENV)/bin/uv pip compile pyproject.toml --group dev -o requirements-dev.txt --quiet \
		-c requirements.txt --no-emit-index-url --custom-compile-command "make requirements"

screenshots: $(VENV)/installed-dev
	@tests/ensure_tools.sh
	@OWF_DEMO=1 OWF_TODAY=2012-07-10 OWF_SECRET_KEY="made up for screenshots, and long enough" \
		$(PY) -m tests.browser.screenshots

reports: $(VENV)/installed-dev
	@OWF_DEMO=1 OWF_TODAY=2012-07-10 OWF_SECRET_KEY="made up for reports, and long enough" \
		$(PY) -m tests.reports.for_readers

# The first Python of these that is 3.11 or newer.
$(PY):
	@for python in python3 python3.11 python3.12 python3.13; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			$$python -m venv $(VENV) && exit 0; \
		fi; \
	done; \
	echo "One Workforce needs Python 3.11 or newer: install it, then run make again." >&2; exit 1

$(VENV)/installed: requirements.txt | $(PY)
	@echo "Installing what the product needs (once) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing what the tests need (once) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
