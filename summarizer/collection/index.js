/** The index: a report is shown where it fits all that is chosen and holds all the words looked for.
    What is chosen stands in the address, so that a view can be kept and going back finds it again. */
(() => {
  const form = document.getElementById("filters");
  const rows = [...document.getElementById("reports").tBodies[0].rows];
  const said = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const names = ["words", "kind", "region", "since", "until", "state"];

  // Dates are as precise as the report says: 2024 is within 2024-03 to 2024-05, as far as is known.
  const within = (date, since, until) =>
    (!since && !until) || (date !== "" && (!since || date >= since.slice(0, date.length)) && (!until || date.slice(0, until.length) <= until));
  const inState = (row, state) => !state || (state === "warned" ? "warned" in row.dataset : row.dataset.state === state);

  function filter() {
    const chosen = Object.fromEntries(new FormData(form));
    const words = chosen.words.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const { kind = "", region = "", date = "" } = row.dataset;
      const fits = (!chosen.kind || kind === chosen.kind) && (!chosen.region || region === chosen.region)
        && within(date, chosen.since.trim(), chosen.until.trim()) && inState(row, chosen.state)
        && words.every((word) => said.get(row).includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    form.querySelector("output").value = shown === rows.length ? "" : `${shown} / ${rows.length} 份`;
    document.getElementById("none").hidden = shown > 0;
    const kept = new URLSearchParams(names.filter((name) => chosen[name]).map((name) => [name, chosen[name]]));
    history.replaceState(null, "", `#${kept}`);
  }

  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (names.includes(name)) form.elements[name].value = value;
  }
  form.hidden = false;
  filter();
})();
