// The administrator's lists of wards, checklists, partners and guides; a guide asked for at the desk.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, findClinic, kDesktop, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, headers, kAdmin, kDesk, signIn } from './staff.mjs';

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

async function at(place, who) {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto(place);
  await signIn(page, who);
  return page;
}

test('wards, checklists, partners and guides are the administrator’s to keep', async () => {
  const page = await at('/admin/#/admission-lists', kAdmin);
  await page.getByRole('link', { name: '病区和手术室' }).click();
  await page.getByText('骨科病区').first().click();
  const weekly = page.getByLabel('每天人数（周一至周日）');
  await weekly.waitFor();
  assert.equal(await weekly.inputValue(), '3 3 3 3 3 0 0');
  await weekly.fill('3 3 3');
  await page.getByRole('button', { name: /保存/ }).click();
  await page.getByText('请填 7 个数').waitFor();
  await weekly.fill('4 4 4 4 4 0 0');
  await page.getByRole('button', { name: /保存/ }).click();
  await page.getByText('4 4 4 4 4 0 0').first().waitFor();
  await look(page, 'care-01-lists');
  for (const [name, shot] of [['准备事项', 'care-02-items'], ['合作医疗机构', 'care-03-partners'], ['导医', 'care-04-guides']]) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await page.waitForTimeout(200);
    await look(page, shot);
  }
  await page.getByRole('link', { name: '合作医疗机构', exact: true }).click();
  await page.getByText('栖云县东山镇卫生院').first().click();
  await page.getByRole('checkbox', { name: '东山镇卫生院' }).waitFor();
  assert.ok(await page.getByRole('checkbox', { name: '东山镇卫生院' }).isChecked());
  await look(page, 'care-05-partner');
  await ask(page, 'POST', '/guides', { name: '导医小张', weekdays: [1, 2, 3, 4, 5, 6, 7], starts: '06:00', ends: '22:00' });
  await closePage(page);
});

test('a guide is asked for with an appointment', async () => {
  const page = await at('/desk/', kDesk);
  await page.locator('#search').waitFor();
  const phone = newPhone();
  const person = await ask(page, 'POST', '/patients', { name: '测导医', documents: [{ type: 'resident-card', number: newResidentNumber() }], phone, needs: ['sight'] });
  const { slots } = await findClinic(server.internal);
  await ask(page, 'POST', '/appointments', { slotId: slots[0].id, personId: person.id });
  await page.locator('#search').fill(phone);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^请导医/ }).click();
  await page.getByText('导医：导医小张').waitFor();
  await look(page, 'care-06-guide');
  await page.getByRole('button', { name: /^不用导医/ }).click();
  await page.getByRole('button', { name: /^请导医/ }).waitFor();
  await closePage(page);
});

test('a patient asks for a guide beside the slip', async () => {
  const page = await openPage(browser, server.url);
  const phone = newPhone();
  assert.equal((await page.request.post('/api/v1/sign-in-codes', { headers, data: { phone } })).status(), 202);
  const data = { provider: 'phone-code', phone, code: await readCode(server.url, phone) };
  assert.equal((await page.request.post('/api/v1/sign-ins', { headers, data })).status(), 201);
  const person = await ask(page, 'POST', '/me/people', { name: '欧阳陪', document: { type: 'resident-card', number: newResidentNumber() }, relation: 'self' });
  const { slots } = await findClinic(server.url);
  const booked = await ask(page, 'POST', '/appointments', { slotId: slots[1].id, personId: person.id });
  await page.goto(`/#/appointments/${booked.id}`);
  await page.getByRole('button', { name: '请导医陪同' }).click();
  await page.getByText('会陪同您就诊').waitFor();
  await look(page, 'care-07-slip');
  await page.getByRole('button', { name: '不需要导医了' }).click();
  await page.getByRole('button', { name: '请导医陪同' }).waitFor();
  await closePage(page);
});

test('a course of treatment: seen, booked, moved, cancelled as a whole', async () => {
  const page = await at('/desk/', kDesk);
  await page.locator('#search').waitFor();
  const phone = newPhone();
  await ask(page, 'POST', '/patients', { name: '测疗程', documents: [{ type: 'resident-card', number: newResidentNumber() }], phone });
  const { department } = await findClinic(server.internal);
  await page.locator('#search').fill(phone);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '疗程预约' }).click();
  await page.getByLabel('名称（如输液、康复训练）').fill('输液');
  await page.getByLabel('科室').selectOption({ label: department.name });
  await page.getByLabel('次数').fill('2');
  await page.getByRole('button', { name: '查看安排' }).click();
  await page.getByText('2 次中可安排').waitFor();
  await look(page, 'care-08-proposed');
  await page.getByRole('button', { name: /全部预约（\d 次/ }).click();
  await page.getByRole('heading', { name: /输液/ }).waitFor();
  await look(page, 'care-09-course');
  await page.getByRole('button', { name: '整体改期' }).click();
  await page.getByLabel('推后几天（提前填负数）').waitFor();
  await look(page, 'care-10-move');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '取消余下各次' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /取消余下各次/ }).click();
  await page.getByText('未到 0 次').waitFor();
  await closePage(page);
});

test('a single day gets a number of its own at the desk', async () => {
  const page = await at('/desk/', kDesk);
  await page.locator('#search').waitFor();
  await page.keyboard.press('Alt+H');
  await page.getByLabel('名单', { exact: true }).selectOption({ label: '日间手术中心' });
  await page.locator('.adm-day button').nth(3).click();
  await page.getByLabel('这一天收多少人').fill('9');
  await look(page, 'care-11-day');
  await page.getByRole('dialog').getByRole('button', { name: /保存/ }).click();
  await page.getByText('/9').waitFor();
  await look(page, 'care-12-days');
  await closePage(page);
});

const addDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** A day on which two clinicians of different departments have the same free mornings. */
async function teamDay(page) {
  const { today } = await ask(page, 'GET', '/hospital');
  for (let ahead = 1; ahead < 8; ahead += 1) {
    const date = addDays(today, ahead);
    const list = (await ask(page, 'GET', `/sessions?date=${date}`)).items.filter((one) => one.state === 'open' && one.part === 'morning' && one.practitioner && !one.quotas.length && one.slots.length >= 8 && one.slots.every((slot) => slot.free > 0));
    const other = list.find((one) => one.department.id !== list[0].department.id);
    if (other) return { date, sessions: [list[0], other] };
  }
  throw new Error('no two clinicians are free together');
}

test('a team visit: the clinicians chosen, the times when all are free, listed, cancelled', async () => {
  const page = await at('/desk/', kDesk);
  await page.locator('#search').waitFor();
  const phone = newPhone();
  await ask(page, 'POST', '/patients', { name: '测会诊', documents: [{ type: 'resident-card', number: newResidentNumber() }], phone });
  const { date, sessions } = await teamDay(page);
  await page.locator('#search').fill(phone);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '多学科会诊' }).click();
  await page.getByRole('heading', { name: /预约多学科会诊/ }).waitFor();
  await page.getByLabel('日期').fill(date);
  for (const session of sessions) {
    await page.getByLabel('按科室首字母、科室或医生查找').fill(session.practitioner.name);
    const box = page.getByRole('checkbox', { name: new RegExp(`${session.department.name} ${session.practitioner.name}.*上午`) });
    await box.waitFor();
    await box.focus();
    await page.keyboard.press('Space');
  }
  await page.getByText('大家都有空的时间').waitFor();
  await page.getByLabel('会诊联系人手机').fill(newPhone());
  await look(page, 'care-13-team');
  await page.getByRole('button', { name: /^预约 08:00–08:30/ }).click();
  await page.getByRole('heading', { name: /多学科会诊/, level: 1 }).waitFor();
  await page.getByRole('rowheader', { name: /测\*诊/ }).waitFor();
  await look(page, 'care-14-teams');
  await page.getByRole('button', { name: /^取消会诊/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /取消会诊/ }).click();
  await page.getByText('这一天没有会诊').waitFor();
  await closePage(page);
});

test('the day’s guides: chosen, met, brought there, all by keyboard', async () => {
  const page = await at('/desk/', kDesk);
  await page.locator('#search').waitFor();
  const person = await ask(page, 'POST', '/patients', { name: '测导诊', documents: [{ type: 'resident-card', number: newResidentNumber() }], phone: newPhone(), needs: ['wheelchair'] });
  const { slots, date } = await findClinic(server.internal);
  const booked = await ask(page, 'POST', '/appointments', { slotId: slots[2].id, personId: person.id });
  await ask(page, 'POST', `/appointments/${booked.id}/guide`, {});
  await page.keyboard.press('Alt+G');
  await page.getByRole('heading', { name: /导医/, level: 1 }).waitFor();
  await page.getByLabel('日期').fill(date);
  await page.getByRole('rowheader', { name: /测\*诊/ }).waitFor();
  await look(page, 'care-15-guides');
  await page.getByRole('button', { name: /^(安排|换人) 测\*诊/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('radio', { name: /导医小张/ }).waitFor();
  await look(page, 'care-16-assign');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('cell', { name: '导医小张' }).first().waitFor();
  await closePage(page);
});

test('whoever lost their appointment is helped to another one with a key', async () => {
  const admin = await at('/admin/', kAdmin);
  await admin.getByRole('navigation').first().waitFor();
  const page = await at('/desk/', kDesk);
  await page.locator('#search').waitFor();
  const phone = newPhone();
  const person = await ask(page, 'POST', '/patients', { name: '测另约', documents: [{ type: 'resident-card', number: newResidentNumber() }], phone });
  const { sessions } = await teamDay(page);
  const booked = await ask(page, 'POST', '/appointments', { slotId: sessions[1].slots[3].id, personId: person.id });
  const stop = await ask(admin, 'POST', '/disruptions', { kind: 'stop', sessionId: sessions[1].id, reason: '医生生病' });
  const place = `/disruptions/${stop.id}/affected`;
  const deadline = Date.now() + 15_000;
  while (!(await ask(page, 'GET', place)).items.length) assert.ok(Date.now() < deadline, 'nobody is written down');
  await ask(page, 'POST', `${place}/${booked.id}`, { choice: 'cancel' });
  await page.locator('#search').fill(phone);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^另约/ }).click();
  await page.getByRole('heading', { name: /为 测\*约 另约/ }).waitFor();
  await page.locator('.offer').first().waitFor();
  await look(page, 'care-17-again');
  await page.keyboard.press('2');
  await page.locator('.booked-code strong').waitFor();
  await closePage(page);
  await closePage(admin);
});
