"""Make the JSON Schema with which an editor completes and checks a YAML file."""

import re
from typing import Any

from pydantic import BaseModel

_HAN = re.compile(r"[\u4e00-\u9fff]")


def yaml_schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a model, with Chinese titles and descriptions only.

    Args:
        model: the model that ``read_yaml`` validates the file with.
        title: what the file is, as an editor shows it.
    """
    schema: dict[str, Any] = _chinese(model.model_json_schema(by_alias=True))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**head, **{key: value for key, value in schema.items() if key not in head}}


def _chinese(part: Any) -> Any:
    """Drop the titles and descriptions that pydantic makes of English names and docstrings."""
    if isinstance(part, list):
        return [_chinese(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _chinese(value)
        for key, value in part.items()
        if not (key in ("title", "description") and isinstance(value, str)) or _HAN.search(value)
    }
