"""Words of the site as a whole."""

WORDS: dict[str, tuple[str, str]] = {
    "site.name": ("落实", "Luoshi"),
    "site.title": ("落实 Luoshi", "Luoshi 落实"),
    "site.example": ("示例：本站内容均为虚构", "Example: everything here is made up"),
    "site.skip": ("跳到正文", "Skip to content"),
    "site.home": ("首页", "Home"),
    "site.sign-in": ("登录", "Sign in"),
    "site.sign-out": ("退出", "Sign out"),
    "site.account": ("账号", "Account"),
    "site.language": ("English", "中文"),
    "site.print": ("打印", "Print"),
    "trouble.title": ("没有办成", "That did not work"),
    "trouble.back": ("返回", "Back"),
    "trouble.missing": ("没有这个页面", "No such page"),
    "trouble.missing-next": ("请检查地址，或从首页进入。", "Check the address, or start from the home page."),
    "trouble.server": ("服务器出错", "The server failed"),
    "trouble.server-next": ("已记下这次错误；没有保存的内容仍在本页，请稍后再试。", "It has been noted. Try again in a moment."),
}
