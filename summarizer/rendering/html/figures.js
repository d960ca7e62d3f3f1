/** Tables of figures: a row is shown where it fits what is chosen and holds all the words looked for. */
(() => {
  for (const block of document.querySelectorAll(".figures")) {
    const form = block.querySelector("form");
    const rows = [...block.querySelector("tbody").rows];
    const said = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

    const filter = () => {
      const { words, status, verdict } = Object.fromEntries(new FormData(form));
      const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const fits = (!status || row.dataset.status === status) && (!verdict || row.dataset.verdict === verdict)
          && wanted.every((word) => said.get(row).includes(word));
        row.hidden = !fits;
        shown += fits;
      }
      form.querySelector("output").value = shown === rows.length ? "" : `${shown} / ${rows.length}`;
    };

    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.reset();
    form.hidden = false;
  }
})();
