.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test lint types check unit browser bench format requirements
BIN := .venv/bin
PROFILE ?= city
PYTEST ?= $(BIN)/python -m pytest
# A newline at the end of that one would be a space on paper.
TEMPLATES = $$(git ls-files '*.html' ':!templates/documents/runs.html')
# What production sets, with nothing real in it: the deployment check reads settings only.
AS_PRODUCTION = SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
	ALLOWED_HOSTS=tuyenvan.example DATABASE_URL=postgres://nobody@localhost/nothing

help: ## These lines
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

demo: ## Set up all, then serve the demo at http://127.0.0.1:8000 (PROFILE=city, or province with 99 units)
	@scripts/setup run
	@$(BIN)/python manage.py demo --profile $(PROFILE)

demo-reset: ## Throw the demo's data away and make it anew (same PROFILE switch); then `make demo`
	@scripts/setup run
	@$(BIN)/python manage.py demo_data --profile $(PROFILE) --reset

test: lint types check unit browser ## Set up all, then everything that CI asks for

lint: ## Style of code and templates, and which room may import which
	@scripts/setup test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --target-version 5.2 --check $(TEMPLATES)
	$(BIN)/lint-imports

types: ## Strict types
	@scripts/setup test
	$(BIN)/mypy

check: ## Migrations are complete, settings are fit for production
	@scripts/setup test
	$(BIN)/python manage.py makemigrations --check --dry-run
	@$(AS_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

unit: ## Tests without a browser
	@scripts/setup test
	$(PYTEST) -n 2 -m "not browser"

browser: ## Tests in Debian's Chromium
	@scripts/setup test
	$(PYTEST) -m browser

bench: ## How long pages, papers and plans take, and the planner beside a naive model (Markdown)
	@scripts/setup run
	@$(BIN)/python manage.py bench

format: ## Put code and templates in order
	@scripts/setup test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djade --target-version 5.2 $(TEMPLATES)

requirements: ## Lock the newest packages that pyproject.toml allows (hashes, no registry's address)
	@scripts/setup test
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
