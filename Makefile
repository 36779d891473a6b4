# `make run` opens the window, `make test` runs the tests. Each sets up what it needs first:
# what the system lacks, a virtual environment, the packages. Done once, it is not done again
# until pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test lint bench soak translations clean

help:
	@echo "make run    set up and open the window"
	@echo "make test   set up and run the tests"
	@echo "make lint   check format, style, types and the direction of imports"
	@echo "make translations  collect the texts to translate, and compile the translations"
	@echo "make bench  measure how long the window keeps one waiting"
	@echo "make soak   look for what breaks, for as long as you like (SOAK='--minutes 60')"
	@echo "make clean  remove all that make has made"

run: $(VENV)/run
	$(BIN)/gdviz

test: $(VENV)/test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses=auto

lint: $(VENV)/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# How long the window keeps a user waiting, and what a step costs; needs a display.
bench: $(VENV)/test
	$(BIN)/python -m tests.benchmarks.responsiveness

# What breaks only after a long time; all on one display, in memory where there is none.
soak: $(VENV)/test
	$(BIN)/python -m tests.soak $(SOAK)

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find gdviz tests -name __pycache__ -type d -prune -exec rm -rf {} +

# What cannot be mended here is reported, and is no reason to stop: it may not matter.
$(VENV)/system: gdviz/doctor.py
	@mkdir -p $(VENV)
	@$(PYTHON) -m gdviz.doctor --fix --system && touch $@ || echo "Going on all the same."

$(VENV)/made: | $(VENV)/system
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run: pyproject.toml $(VENV)/made
	$(BIN)/python -m pip install --editable .
	@touch $@

$(VENV)/test: pyproject.toml $(VENV)/made
	$(BIN)/python -m pip install --editable '.[test]'
	@touch $@ $(VENV)/run

# After a text has changed: collect the texts, then translate what is new and run it again.
CHINESE := resources/i18n/zh/LC_MESSAGES/gdviz.po

translations: $(VENV)/test
	$(BIN)/pybabel extract --no-location --sort-output --omit-header --keyword=N_ --output=$(VENV)/gdviz.pot gdviz
	$(BIN)/pybabel update --locale=zh --input-file=$(VENV)/gdviz.pot --output-file=$(CHINESE) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100
	$(BIN)/pybabel compile --locale=zh --input-file=$(CHINESE) --output-file=$(CHINESE:.po=.mo)
