/* Steps on their way to the server: kept first, then sent one after the other in the order in which they were taken. A step carries a key of
   its own, so that one sent again after a broken line is taken once. */

const PATIENCE = 15000;
const LONGEST_PAUSE = 15000;

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || "";

export class Queue {
  /* `told` hears of the state; `answered` and `refused` get what the server says of a step; `head` tells the last entry that is known here. */
  constructor({ store, prefix, address, head, told, answered, refused }) {
    Object.assign(this, { store, prefix: `${prefix}step:`, address, head, told, answered, refused });
    this.steps = [];
    this.turn = 0;
    this.pauses = 0;
    this.running = false;
    addEventListener("online", () => this.run());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.run(); });
  }

  get count() {
    return this.steps.length;
  }

  /* The steps that an earlier visit left unsent. */
  async restore() {
    const left = (await this.store.all(this.prefix)).map(([key, step]) => ({ ...step, key, kept: Promise.resolve() }));
    this.steps.unshift(...left);
    return left;
  }

  add(step) {
    const key = `${this.prefix}${String(Date.now()).padStart(15, "0")}:${String(++this.turn).padStart(6, "0")}`;
    const once = newKey();
    const whole = { ...step, once, key, kept: this.store.put(key, { ...step, once }) };
    this.steps.push(whole);
    this.run();
    return whole;
  }

  async run() {
    if (this.running || !this.steps.length) return;
    this.running = true;
    clearTimeout(this.later);
    while (this.steps.length) {
      this.told("saving", this.count);
      const step = this.steps[0];
      await step.kept;
      const trouble = await this.#send(step);
      if (trouble) {
        this.told(trouble, this.count);
        this.later = setTimeout(() => this.run(), Math.min(LONGEST_PAUSE, 1000 * 2 ** this.pauses++));
        break;
      }
      this.pauses = 0;
    }
    this.running = false;
    if (!this.steps.length) this.told("saved", 0);
  }

  /* '' where the server answered, else what is in the way. */
  async #send(step) {
    const body = new URLSearchParams(step.fields);
    body.set("once", step.once);
    body.set("since", this.head());
    const headers = { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") };
    const began = performance.now();
    let response, data;
    try {
      response = await fetch(this.address, { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      if (response.type === "opaqueredirect" || response.status === 401) return "signed-out";
      if (response.status >= 500 || response.status === 429) return "offline";
      data = await response.json();
    } catch { return response?.status === 403 ? "signed-out" : "offline"; }
    performance.measure("desk-server", { start: began });
    this.steps.shift();
    this.store.drop(step.key);
    if (response.ok) this.answered(data, step);
    else this.refused(response.status, data, step);
    return "";
  }
}
