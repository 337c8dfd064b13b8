// Make the key of this browser, and send its public half with the code.
import { canSign, publicKey } from "./speaker-key.js";

const form = document.getElementById("pair");
const show = id => { document.getElementById(id).hidden = false; };

if (!window.isSecureContext || !window.crypto?.subtle) show("insecure");
else if (!await canSign()) show("too-old");
else {
  form.hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    publicKey().then(key => {
      document.getElementById("public-key").value = key;
      form.submit();
    }).catch(() => show("too-old"));
  });
}
