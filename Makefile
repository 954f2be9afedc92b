# Everything below works on a machine with Python 3.11 or later and make; nothing else is assumed.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/python -m uv

.PHONY: demo test test-long feeds feeds-kafka feeds-day lock clean

## demo: replay the seed through the whole pipeline into a local webhook receiver
demo: $(VENV)/.ready
	@$(BIN)/news-monitor demo

## test: every test, from nothing
test: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

## test-long: 10,000 alerts to 20 endpoints, killed 20 times (a quarter of an hour on two busy cores),
## and a worker on Kafka killed 100 times
test-long: $(VENV)/.ready-dev
	NEWS_MONITOR_LONG=10000 $(BIN)/pytest tests/acceptance/test_delivery.py
	NEWS_MONITOR_KILLS=100 $(BIN)/pytest tests/kafka/test_faults.py -k killed

$(VENV)/bin/uv: requirements/bootstrap.txt
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

$(VENV)/.ready: $(VENV)/bin/uv requirements/run.txt pyproject.toml
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

## feeds-day: a simulated day of polling 5,000 feeds, with restarts
feeds-day: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.feeds_day

## feeds: speed of polling and reading, and feedparser's own test corpus
feeds: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.feeds

## feeds-kafka: speed of polling on the Kafka engine (Java 17 and Maven)
feeds-kafka: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.feeds --kafka

## lock: pin every dependency by hash (no index address is written)
lock: $(VENV)/bin/uv
	$(UV) pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --generate-hashes pyproject.toml -o requirements/run.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --generate-hashes --group dev --group bench pyproject.toml -o requirements/dev.txt

clean:
	rm -rf $(VENV) var build dist *.egg-info
