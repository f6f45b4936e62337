// Zones of a service centre, what a display of one shows, and the last number before closing.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, startServer } from './lib.mjs';

describe('zones and the last number', () => {
  let server;
  let admin;
  let desk;
  let campus;
  let workday;
  const windows = {};
  const services = {};
  before(async () => {
    server = await startServer();
    admin = await server.as('admin');
    const special = must(await admin.get('/api/v1/calendar-days'), 200).items;
    const days = Array.from({ length: 60 }, (_, n) => new Date(Date.now() + (n + 1) * 86_400_000).toISOString().slice(0, 10));
    workday = days.find((day) => [1, 2, 3, 4, 5].includes(new Date(day).getUTCDay()) && !special.some((one) => one.date === day));
    const campuses = must(await admin.get('/api/v1/campuses'), 200).items;
    campus = campuses.find((one) => one.name === '本部').id;
    windows.other = campuses.find((one) => one.id !== campus).id;
    await turn('09:00');
    const group = must(await admin.get('/api/v1/service-groups'), 200).items[0].id;
    for (const name of ['copy', 'seal']) services[name] = must(await admin.post('/api/v1/services', { code: `z-${name}`, groupId: group, name: `分区 ${name}` }), 201).id;
  });
  after(() => server?.stop());

  async function turn(time) {
    must(await server.client().post('/api/v1/demo/clock', { now: `${workday}T${time}:00+08:00` }), 200);
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
  }
  const hours = (...spans) => [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => spans.map(([opens, closes]) => ({ weekday, opens, closes })));
  const board = async (query) => must(await desk.get(`/api/v1/centre/board?${query}`), 200);
  const inCentre = async (id) =>
    must(await server.client('public').get('/api/v1/centre'), 200).groups.flatMap((one) => one.services).find((one) => one.id === id);
  const change = async (id, fields) => {
    const present = must(await admin.get('/api/v1/service-windows'), 200).items.find((one) => one.id === id);
    return admin.patch(`/api/v1/service-windows/${id}`, { version: present.version, ...fields });
  };

  test('a zone is one of its campus; its board has its windows and services alone', async () => {
    const zone = must(await admin.post('/api/v1/centre-zones', { campusId: campus, name: '二层', nameEn: 'Second floor' }), 201);
    mustRefuse(await admin.post('/api/v1/centre-zones', { campusId: campus, name: '二层' }), 409, 'name-taken');
    const duty = (name) => [{ serviceId: services[name] }];
    const fields = { campusId: campus, hours: hours(['08:00', '12:00'], ['13:00', '17:00']) };
    windows.upstairs = must(await admin.post('/api/v1/service-windows', { ...fields, name: '楼上', zoneId: zone.id, duties: duty('copy') }), 201).id;
    windows.hall = must(await admin.post('/api/v1/service-windows', { ...fields, name: '大厅', duties: duty('seal') }), 201).id;
    mustRefuse(await admin.post('/api/v1/service-windows', { ...fields, campusId: windows.other, name: '别处', zoneId: zone.id }), 422, 'unknown-reference');
    mustRefuse(await admin.patch(`/api/v1/centre-zones/${zone.id}`, { version: zone.version, campusId: windows.other }), 409, 'zone-in-use');

    const [copy, seal] = [must(await desk.post('/api/v1/visits', { serviceIds: [services.copy] }), 201), must(await desk.post('/api/v1/visits', { serviceIds: [services.seal] }), 201)];
    const part = await board(`zoneId=${zone.id}`);
    assert.equal(part.zone.name, '二层');
    assert.deepEqual(part.windows.map((one) => one.name), ['楼上']);
    assert.deepEqual(part.services.map((one) => [one.id, one.waiting, one.next]), [[services.copy, 1, [copy.number]]]);
    assert.ok(part.services[0].wait.toMinutes >= 1);
    const all = await board(`campusId=${campus}`);
    assert.equal(all.zone, null);
    assert.ok(all.windows.some((one) => one.name === '楼上') && all.windows.some((one) => one.name === '大厅'));
    mustRefuse(await desk.get(`/api/v1/centre/board?campusId=${windows.other}&zoneId=${zone.id}`), 404, 'not-found');

    must(await desk.post(`/api/v1/service-windows/${windows.hall}/calls`, {}), 201);
    must(await desk.post(`/api/v1/service-windows/${windows.upstairs}/calls`, {}), 201);
    assert.deepEqual((await board(`zoneId=${zone.id}`)).calls.map((one) => one.number), [copy.number]);
    assert.ok((await board(`campusId=${campus}`)).calls.some((one) => one.number === seal.number));
  });

  test('a display that is paired for a zone sees it and nothing else', async () => {
    const zones = must(await admin.get('/api/v1/centre-zones'), 200).items;
    const zone = zones.find((one) => one.name === '二层');
    const pairing = must(await server.client().post('/api/v1/device-pairings', { kind: 'display' }), 201);
    const given = { code: pairing.code, name: '二层大屏', centreId: campus, zoneId: zone.id };
    mustRefuse(await admin.post('/api/v1/devices', { ...given, centreId: windows.other }), 422, 'unknown-reference');
    const device = must(await admin.post('/api/v1/devices', given), 201);
    assert.equal(device.zoneId, zone.id);
    const collected = await server.client().post('/api/v1/device-pairings/collection', { secret: pairing.secret });
    const screen = server.client();
    screen.base = new URL(server.internal);
    screen.cookie = collected.headers['set-cookie'][0].split(';')[0];
    assert.deepEqual(must(await screen.get('/api/v1/devices/current'), 200).centre.zone, { id: zone.id, name: '二层', nameEn: 'Second floor' });
    assert.equal(must(await screen.get('/api/v1/centre/board'), 200).zone.id, zone.id);
    mustRefuse(await screen.get(`/api/v1/centre/board?zoneId=${zones.find((one) => one.id !== zone.id).id}`), 403, 'forbidden');
    // Moved to all of the campus.
    assert.equal(must(await admin.patch(`/api/v1/devices/${device.id}`, { version: device.version, zoneId: null }), 200).zoneId, null);
    assert.equal(must(await screen.get('/api/v1/centre/board'), 200).zone, null);
  });

  test('near closing no number is given, at once when it is set, and again for the afternoon', async () => {
    await turn('11:40');
    assert.deepEqual((await inCentre(services.copy)).intake, { open: true, until: '12:00', again: null });
    must(await desk.post('/api/v1/visits', { serviceIds: [services.copy] }), 201);
    mustRefuse(await change(windows.upstairs, { lastNumberMinutes: 240 }), 422, 'field-invalid');
    must(await change(windows.upstairs, { lastNumberMinutes: 30 }), 200);
    const refused = await desk.post('/api/v1/visits', { serviceIds: [services.copy] });
    mustRefuse(refused, 409, 'numbers-pause');
    assert.deepEqual([refused.body.params.until, refused.body.params.again, Date.parse(refused.body.possibleAt)], ['11:30', '12:00', Date.parse(`${workday}T12:00:00+08:00`)]);
    assert.deepEqual(refused.body.appointments, []);
    const seen = await inCentre(services.copy);
    assert.deepEqual(seen.intake, { open: false, until: '11:30', again: '12:00' });
    assert.equal(seen.wait, undefined);
    assert.equal(seen.full, false);
    // Another window that still gives numbers is enough; the service itself may end earlier, too.
    must(await change(windows.hall, { duties: [{ serviceId: services.copy }, { serviceId: services.seal }] }), 200);
    must(await desk.post('/api/v1/visits', { serviceIds: [services.copy] }), 201);
    const service = must(await admin.get('/api/v1/services'), 200).items.find((one) => one.id === services.copy);
    must(await admin.patch(`/api/v1/services/${services.copy}`, { version: service.version, lastNumberMinutes: 45 }), 200);
    mustRefuse(await desk.post('/api/v1/visits', { serviceIds: [services.copy] }), 409, 'numbers-pause');
    await turn('12:10');
    must(await desk.post('/api/v1/visits', { serviceIds: [services.copy] }), 201);
    await turn('16:20');
    mustRefuse(await desk.post('/api/v1/visits', { serviceIds: [services.copy] }), 409, 'numbers-over');
    must(await desk.post('/api/v1/visits', { serviceIds: [services.seal] }), 201);
    assert.equal((await board(`campusId=${campus}`)).services.find((one) => one.id === services.copy).intake.open, false);
  });
});
