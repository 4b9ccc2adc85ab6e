"use strict";
// An answer with scripts: its citations open beside it, and the arrows walk through them.
// Without, each number leads to the page that is shown here.

const cites = [...document.querySelectorAll("article .cite")];
const fetched = new Map();
let panel = null;
let shown = -1;

for (const button of document.querySelectorAll("[data-scripted]")) button.hidden = false;

document.addEventListener("click", (event) => {
  const cite = event.target.closest("a.cite");
  if (!cite || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(cites.indexOf(cite));
});

// Only from a citation, or with one open: a key alone does nothing elsewhere (WCAG 2.2, 2.1.4).
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const step = { j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1 }[event.key];
  if (!step || !cites.length) return;
  if (panel?.open) {
    event.preventDefault();
    open((shown + step + cites.length) % cites.length);
  } else if (event.target.matches(".cite")) {
    event.preventDefault();
    cites[(cites.indexOf(event.target) + step + cites.length) % cites.length].focus();
  }
});

async function open(n) {
  shown = n;
  const cite = cites[n];
  const evidence = await evidenceOf(cite.href);
  if (!evidence) {
    location.href = cite.href;
    return;
  }
  if (shown !== n) return;
  panel ??= made();
  for (const each of cites) each.toggleAttribute("aria-expanded", false);
  cite.setAttribute("aria-expanded", "true");
  panel.querySelector(".panel-bar span").textContent = `Citation ${n + 1} of ${cites.length}`;
  panel.querySelector(".panel-body").replaceChildren(document.importNode(evidence, true));
  if (!panel.open) panel.showModal();
  toMeant(cite.hash);
  cite.scrollIntoView({ block: "nearest" });
}

async function evidenceOf(address) {
  const page = address.split("#")[0];
  if (!fetched.has(page)) {
    const answer = await fetch(page).catch(() => null);
    const text = answer?.ok ? await answer.text() : "";
    fetched.set(page, new DOMParser().parseFromString(text, "text/html").querySelector("#evidence"));
  }
  return fetched.get(page);
}

// The piece on which the sentence rests that was come from, marked and in view.
function toMeant(hash) {
  const meant = hash && panel.querySelector(`#${CSS.escape(decodeURIComponent(hash.slice(1)))}`);
  panel.scrollTop = 0;
  if (!meant) return;
  meant.classList.add("meant");
  const piece = meant.closest(".piece");
  piece.classList.add("meant");
  if (piece.previousElementSibling?.matches(".piece")) piece.scrollIntoView({ block: "start" });
}

function made() {
  const dialog = document.createElement("dialog");
  dialog.className = "evidence-panel";
  dialog.setAttribute("aria-label", "Evidence");
  const bar = document.createElement("div");
  bar.className = "panel-bar";
  bar.append(
    document.createElement("span"),
    button("←", "The citation before", () => open((shown - 1 + cites.length) % cites.length)),
    button("→", "The next citation", () => open((shown + 1) % cites.length)),
    button("Close", "Close the evidence", () => dialog.close()),
  );
  const body = document.createElement("div");
  body.className = "panel-body";
  dialog.append(bar, body);
  // A press beside the panel closes it; where the reader was read on is the citation shown last.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    cites[shown].removeAttribute("aria-expanded");
    cites[shown].focus();
  });
  document.body.append(dialog);
  return dialog;
}

function button(words, label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet small";
  made.textContent = words;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}
