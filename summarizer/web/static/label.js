/** A label's content as a value: every change makes a new one, so that it can be undone, compared and merged. */

const STRANGE = /[^\p{L}\p{N}]/gu;
const NUMBERING = /^\s*(?:[（(]?[一二三四五六七八九十百\d]{1,3}[）)、.．]|[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]+[，,、])\s*/u;
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const newKey = () => crypto.randomUUID().replace(STRANGE, "").slice(0, 12);

const replaced = (content, field, list) => ({ ...content, [field]: list });

export function locate(content, key) {
  for (const [field, list] of Object.entries(content)) {
    if (Array.isArray(list)) {
      const index = list.findIndex((entry) => entry?.key === key);
      if (index >= 0) return { field, index, entry: list[index] };
    }
  }
  return null;
}

export const set = (content, field, value) => replaced(content, field, value);

export function change(content, key, values) {
  const { field, index, entry } = locate(content, key);
  return replaced(content, field, content[field].with(index, { ...entry, ...values }));
}

export function insert(content, field, entry, after = null) {
  const index = after === null ? content[field].length : content[field].findIndex((each) => each.key === after) + 1;
  return replaced(content, field, content[field].toSpliced(index, 0, entry));
}

export function remove(content, key) {
  const { field, index } = locate(content, key);
  return replaced(content, field, content[field].toSpliced(index, 1));
}

/** Exchanges an entry with its neighbour. */
export function shift(content, key, by) {
  const { field, index, entry } = locate(content, key);
  const to = index + by;
  if (to < 0 || to >= content[field].length) return content;
  return replaced(content, field, content[field].toSpliced(index, 1).toSpliced(to, 0, entry));
}

/** Puts an item into another list, where its evidence stands among that list's. */
export function move(content, key, field, takesDeadline) {
  const { entry } = locate(content, key);
  const { deadline, ...rest } = entry;
  const moved = takesDeadline && deadline ? entry : rest;
  const list = content[field];
  const after = list.findIndex((each) => (each.at ?? Infinity) > (entry.at ?? Infinity));
  return replaced(remove(content, key), field, list.toSpliced(after < 0 ? list.length : after, 0, moved));
}

/** Cuts an item in two at a place of its text, or at its first comma; both keep the evidence. */
export function split(content, key, at = null) {
  const { field, index, entry } = locate(content, key);
  const comma = entry.text.search(/[，,；;、]/u);
  const cut = at !== null && at > 0 && at < entry.text.length ? at : comma > 0 ? comma : Math.ceil(entry.text.length / 2);
  const parts = [entry.text.slice(0, cut), entry.text.slice(cut).replace(/^[，,；;、：:]+/u, "")];
  const second = { ...entry, key: newKey(), text: parts[1] };
  return { content: replaced(content, field, content[field].toSpliced(index, 1, { ...entry, text: parts[0] }, second)), key: second.key };
}

/** Joins an item with the next one; the evidence is the stretch over both where it is short, else the first's. */
export function join(content, key, stretch) {
  const { field, index, entry } = locate(content, key);
  const next = content[field][index + 1];
  if (!next) return content;
  const merged = { ...entry, text: `${entry.text.replace(/[。；;，,]$/u, "")}，${next.text}`, ...stretch(entry, next) };
  return replaced(content, field, content[field].toSpliced(index, 2, merged));
}

/** What a stretch of the source says, as the text of an item. */
export const asText = (quote) => quote.replace(/\s+/gu, "").replace(NUMBERING, "").replace(/[。；;，,：:]$/u, "").slice(0, 45);

/** Both sides' changes of a common base. Where both changed one thing, mine counts; such fields are `contested`. */
export function merge(base, mine, theirs) {
  const merged = {};
  const contested = [];
  for (const field of Object.keys(theirs)) {
    const [was, here, there] = [base?.[field], mine[field], theirs[field]];
    if (same(here, there) || same(there, was)) merged[field] = here;
    else if (same(here, was)) merged[field] = there;
    else if (keyed(here) && keyed(there)) merged[field] = lists(was ?? [], here, there, () => contested.push(field));
    else {
      merged[field] = here;
      contested.push(field);
    }
  }
  return { content: merged, contested: [...new Set(contested)] };
}

const keyed = (value) => Array.isArray(value) && value.every((entry) => entry?.key);

function lists(was, here, there, contest) {
  const by = (list) => new Map(list.map((entry) => [entry.key, entry]));
  const [old, mine, theirs] = [by(was), by(here), by(there)];
  const kept = [];
  for (const entry of here) {
    const other = theirs.get(entry.key);
    const before = old.get(entry.key);
    if (!other) {
      if (before && same(entry, before)) continue; // they deleted what I left alone
      if (before) contest();
      kept.push(entry);
    } else if (same(entry, before)) kept.push(other);
    else {
      if (!same(other, before) && !same(other, entry)) contest();
      kept.push(entry);
    }
  }
  there.forEach((entry, index) => {
    if (mine.has(entry.key)) return;
    const before = old.get(entry.key);
    if (before && same(entry, before)) return; // I deleted it
    if (before) contest();
    const neighbour = kept.findIndex((each) => each.key === there[index - 1]?.key);
    kept.splice(neighbour + 1 || (index ? kept.length : 0), 0, entry);
  });
  return kept;
}
