"use strict";
(() => {
  const severity = document.body.dataset.severity.split(" ");
  const filters = document.getElementById("filters");
  const readings = new WeakMap();

  /** Entries and marks of one answer, looked up once. */
  function parts(reading) {
    if (!readings.has(reading)) {
      const entries = new Map();
      for (const item of reading.querySelectorAll(".entries li")) entries.set(item.dataset.n, item);
      const marks = [...reading.querySelectorAll("mark")].map((node) => ({ node, entries: node.dataset.e.split(" ") }));
      readings.set(reading, { entries, marks });
    }
    return readings.get(reading);
  }

  function wanted() {
    const form = new FormData(filters);
    return {
      field: form.get("field"),
      error: form.get("error"),
      stratum: form.get("stratum") || "",
      outcomes: new Set(form.getAll("outcome")),
    };
  }

  /** Hides what is not wanted; says whether anything is left. */
  function filterEntries(reading, want) {
    let left = false;
    for (const section of reading.querySelectorAll(".field")) {
      const items = section.querySelectorAll("li");
      let any = !items.length && !want.field && !want.error;
      const inField = !want.field || section.dataset.field === want.field;
      for (const item of items) {
        const fits = inField && (!want.error || item.children[1].textContent === want.error) && want.outcomes.has(item.dataset.outcome);
        item.hidden = !fits;
        any ||= fits;
      }
      section.hidden = !any;
      left ||= any;
    }
    return left;
  }

  /** Colours marks by the worst of their entries that are shown. */
  function filterMarks(reading) {
    const { entries, marks } = parts(reading);
    for (const { node, entries: numbers } of marks) {
      const shown = numbers.map((n) => entries.get(n)).filter((item) => !item.hidden).map((item) => item.dataset.outcome);
      node.className = severity.find((outcome) => shown.includes(outcome)) || "off";
    }
  }

  function filterAll() {
    const want = wanted();
    const inStratum = (item) => !want.stratum || item.dataset.strata.split(" ").includes(want.stratum);
    for (const row of document.querySelectorAll("tr[data-strata]")) row.hidden = !inStratum(row);
    for (const item of document.querySelectorAll("details.document")) {
      const readings = [...item.querySelectorAll(".reading")];
      const left = readings.filter((reading) => filterEntries(reading, want));
      item.hidden = !inStratum(item) || ((want.field || want.error) && !left.length);
      if (item.open) readings.forEach(filterMarks);
    }
    document.getElementById("nothing").hidden = Boolean(document.querySelector("details.document:not([hidden])"));
  }

  /** Shows the evidence of some entries in every pane but the one that was clicked. */
  function show(reading, items, clicked) {
    const numbers = items.map((item) => item.dataset.n);
    const nodes = parts(reading).marks.filter(({ entries }) => entries.some((n) => numbers.includes(n))).map(({ node }) => node);
    for (const text of reading.querySelectorAll(".pane .text")) {
      const first = !text.contains(clicked) && nodes.find((node) => text.contains(node));
      if (first) text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
    }
    for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
    for (const node of [...items, ...nodes]) node.classList.add("here");
  }

  function showEntries(mark) {
    const reading = mark.closest(".reading");
    const { entries } = parts(reading);
    const items = mark.dataset.e.split(" ").map((n) => entries.get(n)).filter((item) => !item.hidden);
    items[0].scrollIntoView({ block: "nearest" });
    show(reading, items, mark);
  }

  function openTarget() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.matches("details")) target.open = true;
  }

  document.addEventListener("click", (event) => {
    const item = event.target.closest(".entries li");
    const mark = event.target.closest("mark");
    const link = event.target.closest('a[href^="#document-"]');
    if (item) show(item.closest(".reading"), [item], item);
    else if (mark && !mark.classList.contains("off")) showEntries(mark);
    else if (link) document.getElementById(link.hash.slice(1)).open = true;
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.document") && event.target.open) {
      event.target.querySelectorAll(".reading").forEach(filterMarks);
    }
  }, true);
  filters.addEventListener("change", filterAll);
  filters.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", openTarget);
  filters.reset();
  filters.hidden = false;
  openTarget();
})();
