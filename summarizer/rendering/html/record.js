/** The summary and its source: each entry (data-n) leads to its marks (data-e), each mark to its entries. */
(() => {
  const summary = document.getElementById("summary");
  const text = document.querySelector("#source .text");
  const back = document.getElementById("back");
  const stacked = matchMedia("(max-width: 60rem)");
  const marks = [...text.querySelectorAll("mark")];
  const entries = new Map([...summary.querySelectorAll("[data-n]")].map((node) => [node.dataset.n, node]));
  const marksOf = new Map();
  let led = {};
  for (const mark of marks) {
    for (const n of mark.dataset.e.split(" ")) {
      if (!marksOf.has(n)) marksOf.set(n, []);
      marksOf.get(n).push(mark);
    }
  }

  /** Gives these nodes, and no others, the class. */
  function only(name, nodes) {
    for (const old of document.querySelectorAll(`.${name}`)) old.classList.remove(name);
    for (const node of nodes) node.classList.add(name);
  }

  const together = (n) => [entries.get(n), ...(marksOf.get(n) ?? [])];

  function reveal(node) {
    const cut = node.closest("details");
    if (cut) cut.open = true;
    if (node.closest("tr")?.hidden) {
      const form = node.closest(".figures").querySelector("form");
      form.reset();
      form.dispatchEvent(new Event("input"));
    }
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
  }

  /** One mark at a time is in the order of Tab; arrows move among them. */
  function stopAt(mark) {
    for (const other of text.querySelectorAll('mark[tabindex="0"]')) other.tabIndex = -1;
    if (mark) mark.tabIndex = 0;
  }

  function toSource(n, mark) {
    only("here", together(n));
    stopAt(mark);
    reveal(mark);
    led = { mark, n };
    back.hidden = !stacked.matches;
    history.replaceState(null, "", `#${mark.id}`);
  }

  function toSummary(mark, n) {
    only("here", together(n));
    stopAt(mark);
    led = { mark, n };
    back.hidden = true;
    reveal(entries.get(n).querySelector(".to"));
  }

  /** Where a mark leads: the shortest statement on it first, at each further press the next one. */
  function follow(mark) {
    const numbers = mark.dataset.e.split(" ");
    const again = led.mark === mark && led.followed;
    toSummary(mark, numbers[again ? (numbers.indexOf(led.n) + 1) % numbers.length : 0]);
    led.followed = true;
  }

  /** Back to what led to this mark, or to the first entry that rests on it. */
  function goBack(mark) {
    const numbers = mark.dataset.e.split(" ");
    toSummary(mark, numbers.includes(led.n) ? led.n : numbers[0]);
  }

  function light(target) {
    const entry = target.closest?.("[data-n]");
    const mark = target.closest?.("mark");
    const numbers = entry ? [entry.dataset.n] : mark ? mark.dataset.e.split(" ") : [];
    only("lit", numbers.flatMap(together));
  }

  for (const mark of marks) {
    mark.tabIndex = -1;
    mark.setAttribute("role", "link");
  }
  stopAt(marks[0]);

  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a.to");
    const mark = link && document.getElementById(link.hash.slice(1));
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toSource(link.closest("[data-n]").dataset.n, mark);
  });
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (mark && getSelection().isCollapsed) follow(mark);
  });
  text.addEventListener("keydown", (event) => {
    const mark = event.target.closest("mark");
    if (!mark) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Enter") follow(mark);
    else if (event.key === "Escape") goBack(mark);
    else if (step) {
      const other = marks[(marks.indexOf(mark) + step + marks.length) % marks.length];
      stopAt(other);
      reveal(other);
    } else return;
    event.preventDefault();
  });
  back.addEventListener("click", () => goBack(led.mark));
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, (event) => light(event.target));

  const removed = document.getElementById("show-removed");
  const openCuts = () => {
    for (const cut of text.querySelectorAll(".cut")) cut.open = removed.checked;
  };
  removed?.addEventListener("change", openCuts);
  if (removed?.checked) openCuts();

  const shared = document.getElementById(location.hash.slice(1));
  if (shared?.matches("mark")) toSource(shared.dataset.e.split(" ")[0], shared);
})();
