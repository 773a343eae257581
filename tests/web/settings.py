"""The site's settings as the tests use them: a folder of their own, and the database that LUOSHI_DATABASE names (SQLite)."""

import os
import tempfile

os.environ.setdefault("LUOSHI_DEMO", "yes")
os.environ.setdefault("LUOSHI_DATA", tempfile.mkdtemp(prefix="luoshi-"))

from luoshi.web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
