# Everything a newcomer types. `make demo` to try it, `make test` to check it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install demo demo-reset test lint bench soak lock screenshots clean

install: $(VENV)/.run  ## put the `textbank` command into .venv/bin

demo: $(VENV)/.run  ## start the product with its stand-ins and print the addresses to open
	@$(BIN)/textbank demo

demo-reset: $(VENV)/.run  ## forget the demo's data
	@$(BIN)/textbank demo --reset

test: $(VENV)/.dev lint  ## lint, format, types, import contracts and every test
	$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev  ## measure against bare yardsticks, one table
	$(BIN)/python -m bench

soak: $(VENV)/.dev  ## 20,000 texts while everything goes wrong: nothing twice, nothing lost
	$(BIN)/python -m tests.soak $(SOAK_ARGS)

screenshots: $(VENV)/.dev  ## make docs/pictures anew from the running demo
	$(BIN)/python -m tests.e2e.pictures

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra build pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra build --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) .demo

$(VENV)/.run: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Textbank needs (once, about a minute) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
