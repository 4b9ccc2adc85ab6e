// Comfort at the review desk; all of it works without.
"use strict";

// What cannot be undone asks once more.
document.addEventListener("submit", (event) => {
  const words = event.submitter?.dataset.confirm;
  if (words && !window.confirm(words)) event.preventDefault();
});
