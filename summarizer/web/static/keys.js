/** The keyboard: which key does what, and where. Letters do something only where nothing is typed. */

/** `do_` is what can be done: functions of the key of the entry that has the focus, mostly. */
export function listen(do_) {
  const text = document.getElementById("text");
  const form = document.getElementById("form");
  const next = (key) => do_.focus(do_.beyond(key, 1));
  const previous = (key) => do_.focus(do_.beyond(key, -1));
  const onEntry = {
    j: next, ArrowDown: next, k: previous, ArrowUp: previous,
    Enter: (key, node) => node.querySelector("textarea").focus(),
    g: do_.show, e: do_.cite, a: do_.addAfter, x: do_.drop, Delete: do_.drop,
    s: (key) => do_.cited(key) && do_.act("split", key),
    m: (key) => do_.cited(key) && do_.act("join", key),
    "[": (key) => do_.beside(key, -1), "]": (key) => do_.beside(key, 1),
    1: (key) => do_.setStatus(key, 0), 2: (key) => do_.setStatus(key, 1),
    3: (key) => do_.setStatus(key, 2), 4: (key) => do_.setStatus(key, 3),
  };

  function command({ key, shiftKey }) {
    const letter = key.toLowerCase();
    if ((letter === "z" && shiftKey) || letter === "y") do_.redo();
    else if (letter === "z") do_.undo();
    else if (letter === "s") do_.save();
    else if (letter === "enter") do_.accept();
    else return false;
    return true;
  }

  /** Enter and Escape end the typing in an entry. */
  function typing({ key, target }) {
    const entry = target.closest(".entry");
    if (!entry || !(key === "Escape" || (key === "Enter" && target.localName === "textarea"))) return false;
    do_.settle();
    do_.focus(entry.dataset.key);
    return true;
  }

  function entry({ key, altKey, target }) {
    if (altKey && (key === "ArrowUp" || key === "ArrowDown")) do_.shift(target.dataset.key, key === "ArrowUp" ? -1 : 1);
    else if (!altKey && key in onEntry) onEntry[key](target.dataset.key, target);
    else return false;
    return true;
  }

  function untyped(event) {
    const { key, target } = event;
    if (key === "?") do_.help();
    else if (target === text) return do_.inSource(key);
    else if (key === "o") text.focus();
    else if (target.matches(".entry")) return entry(event);
    else if (key === "j" && !target.closest("button, a")) form.querySelector(".entry")?.focus();
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]") || !do_.ready()) return;
    let done;
    if (event.ctrlKey || event.metaKey) done = command(event);
    else if (event.target.closest("input, textarea, select")) done = typing(event);
    else done = untyped(event);
    if (done) event.preventDefault();
  });
}
