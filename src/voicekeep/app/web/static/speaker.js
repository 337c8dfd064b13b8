// The speaker: one button to talk, one to mute. The microphone is on while it says that it is listening, and never else.
import { keyPair } from "./speaker-key.js";
import { Awake } from "./speaker-awake.js";
import { Hub } from "./speaker-socket.js";
import { Loudspeaker } from "./speaker-sound.js";
import { Who } from "./speaker-who.js";

const HOLD = 400;  // milliseconds; whoever holds the button longer is heard until they let it go
const at = id => document.getElementById(id);
const words = at("words").dataset;
const view = at("speaker");
const talk = at("talk");
const mute = at("mute");
const DISABLED = new Set(["muted", "offline", "unbound", "thinking"]);

let state = "waiting";
let microphone = null;  // { stream, context } while it is on
let listening = 0;      // counts; what began before the last one is over
let pressedAt = 0;
let startedAt = 0;

function become(next, note = "") {
  state = next;
  view.dataset.state = next;
  at("state").textContent = note || words[`is${next[0].toUpperCase()}${next.slice(1)}`];
  talk.setAttribute("aria-disabled", String(DISABLED.has(next)));  // it keeps its focus: whoever talks by key presses it again
  at("talk-words").textContent = next === "listening" ? words.stop : words.talk;
}

const answering = () => ["thinking", "speaking"].includes(state);
const rest = () => become(hub.muted ? "muted" : "ready");

function microphoneOff() {
  listening += 1;
  if (!microphone) return;
  for (const track of microphone.stream.getTracks()) track.stop();
  microphone.context.close();
  microphone = null;
}

function contextAt16kHz(stream) {
  try {
    const context = new AudioContext({ sampleRate: 16000 });
    return [context, context.createMediaStreamSource(stream)];
  } catch {  // some browsers do not take a microphone at another rate than its own: the worklet changes it then
    const context = new AudioContext();
    return [context, context.createMediaStreamSource(stream)];
  }
}

async function microphoneOn(mine) {
  const over = () => mine !== listening || hub.muted;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  if (over()) return stream.getTracks().forEach(track => track.stop());
  const [context, source] = contextAt16kHz(stream);
  microphone = { stream, context };
  await context.audioWorklet.addModule("/static/microphone.js");
  if (over()) return;  // whoever ended it, or began anew, has put this one's microphone off
  const frames = new AudioWorkletNode(context, "microphone", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
  hub.listen();
  startedAt = performance.now();
  become("listening");
  frames.port.onmessage = ({ data }) => { if (!over()) hub.frame(data); };
  source.connect(frames);
}

async function listen() {
  aloud.hush();
  become("waiting");
  microphoneOff();
  const mine = listening;
  try {
    await microphoneOn(mine);
  } catch {
    if (mine !== listening) return;
    microphoneOff();
    become("ready", words.noMicrophone);
  }
}

function finish() {
  if (state !== "listening") return;
  microphoneOff();
  if (!hub.heard.length) {
    hub.cancel();
    return rest();
  }
  become("thinking");
  hub.end().catch(() => rest());
}

function setMuted(muted) {
  const wasListening = state === "listening";
  hub.muted = muted;
  microphoneOff();
  if (muted && wasListening) hub.cancel();
  hub.mute(muted);
  mute.setAttribute("aria-pressed", String(muted));
  at("mute-state").textContent = muted ? words.muted : words.notMuted;
  at("mute-why").textContent = muted ? words.mutedMeans : words.notMutedMeans;
  localStorage.setItem("voicekeep-muted", muted ? "yes" : "no");
  if (!["offline", "unbound"].includes(state)) rest();
}

function show(reply) {
  at("answer-title").hidden = !reply.text;
  at("answer-text").lang = reply.language;  // before the words: whoever reads them aloud takes the voice for it
  at("answer-text").textContent = reply.text;
}

async function answered(reply) {
  if (reply.mute) setMuted(true);
  show(reply);
  if (state === "listening") return;
  if (reply.wav.size) become("speaking");
  await said(reply);
  if (!answering()) return;
  rest();
  if (reply.listen_again && !hub.muted) await listen();
}

// Returns whether it was heard; what has no sound is.
const said = async ({ wav }) => !wav.size || aloud.play(wav);

// What rings is heard whatever the page is doing, also while somebody talks to it. Returns whether it was.
async function announced(reply) {
  const between = state === "listening" || answering();
  show(reply);
  if (!between && reply.wav.size) become("speaking");
  const heard = await said(reply);
  if (!between && answering()) rest();
  return heard;
}

// Whoever is chosen in the middle of an utterance did not begin it: it is forgotten, and they talk anew.
function chosen(who) {
  if (state === "listening") {
    microphoneOff();
    hub.cancel();
    rest();
  }
  hub.choose(who);
}

const aloud = new Loudspeaker(how => {
  at("untouched").hidden = how !== "untouched";
  at("unheard").hidden = how !== "unheard";
  if (!how) hub.audible();
});
const awake = new Awake(() => hub.hurry());
const who = new Who({ fieldset: at("who"), choices: at("members"), sentence: at("who-now") }, words, chosen);

function welcomed(welcome) {
  who.told(welcome);
  awake.want(welcome.bound);
  if (!welcome.bound) {
    microphoneOff();
    return become("unbound");
  }
  if (["waiting", "offline", "unbound"].includes(state) && !microphone) rest();
}

function gone({ reason }) {
  microphoneOff();
  who.lost();
  if (hub.final) awake.want(false);
  if (reason === "ReplacedError") return become("offline", words.elsewhere);
  if (reason === "UnboundDeviceError") return become("unbound");
  become("offline", reason === "NoAssistantError" || reason === "WrongSignatureError" ? `${words.problem} ${reason}` : "");
}

const hub = new Hub((what, message) => {
  const heard = {
    welcome: welcomed,
    gone,
    enough: finish,
    thinking: () => {},
    reply: answered,
    announce: announced,
    mute: () => setMuted(true),
    problem: ({ name }) => { if (state !== "unbound") become(hub.muted ? "muted" : "ready", `${words.problem} ${name}`); },
  };
  return heard[what]?.(message);
});

talk.addEventListener("pointerdown", event => {
  pressedAt = event.timeStamp;
  if (state === "listening") return;
  if (["ready", "speaking"].includes(state)) listen();
});
talk.addEventListener("pointerup", event => {
  const held = event.timeStamp - pressedAt > HOLD;
  if (state === "listening" && held) finish();
});
talk.addEventListener("click", event => {
  const byKey = event.detail === 0;
  if (byKey && ["ready", "speaking"].includes(state)) listen();
  else if (state === "listening" && (byKey || event.timeStamp - startedAt > HOLD)) finish();
});
mute.addEventListener("click", () => setMuted(mute.getAttribute("aria-pressed") !== "true"));
addEventListener("pagehide", microphoneOff);
addEventListener("online", () => hub.hurry());

if (!window.isSecureContext || !navigator.mediaDevices) at("insecure").hidden = false;
else if (!await keyPair()) at("no-key").hidden = false;
else {
  view.hidden = false;
  if (localStorage.getItem("voicekeep-muted") === "yes") setMuted(true);
  become("waiting");
  hub.connect();
}
