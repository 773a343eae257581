"""What would make the site insecure outside the demo, each with what to set."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

KEY_LENGTH = 50


@register()
def check_settings(app_configs: Any, **more: Any) -> list[Error]:
    """Errors for a missing or weak secret key, missing hosts, debugging that is on, and an address that is none."""
    if settings.DEMO:
        return []
    found = []
    if len(settings.SECRET_KEY) < KEY_LENGTH:
        hint = "LUOSHI_SECRET_KEY 或 LUOSHI_SECRET_KEY_FILE，至少 50 个随机字符 / at least 50 random characters: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        found.append(Error("没有设置足够长的密钥。 / No secret key, or one that is too short.", hint=hint, id="luoshi.E001"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        hint = "LUOSHI_ALLOWED_HOSTS=desk.example.org,10.1.2.3"
        found.append(Error("没有写明网站的域名或地址。 / The names under which the site is reached are not given.", hint=hint, id="luoshi.E002"))
    if settings.DEBUG:
        found.append(Error("正式运行时不能打开调试。 / Debugging is on.", hint="LUOSHI_DEBUG=no", id="luoshi.E003"))
    if settings.ADDRESS and not settings.ADDRESS.startswith(("https://", "http://")):
        found.append(Error("网站地址不是完整的网址。 / The site's address is not a whole one.", hint="LUOSHI_ADDRESS=https://desk.example.org", id="luoshi.E004"))
    return found
