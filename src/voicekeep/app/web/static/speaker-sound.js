// What is played aloud. Browsers begin sound only for a touch or a key, Safari nowhere else: so it begins there, long before
// an answer comes. What was not played is said, and never passed over.
const STARTS_WITHIN = 500;  // milliseconds
const TOUCHES = ["pointerdown", "pointerup", "click", "keydown"];

export class Loudspeaker {
  // `told` hears how it stands: "untouched" before anybody has touched the page, "unheard" when something was not played, else "".
  constructor(told) {
    this.told = told;
    this.context = null;
    this.playing = new Map();  // of each sound that plays, what is to be told whether it was heard
    for (const kind of TOUCHES) document.addEventListener(kind, () => this.touched(), { capture: true });
    if (navigator.userActivation && !navigator.userActivation.hasBeenActive) told("untouched");
  }

  touched() {
    if (navigator.userActivation && !navigator.userActivation.isActive) return;  // a finger that has come down is none yet
    if (this.open().state !== "running") this.context.resume().catch(() => {});
  }

  open() {
    if (this.context) return this.context;
    this.context = new AudioContext();
    this.context.addEventListener("statechange", () => this.stands());
    return this.context;
  }

  // A call, or a phone that goes dark, stops the sound without ending it: what was playing was not heard.
  stands() {
    if (this.context.state === "running") return this.told("");
    for (const [source, done] of this.playing) {
      done(false);
      source.stop();
    }
  }

  // Returns whether it was heard: to its end, or until somebody wanted to hear no more of it.
  async play(wav) {
    let heard = false;
    try {
      heard = await this.runs() && await this.played(await this.context.decodeAudioData(await wav.arrayBuffer()));
    } catch {
      heard = false;
    }
    if (!heard) this.told("unheard");
    return heard;
  }

  async runs() {
    const context = this.open();
    if (context.state !== "running") {
      await Promise.race([context.resume(), new Promise(done => { setTimeout(done, STARTS_WITHIN); })]);
    }
    return context.state === "running";
  }

  async played(sound) {
    this.told("");
    const source = this.context.createBufferSource();
    const heard = await new Promise(done => {
      this.playing.set(source, done);
      source.buffer = sound;
      source.onended = () => done(true);
      source.connect(this.context.destination);
      source.start();
    });
    this.playing.delete(source);
    return heard;
  }

  hush() {
    for (const source of this.playing.keys()) source.stop();
  }
}
