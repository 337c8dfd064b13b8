// Compute the digests of chosen files on this device: of their bytes, and of the samples of a WAV with 16 bit PCM.
// No file is sent; the digests go into the form's field, where whoever sends it can read them. Without this file the
// page says how to compute them by hand.
"use strict";

const HEADER = 12;

function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function name(view, at) {
  return String.fromCharCode(...new Uint8Array(view.buffer, at, 4));
}

// The samples of a WAV as they lie in it, if they are 16 bit PCM; else null. A bound on every read.
function samplesOf(buffer) {
  const view = new DataView(buffer);
  if (view.byteLength < HEADER || name(view, 0) !== "RIFF" || name(view, 8) !== "WAVE") return null;
  let at = HEADER;
  let block = 0;
  while (at + 8 <= view.byteLength) {
    const chunk = name(view, at);
    const size = Math.min(view.getUint32(at + 4, true), view.byteLength - at - 8);
    if (chunk === "fmt " && size >= 16) {
      const pcm = [1, 0xfffe].includes(view.getUint16(at + 8, true)) && view.getUint16(at + 22, true) === 16;
      if (!pcm) return null;
      block = view.getUint16(at + 20, true);
    }
    if (chunk === "data") return block ? buffer.slice(at + 8, at + 8 + size - (size % block)) : null;
    at += 8 + size + (size % 2);
  }
  return null;
}

async function lineOf(file) {
  const buffer = await file.arrayBuffer();
  const words = [hex(await crypto.subtle.digest("SHA-256", buffer))];
  const samples = samplesOf(buffer);
  if (samples) words.push(hex(await crypto.subtle.digest("SHA-256", samples)));
  return words.join(" ");
}

async function take(files, place, field, status) {
  const most = Number(place.dataset.most);
  const chosen = files.slice(0, most);
  const lines = [];
  let unread = 0;
  for (const file of chosen) {
    status.textContent = `${status.dataset.counting} ${lines.length + unread} / ${chosen.length}`;
    try {
      lines.push(await lineOf(file));
    } catch {
      unread += 1; // gone, a folder, or too large for this device: said below
    }
  }
  field.value = lines.join("\n");
  const said = [`${status.dataset.ready} ${lines.length}.`];
  if (unread) said.push(`${unread} ${status.dataset.unread}.`);
  if (files.length > most) said.push(status.dataset.many);
  status.textContent = said.join(" ");
}

async function within(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const each of some) found.push(...(await within(each)));
  }
}

function begin() {
  const place = document.getElementById("found-files");
  const field = document.getElementById("digests");
  const status = document.getElementById("found-status");
  if (!place || !field || !status || !globalThis.crypto || !crypto.subtle) return;
  place.hidden = false;
  for (const input of place.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => take(Array.from(input.files), place, field, status));
  }
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry()).filter(Boolean);
    const files = [];
    for (const entry of entries) files.push(...(await within(entry)));
    await take(files, place, field, status);
  });
}

begin();
