/* The queue of returns by keyboard: j and k move, a accepts, b and q go to the reason and are pressed again to send. Without this the forms do it all. */
(() => {
  "use strict";

  const queue = document.getElementById("queue");
  if (!queue) return;
  const cards = [...queue.children];
  const kept = "luoshi:check-next";
  let current = null;

  function go(card) {
    if (!card) return;
    current?.removeAttribute("aria-current");
    current = card;
    current.setAttribute("aria-current", "true");
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: "nearest" });
  }

  const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  function press(key) {
    const button = current?.querySelector(`button[data-key="${key}"]`);
    const reason = current?.querySelector("textarea");
    if (!button) return;
    if (key !== "a" && !reason.value.trim()) { reason.focus(); return; }
    button.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") { event.target.blur(); go(current); }
      return;
    }
    const at = cards.indexOf(current);
    if (event.key === "j") go(cards[Math.min(at + 1, cards.length - 1)]);
    else if (event.key === "k") go(cards[Math.max(at - 1, 0)]);
    else if ("abq".includes(event.key)) press(event.key);
    else return;
    event.preventDefault();
  });

  queue.addEventListener("focusin", (event) => {
    const card = event.target.closest("article");
    if (card && card !== current) { current?.removeAttribute("aria-current"); current = card; card.setAttribute("aria-current", "true"); }
  });

  /* After a verdict the page comes anew: go on where one was. */
  queue.addEventListener("submit", (event) => sessionStorage.setItem(kept, String(cards.indexOf(event.target.closest("article")))));
  const before = sessionStorage.getItem(kept);
  sessionStorage.removeItem(kept);
  go(cards[Math.min(Number(before) || 0, cards.length - 1)]);
})();
