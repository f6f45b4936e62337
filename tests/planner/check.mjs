// Checks a plan against the page, clause by clause, and counts what it costs. Straight from the
// page's words; shares nothing with the planner or with model.mzn.
import assert from 'node:assert/strict';

const minuteOf = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** The plan's items and what is fixed, each with start, end, release, day and site. */
function placed(instance, assignments) {
  const visits = assignments.map((one) => {
    const item = instance.items.find((each) => each.code === one.item);
    assert.ok(item, `unknown item ${one.item}`);
    assert.ok(
      instance.offers.some((o) => o.item === one.item && o.day === one.day && o.start === one.start && o.device === one.device),
      `${one.item} was not offered on day ${one.day} at ${one.start} at device ${one.device}`);
    return { ...item, ...one, site: instance.devices[one.device - 1].site, planned: true };
  });
  assert.deepEqual(visits.map((visit) => visit.code).sort(), instance.items.map((item) => item.code).sort(), 'each item once');
  const all = [...visits, ...(instance.fixed ?? [])];
  return all.map((visit) => {
    const begins = visit.day * 1440 + minuteOf(visit.start);
    return { ...visit, begins, ends: begins + visit.minutes, release: begins + visit.minutes + visit.recoveryMinutes };
  });
}

function checkPlaces(instance, all) {
  for (const one of all)
    for (const other of all) {
      if (one === other || other.begins < one.begins) continue;
      assert.ok(other.begins >= one.release + instance.walkMinutes[one.site - 1][other.site - 1],
        `${other.code} starts before the patient can be there from ${one.code}`);
    }
}

function checkCapacity(instance, all) {
  const taken = new Map();
  for (const one of all.filter((visit) => visit.planned))
    for (let slot = Math.floor(one.begins / 30); slot * 30 < one.begins + one.deviceMinutes; ++slot) {
      const key = `${one.device} ${slot}`;
      taken.set(key, (taken.get(key) ?? 0) + 1);
      const places = instance.capacity[one.device - 1][Math.floor(slot / 48)]?.[slot % 48] ?? 0;
      assert.ok(taken.get(key) <= places, `device ${one.device} has ${places} places in slot ${slot}`);
    }
}

const keeps = {
  before: (rule, a, b) => b.begins >= a.release + rule.minMinutes && (rule.maxMinutes == null || b.begins <= a.release + rule.maxMinutes),
  separate: (rule, a, b) =>
    (rule.aFirstMinutes != null && b.begins >= a.ends + rule.aFirstMinutes) ||
    (rule.bFirstMinutes != null && a.begins >= b.ends + rule.bFirstMinutes),
  'same-day': (rule, a, b) => a.day === b.day,
  'not-same-day': (rule, a, b) => a.day !== b.day,
  'same-day-order': (rule, a, b) => a.day !== b.day || b.begins >= a.release + rule.minMinutes,
};

function checkRules(instance, all) {
  const of = (code) => all.find((one) => one.code === code);
  for (const rule of instance.rules)
    assert.ok(keeps[rule.kind](rule, of(rule.a), of(rule.b)), `rule ${rule.id} is broken`);
}

function checkBody(instance, all) {
  for (const i of all)
    for (const j of all) {
      if (i === j) continue;
      const sameDay = i.day === j.day;
      if (i.fastingMinutes > 0) {
        if (j.breaksFast)
          assert.ok(j.begins >= i.release || i.begins >= j.release + i.fastingMinutes, `${j.code} breaks the fast of ${i.code}`);
        if (j.needsMeal && sameDay)
          assert.ok(j.begins >= i.release + instance.mealMinutes || i.begins >= j.begins + i.fastingMinutes, `no meal between ${i.code} and ${j.code}`);
      }
      if (j.bladder === 'full' && sameDay) {
        if (i.waterStopMinutes > 0)
          assert.ok(j.begins >= i.release + instance.bladderFillMinutes || i.begins >= j.begins + i.waterStopMinutes, `no water between ${i.code} and ${j.code}`);
        if (i.bladder === 'empty')
          assert.ok(i.begins >= j.release || j.begins >= i.release + instance.bladderFillMinutes, `the bladder is not full for ${j.code} after ${i.code}`);
      }
    }
}

function objectiveOf(all) {
  const planned = all.filter((visit) => visit.planned);
  const days = [...new Set(planned.map((visit) => visit.day))];
  const lastDay = Math.max(...days);
  const on = (day) => all.filter((visit) => visit.day === day);
  const leaves = (day) => Math.max(...on(day).map((visit) => visit.release));
  return [
    days.filter((day) => on(day).every((visit) => visit.planned)).length,
    lastDay,
    days.reduce((sum, day) => sum + leaves(day) - Math.min(...on(day).map((visit) => visit.begins)), 0),
    leaves(lastDay) - lastDay * 1440,
  ];
}

/** Fails unless the answer's plan keeps every clause and costs what it says. Returns its figures. */
export function checkPlan(instance, answer) {
  const all = placed(instance, answer.assignments);
  checkPlaces(instance, all);
  checkCapacity(instance, all);
  checkRules(instance, all);
  checkBody(instance, all);
  const figures = [answer.days, answer.lastDay, answer.onSiteMinutes, answer.endMinute];
  assert.deepEqual(figures, objectiveOf(all), 'the figures are those of the plan');
  const starts = answer.assignments.map((one) => one.day * 1440 + minuteOf(one.start));
  assert.deepEqual(starts, starts.toSorted?.((a, b) => a - b) ?? [...starts].sort((a, b) => a - b), 'in order of time');
  return figures;
}

/** The instance with only these items and, of their rules, these (all, when not given). */
export function reduced(instance, items, rules) {
  const kept = new Set([...items, ...(instance.fixed ?? []).map((one) => one.code)]);
  return {
    ...instance,
    items: instance.items.filter((item) => items.includes(item.code)),
    offers: instance.offers.filter((offer) => items.includes(offer.item)),
    rules: instance.rules.filter((rule) => kept.has(rule.a) && kept.has(rule.b) && (rules?.includes(rule.id) ?? true)),
  };
}
