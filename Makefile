# `make run` opens the window, `make test` runs the tests. Each sets up what it needs first:
# what the system lacks, a virtual environment, the packages. Done once, it is not done again
# until pyproject.toml changes. `make test VENV=DIRECTORY PYTHON=python3.13` tests with another
# Python, beside the first; PIP_CONSTRAINT=FILE pins versions, as pip understands it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test test-all lint bench soak translations pictures clean run-packages test-packages bench-packages

help:
	@echo "make run    set up and open the window"
	@echo "make test   set up and run the tests"
	@echo "make test-all   the same, and every row of the large tables"
	@echo "make lint   check format, style, types and the direction of imports, and that each is refused"
	@echo "make translations  collect the texts to translate, and compile the translations"
	@echo "make pictures  take the pictures in README anew, in each language"
	@echo "make bench  measure what a step costs, and how long the window keeps one waiting"
	@echo "make soak   look for what breaks, for as long as you like (SOAK='--minutes 60 --things 50000')"
	@echo "make clean  remove all that make has made"

run: run-packages
	$(BIN)/gdviz

PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses=auto -o cache_dir=$(VENV)/pytest

# TESTS='tests/core tests/cli' runs these alone.
test: test-packages
	$(PYTEST) $(TESTS)

# With the rows of large tables that `make test` leaves out: see tests/crossing.py.
test-all: test-packages
	$(PYTEST) -m ""

lint: test-packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -o cache_dir=$(VENV)/pytest tests/lint_refuses.py

# What it costs beside others (BENCH='--quick', BENCH='1 3'): the core, the window's frames, and
# starting and reading; and how long the window keeps a user waiting. All but the core needs a display.
bench: bench-packages
	$(BIN)/python -m tests.benchmarks.core --json $(VENV)/bench.json $(BENCH)
	$(BIN)/python -m tests.benchmarks.window --json $(VENV)/bench-window.json $(BENCH)
	$(BIN)/python -m tests.benchmarks.whole --json $(VENV)/bench-whole.json $(BENCH)
	$(BIN)/python -m tests.benchmarks.responsiveness

# What breaks only after a long time; all on one display, in memory where there is none.
soak: test-packages
	$(BIN)/python -m tests.soak $(SOAK)

# README's pictures, each by one command, which anyone can give.
define pictures_in
	$(BIN)/gdviz render --lang $1 --size 1280x800 -o resources/pictures/window-$1.png --step 12
	$(BIN)/gdviz render --lang $1 --size 1280x800 -o resources/pictures/code-$1.png \
		--view code --step 12
	$(BIN)/gdviz render --lang $1 --size 1280x800 -o resources/pictures/valley-$1.png \
		--problem rosenbrock --rule adam --step 80 --theme dark
	$(BIN)/gdviz render --lang $1 --size 960x540 -o resources/pictures/surface-$1.png \
		--problem himmelblau --momentum 0.9 --step 60 --view surface
endef

pictures: run-packages
	mkdir -p resources/pictures
	$(call pictures_in,en)
	$(call pictures_in,zh)

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find gdviz tests -name __pycache__ -type d -prune -exec rm -rf {} +

# $(call stop_if,REASON) ends make with that one line, unless it is empty.
stop_if = $(if $(strip $1),$(error $(strip $1)))
why_no_setup = $(shell { $(PYTHON) -c "from gdviz import doctor; \
	print(doctor.why_no_setup(may_install=$1) or '')" || true; } 2>&1)

# What cannot be mended here is reported, and is no reason to stop: it may not matter.
$(VENV)/system: gdviz/doctor.py
	$(call stop_if,$(call why_no_setup,True))
	$(call stop_if,$(shell { mkdir -p $(VENV) && test -w $(VENV); } 2>/dev/null || \
		echo "nothing can be written to $(VENV): VENV=DIRECTORY chooses another place"))
	@$(PYTHON) -m gdviz.doctor --fix --system && touch $@ || echo "Going on all the same."

# Where one of these fails, it leaves no stamp, and its reasons in setup.log.
$(VENV)/made: | $(VENV)/system
	$(call stop_if,$(call why_no_setup,False))
	@$(PYTHON) -m venv $(VENV) >$(VENV)/setup.log 2>&1 && touch $@ || true

pip_install = test -e $(VENV)/made && $(BIN)/python -m pip install --editable $1 2>$(VENV)/setup.log

$(VENV)/run: pyproject.toml $(VENV)/made
	@rm -f $@
	@$(call pip_install,.) && touch $@ || true

$(VENV)/test: pyproject.toml $(VENV)/made
	@rm -f $@
	@$(call pip_install,'.[test]') && touch $@ $(VENV)/run || true

# PyTorch is large, and not to be had everywhere; what is measured without it is measured still.
bench-packages: test-packages
	@test -e $(VENV)/bench || { $(call pip_install,'.[bench]') && touch $(VENV)/bench; } || \
		echo "What is measured against cannot be installed; $(VENV)/setup.log says why. Going on."

run-packages test-packages: %-packages: $(VENV)/%
	$(call stop_if,$(shell test -e $< || \
		{ grep -q Retrying $(VENV)/setup.log && echo "no network?"; \
		echo "$(VENV) cannot be set up; $(VENV)/setup.log says why"; }))
	@:

# After a text has changed: collect the texts, then translate what is new and run it again.
CHINESE := resources/i18n/zh/LC_MESSAGES/gdviz.po

translations: test-packages
	$(BIN)/pybabel extract --no-location --sort-output --omit-header --keyword=N_ \
		--keyword=p_:1c,2 --keyword=Np_:1c,2 --output=$(VENV)/gdviz.pot gdviz
	$(BIN)/pybabel update --locale=zh --input-file=$(VENV)/gdviz.pot --output-file=$(CHINESE) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100
	$(BIN)/pybabel compile --locale=zh --input-file=$(CHINESE) --output-file=$(CHINESE:.po=.mo)
