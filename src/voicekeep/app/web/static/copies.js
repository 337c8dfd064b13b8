// While a copy is being made, ask every two seconds where it stands. Without this file the page still works: reload it.
"use strict";

const WAIT_MS = 2000;

async function refresh() {
  const place = document.getElementById("copies");
  if (!place || !place.querySelector("[data-pending]")) return;
  try {
    const answer = await fetch(place.dataset.from, { credentials: "same-origin", redirect: "error" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("copies");
      if (fresh && fresh.innerHTML !== place.innerHTML) place.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // The keep does not answer now; the next turn asks again.
  }
  setTimeout(refresh, WAIT_MS);
}

setTimeout(refresh, WAIT_MS);
