// Fetch a copy where it can be seen how far it is, and go on where the line broke: only what is missing is asked for.
// The file goes to the place that the person chooses, or, where a browser offers none, into its downloads. Without this
// file the button below downloads as the browser does it.
"use strict";

const WAITS_MS = [1000, 2000, 4000, 8000, 16000]; // after a break; then the person says when
const STILL_MS = 30000; // without a byte: the line is dead, even if nobody says so
const MOST_IN_MEMORY = 500e6; // bytes; more, where no place can be chosen, is left to the browser's own download
const NAME = "my-voicekeep-copy.zip";

class Said extends Error {} // its message names what the page says

const form = document.getElementById("download");
const place = document.getElementById("download-progress");
const [bar, amount, status, goOn, stop, save] = ["progress", "#download-amount", "[role=status]", "#download-on",
  "#download-stop", "#download-save"].map(each => place.querySelector(each));
const size = Number(form.dataset.size);
const unit = size < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
const number = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: unit[0], maximumFractionDigits: 1 });
const amountOf = bytes => number.format(bytes / unit[1]);

let arrived = 0; // bytes, and kept
let tag = ""; // of the archive that they are of
let address = "";
let sink = null;
let line = null; // the controller of what runs
let tries = 0; // since the last byte came
let next = 0; // timer

function say(what) {
  status.textContent = place.dataset[what];
  place.classList.toggle("problem", ["broke", "waits", "later", "signin", "refused", "disk"].includes(what));
  goOn.hidden = !["broke", "stopped", "waits", "later", "signin"].includes(what);
  stop.hidden = what !== "running";
}

function show() {
  bar.value = arrived;
  amount.textContent = `${amountOf(arrived)} ${place.dataset.of} ${amountOf(size)}`;
}

// Where the bytes go. A file of the person's choice becomes visible when it is whole, and not before.
async function chosenFile() {
  const handle = await window.showSaveFilePicker({ suggestedName: NAME, types: [{ accept: { "application/zip": [".zip"] } }] });
  const file = await handle.createWritable();
  return {
    put: bytes => file.write(bytes),
    empty: async () => { await file.seek(0); await file.truncate(0); },
    whole: () => file.close(),
    drop: () => file.abort(),
  };
}

function memory() {
  let parts = [];
  return {
    put: async bytes => { parts.push(bytes); },
    empty: async () => { parts = []; },
    whole: async () => {
      save.href = URL.createObjectURL(new Blob(parts, { type: "application/zip" }));
      save.download = NAME;
      save.hidden = false;
      save.click();
      parts = [];
    },
    drop: async () => { parts = []; },
  };
}

async function choose() {
  if (!window.showSaveFilePicker) return memory();
  say("choose");
  try {
    return await chosenFile();
  } catch (error) {
    if (error.name === "AbortError") throw new Said("nowhere");
    if (size > MOST_IN_MEMORY) throw new Said("disk");
    return memory(); // the browser wants another press, or lets no page write
  }
}

// Somebody signed in anew in another tab: the form here is of the session before.
async function renewForm(signal) {
  const answer = await fetch(location.href, { signal });
  if (answer.redirected) throw new Said("signin");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("#download [name=form_token]");
  if (token) form.elements.form_token.value = token.value;
}

// Ask for the archive, or for what is missing of it. Return the answer whose body comes next.
async function ask(signal) {
  if (!address && sink) await renewForm(signal);
  const headers = arrived ? { Range: `bytes=${arrived}-`, "If-Range": tag } : {};
  const answer = await (address
    ? fetch(address, { signal, headers })
    : fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal, headers }));
  const path = new URL(answer.url).pathname;
  if (answer.ok && path.startsWith("/download/")) return answer;
  await answer.body?.cancel();
  if (answer.redirected && sink) {
    address = "";
    throw new Said("signin");
  }
  if (answer.status === 404 && address && sink) { // opened by the session before, or a day ago: once more
    address = "";
    return ask(signal);
  }
  if (!address && (answer.redirected || answer.status === 403)) {
    location.assign(answer.redirected ? answer.url : location.href); // to say that it is still oneself, and back
    throw new Said("confirm");
  }
  if (answer.status === 429 || answer.status >= 500) throw new Said("later");
  throw new Said("refused");
}

// Begin at the start if it has to be; what has arrived belongs to one archive only.
async function placed(answer) {
  address = answer.url;
  const same = tag === answer.headers.get("ETag");
  tag = answer.headers.get("ETag") ?? "";
  if (!sink) {
    sink = await choose();
    say("running");
  }
  const from = answer.status === 206 ? `bytes ${arrived}-${size - 1}/${size}` : "";
  if (answer.status === 206 && same && answer.headers.get("Content-Range") === from) return;
  if (answer.status === 206) throw new Said("refused");
  arrived = 0;
  await sink.empty();
}

function alive(promised, mine) {
  const still = setTimeout(() => mine.abort(), STILL_MS);
  return promised.finally(() => clearTimeout(still));
}

async function take(answer, mine) {
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await alive(reader.read(), mine);
    if (done) return;
    try {
      await sink.put(value);
    } catch {
      throw new Said("disk");
    }
    arrived += value.length;
    tries = 0;
    show();
  }
}

async function finish() {
  try {
    await sink.whole();
  } catch {
    throw new Said("disk");
  }
  address = "";
  sink = null;
  say("done");
  status.focus();
}

async function run() {
  clearTimeout(next);
  if (line) return;
  const mine = new AbortController();
  line = mine;
  say("running");
  try {
    if (!address || arrived < size) {
      const answer = await alive(ask(mine.signal), mine);
      await placed(answer);
      await take(answer, mine);
    }
    if (arrived !== size) throw new Error("the line broke");
    await finish();
  } catch (error) {
    const stopped = mine.signal.reason === "stopped";
    mine.abort(); // nothing more of this answer is wanted
    if (error instanceof Said) await refused(error.message);
    else if (stopped) say("stopped");
    else broken();
  }
  line = null;
}

function broken() {
  if (tries < WAITS_MS.length) {
    say("broke");
    next = setTimeout(run, WAITS_MS[tries]);
    tries += 1;
  } else {
    say("waits");
  }
}

async function refused(what) {
  say(what);
  if (["later", "signin", "confirm"].includes(what)) return; // what has arrived is kept
  await sink?.drop().catch(() => {});
  sink = null;
  arrived = 0;
  address = "";
  show();
  form.hidden = false;
}

function stay(event) {
  if (sink && arrived) event.preventDefault(); // leaving the page loses what has arrived
}

function begin(event) {
  if (!window.showSaveFilePicker && size > MOST_IN_MEMORY) return; // the browser's own download
  event.preventDefault();
  form.hidden = true;
  place.hidden = false;
  save.hidden = true;
  bar.max = size;
  tries = 0;
  arrived = 0;
  show();
  run();
}

form.addEventListener("submit", begin);
goOn.addEventListener("click", () => { tries = 0; run(); stop.focus(); });
stop.addEventListener("click", () => { status.focus(); line?.abort("stopped"); });
addEventListener("online", () => { if (!goOn.hidden && tries > 0) run(); });
addEventListener("beforeunload", stay);
