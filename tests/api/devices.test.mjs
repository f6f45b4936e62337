// Displays and kiosks: paired by a code on their screen, known by a cookie, and nobody once revoked.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, nobody, startServer } from './lib.mjs';

describe('devices', () => {
  let server;
  let admin;
  let desk;
  let areas;
  before(async () => {
    server = await startServer();
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    areas = must(await admin.get('/api/v1/areas'), 200).items;
  });
  after(() => server?.stop());

  const open = async (kind = 'display') => must(await server.client().post('/api/v1/device-pairings', { kind }), 201);
  const collect = (pairing) => server.client().post('/api/v1/device-pairings/collection', { secret: pairing.secret });
  const cookieOf = (answer) => answer.headers['set-cookie'][0].split(';')[0];
  /** The door as a paired screen sees it. */
  const screen = (cookie, base = server.internal) => {
    const client = server.client();
    client.base = new URL(base);
    client.cookie = cookie;
    return client;
  };
  async function paired(fields = {}, kind = 'display') {
    const pairing = await open(kind);
    const device = must(await admin.post('/api/v1/devices', { code: pairing.code, name: '二楼大屏', areaId: areas[0].id, ...fields }), 201);
    const collected = await collect(pairing);
    must(collected, 200);
    return { pairing, device, cookie: cookieOf(collected), headers: collected.headers };
  }
  const heartbeat = (client, sound = 'speech') => client.post('/api/v1/devices/current/heartbeats', { sound });

  test('a screen shows a code, an administrator enters it, the screen knows who it is', async () => {
    const pairing = await open();
    assert.match(pairing.code, /^\d{6}$/);
    assert.ok(pairing.secret.length >= 40);
    const minutes = (Date.parse(pairing.expiresAt) - Date.now()) / 60_000;
    assert.ok(minutes > 9 && minutes <= 10.1, String(minutes));
    assert.equal(must(await collect(pairing), 200).state, 'waiting');

    const key = { headers: { 'Idempotency-Key': `pair-${Math.random()}` } };
    const given = { code: pairing.code, name: '内科大屏', areaId: areas[0].id };
    const device = must(await admin.post('/api/v1/devices', given, key), 201);
    assert.equal(device.kind, 'display');
    assert.equal(device.seenAt, null);
    assert.equal(must(await admin.post('/api/v1/devices', given, key), 201).id, device.id);
    mustRefuse(await admin.post('/api/v1/devices', given), 422, 'pairing-code-unknown');

    const lost = await collect(pairing);
    assert.equal(must(lost, 200).state, 'paired');
    assert.doesNotMatch(lost.text, new RegExp(cookieOf(lost).split('=')[1]));
    const collected = await collect(pairing);
    assert.match(collected.headers['set-cookie'][0], /^yuyue_device=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=34560000$/);
    mustRefuse(await screen(cookieOf(lost)).get('/api/v1/devices/current'), 401, 'sign-in-needed');
    const me = screen(cookieOf(collected));
    const current = await me.get('/api/v1/devices/current');
    assert.equal(must(current, 200).area.name, areas[0].name);
    assert.match(current.headers['set-cookie'][0], new RegExp(`^${cookieOf(collected)};`), 'it lasts as long as the page is used');
    const who = must(await me.get('/api/v1/me'), 200);
    assert.deepEqual([who.kind, who.name, who.permissions], ['device', '内科大屏', ['anyone', 'display']]);
    mustRefuse(await me.get('/api/v1/devices'), 403, 'forbidden');
    mustRefuse(await me.get('/api/v1/patients?q=1'), 403, 'forbidden');
  });

  test('what it is called and where it stands can be changed; it hears of that', async () => {
    const { device, cookie } = await paired();
    const me = screen(cookie);
    must(await heartbeat(me, 'chime'), 200);
    const listed = must(await admin.get('/api/v1/devices'), 200).items.find((one) => one.id === device.id);
    assert.deepEqual([listed.sound, listed.silent, Boolean(listed.seenAt)], ['chime', false, true]);
    const changed = must(await admin.patch(`/api/v1/devices/${device.id}`, { name: '三楼大屏', areaId: areas[1].id, version: listed.version }), 200);
    mustRefuse(await admin.patch(`/api/v1/devices/${device.id}`, { name: '别的', version: listed.version }), 409, 'changed-meanwhile');
    mustRefuse(await admin.patch(`/api/v1/devices/${device.id}`, { areaId: null, version: changed.version }), 422, 'field-required');
    mustRefuse(await admin.patch(`/api/v1/devices/${device.id}`, { areaId: nobody('are'), version: changed.version }), 422, 'unknown-reference');
    const now = must(await heartbeat(me), 200);
    assert.deepEqual([now.name, now.area.id], ['三楼大屏', areas[1].id]);
    assert.equal(must(await me.get('/api/v1/me'), 200).name, '三楼大屏');
  });

  test('silence is seen', async () => {
    const { device, cookie } = await paired();
    must(await heartbeat(screen(cookie)), 200);
    const { now } = must(await server.client().get('/api/v1/demo/clock'), 200);
    const later = new Date(Date.parse(now) + 4 * 60_000).toISOString();
    must(await server.client().post('/api/v1/demo/clock', { now: later }), 200);
    const find = async () => must(await admin.get('/api/v1/devices'), 200).items.find((one) => one.id === device.id);
    assert.equal((await find()).silent, true);
    must(await heartbeat(screen(cookie)), 200);
    assert.equal((await find()).silent, false);
  });

  test('revoked, it is nobody at once', async () => {
    const { device, cookie, pairing } = await paired();
    const me = screen(cookie);
    must(await heartbeat(me), 200);
    assert.equal((await admin.delete(`/api/v1/devices/${device.id}`)).status, 204);
    mustRefuse(await heartbeat(me), 401, 'sign-in-needed');
    mustRefuse(await me.get('/api/v1/devices/current'), 401, 'sign-in-needed');
    assert.equal(must(await me.get('/api/v1/me'), 200).kind, 'anonymous');
    mustRefuse(await collect(pairing), 410, 'pairing-expired');
    mustRefuse(await admin.delete(`/api/v1/devices/${device.id}`), 404, 'not-found');
    assert.ok(!must(await admin.get('/api/v1/devices'), 200).items.some((one) => one.id === device.id));
    const auditor = await server.as('auditor');
    const { items } = must(await auditor.get(`/api/v1/audit-entries?subject=${device.id}`), 200);
    assert.deepEqual(items.map((one) => one.action), ['device-revoked', 'device-paired']);
  });

  test('on a screen where somebody has signed in, too, it stays a screen', async () => {
    const { cookie, device } = await paired();
    const both = await server.as('admin');
    both.cookie = `${both.cookie}; ${cookie}`;
    assert.equal(must(await both.get('/api/v1/me'), 200).kind, 'staff');
    assert.equal(must(await both.get('/api/v1/devices/current'), 200).id, device.id);
  });

  test('a kiosk needs no area and checks people in', async () => {
    const { cookie, device } = await paired({ name: '一楼自助机', areaId: null }, 'kiosk');
    assert.deepEqual([device.kind, device.areaId], ['kiosk', null]);
    const { permissions } = must(await screen(cookie).get('/api/v1/me'), 200);
    assert.ok(!permissions.includes('display') && permissions.includes('timetable-read'), String(permissions));
  });

  test('only on the internal listener, only for administrators, and not from other sites', async () => {
    const { cookie } = await paired();
    assert.equal((await screen(cookie, server.public).get('/api/v1/devices/current')).status, 404);
    assert.equal(must(await screen(cookie, server.public).get('/api/v1/me'), 200).kind, 'anonymous');
    assert.equal((await server.client('public').post('/api/v1/device-pairings', { kind: 'display' })).status, 404);
    mustRefuse(await desk.get('/api/v1/devices'), 403, 'forbidden');
    mustRefuse(await desk.post('/api/v1/devices', { code: '123456', name: '屏' }), 403, 'forbidden');
    mustRefuse(await screen(cookie).post('/api/v1/devices/current/heartbeats', {}, { headers: { Origin: 'http://elsewhere.example' } }), 403, 'cross-site');
    mustRefuse(await server.client().post('/api/v1/device-pairings', { kind: 'printer' }), 422, 'field-invalid');
    mustRefuse(await server.client().post('/api/v1/device-pairings/collection', { secret: 'guess' }), 410, 'pairing-expired');
    const pairing = await open();
    mustRefuse(await admin.post('/api/v1/devices', { code: pairing.code, name: '屏' }), 422, 'field-required');
    mustRefuse(await admin.post('/api/v1/devices', { code: pairing.code, name: '屏', areaId: nobody('are') }), 422, 'unknown-reference');
  });
});

describe('pairing codes', () => {
  let server;
  let admin;
  let area;
  before(async () => {
    server = await startServer();
    admin = await server.as('admin');
    [area] = must(await admin.get('/api/v1/areas'), 200).items;
  });
  after(() => server?.stop());
  const pair = (code) => admin.post('/api/v1/devices', { code, name: '屏', areaId: area.id });

  test('so many from one address; they expire', async () => {
    const open = () => server.client().post('/api/v1/device-pairings', { kind: 'display' });
    const codes = [];
    for (let i = 0; i < 10; i += 1) codes.push(must(await open(), 201));
    assert.equal(new Set(codes.map((one) => one.code)).size, 10);
    const refused = mustRefuse(await open(), 429, 'too-many-pairings');
    assert.ok(Date.parse(refused.possibleAt));
    const { now } = must(await server.client().get('/api/v1/demo/clock'), 200);
    must(await server.client().post('/api/v1/demo/clock', { now: new Date(Date.parse(now) + 11 * 60_000).toISOString() }), 200);
    mustRefuse(await pair(codes[0].code), 422, 'pairing-code-unknown');
    mustRefuse(await server.client().post('/api/v1/device-pairings/collection', { secret: codes[0].secret }), 410, 'pairing-expired');
    must(await open(), 201);
  });

  test('cannot be guessed: after a few wrong ones the right one has to wait, too', async () => {
    const pairing = must(await server.client().post('/api/v1/device-pairings', { kind: 'display' }), 201);
    const wrong = [...Array(20).keys()].map((n) => String(n).padStart(6, '0')).filter((code) => code !== pairing.code);
    let tries = 0;
    for (const code of wrong) {
      const answer = await pair(code);
      if (answer.status === 429) break;
      mustRefuse(answer, 422, 'pairing-code-unknown');
      tries += 1;
    }
    assert.ok(tries <= 5, `${tries} tries`);
    mustRefuse(await pair(pairing.code), 429, 'too-many-attempts');
  });
});
