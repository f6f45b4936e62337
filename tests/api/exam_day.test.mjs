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
  let bring; // a report
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
    if (operator) operator = await server.as('op.two', password);
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
    bring = (number, orderId, status, whose = person) => lis.request('POST', '/api/v1/reports', { headers: { Authorization: `Bearer ${key}` }, body: { document: { type: 'resident-card', number: whose.given.documents[0].number }, number, kind: 'imaging', title: '检查报告', orderId, status, at: `${date}T07:30:00+08:00` } });
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

  test('the last one that was awaited is not wanted any more: told as with a last report', async () => {
    const number = newPhone();
    const other = await register(desk, { phone: number });
    const { items: [thyroid, ecg] } = must(await desk.post('/api/v1/exam-orders', { personId: other.id, practitionerId: clinic.practitioner.id, departmentId: clinic.department, orders: [{ exam: 'US-THY' }, { exam: 'ECG-12L' }] }), 201);
    const returns = async () => must(await desk.get(`/api/v1/exam-returns?personId=${other.id}`), 200).items;
    must(await bring('R-7', thyroid.id, 'final', other), 201);
    assert.deepEqual(await returns(), []);
    must(await desk.post(`/api/v1/exam-orders/${ecg.id}/cancellation`, { reason: '不做了' }), 200);
    assert.deepEqual((await returns()).map((one) => one.orders.map((order) => order.orderId)), [[thyroid.id]]);
    const told = must(await admin.get(`/api/v1/demo/messages?phone=${number}`), 200).items;
    assert.ok(told.some((one) => one.text.includes('回诊')), JSON.stringify(told));
    // Without a report of anything there is nothing to come back with.
    const third = await register(desk);
    const { items: [only] } = must(await desk.post('/api/v1/exam-orders', { personId: third.id, practitionerId: clinic.practitioner.id, orders: [{ exam: 'US-THY' }] }), 201);
    must(await desk.post(`/api/v1/exam-orders/${only.id}/cancellation`, { reason: '不做了' }), 200);
    assert.deepEqual(must(await desk.get(`/api/v1/exam-returns?personId=${third.id}`), 200).items, []);
  });

  test('a display before the devices shows numbers and calls, and nobody\'s name', async () => {
    const { items: devices } = must(await admin.get('/api/v1/exam-devices'), 200);
    const ecg = devices.find((one) => one.id === plan.items.find((item) => item.exam.code === 'ECG-12L').deviceId);
    const pair = async (more) => {
      const { code, secret } = must(await server.client().post('/api/v1/device-pairings', { kind: 'display' }), 201);
      const answer = await admin.post('/api/v1/devices', { code, name: '心电图门口', ...more });
      return { answer, secret };
    };
    mustRefuse((await pair({})).answer, 422, 'field-required');
    mustRefuse((await pair({ examSiteId: nobody('exs') })).answer, 422, 'unknown-reference');
    mustRefuse((await pair({ examSiteId: ecg.siteId, examDeviceIds: [devices.find((one) => one.siteId !== ecg.siteId).id] })).answer, 422, 'unknown-reference');
    const { answer, secret } = await pair({ examSiteId: ecg.siteId, examDeviceIds: [ecg.id] });
    const made = must(answer, 201);
    assert.deepEqual([made.examSiteId, made.examDeviceIds], [ecg.siteId, [ecg.id]]);
    const collected = await server.client().post('/api/v1/device-pairings/collection', { secret });
    const screen = { headers: { Cookie: collected.headers['set-cookie'][0].split(';')[0] } };
    const asked = server.client();
    const board = must(await asked.get('/api/v1/exam-board', screen), 200);
    assert.deepEqual(board.windows.map((one) => [one.id, one.waiting, one.now]), [[ecg.id, 0, null]]);
    assert.deepEqual(board.calls.map((one) => [one.number, one.name]), [['01', null]]);
    assert.equal(must(await asked.get('/api/v1/devices/current', screen), 200).examSite.id, ecg.siteId);
    mustRefuse(await asked.get(`/api/v1/exam-board?siteId=${devices.find((one) => one.siteId !== ecg.siteId).siteId}`, screen), 403, 'forbidden');
    mustRefuse(await desk.get('/api/v1/exam-board'), 400, 'query-invalid');
    const all = must(await technician.get(`/api/v1/exam-board?siteId=${ecg.siteId}`), 200);
    assert.ok(all.windows.length > 1);
    const changed = must(await admin.patch(`/api/v1/devices/${made.id}`, { version: made.version, examDeviceIds: [] }), 200);
    assert.deepEqual(changed.examDeviceIds, []);
  });

  test('whose visit of today waits for the results goes on with it, in its place in the line', async () => {
    const other = await register(desk);
    const slot = clinic.slots.filter((one) => one.free > 0).at(-1);
    const visit = must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: other.id }), 201);
    await clock(new Date(Date.parse(slot.startsAt) - 10 * 60_000).toISOString());
    must(await desk.post(`/api/v1/appointments/${visit.id}/arrival`, {}), 200);
    const { rooms } = must(await desk.get(`/api/v1/sessions/${clinic.id}/line`), 200);
    const called = must(await desk.post(`/api/v1/sessions/${clinic.id}/calls`, { roomId: rooms[0].id }), 201);
    must(await desk.post(`/api/v1/tickets/${called.id}/steps`, { step: 'start' }), 200);
    const order = { personId: other.id, appointmentId: visit.id, orders: [{ exam: 'US-THY' }] };
    mustRefuse(await desk.post('/api/v1/exam-orders', { ...order, personId: person.id }), 422, 'appointment-not-theirs');
    const { items: [{ id }] } = must(await desk.post('/api/v1/exam-orders', order), 201);
    must(await desk.post(`/api/v1/tickets/${called.id}/steps`, { step: 'send-away' }), 200);
    must(await bring('R-9', id, 'final', other), 201);
    const { items: [back] } = must(await desk.get(`/api/v1/exam-returns?personId=${other.id}`), 200);
    assert.equal(back.practitioner.id, clinic.practitioner.id);
    assert.deepEqual([back.offers[0].kind, back.offers[0].appointmentId], ['line', visit.id]);
    const chosen = must(await desk.post(`/api/v1/exam-returns/${back.id}/visit`, { appointmentId: visit.id }), 201);
    assert.equal(chosen.appointment.id, visit.id);
    const { line } = must(await desk.get(`/api/v1/sessions/${clinic.id}/line`), 200);
    assert.deepEqual([line.items[0].appointmentId, line.items[0].state, line.items[0].returner], [visit.id, 'waiting', true]);
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
