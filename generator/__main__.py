"""``python -m generator`` is ``gen-binder``."""

from generator.cli.main import run

if __name__ == "__main__":
    run()
