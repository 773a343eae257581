"""Property tests draw the same examples in every run of CI, and new ones everywhere else."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("the same every time", derandomize=True, deadline=None)
settings.register_profile("new ones", deadline=None)      # a busy machine is no failure; what must be fast has a test that says so
settings.load_profile("the same every time" if os.environ.get("CI") else "new ones")
