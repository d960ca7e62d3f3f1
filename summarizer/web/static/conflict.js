/** The dialog for two versions of one document. */
import { element } from "./editor.js";

/** Resolves to `merge`, `mine` or `theirs`; it cannot be put off, since until then nothing is saved. */
export function askWhose(annotator, contested) {
  const dialog = document.getElementById("conflict");
  const told = contested.length ? "两边都改了同一处的，合并时以你的为准：" : "两边改的地方不同，可以合并。";
  document.getElementById("conflict-told").textContent = `${annotator || "另一处"} 在你改动期间保存了这一份。${told}`;
  document.getElementById("conflict-list").replaceChildren(...contested.map((name) => element("li", {}, name)));
  return new Promise((resolve) => {
    dialog.onclick = ({ target }) => {
      if (!target.dataset.take) return;
      dialog.close();
      resolve(target.dataset.take);
    };
    dialog.oncancel = (event) => event.preventDefault();
    if (!dialog.open) dialog.showModal();
  });
}
