// Whom a kiosk trusts with what: first visits by a card reader alone, visits that are over and what
// is said of them, how often one may try, and what a service shows that is taken along.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, newName, newPhone, nobody, register, residentNumber, root, startServer } from './lib.mjs';

const Ajv = createRequire(import.meta.url)('ajv/dist/2020.js').default;
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const shifted = (at, minutes) => new Date(Date.parse(at) + minutes * 60_000).toISOString();

describe('what a kiosk is trusted with', () => {
  let server;
  let admin;
  let desk;
  let auditor;
  let operator;
  let operatorPassword;
  let kiosk;
  let other;
  let ajv;
  before(async () => {
    ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema(JSON.parse(await readFile(path.join(root, 'static/openapi.json'), 'utf8')), 'api');
    server = await startServer();
    await signIn();
    must(await admin.post('/api/v1/policies', { document: {}, note: 'kiosk' }), 201);
    operator = await newColleague(server, admin, 'kiosk.operator', ['operator']);
    operatorPassword = operator.password;
    kiosk = await machine('hall kiosk');
    other = await machine('other kiosk');
  });
  after(() => server?.stop());

  async function signIn() {
    [admin, desk, auditor] = [await server.as('admin'), await server.as('desk'), await server.as('auditor')];
  }
  async function turn(now) {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    await signIn();
    operator = await server.as('kiosk.operator', operatorPassword);
  }
  async function machine(name) {
    const { key } = must(await operator.post('/api/v1/api-keys', { name, permissions: ['check-in'] }), 201);
    const client = server.client();
    const headers = { Authorization: `Bearer ${key}` };
    return {
      post: (target, body, more = {}) => client.post(`/api/v1/kiosk/${target}`, body, { headers: { ...headers, ...more } }),
      get: (target) => client.get(`/api/v1/${target}`, { headers }),
    };
  }
  function shaped(name, value) {
    const validate = ajv.getSchema(`api#/components/schemas/${name}`);
    assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
    return value;
  }
  const auditOf = async (id) => must(await auditor.get(`/api/v1/audit-entries?subject=${id}`), 200).items.map((one) => one.action);
  const read = (number, document, source = 'card') => kiosk.post('identifications', { number, source, document });

  test('a first visit: a card reader says who, they type a phone and agree; nothing else registers', async () => {
    const number = residentNumber('19850712');
    const name = newName();
    const offered = shaped('Problem', mustRefuse(await read(number, { name }), 404, 'kiosk-person-unknown'));
    const { pass, person } = offered.registration;
    assert.match(person.name, /\*/);
    assert.doesNotMatch(JSON.stringify(offered), new RegExp(`${number}|${name}`));
    // Whoever types or scans is offered nothing, nor is a child, nor whose number is none.
    assert.equal(mustRefuse(await kiosk.post('identifications', { number, source: 'scan' }), 404, 'kiosk-person-unknown').registration, undefined);
    assert.equal(mustRefuse(await kiosk.post('identifications', { number, source: 'card' }), 404, 'kiosk-person-unknown').registration, undefined);
    mustRefuse(await read(number, { name }, 'scan'), 422, 'field-invalid');
    mustRefuse(await read(number, { name }, 'typed'), 422, 'field-invalid');
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    const child = residentNumber(`${Number(today.slice(0, 4)) - 9}0203`);
    assert.equal(mustRefuse(await read(child, { name }), 404, 'kiosk-person-unknown').registration, undefined);
    assert.equal(mustRefuse(await read('E12345678', { type: 'passport', name }), 404, 'kiosk-person-unknown').registration, undefined, 'no birth date');
    assert.equal(mustRefuse(await read('123', { name }), 404, 'kiosk-person-unknown').registration, undefined);

    const phone = newPhone();
    const wanted = { pass, phone, agreed: true };
    mustRefuse(await kiosk.post('registrations', { pass, phone }), 422, 'field-invalid');
    mustRefuse(await kiosk.post('registrations', { ...wanted, agreed: false }), 422, 'field-invalid');
    mustRefuse(await kiosk.post('registrations', { ...wanted, phone: '12345678901' }), 422, 'phone-invalid');
    mustRefuse(await other.post('registrations', wanted), 403, 'kiosk-pass-over');
    mustRefuse(await kiosk.post('registrations', { ...wanted, pass: 'made-up' }), 403, 'kiosk-pass-over');
    mustRefuse(await desk.post('/api/v1/kiosk/registrations', wanted), 403, 'forbidden');
    // A pass for registering opens nothing, and one that opens registers nobody.
    mustRefuse(await kiosk.post('records', { pass }), 403, 'kiosk-pass-over');
    const known = await register(desk);
    const holder = must(await kiosk.post('identifications', { number: known.given.documents[0].number, source: 'scan' }), 201);
    mustRefuse(await kiosk.post('registrations', { ...wanted, pass: holder.pass }), 403, 'kiosk-pass-over');

    // Two touches and a lost answer: one person.
    const [a, b] = await Promise.all([kiosk.post('registrations', wanted), kiosk.post('registrations', wanted)]);
    for (const answer of [a, b, await kiosk.post('registrations', wanted)]) {
      const now = shaped('KioskHolder', must(answer, 201));
      must(await kiosk.post('records', { pass: now.pass }), 200);
    }
    const { items } = must(await desk.get(`/api/v1/patients?q=${number}`), 200);
    assert.equal(items.length, 1);
    const whole = must(await desk.post(`/api/v1/patients/${items[0].id}/reveal`, { reason: '核对' }), 200);
    assert.deepEqual([whole.name, whole.phone, whole.documents], [name, phone, [{ type: 'resident-card', number }]]);
    assert.equal(must(await desk.get(`/api/v1/patients/${items[0].id}`), 200).birthDate, '1985-07-12');
    const actions = await auditOf(items[0].id);
    for (const action of ['person-registered', 'kiosk-registered', 'kiosk-identified']) assert.ok(actions.includes(action), action);
    // From now on they are known, by the name on the card alone.
    shaped('KioskHolder', must(await read(number, { name }), 201));
    mustRefuse(await read(number, { name: newName() }), 409, 'document-name-mismatch');
  });

  test('a passport, with the birth date that the reader has read', async () => {
    const number = `E${String(Date.now()).slice(-8)}`;
    const document = { type: 'passport', name: 'ANNA SMITH', birthDate: '1990-02-03', sex: 'female' };
    const { registration } = mustRefuse(await read(number, document), 404, 'kiosk-person-unknown');
    assert.deepEqual([registration.person.name, registration.person.sex], ['A*** S****', 'female']);
    shaped('KioskHolder', must(await kiosk.post('registrations', { pass: registration.pass, phone: newPhone(), agreed: true }), 201));
  });

  test('a clinic visit that is over is asked about, by its code or its holder\'s document; once', async () => {
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    let session;
    for (let ahead = 1; ahead < 10 && !session; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(today, ahead)}`), 200);
      session = items.find((one) => one.state === 'open' && one.part === 'morning' && !one.quotas.length && one.rooms.length && one.slots[0].capacity - one.slots[0].taken > 1);
    }
    const person = await register(desk);
    const { number } = person.given.documents[0];
    const booked = must(await desk.post('/api/v1/appointments', { slotId: session.slots[0].id, personId: person.id }), 201);
    const code = booked.code.replace(/ /g, '');
    await turn(shifted(session.slots[0].startsAt, -10));
    mustRefuse(await kiosk.post('ratings', { number: code, mark: 5 }), 409, 'visit-not-over');
    must(await kiosk.post('arrivals', { code, source: 'scan', appointmentId: booked.id }), 200);
    const { rooms } = must(await desk.get(`/api/v1/sessions/${session.id}/line`), 200);
    const ticket = must(await desk.post(`/api/v1/sessions/${session.id}/calls`, { roomId: rooms[0].id }), 201);
    for (const what of ['start', 'finish']) must(await desk.post(`/api/v1/tickets/${ticket.id}/steps`, { step: what }), 200);

    const asked = { number: code, day: session.date, name: booked.department.name, nameEn: booked.department.nameEn };
    for (const shown of [{ code, source: 'scan' }, { code, source: 'typed' }, { number, source: 'card' }]) {
      const found = shaped('KioskVisits', must(await kiosk.post('visits', shown), 200));
      assert.deepEqual([found.items, found.unrated], [[], [asked]]);
    }
    // What is typed may have been read anywhere: it does not say where somebody has been.
    mustRefuse(await kiosk.post('visits', { number, source: 'typed' }), 404, 'no-visit-today');
    // The day after the slip still counts.
    await turn(shifted(session.slots[0].startsAt, 24 * 60));
    must(await kiosk.post('ratings', { number: code, mark: 2 }), 201);
    mustRefuse(await kiosk.post('ratings', { number: code, mark: 5 }), 409, 'already-rated');
    mustRefuse(await kiosk.post('visits', { code, source: 'scan' }), 404, 'no-visit-today');
    const { items } = must(await admin.get(`/api/v1/satisfaction?from=${session.date}&to=${plusDays(session.date, 1)}`), 200);
    assert.ok(items.some((one) => one.name === booked.department.name && one.marks[1] === 1));
  });

  test('services are found by what people say, in letters; forms are QR codes', async () => {
    const { groups } = must(await kiosk.get('centre'), 200);
    const services = groups.flatMap((one) => one.services);
    const stamp = services.find((one) => one.keywords.includes('报销要盖章'));
    const at = stamp.keywords.indexOf('报销要盖章');
    assert.deepEqual([stamp.keywordInitials[at], stamp.keywordPinyin[at]], ['bxygz', 'baoxiaoyaogaizhang']);
    const departments = must(await kiosk.get('departments'), 200).items;
    assert.ok(departments.every((one) => one.keywordPinyin.length === one.keywords.length));
    const { items } = must(await admin.get('/api/v1/services'), 200);
    const { version } = items.find((one) => one.id === stamp.id);
    const forms = [{ name: '申请表', nameEn: 'Application', address: '/forms/a.pdf' }, { name: '委托书', nameEn: '', address: 'https://example.org/b.pdf' }];
    must(await admin.patch(`/api/v1/services/${stamp.id}`, { version, forms }), 200);
    const shown = shaped('KioskForms', must(await kiosk.get(`kiosk/services/${stamp.id}/forms`), 200));
    assert.deepEqual(shown.items.map((one) => [one.name, one.qr.startsWith('<svg ')]), [['申请表', true], ['委托书', true]]);
    mustRefuse(await kiosk.get(`kiosk/services/${nobody('svc')}/forms`), 404, 'not-found');
    mustRefuse(await desk.get(`/api/v1/kiosk/services/${stamp.id}/forms`), 403, 'forbidden');
  });

  test('trying numbers, codes and ratings is limited, at each kiosk for itself', async () => {
    const tries = [
      () => ['visits', { code: '999999999', source: 'typed' }, 'no-visit-today'],
      () => ['visits', { number: residentNumber(), source: 'scan' }, 'no-visit-today'],
      () => ['identifications', { number: residentNumber(), source: 'scan' }, 'kiosk-person-unknown'],
      () => ['ratings', { number: 'A999', mark: 1 }, 'not-found'],
    ];
    const tired = await machine('tired kiosk');
    let refused = 0;
    for (let n = 0; n < 220 && !refused; n += 1) {
      const [path_, body, code] = tries[n % tries.length]();
      const answer = await tired.post(path_, body);
      if (answer.status === 429) refused = n;
      else mustRefuse(answer, 404, code);
    }
    assert.equal(refused, 200, 'counted together');
    for (const one of tries) {
      const [path_, body] = one();
      assert.ok(mustRefuse(await tired.post(path_, body), 429, 'too-many-attempts').possibleAt);
    }
    mustRefuse(await kiosk.post('visits', { code: '999999999', source: 'typed' }), 404, 'no-visit-today');
  });
});
