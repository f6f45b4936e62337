// The frame of the kiosk: what it is, its clock, the language, and the service in the middle. Each
// service is a folder of its own with one component that is handed what it needs and says when it is
// done. A kiosk of the service centre begins with their choice; any other one checks in.

import { html, useEffect, useState } from '../shared/preact.js';
import { connected } from '../shared/api.js';
import { announce, LiveRegion } from '../shared/components.js';
import { hospitalStore } from '../shared/context.js';
import { useDevice } from '../shared/device.js';
import { formatTime } from '../shared/dates.js';
import { pick, setLanguage, t, useLanguage } from '../shared/i18n.js';
import { useStore } from '../shared/store.js';
import { Book } from './booking/book.js';
import { Find } from './centre/find.js';
import { Take } from './centre/take.js';
import { CheckIn } from './check_in/check_in.js';
import { Exams } from './exams/exams.js';
import { Guide } from './guide.js';
import { useIdle } from './idle.js';
import { useReports } from './paper.js';
import { Records } from './records/records.js';
import { Reports } from './reports.js';
import { Start } from './start.js';

/// The hospital's time: nobody sets a kiosk's own clock. `now` was true when the page was loaded.
function Clock({ hospital }) {
  const [ahead] = useState(() => (hospital ? Date.parse(hospital.now) - Date.now() : 0));
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 10000);
    return () => clearInterval(timer);
  }, []);
  return html`<span class="kiosk-clock">${formatTime(new Date(Date.now() + ahead).toISOString())}</span>`;
}

function Languages() {
  const language = useLanguage();
  return html`<div class="kiosk-languages" role="group" aria-label=${t('kiosk.language')}>
    ${[['zh', '中文', 'zh-CN'], ['en', 'English', 'en']].map(
      ([name, label, tag]) => html`<button key=${name} type="button" class="kiosk-language" lang=${tag} aria-pressed=${language === name ? 'true' : 'false'} onClick=${() => setLanguage(name)}>${label}</button>`,
    )}
  </div>`;
}

function Unpaired({ code }) {
  if (!code) return html`<${OutOfService} />`;
  return html`<section class="kiosk-middle">
    <h1>${t('kiosk.unpaired')}</h1>
    <p class="kiosk-code">${code.slice(0, 3)} ${code.slice(3)}</p>
    <p>${t('kiosk.unpaired-hint')}</p>
  </section>`;
}

function OutOfService() {
  return html`<section class="kiosk-middle" role="alert"><h1>${t('kiosk.out')}</h1><p>${t('kiosk.out-hint')}</p></section>`;
}

const kAskedAgain = ['take', 'book', 'exams', 'records'];

/// One visitor, from the first touch to the last. Nothing of it outlives this component.
function Visitor({ device, onBusy, onDone }) {
  const [open, setOpen] = useState({ name: device.centre ? 'start' : 'check-in' });
  const go = (next) => {
    onBusy(next.name);
    setOpen(next);
  };
  const screens = {
    start: () => html`<${Start} centre=${Boolean(device.centre)} onOpen=${(name) => go({ name, typing: true })} onScanned=${(text, source, document) => go({ name: 'check-in', shown: { text, source, document } })} />`,
    take: () => html`<${Take} device=${device} onBook=${(department, shown) => go({ name: 'book', department, shown })} onDone=${onDone} />`,
    find: () => html`<${Find} onOpen=${(shown) => go({ name: 'check-in', shown })} onDone=${onDone} />`,
    reports: () => html`<${Reports} onDone=${onDone} />`,
    guide: () => html`<${Guide} device=${device} onDone=${onDone} />`,
    book: () => html`<${Book} shown=${open.shown} department=${open.department} onDone=${onDone} />`,
    exams: () => html`<${Exams} shown=${open.shown} onDone=${onDone} />`,
    records: () => html`<${Records} shown=${open.shown} onDone=${onDone} />`,
    'check-in': () => html`<${CheckIn} typing=${open.typing} shown=${open.shown} onBusy=${onBusy} onOpen=${(name, shown) => go({ name, shown })} onDone=${onDone} />`,
  };
  return screens[open.name]();
}

export function Kiosk() {
  useLanguage();
  const hospital = useStore(hospitalStore);
  const online = useStore(connected);
  const { state, device, code } = useDevice('kiosk');
  // A new number is a new visitor: whatever the one before has left is gone with the old one.
  const [visitor, setVisitor] = useState(1);
  const [busy, setBusy] = useState('');
  const next = () => {
    setVisitor((n) => n + 1);
    announce('');
    setBusy('');
    setLanguage('zh');
    window.scrollTo(0, 0);
  };
  const left = useIdle(Boolean(busy), next);
  useReports(state === 'paired');
  const paperMm = device ? device.paperMm : 80;
  useEffect(() => {
    document.title = t('kiosk.title');
  }, []);

  // Whoever takes or books something and loses the answer asks for the same again, not for another.
  let content = null;
  if (state === 'unpaired') content = html`<${Unpaired} code=${code} />`;
  else if (state === 'out' || (!online && !kAskedAgain.includes(busy))) content = html`<${OutOfService} />`;
  else if (state === 'paired') content = html`<${Visitor} key=${visitor} device=${device} onBusy=${(name) => setBusy(name || 'check-in')} onDone=${next} />`;
  return html`<div class=${`kiosk paper-${paperMm}`}>
    <header class="kiosk-head no-print">
      <span class="kiosk-name">${pick(hospital, 'name')}</span>
      <span class="kiosk-where">${device ? pick(device.centre || device.area, 'name') : ''}</span>
      <${Clock} hospital=${hospital} />
    </header>
    <main class="kiosk-main" id="main">${content}</main>
    <footer class="kiosk-foot no-print">
      <${Languages} />
      ${busy ? html`<button type="button" class="kiosk-button" onClick=${next}>${t('kiosk.end')}</button>` : null}
    </footer>
    ${left ? html`<p class="kiosk-left no-print" role="status">${t('kiosk.left', { n: left })}</p>` : null}
    <${LiveRegion} />
  </div>`;
}
