// What a policy says, in plain sentences, by group; and what one says otherwise than another.

import { pick, t } from '../../shared/i18n.js';
import { documentName } from '../../shared/identity.js';
import { lineSentences } from './line.js';
import { kDayParts, kParts, rulesAt, same } from './document.js';

/// The groups in the order of a patient's way, with the parts of the document each is about.
export const kGroups = [
  { name: 'release', parts: ['opening'] },
  { name: 'cutoffs', parts: ['opening'] },
  { name: 'limits', parts: ['oncePerDay'], also: ['limits'] },
  { name: 'first', parts: ['firstVisit', 'ages'] },
  { name: 'questions', parts: ['questions'] },
  { name: 'cancelling', parts: ['cancellation'] },
  { name: 'arriving', parts: ['arrival'] },
  { name: 'line', parts: ['line'] },
  { name: 'conduct', parts: [], also: ['conduct'] },
  { name: 'exempt', parts: ['exemptChannels'] },
];

const say = (name, params) => t(`rules.say.${name}`, params);
export const joined = (words) => words.join(t('rules.comma'));
export const channelNames = (channels) => joined(channels.map((one) => t(`rules.channel.${one}`)));

function release(o) {
  if (o.walkInOnly) return [say('walk-in-only')];
  const out = [];
  if (Number(o.toDays) === 0) out.push(say('release-today', { time: o.releaseTime }));
  else out.push(say(o.countHolidays ? 'release' : 'release-without-holidays', { n: o.toDays, time: o.releaseTime }));
  if (Number(o.fromDays) === 1) out.push(say('from-tomorrow'));
  else out.push(Number(o.fromDays) > 1 ? say('from-days', { n: o.fromDays }) : say('from-today'));
  if (o.closedHours) out.push(say(o.closedHours.from < o.closedHours.to ? 'closed' : 'closed-overnight', o.closedHours));
  return out;
}

function cutoffs(o) {
  if (o.walkInOnly) return [];
  const out = [];
  if (o.nextDayUntil) out.push(say('next-day-until', { time: o.nextDayUntil }));
  if (o.fromDays === 0) {
    if (o.sameDayFrom) out.push(say('same-day-from', { time: o.sameDayFrom }));
    const parts = kDayParts.filter((part) => o.sameDayUntil[part]);
    parts.forEach((part) => out.push(say('same-day-until', { part: t(`rules.part.${part}`), time: o.sameDayUntil[part] })));
    if (!parts.length) out.push(say('same-day-until-slot'));
    else if (parts.length < 3) out.push(say('same-day-until-slot-else'));
  }
  return out.length ? out : [say('cutoffs-none')];
}

function limits(rules, whole) {
  const out = rules.oncePerDay.map((per) => say(`once.${per}`));
  if (!out.length) out.push(say('once-none'));
  if (!whole) return out;
  const { active, perDay, perWeek, madePerDay, accountMadePerDay, openHolds, accountOpenHolds } = whole;
  if (active) out.push(say('active', { n: active }));
  if (perDay) out.push(say('per-day', { n: perDay }));
  if (perWeek) out.push(say('per-week', { n: perWeek }));
  if (madePerDay) out.push(say('made-per-day', { n: madePerDay }));
  if (accountMadePerDay) out.push(say('account-made-per-day', { n: accountMadePerDay }));
  if (openHolds) out.push(say('open-holds', { n: openHolds }));
  if (accountOpenHolds) out.push(say('account-open-holds', { n: accountOpenHolds }));
  return out;
}

function until(d) {
  const counting = d.counting === 'calendar' ? '' : say(`counting.${d.counting}`);
  if ('at' in d) {
    const days = Number(d.daysBefore);
    if (days === 0) return say('until-same-day', { time: d.at });
    if (days === 1) return say(d.counting === 'working-days' ? 'until-working-day-before' : 'until-day-before', { time: d.at }) + (d.counting === 'no-holidays' ? counting : '');
    return say(d.counting === 'working-days' ? 'until-working-days' : 'until-days', { n: d.daysBefore, time: d.at }) + (d.counting === 'no-holidays' ? counting : '');
  }
  const of = say(`of.${d.of}`);
  return Number(d.before) === 0 ? say('until-start', { of }) : say(`until-${d.unit}`, { n: d.before, of }) + counting;
}

const cancelling = (c) => [say('cancel-until', { until: until(c.until) }), say(`cancel-late.${c.late}`)];

function stepSentences(name, s) {
  const step = say(`step.${name}`);
  const out = [];
  if (s.opensMinutesBefore === null) out.push(say('step-opens-day', { step }));
  else out.push(say('step-opens', { step, n: s.opensMinutesBefore }));
  const parts = kDayParts.filter((part) => s.until[part]);
  parts.forEach((part) => out.push(say('step-until', { step, part: t(`rules.part.${part}`), time: s.until[part] })));
  if (parts.length === kDayParts.length) return out;
  const n = Number(s.closesMinutesBefore);
  const words = n === 0 ? say('step-closes-start') : say(n > 0 ? 'step-closes-before' : 'step-closes-after', { n: Math.abs(n) });
  out.push(say(parts.length ? 'step-closes-else' : 'step-closes', { step, at: words }));
  return out;
}

function arriving(a) {
  const out = [];
  if (a.leadMinutes) out.push(say('lead', { n: a.leadMinutes }));
  if (a.collect) out.push(...stepSentences('collect', a.collect));
  if (a.checkIn) out.push(...stepSentences('check-in', a.checkIn));
  else out.push(say('collect-is-check-in'));
  out.push(say(`arrive-late.${a.late}`));
  if (a.late !== 'late') out.push(say(a.admitLate ? 'admit-late' : 'admit-nobody'));
  if (a.documentSeen) out.push(say('document-seen'));
  out.push(say(a.online ? 'arrive-online' : 'arrive-on-site'));
  return out;
}

const ages = (who, { min, max }) => [min === null ? '' : say(`${who}-min`, { n: min }), max === null ? '' : say(`${who}-max`, { n: max })].filter(Boolean);

function first({ firstVisit, ages: all }) {
  const out = ages('age', all);
  if (firstVisit.documents.length) out.push(say('first-documents', { documents: joined(firstVisit.documents.map(documentName)) }));
  if (firstVisit.documentRequired) out.push(say('first-document-required'));
  out.push(...ages('first-age', firstVisit.ages));
  return out.length ? out : [say('first-none')];
}

function questions(list) {
  if (!list.length) return [say('questions-none')];
  return list.map((one) => say('question', { text: pick(one, 'text'), advice: pick(one, 'advice') }));
}

const kWindows = { days: 'window-days', months: 'window-months', month: 'window-month', ever: 'window-ever' };

function thresholdSentence({ counts, sameDayOnly, count, moreThan, window: back, penalty }) {
  const what = say(counts === 'no-show' ? 'missed' : counts === 'unpaid' ? 'unpaid' : sameDayOnly ? 'cancelled-same-day' : 'cancelled');
  const length = penalty.length === 'rest-of-month' ? say('bar-rest-of-month') : say(`bar-${penalty.length}`, { n: penalty.count });
  return say(moreThan ? 'threshold-more' : 'threshold', {
    window: say(kWindows[back.kind], { n: back.count }), what, n: count, length,
    where: say(penalty.oneCampus ? 'bar-one-campus' : 'bar-all'), channels: channelNames(penalty.channels),
    walkIn: say(penalty.walkIn ? 'bar-walk-in' : 'bar-no-walk-in'),
  });
}

const conduct = (list) => (list.length ? [...list.map(thresholdSentence), say('conduct-fair')] : [say('conduct-none')]);
const exempt = (channels) => [channels.length ? say('exempt', { channels: channelNames(channels) }) : say('exempt-none')];

const kWriters = {
  release: (rules) => release(rules.opening),
  cutoffs: (rules) => cutoffs(rules.opening),
  limits: (rules, document) => limits(rules, document && document.limits),
  first,
  questions: (rules) => questions(rules.questions),
  cancelling: (rules) => cancelling(rules.cancellation),
  arriving: (rules) => arriving(rules.arrival),
  line: (rules) => lineSentences(rules.line),
  conduct: (rules, document) => (document ? conduct(document.conduct) : []),
  exempt: (rules) => exempt(rules.exemptChannels),
};

const named = (list, code) => {
  const found = (list || []).find((one) => one.code === code || one.name === code);
  return found ? pick(found, 'name') : code;
};

/// "专家门诊 · 东院区": where an override holds. refs may be null.
export function headingOf(override, refs) {
  const of = (codes, list) => (codes.length ? joined(codes.map((code) => named(list, code))) : '');
  const words = [of(override.kinds, refs && refs.kinds), of(override.departments, refs && refs.departments), of(override.campuses, refs && refs.campuses)];
  return words.filter(Boolean).join(' · ') || t('rules.nowhere');
}

export const baseSentences = (document, group) => kWriters[group](document, document);
export const overrideSentences = (document, override, group) => kWriters[group](rulesAt(document, override), null);

/// [{ group, sentences, places: [{ heading, sentences }] }]; places only where they differ.
export function outline(document, refs) {
  return kGroups.map(({ name, parts }) => {
    const general = kWriters[name](document, null);
    const places = document.overrides
      .filter((one) => parts.some((part) => one[part] !== undefined))
      .map((one) => ({ heading: headingOf(one, refs), sentences: overrideSentences(document, one, name) }))
      .filter((one) => !same(one.sentences, general));
    return { group: name, sentences: baseSentences(document, name), places };
  });
}

/// What `next` says otherwise than `before`: [{ group, heading, before: […], after: […] }].
export function changes(before, next, refs) {
  const flat = (document) => {
    const map = new Map();
    outline(document, refs).forEach(({ group, sentences, places }) => {
      map.set(`${group}|`, { group, heading: '', sentences });
      places.forEach(({ heading, sentences: said }) => map.set(`${group}|${heading}`, { group, heading, sentences: said }));
    });
    return map;
  };
  const [old, now] = [flat(before), flat(next)];
  const order = kGroups.map((one) => one.name);
  const found = [...new Set([...old.keys(), ...now.keys()])]
    .map((key) => {
      const one = old.get(key) || now.get(key);
      const said = old.has(key) ? old.get(key).sentences : [say('as-everywhere')];
      const says = now.has(key) ? now.get(key).sentences : [say('as-everywhere')];
      return { group: one.group, heading: one.heading, before: said.filter((text) => !says.includes(text)), after: says.filter((text) => !said.includes(text)) };
    })
    .filter((one) => one.before.length || one.after.length)
    .sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  // Something the sentences do not tell, such as the English text of a question.
  if (!found.length && !same(before, next)) found.push({ group: 'other', heading: '', before: [], after: [say('unsaid')] });
  return found;
}

export const partNames = () => kParts.map((part) => ({ value: part, label: t(`rules.part-of.${part}`) }));
