// What is done with a number from one window, each act one request; and how the last slip is taken
// back.

import { useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { announce } from '../shared/components.js';
import { del, Intention, post, put } from '../staff/api.js';
import { usePress } from '../staff/ui.js';

/// Steps that the server takes back.
const kTakenBack = ['call', 'start', 'finish', 'miss'];

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
  const did = (visit, name) => {
    setSlip(kTakenBack.includes(name) ? { visit, step: name } : null);
    announce(t(`window.done.${name}`, { number: visit.number }));
  };
  const stepOf = async (visit, name, more) => {
    await post(`/visits/${visit.id}/steps`, { step: name, ...more });
    did(visit, name);
  };
  const callNow = async (body = {}) => {
    const visit = await post(`/service-windows/${window}/calls`, body, { intention: intention.current });
    did(visit, 'call');
    return visit;
  };
  /// The next one, or a certain one with a reason; whoever is served is finished.
  const call = (body) =>
    run(async () => {
      if (view.serving && !view.called) await stepOf(view.serving, 'finish', {});
      await callNow(body);
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
          const { visit } = slip;
          await post(`/visits/${visit.id}/undo`, {});
          did(visit, 'undo');
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
