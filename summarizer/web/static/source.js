/** The source: the whole text in lines, with highlights laid over it and a selection that keys can move.
    All offsets are code points of the document, as in labels; the browser counts UTF-16 units within a line. */

const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const CLAUSES = /[^。！？!?；;，,\n]*[。！？!?；;，,\n]*/gu;
const SENTENCES = /[^。！？!?；;\n]*[。！？!?；;\n]*/gu;
const unitsOf = (text, points) => [...text].slice(0, points).join("").length;
const pointsOf = (text, units) => [...text.slice(0, units)].length;

export class Source {
  /** `onPick(offset)` is called for a click on the text, `onChoose()` when what is selected changes. */
  constructor(pane, { text, lines }, { onPick, onChoose }) {
    this.pane = pane;
    this.characters = Array.from(text);
    this.chosen = null;
    this.onChoose = onChoose;
    this.lines = lines.map((line, index) => this.line(line, lines[index + 1]?.start ?? this.characters.length));
    this.cursor = null;
    pane.addEventListener("click", (event) => {
      const offset = this.offsetAt(event);
      if (getSelection().isCollapsed && offset !== null) onPick(offset);
    });
    document.addEventListener("selectionchange", () => this.read());
    pane.addEventListener("keydown", (event) => this.key(event));
  }

  line({ start, number, level, gone, note }, end) {
    const shown = this.quote(start, end).replace(UNSEEN, "▫").replace(/\r/g, "\u200b");
    const node = document.createElement("p");
    node.textContent = shown;
    if (number) node.id = `l${number}`;
    if (!shown.trim()) node.className = "blank";
    if (level) {
      node.setAttribute("role", "heading");
      node.setAttribute("aria-level", Math.min(level + 2, 6));
    }
    if (note) {
      this.cut = document.createElement("details");
      this.cut.className = "cut";
      this.cut.append(document.createElement("summary"));
      this.cut.firstChild.textContent = `已去掉：${note}`;
      this.pane.append(this.cut);
    }
    (gone || (this.cut && !number && !shown.trim()) ? this.cut ?? this.pane : this.pane).append(node);
    if (!gone && number) this.cut = null;
    return { start, end, number, node, shown };
  }

  quote(start, end) { return this.characters.slice(start, end).join(""); }

  lineAt(offset) {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lines[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return this.lines[low];
  }

  /** Where an entry's evidence stands: at the place noted if it still does, else where it first stands. */
  place(evidence, at) {
    if (!evidence) return null;
    const length = Array.from(evidence).length;
    if (at !== null && at !== undefined && this.quote(at, at + length) === evidence) return { start: at, end: at + length };
    const found = this.text.indexOf(evidence);
    if (found < 0) return null;
    const start = pointsOf(this.text, found);
    return { start, end: start + length };
  }

  get text() { return this.whole ??= this.characters.join(""); }

  /** The parts of lines that a span covers, as ranges of the page. */
  ranges({ start, end }) {
    const found = [];
    for (let index = this.lines.indexOf(this.lineAt(start)); index < this.lines.length; index++) {
      const line = this.lines[index];
      if (line.start >= end) break;
      if (!line.node.firstChild) continue;
      const range = new Range();
      range.setStart(line.node.firstChild, unitsOf(line.shown, Math.max(start - line.start, 0)));
      range.setEnd(line.node.firstChild, unitsOf(line.shown, Math.min(end, line.end) - line.start));
      found.push(range);
    }
    return found;
  }

  /** Lays highlights over the text: spans by the name of the highlight. */
  mark(spans) {
    if (!window.Highlight) return;
    for (const [name, some] of Object.entries(spans)) {
      CSS.highlights.set(name, new Highlight(...some.flatMap((span) => this.ranges(span))));
    }
  }

  reveal(span) {
    const [range] = this.ranges(span);
    if (!range) return;
    const cut = range.startContainer.parentElement.closest("details");
    if (cut) cut.open = true;
    const box = range.getBoundingClientRect();
    const pane = this.pane.getBoundingClientRect();
    if (this.pane.scrollHeight > this.pane.clientHeight) {
      if (box.top < pane.top + 20 || box.bottom > pane.bottom - 60) this.pane.scrollTop += box.top - pane.top - pane.height / 3;
    } else scrollTo({ top: scrollY + box.top - innerHeight / 3 });
  }

  offsetAt({ clientX, clientY }) {
    const spot = document.caretPositionFromPoint?.(clientX, clientY);
    const old = spot ? null : document.caretRangeFromPoint?.(clientX, clientY);
    return this.offset(spot?.offsetNode ?? old?.startContainer, spot?.offset ?? old?.startOffset);
  }

  offset(node, units) {
    const line = this.lines.find((each) => each.node.contains(node ?? null));
    if (!line) return null;
    if (node === line.node) return units ? line.end : line.start;
    return line.start + pointsOf(line.shown, units);
  }

  /** Takes over what the mouse has selected. */
  read() {
    const selection = getSelection();
    if (selection.rangeCount === 0 || !this.pane.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const start = this.offset(range.startContainer, range.startOffset);
    const end = this.offset(range.endContainer, range.endOffset) ?? start;
    if (start === null) return;
    if (selection.isCollapsed) {
      if (this.byKey) return;
      this.choose(null);
    } else this.choose(this.trimmed({ start, end }));
  }

  trimmed({ start, end }) {
    while (start < end && /\s/u.test(this.characters[start])) start++;
    while (end > start && /\s/u.test(this.characters[end - 1])) end--;
    return start < end ? { start, end } : null;
  }

  choose(span) {
    this.chosen = span;
    this.mark({ chosen: span ? [span] : [] });
    this.onChoose();
  }

  /** The clause or sentence around an offset. */
  around(offset, pattern = CLAUSES) {
    const line = this.lineAt(offset);
    let start = line.start;
    for (const [piece] of this.quote(line.start, line.end).matchAll(pattern)) {
      const end = start + Array.from(piece).length;
      if (offset < end) return { start, end };
      start = end;
    }
    return { start: line.start, end: line.end };
  }

  /** The next sentence that has words, from an offset on in a direction; null at the ends of the text. */
  sentence(offset, by) {
    for (let at = offset; at >= 0 && at < this.characters.length;) {
      const span = this.around(at, SENTENCES);
      const found = this.trimmed(span);
      const onward = found && (by > 0 ? found.end > offset : found.start <= offset);
      if (onward && !this.lineAt(at).node.closest("details")) return found;
      at = by > 0 ? span.end : span.start - 1;
    }
    return null;
  }

  key(event) {
    const now = this.chosen;
    const down = event.key === "ArrowDown";
    let next = null;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (down || event.key === "ArrowUp") {
      const from = now ? (down ? now.end : now.start - 1) : this.begin ?? 0;
      const found = this.sentence(from, down ? 1 : -1);
      next = found && event.shiftKey && now ? { start: Math.min(now.start, found.start), end: Math.max(now.end, found.end) } : found;
    } else if (now && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      const by = event.key === "ArrowRight" ? 1 : -1;
      next = event.shiftKey ? { start: now.start + by, end: now.end } : { start: now.start, end: now.end + by };
      if (next.start < 0 || next.start >= next.end || next.end > this.characters.length) next = now;
    } else return;
    event.preventDefault();
    if (!next) return;
    this.byKey = true;
    getSelection().removeAllRanges();
    this.choose(next);
    this.reveal(next);
    setTimeout(() => { this.byKey = false; });
  }
}
