// The display's voice: a chime, then the words, one call at a time, as often as asked for. Where no
// Mandarin voice is installed, or speaking fails, the chime alone says: look up.
//
//   const voice = new Voice({ now: () => serverTime, wordsOf, onChange: ({ mode, speaking }) => … });
//   voice.call(call, 2);        // soon, unless it was spoken before or is old
//   voice.unlock();             // from a press: browsers keep silent until there was one
//   voice.setVolume(0.8); voice.mode  → 'off' | 'speech' | 'chime'
//
// What was spoken is remembered on the device, so that a page that starts again does not repeat it.

import { remember, remembered } from '../shared/store.js';
import { kCallMs } from './model.js';

const kKey = 'yuyue.display.spoken';
const kBetweenMs = 900;
const kForgetMs = 15 * 60000;
const kMandarin = /^(zh|cmn)\b(?!.*(HK|yue))/i;
const kNormalRate = 0.9;
const kSlowRate = 0.7;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function readSpoken() {
  try {
    return new Map(JSON.parse(remembered('localStorage', kKey) || '[]'));
  } catch {
    return new Map();
  }
}

export class Voice {
  constructor({ now, wordsOf, onChange }) {
    this.wordsOf = wordsOf;
    this.now = now;
    this.onChange = onChange;
    this.volume = 1;
    this.queue = [];
    this.spoken = readSpoken();
    this.synth = window.speechSynthesis || null;
    this.failed = false;
    const Context = window.AudioContext;
    this.context = Context ? new Context() : null;
    if (this.context) this.context.onstatechange = () => this.changed();
    this.findVoices = () => this.lookForVoices();
    if (this.synth && this.synth.addEventListener) this.synth.addEventListener('voiceschanged', this.findVoices);
    this.lookForVoices();
  }

  close() {
    this.closed = true;
    this.queue = [];
    if (this.synth) {
      if (this.synth.removeEventListener) this.synth.removeEventListener('voiceschanged', this.findVoices);
      this.synth.cancel();
    }
    if (this.context) this.context.close();
  }

  get unlocked() {
    return !this.context || this.context.state === 'running';
  }
  get mode() {
    if (!this.unlocked) return 'off';
    return this.mandarin && !this.failed ? 'speech' : this.context ? 'chime' : 'off';
  }

  /// Lets the sound through. Call it from a press or a key.
  async unlock() {
    if (this.context && this.context.state !== 'running') await this.context.resume().catch(() => {});
    this.changed();
  }

  setVolume(volume) {
    this.volume = volume;
  }

  lookForVoices() {
    const voices = this.synth ? this.synth.getVoices() : [];
    const best = (fits) => voices.find((one) => fits(one) && one.localService) || voices.find(fits);
    this.mandarin = best((one) => kMandarin.test(one.lang));
    this.english = best((one) => /^en\b/i.test(one.lang));
    this.changed();
  }

  changed() {
    if (this.closed) return;
    this.onChange({ mode: this.mode, speaking: this.speaking || '' });
    this.run();
  }

  isOld(call) {
    return this.now() - Date.parse(call.at) > kCallMs;
  }

  call(call, times) {
    if (this.spoken.has(call.id) || this.queue.some((one) => one.call.id === call.id) || this.isOld(call)) return;
    this.queue.push({ call, times });
    this.run();
  }

  /// Says something at once, to try the sound.
  async tryOut(call) {
    this.queue.unshift({ call, times: 1 });
    await this.unlock();
  }

  note(call) {
    const now = this.now();
    this.spoken.set(call.id, now);
    this.spoken.forEach((at, id) => now - at > kForgetMs && this.spoken.delete(id));
    remember('localStorage', kKey, JSON.stringify([...this.spoken]));
  }

  async run() {
    if (this.running || !this.queue.length) return;
    if (!this.unlocked) {
      // The machine may have put the sound to sleep. Where a press is needed first, this does nothing.
      this.context.resume().catch(() => {});
      return;
    }
    this.running = true;
    try {
      while (this.queue.length && this.unlocked && !this.closed) {
        const { call, times } = this.queue.shift();
        if (this.isOld(call)) continue;
        // Before the first word: whoever loads the page anew in the middle of it has been heard.
        this.note(call);
        await this.announce(call, times);
      }
    } finally {
      this.running = false;
    }
  }

  async announce(call, times) {
    this.speaking = call.id;
    this.onChange({ mode: this.mode, speaking: call.id });
    const words = this.wordsOf(call);
    for (let i = 0; i < times && !this.closed; i += 1) {
      if (i) await pause(kBetweenMs);
      await this.chime();
      await this.say(words, call.slowly);
    }
    this.speaking = '';
    if (!this.closed) this.onChange({ mode: this.mode, speaking: '' });
  }

  async say({ zh, en }, slowly) {
    if (!this.mandarin) return;
    const rate = slowly ? kSlowRate : kNormalRate;
    this.failed = !(await this.utter(zh, this.mandarin, rate));
    if (en && this.english && !this.failed) await this.utter(en, this.english, rate);
  }

  /// Whether it was said to the end. An engine that never answers holds nobody up.
  utter(text, voice, rate) {
    return new Promise((resolve) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = rate;
      utterance.volume = this.volume;
      // Kept: Chrome forgets an utterance that nobody refers to, and its end is never told.
      this.utterance = utterance;
      const done = (said) => {
        clearTimeout(timer);
        utterance.onend = null;
        utterance.onerror = null;
        if (!said) this.synth.cancel();
        resolve(said);
      };
      const timer = setTimeout(() => done(false), 6000 + (text.length * 500) / rate);
      utterance.onend = () => done(true);
      utterance.onerror = () => done(false);
      this.synth.speak(utterance);
    });
  }

  /// Two tones, high and low.
  async chime() {
    if (!this.context || this.context.state !== 'running') return;
    const start = this.context.currentTime + 0.05;
    [[659.26, 0], [523.25, 0.45]].forEach(([pitch, after]) => {
      const tone = this.context.createOscillator();
      const gain = this.context.createGain();
      tone.type = 'sine';
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0.0001, start + after);
      gain.gain.exponentialRampToValueAtTime(Math.max(0.001, 0.6 * this.volume), start + after + 0.03);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + after + 0.9);
      tone.connect(gain);
      gain.connect(this.context.destination);
      tone.start(start + after);
      tone.stop(start + after + 1);
    });
    await pause(1300);
  }
}
