// Waiting areas: which rooms they have, how they call, and the code on their poster.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, nobody, startServer } from './lib.mjs';

describe('waiting areas', () => {
  let server;
  let admin;
  before(async () => {
    server = await startServer();
    admin = await server.as('admin');
  });
  after(() => server?.stop());

  const list = async (name) => must(await admin.get(`/api/v1/${name}`), 200).items;
  const find = async (name, id) => (await list(name)).find((one) => one.id === id);

  test('the demo has one for each floor, with its rooms', async () => {
    const [areas, rooms] = [await list('areas'), await list('rooms')];
    assert.ok(areas.length > 5);
    for (const room of rooms) {
      const area = areas.find((one) => one.id === room.areaId);
      assert.ok(area && area.roomIds.includes(room.id), room.name);
    }
    assert.equal(new Set(areas.map((one) => one.postedCode)).size, areas.length);
    for (const { postedCode, callTimes, showsNames } of areas) {
      assert.match(postedCode, /^[\w-]{22}$/);
      assert.deepEqual([callTimes, showsNames], [2, true]);
    }
  });

  test('a room leaves one for another; nobody saves an older list over that', async () => {
    const [from, to] = (await list('areas')).filter((one, _, all) => one.campusId === all[0].campusId);
    const moved = from.roomIds[0];
    const after = must(await admin.patch(`/api/v1/areas/${to.id}`, { roomIds: [...to.roomIds, moved], version: to.version }), 200);
    assert.ok(after.roomIds.includes(moved));
    assert.equal((await find('rooms', moved)).areaId, to.id);
    const left = await find('areas', from.id);
    assert.ok(!left.roomIds.includes(moved));
    mustRefuse(await admin.patch(`/api/v1/areas/${from.id}`, { roomIds: from.roomIds, version: from.version }), 409, 'changed-meanwhile');

    const room = await find('rooms', moved);
    const back = must(await admin.patch(`/api/v1/rooms/${moved}`, { areaId: from.id, version: room.version }), 200);
    assert.equal(back.areaId, from.id);
    mustRefuse(await admin.patch(`/api/v1/areas/${to.id}`, { name: 'x', version: after.version }), 409, 'changed-meanwhile');
    assert.deepEqual((await find('areas', from.id)).roomIds.sort(), [...from.roomIds].sort());
    const none = must(await admin.patch(`/api/v1/rooms/${moved}`, { areaId: null, version: back.version }), 200);
    assert.equal(none.areaId, null);
    const emptied = must(await admin.patch(`/api/v1/areas/${to.id}`, { roomIds: [], version: (await find('areas', to.id)).version }), 200);
    assert.deepEqual(emptied.roomIds, []);
    assert.ok((await list('rooms')).every((one) => one.areaId !== to.id));
  });

  test('refused: rooms of another campus, unknown ones, a name twice, calling too often', async () => {
    const areas = await list('areas');
    const [one] = areas;
    const other = areas.find((area) => area.campusId !== one.campusId);
    const change = (body) => admin.patch(`/api/v1/areas/${one.id}`, { ...body, version: one.version });
    const afar = mustRefuse(await change({ roomIds: [other.roomIds[0]] }), 422, 'unknown-reference');
    assert.equal(afar.field, 'roomIds');
    mustRefuse(await change({ roomIds: [nobody('roo')] }), 422, 'unknown-reference');
    const room = await find('rooms', other.roomIds[0]);
    assert.equal(mustRefuse(await admin.patch(`/api/v1/rooms/${room.id}`, { areaId: one.id, version: room.version }), 422, 'unknown-reference').field, 'areaId');
    mustRefuse(await change({ callTimes: 6 }), 422, 'field-invalid');
    mustRefuse(await change({ callTimes: 0 }), 422, 'field-invalid');
    mustRefuse(await admin.post('/api/v1/areas', { campusId: one.campusId, name: one.name }), 409, 'name-taken');
    mustRefuse(await admin.post('/api/v1/areas', { campusId: one.campusId, name: '新区', postedCode: 'mine' }), 422, 'field-unknown');
  });

  test('the poster shows where to check in; a renewed code is another', async () => {
    const [area] = await list('areas');
    const svg = await admin.get(`/api/v1/areas/${area.id}/posted-code.svg`);
    assert.equal(svg.status, 200, svg.text);
    assert.match(svg.headers['content-type'], /^image\/svg\+xml/);
    const renewed = must(await admin.post(`/api/v1/areas/${area.id}/posted-code`, {}), 200);
    assert.notEqual(renewed.postedCode, area.postedCode);
    assert.notEqual((await admin.get(`/api/v1/areas/${area.id}/posted-code.svg`)).text, svg.text);
    mustRefuse(await admin.post(`/api/v1/areas/${nobody('are')}/posted-code`, {}), 404, 'not-found');
    const auditor = await server.as('auditor');
    const { items } = must(await auditor.get(`/api/v1/audit-entries?subject=${area.id}`), 200);
    assert.equal(items[0].action, 'area-code-renewed');
    const desk = await server.as('desk');
    mustRefuse(await desk.post(`/api/v1/areas/${area.id}/posted-code`, {}), 403, 'forbidden');
  });
});
