// A patient's phone on the day: checking in by the code on the wall, one's place in line as it
// changes, moving back, being called.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, kAdmin, kDesk, signIn } from './staff.mjs';

let server;
let browser;
let staff;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  staff = await openPage(browser, server.internal, { size: kDesktop });
  await staff.goto('/desk/');
});
after(async () => {
  if (staff) await closePage(staff);
  await stopBrowser(browser);
  if (server) await server.stop();
});

const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);
const asStaff = (who) => ask(staff, 'POST', '/sign-ins', { provider: 'password', ...who });

/// A morning to come with room for five in its first slot and three in its second.
let ahead = 0;
async function freeMorning() {
  await asStaff(kDesk);
  const { today } = await ask(staff, 'GET', '/hospital');
  const { items: departments } = await ask(staff, 'GET', '/departments');
  for (ahead += 1; ahead < 13; ahead += 1) {
    for (const department of departments) {
      const { items } = await ask(staff, 'GET', `/sessions?date=${plusDays(today, ahead)}&departmentId=${department.id}`);
      const session = items.find((one) => one.state === 'open' && one.part === 'morning' && one.rooms.length && !one.quotas.length
        && [4, 2].every((free, i) => one.slots[i].capacity - one.slots[i].taken >= free));
      if (session) return session;
    }
  }
  throw new Error('no morning is free enough');
}

async function turn(at, minutes) {
  await ask(staff, 'POST', '/demo/clock', { now: new Date(Date.parse(at) + minutes * 60000).toISOString() });
  await asStaff(kDesk);
}

/// Somebody with a phone, a place in the second slot, and four others before them who have come.
async function morning() {
  const session = await freeMorning();
  const phone = newPhone();
  const page = await openPage(browser, server.url);
  await page.addInitScript(() => {
    const { EventSource } = window;
    window.EventSource = class extends EventSource {
      constructor(...args) {
        super(...args);
        window.newestStream = this;
      }
    };
  });
  await page.goto('/');
  await ask(page, 'POST', '/sign-in-codes', { phone });
  await ask(page, 'POST', '/sign-ins', { provider: 'phone-code', phone, code: await readCode(server.url, phone) });
  const people = [];
  for (const [name, relation] of [['测候诊', 'self'], ['测家人', 'spouse']]) {
    people.push(await ask(page, 'POST', '/me/people', { name, document: { type: 'resident-card', number: newResidentNumber() }, relation }));
  }
  const mine = [];
  for (const person of people) mine.push(await ask(page, 'POST', '/appointments', { slotId: session.slots[1].id, personId: person.id }));
  const others = [];
  for (const name of ['赵一', '钱二', '孙三', '李四']) {
    const person = await ask(staff, 'POST', '/patients', { name, documents: [{ type: 'resident-card', number: newResidentNumber() }], phone: newPhone() });
    others.push(await ask(staff, 'POST', '/appointments', { slotId: session.slots[0].id, personId: person.id }));
  }
  await turn(session.slots[0].startsAt, -10);
  for (const one of others) await ask(staff, 'POST', `/appointments/${one.id}/arrival`, {});
  const { rooms } = await ask(staff, 'GET', `/sessions/${session.id}/line`);
  return { session, page, mine, room: rooms[0] };
}

const call = ({ session, room }) => ask(staff, 'POST', `/sessions/${session.id}/calls`, { roomId: room.id });
const step = (ticket, name) => ask(staff, 'POST', `/tickets/${ticket.id}/steps`, { step: name });
async function visit(clinic) {
  const ticket = await call(clinic);
  await step(ticket, 'start');
  await step(ticket, 'finish');
}

test('scan the posted code, check in, follow one\'s place, move back, be called', async () => {
  const clinic = await morning();
  const { page, session, mine, room } = clinic;
  await asStaff(kAdmin);
  const { items: areas } = await ask(staff, 'GET', '/areas');
  await asStaff(kDesk);
  const here = areas.find((area) => area.roomIds.includes(room.id));
  const other = areas.find((area) => !area.roomIds.some((id) => session.rooms.some((one) => one.id === id)));

  // Before checking in.
  await page.goto(`/#/appointments/${mine[0].id}`);
  await page.reload();
  await page.getByText('尚未报到').waitFor();
  await page.getByText(/^如按时报到，预计/).waitFor();
  await look(page, 'place-01-expected');

  await page.goto(`/#/here/${other.postedCode}`);
  await page.getByText(/这个预约不在这里候诊/).first().waitFor();
  await look(page, 'place-02-elsewhere');
  await page.goto('/#/here/AAAAAAAAAAAAAAAAAAAAAA');
  await page.getByText(/签到码无效/).waitFor();
  await page.goto(`/#/here/${here.postedCode}`);
  await page.getByRole('button', { name: '全部报到（2 人）' }).waitFor();
  await look(page, 'place-03-here');
  await page.getByRole('button', { name: '报到', exact: true }).first().click();
  await page.getByText('已报到。').waitFor();
  await look(page, 'place-04-checked-in');
  await page.getByRole('link', { name: '查看候诊进度' }).first().click();

  await page.locator('.place-ahead', { hasText: '前面还有 4 位' }).waitFor();
  await page.getByText(/^预计 \d\d:\d\d–\d\d:\d\d 轮到您/).waitFor();
  await look(page, 'place-05-waiting');
  const care = await openPage(browser, server.url, { care: true, storageState: await page.context().storageState() });
  await care.goto(`/#/appointments/${mine[0].id}`);
  await care.locator('.place-ahead', { hasText: '前面还有 4 位' }).waitFor();
  await look(care, 'place-06-waiting-care');

  await ask(staff, 'PUT', `/sessions/${session.id}/delay`, { minutes: 20, reason: '急诊抢救' });
  await page.getByText('门诊晚点约 20 分钟').waitFor();
  await look(page, 'place-07-delay');
  await visit(clinic);
  await page.locator('.place-ahead', { hasText: '前面还有 3 位' }).waitFor();

  // The other one of the family arrives, and is called before whoever moves back.
  await ask(page, 'POST', `/appointments/${mine[1].id}/arrival`, { postedCode: here.postedCode });
  await page.getByRole('button', { name: '我会晚一点，往后排' }).click();
  const dialog = page.getByRole('dialog', { name: '往后排一些' });
  await dialog.getByText(/^现在：前面 3 位/).waitFor();
  await dialog.getByLabel(/晚 20 分钟/).check();
  await look(page, 'place-08-later');
  await dialog.getByRole('button', { name: '确认晚 20 分钟' }).click();
  await page.locator('.place-ahead', { hasText: '前面还有 4 位' }).waitFor();

  for (let n = 0; n < 4; n += 1) await visit(clinic);
  await page.locator('.place-ahead', { hasText: '下一位就是您' }).waitFor();
  await look(page, 'place-09-next');
  const ticket = await call(clinic);
  assert.equal(ticket.appointmentId, mine[0].id);
  await page.locator('.place-do', { hasText: `请现在到 ${room.name} 就诊` }).waitFor();
  await care.locator('.place-do', { hasText: `请现在到 ${room.name} 就诊` }).waitFor();
  await look(page, 'place-10-called');
  await look(care, 'place-11-called-care');

  // Out of touch is said plainly.
  await page.route('**/place/stream*', (route) => route.abort());
  await page.evaluate(() => window.newestStream.dispatchEvent(new Event('error')));
  await page.getByText('与医院的连接中断，正在重新连接').waitFor({ timeout: 30000 });
  await look(page, 'place-12-lost');
  await page.unroute('**/place/stream*');
  await page.getByText('实时更新中').waitFor({ timeout: 60000 });

  await step(ticket, 'recall');
  await step(ticket, 'recall');
  await step(ticket, 'miss');
  await page.locator('.place-do', { hasText: /^叫到您时您不在，请回到/ }).waitFor();
  await look(page, 'place-13-missed');
  await closePage(care);
  await closePage(page);
});

test('administrators see how the forecasts held', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/admin/#/waits');
  await signIn(page, kAdmin);
  await page.getByRole('heading', { name: '候诊预计', level: 1 }).waitFor();
  await page.getByText(/次预计：\d+% 落在窄范围内/).waitFor();
  await page.getByRole('heading', { name: '按科室' }).waitFor();
  await look(page, 'place-14-admin');
  await closePage(page);
});
