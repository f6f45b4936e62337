// The service centre's kiosks and displays from outside: numbers with and without a document, slips,
// how kiosks are, what moves as it moves, and appointments that become numbers.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { listen } from './events.mjs';
import { must, mustRefuse, newColleague, newName, newPhone, register, residentNumber, root, startServer } from './lib.mjs';

const Ajv = createRequire(import.meta.url)('ajv/dist/2020.js').default;
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

let ajv;
function shaped(name, value) {
  const validate = ajv.getSchema(`api#/components/schemas/${name}`);
  assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
  return value;
}

describe('kiosks and displays of the service centre', () => {
  let server;
  let admin;
  let desk;
  let kiosk;
  let campus;
  let window;
  let now;
  let kioskHeaders;
  const services = {};
  const open = [];

  async function turn(to) {
    now = to;
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
  }
  const as = (headers) => {
    const client = server.client();
    const send = client.request.bind(client);
    client.request = (method, target, options = {}) => send(method, target, { ...options, headers: { ...headers, ...options.headers } });
    return client;
  };
  const stream = (...given) => {
    const listener = listen(...given);
    open.push(listener);
    return listener;
  };
  const take = async (body, options) => shaped('Visit', must(await kiosk.post('/api/v1/visits', body, options), 201));

  before(async () => {
    ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema(JSON.parse(await readFile(path.join(root, 'static/openapi.json'), 'utf8')), 'api');
    server = await startServer();
    admin = await server.as('admin');
    const operator = await newColleague(server, admin, 'kiosk.operator', ['operator']);
    kioskHeaders = { Authorization: `Bearer ${must(await operator.post('/api/v1/api-keys', { name: '厂商自助机', permissions: ['check-in'] }), 201).key}` };
    kiosk = as(kioskHeaders);
    const used = must(await admin.get('/api/v1/service-groups'), 200).items.map((one) => one.letter);
    const letter = [...'ZYXWVUT'].find((one) => !used.includes(one));
    const group = must(await admin.post('/api/v1/service-groups', { letter, name: '测试类' }), 201).id;
    for (const name of ['copy', 'stamp'])
      services[name] = must(await admin.post('/api/v1/services', { code: `k-${name}`, groupId: group, name: `测试 ${name}`, minutes: 5 }), 201).id;
    [campus] = must(await admin.get('/api/v1/campuses'), 200).items;
    const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '08:00', closes: '17:00' }));
    window = must(await admin.post('/api/v1/service-windows', { campusId: campus.id, name: '测试 1 号窗口', duties: Object.values(services).map((serviceId) => ({ serviceId })), hours }), 201).id;
    const { today } = must(await admin.get('/api/v1/hospital'), 200);
    for (let day = plusDays(today, 1); ; day = plusDays(day, 1)) {
      await turn(`${day}T09:00:00+08:00`);
      if ((await kiosk.post('/api/v1/visits', { serviceIds: [services.copy] })).status === 201) break;
    }
  });
  after(() => {
    open.forEach((one) => one.close());
    return server?.stop();
  });

  test('a document read gives its holder\'s class; a typed one says nothing', async () => {
    const old = await take({ serviceIds: [services.copy], number: residentNumber('1930-01-01'), source: 'card' });
    assert.notEqual(old.priority, '');
    assert.equal(old.proof, 'document-read');
    const known = await register(desk, { birthDate: '1931-02-02', documents: [{ type: 'resident-card', number: residentNumber('1931-02-02') }] });
    const theirs = await take({ serviceIds: [services.copy], number: known.given.documents[0].number, source: 'scan' });
    assert.equal(theirs.proof, 'on-record');
    assert.equal(theirs.person, null, 'the screen shows nobody');
    assert.equal(must(await desk.get(`/api/v1/visits/${theirs.id}`), 200).person.id, known.id);
    const young = await take({ serviceIds: [services.copy], number: residentNumber('1990-01-01'), source: 'card' });
    assert.equal(young.priority, '');
    mustRefuse(await kiosk.post('/api/v1/visits', { serviceIds: [services.copy], number: '330106193001010014' }), 422, 'field-invalid');
    mustRefuse(await kiosk.post('/api/v1/visits', { serviceIds: [services.copy], priority: old.priority, proof: 'x' }), 403, 'desk-only');
  });

  test('a lost answer makes no second number; a second slip is marked and counted', async () => {
    const once = { headers: { 'Idempotency-Key': 'touch-1' } };
    const [a, b] = await Promise.all([take({ serviceIds: [services.copy, services.stamp] }, once), take({ serviceIds: [services.copy, services.stamp] }, once)]);
    assert.equal(a.number, b.number);
    const print = async (options) => shaped('KioskPrinted', must(await kiosk.post('/api/v1/kiosk/prints', { visitId: a.id }, options), 201));
    const jam = { headers: { 'Idempotency-Key': 'print-1' } };
    assert.deepEqual(await print(jam), { copy: 1, reprint: false });
    assert.deepEqual(await print(jam), { copy: 1, reprint: false });
    assert.deepEqual(await print(), { copy: 2, reprint: true });
    mustRefuse(await kiosk.post('/api/v1/kiosk/prints', { visitId: 'vis_00000000000zz' }), 404, 'not-found');
    const { items } = must(await kiosk.get(`/api/v1/visits?number=${a.number}`), 200);
    assert.deepEqual(items.map((one) => one.id), [a.id]);
    mustRefuse(await kiosk.get('/api/v1/visits'), 403, 'desk-only');
  });

  test('administrators see which kiosk has no paper and which is silent', async () => {
    must(await kiosk.put('/api/v1/kiosk/state', { paper: 'ok', version: '3.2' }), 204);
    must(await kiosk.put('/api/v1/kiosk/state', { paper: 'out', version: '3.2' }), 204);
    const see = async () => shaped('KioskList', must(await admin.get('/api/v1/kiosks'), 200)).items[0];
    const seen = await see();
    assert.deepEqual([seen.name, seen.kind, seen.paper, seen.version, seen.silent, seen.prints, seen.reprints], ['厂商自助机', 'key', 'out', '3.2', false, 2, 1]);
    await turn(`${now.slice(0, 11)}09:10:00+08:00`);
    assert.equal((await see()).silent, true);
    mustRefuse(await desk.get('/api/v1/kiosks'), 403, 'forbidden');
    mustRefuse(await kiosk.put('/api/v1/kiosk/state', { paper: 'wet' }), 422, 'field-invalid');
  });

  test('a display of the centre hears every call, also over a lost connection; the window hears of numbers', async () => {
    const pairing = must(await server.client().post('/api/v1/device-pairings', { kind: 'display' }), 201);
    const both = { code: pairing.code, name: '服务大厅屏', centreId: campus.id, areaId: must(await admin.get('/api/v1/areas'), 200).items[0].id };
    mustRefuse(await admin.post('/api/v1/devices', both), 422, 'field-invalid');
    const device = must(await admin.post('/api/v1/devices', { ...both, areaId: null }), 201);
    shaped('Device', device);
    const collected = await server.client().post('/api/v1/device-pairings/collection', { secret: pairing.secret });
    const screen = server.client();
    screen.cookie = collected.headers['set-cookie'][0].split(';')[0];
    assert.equal(shaped('CurrentDevice', must(await screen.get('/api/v1/devices/current'), 200)).centre.id, campus.id);
    shaped('CentreBoard', must(await screen.get('/api/v1/centre/board'), 200));
    const [, other] = must(await admin.get('/api/v1/campuses'), 200).items;
    mustRefuse(await screen.get(`/api/v1/centre/board?campusId=${other.id}`), 403, 'forbidden');

    const board = stream(screen, '/centre/board/stream');
    await board.next('snapshot');
    const desks = stream(desk, `/service-windows/${window}/desk/stream`);
    await desks.next('snapshot');
    const visit = await take({ serviceIds: [services.stamp] });
    await desks.next('changed', (one) => one.windowId === window);
    await board.next('board', (one) => one.services.some((service) => service.id === services.stamp && service.next.includes(visit.number)));
    const place = stream(desk, `/visits/${visit.id}/place/stream`);
    assert.equal(shaped('VisitPlace', await place.next('snapshot')).state, 'waiting');
    board.close();
    const called = must(await desk.post(`/api/v1/service-windows/${window}/calls`, { visitId: visit.id, reason: '测试' }), 201);
    const again = stream(screen, '/centre/board/stream', board.lastId);
    const call = shaped('BoardCall', await again.next('call', (one) => one.number === called.number));
    assert.equal(call.room.name, '测试 1 号窗口');
    assert.equal((await place.next('place', (one) => one.state === 'called')).window.id, window);
    must(await desk.put(`/api/v1/service-windows/${window}/pause`, { reason: '吃饭' }), 200);
    await again.next('board', (one) => one.windows.some((w) => w.id === window && w.pause && w.now.number === called.number));
    must(await desk.delete(`/api/v1/service-windows/${window}/pause`), 200);
    must(await desk.post(`/api/v1/visits/${visit.id}/steps`, { step: 'start' }), 200);
    must(await desk.post(`/api/v1/visits/${visit.id}/steps`, { step: 'finish' }), 200);
    await place.next('place', (one) => one.state === 'done');
  });

  test('somebody booked for a service gets its number on arrival and no clinic\'s; their phone sees it', async () => {
    const phone = newPhone();
    const patient = server.client('public');
    await patient.signInByPhone(phone);
    const person = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const day = now.slice(0, 10);
    const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(day, 1)}`), 200);
    const session = items.find((one) => one.state === 'open' && !one.remote && !one.quotas.length && one.slots.some((slot) => slot.taken < slot.capacity));
    const slot = session.slots.find((one) => one.taken < one.capacity);
    const made = must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201);
    const service = must(await admin.get('/api/v1/services'), 200).items.find((one) => one.id === services.copy);
    must(await admin.patch(`/api/v1/services/${service.id}`, { departmentId: made.department.id, version: service.version }), 200);
    await turn(new Date(Date.parse(slot.startsAt) - 10 * 60_000).toISOString());
    const shown = { code: made.code.replace(/ /g, ''), source: 'scan' };
    const arrived = shaped('KioskVisit', must(await kiosk.post('/api/v1/kiosk/arrivals', { ...shown, appointmentId: made.id }), 200));
    assert.match(arrived.slip.number, /^[A-Z]\d{3}$/);
    assert.ok(arrived.slip.windows.some((one) => one.id === window));
    await patient.signInByPhone(phone);
    const [mine] = shaped('OwnVisitList', must(await patient.get('/api/v1/me/visits'), 200)).items;
    assert.deepEqual([mine.number, mine.appointmentId, mine.state], [arrived.slip.number, made.id, 'waiting']);
    const area = must(await admin.post('/api/v1/areas', { campusId: campus.id, name: '测试服务中心' }), 201);
    const own = { serviceIds: [services.stamp], personId: person.id, postedCode: area.postedCode };
    mustRefuse(await patient.post('/api/v1/me/visits', own), 409, 'already-in-line');
    mustRefuse(await patient.post('/api/v1/me/visits', { ...own, postedCode: 'guessed' }), 404, 'posted-code-unknown');
    const child = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber('2020-02-02') }, relation: 'child' }), 201);
    assert.equal(shaped('VisitPlace', must(await patient.post('/api/v1/me/visits', { ...own, personId: child.id }), 201)).state, 'waiting');
    const stranger = server.client('public');
    await stranger.signInByPhone(newPhone());
    mustRefuse(await stranger.get(`/api/v1/visits/${mine.visitId}/place`), 404, 'not-found');
    const seen = must(await desk.get(`/api/v1/visits/${mine.visitId}`), 200);
    assert.equal(Date.parse(seen.ticket.due), Date.parse(slot.startsAt));
    const called = must(await desk.post(`/api/v1/service-windows/${window}/calls`, { visitId: mine.visitId, reason: '测试' }), 201);
    must(await desk.post(`/api/v1/visits/${called.id}/steps`, { step: 'start' }), 200);
    must(await desk.post(`/api/v1/visits/${called.id}/steps`, { step: 'finish' }), 200);
    const appointment = async () => must(await desk.get(`/api/v1/appointments/${made.id}`), 200);
    assert.equal((await appointment()).state, 'fulfilled');
    // A slip of the finger: the appointment is what it was before.
    must(await desk.post(`/api/v1/visits/${called.id}/undo`, {}), 200);
    assert.equal((await appointment()).state, 'arrived');
    assert.deepEqual((await appointment()).events.map((one) => one.what).slice(-2), ['fulfilled', 'unfulfilled']);
    must(await desk.post(`/api/v1/visits/${called.id}/steps`, { step: 'finish' }), 200);
    assert.equal((await appointment()).state, 'fulfilled');
  });
});
