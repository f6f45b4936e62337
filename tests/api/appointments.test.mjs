// Booking, reading, moving, cancelling, and every reason why not.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { all, freeDays, freeSlots, must, mustRefuse, newColleague, newName, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

/** ISO 7064 MOD 11,10. */
function checks(code) {
  const digits = [...code].map(Number);
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (product + digit) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + digits.at(-1)) % 10 === 1;
}

describe('appointments', () => {
  let server;
  let admin;
  let desk;
  let days;
  before(async () => {
    server = await startServer();
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    // Some of these book more in a day than a patient does.
    must(await admin.post('/api/v1/policies', { document: { limits: { madePerDay: null, accountMadePerDay: null } } }), 201);
    days = await freeDays(desk, 300);
  });
  after(() => server?.stop());

  /** Somebody signed in, with themselves on their list. */
  async function newPatient() {
    const client = await server.patient(newPhone());
    const self = must(await client.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    return Object.assign(client, { self });
  }
  const book = (client, slot, person = client.self, more = {}, options = {}) => client.post('/api/v1/appointments', { slotId: slot.id, personId: person.id, ...more }, options);
  const place = (appointment, what = '') => `/api/v1/appointments/${appointment.id}${what}`;
  const freeOf = async (day, slot) => (await freeSlots(desk, day)).find((one) => one.id === slot.id)?.free ?? 0;
  /** A day of a department that no test has used. */
  const freshDay = () => days.splice(Math.floor(days.length / 2), 1)[0];
  const freshDays = (n, fits) => {
    const found = days.filter(fits).slice(0, n);
    days = days.filter((day) => !found.includes(day));
    assert.equal(found.length, n);
    return found;
  };
  /** Both languages have a sentence for it. */
  async function refusedInBoth(ask, status, code) {
    const english = mustRefuse(await ask('en'), status, code);
    const chinese = mustRefuse(await ask('zh-CN'), status, code);
    assert.match(english.detail, /^[A-Z“][^\u4e00-\u9fff]*[.!?]$/u);
    assert.match(chinese.detail, /[\u4e00-\u9fff].*[。？！]$/u);
    return english;
  }
  const inLanguage = (language) => ({ headers: { 'Accept-Language': language } });

  test('a patient books, and reads what they booked', async () => {
    const patient = await newPatient();
    const day = freshDay();
    const [slot] = await freeSlots(patient, day);
    const before_ = slot.free;
    const booked = must(await book(patient, slot, patient.self, { note: '复诊，带片子' }), 201);
    assert.equal(booked.state, 'booked');
    assert.equal(booked.version, 1);
    assert.deepEqual(booked.person, { id: patient.self.id, name: patient.self.name });
    assert.equal(booked.slot.id, slot.id);
    assert.equal(booked.slot.startsAt, slot.startsAt);
    assert.equal(Date.parse(booked.slot.endsAt) - Date.parse(booked.slot.startsAt), 30 * 60_000);
    assert.equal(booked.department.id, day.department);
    assert.equal(booked.session.date, day.date);
    assert.equal(booked.channel, 'web');
    assert.equal(booked.note, '复诊，带片子');
    assert.ok(booked.sequence >= 1);
    assert.ok(Date.parse(booked.arriveAt) < Date.parse(booked.slot.endsAt));
    assert.equal(booked.canCancel && booked.canReschedule, true);
    assert.equal(booked.cancelUntil, booked.slot.startsAt);
    assert.equal(await freeOf(day, slot), before_ - 1);

    const { events, ...shown } = must(await patient.get(place(booked)), 200);
    assert.deepEqual(shown, booked);
    assert.deepEqual(events.map(({ what, by, channel }) => ({ what, by, channel })), [{ what: 'booked', by: 'patient', channel: 'web' }]);
    assert.deepEqual(must(await patient.get('/api/v1/appointments'), 200), { items: [booked] });
  });

  test('booking codes are nine digits with a check digit, and the desk finds by them', async () => {
    const patient = await newPatient();
    const codes = [];
    for (const day of [freshDay(), freshDay(), freshDay()]) {
      const answer = await book(patient, (await freeSlots(patient, day))[0]);
      if (answer.status === 409) continue; // two of the days may be one day
      codes.push(must(answer, 201).code);
    }
    for (const code of codes) {
      assert.match(code, /^\d{3} \d{3} \d{3}$/);
      assert.ok(checks(code.replaceAll(' ', '')), code);
      for (const typed of [code, code.replaceAll(' ', ''), code.replaceAll(' ', '-')]) {
        const { items } = must(await desk.get(`/api/v1/appointments?q=${encodeURIComponent(typed)}`), 200);
        assert.deepEqual(items.map((one) => one.code), [code]);
      }
      const digits = code.replaceAll(' ', '');
      const mistyped = `${(Number(digits[0]) % 9) + 1}${digits.slice(1)}`;
      assert.deepEqual(must(await desk.get(`/api/v1/appointments?q=${mistyped}`), 200).items, []);
    }
    assert.equal(new Set(codes).size, codes.length);
  });

  test('cancelling gives the place back, once', async () => {
    const patient = await newPatient();
    const day = freshDay();
    const [slot] = await freeSlots(patient, day);
    const booked = must(await book(patient, slot), 201);
    const cancelled = must(await patient.post(place(booked, '/cancellation'), { reason: '临时有事' }), 200);
    assert.equal(cancelled.state, 'cancelled');
    assert.equal(cancelled.code, booked.code);
    assert.equal(cancelled.version, 2);
    assert.equal(cancelled.cancelReason, '临时有事');
    assert.equal(cancelled.canCancel || cancelled.canReschedule, false);
    assert.equal(await freeOf(day, slot), slot.free);
    await refusedInBoth((language) => patient.post(place(booked, '/cancellation'), {}, inLanguage(language)), 409, 'not-active');
    mustRefuse(await patient.post(place(booked, '/rescheduling'), { slotId: slot.id }), 409, 'not-active');
    assert.equal(await freeOf(day, slot), slot.free, 'not given back twice');
    const { events } = must(await patient.get(place(booked)), 200);
    assert.deepEqual(events.map((one) => one.what), ['booked', 'cancelled']);
    must(await book(patient, slot), 201); // and may be booked again
  });

  test('moving keeps id and code, and gives the old place up only for the new', async () => {
    const patient = await newPatient();
    const [from, to] = [freshDay(), freshDay()];
    const [slot] = await freeSlots(patient, from);
    const [other] = await freeSlots(patient, to);
    const booked = must(await book(patient, slot), 201);
    const moved = must(await patient.post(place(booked, '/rescheduling'), { slotId: other.id }), 200);
    assert.equal(moved.id, booked.id);
    assert.equal(moved.code, booked.code);
    assert.equal(moved.version, 2);
    assert.equal(moved.slot.id, other.id);
    assert.equal(moved.session.date, to.date);
    assert.equal(moved.department.id, to.department);
    assert.equal(await freeOf(from, slot), slot.free);
    assert.equal(await freeOf(to, other), other.free - 1);
    const { events } = must(await patient.get(place(booked)), 200);
    assert.deepEqual(events.map((one) => one.what), ['booked', 'rescheduled']);
    await refusedInBoth((language) => patient.post(place(booked, '/rescheduling'), { slotId: other.id }, inLanguage(language)), 409, 'same-slot');
    // A full slot: refused, and the present place is still had.
    must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: must(await desk.get(`/api/v1/sessions?date=${from.date}&departmentId=${from.department}`), 200).items.flatMap((one) => one.slots).find((one) => one.id === slot.id).taken }), 200);
    const problem = mustRefuse(await patient.post(place(booked, '/rescheduling'), { slotId: slot.id }), 409, 'slot-full');
    assert.ok(problem.alternatives.length > 0);
    assert.deepEqual(must(await patient.get(place(booked)), 200).slot, moved.slot);
    mustRefuse(await patient.post(place(booked, '/rescheduling'), { slotId: nobody('slo') }), 404, 'not-found');
  });

  test('a full slot is refused with alternatives that can be booked', async () => {
    const patient = await newPatient();
    const day = freshDay();
    const [slot] = await freeSlots(patient, day);
    const { taken } = must(await desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}`), 200).items.flatMap((one) => one.slots).find((one) => one.id === slot.id);
    must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: taken }), 200);
    const problem = await refusedInBoth((language) => book(patient, slot, patient.self, {}, inLanguage(language)), 409, 'slot-full');
    assert.ok(problem.alternatives.length > 0 && problem.alternatives.length <= 5);
    assert.equal(new Set(problem.alternatives.map((one) => one.slotId)).size, problem.alternatives.length);
    assert.ok(problem.alternatives.every((one) => one.slotId !== slot.id && one.free > 0));
    must(await book(patient, { id: problem.alternatives[0].slotId }), 201);
  });

  test('a stopped session is refused; why it was stopped stays inside', async () => {
    const patient = await newPatient();
    const day = freshDay();
    const sessions = must(await desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}`), 200).items;
    const session = sessions.find((one) => one.taken === 0 && one.state === 'open');
    must(await admin.patch(`/api/v1/sessions/${session.id}`, { state: 'stopped', reason: '医生病假', version: session.version }), 200);
    const problem = await refusedInBoth((language) => book(patient, session.slots[0], patient.self, {}, inLanguage(language)), 409, 'session-stopped');
    assert.ok(problem.alternatives.length > 0);
    assert.ok(!JSON.stringify(problem).includes('病假'));
  });

  /** What is offered to somebody is something that this very person can have. */
  async function canBeBooked(client, alternatives) {
    assert.ok(alternatives.length > 0 && alternatives.length <= 5);
    for (const offer of alternatives) {
      const booked = must(await book(client, { id: offer.slotId }), 201);
      must(await client.post(place(booked, '/cancellation'), {}), 200);
    }
  }

  test('the same department twice a day, and the same hour twice, are refused', async () => {
    const patient = await newPatient();
    const [day, elsewhere] = (() => {
      for (const one of days) {
        const other = days.find((two) => two.date === one.date && two.department !== one.department);
        if (other) return freshDays(2, (two) => two === one || two === other);
      }
      return assert.fail('no day with two departments');
    })();
    const slots = await freeSlots(patient, day);
    const booked = must(await book(patient, slots[0]), 201);
    const twice = await refusedInBoth((language) => book(patient, slots.at(-1), patient.self, {}, inLanguage(language)), 409, 'already-booked');
    assert.equal(twice.params.code, booked.code);
    assert.equal(twice.params.date, day.date);
    await canBeBooked(patient, twice.alternatives);
    const same = (await freeSlots(patient, elsewhere)).find((one) => one.startsAt === slots[0].startsAt);
    if (same) {
      const collides = await refusedInBoth((language) => book(patient, same, patient.self, {}, inLanguage(language)), 409, 'collides');
      assert.equal(collides.params.start, slots[0].start);
      assert.ok(collides.alternatives.every((one) => one.startsAt !== slots[0].startsAt));
      await canBeBooked(patient, collides.alternatives);
    }
    const apart = (await freeSlots(patient, elsewhere)).find((one) => one.startsAt !== slots[0].startsAt);
    must(await book(patient, apart), 201); // another department at another time is fine
  });

  test('so many to come are the most', async () => {
    const { maxActivePerPerson } = must(await admin.get('/api/v1/settings'), 200);
    const person = await register(desk);
    let answer;
    let booked = 0;
    for (const day of [...days]) {
      answer = await book(desk, (await freeSlots(desk, day))[0], person);
      if (answer.status === 201) booked += 1;
      else if (answer.body.code !== 'collides') break;
    }
    assert.equal(booked, maxActivePerPerson);
    const problem = mustRefuse(answer, 409, 'too-many-bookings');
    assert.equal(problem.params.limit, String(maxActivePerPerson));
    assert.equal(problem.alternatives, undefined);
  });

  test('only for one\'s own people', async () => {
    const [patient, other] = [await newPatient(), await newPatient()];
    const [slot] = await freeSlots(patient, freshDay());
    await refusedInBoth((language) => book(patient, slot, other.self, {}, inLanguage(language)), 404, 'not-your-person');
    mustRefuse(await book(patient, slot, { id: nobody('per') }), 404, 'not-your-person');
    await refusedInBoth((language) => book(desk, slot, { id: nobody('per') }, {}, inLanguage(language)), 404, 'person-unknown');
    mustRefuse(await book(patient, { id: nobody('slo') }), 404, 'not-found');
    mustRefuse(await patient.get(`/api/v1/appointments?personId=${other.self.id}`), 404, 'not-your-person');
    mustRefuse(await book(server.client('public'), slot, patient.self), 401, 'sign-in-needed');
  });

  test('somebody else\'s appointment does not exist', async () => {
    const [patient, other] = [await newPatient(), await newPatient()];
    const booked = must(await book(other, (await freeSlots(other, freshDay()))[0]), 201);
    const [free] = await freeSlots(patient, freshDay());
    const asked = [
      await patient.get(place(booked)),
      await patient.post(place(booked, '/cancellation'), {}),
      await patient.post(place(booked, '/rescheduling'), { slotId: free.id }),
    ];
    const nothing = mustRefuse(await patient.get(place({ id: nobody('apt') })), 404, 'not-found');
    for (const answer of asked) assert.equal(mustRefuse(answer, 404, 'not-found').detail, nothing.detail);
    assert.equal(must(await other.get(place(booked)), 200).state, 'booked');
    assert.deepEqual(must(await patient.get(`/api/v1/appointments?q=${encodeURIComponent(booked.code)}`), 200).items, [], 'the code opens nothing for others');
  });

  test('who is off the list is out of sight', async () => {
    const patient = await newPatient();
    const booked = must(await book(patient, (await freeSlots(patient, freshDay()))[0]), 201);
    assert.equal((await patient.delete(`/api/v1/me/people/${patient.self.id}`)).status, 204);
    mustRefuse(await patient.get(place(booked)), 404, 'not-found');
    assert.deepEqual(must(await patient.get('/api/v1/appointments'), 200), { items: [] });
    assert.equal(must(await desk.get(place(booked)), 200).state, 'booked', 'the appointment stays');
  });

  test('an Idempotency-Key gives the first answer again, whatever has happened since', async () => {
    const patient = await newPatient();
    const day = freshDay();
    const [slot] = await freeSlots(patient, day);
    const key = { headers: { 'Idempotency-Key': 'once-only-1' } };
    const first = await book(patient, slot, patient.self, {}, key);
    must(first, 201);
    must(await patient.post(place(first.body, '/cancellation'), {}), 200);
    const again = await book(patient, slot, patient.self, {}, key);
    assert.equal(again.status, 201);
    assert.equal(again.text, first.text);
    assert.equal(await freeOf(day, slot), slot.free, 'nothing was booked');
    await refusedInBoth((language) => book(patient, slot, patient.self, { note: 'x' }, { headers: { ...key.headers, ...inLanguage(language).headers } }), 422, 'idempotency-mismatch');
    // The same key of somebody else, or for another endpoint, is another request.
    const other = await newPatient();
    assert.notEqual(must(await book(other, slot, other.self, {}, key), 201).id, first.body.id);
    mustRefuse(await patient.post(place(first.body, '/cancellation'), {}, key), 409, 'not-active');
    for (const bad of ['x'.repeat(201), 'with space', 'tab\there']) {
      mustRefuse(await book(patient, slot, patient.self, {}, { headers: { 'Idempotency-Key': bad } }), 422, 'idempotency-key-invalid');
    }
  });

  test('a refusal is not kept under its key', async () => {
    const patient = await newPatient();
    const day = freshDay();
    const [slot] = await freeSlots(patient, day);
    const key = { headers: { 'Idempotency-Key': 'try-again-1' } };
    const first = must(await book(patient, slot), 201);
    mustRefuse(await book(patient, slot, patient.self, {}, key), 409, 'already-booked');
    must(await patient.post(place(first, '/cancellation'), {}), 200);
    must(await book(patient, slot, patient.self, {}, key), 201);
  });

  test('lists: filters, order, pages', async () => {
    const patient = await newPatient();
    const booked = [];
    for (const day of [...days]) {
      if (booked.length === 5) break;
      const answer = await book(patient, (await freeSlots(patient, day))[0]);
      if (answer.status === 201) booked.push(answer.body);
    }
    const [gone] = booked;
    must(await patient.post(place(gone, '/cancellation'), {}), 200);
    const ids = (list) => list.map((one) => one.id);
    const by = (state) => all(patient, `/api/v1/appointments?state=${state}&limit=2`);
    const upcoming = await by('upcoming');
    assert.equal(upcoming.length, 4);
    assert.deepEqual(upcoming.map((one) => one.slot.startsAt), upcoming.map((one) => one.slot.startsAt).sort(), 'the next one first');
    assert.deepEqual(ids(await by('cancelled')), [gone.id]);
    assert.deepEqual(await by('past'), []);
    const everything = await by('all');
    assert.deepEqual(new Set(ids(everything)), new Set(ids(booked)));
    assert.equal(everything.length, booked.length, 'no page repeats another');
    assert.deepEqual(ids(everything), ids(must(await patient.get('/api/v1/appointments'), 200).items));

    const first = must(await patient.get('/api/v1/appointments?limit=2'), 200);
    assert.equal(first.items.length, 2);
    assert.ok(first.next);
    for (const [query, code] of [['state=lost', 'query-invalid'], ['limit=0', 'query-invalid'], ['limit=501', 'query-invalid'], ['limit=two', 'query-invalid'], ['state=booked', 'query-invalid'], ['date=2026-13-01', 'query-invalid'],
      ['personId=x', 'query-invalid'], ['departmentId=x', 'query-invalid'], ['after=x', 'cursor-invalid'], ['after=1.2.3', 'cursor-invalid']]) {
      mustRefuse(await patient.get(`/api/v1/appointments?${query}`), 400, code);
    }
  });

  test('staff list by day, department, clinician and person; names are masked', async () => {
    const patient = await newPatient();
    const day = freshDay();
    const slot = (await freeSlots(patient, day))[0];
    const booked = must(await book(patient, slot), 201);
    const found = async (query) => (await all(desk, `/api/v1/appointments?${query}`)).map((one) => one.id);
    assert.ok((await found(`date=${day.date}`)).includes(booked.id));
    assert.ok((await found(`date=${day.date}&departmentId=${day.department}`)).includes(booked.id));
    assert.ok(!(await found(`date=${day.date}&departmentId=${nobody('dep')}`)).includes(booked.id));
    assert.deepEqual(await found(`personId=${patient.self.id}`), [booked.id]);
    if (booked.session.practitioner) assert.ok((await found(`date=${day.date}&practitionerId=${booked.session.practitioner.id}`)).includes(booked.id));
    const answer = await desk.get(`/api/v1/appointments?personId=${patient.self.id}`);
    assert.ok(!answer.text.includes(patient.self.name), answer.text);
    assert.match(answer.body.items[0].person.phone, /\*{4}/);
    assert.equal(answer.body.items[0].cancelUntil, booked.slot.endsAt, 'staff may until the slot ends');
    const shown = await desk.get(place(booked));
    assert.ok(!shown.text.includes(patient.self.name));
    must(await desk.get(`/api/v1/appointments?q=${booked.code.replaceAll(' ', '')}`), 200);
    const auditor = await server.as('auditor');
    const seen = must(await auditor.get(`/api/v1/audit-entries?subject=${booked.id}`), 200).items;
    const looks = seen.filter((one) => one.action === 'appointment-seen');
    assert.equal(looks.length, 2, 'every look is audited, also one by its code');
    assert.ok(looks.every((one) => one.details.person === patient.self.id));
  });

  test('the desk books for others; who may not, may not', async () => {
    const person = await register(desk);
    const [slot] = await freeSlots(desk, freshDay());
    const booked = must(await book(desk, slot, person), 201);
    assert.equal(booked.channel, 'desk');
    assert.equal(must(await desk.get(place(booked)), 200).events[0].by, 'staff');
    // A clinician books follow-ups, in their own quota, and does not look through the desk's lists.
    const doctor = await newColleague(server, admin, 'doctor.two', ['clinician']);
    assert.equal(must(await book(doctor, slot, await register(desk)), 201).channel, 'clinician');
    mustRefuse(await doctor.get(place(booked)), 403, 'forbidden');
  });

  test('a message tells of each step, without the whole phone', async () => {
    const phone = newPhone();
    const patient = await server.patient(phone);
    const self = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const booked = must(await book(patient, (await freeSlots(patient, freshDay()))[0], self), 201);
    must(await patient.post(place(booked, '/cancellation'), {}), 200);
    const { items } = must(await patient.get(`/api/v1/demo/messages?phone=${phone}`), 200);
    const told = items.filter((one) => one.text.includes(booked.code));
    assert.equal(told.length, 2, JSON.stringify(items));
    assert.ok(items.every((one) => one.to === `${phone.slice(0, 3)}****${phone.slice(-4)}`));
  });

  test('nothing of all this has left the counters wrong', async () => {
    const operator = await newColleague(server, admin, 'op', ['operator']);
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200), { ok: true, problems: [] });
  });
});
