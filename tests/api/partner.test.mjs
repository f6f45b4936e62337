// What a partner institution gets: places in its quota, its own patients, its own bookings.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, newName, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

describe('a partner institution', () => {
  let server;
  let desk;
  let admin;
  let partner;
  let other;
  let place;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    admin = await server.as('admin');
    partner = await newColleague(server, admin, 'partner.one', ['partner']);
    other = await newColleague(server, admin, 'partner.two', ['partner']);
    place = await institution('T01', '测试社区卫生服务中心', partner);
    await institution('T02', '测试镇卫生院', other);
  });
  after(() => server?.stop());

  async function institution(code, name, client) {
    const made = must(await admin.post('/api/v1/institutions', { code, name }), 201);
    must(await admin.put(`/api/v1/institutions/${made.id}/users`, { accountIds: [client.account.id], keyIds: [] }), 200);
    return made;
  }
  const newPerson = () => ({ name: newName(), phone: newPhone(), document: { type: 'resident-card', number: residentNumber() } });
  const patient = async (client, person = newPerson()) => must(await client.post('/api/v1/partner/patients', person), 201);
  const found = async (client, q) => must(await client.get(`/api/v1/partner/patients?q=${encodeURIComponent(q)}`), 200).items.map((one) => one.id);

  /** Slots that partners can have, `ahead` days or more from now: {department, date, session, slots}. */
  async function places(client, minimum = 3, ahead = 1) {
    for (const department of must(await client.get('/api/v1/departments'), 200).items) {
      const days = must(await client.get(`/api/v1/partner/departments/${department.id}/days`), 200).items;
      for (const day of days.slice(ahead).filter((one) => one.state === 'open')) {
        const { items } = must(await client.get(`/api/v1/partner/departments/${department.id}/sessions?date=${day.date}`), 200);
        for (const session of items) {
          const slots = session.slots.filter((one) => one.state === 'free');
          if (slots.length >= minimum && session.free >= minimum) return { department, date: day.date, session, slots };
        }
      }
    }
    throw new Error('no places for partners');
  }
  const book = async (client, personId, slot, department) =>
    must(await client.post('/api/v1/referrals', { departmentId: department, personId, reason: '复诊', slotId: slot.id }), 201);

  test('its account says for whom it acts; without an institution nothing is to be had', async () => {
    assert.deepEqual(must(await partner.get('/api/v1/me'), 200).institution, { id: place.id, name: '测试社区卫生服务中心', nameEn: '' });
    const nobodys = await newColleague(server, admin, 'partner.three', ['partner']);
    assert.equal(must(await nobodys.get('/api/v1/me'), 200).institution, undefined);
    const { items: [department] } = must(await nobodys.get('/api/v1/departments'), 200);
    for (const path of ['/api/v1/partner/patients', '/api/v1/appointments', '/api/v1/referral-counts', `/api/v1/partner/departments/${department.id}/days`, `/api/v1/partner/departments/${department.id}/sessions`])
      mustRefuse(await nobodys.get(path), 409, 'no-institution');
    mustRefuse(await nobodys.post('/api/v1/partner/patients', newPerson()), 409, 'no-institution');
    mustRefuse(await partner.get(`/api/v1/partner/departments/${nobody('dep')}/days`), 404, 'not-found');
    mustRefuse(await desk.get('/api/v1/partner/patients'), 403, 'forbidden');
  });

  test('it finds its own patients and nobody else’s; what it sees is masked', async () => {
    const person = newPerson();
    const made = await patient(partner, person);
    assert.notEqual(made.name, person.name);
    assert.match(made.name, /\*/);
    assert.ok(!JSON.stringify(made).includes(person.document.number));
    assert.ok(!JSON.stringify(made).includes(person.phone));
    for (const q of [person.document.number, person.phone, person.name]) {
      assert.deepEqual(await found(partner, q), [made.id], q);
      assert.deepEqual(await found(other, q), [], q);
    }
    assert.equal(must(await partner.get('/api/v1/partner/patients'), 200).items[0].id, made.id);
    // Who has the document and the name has the patient before them.
    assert.equal((await patient(other, person)).id, made.id);
    assert.deepEqual(await found(other, person.name), [made.id]);
    mustRefuse(await other.post('/api/v1/partner/patients', { ...person, name: newName() }), 409, 'document-name-mismatch');
  });

  test('who is a patient is not found out by trying', async () => {
    const person = newPerson();
    await patient(other, person);
    const guesser = await newColleague(server, admin, 'partner.four', ['partner']);
    await institution('T04', '测试第四卫生院', guesser);
    const codes = [];
    for (let i = 0; i < 7; i += 1) codes.push((await guesser.post('/api/v1/partner/patients', { ...person, name: newName() })).body.code);
    assert.deepEqual([...new Set(codes)], ['document-name-mismatch', 'too-many-attempts']);
    mustRefuse(await guesser.post('/api/v1/partner/patients', person), 429, 'too-many-attempts');
    const { items: [department] } = must(await guesser.get('/api/v1/departments'), 200);
    mustRefuse(await guesser.post('/api/v1/referrals', { departmentId: department.id, reason: '复诊', person }), 429, 'too-many-attempts');
    assert.deepEqual(await found(guesser, person.name), []);
  });

  test('an id alone opens nobody’s record', async () => {
    const { department, slots } = await places(partner);
    const stranger = await register(desk);
    const body = { departmentId: department.id, reason: '复诊' };
    mustRefuse(await partner.post('/api/v1/referrals', { ...body, personId: stranger.id }), 404, 'person-unknown');
    mustRefuse(await partner.post('/api/v1/appointments', { slotId: slots[0].id, personId: stranger.id }), 403, 'forbidden');
    const own = await patient(partner);
    assert.equal(must(await partner.post('/api/v1/referrals', { ...body, personId: own.id }), 201).person.id, own.id);
    // Referred down to it, it knows them.
    must(await desk.post('/api/v1/referrals', { ...body, direction: 'down', institutionId: place.id, personId: stranger.id }), 201);
    must(await partner.post('/api/v1/referrals', { ...body, personId: stranger.id }), 201);
  });

  test('it sees what it can have: its quota and the rest', async () => {
    // So far ahead that unused quotas have not been returned to everybody.
    const { department, date, session } = await places(partner, 3, 4);
    const of = async (client, path) => must(await client.get(`${path}?date=${date}`), 200).items.find((one) => one.id === session.id);
    const own = `/api/v1/partner/departments/${department.id}/sessions`;
    must(await admin.patch(`/api/v1/sessions/${session.id}/quotas`, { quotas: [{ pool: 'partner', size: 2 }] }), 200);
    const all = (await of(partner, own)).free;
    const web = (await of(partner, `/api/v1/departments/${department.id}/sessions`)).free;
    assert.equal(all - web, 2);
    assert.deepEqual((await of(partner, own)).quotas, [{ pool: 'partner', size: 2, taken: 0 }]);
    const slot = (await of(partner, own)).slots.find((one) => one.state === 'free');
    await book(partner, (await patient(partner)).id, slot, department.id);
    assert.deepEqual((await of(partner, own)).quotas, [{ pool: 'partner', size: 2, taken: 1 }]);
    assert.equal((await of(partner, own)).free, all - 1);
    assert.equal((await of(partner, `/api/v1/departments/${department.id}/sessions`)).free, web);
  });

  test('its bookings: listed, shown, printed, moved, cancelled; others’ are not there', async () => {
    const { department, date, slots } = await places(partner);
    const own = await patient(partner);
    const sent = await book(partner, own.id, slots[0], department.id);
    const at = `/api/v1/appointments/${sent.appointment.id}`;
    const listed = async (client, query) => must(await client.get(`/api/v1/appointments?${query}`), 200).items;
    const [one] = await listed(partner, `personId=${own.id}`);
    assert.equal(one.referralId, sent.id);
    assert.equal(one.channel, 'partner');
    for (const query of ['state=upcoming', `date=${date}`, `q=${encodeURIComponent(one.code)}`]) {
      assert.ok((await listed(partner, query)).some((each) => each.id === one.id), query);
      assert.ok(!(await listed(other, query)).some((each) => each.id === one.id), query);
    }
    assert.ok(!(await listed(partner, 'state=cancelled')).some((each) => each.id === one.id));
    assert.equal(must(await partner.get(at), 200).code, one.code);
    assert.equal((await partner.get(`${at}/qr.svg`)).status, 200);
    for (const path of [at, `${at}/qr.svg`]) mustRefuse(await other.get(path), 404, 'not-found');
    mustRefuse(await other.post(`${at}/cancellation`, {}), 404, 'not-found');
    mustRefuse(await other.post(`${at}/rescheduling`, { slotId: slots[1].id }), 404, 'not-found');
    const foreign = must(await desk.get(`/api/v1/sessions?date=${date}`), 200).items.find((each) => each.department.id !== department.id && each.slots.length);
    mustRefuse(await partner.post(`${at}/rescheduling`, { slotId: foreign.slots[0].id }), 422, 'slot-elsewhere');
    assert.equal(must(await partner.post(`${at}/rescheduling`, { slotId: slots[1].id }), 200).slot.id, slots[1].id);
    mustRefuse(await partner.post(`${at}/cancellation`, { cause: 'hospital' }), 422, 'field-unknown');
    assert.equal(must(await partner.post(`${at}/cancellation`, { reason: '改天再来' }), 200).state, 'cancelled');
    // The referral stays, and can be booked again.
    const seen = must(await partner.get(`/api/v1/referrals/${sent.id}`), 200);
    assert.ok(seen.can.includes('book'));
    assert.equal(must(await partner.post(`/api/v1/referrals/${sent.id}/booking`, { slotId: slots[2].id }), 200).state, 'booked');
    // The desk's appointments are not theirs.
    const theirs = must(await desk.post('/api/v1/appointments', { personId: (await register(desk)).id, slotId: slots[0].id }), 201);
    mustRefuse(await partner.get(`/api/v1/appointments/${theirs.id}`), 404, 'not-found');
  });

  test('a refused booking offers other slots', async () => {
    const { department, slots } = await places(partner);
    const own = await patient(partner);
    await book(partner, own.id, slots[0], department.id);
    const again = await partner.post('/api/v1/referrals', { departmentId: department.id, personId: own.id, reason: '复诊', slotId: slots[1].id });
    mustRefuse(again, 409, 'already-booked');
    assert.ok(Array.isArray(again.body.alternatives));
  });

  test('the receiver asks, the sender answers; both are counted', async () => {
    const { department } = await places(partner);
    const own = await patient(partner);
    const sent = must(await partner.post('/api/v1/referrals', { departmentId: department.id, personId: own.id, reason: '胸痛', urgent: true }), 201);
    const step = (client, name, body) => client.post(`/api/v1/referrals/${sent.id}/${name}`, body);
    const counts = async (client, since = '') => must(await client.get(`/api/v1/referral-counts${since && `?since=${encodeURIComponent(since)}`}`), 200);
    mustRefuse(await step(partner, 'answers', { answer: '有' }), 409, 'nothing-asked');
    mustRefuse(await step(partner, 'questions', { question: '？' }), 409, 'referral-not-yours');
    mustRefuse(await step(desk, 'questions', { question: '' }), 422, 'required');
    const before = await counts(partner);
    const asked = must(await step(desk, 'questions', { question: '心电图有无改变？' }), 200);
    assert.equal(asked.state, 'sent');
    assert.equal(asked.question.text, '心电图有无改变？');
    assert.ok((await counts(desk)).toAnswer >= 1);
    assert.equal((await counts(partner)).questions, before.questions + 1);
    assert.equal((await counts(other)).questions, 0);
    mustRefuse(await step(desk, 'answers', { answer: '有' }), 409, 'referral-not-yours');
    mustRefuse(await step(other, 'answers', { answer: '有' }), 404, 'not-found');
    const answered = must(await step(partner, 'answers', { answer: 'ST段压低' }), 200);
    assert.equal(answered.question.answer, 'ST段压低');
    assert.ok(!answered.can.includes('answer'));
    mustRefuse(await step(partner, 'answers', { answer: '再说一次' }), 409, 'nothing-asked');
    const earlier = new Date(Date.parse(answered.question.answeredAt) - 1).toISOString();
    assert.equal((await counts(partner)).questions, before.questions);
    const { replies, toBook } = await counts(partner, earlier);
    const waiting = async () => must(await desk.get('/api/v1/referrals?direction=up&state=waiting'), 200).items;
    assert.ok((await waiting()).some((one) => one.id === sent.id));
    must(await step(desk, 'acceptance', {}), 200);
    assert.ok(!(await waiting()).some((one) => one.id === sent.id));
    assert.equal((await counts(partner, earlier)).toBook, toBook + 1);
    mustRefuse(await partner.get('/api/v1/referral-counts?since=yesterday'), 400, 'query-invalid');
    const { events } = must(await partner.get(`/api/v1/referrals/${sent.id}`), 200);
    assert.deepEqual(events.map((one) => one.what), ['sent', 'asked', 'answered', 'accepted']);
    must(await step(desk, 'report', { report: '已排除' }), 200);
    assert.equal((await counts(partner, earlier)).replies, replies + 1);
  });

  test('two records that become one stay known', async () => {
    const person = newPerson();
    const own = await patient(partner, person);
    const twin = await register(desk, { name: person.name });
    must(await desk.post(`/api/v1/patients/${own.id}/merge`, { intoId: twin.id, reason: '同一个人' }), 200);
    assert.deepEqual(await found(partner, person.name), [twin.id]);
  });
});
