// The key by which this browser is known as a speaker. Its secret half cannot be taken out, by this page neither.
const NAME = "voicekeep-speaker";
const STORE = "key";

export const hex = bytes => Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, "0")).join("");
const asked = request => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

async function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return asked(request);
}

async function within(mode, work) {
  const database = await opened();
  try {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const over = new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
    const result = await work(transaction.objectStore(STORE));
    await over;
    return result;
  } finally {
    database.close();
  }
}

// Return the pair that is there, or undefined.
export const keyPair = () => within("readonly", store => asked(store.get("pair")));

// Return the public half in hexadecimal; a pair is made if there is none.
export async function publicKey() {
  let pair = await keyPair();
  if (!pair) {
    pair = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
    await within("readwrite", async store => {
      await asked(store.put(pair, "pair"));
      await asked(store.put(0, "counter"));
    });
  }
  return hex(await crypto.subtle.exportKey("raw", pair.publicKey));
}

// Return the next counter. It is written down before it is used, so that none is ever used twice, by two windows neither.
export const nextCounter = () => within("readwrite", async store => {
  const next = ((await asked(store.get("counter"))) || 0) + 1;
  await asked(store.put(next, "counter"));
  return next;
});

const signed = async (pair, text) =>
  hex(await crypto.subtle.sign({ name: "Ed25519" }, pair.privateKey, new TextEncoder().encode(text)));

// docs/formats/utterance.md
export const signedHello = (pair, device, nonce) =>
  signed(pair, `voicekeep hello v1\n${device}\n${location.host.toLowerCase()}\n${nonce}\n`);
export async function signedUtterance(pair, device, counter, pcm) {
  const digest = hex(await crypto.subtle.digest("SHA-256", pcm));
  return signed(pair, `voicekeep utterance v1\n${device}\n${counter}\n${digest}\n`);
}

export async function canSign() {
  try {
    await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}
