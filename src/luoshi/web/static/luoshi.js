/* What every page does by script: menus that close, acts that ask once, words that are not lost, and a line that says whether they are saved.
   Every page works without it. */
(() => {
  "use strict";

  const status = document.getElementById("status");

  /* -- the line in the head ------------------------------------------------------------------------------------- */

  let fading = 0;

  function tell(what) {
    if (!status) return;
    clearTimeout(fading);
    if (!navigator.onLine) what = "offline";
    status.dataset.status = what;
    status.textContent = status.dataset[what] || "";
    if (what === "saved" || what === "kept") fading = setTimeout(() => { status.textContent = ""; delete status.dataset.status; }, 4000);
  }

  addEventListener("offline", () => tell("offline"));
  addEventListener("online", () => tell("saved"));
  if (!navigator.onLine) tell("offline");

  const changes = (event) => !/^(GET|HEAD)$/i.test(event.detail?.ctx?.request?.method || "GET");
  document.addEventListener("htmx:before:request", (event) => { if (changes(event)) tell("saving"); });
  document.addEventListener("htmx:after:request", (event) => {
    if (!changes(event)) return;
    const code = event.detail.ctx.response?.status || 0;
    tell(code >= 200 && code < 400 ? "saved" : "failed");
    if (code >= 200 && code < 400) forget(event.detail.ctx.sourceElement?.closest?.("form[data-keep]"));
  });
  document.addEventListener("htmx:error", (event) => { if (changes(event)) tell("offline"); });
  window.luoshi = { tell };

  /* -- menus ---------------------------------------------------------------------------------------------------- */

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  });

  /* -- ask once: the button itself says what would happen; pressed again, it happens ----------------------------- */

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-confirm]");
    if (!button || button.hasAttribute("data-asked")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const words = button.textContent;
    const unask = () => { button.removeAttribute("data-asked"); button.textContent = words; };
    button.setAttribute("data-asked", "");
    button.textContent = button.dataset.confirm;
    button.addEventListener("blur", unask, { once: true });
    setTimeout(unask, 8000);
  }, true);

  /* -- words that are typed stay until they are saved ------------------------------------------------------------ */

  const mine = `luoshi:${document.body.dataset.person || "-"}:`;
  const nameOf = (form) => mine + (form.dataset.keep || form.getAttribute("action") || document.body.dataset.path);
  const kept = (field) => field.name && !/^(password|hidden|file|submit|button)$/.test(field.type) && field.name !== "csrfmiddlewaretoken";
  const choice = (field) => field.type === "checkbox" || field.type === "radio";
  const valueOf = (field) => (choice(field) ? field.checked : field.value);
  const keyOf = (field) => (choice(field) ? `${field.name}=${field.value}` : field.name);

  function store(key, value) {
    try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(value)); } catch { /* A full or closed store: the page goes on without. */ }
  }

  function stored(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  }

  function keep(form, sent = false) {
    const words = {};
    for (const field of form.elements) if (kept(field)) words[keyOf(field)] = valueOf(field);
    store(nameOf(form), { words, sent });
  }

  function forget(form) {
    if (form) store(nameOf(form), null);
  }

  function bring(form) {
    const record = stored(nameOf(form));
    if (!record) return;
    let brought = false;
    for (const field of form.elements) {
      const value = kept(field) ? record.words[keyOf(field)] : undefined;
      if (value === undefined || value === valueOf(field)) continue;
      if (choice(field)) field.checked = value; else field.value = value;
      brought = true;
    }
    if (brought) tell("kept"); else forget(form);
  }

  function forgetWhatWasSaved() {
    const navigation = performance.getEntriesByType("navigation")[0];
    const failed = (navigation?.responseStatus || 200) >= 400;
    const redirected = navigation?.redirectCount > 0;
    const here = new Set([...document.querySelectorAll("form[data-keep]")].map(nameOf));
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(mine) && stored(key)?.sent && !failed && (redirected || !here.has(key))) store(key, null);
    }
  }

  let later = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-keep]")) return;
    clearTimeout(later);
    later = setTimeout(() => keep(form), 200);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-keep]")) { clearTimeout(later); keep(event.target, true); }
    if (event.target.matches("[data-forget]")) for (const key of Object.keys(localStorage)) if (key.startsWith(mine)) store(key, null);
    if (event.target.matches("[data-forget]")) try { indexedDB.deleteDatabase(mine.slice(0, -1)); } catch { /* no store */ }
  });
  try { forgetWhatWasSaved(); } catch { /* no store */ }

  /* -- whatever comes onto the page ------------------------------------------------------------------------------ */

  function dress(root) {
    for (const form of root.querySelectorAll("form[data-keep]")) if (!form.dataset.dressed) { form.dataset.dressed = "yes"; bring(form); }
    for (const box of root.querySelectorAll(".scroll:not([tabindex])")) {
      if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;     // so that arrow keys can move it
    }
  }

  dress(document);
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  document.addEventListener("htmx:after:swap", () => dress(document));
  addEventListener("resize", () => dress(document));
})();
