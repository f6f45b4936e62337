// The waiting room's display: paired by an administrator, it shows the area's board and calls each
// patient aloud, once as often as set; and says plainly when it is out of touch.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, openPage, screenshot, startBrowser, startServer, stopBrowser, until } from './lib.mjs';
import { ask, headers, kAdmin, kDesk, nameMaker, signIn } from './staff.mjs';
import { busyBoard, callOf, emit, fake, fakes, openDisplay } from './display_fakes.mjs';

const kLying = { width: 1920, height: 1080 };
const kStanding = { width: 1080, height: 1920 };

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
});

const open = (options = {}) => openPage(browser, server.internal, { size: kLying, ...options });
const said = (page, n) => until(page, (wanted) => window.fake.said.length >= wanted, n);
const quiet = (page) => until(page, () => window.fake.active === 0);
const words = async (page) => (await fake(page)).said.map((one) => one.text);

for (const [name, size] of [['lying', kLying], ['standing', kStanding]]) {
  test(`a board that one can read from afar: ${name}`, async () => {
    const page = await open({ size });
    await openDisplay(page);
    await look(page, `display-01-${name}-starting`);
    await emit(page, 'snapshot', busyBoard({ count: 6, calls: [callOf('c1', -100)], called: ['roo_01'] }));
    await page.locator('.cards-page').getByText('欧阳*华').first().waitFor();
    await look(page, `display-02-${name}-board`);
    await emit(page, 'call', callOf('c2', 0, { number: '0830-4', name: '陈*', room: { id: 'roo_41', name: '神内5诊室' }, session: 'ses_4' }));
    await page.locator('.call-fresh').first().waitFor();
    await look(page, `display-03-${name}-call`);
    const over = await page.evaluate(() => [...document.querySelectorAll('.call, .cards-page .card-session, .board-foot, .board-head')].filter((one) => {
      const box = one.getBoundingClientRect();
      return box.bottom > window.innerHeight + 1 || box.right > window.innerWidth + 1 || one.scrollWidth > one.clientWidth + 1;
    }).map((one) => one.textContent));
    assert.deepEqual(over, [], 'nothing is cut off');
    await closePage(page);
  });
}

test('what does not fit comes page after page, and every room has its turn', async () => {
  const page = await open({ reducedMotion: 'reduce' });
  await openDisplay(page);
  await emit(page, 'snapshot', busyBoard({ count: 8 }));
  const rooms = new Set();
  const see = async () => (await page.locator('.cards-page .room-name').allTextContents()).forEach((one) => rooms.add(one));
  await page.locator('.cards-pages').waitFor();
  const pages = await page.locator('.cards-pages .dot').count();
  assert.ok(pages > 1);
  for (let i = 0; i < pages; i += 1) {
    await until(page, (n) => [...document.querySelectorAll('.cards-pages .dot')].indexOf(document.querySelector('.dot-now')) === n, i);
    await see();
  }
  assert.equal(rooms.size, busyBoard({ count: 8 }).sessions.flatMap((one) => one.rooms).length);
  await screenshot(page, 'display-04-pages');
  await closePage(page);
});

test('a call is spoken as often as set, one at a time, and never again: not after a lost connection, not on a page that starts anew', async () => {
  const page = await open();
  await openDisplay(page);
  await emit(page, 'snapshot', busyBoard({ calls: [callOf('old', -150), callOf('c1', -30)] }));
  await said(page, 2);
  await emit(page, 'call', callOf('c2', 1, { number: '0900-1', name: null, times: 3, slowly: true }));
  await emit(page, 'call', callOf('c3', 1, { number: 'W12', times: 1, english: true }));
  await emit(page, 'call', callOf('c2', 1, { number: '0900-1', name: null, times: 3 }));
  await said(page, 6);
  await quiet(page);
  assert.deepEqual(await words(page), [
    ...Array(2).fill('请，八点整，二号，李某，到心血一诊室就诊。'),
    ...Array(3).fill('请，九点整，一号，到心血一诊室就诊。'),
    '请，W，十二号，李某，到心血一诊室就诊。',
  ], 'no English voice is installed here');
  const { most, said: spoken, chimes } = await fake(page);
  assert.equal(most, 1);
  assert.equal(chimes, 6, 'a chime before each');
  assert.ok(spoken[2].rate < spoken[0].rate, 'slower for who needs it');

  const again = busyBoard({ calls: ['c1', 'c2', 'c3'].map((id) => callOf(id, -10)) });
  await emit(page, 'snapshot', again, 'second-1');
  await emit(page, 'call', callOf('c4', 2, { number: '0930-1', times: 1 }));
  await said(page, 7);
  assert.match((await words(page))[6], /九点三十分/);

  await page.reload();
  await page.locator('.board').waitFor();
  await emit(page, 'snapshot', { ...again, calls: [...again.calls, callOf('c4', 2), callOf('c5', 3, { number: '1000-2', times: 1 })] }, 'second-2');
  await said(page, 1);
  await quiet(page);
  assert.deepEqual(await words(page), ['请，十点整，二号，李某，到心血一诊室就诊。']);
  await closePage(page);
});

test('English is said where an English voice is', async () => {
  const page = await open();
  await openDisplay(page, { voices: ['en-US', 'zh-CN'] });
  await emit(page, 'snapshot', busyBoard({ calls: [callOf('c1', 0, { english: true, times: 1 })] }));
  await said(page, 2);
  const { said: spoken } = await fake(page);
  assert.deepEqual(spoken.map((one) => one.lang), ['zh-CN', 'en-US']);
  assert.match(spoken[1].text, /8 o'clock, number 2/);
  await closePage(page);
});

test('without a Mandarin voice it chimes, and administrators are told', async () => {
  const page = await open();
  await openDisplay(page, { voices: ['en-US', 'zh-HK'] });
  await emit(page, 'snapshot', busyBoard({ calls: [callOf('c1', 0)] }));
  await until(page, () => window.fake.chimes >= 2);
  assert.deepEqual(await words(page), []);
  assert.equal(page.heartbeats[page.heartbeats.length - 1].sound, 'chime');
  await closePage(page);
});

test('where the browser asks for a press first, one plain button turns the sound on', async () => {
  const page = await open();
  await openDisplay(page, { blocked: true });
  await emit(page, 'snapshot', busyBoard({ calls: [callOf('c1', 0, { times: 1 })] }));
  const button = page.getByRole('button', { name: '打开声音' });
  await button.waitFor();
  await look(page, 'display-05-mute');
  assert.deepEqual(await words(page), []);
  await button.click();
  await said(page, 1);
  await button.waitFor({ state: 'detached' });
  await closePage(page);
});

test('out of touch it says so, large and in words, with the time of what it shows', async () => {
  const page = await open();
  await openDisplay(page);
  await emit(page, 'snapshot', busyBoard());
  await page.locator('.cards-page').getByText('王建国').waitFor();
  await page.evaluate(() => {
    window.fake.source.readyState = 0;
    window.fake.source.onerror();
  });
  const lost = page.getByRole('alert');
  await lost.waitFor();
  assert.match(await lost.textContent(), /与服务器失去联系，以上信息截至 10:31/);
  await page.locator('.cards-page').getByText('王建国').waitFor();
  const size = await lost.evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
  assert.ok(size >= 48, `${size}px`);
  await look(page, 'display-06-lost');
  await emit(page, 'snapshot', busyBoard(), 'second-1');
  await lost.waitFor({ state: 'detached' });
  await closePage(page);
});

test('numbers only, where the area shows no names', async () => {
  const page = await open();
  await openDisplay(page);
  await emit(page, 'snapshot', busyBoard({ shown: false, calls: [callOf('c1', 0, { name: null })], called: ['roo_01'] }));
  await page.locator('.call').waitFor();
  assert.doesNotMatch(await page.locator('body').textContent(), /\*/);
  await look(page, 'display-07-numbers');
  await closePage(page);
});

test('size, volume and language are set on the screen, and kept there', async () => {
  const page = await open();
  await openDisplay(page);
  await emit(page, 'snapshot', busyBoard());
  await page.locator('.board-settings').click();
  await look(page, 'display-08-settings');
  await page.locator('[name=size]').selectOption('large');
  await page.locator('[name=language]').selectOption('en');
  await page.getByRole('button', { name: 'Try the sound' }).click();
  await said(page, 1);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('.dialog').waitFor({ state: 'detached' });
  await until(page, () => [...document.querySelectorAll('.cards-page .card-session')].every((one) => one.getBoundingClientRect().bottom <= document.querySelector('.cards').getBoundingClientRect().bottom + 1));
  await look(page, 'display-09-large-english');
  await page.reload();
  await page.locator('.board').waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.classList.contains('size-large')));
  await closePage(page);
});

const name = nameMaker('候');
/** Somebody who has come to a clinic of this morning: { session, appointment }. */
async function somebodyArrived(page) {
  await page.request.post('/api/v1/sign-ins', { headers, data: { provider: 'password', ...kDesk } });
  const { today } = await ask(page, 'GET', '/hospital');
  const { items: departments } = await ask(page, 'GET', '/departments');
  for (const department of departments) {
    for (let ahead = 1; ahead < 9; ahead += 1) {
      const date = new Date(Date.parse(`${today}T00:00:00Z`) + ahead * 86_400_000).toISOString().slice(0, 10);
      const { items } = await ask(page, 'GET', `/sessions?date=${date}&departmentId=${department.id}`);
      const session = items.find((one) => one.state === 'open' && one.part === 'morning' && !one.quotas.length && one.rooms.length && one.slots.every((slot) => slot.free > 1));
      if (!session) continue;
      const person = await ask(page, 'POST', '/patients', { name: name(), birthDate: '1970-01-01', phone: `136${String(Date.now()).slice(-8)}`, documents: [{ type: 'passport', number: `EF${String(Date.now()).slice(-7)}`, issuer: 'CHN' }] });
      const appointment = await ask(page, 'POST', '/appointments', { slotId: session.slots[0].id, personId: person.id });
      await ask(page, 'POST', '/demo/clock', { now: new Date(Date.parse(session.slots[0].startsAt) - 20 * 60_000).toISOString() });
      await page.request.post('/api/v1/sign-ins', { headers, data: { provider: 'password', ...kDesk } });
      await ask(page, 'POST', `/appointments/${appointment.id}/arrival`, {});
      return { session, appointment };
    }
  }
  throw new Error('no clinic is free enough');
}

test('from a bare screen to the first call', async () => {
  // First of all: it turns the clock, and codes are for ten minutes.
  const desk = await openPage(browser, server.internal, { size: kDesktop });
  await desk.goto('/desk/');
  const { session, appointment } = await somebodyArrived(desk);

  const screen = await open();
  await screen.addInitScript(fakes, { stream: false });
  await screen.goto('/display/');
  await screen.locator('.pairing-code').waitFor();
  await look(screen, 'display-10-pairing');
  const code = await screen.locator('.pairing-code').getAttribute('aria-label');

  const admin = await openPage(browser, server.internal, { size: kDesktop });
  await admin.goto('/admin/#/devices/new');
  await signIn(admin, kAdmin);
  await admin.locator('#editor-title').waitFor();
  const { items: rooms } = await ask(admin, 'GET', '/rooms');
  const { items: areas } = await ask(admin, 'GET', '/areas');
  const area = areas.find((one) => one.id === rooms.find((room) => room.id === session.rooms[0].id).areaId);
  await admin.locator('[name=code]').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await admin.locator('[name=name]').fill('二楼大屏');
  await admin.getByLabel('候诊区', { exact: true }).last().selectOption(area.id);
  await admin.locator('.editor button[type=submit]').click();
  await admin.getByText('已添加：二楼大屏').waitFor();
  await look(admin, 'display-11-admin');

  await screen.getByRole('heading', { name: area.name }).waitFor();
  await screen.locator('.cards-page').getByText('候诊 1 人').first().waitFor();
  const ticket = await ask(desk, 'POST', `/sessions/${session.id}/calls`, { roomId: session.rooms[0].id });
  assert.equal(ticket.appointmentId, appointment.id);
  await screen.locator('.call', { hasText: ticket.number }).waitFor();
  await said(screen, 2);
  const [first, second] = await words(screen);
  assert.equal(first, second);
  assert.match(first, /候某/);
  await look(screen, 'display-12-first-call');
  await until(screen, () => window.fake.active === 0);
  await screen.reload();
  await screen.locator('.call', { hasText: ticket.number }).waitFor();
  assert.deepEqual(await words(screen), []);

  const { items: devices } = await ask(admin, 'GET', '/devices');
  const device = devices.find((one) => one.name === '二楼大屏');
  assert.deepEqual([device.silent, device.areaId], [false, area.id]);
  await ask(admin, 'DELETE', `/devices/${device.id}`);
  await screen.reload();
  await screen.locator('.pairing-code').waitFor();
  for (const page of [screen, desk, admin]) await closePage(page);
});

test('an area is put together, and its poster printed', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/admin/#/areas/new');
  await signIn(page, kAdmin);
  await page.locator('#editor-title').waitFor();
  await page.locator('[name=name]').fill('体检候诊区');
  await page.locator('.editor select').first().selectOption({ label: '本部' });
  await page.getByRole('button', { name: /门诊楼 2 层 全选/ }).click();
  await page.getByLabel('查找诊室、楼宇或楼层').fill('心内1');
  await page.locator('.area-floor .check', { hasText: '心内1诊室' }).getByRole('checkbox').uncheck();
  await look(page, 'display-13-area');
  await page.locator('.editor button[type=submit]').click();
  await page.getByText('已添加：体检候诊区').waitFor();
  const { items: areas } = await ask(page, 'GET', '/areas');
  const made = areas.find((one) => one.name === '体检候诊区');
  assert.ok(made.roomIds.length > 3);
  const { items: rooms } = await ask(page, 'GET', '/rooms');
  assert.ok(!made.roomIds.includes(rooms.find((room) => room.name === '心内1诊室').id));

  await page.goto(`/admin/poster.html#${made.id}`);
  await page.locator('.poster-code').waitFor();
  await until(page, () => document.querySelector('.poster-code').complete);
  await page.setViewportSize({ width: 1000, height: 1200 });
  await look(page, 'display-14-poster');
  await page.goto(`/admin/#/areas/${made.id}`);
  await page.getByRole('button', { name: '更换二维码' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '更换二维码' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const renewed = (await ask(page, 'GET', '/areas')).items.find((one) => one.id === made.id);
  assert.notEqual(renewed.postedCode, made.postedCode);
  await closePage(page);
});
