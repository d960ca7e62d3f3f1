/** New entries of a label: empty ones, or made of words chosen in the source. */
import { asText, newKey } from "./label.js";

export function blank({ form }) {
  const key = newKey();
  if (form === "items") return { key, text: "", evidence: "", at: null };
  if (form === "figures") return { key, subject: "", value: null, value_to: null, unit: "", mention: "", evidence: "", at: null, status: null, direction: null, qualifier: null };
  return form === "sections" ? { key, heading: "", role: "other" } : { key, text: "" };
}

/** What words of the source make: one entry, or a figure for each quantity in them. */
export function entriesOf(field, { start, end }, { source, quantities, statusAt }) {
  const quote = source.quote(start, end);
  const entry = blank(field);
  if (field.form === "items") return [{ ...entry, text: asText(quote), evidence: quote, at: start }];
  if (field.form === "sections") return [{ ...entry, heading: quote.trim() }];
  if (field.form !== "figures") return [{ ...entry, text: quote.replace(/^[《“]|[》”]$/gu, "") }];
  const within = quantities.filter((each) => each.start < end && start < each.end);
  if (!within.length) return [{ ...entry, mention: quote, evidence: quote, at: start }];
  return within.map((each) => ({ ...blank(field), ...figureOf(each, { source, statusAt }) }));
}

/** What the program has read of a quantity, with the clause around it as evidence. */
export function figureOf(quantity, { source, statusAt }) {
  const clause = source.trimmed(source.around(quantity.start));
  const span = { start: Math.min(clause.start, quantity.start), end: Math.max(clause.end, quantity.end) };
  const evidence = source.quote(span.start, span.end).replace(/[。；;，,！!？?、]+$/u, "");
  const subject = asText(source.quote(span.start, quantity.start)).slice(-20);
  const { start, end, value, value_to, unit, qualifier, direction } = quantity;
  return { subject, value, value_to, unit, mention: source.quote(start, end), evidence, at: span.start, status: statusAt(start), direction, qualifier };
}
