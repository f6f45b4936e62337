// What the service centre offers, asked for while somebody looks.

import { useEffect } from '../../shared/preact.js';
import { get, useRequest } from '../../shared/api.js';
import { formatTime } from '../../shared/dates.js';
import { t } from '../../shared/i18n.js';

const kAskAgainMs = 30000;
export const kMostErrands = 4;

/// How many wait is old after half a minute.
export function useCentre() {
  const request = useRequest((signal) => get('/centre', { signal }), [], { refresh: true });
  useEffect(() => {
    const timer = setInterval(request.reload, kAskAgainMs);
    return () => clearInterval(timer);
  }, []);
  return request;
}

export const allOf = (centre) => centre.groups.flatMap((group) => group.services);

/// The windows for it, those of the kiosk's own campus first.
export function windowsOf(centre, service, device) {
  const here = device.centre ? device.centre.id : '';
  const list = centre.windows.filter((one) => service.windowIds.includes(one.id));
  return [...list].sort((a, b) => Number(b.campus.id === here) - Number(a.campus.id === here));
}

export const isOpen = (centre, service, device) => windowsOf(centre, service, device).some((one) => one.open);

function waitWords({ waiting, wait }) {
  const people = waiting ? t('kiosk.service.waiting', { n: waiting }) : t('kiosk.service.nobody');
  return wait && wait.toMinutes ? `${people} · ${t('kiosk.service.wait', { from: wait.fromMinutes, to: wait.toMinutes })}` : people;
}

export const isElsewhere = (window, device) => Boolean(device.centre) && window.campus.id !== device.centre.id;

const spansWords = (spans) => spans.map((span) => `${span.opens}–${span.closes}`).join(t('kiosk.comma'));

/// "08:00–12:00, 13:00–17:00; numbers until 16:30"
export function hoursWords({ hours, open, intake }) {
  if (!hours.length) return t('kiosk.service.hours-none');
  const last = intake && intake.open && !hours.some((span) => span.closes === intake.until) ? t('kiosk.service.numbers-until', { at: intake.until }) : '';
  return [spansWords(hours), open ? '' : t('kiosk.service.hours-over'), last].filter(Boolean).join(t('kiosk.comma'));
}

/// Whether a number can be taken now, and in words how it stands.
export function standing(centre, service, device) {
  if (!service.walkIn) return { can: false, words: t('kiosk.service.by-appointment') };
  if (!service.open) return { can: false, words: t('kiosk.service.closed') };
  const { intake } = service;
  if (intake && !intake.open) return { can: false, words: intake.again ? t('kiosk.service.numbers-again', { at: intake.again }) : t('kiosk.service.numbers-over', { at: intake.until }) };
  if (service.full) return { can: false, words: t('kiosk.service.full') };
  if (!isOpen(centre, service, device)) return { can: true, words: t('kiosk.service.opens', { at: formatTime(service.open.opensAt) }) };
  return { can: true, words: waitWords(service) };
}
