/* The reading desk: text and duties side by side, settled by keyboard, mouse or touch. Every step shows on the screen at once, is kept, and is
   then sent (desk-queue.js); what is typed is kept letter by letter (desk-panel.js). Without this module the page works by its forms. */

import { Drafts, changedIn, openPanel } from "./desk-panel.js";
import { Queue } from "./desk-queue.js";
import { Store } from "./desk-store.js";
import { Suggestions } from "./suggest.js";

const desk = document.getElementById("desk");
const list = document.getElementById("rows");
const text = document.getElementById("text");
const filters = document.getElementById("filters");
const may = "may" in desk.dataset;
const words = JSON.parse(desk.dataset.words);
const say = (key, values = {}) => Object.entries(values).reduce((said, [name, value]) => said.replaceAll(`{${name}}`, value), words[key] || key);
const row = (id) => document.getElementById(`d${id}`);
const rows = () => [...list.children];
const shown = () => rows().filter((one) => !one.hidden);
const stands = (one) => ["found", "accepted"].includes(one.dataset.state);
const parse = (html) => Object.assign(document.createElement("template"), { innerHTML: html }).content.firstElementChild;
let head = Number(desk.dataset.head);
let ids = desk.dataset.ids.split(" ");      // in the order of the text
let current = null;
let waitsForG = false;

document.documentElement.dataset.desk = "live";
document.getElementById("apply").hidden = true;
const store = await Store.open(`luoshi:${document.body.dataset.person}`);
const prefix = `desk:${desk.dataset.document}:`;
const drafts = new Drafts(store, prefix);
const queue = new Queue({ store, prefix, address: desk.dataset.act, head: () => head, told: tell, answered, refused });
const suggestions = new Suggestions(desk.dataset.suggest, words);

/* -- what is said ------------------------------------------------------------------------------------------------- */

function tell(what, count) {
  const line = document.getElementById("desk-status");
  line.dataset.status = what === "signed-out" ? "offline" : what;
  line.textContent = say(what, { n: count });
  if (what === "signed-out") line.append(" ", Object.assign(document.createElement("a"), { href: desk.dataset.signIn, target: "_blank", textContent: say("sign-in") }));
  document.documentElement.dataset.unsent = count || 0;
}

function note(sentence, kind = "error") {
  const box = document.getElementById("notes");
  const one = Object.assign(document.createElement("div"), { className: "note" });
  one.dataset.kind = kind;
  one.append(Object.assign(document.createElement("p"), { textContent: sentence }));
  box.replaceChildren(one);
  setTimeout(() => one.remove(), kind === "done" ? 4000 : 12000);
}

function count(given) {
  const counts = given || rows().reduce((all, one) => ({ ...all, [one.dataset.state]: (all[one.dataset.state] || 0) + 1 }), {});
  const total = given?.all ?? ["found", "accepted", "rejected", "live"].reduce((sum, state) => sum + (counts[state] || 0), 0);
  for (const line of document.querySelectorAll("[data-count]")) line.textContent = line.dataset.count === "all" ? total : counts[line.dataset.count] || 0;
  Object.assign(document.getElementById("how-far"), { max: total, value: total - (counts.found || 0) });
  Object.assign(document.getElementById("tally").dataset, { all: total, found: counts.found || 0 });
  document.getElementById("shown").textContent = say("shown", { n: shown().length });
  const all = document.getElementById("accept-all");
  if (all) all.disabled = !shown().some((one) => one.dataset.state === "found");
  document.getElementById("done").hidden = !total || (counts.found || 0) > 0;
  document.getElementById("done-note").textContent = Object.entries({ all: total, accepted: counts.accepted || 0, rejected: counts.rejected || 0 }).reduce((said, [name, value]) => said.replace(`{${name}}`, value), desk.dataset.done);
}

/* -- one row is the current one; its words are marked in the text -------------------------------------------------- */

function go(one, { focus = true, scroll = true } = {}) {
  if (!one) return;
  if (current !== one) {
    current?.removeAttribute("aria-current");
    current?.setAttribute("tabindex", "-1");
    for (const mark of text.querySelectorAll("[data-here]")) mark.removeAttribute("data-here");
    current = one;
  }
  one.setAttribute("aria-current", "true");
  one.tabIndex = 0;
  if (focus) one.focus({ preventScroll: true });
  if (scroll) bringIntoView(list.parentElement, one);
  const marks = marksOf(one.dataset.id);
  for (const mark of marks) mark.dataset.here = "";
  if (marks[0]) bringIntoView(text, marks[0], true);
}

function marksOf(id) {
  return [...text.querySelectorAll(`[data-d~="${id}"]`)];
}

function bringIntoView(pane, thing, middle = false) {
  const box = pane.getBoundingClientRect(), it = thing.getBoundingClientRect();
  const bottom = Math.min(box.bottom, innerHeight);
  if (it.top >= Math.max(box.top, 0) + 60 && it.bottom <= bottom - 40) return;
  const scrolls = pane.scrollHeight > pane.clientHeight + 4 && getComputedStyle(pane).overflowY !== "visible";
  if (scrolls) pane.scrollTop += it.top - box.top - (middle ? (bottom - box.top) / 3 : 90);
  else thing.scrollIntoView({ block: "center" });
}

function step(by) {
  const all = shown();
  const at = all.indexOf(current);
  go(all[Math.max(0, Math.min(all.length - 1, at + by))] || all[0]);
}

function onwards(from = current) {
  const all = shown(), at = all.indexOf(from);
  const next = [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))].find((one) => one.dataset.state === "found");
  if (next) return go(next);
  go(from);
  if (!document.getElementById("done").hidden) document.getElementById("done").scrollIntoView({ block: "nearest" });
}

/* -- steps -------------------------------------------------------------------------------------------------------- */

const AFTER = { accept: "accepted", "accept-all": "accepted", "accept-edited": "accepted", reject: "rejected", reopen: "found", split: "split" };

function show(one, state) {
  one.dataset.state = state;
  for (const mark of marksOf(one.dataset.id)) if (mark.dataset.d === one.dataset.id) mark.dataset.state = state;
  let badge = one.querySelector(".face .badge[data-state]");
  if (!badge) one.querySelector(".acts").prepend((badge = Object.assign(document.createElement("span"), { className: "badge" })));
  badge.dataset.state = state;
  badge.textContent = say(`state-${state}`);
}

/* Shows what a step does before the server has said so. */
function foresee({ do: act, rows: about, fields }) {
  const typed = Object.fromEntries(fields);
  if (act === "merge") for (const id of about.slice(1)) { const one = row(id); if (one) { show(one, "merged"); one.hidden = true; } }
  for (const id of about) {
    const one = row(id);
    if (!one) continue;
    if (AFTER[act]) show(one, AFTER[act]);
    if (typed.words && act.includes("edit")) one.querySelector(".what").textContent = typed.words;
    if (typed.due && one.querySelector(".due")) one.querySelector(".due").textContent = typed.due;
    one.dataset.saving = "";
  }
  count();
}

function take(act, about, fields = [], more = {}) {
  if (!may) return;
  const began = more.began || performance.now();
  const seen = about.map((one) => Number(one.dataset.at));
  const sent = [["do", act], ["person", document.body.dataset.person], ...about.map((one) => ["duty", one.dataset.id]), ...(act === "accept-all" || !about.length ? [] : [["at", more.at ?? Math.min(...seen)]]), ...fields];
  const whole = { do: act, rows: about.map((one) => one.dataset.id), fields: sent, before: about.map((one) => [one.dataset.id, one.dataset.state]), drafts: more.drafts || [] };
  foresee(whole);
  queue.add(whole);
  requestAnimationFrame(() => performance.measure("desk-screen", { start: began }));
}

function settle(act, fields = [], began) {
  if (!current) return;
  const one = current;
  take(act, [one], fields, { began });
  onwards(one);
}

function merge(by) {
  const inOrder = ids.map(row).filter((one) => one && stands(one));
  const other = inOrder[inOrder.indexOf(current) + by];
  if (!current || !stands(current) || !other) return note(say("no-neighbour"), "warning");
  const pair = by > 0 ? [current, other] : [other, current];
  take("merge", pair);
  go(pair[0]);
}

function acceptAll() {
  const waiting = shown().filter((one) => one.dataset.state === "found");
  if (waiting.length) take("accept-all", waiting);
}

function reasons() {
  closeReasons();
  if (!current || !["found", "accepted"].includes(current.dataset.state)) return;
  const box = document.getElementById("reasons").content.firstElementChild.cloneNode(true);
  const own = box.querySelector("input"), id = current.dataset.id;
  own.value = drafts.of(id).get("why-words") || "";
  own.addEventListener("input", () => drafts.put(id, "why-words", own.value));
  current.querySelector(".face").append(box);
}

function ownReason() {     // r twice, or r and Enter: a reason in one's own words
  const own = list.querySelector(".reasons input");
  own?.focus();
  return own;
}

function closeReasons() {
  list.querySelector(".reasons")?.remove();
}

function reject(why, began) {
  const one = list.querySelector(".reasons")?.closest(".duty") || current;
  closeReasons();
  take("reject", [one], [["why", why]], { began, drafts: drafts.of(one.dataset.id).has("why-words") ? [[one.dataset.id, "why-words"]] : [] });
  onwards(one);
}

/* -- the panel ---------------------------------------------------------------------------------------------------- */

function edit(name, one = current) {
  if (!may || !one || !["found", "accepted", "live"].includes(one.dataset.state)) return;
  closeReasons();
  for (const other of list.querySelectorAll("form.panel[data-ready]")) if (other.parentElement !== one) other.remove();
  go(one, { focus: false });
  const panel = openPanel(one, document.getElementById("panel"), drafts);
  const field = panel.elements[name] || panel.elements.due;
  for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  field.focus({ preventScroll: true });
  if (name === "marked") { const at = field.value.indexOf("|") + 1; field.setSelectionRange(at, at); } else field.select?.();
  bringIntoView(list.parentElement, field, true);
}

function closePanel(panel) {
  const one = panel.closest(".duty");
  suggestions.close();
  panel.remove();
  go(one);
}

function submit(panel, act) {
  const one = panel.closest(".duty"), id = one.dataset.id, at = Number(panel.elements.at.value);
  const value = (name) => panel.elements[name].value;
  const given = { reject: [["why", value("why-words") || value("why")]], ask: [["question", value("question")]], split: [["marked", value("marked")]] };
  const names = { reject: ["why", "why-words"], ask: ["question"], split: ["marked"] }[act];
  if (act === "merge-next" || act === "merge-previous") { closePanel(panel); return merge(act === "merge-next" ? 1 : -1); }
  const fields = given[act] || changedIn(panel);
  if (act === "edit" && !fields.length) { drafts.drop(id); return closePanel(panel); }
  panel.remove();
  take(act, [one], fields, { at, drafts: (names || fields.map(([name]) => name)).map((name) => [id, name]) });
  if (act === "accept-edited" || act === "reject") onwards(one); else go(one);
}

/* -- words of the text that become a duty -------------------------------------------------------------------------- */

function selected() {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const paragraph = (range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement).closest("#text [data-start]");
  if (!paragraph) return null;
  const inside = range.cloneRange();
  if (!paragraph.contains(range.endContainer)) inside.setEndAfter(paragraph.lastChild);
  const before = document.createRange();
  before.selectNodeContents(paragraph);
  before.setEnd(inside.startContainer, inside.startOffset);
  const start = Number(paragraph.dataset.start) + [...before.toString()].length, length = [...inside.toString()].length;
  return length ? { start, end: start + length } : null;
}

function add() {
  const span = selected();
  if (!span) return note(say("no-selection"), "warning");
  getSelection().removeAllRanges();
  take("add", [], [["start", span.start], ["end", span.end]]);
}

/* -- what the server says ----------------------------------------------------------------------------------------- */

function refresh(data) {
  if (data.head < head) return [];
  head = data.head;
  if (String(data.version) !== desk.dataset.version) note(say("new-version"), "warning");
  ids = data.ids.map(String);
  const arrived = [];
  for (const [id, html] of Object.entries(data.rows)) {
    const fresh = parse(html), old = row(id);
    if (!old) { list.append(fresh); fresh.tabIndex = -1; arrived.push(fresh); continue; }
    const inside = old.querySelector(".face").contains(document.activeElement);
    for (const name of old.getAttributeNames()) if (name.startsWith("data-") && !fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
    old.hidden = old.hidden && !stands(old) ? old.hidden : !fits(old) && old !== current && old.hidden;
    old.querySelector(".face").replaceWith(fresh.querySelector(".face"));
    if (inside) old.focus({ preventScroll: true });
    for (const mark of marksOf(id)) if (mark.dataset.d === id) mark.dataset.state = old.dataset.state;
  }
  for (const one of rows()) if (!ids.includes(one.dataset.id)) { if (one === current) current = null; one.remove(); }
  for (const [index, html] of Object.entries(data.paragraphs)) document.getElementById(`p${index}`).innerHTML = html;
  if (arrived.length || Object.keys(data.paragraphs).length) arrange();
  for (const later of queue.steps) foresee(later);
  if (queue.count) count(); else count(data.counts);
  const next = document.getElementById("next-document");
  next.hidden = !data.next;
  if (data.next) { next.href = data.next.address; next.textContent = desk.dataset.next.replace("{title}", data.next.title); }
  return arrived;
}

function answered(data, { do: act, rows: about, drafts: kept }) {
  for (const [id, name] of kept) drafts.drop(id, [name]);
  const arrived = refresh(data);
  for (const id of about) row(id)?.removeAttribute("data-saving");
  if (act === "undo" || act === "redo") note(say(act === "undo" ? "undone" : "redone"), "done");
  const touched = Object.keys(data.rows).map(row).filter(Boolean);
  if (act === "add" || act === "split" || ((act === "undo" || act === "redo") && touched.length)) go(arrived[0] || touched[0]);
  else if (!current) go(shown()[0], { scroll: false });
}

function refused(status, data, sent) {
  for (const [id, state] of sent.before) { const one = row(id); if (one) { show(one, state); if (sent.do === "merge") one.hidden = false; delete one.dataset.saving; } }
  refresh(data.rows ? data : { head: -1 });
  count();
  const one = row(sent.rows[0]);
  if (!one) return note(data.detail);
  if (status === 409 && sent.do === "accept" && one.dataset.state === "accepted") return;
  if (status === 409) return conflict(one, data.detail, sent);
  if (!sent.drafts.length) return note(data.detail);
  edit(sent.drafts[0][1], one);
  problem(one, data.detail);
}

function problem(one, sentence) {
  const line = Object.assign(document.createElement("p"), { className: "errors", textContent: sentence });
  line.setAttribute("role", "alert");
  one.querySelector("form.panel").prepend(line);
}

/* Two people on one row: both are shown, and she chooses. */
function conflict(one, sentence, sent) {
  one.querySelector(".conflict")?.remove();
  const box = Object.assign(document.createElement("div"), { className: "note conflict" });
  box.dataset.kind = "warning";
  box.setAttribute("role", "alert");
  const mine = sent.fields.filter(([name]) => !["do", "person", "duty", "at", "once", "since"].includes(name)).map(([, value]) => value).join(" · ") || say(`state-${AFTER[sent.do] || "found"}`);
  const line = Object.assign(document.createElement("p"), { textContent: `${sentence} ` });
  line.append(Object.assign(document.createElement("q"), { textContent: mine }));
  const choose = (key, then) => Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: say(key), onclick: () => { box.remove(); then(); } });
  const choices = Object.assign(document.createElement("p"), { className: "row" });
  choices.append(
    choose("use-mine", () => { take(sent.do, [one], sent.fields.filter(([name]) => !["do", "person", "duty", "at"].includes(name)), { drafts: sent.drafts }); go(one); }),
    choose("use-theirs", () => { for (const [id, name] of sent.drafts) drafts.drop(id, [name]); go(one); }),
  );
  box.append(line, choices);
  one.append(box);
  go(one, { focus: false });
}

async function look() {
  if (document.hidden || queue.count || queue.running || !navigator.onLine) return;
  let response;
  try { response = await fetch(`${desk.dataset.here}?since=${head}`, { headers: { Accept: "application/json" }, redirect: "manual" }); } catch { return; }
  if (response.status !== 200 || queue.count) return;
  refresh(await response.json());
}

/* -- order and filter --------------------------------------------------------------------------------------------- */

function fits(one) {
  const { of, about, state, sure } = Object.fromEntries(new FormData(filters)), data = one.dataset;
  const stateFits = !state || state === data.state || (state === "open" && data.state === "found") || (state === "settled" && data.state !== "found");
  return stateFits && (!of || of === data.unit) && (!about || about === data.theme) && Number(data.sure) >= Number(sure || 0);
}

function arrange(anew = false) {
  const order = filters.elements.order.value, place = new Map(ids.map((id, at) => [id, at]));
  const sorted = rows().sort((a, b) => (order === "certain" && a.dataset.sure - b.dataset.sure) || place.get(a.dataset.id) - place.get(b.dataset.id));
  const focus = list.contains(document.activeElement) ? document.activeElement : null;
  if (sorted.some((one, at) => one !== list.children[at])) list.append(...sorted);
  focus?.focus({ preventScroll: true });
  if (anew) for (const one of sorted) one.hidden = !fits(one);
  document.getElementById("none-shown").hidden = shown().length > 0;
  count();
}

function filterAnew() {
  arrange(true);
  const query = new URLSearchParams([...new FormData(filters)].filter(([name, value]) => value && !(name === "order" && value === "certain")));
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  if (!current || current.hidden) go(shown()[0], { focus: false });
}

function turnOrder() {
  const order = filters.elements.order;
  order.value = order.value === "certain" ? "reading" : "certain";
  filterAnew();
  go(current);
}

/* -- keys, pointer, touch ------------------------------------------------------------------------------------------ */

const KEYS = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), G: () => go(shown().at(-1)),
  a: (event) => settle("accept", [], event.timeStamp), r: () => ownReason() || reasons(), x: () => { if (current && current.dataset.state !== "found" && current.dataset.state !== "live") take("reopen", [current]); },
  e: () => edit("words"), Enter: () => ownReason() || edit("words"), d: () => edit("due"), l: () => edit("lead"), p: () => edit("owner_post"), q: () => edit("question"), s: () => edit("marked"),
  m: () => merge(1), M: () => merge(-1), n: add, u: () => take("undo", []), U: () => take("redo", []), A: acceptAll, o: turnOrder, f: () => filters.elements.of.focus(),
  t: () => (text.contains(document.activeElement) ? go(current) : (marksOf(current?.dataset.id)[0] || text).focus()),
  v: () => document.getElementById("repairs").click(), "?": () => document.getElementById("help")?.showModal(), Escape: () => { closeReasons(); go(current); },
};

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  if (field && suggestions.isOpen && suggestions.key(event)) return event.preventDefault();
  if (field?.closest("form.panel, .reasons")) return keyInField(event, field);
  if (field && field.type !== "checkbox") { if (event.key === "Escape") go(current); return; }
  if ((event.ctrlKey || event.metaKey) && !event.altKey && (event.key === "y" || event.key === "z")) { event.preventDefault(); return take(event.key === "y" || event.shiftKey ? "redo" : "undo", []); }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const why = list.querySelectorAll(".reasons [data-why]")[Number(event.key) - 1];
  if (why) { event.preventDefault(); return reject(why.dataset.why, event.timeStamp); }
  if ((event.key === "Enter" || event.key.startsWith("Arrow")) && event.target.closest("a, button, summary, #text")) return;
  if (event.key === "g") { if (waitsForG) go(shown()[0]); waitsForG = !waitsForG; return; }
  waitsForG = false;
  if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](event); }
});

function keyInField(event, field) {
  const panel = field.closest("form.panel");
  if (event.key === "Escape") { event.preventDefault(); if (panel?.closest(".duty")) closePanel(panel); else { closeReasons(); go(current); } }
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  if (!panel) return field.value.trim() && reject(field.value);
  if (!panel.closest(".duty")) return panel.requestSubmit();
  submit(panel, field.closest(".other")?.dataset.for || (event.ctrlKey || event.metaKey ? "accept-edited" : "edit"));
}

document.addEventListener("submit", (event) => {
  const act = event.submitter?.value || "";
  if (event.target.id === "filters") { event.preventDefault(); filterAnew(); }
  if (event.target.id === "act") { event.preventDefault(); press(act); }
  if (event.target.matches("form.panel")) {
    event.preventDefault();
    if (event.target.closest(".duty")) return submit(event.target, act || "edit");
    take("add", [], [["selected", event.target.elements.selected.value]], { drafts: [["add", "selected"]] });
    event.target.reset();
  }
});

function press(value) {
  const [act, id, turn] = value.split(":");
  if (act === "accept-all") return acceptAll();
  const one = id && row(id);
  if (one) go(one, { focus: false, scroll: false });
  if (act === "accept") settle("accept");
  else if (act === "withdraw") take("withdraw", [], [["do", `withdraw:${id}:${turn}`]]);
  else take(act, one ? [one] : []);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a, [data-why]"), one = event.target.closest(".duty");
  if (link?.dataset.why) return reject(link.dataset.why);
  if (link?.dataset.d) { event.preventDefault(); return getSelection().isCollapsed && go(row(link.dataset.d.split(" ").find((id) => row(id))), { focus: event.detail === 0 }); }
  if (link && one && may && ("open" in link.dataset || "reject" in link.dataset)) { event.preventDefault(); go(one); return "open" in link.dataset ? edit("words", one) : reasons(); }
  if (link && "close" in link.dataset) { event.preventDefault(); return closePanel(link.closest("form")); }
  if (link?.classList.contains("no")) { event.preventDefault(); return go(one, { scroll: false }); }
  if (one && !event.target.closest("form, button, a, input, .reasons")) go(one, { scroll: false });
});
list.addEventListener("dblclick", (event) => { const one = event.target.closest(".duty"); if (one && event.target.closest(".line, .about")) edit(event.target.closest(".due, .lacks") ? "due" : "words", one); });
filters.addEventListener("change", filterAnew);
document.getElementById("repairs").addEventListener("change", (event) => { text.toggleAttribute("data-repairs", event.target.checked); });
document.addEventListener("selectionchange", () => { const button = document.getElementById("add-here"); if (button) button.hidden = !selected(); });
document.getElementById("add-here")?.addEventListener("pointerdown", (event) => { event.preventDefault(); add(); });
document.getElementById("help-open")?.addEventListener("click", () => KEYS["?"]());
if (document.getElementById("help-open")) document.getElementById("help-open").hidden = false;
addEventListener("beforeunload", (event) => { if (queue.count && !store.keeps) event.preventDefault(); });

/* -- beginning ----------------------------------------------------------------------------------------------------- */

for (const one of rows()) one.tabIndex = -1;
await drafts.restore();
for (const left of await queue.restore()) foresee(left);
const copied = document.querySelector(".add textarea");
if (copied) copied.value = drafts.of("add").get("selected") || copied.value;
copied?.addEventListener("input", () => drafts.put("add", "selected", copied.value));
arrange();
if (!store.keeps) tell("unkept", 0);
go(row(location.hash.slice(2)) || shown().find((one) => one.dataset.state === "found") || shown()[0], { scroll: Boolean(location.hash) });
const unfinished = row(drafts.last);
if (unfinished && !queue.steps.some((sent) => sent.rows.includes(drafts.last))) { edit([...drafts.of(drafts.last).keys()][0], unfinished); tell("restored", 0); document.getElementById("desk-status").dataset.status = "kept"; }
queue.run();
setInterval(look, 2000);
document.documentElement.dataset.desk = "ready";
