"""An Office file with its times fixed, so that the same contents are the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say."""
W3C_TIME = b"2000-01-01T00:00:00Z"

_TIMES = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def with_fixed_times(
    package: bytes, mended: Iterable[tuple[re.Pattern[str], bytes, bytes]] = (), parts: Mapping[str, bytes] | None = None
) -> bytes:
    """The same package, its parts sorted by name, with no trace of when it was made.

    `mended`: in parts of these names, these bytes give way to those; `parts`: what stands in whole for the part of a name.
    """
    other = parts or {}
    rules = tuple(mended)
    out = BytesIO()
    with ZipFile(BytesIO(package)) as given, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for name in sorted(given.namelist()):
            content = other[name] if name in other else given.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>" + W3C_TIME + rb"\g<3>", content)
            for part, before, after in rules:
                content = content.replace(before, after) if part.fullmatch(name) else content
            info = ZipInfo(name, ZIP_TIME)
            info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, 0o600 << 16, 3
            written.writestr(info, content)
    return out.getvalue()
