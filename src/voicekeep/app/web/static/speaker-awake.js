// A phone that goes dark is no speaker: its screen stays on while the page is seen and is a speaker, muted or not, because
// what rings rings also at one that is muted. Where the browser does not let us, nothing happens.
export class Awake {
  constructor(seen) {
    this.wanted = false;
    this.lock = null;
    this.asking = false;
    document.addEventListener("visibilitychange", () => {
      this.look();
      if (document.visibilityState === "visible") seen();
    });
  }

  want(wanted) {
    this.wanted = wanted;
    this.look();
  }

  due() {
    return this.wanted && document.visibilityState === "visible";
  }

  look() {
    if (!this.due()) this.release();
    else if (navigator.wakeLock && !this.lock && !this.asking) this.request();
  }

  async request() {
    this.asking = true;
    try {
      const lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { if (this.lock === lock) this.lock = null; });
      this.lock = lock;
      if (!this.due()) this.release();
    } catch {  // the battery is low, or nobody is to have one: it is asked for again with the hub's next word
      this.lock = null;
    } finally {
      this.asking = false;
    }
  }

  release() {
    this.lock?.release().catch(() => {});
    this.lock = null;
  }
}
