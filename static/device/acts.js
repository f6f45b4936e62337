// What is done with somebody at a device, each act one request.

import { useRef } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { announce } from '../shared/components.js';
import { Intention, post } from '../staff/api.js';
import { usePress } from '../staff/ui.js';

/// `onFinished` is told whose examination is done, `onReplanned` what became of the rest of whose.
export function useActs(device, view, reload, { onFinished, onReplanned }) {
  const press = usePress();
  const calling = useRef(new Intention());
  const arriving = useRef(new Intention());
  const run = (work) =>
    press.run(async () => {
      try {
        await work();
        return true;
      } finally {
        reload();
      }
    });
  const stepOf = async (work, step, more) => {
    const { replanned } = await post(`/exam-places/${work.id}/steps`, { step, ...more });
    announce(t(`device.done.${step}`, { name: work.person.name }));
    if (step === 'finish') onFinished(work);
    if (replanned) onReplanned({ work, replanned });
  };
  /// The next one, or a certain one with a reason; whoever is being examined is done.
  const call = (body = {}) =>
    run(async () => {
      if (view.serving && !view.called) await stepOf(view.serving, 'finish');
      const work = await post(`/exam-devices/${device}/calls`, body, { intention: calling.current });
      announce(t('device.done.call', { name: work.person.name }));
    });
  const step = (work, name, more) => (work ? run(() => stepOf(work, name, more)) : false);
  const arrive = (work) =>
    run(async () => {
      const come = await post(`/exam-places/${work.id}/arrival`, {}, { intention: arriving.current });
      announce(t('device.done.arrive', { name: work.person.name, number: come.ticket.number }));
    });
  return { press, call, step, arrive };
}
