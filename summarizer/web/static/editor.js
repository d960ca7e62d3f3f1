/** The form: draws a label's content by the fields of its schema. What is done in it goes to `act`. */

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "value" || (name in node && typeof value !== "string")) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const MOST = { text: 45, subject: 30 };
const SYMBOL = { e: "依据", a: "添", s: "拆分", m: "合并", x: "删除" };

export class Editor {
  constructor(root, fields, act) {
    Object.assign(this, { root, fields, act });
    this.items = fields.filter((field) => field.form === "items");
    root.addEventListener("input", (event) => this.typed(event.target));
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-do]");
      if (button) act(button.dataset.do, this.keyOf(button), button.dataset.field);
    });
  }

  keyOf(node) { return node.closest("[data-key]")?.dataset.key ?? null; }

  typed(input) {
    const { field, part, prop } = input.dataset;
    if (input.localName === "textarea") fit(input);
    if (field) this.act("set", null, field, { part, value: input.value, list: input.dataset.list });
    else if (prop === "list") this.act("move", this.keyOf(input), input.value);
    else if (prop) this.act("edit", this.keyOf(input), null, { prop, value: valueOf(input) });
  }

  /** Draws everything anew; what had the focus has it again. */
  draw(content, { places, faults }) {
    const focused = document.activeElement;
    const [key, prop, field, part] = [this.keyOf(focused), focused.dataset?.prop, focused.dataset?.field, focused.dataset?.part];
    const caret = focused.selectionStart;
    const inside = this.root.contains(focused);
    this.places = places;
    this.faults = faults;
    const facts = this.fields.filter((each) => each.form === "fact");
    const others = this.fields.filter((each) => each.form !== "fact");
    this.root.replaceChildren(this.facts(facts, content), ...others.map((each) => this.part(each, content)));
    this.root.querySelectorAll("textarea").forEach(fit);
    if (inside) this.refocus(key, prop, field, part, caret);
  }

  refocus(key, prop, field, part, caret) {
    const entry = key && this.entry(key);
    const query = prop ? `[data-prop="${prop}"]` : field ? `[data-field="${field}"]${part ? `[data-part="${part}"]` : ""}` : null;
    const node = key ? (query && entry?.querySelector(query)) ?? entry : query && this.root.querySelector(query);
    node?.focus({ preventScroll: true });
    if (typeof caret === "number" && node?.setSelectionRange && node.type !== "number") node.setSelectionRange(caret, caret);
  }

  entry(key) { return this.root.querySelector(`[data-key="${CSS.escape(key)}"]`); }
  entries() { return [...this.root.querySelectorAll(".entry")]; }

  facts(fields, content) {
    const grid = element("div", { class: "factgrid" }, ...fields.map((field) => this.fact(field, content)));
    return element("section", { id: "facts", class: "part" }, element("h2", {}, "著录项"), grid);
  }

  fact({ name, label, choices, parts }, content) {
    const box = element("div", { class: "fact", role: "group", "aria-label": label }, element("span", { class: "name" }, label));
    const value = content[name];
    if (choices) {
      box.append(select({ "data-field": name, "aria-label": label }, Object.entries(choices), value));
      return box;
    }
    for (const [part, said] of Object.entries(parts ?? { "": "" })) {
      const shown = part ? value?.[part] : value;
      box.append(element("input", { "data-field": name, "data-part": part || null, value: shown ?? "", placeholder: said || "没有写", "aria-label": said ? `${label} ${said}` : label, autocomplete: "off" }));
    }
    if (!parts) {
      const variants = content[`${name}_variants`] ?? [];
      box.append(element("input", { class: "variants", "data-field": `${name}_variants`, "data-list": "|", value: variants.join("|"), placeholder: "同样正确的写法，用 | 隔开", "aria-label": `${label}的别种写法`, autocomplete: "off" }));
    }
    box.append(...this.faultsAt(name));
    return box;
  }

  part(field, content) {
    const { name, label, form, status } = field;
    const list = content[name];
    const count = Array.isArray(list) ? element("span", { class: "count" }, `${list.length}`) : null;
    const head = element("h2", {}, label, " ", count ?? "");
    const section = element("section", { id: `part-${name}`, class: `part ${status ?? ""}` }, head, ...this.faultsAt(name));
    if (form === "prose") section.append(this.prose(field, list));
    else {
      const rows = list.map((entry, index) => this.row(field, entry, index, list.length));
      section.append(element("div", { class: `entries list-${form}` }, ...rows));
      section.append(element("button", { type: "button", class: "add", "data-do": "add", "data-field": name }, `＋ 添${label}`));
    }
    return section;
  }

  prose({ name, label, least, most }, text) {
    const length = Array.from(text).length;
    const far = length < least || length > most;
    return element("div", { class: "prosebox" },
      element("textarea", { "data-field": name, rows: "3", class: "prose", "aria-label": label, value: text }),
      element("span", { class: far ? "count far" : "count" }, `${length} 字（${least}–${most}）`));
  }

  row(field, entry, index, count) {
    const { name, label, form } = field;
    const row = element("div", { class: "entry", tabIndex: -1, "data-key": entry.key, role: "group", "aria-label": `${label}第 ${index + 1} 条` });
    const where = `${label}第 ${index + 1} 条`;
    if (form === "figures") row.append(...this.figure(field, entry, where));
    else if (form === "sections") {
      row.append(text("heading", entry.heading, `${where}标题`), select({ "data-prop": "role", "aria-label": `${where}的内容` }, Object.entries(field.roles), entry.role));
    } else row.append(text("text", entry.text, where));
    if (form === "items") row.append(this.quote(entry, entry.evidence));
    if (field.deadline) row.append(element("label", { class: "due" }, "期限", element("input", { "data-prop": "deadline", value: entry.deadline ?? "", placeholder: "年-月", "aria-label": `${where}的期限`, autocomplete: "off" })));
    row.append(this.tools(field, index, count, where), ...this.faultsAt(`${name}[${index}]`));
    return row;
  }

  figure(field, entry, where) {
    const number = (prop, label) => element("input", { "data-prop": prop, type: "number", step: "any", value: entry[prop] === null || entry[prop] === undefined ? "" : `${entry[prop]}`, class: "amount", placeholder: label, "aria-label": `${where}${label}` });
    const chosen = (prop, options, none) => select({ "data-prop": prop, "aria-label": `${where}${none}` }, [["", none], ...Object.entries(options)], entry[prop] ?? "");
    return [
      text("subject", entry.subject, `${where}：数的是什么`, "数的是什么"),
      element("div", { class: "values" },
        number("value", "数值"), element("span", { class: "dim" }, "至"), number("value_to", "上限"),
        element("input", { "data-prop": "unit", value: entry.unit, class: "unit", placeholder: "单位", "aria-label": `${where}单位`, autocomplete: "off" }),
        element("span", { class: "choices" },
          select({ "data-prop": "status", "aria-label": `${where}状态`, class: `status ${entry.status ?? ""}` }, [["", "状态"], ...Object.entries(field.statuses)], entry.status ?? ""),
          chosen("direction", field.directions, "增减"), chosen("qualifier", field.qualifiers, "约数"),
          element("label", { class: "optional" }, element("input", { type: "checkbox", "data-prop": "optional", checked: Boolean(entry.optional) }), "可有可无"))),
      this.quote(entry, entry.evidence, entry.mention),
    ];
  }

  quote(entry, evidence, mention = null) {
    const place = this.places(entry);
    const shown = evidence ? element("button", { type: "button", class: "quote", "data-do": "show", title: "在原文里看" }) : element("span", { class: "quote lacking" }, "还没有依据：在原文里选取，再按 e");
    if (evidence) {
      const at = mention ? evidence.indexOf(mention) : -1;
      if (at < 0) shown.append(evidence);
      else shown.append(evidence.slice(0, at), element("b", {}, mention), evidence.slice(at + mention.length));
      shown.append(element("span", { class: "ref" }, place ? ` ¶${place.line ?? "–"}` : " 原文里没有"));
    }
    return shown;
  }

  tools({ name, form }, index, count, where) {
    const tool = (what, key, label, enabled = true) => element("button", { type: "button", "data-do": what, title: `${label}（${key}）`, "aria-label": `${where}：${label}`, disabled: !enabled }, SYMBOL[key] ?? label);
    const cited = form === "items" || form === "figures";
    const others = this.items.map((each) => [each.name, each.label]);
    return element("div", { class: "tools" },
      cited ? tool("cite", "e", "用所选的原文作依据") : null,
      form === "items" ? tool("split", "s", "拆成两条") : null,
      form === "items" ? tool("join", "m", "与下一条合并", index + 1 < count) : null,
      form === "items" ? select({ "data-prop": "list", "aria-label": `${where}：移到` }, others, name) : null,
      tool("delete", "x", "删除"));
  }

  faultsAt(where) {
    return this.faults.filter((fault) => fault.where === where || fault.where.startsWith(`${where}.`) || (where.endsWith("]") && fault.where.startsWith(where)))
      .map((fault) => element("p", { class: `fault ${fault.level}` }, fault.what));
  }
}

function valueOf(input) {
  if (input.type === "checkbox") return input.checked;
  if (input.type === "number") return input.value === "" ? null : Number(input.value);
  if (input.localName === "select") return input.value || null;
  return input.value;
}

const text = (prop, value, label, placeholder = "") =>
  element("textarea", { "data-prop": prop, rows: "1", "aria-label": label, placeholder, value: value ?? "", title: MOST[prop] ? `不超过 ${MOST[prop]} 字` : null });

function select(attributes, options, chosen) {
  const known = options.some(([value]) => value === chosen);
  const all = known || !chosen ? options : [...options, [chosen, chosen]];
  return element("select", attributes, ...all.map(([value, label]) => element("option", { value, selected: value === chosen }, label)));
}

function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
