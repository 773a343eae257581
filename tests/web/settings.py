"""The site's settings as the tests use them: a folder of their own, and the database that LUOSHI_DATABASE names (SQLite)."""

import os
import tempfile

os.environ.setdefault("LUOSHI_DEMO", "yes")
os.environ.setdefault("LUOSHI_DATA", tempfile.mkdtemp(prefix="luoshi-"))

from luoshi.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NOTHING_ELSE = {"MIRROR": None, "CHARSET": None, "COLLATION": None, "MIGRATE": True}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, for the browser's server runs in a thread of its own.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["LUOSHI_DATA"], f"test-{os.getpid()}.sqlite3"), **NOTHING_ELSE}  # noqa: F405, PTH118
CACHES["default"]["LOCATION"] = DATA / f"cache-{os.getpid()}"  # noqa: F405
