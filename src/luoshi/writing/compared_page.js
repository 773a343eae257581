"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const make = (name, given = {}, ...content) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(given)) node.setAttribute(key, value);
    node.append(...content);
    return node;
  };
  document.querySelectorAll(".no-script").forEach((node) => node.remove());

  // A link into a text that is folded away opens it.
  const reveal = () => {
    const target = location.hash.length > 1 ? at(decodeURIComponent(location.hash.slice(1))) : null;
    const folded = target && target.closest("details:not([open])");
    if (folded) { folded.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  reveal();
  let unfolded = [];
  addEventListener("beforeprint", () => { unfolded = [...document.querySelectorAll("details.text:not([open])")]; unfolded.forEach((d) => { d.open = true; }); });
  addEventListener("afterprint", () => unfolded.forEach((d) => { d.open = false; }));

  // A cell of the table: the sentences of both sides, below the table that stays where it is.
  const panel = at("panel");
  const weak = [...document.querySelectorAll(".matrix td.v-weaker a.cell")].map((a) => a.hash.slice(1));
  let shown = "";
  const show = (id) => {
    const answer = at(id);
    if (!panel || !answer) return false;
    const point = answer.closest("section.point");
    const copy = (node) => { const same = node.cloneNode(true); same.removeAttribute("id"); return same; };
    panel.querySelector(".body").replaceChildren(copy(point.querySelector("h3")), copy(point.querySelector("p.asked")), copy(answer));
    panel.hidden = false;
    shown = id;
    document.querySelectorAll(".matrix td.on").forEach((td) => td.classList.remove("on"));
    document.querySelectorAll(".matrix a.cell").forEach((a) => { if (a.hash === "#" + id) { a.parentNode.classList.add("on"); a.parentNode.scrollIntoView({ block: "nearest", inline: "nearest" }); } });
    return true;
  };
  const hide = () => { if (panel) { panel.hidden = true; document.querySelectorAll(".matrix td.on").forEach((td) => td.classList.remove("on")); } };
  const step = (by) => {
    if (!weak.length) return;
    const now = weak.indexOf(shown);
    show(weak[((now < 0 ? (by > 0 ? -1 : 0) : now) + by + weak.length) % weak.length]);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.classList.contains("cell") && !event.ctrlKey && !event.metaKey && show(link.hash.slice(1))) return event.preventDefault();
    if (link && link.dataset.pair) { hide(); const [a, b, place] = link.dataset.pair.split(",").map(Number); return openPair(a, b, place); }
    if (link && link.closest("#panel")) return hide();
    const button = event.target.closest("#panel button");
    if (button) return button.dataset.go === "0" ? hide() : step(Number(button.dataset.go));
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  // Two texts side by side.
  const held = at("data");
  if (!held) return;
  const data = JSON.parse(held.textContent);
  const panes = [at("pane-a"), at("pane-b")];
  const choose = [at("choose-a"), at("choose-b")];
  document.querySelectorAll(".controls, .panes").forEach((node) => { node.hidden = false; });

  const texts = new Map();
  const textOf = (number) => {
    if (!texts.has(number)) {
      const words = [...at("x" + number).querySelectorAll("p")].map((p) => p.textContent).join("\n");
      texts.set(number, /[\ud800-\udbff]/.test(words) ? Array.from(words) : words);
    }
    return texts.get(number);
  };
  const cut = (words, from, to) => (typeof words === "string" ? words.slice(from, to) : words.slice(from, to).join(""));

  // One side of each passage of a pair, as spans of that side's text.
  const passagesOf = (a, b) => data.passages
    .filter((p) => (p[0] === a && p[1] === b) || (p[0] === b && p[1] === a))
    .map((p) => {
      const turned = p[0] !== a;
      const spans = [[p[2], p[3]], [p[4], p[5]]];
      const parts = (list) => list.map((e) => ({ code: e[0], spans: turned ? [[e[3], e[4]], [e[1], e[2]]] : [[e[1], e[2]], [e[3], e[4]]] }));
      return { spans: turned ? spans.reverse() : spans, kind: p[6], carriers: p[7], edits: parts(p[8]), changes: parts(p[9]) };
    })
    .sort((p, q) => p.spans[0][0] - q.spans[0][0] || p.spans[1][0] - q.spans[1][0])
    .map((p, index) => ({ ...p, number: index + 1 }));

  // A pane that was moved by the script does not move the other in turn.
  const moved = [-1, -1];
  const move = (side, y) => { panes[side].scrollTop = y; moved[side] = panes[side].scrollTop; };

  const MOVED = 3;
  const fill = (side, number, passages) => {
    const words = textOf(number);
    const edges = new Set([0, words.length]);
    const layers = [];
    const add = (span, layer) => { if (span[1] > span[0]) { edges.add(span[0]); edges.add(span[1]); layers.push({ span, ...layer }); } };
    for (const p of passages) {
      add(p.spans[side], { passage: p });
      for (const e of p.edits) add(e.spans[side], { name: e.code === MOVED ? "mov" : "dif" });
      for (const c of p.changes) add(c.spans[side], { change: data.words.changes[c.code] });
    }
    for (let i = 0; i < words.length; i++) if (words[i] === "\n") { edges.add(i); edges.add(i + 1); }
    const cuts = [...edges].sort((x, y) => x - y);
    layers.sort((x, y) => x.span[0] - y.span[0]);
    const opening = new Map(), closing = new Map();
    for (const p of passages) {
      const [start, end] = p.spans[side];
      (opening.get(start) || opening.set(start, []).get(start)).push(p);
      (closing.get(end) || closing.set(end, []).get(end)).push(p);
    }
    const out = [make("h3", {}, data.sides[number].name)];
    let line = make("p"), active = [], next = 0;
    const bracket = (p, opens) => make("span", { class: "br", "data-p": p.number }, ...(opens ? [String(p.number), make("span", { class: "sg g-" + data.words.kinds[p.kind][0], title: data.words.kinds[p.kind][1] }, data.words.kinds[p.kind][2]), "［"] : ["］"]));
    cuts.forEach((from, index) => {
      for (const p of closing.get(from) || []) line.append(bracket(p, false));
      for (const p of opening.get(from) || []) line.append(bracket(p, true));
      const to = cuts[index + 1];
      if (to === undefined) return;
      const piece = cut(words, from, to);
      if (piece === "\n") { out.push(line); line = make("p"); return; }
      while (next < layers.length && layers[next].span[0] <= from) active.push(layers[next++]);
      active = active.filter((layer) => layer.span[1] > from);
      line.append(shape(piece, active));
    });
    out.push(line);
    panes[side].replaceChildren(...out);
    move(side, 0);
  };
  const shape = (piece, active) => {
    const over = active.filter((layer) => layer.passage);
    if (!over.length) return piece;
    const main = over[over.length - 1].passage;
    const change = active.find((layer) => layer.change);
    const edit = active.find((layer) => layer.name);
    let inner = edit && !change ? make("span", { class: edit.name }, piece) : piece;
    if (change) inner = make("mark", { "data-what": change.change }, piece);
    return make("span", { class: "pp g-" + data.words.kinds[main.kind][0] + (main.changes.length ? " chg" : ""), "data-p": over.map((layer) => layer.passage.number).join(" ") }, inner);
  };

  // Which heights answer each other: the longest run of passages that come in the same order in both.
  let anchors = [], passages = [];
  const top = (side, number) => {
    const node = panes[side].querySelector('.br[data-p="' + number + '"]');
    return node ? node.getBoundingClientRect().top - panes[side].getBoundingClientRect().top + panes[side].scrollTop : null;
  };
  const chain = (list) => {
    const best = list.map((p) => p.spans[0][1] - p.spans[0][0]), before = list.map(() => -1);
    list.forEach((p, i) => {
      for (let j = Math.max(0, i - 400); j < i; j++) {
        const score = best[j] + p.spans[0][1] - p.spans[0][0];
        if (list[j].spans[1][0] < p.spans[1][0] && score > best[i]) { best[i] = score; before[i] = j; }
      }
    });
    const out = [];
    for (let i = best.indexOf(Math.max(...best)); i >= 0; i = before[i]) out.unshift(list[i]);
    return out;
  };
  const measure = () => {
    const end = [panes[0].scrollHeight, panes[1].scrollHeight];
    const inner = passages.length ? chain(passages).map((p) => [top(0, p.number), top(1, p.number)]).filter((pair) => pair[0] !== null && pair[1] !== null) : [];
    anchors = [[0, 0], ...inner, end].filter((pair, i, all) => !i || (pair[0] > all[i - 1][0] && pair[1] >= all[i - 1][1]));
  };
  const follow = (side) => {
    if (Math.abs(panes[side].scrollTop - moved[side]) < 2) return;
    moved[side] = -1;
    if (!at("sync").checked) return;
    const other = 1 - side, height = panes[side].clientHeight / 3, y = panes[side].scrollTop + height;
    let i = anchors.findIndex((pair) => pair[side] > y);
    i = i < 0 ? anchors.length - 1 : Math.max(i, 1);
    const [p, q] = [anchors[i - 1], anchors[i] || anchors[i - 1]];
    const share = q[side] > p[side] ? (y - p[side]) / (q[side] - p[side]) : 0;
    move(other, panes[side].scrollTop === 0 ? 0 : p[other] + share * (q[other] - p[other]) - height);
  };
  panes.forEach((pane, side) => pane.addEventListener("scroll", () => follow(side), { passive: true }));

  const light = (number) => {
    document.querySelectorAll(".pane .on").forEach((node) => node.classList.remove("on"));
    document.querySelectorAll(".pane .pp").forEach((node) => { if (node.dataset.p.split(" ").includes(String(number))) node.classList.add("on"); });
  };
  let current = 0;
  const go = (number) => {
    current = number;
    light(number);
    panes.forEach((pane, side) => { const y = top(side, number); if (y !== null) move(side, y - pane.clientHeight / 3); });
  };
  panes.forEach((pane) => pane.addEventListener("click", (event) => {
    const node = event.target.closest("[data-p]");
    if (node) go(Number(node.dataset.p.split(" ").pop()));
  }));

  const draw = () => {
    const [a, b] = choose.map((select) => Number(select.value));
    passages = a === b ? [] : passagesOf(a, b);
    fill(0, a, passages);
    fill(1, b, passages);
    const kinds = data.words.kinds.map(([, name], kind) => [name, passages.filter((p) => p.kind === kind).length]).filter(([, count]) => count);
    document.querySelector(".controls .count").textContent = passages.length
      ? data.words.count.replace("{count}", passages.length).replace("{kinds}", kinds.map(([name, count]) => name + " " + count).join("  "))
      : data.words.none;
    current = 0;
    measure();
  };
  const openPair = (a, b, place) => {
    choose[0].value = a; choose[1].value = b;
    draw();
    const start = place - data.sides[b].start;
    const near = passages.filter((p) => p.spans[1][1] > start).sort((p, q) => p.spans[1][0] - q.spans[1][0])[0];
    if (near) go(near.number);
  };
  choose.forEach((select) => select.addEventListener("change", draw));
  at("changed").addEventListener("change", (event) => document.querySelector(".panes").classList.toggle("quiet", event.target.checked));
  document.querySelectorAll(".controls button").forEach((button) => button.addEventListener("click", () => {
    const list = at("changed").checked ? passages.filter((p) => p.changes.length) : passages;
    if (!list.length) return;
    const now = list.findIndex((p) => p.number === current), by = Number(button.dataset.step);
    go(list[((now < 0 ? (by > 0 ? -1 : 0) : now) + by + list.length) % list.length].number);
  }));
  let waiting = 0;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(measure, 150); });
  // Drawn when it comes near, so that a large page opens at once.
  const seen = new IntersectionObserver((entries) => { if (entries.some((e) => e.isIntersecting)) { seen.disconnect(); if (!passages.length) draw(); } }, { rootMargin: "600px" });
  seen.observe(document.querySelector(".panes"));
  addEventListener("beforeprint", () => { if (!passages.length) draw(); });
})();
