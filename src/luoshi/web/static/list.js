/* The list: one box that chooses all rows of a unit. Without script each row is chosen by itself. */
(() => {
  "use strict";
  for (const box of document.querySelectorAll("input[data-group]")) {
    const rows = [...document.querySelectorAll(`input[data-of="${box.dataset.group}"]`)];
    const show = () => {
      const chosen = rows.filter((row) => row.checked).length;
      box.checked = chosen === rows.length;
      box.indeterminate = chosen > 0 && chosen < rows.length;
    };
    box.hidden = false;
    box.addEventListener("change", () => { for (const row of rows) row.checked = box.checked; rows[0]?.dispatchEvent(new Event("input", { bubbles: true })); });
    for (const row of rows) row.addEventListener("change", show);
    show();
  }
})();
