"""Property tests draw the same examples in every run of CI, and new ones everywhere else."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("the same every time", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("the same every time")
