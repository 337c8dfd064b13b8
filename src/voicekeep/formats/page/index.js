
"use strict";
// The files beside this page call voicekeep(name, lines). Everything a person said reaches the page as text only:
// textContent and attributes, never as HTML, and the content policy holds this script to it.

const SENTENCES = __SENTENCES__;
const LOCALES = { en: "en-IE", de: "de-DE", fr: "fr-FR" };
const FILES = __FILES__; // kind -> name of its files
const ROWS = 200; // how many rows or groups are drawn at once
const OPEN_ROWS = 25; // groups are opened until so many rows are in sight
const RECORDING = /^recordings\/[0-9]{4}\/[0-9]{2}\/[0-9A-Za-z._-]+\.flac$/;

const kept = {};
function voicekeep(name, lines) { kept[name] = lines; }

let language = "en";
let turns = []; // each: {at: Date, day, device, words, folded, recording, record, said}
let listed = []; // positions in turns, in the order in which they are listed
let playable = []; // those of them with a recording
let current = null; // position in turns of what is playing
const deviceNames = new Map();
const formats = {};

const $ = (id) => document.getElementById(id);
const say = (name, filled = {}) =>
  SENTENCES[language][name].replace(/\{(\w+)\}/g, (_, key) => String(filled[key]));
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const counted = (name, n) =>
  say(`${name}_${formats.plural.select(n) === "one" ? "one" : "other"}`, { n: formats.number.format(n) });

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children); // strings become text nodes
  return made;
}

function instant(text) { return new Date(`${String(text).slice(0, 23)}Z`); }

function dayOf(date) {
  return date.getFullYear() * 10000 + (date.getMonth() + 1) * 100 + date.getDate();
}

function readTurns() {
  for (const device of kept.device ?? []) deviceNames.set(device.device, device.device_name);
  const corrected = new Map(); // the latest words of each turn that was corrected
  for (const said of kept.correction ?? []) {
    if ((corrected.get(said.turn)?.corrected_at ?? "") <= said.corrected_at) corrected.set(said.turn, said);
  }
  const silent = new Set((kept.withholding ?? []).map((said) => said.turn));
  turns = (kept.turn ?? []).map((record) => {
    const at = instant(record.at);
    const recording = RECORDING.test(record.recording) ? record.recording : null;
    const words = corrected.get(record.item)?.transcript ?? record.transcript;
    const said = { corrected: corrected.has(record.item), silent: silent.has(record.item) };
    return { at, day: dayOf(at), device: record.device ?? "", words, folded: null, recording, record, said };
  });
}

function deviceName(device) {
  return device === "" ? say("no_device") : deviceNames.get(device) ?? device;
}

function matches(turn, wanted, device) {
  if (device !== null && turn.device !== device) return false;
  if (wanted === "") return true;
  turn.folded ??= fold(`${turn.words ?? ""}\n${turn.record.source_name ?? ""}`);
  return turn.folded.includes(wanted);
}

function list() {
  const wanted = fold($("search").value.trim());
  const device = $("device").value === "*" ? null : $("device").value.slice(1);
  const byDay = $("list-by").value === "day";
  const groups = new Map();
  for (let at = 0; at < turns.length; at += 1) {
    if (!matches(turns[at], wanted, device)) continue;
    const key = byDay ? turns[at].day : turns[at].device;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(at);
  }
  const ordered = byDay
    ? [...groups].sort(([one], [other]) => other - one) // the latest day first, each from morning to night
    : [...groups]
        .map(([key, members]) => [key, members.reverse()]) // each device from its latest entry back
        .sort(([one], [other]) => deviceName(one).localeCompare(deviceName(other), language));
  listed = ordered.flatMap(([, members]) => members);
  playable = listed.filter((at) => turns[at].recording !== null);
  $("found").textContent = foundSentence(wanted);
  drawGroups(ordered, wanted, byDay);
}

function foundSentence(wanted) {
  if (listed.length === 0) return turns.length === 0 ? "" : say("found_none");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const count = `${counted("entries", listed.length)}, ${counted("recordings", playable.length)}.`;
  return wanted === "" ? `${count} ${say("zone", { zone })}` : count;
}

function drawGroups(ordered, wanted, byDay) {
  const place = $("groups");
  place.replaceChildren();
  let open = 0;
  drawSlices(place, ordered, ([key, members]) => {
    const title = byDay ? formats.day.format(turns[members[0]].at) : deviceName(key);
    const group = element("details", { class: "group" },
      element("summary", {}, element("h3", { dir: "auto" }, title),
        element("span", { class: "quiet" }, counted("entries", members.length))));
    const fill = () => drawTurns(group, members, wanted, byDay);
    group.open = open < OPEN_ROWS;
    open += members.length;
    if (group.open) fill();
    else fillWhenOpened(group, fill);
    return group;
  });
}

function fillWhenOpened(group, fill) {
  const once = () => { if (group.open) { group.removeEventListener("toggle", once); fill(); } };
  group.addEventListener("toggle", once);
}

function drawTurns(group, members, wanted, byDay) {
  const rows = element("ol", { class: "turns" });
  group.append(rows);
  drawSlices(rows, members, (at) => row(at, wanted, byDay), group);
}

// Draw a slice of `members` into `place`, with a button for the next slice behind it.
function drawSlices(place, members, draw, around = place) {
  const next = (from) => {
    place.append(...members.slice(from, from + ROWS).map(draw));
    if (from + ROWS >= members.length) return;
    const more = element("button", { type: "button", class: "more" }, say("more"));
    more.addEventListener("click", () => {
      more.remove();
      next(from + ROWS);
      place.children[from + ROWS]?.querySelector("button, summary")?.focus();
    });
    around.append(more);
  };
  next(0);
}

function row(at, wanted, byDay) {
  const turn = turns[at];
  const time = formats.time.format(turn.at);
  const shown = byDay ? time : `${formats.date.format(turn.at)}, ${time}`;
  const meta = element("p", { class: "meta" }, element("time", { datetime: turn.at.toISOString() }, shown));
  if (byDay) meta.append(" · ", isolated(deviceName(turn.device)));
  if (turn.record.speaker !== "registered") meta.append(` · ${say(turn.record.speaker)}`);
  if (turn.record.source_name !== null) meta.append(" · ", isolated(say("file", { name: turn.record.source_name })));
  if (turn.said.corrected) meta.append(` · ${say("corrected")}`, turn.record.transcript === null ? "" : isolated(` (${turn.record.transcript})`));
  if (turn.said.silent) meta.append(` · ${say("silent")}`);
  const line = element("li", { class: at === current ? "turn now" : "turn", "data-at": at });
  line.append(turn.recording === null ? element("span") : playButton(at, shown), element("div", {}, words(turn, wanted), ...answer(turn), meta));
  return line;
}

// What the assistant said, and who outside got something of it; entries from before there was either have neither.
function answer(turn) {
  const { answer, recipients } = turn.record;
  return [...(answer ? [element("p", { class: "answer", dir: "auto" }, `${say("answered")} `, isolated(answer))] : []),
    ...(recipients ? [element("p", { class: "meta" }, say("received_by"), " ", isolated(recipients))] : [])];
}

function isolated(text) { return element("bdi", {}, text); }

function words(turn, wanted) {
  if (turn.words === null) return element("p", { class: "words none" }, say("no_words"));
  const shown = element("p", { class: "words", dir: "auto" });
  if (/^[A-Za-z0-9-]{2,35}$/.test(turn.record.language)) shown.lang = turn.record.language;
  const folded = fold(turn.words);
  if (wanted === "" || folded.length !== turn.words.length) { // positions agree only where folding kept the length
    shown.append(turn.words);
    return shown;
  }
  let from = 0;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, from)) {
    shown.append(turn.words.slice(from, at), element("mark", {}, turn.words.slice(at, at + wanted.length)));
    from = at + wanted.length;
  }
  shown.append(turn.words.slice(from));
  return shown;
}

function playButton(at, time) {
  const button = element("button", { type: "button", class: "play", "aria-label": say("play", { time }) });
  button.addEventListener("click", () => play(at));
  return button;
}

function play(at) {
  const turn = turns[at];
  for (const line of document.querySelectorAll(".turn.now")) line.classList.remove("now");
  document.querySelector(`.turn[data-at="${at}"]`)?.classList.add("now");
  current = at;
  $("player").hidden = false;
  $("unplayable").hidden = true;
  $("playing").textContent = `${formats.moment.format(turn.at)} · ${turn.words ?? say("no_words")}`;
  const place = playable.indexOf(at);
  $("before").disabled = place <= 0;
  $("after").disabled = place < 0 || place === playable.length - 1;
  const audio = $("audio");
  audio.src = turn.recording;
  audio.play().catch(() => {}); // what cannot be played says so by its error event
}

function step(by) {
  const next = playable[playable.indexOf(current) + by];
  if (next !== undefined) play(next);
}

function tellUnplayable() {
  const file = turns[current].recording;
  $("unplayable-file").textContent = file;
  $("unplayable-file").href = file;
  $("unplayable").hidden = false;
}

// From one play button, the arrow keys lead to the next.
function walk(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined || !event.target.matches?.(".play")) return;
  const buttons = [...document.querySelectorAll(".group[open] .play")];
  const next = buttons[buttons.indexOf(event.target) + by];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function drawSummary() {
  const { copy } = kept;
  const name = kept.profile?.at(-1)?.name;
  const day = formats.date.format(instant(copy[0].created_at));
  const made = name === undefined ? say("made", { day }) : say("made_for", { name, day });
  const holds = turns.length === 0 ? "" : say("holds", {
    entries: counted("entries", turns.length),
    recordings: counted("recordings", turns.filter((turn) => turn.recording !== null).length),
    first: formats.date.format(turns[0].at),
    last: formats.date.format(turns.at(-1).at),
  });
  $("summary").textContent = `${made} ${holds}`;
}

function drawNotMine() {
  const { controller, archive } = kept.copy[0];
  $("not-mine-steps").replaceChildren(
    ...["stop", "tell", "wait", "calm"].map((name) => element("li", {}, say(`not_mine_${name}`))));
  const facts = [["controller", controller.name], ["contact", controller.contact],
    ["officer", controller.data_protection_officer], ["authority", controller.authority], ["copy_number", archive]];
  $("contact").replaceChildren(...facts.filter(([, value]) => value !== "")
    .flatMap(([name, value]) => [element("dt", {}, say(name)), element("dd", {}, value)]));
}

function drawSaid() {
  const { counts } = kept.copy[0];
  const silent = turns.length > 0 && !turns.some((turn) => turn.recording !== null);
  const note = $("nothing-said");
  note.textContent = counts.turn === undefined ? say("said_not_asked")
    : turns.length === 0 ? say("nothing_said") : silent ? say("no_sound") : "";
  note.hidden = note.textContent === "";
  $("tools").hidden = turns.length === 0;
  const chosen = $("device").value;
  const devices = [...new Set(turns.map((turn) => turn.device))];
  $("device").replaceChildren(element("option", { value: "*" }, say("all_devices")),
    ...devices.map((device) => element("option", { value: `=${device}` }, deviceName(device))));
  $("device").value = chosen === "" ? "*" : chosen;
}

function drawOthers() {
  const drawn = Object.keys(FILES).filter((kind) => kind !== "turn" && kept[kind]?.length > 0).map((kind) => {
    const lines = kept[kind];
    const group = element("details", { class: "group" },
      element("summary", {}, element("h3", {}, say(`kind_${kind}`)),
        element("span", { class: "quiet" }, counted("entries", lines.length))));
    fillWhenOpened(group, () => group.append(...table(lines, kind)));
    return group;
  });
  $("others").replaceChildren(...drawn);
}

function table(lines, kind) {
  const same = new Set(["kind", "v", "owner", "item"]); // the files have them; nobody reads them here
  const names = Object.keys(lines[0]).filter((name) => !same.has(name)).sort((one) => (one === "at" ? -1 : 0));
  const head = element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)));
  const body = element("tbody");
  const around = element("div");
  drawSlices(body, lines.slice().reverse(), (line) => element("tr", {}, ...names.map((name) =>
    element("td", { dir: "auto" }, name === "at" ? formats.moment.format(instant(line.at)) : String(line[name] ?? "")))), around);
  return [element("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": say(`kind_${kind}`) },
    element("table", {}, element("thead", {}, head), body)), around,
  element("p", { class: "quiet fields" }, element("a", { href: `about-your-data.html#${kind}` }, say("fields_meaning")))];
}

function drawFiles() {
  const { counts } = kept.copy[0];
  $("files").replaceChildren(...Object.entries(FILES).map(([kind, stem]) => {
    const links = element("td");
    if (counts[kind] === undefined) links.append(say("not_asked"));
    else links.append(...[[`${stem}.csv`, ".csv"], [`${stem}.jsonl`, ".jsonl"], [`schema/${stem}.json`, "schema"]]
      .map(([file, label]) => element("a", { href: file, "aria-label": file }, label)));
    return element("tr", {}, element("th", { scope: "row" }, say(`kind_${kind}`)),
      element("td", { class: "number" }, counts[kind] === undefined ? "–" : formats.number.format(counts[kind])), links);
  }));
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = language;
  document.title = `${say("title")} · Voicekeep`;
  // The browser's own country decides how a date is written, where it speaks the language that was chosen.
  const locale = navigator.languages.find((known) => known.startsWith(`${language}-`)) ?? LOCALES[language];
  const of = (options) => new Intl.DateTimeFormat(locale, options);
  formats.day = of({ dateStyle: "full" });
  formats.date = of({ dateStyle: "long" });
  formats.time = of({ timeStyle: "medium" });
  formats.moment = of({ dateStyle: "long", timeStyle: "medium" });
  formats.number = new Intl.NumberFormat(locale);
  formats.plural = new Intl.PluralRules(locale);
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = say(place.dataset.say);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  if (kept.copy === undefined) return tellNotUnpacked();
  drawSummary();
  drawNotMine();
  drawSaid();
  drawOthers();
  drawFiles();
  list();
}

function tellNotUnpacked() {
  $("summary").textContent = "";
  $("problem").textContent = say("not_unpacked");
  $("problem").hidden = false;
}

document.addEventListener("DOMContentLoaded", () => {
  readTurns();
  let waiting = 0;
  $("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(list, 150); });
  $("device").addEventListener("change", list);
  $("list-by").addEventListener("change", list);
  $("before").addEventListener("click", () => step(-1));
  $("after").addEventListener("click", () => step(1));
  $("audio").addEventListener("ended", () => { if ($("play-on").checked) step(1); });
  $("audio").addEventListener("error", tellUnplayable);
  document.addEventListener("keydown", walk);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => speak(button.dataset.language));
  }
  const preferred = kept.copy?.[0].language ?? navigator.language.slice(0, 2);
  document.querySelector("main").hidden = kept.copy === undefined;
  speak(preferred in SENTENCES ? preferred : "en");
});
