"""Cut-off pictures are damage, whatever else the process has loaded."""

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ImageFile


@contextmanager
def cut_off_is_an_error() -> Iterator[None]:
    """Let Pillow complain of cut-off pictures; WeasyPrint tells it not to for the whole process."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
