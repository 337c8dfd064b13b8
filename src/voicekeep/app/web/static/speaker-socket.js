// The socket between this page and the hub: says hello with the key, hands frames over, gathers replies.
import { keyPair, nextCounter, signedHello, signedUtterance } from "./speaker-key.js";

const FIRST_PAUSE = 1000;   // milliseconds
const LONGEST_PAUSE = 30000;
const SILENT = 20000;       // longer than a hub that is there says nothing
const FINAL = new Set(["ReplacedError", "UnboundDeviceError", "WrongSignatureError", "NoAssistantError"]);

export class Hub {
  constructor(told) {
    this.told = told;  // welcome, enough, thinking, reply, announce (and says whether it was heard), mute, problem, gone
    this.muted = false;
    this.pause = FIRST_PAUSE;
    this.heard = [];
    this.coming = null;
    this.device = "";
    this.final = false;      // it is not tried again
    this.waiting = 0;        // until it is
    this.heardAt = 0;        // milliseconds since 1970; it goes on while a phone sleeps
    this.owed = false;       // the hub leaves this page alone, because something was not played
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}/speaker/socket`);
    this.socket.binaryType = "arraybuffer";
    this.owed = false;
    this.socket.onmessage = event => {
      this.heardAt = Date.now();
      this.turn = (this.turn || Promise.resolve()).then(() => this.take(event.data)).catch(() => this.socket.close());
    };
    this.socket.onclose = event => this.closed(event.reason);
  }

  closed(reason) {
    this.coming = null;
    this.final = FINAL.has(reason);
    this.told("gone", { reason });
    if (this.final) return;
    this.waiting = setTimeout(() => this.connect(), this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  // Somebody looks at the page again, or the network is back: wait no longer, and trust no line that may have died meanwhile.
  hurry() {
    const state = this.socket?.readyState;
    if (this.final || state === undefined || state === WebSocket.CONNECTING) return;
    if (state === WebSocket.OPEN && Date.now() - this.heardAt < SILENT) return;
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    if (state !== WebSocket.CLOSED) this.closed("");  // nobody else says so: its own end is not waited for
    clearTimeout(this.waiting);
    this.pause = FIRST_PAUSE;
    this.connect();
  }

  async take(data) {
    if (typeof data !== "string") return this.sound(data);
    const message = JSON.parse(data);
    if (message.type === "challenge") return this.hello(message);
    if (message.type === "welcome") {
      this.pause = FIRST_PAUSE;
      this.device = message.device;
    }
    if (message.type === "reply" || message.type === "announce") {
      this.coming = { ...message, pieces: [], left: message.wav_bytes };
      return this.sound(new ArrayBuffer(0));
    }
    this.told(message.type, message);
  }

  sound(piece) {
    if (!this.coming) return;
    if (piece.byteLength) this.coming.pieces.push(piece);
    this.coming.left -= piece.byteLength;
    if (this.coming.left > 0) return;
    const { type, pieces, ...reply } = this.coming;
    this.coming = null;
    const told = this.told(type, { ...reply, wav: new Blob(pieces, { type: "audio/wav" }) });
    if (type === "announce") this.acknowledge(told, this.socket);
  }

  // On the line on which it came: a newer one knows nothing of it.
  async acknowledge(told, line) {
    const heard = await told.catch(() => false);
    if (this.socket !== line) return;
    this.owed = !heard;
    this.say({ type: heard ? "announced" : "unplayed" });
  }

  audible() {
    if (!this.owed) return;
    this.owed = false;
    this.say({ type: "audible" });
  }

  async hello({ nonce, device }) {
    const pair = await keyPair();
    if (!pair) throw new Error("the key is gone");
    this.say({ type: "hello", v: 1, signature: await signedHello(pair, device, nonce), muted: this.muted });
  }

  say(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  listen() {
    this.heard = [];
    this.say({ type: "listen", wake: null });
  }

  frame(buffer) {
    this.heard.push(buffer);
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(buffer);
  }

  cancel() {
    this.heard = [];
    this.say({ type: "cancel" });
  }

  async end() {
    const pcm = await new Blob(this.heard).arrayBuffer();
    this.heard = [];
    const counter = await nextCounter();
    const signature = await signedUtterance(await keyPair(), this.device, counter, pcm);
    this.say({ type: "end", counter, signature });
  }

  mute(muted) {
    this.muted = muted;
    this.say({ type: "muted", muted });
  }

  choose(who) {
    this.say({ type: "choose", who });
  }
}
