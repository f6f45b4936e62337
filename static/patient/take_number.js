// A number of the service centre by phone, for whoever has scanned a code that hangs there.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { announce, Button, Notice, ProblemNotice, SelectField } from '../shared/components.js';
import { pick, t } from '../shared/i18n.js';
import { OwnVisits } from './own_visits.js';

/// campus: where the code hangs. Nothing, where the campus has no window that is open today.
export function TakeNumber({ code, campus }) {
  const request = useRequest((signal) => Promise.all([get('/centre', { signal }), get('/me/people', { signal })]), []);
  const [service, setService] = useState('');
  const [person, setPerson] = useState('');
  const [taken, setTaken] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  if (!request.data) return null;
  const [centre, people] = request.data;
  const here = new Set(centre.windows.filter((one) => one.campus.id === campus).map((one) => one.id));
  const services = centre.groups.flatMap((group) => group.services).filter((one) => one.walkIn && one.open && one.windowIds.some((id) => here.has(id)));
  if (!services.length || !people.items.length) return null;
  const who = person || people.items[0].id;
  const press = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const place = await post('/me/visits', { serviceIds: [service], personId: who, postedCode: code }, { intention: intention.current });
      announce(t('patient.number.taken', { number: place.number }));
      setTaken(taken + 1);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return html`<${OwnVisits} key=${taken} />
    <section class="card stack" aria-labelledby="take-number">
      <h2 id="take-number">${t('patient.number.take')}</h2>
      <${SelectField} label=${t('patient.number.service')} name="service" value=${service} onChange=${setService}
        options=${[{ value: '', label: t('patient.number.choose') }, ...services.map((one) => ({ value: one.id, label: pick(one, 'name') }))]} />
      ${people.items.length > 1
        ? html`<${SelectField} label=${t('patient.number.person')} name="person" value=${who} onChange=${setPerson} options=${people.items.map((one) => ({ value: one.id, label: one.name }))} />`
        : null}
      <${ProblemNotice} problem=${problem} />
      ${service ? html`<p><${Button} kind="primary" busy=${busy} onClick=${press}>${t('patient.number.do')}<//></p>` : html`<${Notice} kind="info"><p>${t('patient.number.hint')}</p><//>`}
    </section>`;
}
