// The day of examinations, and what comes after it: where to go next by who waits now, an earlier
// place for whoever is done early, reports, and the way back to the clinician. And whose places are
// taken, who has looked, and that nobody asks for plans without end.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, newPhone, nobody, register, startServer } from './lib.mjs';

const kOrders = ['US-THY', 'ECG-12L', 'LAB-CBC']; // nothing to prepare, nothing asked

describe('the day of examinations', () => {
  let server;
  let desk;
  let admin;
  let technician;
  let password; // of the technician
  let operator;
  let person;
  let phone;
  let plan;
  let date;
  let clinic; // a session of that day, in the afternoon

  before(async () => {
    server = await startServer();
    [desk, admin] = [await server.as('desk'), await server.as('admin')];
    ({ password } = await newColleague(server, admin, 'technician.two', ['technician']));
    phone = newPhone();
    person = await register(desk, { phone });
    clinic = await someClinic();
    must(await desk.post('/api/v1/exam-orders', { personId: person.id, practitionerId: clinic.practitioner.id, departmentId: clinic.department, orders: kOrders.map((exam, i) => ({ exam, externalNumber: `HIS-${i}` })) }), 201);
    const { choices } = must(await desk.post('/api/v1/exam-plans/previews', { personId: person.id, wishes: { dates: [clinic.date], notAfter: '12:00' } }), 200);
    plan = must(await desk.post('/api/v1/exam-plans', { personId: person.id, items: choices[0].items.map(({ orderId, deviceId, date: day, start, exam }) => ({ orderId, deviceId, date: day, start: exam.code === 'ECG-12L' ? '11:30' : start })) }), 201);
    date = plan.items[0].date;
    await clock(`${date}T07:30:00+08:00`);
  });
  after(() => server?.stop());

  /** A clinician with places in the afternoon of a weekday to come. */
  async function someClinic() {
    const { items: departments } = must(await desk.get('/api/v1/departments'), 200);
    for (const { id } of departments) {
      const { items: days } = must(await desk.get(`/api/v1/departments/${id}/days`), 200);
      for (const day of days.slice(1, 8)) {
        if (day.state !== 'open' || day.weekday > 5) continue;
        const { items } = must(await desk.get(`/api/v1/departments/${id}/sessions?date=${day.date}`), 200);
        const found = items.find((one) => one.practitioner && one.part === 'afternoon' && one.slots.filter((slot) => slot.free > 0).length > 2);
        if (found) return { ...found, department: id, date: day.date };
      }
    }
    throw new Error('the demo has no clinician in the afternoon');
  }
  async function clock(now) {
    must(await admin.post('/api/v1/demo/clock', { now }), 200);
    [desk, admin] = [await server.as('desk'), await server.as('admin')];
    technician = await server.as('technician.two', password);
  }
  const dayOf = async (who = desk) => must(await who.get(`/api/v1/exam-days?personId=${person.id}`), 200);
  const step = async (place, name) => must(await technician.post(`/api/v1/exam-places/${place}/steps`, { step: name }), 200);

  test('where to go next: what is soonest and keeps all others in time, and why', async () => {
    const day = await dayOf();
    assert.equal(day.date, date);
    assert.equal(day.at, null);
    assert.deepEqual(day.exams.map((one) => one.state), ['booked', 'booked', 'booked']);
    assert.ok(day.next.length > 0);
    for (const one of day.next) {
      assert.ok(one.whyText && one.whyTextEn && one.beginsAt >= `${date}T07:30`, JSON.stringify(one));
      assert.ok(['planned', 'shorter', 'late'].includes(one.why), one.why);
    }
    assert.deepEqual(day.next.map((one) => one.beginsAt), day.next.map((one) => one.beginsAt).sort());
    const patient = await server.patient(phone);
    const { items } = must(await patient.get('/api/v1/me/people'), 200);
    if (items.some((one) => one.id === person.id)) assert.deepEqual((await dayOf(patient)).next, day.next);
    mustRefuse(await (await server.patient(newPhone())).get(`/api/v1/exam-days?personId=${person.id}`), 404, 'not-your-person');
  });

  test('in a line that comes first; done early, an earlier place is offered and taken by one call', async () => {
    const [first] = (await dayOf()).exams;
    const come = must(await desk.post(`/api/v1/exam-places/${first.placeId}/arrival`, {}), 201);
    const waiting = await dayOf();
    assert.equal(waiting.at, first.placeId);
    assert.deepEqual(waiting.next, []);
    assert.equal(waiting.exams[0].ahead, 0);
    must(await technician.post(`/api/v1/exam-devices/${come.deviceId}/calls`, {}), 201);
    await step(first.placeId, 'start');
    await step(first.placeId, 'finish');

    const after = await dayOf(technician);
    assert.deepEqual(after.exams.map((one) => one.state), ['done', 'booked', 'booked']);
    const offered = after.next.find((one) => one.earlier);
    assert.ok(offered, 'long before the plan nothing earlier is free');
    assert.ok(offered.earlier.start < offered.start);
    const take = { deviceId: offered.earlier.deviceId, start: offered.earlier.start };
    mustRefuse(await technician.post(`/api/v1/exam-places/${offered.placeId}/earlier`, { ...take, start: offered.start }), 409, 'exam-place-gone');
    const moved = must(await technician.post(`/api/v1/exam-places/${offered.placeId}/earlier`, take), 200);
    assert.equal(moved.exams.find((one) => one.orderId === offered.orderId).start, take.start);
    mustRefuse(await technician.post(`/api/v1/exam-places/${offered.placeId}/earlier`, take), 409, 'exam-not-planned');
  });

  test('reports are expected, then ready; with the last one the patient may go back today', async () => {
    for (let left = 2; left > 0; left -= 1) {
      const { exams } = await dayOf();
      const next = exams.find((one) => one.state === 'booked');
      const come = must(await desk.post(`/api/v1/exam-places/${next.placeId}/arrival`, {}), 201);
      must(await technician.post(`/api/v1/exam-devices/${come.deviceId}/calls`, {}), 201);
      await step(next.placeId, 'start');
      await step(next.placeId, 'finish');
    }
    const orders = async () => must(await desk.get(`/api/v1/exam-orders?personId=${person.id}&state=all`), 200).items;
    for (const one of await orders()) {
      assert.ok(one.report.expectedAt > `${date}T07:30` && !one.report.readyAt, JSON.stringify(one.report));
      assert.equal(one.practitioner.id, clinic.practitioner.id);
      assert.equal(one.events[0].what, 'ordered');
      assert.ok(one.events.some((event) => event.what === 'done' && event.name), JSON.stringify(one.events));
    }
    const shown = must(await desk.get(`/api/v1/exam-plans/${plan.id}`), 200);
    assert.equal(shown.reports.length, 3);

    operator = await newColleague(server, admin, 'op.two', ['operator']);
    const { key } = must(await operator.post('/api/v1/api-keys', { name: 'lis-2', permissions: ['bring-results'] }), 201);
    const lis = server.client();
    const bring = (number, orderId, status) => lis.request('POST', '/api/v1/reports', { headers: { Authorization: `Bearer ${key}` }, body: { document: { type: 'resident-card', number: person.given.documents[0].number }, number, kind: 'imaging', title: '检查报告', orderId, status, at: `${date}T07:30:00+08:00` } });
    const returns = async (who = desk) => must(await who.get(`/api/v1/exam-returns?personId=${person.id}`), 200).items;
    const [{ id }] = await orders();
    const numbers = (await orders()).map((one) => one.externalNumber);
    must(await bring('R-1', id, 'final'), 201); // the order's own id
    must(await bring('R-2', numbers[1], 'preliminary'), 201);
    must(await bring('R-3', numbers[2], 'final'), 201); // its number in the hospital's system
    assert.deepEqual(await returns(), []);
    must(await bring('R-2', numbers[1], 'final'), 201);
    for (const one of await orders()) assert.ok(one.report.readyAt, JSON.stringify(one));
    const [back] = await returns();
    assert.equal(back.orders.length, 3);
    assert.equal(back.practitioner.id, clinic.practitioner.id);
    assert.equal(back.appointment, null);
    assert.ok(back.offers[0].today && back.offers[0].kind === 'slot', JSON.stringify(back.offers));
    const told = must(await admin.get(`/api/v1/demo/messages?phone=${phone}`), 200).items;
    assert.ok(told.some((one) => one.text.includes('回诊')), JSON.stringify(told));

    mustRefuse(await desk.post(`/api/v1/exam-returns/${back.id}/visit`, { slotId: nobody('slo') }), 422, 'unknown-reference');
    const chosen = must(await desk.post(`/api/v1/exam-returns/${back.id}/visit`, { slotId: back.offers[0].slotId }), 201);
    assert.equal(chosen.appointment.date, date);
    assert.deepEqual(chosen.offers, []);
    mustRefuse(await desk.post(`/api/v1/exam-returns/${back.id}/visit`, { slotId: back.offers[0].slotId }), 409, 'exam-return-settled');
  });

  test('wards and the emergency department have places of their own', async () => {
    const { items: devices } = must(await admin.get('/api/v1/exam-devices'), 200);
    const kept = devices.find((one) => one.modality === 'US' && one.active);
    const version = must(await admin.patch(`/api/v1/exam-devices/${kept.id}`, { version: kept.version, quotas: [{ source: 'emergency', places: 1 }], hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '08:00', closes: '17:00', capacity: 1 })) }), 200).version;
    assert.ok(version > kept.version);
    for (const other of devices.filter((one) => one.modality === 'US' && one.id !== kept.id)) must(await admin.patch(`/api/v1/exam-devices/${other.id}`, { version: other.version, active: false }), 200);
    const choices = async (comesFrom) => {
      const { id } = await register(desk);
      must(await desk.post('/api/v1/exam-orders', { personId: id, comesFrom, orders: [{ exam: 'US-VAS' }] }), 201);
      return { id, ...must(await desk.post('/api/v1/exam-plans/previews', { personId: id }), 200) };
    };
    assert.deepEqual((await choices('outpatient')).choices, []);
    const { id, choices: [best] } = await choices('emergency');
    must(await desk.post('/api/v1/exam-plans', { personId: id, items: best.items.map(({ orderId, deviceId, date: day, start }) => ({ orderId, deviceId, date: day, start })) }), 201);
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200), { ok: true, problems: [] });
  });

  test('that staff have looked is on record; a patient does not plan without end', async () => {
    const auditor = await server.as('auditor');
    const seen = must(await auditor.get(`/api/v1/audit-entries?subject=${person.id}`), 200).items.map((one) => one.action);
    for (const action of ['exam-orders-seen', 'exam-plans-seen', 'exam-day-seen', 'exam-returns-seen']) assert.ok(seen.includes(action), `${action}: ${seen}`);
    const patient = await server.patient(newPhone());
    let refused;
    for (let n = 0; n < 12 && !refused; n += 1) {
      const answer = await patient.post('/api/v1/exam-plans/previews', { personId: person.id });
      if (answer.status === 429) refused = answer;
    }
    mustRefuse(refused, 429, 'too-many-plans');
    assert.ok(refused.body.possibleAt);
  });
});
