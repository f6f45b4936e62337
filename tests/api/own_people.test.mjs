// The people a patient books for.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

const resident = (birthDate) => ({ type: 'resident-card', number: residentNumber(birthDate) });

describe('own people', () => {
  let server;
  let patient;
  let self;
  const phone = newPhone();
  before(async () => {
    server = await startServer();
    patient = await server.patient(phone);
    self = must(await patient.post('/api/v1/me/people', { name: '秦琼', document: resident('1988-08-08'), relation: 'self' }), 201);
  });
  after(() => server?.stop());

  test('one\'s own name is shown, numbers are masked', async () => {
    assert.equal(self.name, '秦琼');
    assert.equal(self.relation, 'self');
    assert.equal(self.birthDate, '1988-08-08');
    assert.match(self.document.number, /\*/);
    assert.match(self.phone, /\*/);
    const list = must(await patient.get('/api/v1/me/people'), 200);
    assert.deepEqual(list.items.map((one) => one.id), [self.id]);
    assert.equal(list.limit, 5);
  });

  test('what cannot be is refused by its rule', async () => {
    const add = (fields) => patient.post('/api/v1/me/people', { name: '程咬金', relation: 'other', document: resident(), ...fields });
    mustRefuse(await add({ relation: 'self' }), 409, 'self-exists');
    mustRefuse(await add({ relation: 'boss' }), 422, 'field-invalid');
    mustRefuse(await add({ name: '' }), 422, 'name-invalid');
    mustRefuse(await add({ document: undefined }), 422, 'document-required');
    assert.equal(mustRefuse(await add({ document: { type: 'resident-card', number: '1' } }), 422, 'document-number-invalid').field, 'document');
    mustRefuse(await add({ document: resident('2020-02-02') }), 422, 'guardian-required');
  });

  test('a child is added by its guardian, a newborn without a document', async () => {
    const child = must(await patient.post('/api/v1/me/people', { name: '秦怀道', document: resident('2020-02-02'), relation: 'child', guardian: true }), 201);
    assert.equal(child.guardian, true);
    const { today } = must(await patient.get('/api/v1/hospital'), 200);
    const baby = must(await patient.post('/api/v1/me/people', { name: '秦小妹', newborn: true, birthDate: today, sex: 'female', relation: 'child', guardian: true }), 201);
    assert.equal(baby.document, null);
    for (const one of [child, baby]) assert.equal((await patient.delete(`/api/v1/me/people/${one.id}`)).status, 204);
  });

  test('somebody the desk knows is linked only by the right name', async () => {
    const desk = await server.as('desk');
    const known = await register(desk, { name: '罗成' });
    const document = known.given.documents[0];
    mustRefuse(await patient.post('/api/v1/me/people', { name: '罗艺', document, relation: 'other' }), 409, 'document-name-mismatch');
    const linked = must(await patient.post('/api/v1/me/people', { name: '罗成', document, relation: 'other' }), 201);
    assert.equal(linked.id, known.id);
    mustRefuse(await patient.post('/api/v1/me/people', { name: '罗成', document, relation: 'other' }), 409, 'person-already-yours');
    assert.equal((await patient.delete(`/api/v1/me/people/${linked.id}`)).status, 204);
    mustRefuse(await patient.delete(`/api/v1/me/people/${linked.id}`), 404, 'not-your-person');
    mustRefuse(await patient.delete(`/api/v1/me/people/${nobody('per')}`), 404, 'not-your-person');
  });

  test('who is a patient cannot be found out by trying names', async () => {
    const desk = await server.as('desk');
    const known = await register(desk, { name: '单雄信', birthDate: '1970-03-03' });
    const [document] = known.given.documents;
    const visitor = await server.patient(newPhone());
    const add = (name) => visitor.post('/api/v1/me/people', { name, document, relation: 'other' });
    // At once, so that none waits for another's being counted.
    const tries = await Promise.all(['单一', '单二', '单三', '单四', '单五', '单六', '单七', '单八'].map(add));
    const told = tries.filter((one) => one.status === 409);
    assert.equal(told.length, 5, tries.map((one) => one.body.code).join());
    for (const one of tries) if (one.status !== 409) mustRefuse(one, 429, 'too-many-attempts');
    // Then even the right one waits; and another account does not.
    const waits = mustRefuse(await add('单雄信'), 429, 'too-many-attempts');
    assert.ok(Date.parse(waits.possibleAt) > 0);
    const other = await server.patient(newPhone());
    must(await other.post('/api/v1/me/people', { name: '单雄信', document, relation: 'other' }), 201);
  });

  test('a right name with a wrong birth date is answered like a wrong name', async () => {
    const desk = await server.as('desk');
    const document = { type: 'passport', number: `E${String(Date.now()).slice(-8)}` };
    await register(desk, { name: 'Ann Lee', birthDate: '1980-01-01', documents: [document] });
    const visitor = await server.patient(newPhone());
    const add = (fields) => visitor.post('/api/v1/me/people', { name: 'Ann Lee', birthDate: '1980-01-01', document, relation: 'other', ...fields });
    const wrong = [mustRefuse(await add({ birthDate: '1981-01-01' }), 409, 'document-name-mismatch'),
      mustRefuse(await add({ name: 'Bob Lee' }), 409, 'document-name-mismatch')];
    assert.deepEqual({ ...wrong[0], requestId: '' }, { ...wrong[1], requestId: '' });
    must(await add(), 201);
  });

  test('the number of people is limited', async () => {
    const visitor = await server.patient(newPhone());
    const add = () => visitor.post('/api/v1/me/people', { name: '好汉', document: resident(), relation: 'other' });
    for (let n = 0; n < 5; n += 1) must(await add(), 201);
    assert.equal(mustRefuse(await add(), 409, 'family-limit').params.limit, '5');
  });

  test('nobody sees or uses another\'s people', async () => {
    const other = await server.patient(newPhone());
    assert.deepEqual(must(await other.get('/api/v1/me/people'), 200).items, []);
    mustRefuse(await other.post('/api/v1/appointments', { slotId: nobody('slo'), personId: self.id }), 404, 'not-your-person');
    mustRefuse(await other.get(`/api/v1/appointments?personId=${self.id}`), 404, 'not-your-person');
  });
});
