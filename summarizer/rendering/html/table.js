"use strict";
/** Tables whose head cells have data-sort ("number" or "text") are sorted by a press on the head.
    A cell is compared by data-v, or by its text where it has none; cells without a value come last. */
(() => {
  const valueIn = (column) => (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;

  function sortBy(head) {
    const table = head.closest("table");
    const value = valueIn(head.cellIndex);
    const text = head.dataset.sort === "text";
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const order = (a, b) => {
      if (value(a) === "" || value(b) === "") return (value(a) === "") - (value(b) === "");
      const by = text ? value(a).localeCompare(value(b), "zh-CN") : value(a) - value(b);
      return up ? by : -by;
    };
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort(order));
  }

  for (const head of document.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(head));
  }
})();
