# The commands of the project; the work is in scripts/ and in manage.py.
.PHONY: run test check bench trial lock backup restore

PYTHON := .venv/bin/python

run:
	@scripts/run.sh

test:
	@scripts/test.sh

check:
	@scripts/check.sh

bench:
	@scripts/setup.sh bench
	@$(PYTHON) scripts/with_services.py $(PYTHON) -m bench

trial:
	@scripts/setup.sh test
	@$(PYTHON) scripts/with_services.py $(PYTHON) -m bench.trial

lock:
	@scripts/lock.sh

backup:
	@$(PYTHON) manage.py backup

restore:
	@$(PYTHON) manage.py restore "$(FILE)" $(if $(OVERWRITE),--overwrite)
