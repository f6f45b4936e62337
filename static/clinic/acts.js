// What a clinician does with the line from one room, each act one request, and how the last slip is
// taken back.

import { useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { announce } from '../shared/components.js';
import { del, Intention, post } from '../staff/api.js';
import { usePress } from '../staff/ui.js';

/// Steps after which the patient has gone, and can be fetched back into the line.
const kGone = ['finish', 'send-away', 'miss'];

export function useActs(place, view, reload) {
  const press = usePress();
  const [slip, setSlip] = useState(null);
  const intention = useRef(new Intention());
  const stepOf = (ticket, step, more) => post(`/tickets/${ticket.id}/steps`, { step, ...more });
  const callNow = (body) => post(`/sessions/${place.session}/calls`, { roomId: place.room.id, ...body }, { intention: intention.current });
  const run = (work) =>
    press.run(async () => {
      try {
        return (await work()) || true;
      } finally {
        reload();
      }
    });

  /// The next one, or a certain one with a reason; whoever is being seen is finished.
  const call = (body = {}) =>
    run(async () => {
      const finished = view.serving && !view.called ? view.serving : null;
      if (finished) await stepOf(finished, 'finish');
      setSlip(finished && { ticket: finished, step: 'finish' });
      const ticket = await callNow(body);
      announce(t('clinic.called-out', { number: ticket.number, name: ticket.person.name }));
    });
  const step = (ticket, name) => () =>
    ticket
      ? run(async () => {
          await stepOf(ticket, name);
          setSlip(kGone.includes(name) ? { ticket, step: name } : null);
          announce(t(`clinic.done.${name}`, { number: ticket.number }));
        })
      : false;
  const beckon = () =>
    run(async () => {
      const ticket = await post(`/sessions/${place.session}/beckonings`, { roomId: place.room.id });
      announce(t('clinic.done.beckon', { number: ticket.number, name: ticket.person.name }));
    });
  const resume = () => del(`/sessions/${place.session}/rooms/${place.room.id}/pause`);
  const resumeAndCall = () =>
    run(async () => {
      await resume();
      const ticket = await callNow({});
      announce(t('clinic.called-out', { number: ticket.number, name: ticket.person.name }));
    });
  /// Back into the line; and, if nobody else has come in, back into the room where they were.
  const undo = () =>
    slip
      ? run(async () => {
          const { ticket, step: name } = slip;
          setSlip(null);
          await stepOf(ticket, 'come-back');
          if (name !== 'miss' && !view.now && !view.pause) {
            await callNow({ ticketId: ticket.id, reason: t('clinic.undo.reason') });
            await stepOf(ticket, 'start');
          }
          announce(t('clinic.done.undo', { number: ticket.number }));
        })
      : false;
  return { press, slip, call, step, beckon, resume: () => run(resume), resumeAndCall, undo };
}
