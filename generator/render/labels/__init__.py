"""Labels to cut out: spines of volumes and boxes, box faces, divider tabs."""

from generator.render.labels.pdf_file import render_labels

__all__ = ["render_labels"]
