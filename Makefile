# gen-binder: everything a clone needs. `make` alone lists what there is.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

UNIT ?= county_a
JOBS ?= 2
BIN := .venv/bin
LOCALE := generator/cli/locale/zh_CN/LC_MESSAGES/messages

.PHONY: help setup binder check-unit test test-long lint format bench sample messages dist clean

help:  ## 显示本说明 / show this help
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | \
	    awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'
	@echo
	@echo '  UNIT=county_b  换一个单位 / another unit'
	@echo '  SKIP_SYSTEM=1  缺系统软件包也继续 / go on without absent system packages'

setup:  ## 准备环境：系统软件包、字体、虚拟环境 / packages, fonts, environment
	@scripts/setup.sh

binder: setup  ## 准备环境并生成归档册 / set up and make the binder of UNIT
	@$(BIN)/gen-binder $(UNIT)

check-unit: setup  ## 只检查、不生成 / set up and only check UNIT
	@$(BIN)/gen-binder check $(UNIT)

test: export WITH_TESTS := 1
test: lint  ## 准备环境并运行全部检查和测试 / set up and run every check
	@$(BIN)/pytest -n $(JOBS) --dist loadfile

test-long: export GEN_BINDER_LONG := 1
test-long: test  ## 同上，每一步试遍各种出错方式，约多半小时 / the same, every step broken in every way

lint: setup  ## 代码检查 / ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo

format: setup  ## 整理代码格式 / format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup  ## 测量台账、印制、故障和打印尺寸 / measure registers, faults and pages
	@$(BIN)/python -m bench.ledgers
	@$(BIN)/python -m bench.registers
	@$(BIN)/python -m bench.build --turns 1
	@$(BIN)/python -m bench.faults --kills 12
	@$(BIN)/python -m bench.workers
	@$(BIN)/python -m bench.print_geometry

sample: setup  ## 重新制作示例材料 / make the sample evidence again
	@$(BIN)/python scripts/make_sample.py

messages: setup  ## 重新编译命令行中文 / compile the Chinese of the command line
	@$(BIN)/pybabel compile -i $(LOCALE).po -o $(LOCALE).mo

dist: setup  ## 制作安装包 / build the wheel and the sdist
	@$(BIN)/python -m build --no-isolation

clean:  ## 删除缓存和安装包，不动 evidence/ 和 output/ / remove caches and builds
	@rm -rf .cache dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find generator tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
