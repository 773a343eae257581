/* The panel in which the fields of one duty are changed, under its row, and the words typed in it, kept letter by letter. */

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
