# Two commands do everything: `make demo` and `make test`.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
INSTALL = PIP_DISABLE_PIP_VERSION_CHECK=1 $(PYTHON) -m pip --python $(BIN)/python install --quiet
FLAGS = --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: demo test check fix docs bench crowd soak audit lock clean

demo: $(VENV)/.installed  ## set up, load the demo county, serve it (ARGS=--check tries it and stops)
	@$(BIN)/safelight demo $(ARGS)

test: $(VENV)/.installed-dev  ## every check: lint, types, contracts, generated docs, tests
	@$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -n 2 --dist loadscope --cov=safelight.core --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100 $(ARGS)

check: $(VENV)/.installed-dev  ## the checks that need no database
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/safelight policies check
	$(BIN)/safelight docs --check

fix: $(VENV)/.installed-dev  ## format, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed  ## write docs/generated anew
	$(BIN)/safelight docs

bench: $(VENV)/.installed-dev  ## what things cost, as ratios measured in one run
	@$(BIN)/python -m bench

crowd: $(VENV)/.installed-dev  ## pages of a full vault under load (PEOPLE=1000000)
	@BENCH_PEOPLE=$(or $(PEOPLE),20000) $(BIN)/python -m bench.crowd

soak: $(VENV)/.installed-dev  ## the long tests at full size; takes hours
	SAFELIGHT_SOAK=full $(BIN)/python -m pytest tests/soak $(ARGS)

audit: $(VENV)/.installed-dev  ## known faults of the dependencies, and a bill of materials
	@mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o build/sbom.cdx.json
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock

lock:  ## resolve the dependencies anew, for Python 3.11 and later (needs uv)
	uv pip compile pyproject.toml --group build --upgrade $(FLAGS) -o requirements.lock
	uv pip compile --group dev $(FLAGS) -c requirements.lock -o requirements-dev.lock

clean:  ## remove the environment (the demo county's data: safelight demo --reset)
	rm -rf $(VENV)

# A plain venv fails where the distribution leaves ensurepip out; pip of the system can
# still install into an environment without pip.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Safelight needs Python 3.11 or later; set PYTHON=..."; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || \
	  { echo "Safelight needs pip: install your system's python3-pip."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || \
	  { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV); }
	@echo "Installing Safelight into $(VENV) ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
