// The people one books for: list, add, remove; and signing out.

import { html, useState } from '../shared/preact.js';
import { asProblem, del, get, useRequest } from '../shared/api.js';
import { announce, Button, ConfirmDialog, Empty, LinkButton, Loaded, Notice, PageTitle } from '../shared/components.js';
import { signOut } from '../shared/context.js';
import { t } from '../shared/i18n.js';
import { documentName } from '../shared/identity.js';
import { navigate, safePath } from '../shared/router.js';
import { PersonForm } from './person_form.js';
import { SignedIn } from './sign_in.js';

export const loadPeople = (signal) => get('/me/people', { signal });

/// "居民身份证 110***********002X"
export function documentWords(person) {
  if (!person.document || !person.document.number) return t('patient.person.no-document');
  return `${documentName(person.document.type)} ${person.document.number}`;
}

/// "本人 · 男 · 56岁"
export function aboutWords(person) {
  const sex = person.sex === 'male' || person.sex === 'female' ? t(`patient.sex.${person.sex}`) : '';
  const age = person.age === undefined || person.age === null ? '' : t('patient.age', { n: person.age });
  return [person.relation ? t(`patient.relation.${person.relation}`) : '', sex, age].filter(Boolean).join(' · ');
}

function Remove({ person, onClose, onRemoved }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const remove = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await del(`/me/people/${encodeURIComponent(person.id)}`);
      onRemoved();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return html`<${ConfirmDialog}
    title=${t('patient.people.remove-title', { name: person.name })}
    confirmLabel=${t('patient.people.remove')}
    danger
    busy=${busy}
    problem=${problem}
    onConfirm=${remove}
    onClose=${onClose}
  >
    <p>${t('patient.people.remove-text')}</p>
  <//>`;
}

function SignOutButton({ me }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const leave = async () => {
    setBusy(true);
    setFailed(false);
    try {
      await signOut();
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };
  return html`<div class="signed-in">
    <p>${t('patient.people.signed-in', { phone: me.phone || '' })}</p>
    <${Button} busy=${busy} onClick=${leave}>${t('patient.people.sign-out')}<//>
    ${failed ? html`<p class="error" role="alert">${t('problem.offline')}</p>` : null}
  </div>`;
}

function PeopleList({ me }) {
  const request = useRequest(loadPeople, []);
  const [leaving, setLeaving] = useState(null);
  const removed = () => {
    announce(t('patient.people.removed', { name: leaving.name }));
    setLeaving(null);
    request.reload();
  };
  return html`<${PageTitle} title=${t('patient.people.title')} lead=${t('patient.people.lead')} />
    <div class="stack stack-wide">
      <${Loaded} request=${request}>
        ${(data) => html`
          ${data.items.length
            ? html`<ul class="stack">
                ${data.items.map(
                  (person) => html`<li key=${person.id} class="card person">
                    <div>
                      <h2>${person.name}</h2>
                      <p>${aboutWords(person)}</p>
                      <p class="hint">${documentWords(person)}</p>
                    </div>
                    <${Button} aria-label=${t('patient.people.remove-one', { name: person.name })} onClick=${() => setLeaving(person)}>${t('patient.people.remove')}<//>
                  </li>`,
                )}
              </ul>`
            : html`<${Empty} title=${t('patient.people.none')}><p>${t('patient.people.none-help')}</p><//>`}
          ${data.items.length < data.limit
            ? html`<${LinkButton} kind="primary" class="button-block" href="#/people/new">${t('patient.people.add')}<//>`
            : html`<${Notice}><p>${t('patient.people.limit', { n: data.limit })}</p><//>`}
        `}
      <//>
      <${LinkButton} class="button-block" href="#/reports">${t('patient.reports.title')}<//>
      <${SignOutButton} me=${me} />
    </div>
    ${leaving ? html`<${Remove} person=${leaving} onClose=${() => setLeaving(null)} onRemoved=${removed} />` : null}`;
}

export function People() {
  return html`<${SignedIn}>${(me) => html`<${PeopleList} me=${me} />`}<//>`;
}

/// query.then: where to go afterwards; from a booking that is straight on to confirming.
export function NewPerson({ query }) {
  const then = safePath(query.then, '/people');
  const added = (person) => {
    announce(t('patient.people.added', { name: person.name }));
    navigate(then.startsWith('/book/') ? `${then}/${person.id}` : then, { replace: true });
  };
  return html`<${SignedIn}>${() => html`<${NewPersonForm} onAdded=${added} />`}<//>`;
}

function NewPersonForm({ onAdded }) {
  const request = useRequest(loadPeople, []);
  return html`<${PageTitle} title=${t('patient.people.add')} />
    <${Loaded} request=${request}>${(data) => html`<${PersonForm} people=${data.items} onAdded=${onAdded} />`}<//>`;
}
