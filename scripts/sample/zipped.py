"""Write Office packages again with fixed dates, so that the same content has the same bytes."""

import io
import re
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED = re.compile(rb"(<dcterms:created[^>]*>)([^<]*)</dcterms:created>")


def rezip(raw: bytes) -> bytes:
    """The same parts with fixed dates; the date of change becomes that of creation."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _modified_as_created(data)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data, compresslevel=9)
    return out.getvalue()


def _modified_as_created(core: bytes) -> bytes:
    created = _CREATED.search(core)
    if created is None:
        return core
    return _MODIFIED.sub(rb"\g<1>" + created[2] + rb"\g<2>", core)
