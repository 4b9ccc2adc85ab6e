"use strict";
// Comfort for those whose browser runs scripts; without it every page does the same, less conveniently.

const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

// "/" goes to the box that the page is for; Escape leaves it, and closes what has been opened over the page.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "/" && !typing(event.target)) {
    const box = document.querySelector("#question, main input[type=search], main textarea, main input[type=text]");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  } else if (event.key === "Escape") {
    const open = document.querySelector("details.reader[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (typing(event.target)) {
      event.target.blur();
    }
  }
});

// Enter asks; Shift and Enter begin a new line, in the boxes that take a question.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("textarea.question")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const open = document.querySelector("details.reader[open]");
  if (open && !open.contains(event.target)) open.open = false;
});

// What copies says what: data-copy holds the text, or the page's own address is copied.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  event.preventDefault();
  await navigator.clipboard.writeText(button.dataset.copy || location.href);
  said(button, "Copied", 1500);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// Whoever has pressed a button sees that it is at work, and cannot press it twice; its place stays as wide.
document.addEventListener("submit", (event) => {
  const { submitter } = event;
  if (!submitter || submitter.closest(".reader")) return;
  // After the form's data are gathered: a disabled button would not be among them.
  setTimeout(() => {
    submitter.disabled = true;
    said(submitter, "Working…");
  });
});

// A page that the browser kept and shows again begins anew.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const button of document.querySelectorAll("[data-words]")) restore(button);
});

function said(button, words, milliseconds) {
  if (button.dataset.words) return;
  button.style.minWidth = `${button.getBoundingClientRect().width}px`;
  button.dataset.words = button.textContent;
  button.textContent = words;
  if (milliseconds) setTimeout(() => restore(button), milliseconds);
}

function restore(button) {
  button.textContent = button.dataset.words;
  delete button.dataset.words;
  button.disabled = false;
}
