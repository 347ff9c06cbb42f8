# Every target is a script in bin/, for machines that have no make.
.PHONY: help run test check all-checks setup lock

help: ## show this
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

run: ## set up this machine and load the sample (bin/run)
	@bin/run

test: ## set up this machine and run the whole suite (bin/test)
	@bin/test

check: ## lint, format, types, layers, quality floors (bin/check)
	@bin/check

all-checks: test check ## what CI runs

setup: ## set up this machine for development (bin/setup dev)
	@bin/setup dev

lock: ## lock the dependencies again (bin/lock)
	@bin/lock
