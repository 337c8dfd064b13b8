// What is played aloud. Browsers begin sound only for a touch or a key, Safari nowhere else: so it begins there, long before
// an answer comes. What was not played is said, and never passed over.
const STARTS_WITHIN = 500;  // milliseconds
const TOUCHES = ["pointerdown", "pointerup", "click", "keydown"];

export class Loudspeaker {
  // `told` hears how it stands: "untouched" before anybody has touched the page, "unheard" when something was not played, else "".
  constructor(told) {
    this.told = told;
    this.context = null;
    this.playing = new Set();
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
    this.context.addEventListener("statechange", () => { if (this.context.state === "running") this.told(""); });
    return this.context;
  }

  async play(wav) {
    try {
      if (await this.runs()) await this.played(await this.context.decodeAudioData(await wav.arrayBuffer()));
      else this.told("unheard");
    } catch {
      this.told("unheard");
    }
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
    await new Promise(done => {
      this.playing.add(source);
      source.buffer = sound;
      source.onended = done;
      source.connect(this.context.destination);
      source.start();
    });
    this.playing.delete(source);
  }

  hush() {
    for (const source of this.playing) source.stop();
  }
}
