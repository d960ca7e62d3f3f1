/** The list of documents: filtered as one types, walked through by keys. Times are told as the clock here has them. */
(() => {
  const form = document.querySelector(".filters");
  const rows = [...document.querySelectorAll("tbody tr")];
  const said = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const shown = () => [...document.querySelectorAll("tbody tr")].filter((row) => !row.hidden);

  function filter() {
    const { words, state } = Object.fromEntries(new FormData(form));
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      row.hidden = Boolean(state && row.dataset.state !== state) || !wanted.every((word) => said.get(row).includes(word));
    }
    const count = shown().length;
    form.querySelector("output").value = count === rows.length ? "" : `${count} / ${rows.length}`;
  }

  function step(by) {
    const all = shown();
    const at = all.indexOf(document.activeElement.closest("tr"));
    all[Math.min(Math.max(at + by, 0), all.length - 1)]?.querySelector("a").focus();
  }

  for (const time of document.querySelectorAll("time")) {
    time.textContent = new Date(time.dateTime).toLocaleString("zh-CN", { dateStyle: "short", timeStyle: "short" });
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") form.elements.words.focus();
    else return;
    event.preventDefault();
  });
  filter();
})();
