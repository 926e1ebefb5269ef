"""Tell of evidence that was filed too late for what was made."""

import click


def tell_late(late: tuple[str, ...]) -> None:
    """Name what was filed while the output was made, and ask for another run."""
    if late:
        names = "、".join(late)
        click.echo(f"\n注意：生成期间新放入 {len(late)} 件，未收入本次成册：{names}。")
        click.echo("请再运行一次。")
