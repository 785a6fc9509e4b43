// After signing in again: goes on to the form that waited, filled in. Sending it stays with the person. Coming back by
// the browser's own button must not go on again by itself.
const form = document.querySelector("form[data-continue]");
const [visit] = performance.getEntriesByType("navigation");
if (form && visit?.type === "navigate") form.requestSubmit();
