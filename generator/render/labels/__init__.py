"""Labels to cut out: spines of volumes and boxes, box faces, divider tabs."""

from generator.render.labels.pdf_file import Labels, render_labels, set_labels

__all__ = ["Labels", "render_labels", "set_labels"]
