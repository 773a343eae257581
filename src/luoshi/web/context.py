"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from luoshi.web.words import language


def site(request: HttpRequest) -> dict[str, Any]:
    """The language and whether this is the demo."""
    return {"lang": language(), "demo": settings.DEMO}
