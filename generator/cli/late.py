"""Tell of evidence that was filed too late for what was made."""

from generator.base.terminal import say


def tell_late(late: tuple[str, ...]) -> None:
    """Name what was filed while the output was made, and ask for another run."""
    if late:
        names = "、".join(late)
        say("", f"注意：生成期间新放入 {len(late)} 件，未收入本次成册：{names}。", "请再运行一次。")
