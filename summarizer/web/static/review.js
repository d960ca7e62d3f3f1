/** The page of one document: brings source, form, history and server together. */
import * as label from "./label.js";
import { askWhose } from "./conflict.js";
import { Editor, element } from "./editor.js";
import { listen } from "./keys.js";
import { blank, entriesOf, figureOf } from "./made.js";
import { Source } from "./source.js";
import { Sync } from "./sync.js";

const $ = (id) => document.getElementById(id);
const address = `../api/documents/${location.pathname.split("/").pop()}`;
const KEYS = { figures: "d", sections: "h", policies: "p", initiatives: "b", noise: "n", must_have: "r" };
const SAID = { changed: "有改动…", saving: "保存中…", saved: "已保存", accepted: "已接受", full: "浏览器的存储已满，改动只在服务里" };
const TYPING = 1500; // milliseconds within which keystrokes are undone together

const page = await fetch(address).then((answer) => answer.json());
if (page.error) fail(page.error);

let content = null;
let draft = page.draft;
let faults = draft?.faults ?? [];
let active = null;
let gone = [];
let undone = [];
let typing = { what: null, at: 0 };

const source = new Source($("text"), page, { onPick: pick, onChoose: offer });
const editor = new Editor($("form"), page.fields, act);
const reading = { source, quantities: page.quantities, statusAt };
const stacked = matchMedia("(max-width: 60rem)");
const lists = page.fields.filter((field) => !["fact", "prose"].includes(field.form));
const hotkeys = new Map();
let number = 0;
for (const field of lists) hotkeys.set(field.form === "items" ? `${++number}` : KEYS[field.name], field);

const sync = new Sync(address, { report, onConflict: conflict, onKept: kept, annotator: () => $("annotator").value.trim() || page.annotator });

function fail(what) {
  $("notice").hidden = false;
  $("notice").textContent = what;
  throw new Error(what);
}

// --- what the label says, and how it came to that

function placeOf(entry) {
  const place = source.place(entry.evidence, entry.at);
  return place && { ...place, line: source.lineAt(place.start).number };
}

function figurePlace(entry) {
  const place = placeOf(entry);
  const at = place && entry.mention ? entry.evidence.indexOf(entry.mention) : -1;
  if (at < 0) return place;
  const start = place.start + Array.from(entry.evidence.slice(0, at)).length;
  return { start, end: start + Array.from(entry.mention).length };
}

function update(next, { what = null, redraw = true } = {}) {
  if (label.same(next, content)) return;
  const now = Date.now();
  if (!(what && typing.what === what && now - typing.at < TYPING)) gone.push(content);
  typing = { what, at: now };
  undone = [];
  content = next;
  sync.change(content);
  draw(redraw);
}

function step(from, to) {
  if (!from.length) return;
  to.push(content);
  content = from.pop();
  typing = { what: null, at: 0 };
  sync.change(content);
  draw(true);
}
const undo = () => step(gone, undone);
const redo = () => step(undone, gone);

function draw(whole) {
  $("undo").disabled = !gone.length;
  $("redo").disabled = !undone.length;
  if (whole) editor.draw(content, { places: placeOf, faults });
  $("title").textContent = content.title || page.name;
  for (const link of $("parts").children) {
    const list = content[link.dataset.name];
    if (Array.isArray(list)) link.lastChild.textContent = ` ${list.length}`;
  }
  paint();
}

function paint() {
  const spans = { achieved: [], planned: [], problem: [], background: [], figure: [], name: [], noise: [], open: [], active: [] };
  for (const field of lists) {
    for (const entry of content[field.name]) {
      const isFigure = field.form === "figures";
      const place = isFigure ? figurePlace(entry) : field.form === "items" ? placeOf(entry) : source.place(entry.text ?? entry.heading, null);
      if (!place) continue;
      spans[isFigure ? "figure" : field.form === "items" ? field.status ?? "background" : field.name === "noise" ? "noise" : field.marks ? "name" : "background"]?.push(place);
      if (entry.key === active) spans.active.push(place);
    }
  }
  if (!page.blind) {
    const told = spans.figure;
    spans.open = page.quantities.filter((each) => !told.some((span) => span.start < each.end && each.start < span.end));
  }
  source.mark(spans);
}

// --- what is done in the form

function act(what, key, field, given) {
  const entry = key && label.locate(content, key)?.entry;
  switch (what) {
    case "set": return setField(field, given);
    case "edit": return update(label.change(content, key, { [given.prop]: given.value }), { what: `${key}.${given.prop}`, redraw: false });
    case "move": return field !== label.locate(content, key).field && moveTo(key, field);
    case "show": return show(key);
    case "cite": return cite(key);
    case "add": return add(lists.find((each) => each.name === field));
    case "split": return divide(key);
    case "join": return update(label.join(content, key, stretch));
    case "delete": return entry && drop(key);
  }
}

function setField(field, { part, value, list }) {
  const { form, parts } = page.fields.find((each) => each.name === field) ?? {};
  let next = value;
  if (list) next = value.split(/[|｜]/u).map((each) => each.trim()).filter(Boolean);
  else if (part) {
    const none = Object.fromEntries(Object.keys(parts).map((each) => [each, null]));
    next = { ...none, ...content[field], [part]: value.trim() || null };
    if (Object.values(next).every((each) => each === null)) next = null;
  } else if (form === "fact") next = value.trim() || null;
  update(label.set(content, field, next), { what: `${field}.${part}`, redraw: false });
  const counter = document.querySelector(`[data-field="${field}"] + .count`);
  if (counter) counter.textContent = counter.textContent.replace(/^\d+/u, Array.from(value).length);
}

function divide(key) {
  const area = editor.entry(key).querySelector("textarea");
  const caret = document.activeElement === area ? area.selectionStart : null;
  const { content: next, key: second } = label.split(content, key, caret);
  update(next);
  focus(second);
}

function stretch(one, other) {
  const [first, second] = [placeOf(one), placeOf(other)];
  if (!first || !second) return {};
  const start = Math.min(first.start, second.start);
  const end = Math.max(first.end, second.end);
  const quote = source.quote(start, end);
  return end - start <= 80 && !/[。！？\n].*\S/su.test(quote) ? { evidence: quote, at: start } : {};
}

function moveTo(key, field) {
  update(label.move(content, key, field, page.fields.find((each) => each.name === field).deadline));
  focus(key);
}

function drop(key) {
  const all = editor.entries();
  const at = all.indexOf(editor.entry(key));
  const near = (all[at + 1] ?? all[at - 1])?.dataset.key;
  update(label.remove(content, key));
  if (near) focus(near);
}

function cite(key) {
  const found = key && label.locate(content, key);
  if (!found || !source.chosen) return report("note", "先在原文里选取文字");
  const { start, end } = source.chosen;
  const values = { evidence: source.quote(start, end), at: start };
  const quantity = found.field === "figures" && page.quantities.find((each) => each.start < end && start < each.end);
  update(label.change(content, key, quantity ? { ...figureOf(quantity, reading), evidence: values.evidence, at: start } : values));
  focus(key);
}

/** A new entry from what is chosen in the source, or an empty one after the active entry. */
function add(field) {
  const span = source.chosen;
  const made = span ? entriesOf(field, span, reading) : [blank(field)];
  const here = active && label.locate(content, active);
  let next = content;
  let after = here?.field === field.name && !span ? active : null;
  for (const entry of made) {
    const ordered = span && entry.at !== undefined ? next[field.name].findLast((each) => (each.at ?? -1) <= entry.at)?.key : null;
    next = ordered === undefined ? { ...next, [field.name]: [entry, ...next[field.name]] } : label.insert(next, field.name, entry, ordered ?? after);
    after = entry.key;
  }
  update(next);
  source.choose(null);
  getSelection().removeAllRanges();
  const last = made.at(-1).key;
  focus(last);
  editor.entry(last).querySelector("textarea").focus();
}

/** What the items of its line, or else the last ones before, say of a figure's status. */
function statusAt(offset) {
  let best = null;
  for (const field of lists.filter((each) => each.form === "items")) {
    for (const entry of content[field.name]) {
      const place = placeOf(entry);
      if (place && place.start <= offset && (!best || place.start > best.start)) best = { start: place.start, status: field.status };
    }
  }
  return best?.status ?? null;
}

// --- between form and source

function focus(key) {
  const node = editor.entry(key);
  if (!node) return;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest" });
}

function activate(key) {
  if (active === key) return;
  active = key;
  for (const node of editor.entries()) node.classList.toggle("here", node.dataset.key === key);
  paint();
  const entry = key && label.locate(content, key)?.entry;
  const place = entry && placeOf(entry);
  if (place && !stacked.matches) source.reveal(place);
}

function show(key) {
  active = null;
  activate(key);
  const place = placeOf(label.locate(content, key).entry);
  if (!place) return;
  source.begin = place.start;
  source.reveal(place);
  $("back").hidden = !stacked.matches;
}

let picked = { offset: null, turn: 0 };
function pick(offset) {
  const hits = lists.flatMap((field) => content[field.name].map((entry) => ({ key: entry.key, place: field.form === "figures" ? figurePlace(entry) : field.form === "items" ? placeOf(entry) : null })))
    .filter(({ place }) => place && place.start <= offset && offset <= place.end)
    .sort((a, b) => a.place.end - a.place.start - (b.place.end - b.place.start));
  if (!hits.length) return;
  picked = { offset, turn: picked.offset === offset ? picked.turn + 1 : 0 };
  const { key } = hits[picked.turn % hits.length];
  editor.entry(key).scrollIntoView({ block: "center" });
  focus(key);
}

/** The bar with what can be made of the words chosen. */
function offer() {
  const span = source.chosen;
  $("chosen").hidden = !span;
  if (!span) return;
  const offered = (what, key, attributes) => element("button", { type: "button", ...attributes }, what, key ? element("kbd", {}, key) : "");
  const here = active && ["items", "figures"].includes(lists.find((field) => field.name === label.locate(content, active)?.field)?.form);
  const buttons = [...hotkeys].map(([key, field]) => offered(`＋${field.label}`, key, { "data-add": field.name }));
  $("chosen").replaceChildren(
    element("span", { class: "dim" }, `${span.end - span.start} 字`),
    ...(here ? [offered("作当前一条的依据", "e", { "data-cite": "" })] : []), ...buttons);
}

$("chosen").addEventListener("mousedown", (event) => event.preventDefault());
$("chosen").addEventListener("click", (event) => {
  const { add: name, cite: cited } = event.target.closest("button")?.dataset ?? {};
  if (name) add(lists.find((field) => field.name === name));
  else if (cited !== undefined) cite(active);
});
$("back").addEventListener("click", () => {
  $("back").hidden = true;
  editor.entry(active)?.scrollIntoView({ block: "center" });
  if (active) focus(active);
});
$("form").addEventListener("focusin", (event) => {
  const key = editor.keyOf(event.target);
  if (key) activate(key);
});

// --- what keys do

const beyond = (key, by) => {
  const all = editor.entries();
  const at = all.findIndex((node) => node.dataset.key === key);
  return all[Math.min(Math.max(at + by, 0), all.length - 1)]?.dataset.key;
};

function beside(key, by) {
  const { field } = label.locate(content, key);
  const names = editor.items.map((each) => each.name);
  const to = names[names.indexOf(field) + by];
  if (names.includes(field) && to) moveTo(key, to);
}

function setStatus(key, at) {
  const { field } = label.locate(content, key);
  const statuses = Object.keys(page.fields.find((each) => each.name === field).statuses ?? {});
  if (statuses[at]) update(label.change(content, key, { status: statuses[at] }));
}

listen({
  ready: () => Boolean(content),
  act, cite, show, focus, beyond, beside, setStatus, drop, undo, redo, accept,
  save: () => sync.flush(),
  settle: () => draw(true),
  help: () => $("help").showModal(),
  cited: (key) => { const { entry } = label.locate(content, key); return "text" in entry && "evidence" in entry; },
  shift: (key, by) => { update(label.shift(content, key, by)); focus(key); },
  addAfter: (key) => { source.chosen = null; add(lists.find((field) => field.name === label.locate(content, key).field)); },
  inSource: (key) => {
    if (key === "Escape") active ? focus(active) : $("form").querySelector(".entry")?.focus();
    else if (key === "e" && source.chosen) cite(active);
    else if (source.chosen && hotkeys.has(key)) add(hotkeys.get(key));
    else return false;
    return true;
  },
});

// --- the server

function report(state, why = "") {
  const status = $("status");
  status.className = state;
  if (state === "offline") status.textContent = "服务连不上：改动存在浏览器里，正在重试";
  else if (state === "refused") status.textContent = `没有存上：${why}`;
  else status.textContent = state === "note" ? why : SAID[state];
}

function kept(answer) {
  draft = answer;
  faults = answer.faults;
  standing();
  if (!$("form").contains(document.activeElement) || !document.activeElement.matches("input, textarea, select")) draw(true);
}

function standing() {
  const errors = faults.filter((fault) => fault.level === "error").length;
  const parts = [draft.prefilled_by ? `由 ${draft.prefilled_by === "none" ? "规则" : draft.prefilled_by} 预填` : "从空白标起", errors ? `${errors} 处要改` : "没有错误"];
  if (draft.state === "accepted") parts.unshift(`${draft.annotator} 已接受`);
  $("standing").textContent = parts.join(" · ");
  $("accept").disabled = !draft.revision && draft.state !== "accepted";
  $("accept").classList.toggle("done", draft.state === "accepted");
  $("accept").textContent = draft.state === "accepted" ? "✓ 已接受" : "接受";
}

async function accept() {
  const answer = await sync.accept();
  if (!answer) return;
  faults = answer.faults;
  if (answer.revision) {
    draft = answer;
    standing();
    draw(true);
    return;
  }
  draw(true);
  report("refused", `${faults.length} 处要改`);
  const first = document.querySelector(".fault.error");
  first?.scrollIntoView({ block: "center" });
  first?.closest(".entry")?.focus({ preventScroll: true });
}

async function conflict(theirs) {
  const from = theirs ?? { revision: 0, content: sync.base.content, annotator: "", faults: [] };
  const both = label.merge(sync.base.content, content, from.content);
  const named = (name) => page.fields.find((field) => name === field.name || name === `${field.name}_variants`)?.label ?? name;
  const take = await askWhose(from.annotator, both.contested.map(named));
  sync.start({ revision: from.revision, content: from.content }, content);
  draft = { ...draft, ...from };
  update({ merge: both.content, mine: content, theirs: from.content }[take]);
  sync.stop(false);
  if (sync.dirty) return;
  report("saved");
  kept(from);
}

// --- the beginning

function furnish() {
  document.title = `${page.name} · 核对`;
  $("name").textContent = page.name;
  $("title").textContent = page.name;
  for (const way of ["previous", "next"]) {
    if (page[way]) {
      $(way).href = encodeURIComponent(page[way]);
      $(way).hidden = false;
    }
  }
  $("annotator").value = sessionStorage.getItem("annotator") ?? page.annotator;
  $("annotator").addEventListener("change", () => sessionStorage.setItem("annotator", $("annotator").value.trim()));
  $("parts").append(...[{ name: "facts", label: "著录项" }, ...page.fields.filter((field) => field.form !== "fact")].map((field) =>
    element("a", { href: field.name === "facts" ? "#facts" : `#part-${field.name}`, "data-name": field.name }, field.label, element("span", { class: "count" }))));
  $("undo").addEventListener("click", undo);
  $("redo").addEventListener("click", redo);
  $("accept").addEventListener("click", accept);
  $("ask").addEventListener("click", () => $("help").showModal());
  addEventListener("pagehide", () => sync.note());
}

async function begin() {
  furnish();
  if (page.hidden) fail("这一份已由模型预填，盲标看不到；请用 --annotator 名字 另标一份。");
  if (!draft) {
    report("note", page.fills ? "正在摘要…" : "正在准备…");
    draft = await sync.ask("POST", "/prefill", {});
    if (!draft) return;
    faults = draft.faults;
  }
  content = draft.content;
  sync.start({ revision: draft.revision, content }, content);
  report("note", "");
  standing();
  $("accept").disabled = false;
  draw(true);
  restore();
}

/** Takes up what was not yet saved when the page or the server went away. */
function restore() {
  const left = sync.unsaved();
  if (!left || label.same(left.content, content)) return sync.note();
  if (left.base.revision !== draft.revision) {
    sync.base = left.base;
    gone.push(content);
    content = sync.content = left.content;
    sync.stop(true);
    draw(true);
    return conflict(draft);
  }
  update(left.content);
  report("note", "已恢复上次没有存上的改动");
}

await begin();
