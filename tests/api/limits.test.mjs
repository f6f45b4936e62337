// How much an account books in a day and keeps at a time, and what people are told when they are barred.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { freeDays, freeSlots, must, mustRefuse, newName, newPhone, residentNumber, startServer } from './lib.mjs';

describe('limits', () => {
  let server;
  let admin;
  let desk;
  let slots;
  before(async () => {
    server = await startServer();
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    // Each of another department or day, so that nothing else is in the way.
    slots = [];
    for (const day of (await freeDays(desk, 60)).slice(20)) {
      const free = (await freeSlots(desk, day)).filter((slot) => slot.free >= 2);
      if (free.length) slots.push(free[0]);
    }
  });
  after(() => server?.stop());

  async function newAccount(people = 1) {
    const phone = newPhone();
    const client = await server.patient(phone);
    const own = [];
    for (let n = 0; n < people; n += 1) own.push(must(await client.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: n ? 'other' : 'self' }), 201));
    return Object.assign(client, { people: own, phone });
  }
  const rules = async (document) => must(await admin.post('/api/v1/policies', { document: { oncePerDay: [], ...document } }), 201);
  const book = (client, slot, person, more = {}) => client.post('/api/v1/appointments', { slotId: slot.id, personId: person.id, ...more });
  const cancel = async (client, booked) => must(await client.post(`/api/v1/appointments/${booked.id}/cancellation`, {}), 200);

  test('an account and a person book so often a day, cancelled or not; staff as often as it takes', async () => {
    const added = await rules({ limits: { accountMadePerDay: 3, madePerDay: 2 } });
    assert.deepEqual(added.rules.limits, { active: 8, perDay: null, perWeek: null, madePerDay: 2, openHolds: 3, accountMadePerDay: 3, accountOpenHolds: 5 });
    assert.match(added.meaning[0].sentences.join(''), /同一账号每天最多预约 3 次/);
    const client = await newAccount(2);
    const [one, two] = client.people;
    await cancel(client, must(await book(client, slots[0], one), 201));
    must(await book(client, slots[0], one), 201);
    const often = mustRefuse(await book(client, slots[1], one), 409, 'too-many-today');
    assert.deepEqual(often.params, { of: 'person', limit: '2' });
    must(await book(client, slots[1], two), 201);
    const full = mustRefuse(await book(client, slots[2], two), 409, 'too-many-today');
    assert.equal(full.params.of, 'account');
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    assert.equal(new Date(full.possibleAt).toISOString(), new Date(Date.parse(`${today}T00:00:00+08:00`) + 86_400_000).toISOString());
    assert.match(full.detail, /tomorrow/);
    must(await book(desk, slots[2], two), 201);
  });

  test('places kept for one person and by one account', async () => {
    await rules({ limits: { openHolds: 1, accountOpenHolds: 2 } });
    const client = await newAccount(3);
    const hold = (slot, person) => client.post('/api/v1/holds', { slotId: slot.id, ...(person ? { personId: person.id } : {}) });
    const first = must(await hold(slots[3], client.people[0]), 201);
    assert.equal(mustRefuse(await hold(slots[4], client.people[0]), 409, 'hold-limit').params.of, 'person');
    must(await hold(slots[4], client.people[1]), 201);
    assert.equal(mustRefuse(await hold(slots[5]), 409, 'hold-limit').params.of, 'account');
    const stranger = await newAccount();
    mustRefuse(await stranger.post('/api/v1/holds', { slotId: slots[5].id, personId: client.people[0].id }), 404, 'not-your-person');
    must(await client.post('/api/v1/appointments', { holdId: first.id, personId: client.people[0].id }), 201);
    must(await hold(slots[5], client.people[2]), 201);
  });

  test('who is barred is told once: until when, why, and what they can do; and once that it is lifted', async () => {
    await rules({ conduct: [{ counts: 'cancellation', count: 2, window: { kind: 'days', count: 30 }, penalty: { length: 'days', count: 7 } }] });
    const client = await newAccount();
    const [person] = client.people;
    const told = async (words) => must(await client.get(`/api/v1/demo/messages?phone=${client.phone}`), 200).items.filter((one) => words.test(one.text));
    await cancel(client, must(await book(client, slots[6], person), 201));
    assert.equal((await told(/不能通过/)).length, 0);
    await cancel(client, must(await book(client, slots[7], person), 201));
    mustRefuse(await book(client, slots[8], person), 409, 'barred');
    const [message, ...more] = await told(/不能通过/);
    assert.equal(more.length, 0);
    const { bars: [bar] } = must(await desk.get(`/api/v1/patients/${person.id}/conduct`), 200);
    const day = new Date(Date.parse(bar.until) + 8 * 3_600_000).toISOString().slice(0, 10).split('-');
    for (const words of ['多次取消预约', `${day[0]}年${day[1]}月${day[2]}日`, '网上', '现场挂号', '申诉']) assert.ok(message.text.includes(words), `${words}: ${message.text}`);
    assert.doesNotMatch(message.text, new RegExp(person.name), 'others may read it on the way');
    must(await desk.post(`/api/v1/bars/${bar.id}/lifting`, { reason: '申诉成立' }), 200);
    assert.equal((await told(/已经解除/)).length, 1);
    must(await book(client, slots[8], person), 201);
    assert.equal((await told(/不能通过.*起恢复/)).length, 1);
  });
});
