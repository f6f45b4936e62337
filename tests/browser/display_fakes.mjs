// A server's events, a speech engine and a sound card that tests have in their hands.

/// Runs in the page before its scripts. window.fake: { emit(type, data, id), drop(), said, chimes,
/// finish() }. options: voices (names of languages), blocked (no sound before a press), autoEnd.
export function fakes({ voices = ['zh-CN'], blocked = false, stream = true, hold = false } = {}) {
  const fake = { sources: [], said: [], chimes: 0, active: 0, most: 0, held: [] };
  window.fake = fake;

  if (stream) {
    window.EventSource = class extends EventTarget {
      constructor(url) {
        super();
        this.url = url;
        this.readyState = 1;
        fake.sources.push(this);
        fake.source = this;
      }
      close() { this.readyState = 2; }
    };
    window.EventSource.CLOSED = 2;
    fake.emit = (type, data, id = 'first-1') => fake.source.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId: id }));
  }

  const synth = new EventTarget();
  synth.getVoices = () => voices.map((lang) => ({ lang, name: lang, localService: true }));
  synth.cancel = () => {};
  synth.speak = (utterance) => {
    fake.said.push({ text: utterance.text, rate: utterance.rate, lang: utterance.lang });
    fake.active += 1;
    fake.most = Math.max(fake.most, fake.active);
    const end = () => {
      fake.active -= 1;
      if (utterance.onend) utterance.onend();
    };
    if (hold) fake.held.push(end);
    else setTimeout(end, 50);
  };
  Object.defineProperty(window, 'speechSynthesis', { value: synth });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };

  let pressed = false;
  ['pointerdown', 'keydown'].forEach((name) => window.addEventListener(name, () => { pressed = true; }, true));
  const level = () => ({ setValueAtTime() {}, exponentialRampToValueAtTime() {} });
  window.AudioContext = class {
    constructor() {
      this.state = blocked ? 'suspended' : 'running';
      this.currentTime = 0;
    }
    async resume() {
      if (blocked && !pressed) return;
      this.state = 'running';
      if (this.onstatechange) this.onstatechange();
    }
    async close() { this.state = 'closed'; }
    createOscillator() { return { frequency: {}, connect() {}, start() { fake.chimes += 0.5; }, stop() {} }; }
    createGain() { return { gain: level(), connect() {} }; }
  };
}

const kAt = Date.parse('2026-11-23T02:31:20Z');
export const at = (seconds = 0) => new Date(kAt + seconds * 1000).toISOString();

const departments = [
  ['心血管内科', 'Cardiology', '王建国', '主任医师'], ['心血管内科', 'Cardiology', null], ['呼吸与危重症医学科', 'Respiratory Medicine', '李秀英', '副主任医师'],
  ['消化内科', 'Gastroenterology', '张伟', '主治医师'], ['神经内科', 'Neurology', '刘洋', '主任医师'], ['肾内科', 'Nephrology', '陈静', '副主任医师'],
  ['内分泌科', 'Endocrinology', null], ['血液内科', 'Haematology', '杨帆', '主任医师'],
];
const names = ['王*明', '李*', '张**', '欧阳*华', '陈*', '赵*英', '孙**', '周*'];
const who = (n, shown) => ({ number: `${['0800', '0830', '0900', '0930', '1000'][Math.floor(n / 4) % 5]}-${(n % 4) + 1}`, name: shown ? names[n % names.length] : null });

/// A busy morning in `count` clinics.
export function busyBoard({ count = 5, shown = true, calls = [], called = [] } = {}) {
  const sessions = departments.slice(0, count).map(([name, nameEn, doctor, title], i) => ({
    id: `ses_${i}`, department: { name, nameEn }, kind: { name: doctor ? '专家门诊' : '普通门诊', nameEn: doctor ? 'Expert' : 'General' }, startsAt: at(-9000),
    ...(doctor ? { practitioner: { name: doctor, nameEn: '', title, titleEn: '' } } : {}),
    rooms: (doctor ? [1] : [1, 2]).map((n) => ({
      id: `roo_${i}${n}`, name: `${name.slice(0, 2)}${n + i}诊室`,
      now: { ...who(i * 3 + n, shown), state: called.includes(`roo_${i}${n}`) ? 'called' : 'serving', calledAt: at(-60) },
      near: n === 1 ? [who(i * 3 + n + 2, shown)] : [],
      ...(i === 3 ? { pause: { reason: '会诊', until: at(1200) }, now: null } : {}),
    })),
    next: [4, 5, 6, 7].map((n) => who(i + n, shown)), waiting: 12 - i, missed: i % 3 ? [] : [who(i, shown)],
    ...(i === 2 ? { delay: { minutes: 20, reason: '急诊手术' } } : {}),
  }));
  return { area: { id: 'are_1', name: '门诊楼 2 层候诊区', nameEn: 'Outpatient Building, floor 2', showsNames: shown }, at: at(), seq: 1, sessions, calls };
}
export const callOf = (id, seconds, fields = {}) => ({
  id, ...who(1, true), room: { id: 'roo_01', name: '心血1诊室' }, at: at(seconds), times: 2, slowly: false, english: false, fetch: false, session: 'ses_0', ...fields,
});

/// A page as a paired display with fakes in place; `device` is what the server says of it.
export async function openDisplay(page, options = {}) {
  const area = { id: 'are_00000000000a1', name: '门诊楼 2 层候诊区', nameEn: 'Outpatient Building, floor 2', showsNames: true, callTimes: 2 };
  const device = { id: 'dev_00000000000d1', kind: 'display', name: '二楼东大屏', areaId: area.id, area, pairedAt: at(), seenAt: at(), silent: false, sound: 'off', version: 1 };
  page.heartbeats = [];
  await page.route('**/api/v1/devices/current', (route) => route.fulfill({ json: device }));
  await page.route('**/api/v1/devices/current/heartbeats', (route) => {
    page.heartbeats.push(route.request().postDataJSON());
    return route.fulfill({ json: device });
  });
  await page.addInitScript(fakes, options);
  await page.goto('/display/');
  await page.locator('.board').waitFor();
}
export const emit = (page, type, data, id) => page.evaluate(([a, b, c]) => window.fake.emit(a, b, c), [type, data, id]);
export const fake = (page) => page.evaluate(() => ({ said: window.fake.said, chimes: window.fake.chimes, most: window.fake.most }));
