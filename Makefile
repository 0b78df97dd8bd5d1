# The front door. Everything runs in the prepared underlay (underlay/enter).
.DEFAULT_GOAL := help
.PHONY: help sim test check lint bench prepare clean distclean
PYTHON := underlay/enter
CHECKED := src tests benchmarks underlay setup.py $(wildcard tools)

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 18

sim:  ## patrol the simulated office over ROS 2; ARGS="--world yard --laps 2 --headless"
	@./patrol sim $(ARGS); code=$$?; \
	case $$code in 0|2|130) ;; *) echo; ./patrol doctor;; esac; exit $$code

test:  ## the tests a newcomer should run (up to ten minutes)
	@$(PYTHON) tests/run.py quick

check:  ## the long tests, the unit tests in the versions of Ubuntu 24.04, and lint
	@$(PYTHON) underlay/prepare.py colcon
	@$(PYTHON) tests/run.py long
	@$(PYTHON) --in noble tests/run.py unit
	@$(MAKE) --no-print-directory lint

lint:  ## format, lint and types
	@$(PYTHON) -m ruff format --check $(CHECKED)
	@$(PYTHON) -m ruff check $(CHECKED)
	@$(PYTHON) -m mypy src

bench:  ## every benchmark, or ONLY=name; results are kept in benchmarks/results
	@$(PYTHON) -m benchmarks $(ONLY)

prepare:  ## prepare the underlay and do nothing else
	@$(PYTHON) -c ''

clean:  ## remove what was built and cached; the underlay and var/ stay
	rm -rf build install log .pytest_cache .mypy_cache .ruff_cache .hypothesis MUJOCO_LOG.TXT
	find src tests benchmarks underlay -name __pycache__ -prune -exec rm -rf {} +

distclean: clean  ## the underlay too; var/ (runs, maps) stays
	rm -rf .underlay
