// A policy as the page handles it: the document the server reads (include/yuyue/booking/policy),
// with every field written out. Numbers being typed may stand in it as text until they are right.

const kClass = { nameEn: '', ages: { min: null, max: null }, needs: [], documents: [] };
const kBase = {
  opening: {
    releaseTime: '07:00', fromDays: 0, toDays: 14, countHolidays: true, closedHours: null,
    nextDayUntil: null, sameDayFrom: null, sameDayUntil: {}, walkInOnly: false,
  },
  oncePerDay: ['department'],
  cancellation: { until: { before: 0, unit: 'minutes', of: 'slot', counting: 'calendar' }, late: 'refused' },
  arrival: { leadMinutes: 10, collect: null, checkIn: { opensMinutesBefore: null, closesMinutesBefore: -30, until: {} }, late: 'late', documentSeen: false, online: false, admitLate: true },
  line: {
    walkInMinutes: 30,
    classes: [
      { ...kClass, code: 'elderly', name: '高龄老人', nameEn: 'Old age', allowanceMinutes: 10, ages: { min: 80, max: null } },
      { ...kClass, code: 'disability', name: '残疾人', nameEn: 'Disability', allowanceMinutes: 10, needs: ['wheelchair', 'stretcher', 'mobility', 'sight', 'hearing', 'speech'] },
      { ...kClass, code: 'pregnancy', name: '孕妇', nameEn: 'Pregnancy', allowanceMinutes: 10, needs: ['pregnancy'] },
      { ...kClass, code: 'small-child', name: '婴幼儿', nameEn: 'Small child', allowanceMinutes: 10, ages: { min: null, max: 2 } },
      { ...kClass, code: 'service-member', name: '军人', nameEn: 'Service member', allowanceMinutes: 0, documents: ['military'] },
    ],
    lateMinutes: 15, callsBeforeMissed: 3, missedSteps: 3, plannedMinutes: null, firstsPerReturner: 2, nearRoom: 0,
  },
  firstVisit: { documents: [], documentRequired: false, ages: { min: null, max: null } },
  ages: { min: null, max: null },
  questions: [],
  exemptChannels: ['desk', 'clinician'],
};
const kLimits = { active: 8, perDay: null, perWeek: null, madePerDay: 10, openHolds: 3, accountMadePerDay: 20, accountOpenHolds: 5 };
const kStep = { opensMinutesBefore: null, closesMinutesBefore: -30, until: {} };

export const kChannels = ['web', 'kiosk', 'phone', 'desk', 'partner', 'clinician'];
export const kDocuments = ['resident-card', 'hk-macau-permit', 'taiwan-permit', 'foreign-resident', 'passport', 'birth-certificate', 'military'];
export const kParts = Object.keys(kBase);
export const kDayParts = ['morning', 'afternoon', 'evening'];

const given = (value, otherwise) => (value === undefined ? otherwise : value);
export const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

function deadline(base, until) {
  if (!until) return base;
  const counting = given(until.counting, base.counting);
  if ('at' in until || 'daysBefore' in until) return { at: until.at, daysBefore: until.daysBefore, counting };
  if (!('before' in until)) return { ...base, counting };
  const start = 'before' in base ? base : kBase.cancellation.until;
  return { before: until.before, unit: given(until.unit, start.unit), of: given(until.of, start.of), counting };
}

const step = (base, one) => (one === undefined ? base : one === null ? null : { ...kStep, ...base, ...one });

const completions = {
  opening: (base, one) => ({ ...base, ...one }),
  oncePerDay: (base, one) => one,
  cancellation: (base, one) => ({ until: deadline(base.until, one.until), late: given(one.late, base.late) }),
  arrival: (base, one) => ({ ...base, ...one, collect: step(base.collect, one.collect), checkIn: step(base.checkIn, one.checkIn) }),
  line: (base, one) => ({
    ...base,
    ...one,
    classes: one.classes ? one.classes.map((given_) => ({ ...kClass, ...given_, ages: { ...kClass.ages, ...given_.ages } })) : base.classes,
  }),
  firstVisit: (base, one) => ({ ...base, ...one, ages: { ...base.ages, ...one.ages } }),
  ages: (base, one) => ({ ...base, ...one }),
  questions: (base, one) => one.map((question) => ({ textEn: '', adviceEn: '', ...question })),
  exemptChannels: (base, one) => one,
};

const threshold = (one) => ({
  sameDayOnly: false,
  moreThan: false,
  ...one,
  window: one.window || { kind: 'ever' },
  penalty: { oneCampus: false, channels: ['web', 'kiosk', 'phone', 'partner'], walkIn: true, ...one.penalty },
});

/// Every field written out, as the server would.
export function complete(document) {
  const base = {};
  kParts.forEach((part) => {
    base[part] = document[part] === undefined ? kBase[part] : completions[part](kBase[part], document[part]);
  });
  const overrides = (document.overrides || []).map((one) => {
    const whole = { campuses: one.campuses || [], departments: one.departments || [], kinds: one.kinds || [] };
    kParts.forEach((part) => {
      if (one[part] !== undefined) whole[part] = completions[part](base[part], one[part]);
    });
    return whole;
  });
  return { ...base, overrides, limits: { ...kLimits, ...document.limits }, conduct: (document.conduct || []).map(threshold) };
}

/// What holds where `override` says something else.
export const rulesAt = (document, override) =>
  Object.fromEntries(kParts.map((part) => [part, override && override[part] !== undefined ? override[part] : document[part]]));

export const newThreshold = () => threshold({ counts: 'no-show', count: 3, window: { kind: 'months', count: 3 }, penalty: { length: 'days', count: 30 } });
export const newStep = () => ({ ...kStep });

export function newQuestion(questions) {
  const codes = questions.map((one) => one.code);
  let n = questions.length + 1;
  while (codes.includes(`question-${n}`)) n += 1;
  return { code: `question-${n}`, text: '', textEn: '', advice: '', adviceEn: '' };
}

export function newClass(classes) {
  const codes = classes.map((one) => one.code);
  let n = classes.length + 1;
  while (codes.includes(`class-${n}`)) n += 1;
  return { ...kClass, code: `class-${n}`, name: '', allowanceMinutes: 10 };
}

// ---- What is wrong, before the server is asked ----

export const kRanges = {
  fromDays: [0, 365], toDays: [0, 365], before: [0, 1440], daysBefore: [0, 60], opensMinutesBefore: [0, 1440],
  closesMinutesBefore: [-1440, 1440], leadMinutes: [0, 240], min: [0, 150], max: [0, 150],
  active: [1, 1000], perDay: [1, 1000], perWeek: [1, 1000], madePerDay: [1, 1000], openHolds: [1, 1000],
  accountMadePerDay: [1, 1000], accountOpenHolds: [1, 1000], count: [1, 3650],
  walkInMinutes: [0, 240], lateMinutes: [0, 240], allowanceMinutes: [-1440, 240], callsBeforeMissed: [1, 10],
  missedSteps: [0, 50], plannedMinutes: [1, 240], firstsPerReturner: [0, 50], nearRoom: [0, 20],
};
const kTimes = ['releaseTime', 'from', 'to', 'at', 'nextDayUntil', 'sameDayFrom', ...kDayParts];

function wrongField(name, value) {
  if (value === null) return '';
  if (kRanges[name]) return typeof value === 'number' && value >= kRanges[name][0] && value <= kRanges[name][1] ? '' : 'range';
  if (kTimes.includes(name)) return /^([01]\d|2[0-3]):[0-5]\d$/.test(value || '') ? '' : 'time';
  if (name === 'text' || name === 'advice' || name === 'name') return value.trim() ? '' : 'required';
  return '';
}

/// JSON pointer → range | time | required | order | place | parts | step | walk-in.
export function wrongIn(document) {
  const wrong = {};
  const walk = (value, at) => {
    Object.entries(value).forEach(([name, one]) => {
      const here = `${at}/${name}`;
      if (one && typeof one === 'object') {
        walk(one, here);
        return;
      }
      const why = wrongField(name, one);
      if (why) wrong[here] = why;
    });
    if ('fromDays' in value && value.fromDays > value.toDays) wrong[`${at}/fromDays`] = 'order';
    if (typeof value.min === 'number' && typeof value.max === 'number' && value.min > value.max) wrong[`${at}/max`] = 'order';
    if (typeof value.lateMinutes === 'number' && value.lateMinutes > value.walkInMinutes) wrong[`${at}/lateMinutes`] = 'walk-in';
    if ('walkInMinutes' in value)
      value.classes.forEach((one, i) => {
        if (typeof one.allowanceMinutes === 'number' && one.allowanceMinutes > value.walkInMinutes) wrong[`${at}/classes/${i}/allowanceMinutes`] = 'walk-in';
      });
    if ('collect' in value && !value.collect && !value.checkIn) wrong[`${at}/checkIn`] = 'step';
    if (typeof value.opensMinutesBefore === 'number' && value.opensMinutesBefore < value.closesMinutesBefore) wrong[`${at}/closesMinutesBefore`] = 'order';
  };
  walk(document, '');
  document.overrides.forEach((one, i) => {
    if (![...one.campuses, ...one.departments, ...one.kinds].length) wrong[`/overrides/${i}/departments`] = 'place';
    else if (!kParts.some((part) => one[part] !== undefined)) wrong[`/overrides/${i}/parts`] = 'parts';
  });
  return wrong;
}

/// The place in the document that a problem of the server is about, as a JSON pointer; null if it is
/// about something else.
export function pointerOf(problem) {
  if (!problem || problem.field !== 'document') return null;
  const name = problem.params.name || problem.place;
  return name.startsWith('/document') ? name.slice('/document'.length) : '';
}

/// Where a JSON pointer's value stands in a text: [start, end]; null if the text has no such place.
export function placeInText(text, pointer) {
  const wanted = pointer.split('/').slice(1).map((word) => word.replace(/~1/g, '/').replace(/~0/g, '~'));
  let at = 0;
  let found = null;
  const blank = () => {
    while (/\s/.test(text[at] || '')) at += 1;
  };
  const string = () => {
    const start = at;
    at += 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at += 1;
    return JSON.parse(text.slice(start, at));
  };
  const list = (end, path, keyed) => {
    at += 1;
    for (let i = 0; at < text.length; i += 1) {
      blank();
      if (text[at] === end) break;
      let key = String(i);
      const start = at;
      if (keyed) {
        key = string();
        blank();
        at += 1;
      }
      value([...path, key], keyed ? start : undefined);
      blank();
      if (text[at] === ',') at += 1;
    }
    at += 1;
  };
  function value(path, from) {
    blank();
    const start = from === undefined ? at : from;
    if (text[at] === '{') list('}', path, true);
    else if (text[at] === '[') list(']', path, false);
    else if (text[at] === '"') string();
    else while (at < text.length && !/[,\]}\s]/.test(text[at])) at += 1;
    if (path.join('/') === wanted.join('/')) found = [start, at];
  }
  try {
    value([]);
  } catch {
    return null;
  }
  return found;
}
