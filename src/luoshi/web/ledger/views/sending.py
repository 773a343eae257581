"""Papers as they are sent to a browser: attached, under a name that every system takes."""

from __future__ import annotations

from pathlib import PurePath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from luoshi.writing.papers import file_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"docx": DOCX, "xlsx": XLSX}


def attached(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved."""
    path = PurePath(name)
    safe = file_name(path.stem) + path.suffix
    headers = {"Content-Disposition": content_disposition_header(True, safe) or "attachment", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
