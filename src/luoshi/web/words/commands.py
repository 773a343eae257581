"""Words of the commands that run the site."""

WORDS: dict[str, tuple[str, str]] = {
    "demo.address": ("示例网站：http://{address}/ （按 Ctrl-C 结束）", "The example site: http://{address}/ (Ctrl-C ends it)"),
    "demo.names": ("登录名：{names}；密码都是 {password}", "Sign-in names: {names}; the password of each is {password}"),
    "start.done": ("已设立 {unit}，管理员 {username}。用 luoshi web 打开网站，登录后添加单位和人员。", "{unit} is founded, {username} administers it. Start the site with luoshi web, sign in, and add units and people."),
    "start.https": ("本站只接受 https：前面要有提供 https 的网站服务器；封闭网络里没有的，请设 LUOSHI_HTTPS=no。", "The site takes https only: put a web server that speaks it in front, or, in a closed network without, set LUOSHI_HTTPS=no."),
    "tick.done": ("开启报送期 {turns} 个，确定日期 {days} 个，新提醒 {reminders} 条，发出邮件 {mails} 封。", "Turns opened: {turns}; days made certain: {days}; new reminders: {reminders}; mails sent: {mails}."),
    "remind.subject": ("【落实】{unit}：{count} 项提醒", "[Luoshi] {unit}: {count} reminders"),
    "remind.more": ("还有 {count} 项，见网站“提醒”。", "{count} more stand on the site under Reminders."),
    "remind.all": ("全部提醒：{address}", "All reminders: {address}"),
    "remind.turn-soon": ("“{turn}”报送期请于 {day} 前报送。", "Returns for {turn} are due by {day}."),
    "remind.turn-over": ("“{turn}”报送期（{day}）已过，尚未报送。", "Returns for {turn} were due by {day} and have not come."),
    "remind.duty-soon": ("第 {number} 项“{words}”将于 {day} 到期。", "No. {number} “{words}” is due on {day}."),
    "remind.duty-over": ("第 {number} 项“{words}”已于 {day} 到期，尚未销号。", "No. {number} “{words}” was due on {day} and is not closed."),
    "remind.late": ("（本应于 {day} 提醒，迟发）", " (This should have been said on {day}.)"),
}
