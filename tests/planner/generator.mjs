// Makes planning instances: the same seed gives the same instance. Some come from the catalogue of
// tests/data/planner, some are invented so that every clause is reached and days are crowded.
import { readFileSync } from 'node:fs';
import { chance } from './random.mjs';

const slotsPerDay = 48;
const folder = new URL('../data/planner/', import.meta.url);

function table(name) {
  const [head, ...rows] = readFileSync(new URL(name, folder), 'utf8').trim().split('\n').map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i]])));
}

const hours = (text) => Math.round(Number(text) * 60);
const clock = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const time = (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const catalogue = table('catalogue.tsv').map((row) => ({
  item: {
    code: row.code, name: row.cn, minutes: Number(row.dur_min), deviceMinutes: Number(row.device_min),
    recoveryMinutes: Number(row.after_min), fastingMinutes: hours(row.fast_h), waterStopMinutes: hours(row.water_stop_h),
    breaksFast: row.breaks_fast === '1', needsMeal: row.need_meal === '1', bladder: row.bladder === '-' ? 'any' : row.bladder,
  },
  modality: row.modality, lead: Number(row.lead_d), opens: clock(row.window), closes: clock(row.window.slice(6)),
  report: hours(row.tat_h),
}));

const kinds = { BEFORE: 'before', LAG: 'before', SEPARATE: 'separate', SAMEDAY: 'same-day', NOTSAMEDAY: 'not-same-day', SAMEDAYORD: 'same-day-order' };
const rulesOfCatalogue = table('rules.tsv').map((row) => {
  const rule = { id: row.id, kind: kinds[row.type], a: row.a, b: row.b };
  const first = row.gap_ab_min === 'tat' ? catalogue.find((one) => one.item.code === row.a).report : Number(row.gap_ab_min);
  const second = Number(row.gap_ba_min);
  if (row.type === 'LAG') return { ...rule, minMinutes: first, maxMinutes: second };
  if (row.type === 'SEPARATE') return { ...rule, aFirstMinutes: row.gap_ab_min === '-' ? null : first, bFirstMinutes: row.gap_ba_min === '-' ? null : second };
  if (row.type === 'BEFORE' || row.type === 'SAMEDAYORD') return { ...rule, minMinutes: first };
  return rule;
});

function inventedItem(random, number, { lively }) {
  const minutes = random.pick([5, 10, 15, 15, 20, 30, 30, 40, 45, 60, 75]);
  const opens = random.pick([7, 8, 8, 8, 9, 13]) * 60;
  return {
    item: {
      code: `X${number}`, name: `检查${number}`, minutes, deviceMinutes: random.pick([minutes, minutes, Math.min(minutes, 10), 0]),
      recoveryMinutes: random.happens(0.25) ? random.pick([5, 20, 30, 60]) : 0,
      fastingMinutes: random.happens(lively * 0.5) ? random.pick([120, 240, 480]) : 0,
      waterStopMinutes: random.happens(lively * 0.3) ? random.pick([60, 120, 240]) : 0,
      breaksFast: random.happens(lively * 0.3), needsMeal: random.happens(lively * 0.3),
      bladder: random.pick(['any', 'any', 'any', random.happens(lively) ? 'full' : 'any', random.happens(lively) ? 'empty' : 'any']),
    },
    modality: random.pick(['A', 'B', 'C', 'D']), lead: random.happens(0.15) ? 1 : 0, opens,
    closes: Math.max(opens + 120 + minutes, random.pick([12, 17, 17, 18, 24]) * 60),
  };
}

function inventedRule(random, number, codes) {
  const [a, b] = random.some(codes, 2);
  const rule = { id: `R${number}`, kind: random.pick(['before', 'before', 'separate', 'separate', 'same-day', 'not-same-day', 'same-day-order']), a, b };
  const minutes = () => random.pick([0, 0, 30, 45, 60, 120, 240, 720, 1440]);
  if (rule.kind === 'before') {
    rule.minMinutes = minutes();
    if (random.happens(0.3)) rule.maxMinutes = rule.minMinutes + random.pick([60, 120, 180, 600]);
  } else if (rule.kind === 'separate') {
    rule.aFirstMinutes = random.happens(0.15) ? null : minutes();
    if (rule.aFirstMinutes === null || random.happens(0.85)) rule.bFirstMinutes = minutes();
  } else if (rule.kind === 'same-day-order') {
    rule.minMinutes = random.pick([0, 30, 60, 120]);
  }
  return rule;
}

// Each: how many items over how many days, how full the calendar is, where items and rules come from.
export const profiles = {
  /** A county hospital's usual calendar. */
  usual: { days: [5, 14], load: [0.5, 0.95], invented: 0, fixed: 0.2 },
  /** Nearly empty: many free places and few rules, the hardest to prove. */
  open: { days: [3, 14], load: [0, 0.3], invented: 0.3, lively: 0.1, rules: 0.1, fixed: 0.1 },
  /** Every clause in the others' way. */
  lively: { days: [2, 8], load: [0.2, 0.9], invented: 0.9, lively: 0.8, rules: 0.5, fixed: 0.4 },
  /** Too few days for comfort. */
  crowded: { days: [1, 3], load: [0.1, 0.7], invented: 0.6, lively: 0.3, rules: 0.2, fixed: 0.2 },
  /** Hardly a place left. */
  scarce: { days: [6, 14], load: [0.93, 0.985], invented: 0.3, lively: 0.3, rules: 0.3, fixed: 0.1 },
};

function chooseItems(random, count, profile) {
  const invented = Array.from({ length: count }, () => random.happens(profile.invented)).filter(Boolean).length;
  const chosen = [];
  // Items that have rules with each other, so that there is something to plan.
  while (chosen.length < count - invented) {
    const rule = random.pick(rulesOfCatalogue);
    const wanted = random.happens(0.6) ? [rule.a, rule.b] : [random.pick(catalogue).item.code];
    for (const code of wanted)
      if (chosen.length < count - invented && !chosen.some((one) => one.item.code === code))
        chosen.push(structuredClone(catalogue.find((one) => one.item.code === code)));
  }
  for (let i = 1; i <= invented; ++i) chosen.push(inventedItem(random, i, { lively: profile.lively ?? 0 }));
  return chosen;
}

function makeDevices(random, modalities, sites) {
  const devices = [];
  for (const modality of modalities)
    for (let i = random.pick([1, 1, 2, 3]); i > 0; --i)
      devices.push({ id: devices.length + 1, modality, site: random.between(1, sites) });
  return devices;
}

function makeCapacity(random, devices, days, load) {
  return devices.map(() =>
    Array.from({ length: days }, () =>
      Array.from({ length: slotsPerDay }, () => (random.happens(load) ? 0 : random.pick([1, 1, 2, 3])))));
}

function fits(capacity, days, device, day, start, minutes) {
  for (let at = start; at < start + minutes; at += 30) {
    const on = day + Math.floor(at / 1440);
    if (on >= days || capacity[device.id - 1][on][Math.floor((at % 1440) / 30)] === 0) return false;
  }
  return true;
}

/** What an item needs of the calendar beside being free. */
function makeOffers(instance, chosen) {
  const offers = [];
  for (const { item, modality, lead, opens, closes } of chosen)
    for (const device of instance.devices.filter((one) => one.modality === modality))
      for (let day = lead; day < instance.days; ++day)
        for (let start = Math.ceil(opens / 30) * 30; start + item.minutes <= closes && start < 1440; start += 30)
          if (fits(instance.capacity, instance.days, device, day, start, item.deviceMinutes))
            offers.push({ item: item.code, day, start: time(start), device: device.id });
  return offers;
}

/** What already stands: one after another with room between, so that it keeps clause 1 itself. */
function makeFixed(random, chosen, days, sites) {
  const fixed = [];
  let after = -2 * 1440;
  for (const { item } of chosen) {
    const start = after + random.between(60, 1440);
    const day = Math.floor(start / 1440);
    if (day >= days) break;
    fixed.push({ ...item, day, start: time(start - day * 1440), site: random.between(1, sites) });
    after = start + item.minutes + item.recoveryMinutes + 30;
  }
  return fixed;
}

/** Instance `seed` of a profile with `count` items to plan (and some that stand already). */
export function instance(seed, count, name, overrides = {}) {
  const profile = { ...profiles[name], ...overrides };
  const random = chance(seed);
  const sites = random.between(1, 3);
  const far = random.pick([5, 10, 10, 20]);
  const standing = random.happens(profile.fixed) ? random.between(1, 3) : 0;
  const all = chooseItems(random, count + standing, profile);
  const past = random.some(all, standing);
  const chosen = all.filter((one) => !past.includes(one));
  const days = random.between(...profile.days);
  const load = profile.load[0] + random.unit() * (profile.load[1] - profile.load[0]);
  const result = {
    days, slotMinutes: 30, mealMinutes: random.pick([60, 120]), bladderFillMinutes: random.pick([45, 60]),
    walkMinutes: Array.from({ length: sites }, (_, s) =>
      Array.from({ length: sites }, (__, t) => (s === t ? 0 : far + random.pick([0, 0, 5])))),
    devices: makeDevices(random, [...new Set(all.map((one) => one.modality))], sites),
    items: chosen.map((one) => one.item),
  };
  const codes = all.map((one) => one.item.code);
  result.rules = rulesOfCatalogue.filter((rule) => codes.includes(rule.a) && codes.includes(rule.b));
  if (codes.length > 1)
    for (let i = 1; i <= count; ++i)
      if (random.happens(profile.rules ?? 0)) result.rules.push(inventedRule(random, 100 + i, codes));
  result.capacity = makeCapacity(random, result.devices, days, load);
  result.offers = makeOffers(result, chosen);
  if (standing > 0) result.fixed = makeFixed(random, past, days, sites);
  // A fixed item that did not find a day takes its rules with it.
  const known = new Set([...result.items, ...(result.fixed ?? [])].map((one) => one.code));
  result.rules = result.rules.filter((rule) => known.has(rule.a) && known.has(rule.b));
  return result;
}
