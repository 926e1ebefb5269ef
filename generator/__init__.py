"""gen-binder: assemble assessment binders from what a county has filed, with every gap marked."""

__version__ = "0.1.0"
