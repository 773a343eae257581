/* Fields that name units and posts (data-suggest: unit, units, post) show, as one types, what the letters may mean. */

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
