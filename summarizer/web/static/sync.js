/** Keeps a draft: at once in the browser, a moment later at the server. `report` is told how that stands. */
import { same } from "./label.js";

const PAUSE = 400; // milliseconds without a change before it is sent
const AGAIN = 2000; // before a server that does not answer is asked again

export class Sync {
  /** `base` is what the server has: revision and content; `onConflict(theirs)` decides what becomes of ours. */
  constructor(address, { report, onConflict, onKept, annotator }) {
    Object.assign(this, { address, report, onConflict, onKept, annotator });
    this.slot = `review:${address}`;
    this.base = { revision: 0, content: null };
    this.content = null;
    this.waiting = this.sending = null;
  }

  /** What was being changed here when the page or the server went away; null where all was kept. */
  unsaved() {
    try { return JSON.parse(localStorage.getItem(this.slot)); } catch { return null; }
  }

  start(base, content) {
    this.base = base;
    this.content = content;
  }

  get dirty() { return !same(this.content, this.base.content); }

  change(content) {
    this.content = content;
    this.note();
    if (!this.stopped) this.wait(PAUSE);
  }

  /** Until the user has chosen between two versions, nothing is sent. */
  stop(stopped) {
    this.stopped = stopped;
    clearTimeout(this.waiting);
    if (!stopped && this.dirty) this.wait(0);
  }

  note() {
    const { revision, content } = this.base;
    try {
      if (this.dirty) localStorage.setItem(this.slot, JSON.stringify({ base: { revision, content }, content: this.content }));
      else localStorage.removeItem(this.slot);
    } catch { this.report("full"); }
  }

  wait(pause) {
    clearTimeout(this.waiting);
    this.report("changed");
    this.waiting = setTimeout(() => this.flush(), pause);
  }

  /** Sends what has not been sent; true once the server has it all. */
  async flush() {
    clearTimeout(this.waiting);
    if (this.sending) await this.sending;
    if (this.stopped) return false;
    if (!this.dirty) {
      this.report("saved");
      return true;
    }
    this.sending = this.send();
    const kept = await this.sending;
    this.sending = null;
    return kept && !this.stopped && this.dirty ? this.flush() : kept;
  }

  async send() {
    const content = this.content;
    this.report("saving");
    const answer = await this.ask("PUT", "", { revision: this.base.revision, content });
    if (!answer) return false;
    this.base = { revision: answer.revision, content };
    this.note();
    this.report("saved");
    this.onKept(answer);
    return true;
  }

  async accept() {
    if (!(await this.flush())) return null;
    const answer = await this.ask("POST", "/accept", { revision: this.base.revision });
    if (answer && !answer.faults.some((fault) => fault.level === "error")) this.report("accepted");
    return answer;
  }

  /** The answer, or null where there is none to go on with: then somebody has been told. */
  async ask(method, path, body) {
    let response;
    try {
      response = await fetch(this.address + path, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ annotator: this.annotator(), ...body }),
      });
    } catch {
      this.report("offline");
      this.waiting = setTimeout(() => this.flush(), AGAIN);
      return null;
    }
    const answer = await response.json().catch(() => ({ error: `${response.status}` }));
    if (response.ok || response.status === 422) return answer;
    if (response.status === 409) {
      this.stop(true);
      this.onConflict(answer.draft);
    } else this.report("refused", answer.error);
    return null;
  }
}
