// Taking a number: the errands together, a document for those who may go first, one press, the slip.

import { html, useRef, useState } from '../../shared/preact.js';
import { Intention, post } from '../../shared/api.js';
import { announce } from '../../shared/components.js';
import { pick, t } from '../../shared/i18n.js';
import { Heading, Refused, useAsk } from '../parts.js';
import { useWedge } from '../wedge.js';
import { kMostErrands, useCentre } from './catalogue.js';
import { Instead } from './instead.js';
import { Service } from './service.js';
import { Services } from './services.js';
import { Ticket } from './ticket.js';

function Confirm({ chosen, document, busy, onTake, onMore, onRemove, onBack }) {
  return html`<section class="kiosk-middle">
    <${Heading}>${t('kiosk.take.title')}<//>
    <ol class="kiosk-cards">
      ${chosen.map((one) => html`<li key=${one.id} class="kiosk-card kiosk-chosen">
        <span class="kiosk-what">${pick(one, 'name')}</span>
        ${chosen.length > 1 ? html`<button type="button" class="kiosk-button kiosk-small" aria-label=${t('kiosk.take.remove-one', { name: pick(one, 'name') })} onClick=${() => onRemove(one)}>${t('kiosk.take.remove')}</button>` : null}
      </li>`)}
    </ol>
    <p class="kiosk-card kiosk-document" role="status">${t(document ? 'kiosk.take.document-read' : 'kiosk.take.document')}</p>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button>
      ${chosen.length < kMostErrands ? html`<button type="button" class="kiosk-button" onClick=${onMore}>${t('kiosk.take.more')}</button>` : null}
      <button type="button" class="kiosk-button kiosk-primary" aria-disabled=${busy ? 'true' : undefined} onClick=${onTake}>${t('kiosk.take.do')}</button>
    </div>
  </section>`;
}

/// Whatever is known of the visitor lives in this component alone and goes with it. onBook(department,
/// shown): an appointment instead, with the document that was read.
export function Take({ device, onBook, onDone }) {
  const request = useCentre();
  const [screen, setScreen] = useState({ name: 'services' });
  const [chosen, setChosen] = useState([]);
  const [read, setRead] = useState(null);
  const intention = useRef(new Intention());
  const { busy, run } = useAsk((problem) => setScreen({ name: problem.appointments.length ? 'instead' : 'refused', problem }));
  const book = (department) => onBook(department, read);
  useWedge(screen.name === 'confirm', (text, source, document) => source !== 'typed' && setRead({ text, source, document }));
  const centre = request.data;

  async function take() {
    const body = { serviceIds: chosen.map((one) => one.id) };
    if (read) Object.assign(body, { number: read.text, source: read.source });
    const visit = await run(() => post('/visits', body, { intention: intention.current }));
    if (!visit) return;
    announce(t('kiosk.ticket.said', { number: visit.number }));
    setScreen({ name: 'ticket', visit });
  }
  const choose = (service) => {
    setChosen((list) => [...list.filter((one) => one.id !== service.id), service]);
    setScreen({ name: 'confirm' });
  };
  if (request.state === 'error') return html`<${Refused} problem=${request.problem} onBack=${onDone} />`;
  if (!centre) return html`<section class="kiosk-middle"><p class="kiosk-lead" role="status">${t('kiosk.wait')}</p></section>`;
  const screens = {
    services: () => html`<${Services} centre=${centre} device=${device} onOpen=${(service) => setScreen({ name: 'service', service })} onBack=${chosen.length ? () => setScreen({ name: 'confirm' }) : onDone} />`,
    service: () => html`<${Service} centre=${centre} service=${screen.service} device=${device} onTake=${() => choose(screen.service)} onBook=${book} onBack=${() => setScreen({ name: 'services' })} />`,
    confirm: () => html`<${Confirm} chosen=${chosen} document=${read} busy=${busy} onTake=${take} onMore=${() => setScreen({ name: 'services' })}
      onRemove=${(service) => setChosen(chosen.filter((one) => one !== service))} onBack=${() => setScreen({ name: 'services' })} />`,
    instead: () => html`<${Instead} problem=${screen.problem} chosen=${chosen} onBook=${book} onBack=${onDone} />`,
    refused: () => html`<${Refused} problem=${screen.problem} onBack=${onDone} onRetry=${take} />`,
    ticket: () => html`<${Ticket} taken visit=${screen.visit} priority=${screen.visit.priority} onDone=${onDone} />`,
  };
  return screens[screen.name]();
}
