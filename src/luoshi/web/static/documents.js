/* Files dropped on the zone are chosen in it; what is chosen is named. Without this the zone is a plain file input. */
(() => {
  "use strict";

  for (const zone of document.querySelectorAll("label.drop")) {
    const input = zone.querySelector("input[type=file]");
    const chosen = zone.querySelector("output");
    const show = () => {
      const names = [...input.files].map((file) => file.name);
      chosen.textContent = names.length ? `${chosen.dataset.chosen} ${names.length}: ${names.slice(0, 8).join(" · ")}${names.length > 8 ? " …" : ""}` : "";
    };
    input.addEventListener("change", show);
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.dataset.over = ""; });
    zone.addEventListener("dragleave", () => delete zone.dataset.over);
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      delete zone.dataset.over;
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      show();
    });
    show();
  }
})();
