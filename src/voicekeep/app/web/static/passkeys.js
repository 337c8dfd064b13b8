// Ask the browser for a passkey, and send its answer with the form. Without this file there are password and codes.
"use strict";

const bytesOf = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), c => c.charCodeAt(0));
const textOf = buffer =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function read(options) {
  options.challenge = bytesOf(options.challenge);
  if (options.user) options.user.id = bytesOf(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const each of list || []) each.id = bytesOf(each.id);
  }
  return options;
}

function written(credential) {
  const { response } = credential;
  const said = { clientDataJSON: textOf(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) said[part] = textOf(response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: textOf(credential.rawId), type: credential.type, response: said });
}

async function prove(form) {
  const sent = { method: "POST", credentials: "same-origin", redirect: "manual" };
  const fields = new URLSearchParams({ form_token: form.elements.form_token.value });
  const answer = await fetch(form.dataset.passkey, { ...sent, body: fields });
  if (answer.type === "opaqueredirect") {  // the sign-in is not fresh enough: confirm it, and come back
    location.assign(`/confirm?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  if (!answer.ok) throw new Error("the keep gave no challenge");
  const publicKey = read(await answer.json());
  const made = "new" in form.dataset ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
  form.elements.answer.value = written(await made);
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const note of document.querySelectorAll("[data-no-passkeys]")) note.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const problem = form.querySelector("[role=alert]");
    form.addEventListener("submit", event => {
      event.preventDefault();
      problem.hidden = true;
      prove(form).catch(() => { problem.hidden = false; });
    });
  }
}
