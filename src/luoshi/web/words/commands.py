"""Words of the commands that run the site."""

WORDS: dict[str, tuple[str, str]] = {
    "demo.address": ("示例网站：http://{address}/ （按 Ctrl-C 结束）", "The example site: http://{address}/ (Ctrl-C ends it)"),
    "demo.names": ("登录名：{names}；口令都是 {password}", "Sign-in names: {names}; the password of each is {password}"),
}
