// The desk's work on people: what is shown is masked, what is seen is written down.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { all, freeDays, freeSlots, must, mustRefuse, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

const find = async (desk, text) => must(await desk.get(`/api/v1/patients?q=${encodeURIComponent(text)}`), 200);
const reveal = (desk, id, reason = '核对证件') => desk.post(`/api/v1/patients/${id}/reveal`, { reason });

describe('patients at the desk', () => {
  let server;
  let desk;
  let auditor;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    auditor = await server.as('auditor');
  });
  after(() => server?.stop());

  test('registering answers a masked person', async () => {
    const number = residentNumber('1951-03-09');
    const person = must(await desk.post('/api/v1/patients', {
      name: '欧阳小明', documents: [{ type: 'resident-card', number }], phone: '+86 138 0013 8001', needs: ['wheelchair'],
    }), 201);
    assert.match(person.id, /^per_/);
    assert.doesNotMatch(person.name, /欧阳小明/);
    assert.match(person.name, /\*/);
    assert.equal(person.phone, '138****8001');
    assert.equal(person.document.type, 'resident-card');
    assert.ok(!person.document.number.includes(number.slice(6, 14)), person.document.number);
    assert.equal(person.sex, Number(number[16]) % 2 ? 'male' : 'female');
    assert.ok(person.age >= 70);
    assert.deepEqual(person.needs, ['wheelchair']);
    assert.equal(person.version, 1);
  });

  test('a number is registered once', async () => {
    const { id, given } = await register(desk);
    const again = { ...given, name: '另一人', phone: newPhone() };
    const refused = mustRefuse(await desk.post('/api/v1/patients', again), 409, 'document-known');
    assert.equal(refused.params.person, id);
    // Full-width digits and spaces are the same number.
    const spaced = given.documents[0].number.replace(/./g, (c) => (/\d/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c));
    again.documents = [{ type: 'resident-card', number: ` ${spaced} ` }];
    mustRefuse(await desk.post('/api/v1/patients', again), 409, 'document-known');
  });

  describe('found by', () => {
    let person;
    before(async () => {
      person = await register(desk, {
        name: '单雄信',
        phone: '13712345678',
        documents: [
          { type: 'resident-card', number: residentNumber() },
          { type: 'hospital-card', number: 'H2026000917' },
          { type: 'insurance-code', number: '33010000917X' },
        ],
      });
    });
    const finds = (what, text, matchedBy) =>
      test(what, async () => {
        const found = await find(desk, typeof text === 'function' ? text() : text);
        assert.equal(found.matchedBy, matchedBy);
        assert.ok(found.items.some((one) => one.id === person.id), JSON.stringify(found));
        for (const one of found.items) assert.match(one.name, /\*/, 'a list shows masked names');
      });
    finds('document number', () => person.given.documents[0].number, 'identifier');
    finds('document number in lower case', () => person.given.documents[0].number.toLowerCase(), 'identifier');
    finds('card number', 'H2026000917', 'identifier');
    finds('insurance code', '33010000917X', 'identifier');
    finds('phone', '137 1234 5678', 'phone');
    finds('name', '单雄信', 'name');
    finds('pinyin', 'shanxiongxin', 'initials');
    finds('initials', 'sxx', 'initials');
    finds('name and last four of the phone', '单雄信 5678', 'name');

    test('booking code', async () => {
      const [day] = await freeDays(desk);
      const [slot] = await freeSlots(desk, day);
      const booked = must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201);
      for (const code of [booked.code, booked.code.replaceAll(' ', '')]) {
        const found = await find(desk, code);
        assert.equal(found.matchedBy, 'booking-code');
        assert.deepEqual(found.items.map((one) => one.id), [person.id]);
      }
      const shown = must(await desk.get(`/api/v1/patients/${person.id}`), 200);
      assert.equal(shown.upcoming, 1);
    });

    test('nothing, if nobody fits', async () => {
      assert.deepEqual((await find(desk, '查无此人')).items, []);
    });
  });

  test('the single view shows birth date and all numbers, masked', async () => {
    const { id, given } = await register(desk, { birthDate: '1990-10-01' });
    const person = must(await desk.get(`/api/v1/patients/${id}`), 200);
    assert.equal(person.birthDate, '1990-10-01');
    assert.equal(person.identifiers.length, 1);
    assert.match(person.identifiers[0].id, /^idn_/);
    assert.notEqual(person.identifiers[0].number, given.documents[0].number);
    assert.deepEqual(person.guardians, []);
    assert.equal(person.upcoming, 0);
    mustRefuse(await desk.get(`/api/v1/patients/${nobody('per')}`), 404, 'person-unknown');
  });

  test('the whole is revealed with a reason, and written down', async () => {
    const { id, given } = await register(desk);
    const clear = must(await reveal(desk, id, '家属来电核对'), 200);
    assert.equal(clear.name, given.name);
    assert.equal(clear.phone, given.phone);
    assert.deepEqual(clear.documents, [{ type: 'resident-card', number: given.documents[0].number }]);
    const entries = await all(auditor, `/api/v1/audit-entries?subject=${id}`);
    const entry = entries.find((one) => one.action === 'person-revealed');
    assert.equal(entry.note, '家属来电核对');
    assert.equal(entry.actor.kind, 'staff');
    assert.equal(entry.subject, id);
    assert.ok(entries.some((one) => one.action === 'person-registered' || one.action === 'person-added'), JSON.stringify(entries));
    for (const one of entries) {
      assert.ok(!JSON.stringify(one.details).includes(given.name), 'no personal data in details');
    }
  });

  test('every look is written down', async () => {
    const { id, given } = await register(desk);
    await find(desk, given.phone);
    must(await desk.get(`/api/v1/patients/${id}`), 200);
    const actions = (await all(auditor, `/api/v1/audit-entries?subject=${id}`)).map((one) => one.action);
    assert.ok(actions.includes('person-found'), actions.join());
    assert.ok(actions.includes('person-looked-at'), actions.join());
  });

  test('changing needs the version one has read', async () => {
    const { id, version } = await register(desk);
    const changed = must(await desk.patch(`/api/v1/patients/${id}`, { phone: '13600000001', needs: ['hearing'], version }), 200);
    assert.equal(changed.phone, '136****0001');
    assert.deepEqual(changed.needs, ['hearing']);
    assert.equal(changed.version, version + 1);
    mustRefuse(await desk.patch(`/api/v1/patients/${id}`, { phone: '13600000002', version }), 409, 'changed-meanwhile');
    assert.equal(must(await reveal(desk, id), 200).phone, '13600000001');
  });

  test('cards are added and removed; the last document stays', async () => {
    const { id } = await register(desk);
    const card = must(await desk.post(`/api/v1/patients/${id}/identifiers`, { type: 'hospital-card', number: 'H-77 001' }), 201);
    assert.match(card.id, /^idn_/);
    assert.equal(card.type, 'hospital-card');
    assert.equal((await find(desk, 'H77001')).items[0].id, id);
    assert.equal((await desk.delete(`/api/v1/patients/${id}/identifiers/${card.id}`)).status, 204);
    assert.deepEqual((await find(desk, 'H77001')).items, []);
    const [document] = must(await desk.get(`/api/v1/patients/${id}`), 200).identifiers;
    mustRefuse(await desk.delete(`/api/v1/patients/${id}/identifiers/${document.id}`), 409, 'last-document');
  });

  test('a newborn comes with a guardian', async () => {
    const today = must(await desk.get('/api/v1/hospital'), 200).today;
    const mother = await register(desk, { birthDate: '1995-06-06' });
    const baby = { name: '小宝', newborn: true, documents: [], birthDate: today, sex: 'female', phone: '' };
    mustRefuse(await desk.post('/api/v1/patients', baby), 422, 'guardian-required');
    const born = must(await desk.post('/api/v1/patients', { ...baby, guardianId: mother.id }), 201);
    assert.equal(born.document, null);
    assert.equal(born.newborn, true);
    const shown = must(await desk.get(`/api/v1/patients/${born.id}`), 200);
    assert.deepEqual(shown.guardians.map((one) => one.id), [mother.id]);
  });

  test('two records of one person become one, with all they had', async () => {
    const name = '慕容重复';
    const kept = await register(desk, { name, birthDate: '1970-01-02' });
    const other = await register(desk, {
      name, birthDate: '1970-01-02', documents: [{ type: 'passport', number: 'E12345678', issuer: 'CHN' }],
    });
    const [day] = await freeDays(desk);
    const [slot] = await freeSlots(desk, day);
    const booked = must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: other.id }), 201);

    const { items } = must(await desk.get(`/api/v1/patients/${kept.id}/duplicates`), 200);
    const same = items.find((one) => one.id === other.id);
    assert.deepEqual(same.why, ['name-birth-date']);

    mustRefuse(await desk.post(`/api/v1/patients/${other.id}/merge`, { intoId: other.id, reason: 'x' }), 409, 'same-person');
    const merged = must(await desk.post(`/api/v1/patients/${other.id}/merge`, { intoId: kept.id, reason: '同一人' }), 200);
    assert.equal(merged.id, kept.id);
    assert.equal((await find(desk, 'E12345678')).items[0].id, kept.id);
    assert.equal(must(await desk.get(`/api/v1/appointments/${booked.id}`), 200).person.id, kept.id);
    mustRefuse(await desk.post(`/api/v1/patients/${other.id}/merge`, { intoId: kept.id, reason: 'x' }), 409, 'person-merged');
    const entries = await all(auditor, `/api/v1/audit-entries?subject=${kept.id}`);
    assert.ok(entries.some((one) => /merge/.test(one.action)), JSON.stringify(entries.map((one) => one.action)));
  });

  test('the same registration sent twice registers once', async () => {
    const body = { name: '重发人', documents: [{ type: 'resident-card', number: residentNumber() }], phone: newPhone() };
    const headers = { 'Idempotency-Key': 'register-1' };
    const answers = await Promise.all([1, 2, 3].map(() => desk.post('/api/v1/patients', body, { headers })));
    assert.deepEqual(answers.map((one) => one.status), [201, 201, 201]);
    assert.equal(new Set(answers.map((one) => one.text)).size, 1);
    mustRefuse(await desk.post('/api/v1/patients', { ...body, name: '别人' }, { headers }), 422, 'idempotency-mismatch');
    mustRefuse(await desk.post('/api/v1/patients', body, { headers: { 'Idempotency-Key': 'k'.repeat(300) } }), 422, 'idempotency-key-invalid');
  });
});
