# Each verb is one script of scripts/, which says more with --help. Arguments for it: make demo ARGS="--port 9000".
.DEFAULT_GOAL := help
.PHONY: help demo build test attacks coverage sim lint format bench fuzz docs ci

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

demo: ## install what is missing, build, start the gateway with simulated sources, print one address to open
	@scripts/demo $(ARGS)

build: ## build every product for debugging
	@scripts/setup && scripts/build $(ARGS)

test: ## install what is missing, build and run every test
	@scripts/test $(ARGS)

attacks: ## attempts to reach somebody else's data through every route: ATTEMPTS=200000
	@ATTACKS=$(or $(ATTEMPTS),200000) scripts/test --filter 'Attacks from seeds'

coverage: ## which branches of the decision no test runs
	@scripts/coverage $(ARGS)

sim: ## run the whole broker simulated from seeds: SEED=7 for one with its log, SEEDS=100000 for many
	@scripts/sim $(if $(SEED),--seed $(SEED)) $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FROM),--from $(FROM))

lint: ## check the layout of the sources
	@scripts/lint $(ARGS)

format: ## lay the sources out as .swift-format says
	@scripts/format $(ARGS)

bench: ## measure, in release
	@scripts/bench $(ARGS)

fuzz: ## feed the parsers broken input
	@scripts/fuzz $(ARGS)

docs: ## make the pages of the public interfaces, in output/docs
	@scripts/docs $(ARGS)

ci: ## what continuous integration runs: lint, build, every test
	@scripts/ci $(ARGS)
