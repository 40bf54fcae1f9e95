# Québec attire. Two commands do everything on a fresh machine: `make run` and `make test`. Each installs what is missing,
# says what it does and how long that took, and does nothing twice.

LISTEN ?= 127.0.0.1:3000
DATA ?= ./data

SHELL := /bin/sh
STEP := @build/step.sh
BINARY := target/release/quebec-attire
export PATH := $(CURDIR)/target/tools/bin:$(PATH):$(HOME)/.cargo/bin

MAKEFLAGS += --no-builtin-rules --no-print-directory
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# ── To use it ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## Build, then serve the samples at http://localhost:3000 (LISTEN=127.0.0.1:3000 DATA=./data)
	@exec $(BINARY) serve --listen $(LISTEN) --data $(DATA) --sample

.PHONY: test
test: begin fmt-check lint doc licences rust-test budgets browser ## Run every check: format, lints, docs, tests on both databases, sizes, browser
	@build/step.sh --summary

.PHONY: build
build: front ## Build the site and the binary, target/release/quebec-attire
	$(STEP) "Build the server" cargo build --release --package server

.PHONY: dist
dist: front ## Build the binary that a city installs, target/dist/quebec-attire
	$(STEP) "Build the server to install" cargo build --profile dist --package server

.PHONY: clean-data
clean-data: ## Remove the data of `make run`: the next run seeds it anew
	rm -rf $(DATA)

# ── To change it ──────────────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: fmt
fmt: tools ## Format the Rust code
	$(STEP) "Format" cargo fmt --all

# Everything compiles with --release, so that lints, docs, tests and the binary share what they are made of.
.PHONY: lint
lint: front types ## Run clippy on both halves, the server's and the browser's, and check the types of the browser tests
	$(STEP) "Clippy, the server" cargo clippy --release --workspace --all-targets -- -D warnings
	$(STEP) "Clippy, the browser" cargo clippy --package app --lib --target wasm32-unknown-unknown --profile wasm-release --features hydrate -- -D warnings

.PHONY: doc
doc: export RUSTDOCFLAGS := -D warnings
doc: front ## Build the documentation of the code, target/doc; a broken link fails
	$(STEP) "Documentation" cargo doc --release --workspace --no-deps

.PHONY: rust-test
rust-test: front ## Run the Rust tests, on SQLite and on a throwaway PostgreSQL
	@build/tools.sh postgres
	$(STEP) "Build the Rust tests and the server" cargo test --release --workspace --no-run
	$(STEP) "Rust tests, both databases" node build/postgres.mjs cargo test --release --workspace

.PHONY: browser-test
browser-test: build browser ## Run the browser tests, with WASM and with JavaScript off

.PHONY: budgets
budgets: front ## Weigh what a first visit downloads; too heavy fails
	$(STEP) "Sizes" node build/budgets.mjs

.PHONY: bench
bench: front ## Measure what the program exists for
	$(STEP) "Benchmarks" cargo bench --package server

.PHONY: recall
recall: front ## Measure how well search finds official occupational titles (TITLES=folder of CSV files)
	@test -n "$(TITLES)" || { echo "make recall needs TITLES=folder" >&2; exit 2; }
	$(STEP) "Build the measure" cargo build --release --package server --example recall
	@target/release/examples/recall $(TITLES)

.PHONY: counts
counts: front ## Count instructions with callgrind, beside those recorded (RECORD=1 writes them)
	@command -v valgrind >/dev/null || { echo "make counts needs valgrind (a Debian package)" >&2; exit 2; }
	@node build/counts.mjs $(if $(RECORD),--record)

.PHONY: relevance
relevance: front ## Measure the order of results: nDCG@10 on judged queries, beside plain BM25
	$(STEP) "Build the measure" cargo build --release --package server --example relevance
	@target/release/examples/relevance

.PHONY: kill
kill: ROUNDS ?= 200
kill: front ## Kill the portal under load and account for every request, on both databases (ROUNDS=200)
	@build/tools.sh postgres
	$(STEP) "Build the durability tests" cargo test --release --package server --test durability --no-run
	$(STEP) "Killed $(ROUNDS) times, both databases" env QA_KILL_ROUNDS=$(ROUNDS) node build/postgres.mjs \
		cargo test --release --package server --test durability kill:: -- --nocapture --test-threads 1

.PHONY: load
load: RATE ?= 50
load: SECONDS ?= 300
load: front ## Send requests at a steady rate, on both databases with full sync (RATE=50 SECONDS=300)
	@build/tools.sh postgres
	$(STEP) "Build the durability tests" cargo test --release --package server --test durability --no-run
	$(STEP) "$(RATE) requests a second for $(SECONDS) s, both databases" env QA_LOAD_RATE=$(RATE) QA_LOAD_SECONDS=$(SECONDS) \
		cargo test --release --package server --test durability load:: -- --ignored --nocapture --test-threads 1

.PHONY: pictures
pictures: build end2end/node_modules/.package-lock.json ## Take the README's pictures, docs/pictures
	@build/tools.sh chromium
	$(STEP) "Pictures" npm --silent --prefix end2end run pictures

.PHONY: screens
screens: end2end/node_modules/.package-lock.json ## Take every page at 390 and 1280 px, light and dark, to look at (BASE=http://localhost:3000 OUT=folder PATHS="/fr /en")
	@build/tools.sh chromium
	$(STEP) "Screenshots" npm --silent --prefix end2end run screens

# ── What the others stand on ──────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: begin
begin:
	@build/step.sh --begin

.PHONY: tools
tools:
	@build/tools.sh rust wasm node

.PHONY: front
front: tools style/node_modules/.package-lock.json
	$(STEP) "Build the site (WASM, style, fonts)" node build/front.mjs

# The binary it runs is the one that `build` or `rust-test` just left.
.PHONY: browser
browser: end2end/node_modules/.package-lock.json
	@build/tools.sh chromium
	$(STEP) "Browser tests, WASM and no JavaScript" npm --silent --prefix end2end test

.PHONY: fmt-check
fmt-check: tools
	$(STEP) "Format" cargo fmt --all --check

.PHONY: types
types: end2end/node_modules/.package-lock.json
	$(STEP) "Types of the browser tests" npm --silent --prefix end2end run check

# Only where cargo-deny is installed. Advisories need the network and change by themselves: they are no test of a commit.
.PHONY: licences
licences:
	@if command -v cargo-deny >/dev/null; then build/step.sh "Licences and sources" cargo deny check bans licenses sources; fi

# npm leaves this file behind, newer than the lock it followed.
%/node_modules/.package-lock.json: %/package-lock.json %/package.json | tools
	$(STEP) "Install the tools of $* (npm)" npm ci --prefix $* --no-audit --no-fund --loglevel=error
	@touch $@
