"""How ``photos_per_page`` is written: in settings, in checklists and in ``目录.yaml``."""

from typing import Annotated

from pydantic import AfterValidator, Field

from generator.base.yaml.reading import WHOLE, fault
from generator.model import SHEETS_OF_PHOTOS


def _known(written: int) -> int:
    if written not in SHEETS_OF_PHOTOS:
        raise fault(f"一页不能放 {written} 张照片", "可以写 1、2、4 或 6")
    return written


PhotosPerPage = Annotated[
    int, Field(json_schema_extra={"enum": list(SHEETS_OF_PHOTOS)}), AfterValidator(_known), WHOLE
]
