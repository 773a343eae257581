"""The site for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")
application = get_wsgi_application()

# What is loaded stays: every page with all it imports before the first request, and out of sight of the collector of cycles, whose rounds over 300,000 objects
# would else hold up one request in twenty by a tenth of a second.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
