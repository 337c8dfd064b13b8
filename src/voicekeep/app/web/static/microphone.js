// An AudioWorklet: what the microphone hears, as 16 kHz, 16 bit, mono frames of a tenth of a second.
const RATE = 16000;
const FRAME = RATE / 10;

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.step = sampleRate / RATE;  // of the context's samples, for each of ours
    this.left = this.step;
    this.sum = 0;
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }

  // The mean of what lies within each of our samples: enough of a low-pass for speech, and nothing but itself at 16 kHz.
  process(inputs) {
    const sound = inputs[0][0];
    if (!sound) return true;
    for (const sample of sound) {
      let share = 1;
      while (this.left <= share) {
        this.sum += sample * this.left;
        share -= this.left;
        this.put(this.sum / this.step);
        this.sum = 0;
        this.left = this.step;
      }
      this.sum += sample * share;
      this.left -= share;
    }
    return true;
  }

  put(value) {
    this.frame[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(value * 32768)));
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame.buffer, [this.frame.buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }
}

registerProcessor("microphone", Microphone);
