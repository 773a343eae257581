# Two commands matter: `make demo` and `make test`. Each sets up what it needs. Needed beforehand: Python 3.11 or later, pip and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
OUT    := out
SERVE  :=
# make demo SERVE=--no-serve fills the site and does not serve it

.DEFAULT_GOAL := help
.PHONY: help demo tour test soak bench bench-ledger lock clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo    read the examples, write the papers into $(OUT)/, and serve a site with an invented campaign until Ctrl-C'
	@echo 'make tour    go the guided tour on the example site and take its pictures'
	@echo 'make test    lint, types, architecture, all tests'
	@echo 'make soak    the tests that take long: builds and the site killed at every point, ten thousand sequences of acts'
	@echo 'make bench   accuracy and speed, as ratios'
	@echo 'make bench-ledger   the board, lists and search at a million entries; takes long'
	@echo 'make lock    pin requirements.txt anew'
	@echo 'make clean   remove what the commands above made'

demo: $(READY)
	$(BIN)/luoshi read examples/round-up.txt --dated 2018-09 --expect examples/units.csv --out $(OUT)
	@echo
	$(BIN)/luoshi compare examples/directive.txt examples/replies --dated 2018-09 --out $(OUT)/compare
	@echo
	@echo 'Written into $(OUT)/. Open first: $(OUT)/对照.html (the texts, read); then $(OUT)/责任清单.xlsx and $(OUT)/补充细化建议-*.docx.'
	@echo 'Then $(OUT)/compare/对照.html (fourteen replies beside the directive) and $(OUT)/compare/覆盖对照.xlsx.'
	@echo
	@$(BIN)/luoshi demo examples --data $(OUT)/demo $(SERVE)

tour: $(READY) $(VENV)/.ready-browser
	$(BIN)/python docs/tutorial/guided_tour.py

test: $(READY) $(VENV)/.ready-office $(VENV)/.ready-java $(VENV)/.ready-browser $(VENV)/.ready-postgres
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest tests/test_architecture.py
	@echo
	@$(BIN)/pytest -n 2
	@echo
	@echo 'The site once more, on PostgreSQL:'
	@$(BIN)/python tests/web/postgres.py $(BIN)/pytest -n 2 tests/web

soak: $(READY) $(VENV)/.ready-postgres
	LUOSHI_SOAK=1 $(BIN)/pytest tests/corpus tests/tracking/test_whatever_is_done.py
	LUOSHI_SOAK=1 $(BIN)/pytest tests/web/soak tests/web/turns/test_any_acts.py
	LUOSHI_SOAK=1 $(BIN)/python tests/web/postgres.py $(BIN)/pytest tests/web/soak tests/web/turns/test_any_acts.py

# repair_tables.py and plants.py make data, they measure nothing.
BENCHES = $(filter-out bench/repair_tables.py bench/comparing/plants.py,$(wildcard bench/*.py bench/comparing/*.py))

bench: $(VENV)/.ready-bench
	@for bench in $(BENCHES); do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

bench-ledger: $(READY) $(VENV)/.ready-postgres
	$(BIN)/python bench/ledger/seeing.py

# The stamp is newer than the pins it was made from; a changed pin or pyproject.toml installs again.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or later is needed; name it with make PYTHON=…'; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { $(call debian,python3-venv); }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-bench: requirements-bench.txt $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes -r requirements-bench.txt
	@touch $@

# Old formats are read by LibreOffice, and one engine of comparing runs on Java; the tests use both for real.
$(VENV)/.ready-office: $(READY)
	@command -v soffice >/dev/null || { $(call debian,libreoffice-writer-nogui fonts-noto-cjk); }
	@touch $@

$(VENV)/.ready-java: $(READY)
	@command -v java >/dev/null || { $(call debian,default-jre-headless); }
	@touch $@

# Pages are looked at in a real browser.
$(VENV)/.ready-browser: $(READY)
	@command -v chromium >/dev/null || { $(call debian,chromium fonts-noto-cjk); }
	@touch $@

# The site runs on SQLite and on PostgreSQL; the tests start a server of their own.
$(VENV)/.ready-postgres: $(READY)
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { $(call debian,postgresql); }
	@touch $@

# Installs Debian packages where that can be done, else says which are needed.
define debian
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null; \
else \
	echo 'A Debian package is needed. As root: apt-get install $(1)'; exit 1; \
fi
endef

# Pins with hashes and without addresses, so that any package index that holds the same files will do.
COMPILE = build/lock/bin/pip-compile --quiet --upgrade --strip-extras --generate-hashes --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check pip-tools
	$(COMPILE) --extra pdf --extra html --extra spark --extra web --output-file requirements.txt pyproject.toml requirements.in
	$(COMPILE) --output-file requirements-bench.txt requirements-bench.in

clean:
	rm -rf $(VENV) $(OUT) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
