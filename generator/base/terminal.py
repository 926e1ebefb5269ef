"""The one way to the screen: a line is a line, whatever the names in it contain."""

import click

from generator.base import log
from generator.base.characters import on_one_line


def say(*lines: str, error: bool = False) -> None:
    """Print lines; what a screen would obey or hide is spelled out, a line feed within one too.

    Args:
        lines: what to say, without line ends; an empty one stands for a blank line.
        error: to the standard error instead of the standard output.
    """
    stream = log.screen() if error else None
    if lines and (stream is not None or not error):
        click.echo("\n".join(map(on_one_line, lines)), file=stream)


def hand_over(text: str) -> None:
    """Print what is for another program, as it is; it has no character that a screen obeys."""
    click.echo(text, nl=False)
