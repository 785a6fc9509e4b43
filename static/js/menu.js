// A folded part of the menu opens and closes by itself; this closes it with Escape, and when one goes on elsewhere.
const parts = document.querySelectorAll(".menu details");
const close = (except) => parts.forEach((part) => part === except || part.removeAttribute("open"));

addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && [...parts].find((part) => part.open);
  if (!open) return;
  if (open.contains(document.activeElement)) open.querySelector("summary").focus();
  close();
});
for (const what of ["pointerdown", "focusin"]) {
  addEventListener(what, (event) => close([...parts].find((part) => part.contains(event.target))));
}
