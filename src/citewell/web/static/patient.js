"use strict";
// Comfort for the patient's form: a box that finds a fact among many, and a switch of reader that loses nothing.

const form = document.querySelector("form.patient");

// Only what holds the words typed stays in sight, its group opened.
for (const place of form.querySelectorAll("[data-filter]")) {
  place.className = "field filter";
  const label = document.createElement("label");
  label.htmlFor = "filter";
  label.textContent = "Find a fact";
  const box = document.createElement("input");
  box.type = "search";
  box.id = "filter";
  box.autocomplete = "off";
  place.append(label, box);
  const groups = [...form.querySelectorAll("details.facts")];
  const opened = new Map(groups.map((group) => [group, group.open]));
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase().split(/\s+/);
    for (const group of groups) {
      let found = 0;
      for (const fact of group.querySelectorAll(".fact")) {
        const words = fact.textContent.toLowerCase();
        fact.hidden = !wanted.every((word) => words.includes(word));
        found += fact.hidden ? 0 : 1;
      }
      group.hidden = !found;
      group.open = box.value.trim() ? found > 0 : opened.get(group);
    }
  });
  // Enter in the box must not send the form.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

// A link to a fact opens the group it stands in.
const reveal = () => {
  const fact = location.hash && document.getElementById(location.hash.slice(1));
  const group = fact && fact.closest("details");
  if (group) {
    group.open = true;
    fact.scrollIntoView();
  }
};
window.addEventListener("hashchange", reveal);
reveal();

// A file is taken home, and the page stays: its button must not wait for another page.
form.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter.matches("[data-download]")) event.stopPropagation();
});

for (const button of form.querySelectorAll("[data-print]")) button.hidden = false;

// The reader is switched with the form, so that the patient need not be told again.
for (const button of document.querySelectorAll(".reader button[name=audience]:not([value=patient])")) {
  button.addEventListener("click", (event) => {
    if (!form.querySelector("[name=heard]") || !document.querySelector(".references")) return;
    event.preventDefault();
    const audience = document.createElement("input");
    audience.type = "hidden";
    audience.name = "audience";
    audience.value = button.value;
    form.append(audience);
    form.requestSubmit();
  });
}
