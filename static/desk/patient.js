// The patient's panel: who this is (masked), what help they need, and what can be done.

import { html, useEffect, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { documentName } from '../shared/identity.js';
import { get, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Notice, ProblemNotice, Skeleton } from '../shared/components.js';
import { Button, Icon } from '../staff/ui.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { EditDialog, IdentifierDialog, RevealDialog } from './patient_dialogs.js';
import { DuplicatesDialog } from './duplicates.js';
import { ConductDialog } from './conduct.js';

export function Patient({ id, onBook, onAppointments, onAdmission, onReferral, onExams, onCourses, onTeam, onClose, onOpen, onRegisterNewborn, onLoaded, mode }) {
  const request = useRequest(() => get(`/patients/${id}`), [id]);
  const doubles = useRequest(() => get(`/patients/${id}/duplicates`), [id]);
  const [dialog, setDialog] = useState('');
  const ready = request.state === 'ready';
  // A key pressed while the record is on its way is not lost: the dialog opens with it.
  const open = (name) => () => (request.state === 'error' ? false : setDialog(name));
  const count = doubles.state === 'ready' ? doubles.data.items.length : 0;
  useShortcuts({
    'Alt+K': () => (count ? setDialog('duplicates') : false),
    'Alt+R': open('reveal'),
    'Alt+U': open('edit'),
    'Alt+I': open('identifier'),
    'Alt+W': open('conduct'),
  });

  useEffect(() => {
    if (ready) onLoaded(request.data);
  }, [request.data]);

  if (request.state === 'loading') return html`<${Skeleton} />`;
  if (request.state === 'error') {
    return html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />`;
  }
  const person = request.data;
  const close = () => setDialog('');
  return html`
    <section class="patient" aria-label=${t('desk.patient.title')}>
      <div class="patient-head">
        <h2 class="patient-name">${person.name}</h2>
        <span class="patient-facts">${sexAndAge(person)}</span>
        <${Button} kind="quiet" onClick=${onClose} keys="Esc">${t('staff.close')}<//>
      </div>
      <${NeedBadges} needs=${person.needs} />
      <dl class="facts">
        <div><dt>${t('staff.field.phone')}</dt><dd>${person.phone || t('staff.none')}</dd></div>
        <div><dt>${t('staff.field.birth-date')}</dt><dd>${person.birthDate || t('staff.none')}</dd></div>
        ${(person.identifiers || []).map(
          (one) => html`<div key=${one.id}><dt>${documentName(one.type)}</dt><dd class="number">${one.number}</dd></div>`,
        )}
        ${(person.identifiers || []).length
          ? null
          : html`<div><dt>${t('staff.field.document')}</dt><dd>${t('staff.no-document')}</dd></div>`}
        ${(person.guardians || []).map(
          (one) => html`<div key=${one.id}>
            <dt>${t('staff.field.guardian')}</dt>
            <dd><button type="button" class="link" onClick=${() => onOpen(one)}>${one.name}</button></dd>
          </div>`,
        )}
      </dl>
      ${count > 0
        ? html`<${Notice} kind="warning" live>
            <p>${t('desk.duplicates.found', { n: count })}</p>
            <p><${Button} onClick=${() => setDialog('duplicates')} keys="Alt+K">${t('desk.duplicates.look')}<//></p>
          <//>`
        : null}
      <div class="stack-buttons">
        <${Button} kind=${mode === 'book' ? 'secondary' : 'primary'} onClick=${onBook} keys="Alt+B">${t('desk.patient.book')}<//>
        <${Button} onClick=${onAppointments} keys="Alt+A">
          ${t('desk.patient.appointments', { n: person.upcoming || 0 })}
        <//>
        <${Button} onClick=${onExams} keys="Alt+J">${t('desk.patient.exams')}<//>
        <${Button} onClick=${open('reveal')} keys="Alt+R">${t('desk.patient.reveal')}<//>
        <${Button} onClick=${open('edit')} keys="Alt+U">${t('desk.patient.edit')}<//>
        <${Button} onClick=${open('identifier')} keys="Alt+I">${t('desk.patient.identifiers')}<//>
        <${Button} onClick=${open('conduct')} keys="Alt+W">${t('desk.patient.conduct')}<//>
        <${Button} onClick=${() => onRegisterNewborn(person)}>${t('desk.patient.newborn')}<//>
        <${Button} onClick=${onCourses}>${t('desk.patient.courses')}<//>
        <${Button} onClick=${onTeam}>${t('desk.patient.team')}<//>
        <${Button} onClick=${onAdmission}>${t('desk.patient.admission')}<//>
        <${Button} onClick=${onReferral}>${t('desk.patient.referral')}<//>
      </div>
      ${dialog === 'reveal' ? html`<${RevealDialog} person=${person} onClose=${close} />` : null}
      ${dialog === 'edit' ? html`<${EditDialog} person=${person} onClose=${close} onChanged=${request.reload} />` : null}
      ${dialog === 'identifier' ? html`<${IdentifierDialog} person=${person} onClose=${close} onChanged=${request.reload} />` : null}
      ${dialog === 'conduct' ? html`<${ConductDialog} person=${person} onClose=${close} />` : null}
      ${dialog === 'duplicates' ? html`<${DuplicatesDialog}
        person=${person}
        others=${doubles.data.items}
        onClose=${close}
        onMerged=${(stays) => {
          setDialog('');
          doubles.reload();
          request.reload();
          onOpen(stays);
        }}
      />` : null}
    </section>
  `;
}
