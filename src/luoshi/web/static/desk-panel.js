/* The panel in which the fields of one duty are changed, under its row; the words typed in it, kept letter by letter; and the names that a few
   letters may mean. */

const SKIP = new Set(["csrfmiddlewaretoken", "once", "duty", "at", "order", "of", "about", "state", "sure"]);
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !SKIP.has(field.name) && field.type !== "submit");

/* Words typed and not yet saved, field by field. */
export class Drafts {
  constructor(store, prefix) {
    Object.assign(this, { store, prefix: `${prefix}draft:`, words: new Map(), last: "" });
  }

  async restore() {
    const kept = await this.store.all(this.prefix);
    kept.sort((a, b) => a[1].when - b[1].when);
    for (const [key, { words }] of kept) {
      const [row, name] = key.slice(this.prefix.length).split(":");
      if (!this.words.has(row)) this.words.set(row, new Map());
      this.words.get(row).set(name, words);
      this.last = row;
    }
  }

  of(row) {
    return this.words.get(row) || new Map();
  }

  put(row, name, words) {
    if (!this.words.has(row)) this.words.set(row, new Map());
    this.words.get(row).set(name, words);
    return this.store.put(`${this.prefix}${row}:${name}`, { words, when: Date.now() });
  }

  drop(row, names = [...this.of(row).keys()]) {
    for (const name of names) {
      this.words.get(row)?.delete(name);
      this.store.drop(`${this.prefix}${row}:${name}`);
    }
    if (!this.words.get(row)?.size) this.words.delete(row);
  }
}

/* The open panel of a row, as it stands in the page or made from the template. */
export function openPanel(row, template, drafts) {
  const open = row.querySelector("form.panel");
  if (open && open.dataset.ready) return open;
  open?.remove();
  const panel = template.content.firstElementChild.cloneNode(true);
  const shown = JSON.parse(row.dataset.fields);
  const typed = drafts.of(row.dataset.id);
  panel.dataset.ready = "yes";
  panel.dataset.shown = row.dataset.fields;
  panel.elements.duty.value = row.dataset.id;
  panel.elements.at.value = row.dataset.at;
  for (const field of fieldsOf(panel)) {
    const words = typed.get(field.name) ?? shown[field.name] ?? (field.name === "marked" ? proposedCuts(row.dataset.said || shown.words) : "");
    if (field.tagName === "SELECT" && words && ![...field.options].some((option) => option.value === words)) field.add(new Option(words));
    field.value = words;
    if (typed.has(field.name)) field.closest("details")?.setAttribute("open", "");
  }
  panel.querySelector('[value="accept-edited"]').hidden = row.dataset.state !== "found";
  panel.querySelector(".others").hidden = row.dataset.state === "live";
  panel.addEventListener("input", (event) => { if (event.target.name) drafts.put(row.dataset.id, event.target.name, event.target.value); });
  row.append(panel);
  return panel;
}

/* The sentence with a mark at its first pause, where it may be cut. */
function proposedCuts(words) {
  const pause = words.slice(0, -1).search(/[；;]/) >= 0 ? /[；;](?=.)/ : /[，,、](?=.)/;
  return words.replace(pause, "$&|");
}

/* The fields that were changed in a panel since it was opened: [[name, words], …]. */
export function changedIn(panel) {
  const shown = JSON.parse(panel.dataset.shown);
  return fieldsOf(panel).filter((field) => field.name in shown && field.value.trim() !== shown[field.name].trim()).map((field) => [field.name, field.value]);
}

/* Fields that name units and posts show, as one types, what the letters may mean. */
export class Suggestions {
  constructor(address, words) {
    Object.assign(this, { address, words, input: null, asked: 0 });
    this.box = Object.assign(document.createElement("ul"), { className: "suggestions", id: "suggestions" });
    this.box.setAttribute("role", "listbox");
    document.addEventListener("focusin", (event) => { if (event.target.dataset?.suggest) this.#ask(event.target); else if (!this.box.contains(event.target)) this.close(); });
    document.addEventListener("input", (event) => { if (event.target.dataset?.suggest) this.#ask(event.target); });
    this.box.addEventListener("pointerdown", (event) => { event.preventDefault(); this.#choose(event.target.closest("[role=option]")); });
  }

  get isOpen() {
    return this.box.isConnected;
  }

  close() {
    this.box.remove();
    this.input?.setAttribute("aria-expanded", "false");
    this.input?.removeAttribute("aria-activedescendant");
    this.input = null;
  }

  /* True where the key was one for the list. */
  key(event) {
    const options = [...this.box.querySelectorAll("[role=option]")];
    const at = options.findIndex((option) => option.ariaSelected === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return this.#point(options, at + (event.key === "ArrowDown" ? 1 : -1));
    if (event.key === "Escape") { this.close(); return true; }
    if ((event.key === "Enter" || event.key === "Tab") && at >= 0) return this.#choose(options[at]) || event.key === "Enter";
    return false;
  }

  async #ask(input) {
    const turn = ++this.asked;
    const letters = input.dataset.suggest === "units" ? input.value.split(/[、,，;；]/).pop() : input.value;
    const query = new URLSearchParams({ what: input.dataset.suggest === "post" ? "post" : "unit", q: letters.trim(), of: input.form.elements.lead?.value || "" });
    let found;
    try { ({ found } = await (await fetch(`${this.address}?${query}`, { headers: { Accept: "application/json" }, redirect: "manual" })).json()); } catch { return; }
    if (turn !== this.asked || document.activeElement !== input) return;
    this.input = input;
    this.box.replaceChildren(...(found.length ? found.map((one, i) => this.#option(one, i)) : [this.#nothing()]));
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "suggestions");
    input.setAttribute("aria-expanded", "true");
    input.after(this.box);
    if (letters.trim() && found.length && found[0].label !== input.value) this.#point([...this.box.children], 0);
  }

  #option({ label, note }, turn) {
    const option = Object.assign(document.createElement("li"), { id: `suggestion-${turn}`, textContent: label });
    option.setAttribute("role", "option");
    option.dataset.label = label;
    if (note) option.append(Object.assign(document.createElement("small"), { textContent: note }));
    return option;
  }

  #nothing() {
    const line = Object.assign(document.createElement("li"), { className: "quiet", textContent: this.words["no-match"] });
    line.setAttribute("role", "option");
    line.setAttribute("aria-disabled", "true");
    return line;
  }

  #point(options, at) {
    const named = options.filter((option) => option.dataset.label);
    if (!named.length) return false;
    const chosen = named[(at + named.length) % named.length];
    for (const option of options) option.ariaSelected = String(option === chosen);
    this.input.setAttribute("aria-activedescendant", chosen.id);
    return true;
  }

  #choose(option) {
    if (!option?.dataset.label || !this.input) return false;
    const input = this.input;
    const before = input.dataset.suggest === "units" ? input.value.split(/(?<=[、,，;；])/).slice(0, -1).join("") : "";
    input.value = before + option.dataset.label;
    this.close();
    this.asked++;
    input.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "chosen" }));
    this.asked++;
    return true;
  }
}
