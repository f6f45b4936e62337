// What is done with a number from one window, each act one request; and how the last slip is taken
// back.

import { useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { announce } from '../shared/components.js';
import { del, Intention, post, put } from '../staff/api.js';
import { usePress } from '../staff/ui.js';

/// onFinished: the window is free again.
export function useActs(window, view, reload, onFinished) {
  const press = usePress();
  const [slip, setSlip] = useState(null);
  const intention = useRef(new Intention());
  const run = (work) =>
    press.run(async () => {
      try {
        return (await work()) || true;
      } finally {
        reload();
      }
    });
  /// before: what the same press did first; it can be taken back next.
  const did = (visit, name, before = null) => {
    setSlip({ visit, step: name, before });
    announce(t(`window.done.${name}`, { number: visit.number }));
  };
  const stepOf = async (visit, name, more) => {
    await post(`/visits/${visit.id}/steps`, { step: name, ...more });
    did(visit, name);
  };
  const callNow = async (body = {}, before = null) => {
    const visit = await post(`/service-windows/${window}/calls`, body, { intention: intention.current });
    did(visit, 'call', before && before.visit.id !== visit.id ? before : null);
    return visit;
  };
  /// The next one, or a certain one with a reason; whoever is served is finished.
  const call = (body) =>
    run(async () => {
      const ends = view.called ? null : view.serving;
      if (ends) await stepOf(ends, 'finish', {});
      await callNow(body, ends && { visit: ends, step: 'finish' });
    });
  const step = (visit, name, more) => (visit ? run(() => stepOf(visit, name, more)) : false);
  const finish = (visit, outcome) =>
    run(async () => {
      await stepOf(visit, 'finish', outcome ? { outcome } : {});
      onFinished();
    });
  const transfer = (visit, body) =>
    run(async () => {
      await post(`/visits/${visit.id}/transfer`, body);
      did(visit, 'transfer');
    });
  const undo = () =>
    slip
      ? run(async () => {
          const { visit, before } = slip;
          await post(`/visits/${visit.id}/undo`, {});
          setSlip(before);
          announce(t('window.done.undo', { number: visit.number }));
        })
      : false;
  const pause = (body) =>
    run(async () => {
      await put(`/service-windows/${window}/pause`, body);
      announce(t('window.done.pause'));
    });
  const resume = (thenCall) =>
    run(async () => {
      await del(`/service-windows/${window}/pause`);
      announce(t('window.done.resume'));
      if (thenCall) await callNow();
    });
  return { press, slip, call, step, finish, transfer, undo, pause, resume };
}
