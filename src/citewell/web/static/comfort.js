"use strict";
// Comfort for those whose browser runs scripts; without it every page does the same, less conveniently.

// One-letter keys can be turned off on the page About (WCAG 2.2, 2.1.4).
const KEYS = "citewell-keys";
const kept = () => { try { return localStorage; } catch { return null; } };
const withKeys = () => kept()?.getItem(KEYS) !== "off";

for (const button of document.querySelectorAll("[data-scripted]")) button.hidden = false;

const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

// "/" goes to the box that the page is for; Escape leaves it, and closes what has been opened over the page.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "/" && withKeys() && !typing(event.target)) {
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
  if (event.target.closest("[data-keys]")) kept()?.setItem(KEYS, withKeys() ? "off" : "on");
  tellOfKeys();
});

function tellOfKeys() {
  for (const button of document.querySelectorAll("[data-keys]")) {
    button.textContent = withKeys() ? "Turn one-letter keys off" : "Turn one-letter keys on";
  }
}
tellOfKeys();

// Whoever has pressed a button sees that it is at work, and cannot press it twice; its place stays as wide.
document.addEventListener("submit", (event) => {
  const { submitter } = event;
  // What is downloaded leaves this page as it is.
  if (!submitter || event.defaultPrevented || submitter.closest(".reader") || submitter.matches("[data-download]")) return;
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
  const { width } = button.getBoundingClientRect();
  button.style.width = `${width}px`;
  button.dataset.words = button.textContent;
  button.textContent = width < 100 ? "…" : words;
  if (milliseconds) setTimeout(() => restore(button), milliseconds);
}

function restore(button) {
  button.textContent = button.dataset.words;
  button.style.width = "";
  delete button.dataset.words;
  button.disabled = false;
}
