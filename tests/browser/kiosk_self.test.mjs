// What people do themselves at a kiosk with a document, and on their phones on site: booking,
// examinations and their lines, papers, and what they think of it.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, findClinic, look as lookAt, lookAtKiosk, newPhone, newResidentNumber, openPage, readCode, screenshot, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kLying, kUpright, pair, scan } from './kiosk.mjs';
import { ask, kAdmin, kDesk, openCentre } from './staff.mjs';

let server;
let browser;
let staff;
let page; // the kiosk, in the service centre
const asStaff = (who) => ask(staff, 'POST', '/sign-ins', { provider: 'password', ...who });
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  staff = await openPage(browser, server.internal);
  await asStaff(kAdmin);
  const { windows: [{ campus }] } = await openCentre(staff);
  page = await openPage(browser, server.internal, { size: kUpright });
  await page.goto('/kiosk/');
  await pair(page, staff, { name: '服务大厅', centreId: campus.id, paperMm: 80 });
  await heading('您好，请问要办什么？');
  await page.evaluate(() => {
    window.printed = 0;
    window.print = () => { window.printed += 1; };
  });
});
after(async () => {
  for (const one of [page, staff]) if (one) await closePage(one);
  await stopBrowser(browser);
  if (server) await server.stop();
});

/// Both ways up.
async function look(name) {
  for (const [size, way] of [[kLying, 'lying'], [kUpright, 'upright']]) {
    await page.setViewportSize(size);
    await lookAtKiosk(page, `${name}-${way}`);
  }
}
async function paper(name) {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 302, height: 700 });
  await screenshot(page, name);
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(kUpright);
}
const heading = (name) => page.getByRole('heading', { name }).waitFor();
const press = (name) => page.getByRole('button', { name, exact: true }).click();
const open = (name) => page.getByRole('button', { name }).first().click();
async function nothingLeft(...words) {
  await heading('您好，请问要办什么？');
  const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.body.innerHTML, history.length, location.href]));
  assert.doesNotMatch(left, new RegExp(words.join('|')));
}
async function somebody(name, birth) {
  await asStaff(kDesk);
  const number = newResidentNumber(birth);
  const phone = newPhone();
  const person = await ask(staff, 'POST', '/patients', { name, documents: [{ type: 'resident-card', number }], phone });
  return { ...person, number, phone };
}

test('booked with a document, though the answer is lost; printed; listed, printed again, given up', async () => {
  const person = await somebody('测预约甲', '19580412');
  const { department, date, slots } = await findClinic(server.internal);
  await look('kiosk-self-01-start');
  await open(/^预约挂号/);
  await heading('预约挂号');
  await look('kiosk-self-02-document');
  await scan(page, '493018275');
  await page.getByText('预约码只能用来报到').waitFor();
  await scan(page, person.number);
  await heading('请选择科室');
  await page.getByText('为 测**甲').or(page.getByText(/为 测\*/)).first().waitFor();
  await look('kiosk-self-03-groups');
  await press('按拼音查科室、症状');
  for (const letter of department.initials.slice(0, 4).toUpperCase()) await press(letter);
  await look('kiosk-self-04-search');
  await page.locator('.kiosk-tile', { hasText: department.name }).first().click();
  await page.getByText('请选择日期').first().waitFor();
  await look('kiosk-self-05-days');
  const [, month, day] = date.split('-').map(Number);
  await page.locator('.kiosk-day', { hasText: `${month}月${day}日` }).click();
  await page.locator('.kiosk-part').first().waitFor();
  await look('kiosk-self-06-clinics');
  await page.locator('.kiosk-tile:not([aria-disabled])').first().click();
  await page.locator('.kiosk-slot:not([aria-disabled])').first().waitFor();
  await look('kiosk-self-07-slots');
  await page.locator('.kiosk-slot:not([aria-disabled])').last().click();
  for (;;) {
    const question = page.locator('.kiosk-answer', { hasText: '否' });
    await question.or(page.getByRole('heading', { name: '请核对后预约' })).first().waitFor();
    if (!(await question.count())) break;
    await question.click();
  }
  await look('kiosk-self-08-confirm');
  await press('English');
  await look('kiosk-self-08-confirm-en');
  await press('中文');
  let made = null;
  await page.route('**/api/v1/kiosk/appointments', async (route) => {
    made = await (await route.fetch()).json();
    await route.abort();
  }, { times: 1 });
  await press('确认预约');
  await press('再试一次');
  await heading(/预约成功/);
  await page.getByText(made.code).first().waitFor();
  await look('kiosk-self-09-slip');
  await press('打印');
  await page.getByRole('button', { name: '补打一张' }).waitFor();
  await paper('kiosk-self-10-paper-80');
  await press('完成');
  await nothingLeft(person.number, made.code, '测');

  await open(/^打印单据/);
  await scan(page, person.number);
  await heading(/的单据$/);
  await look('kiosk-self-11-records');
  await page.locator('.kiosk-tile').first().click();
  await press('打印');
  await page.getByText('补打 REPRINT · 第 2 张').waitFor();
  await press('取消预约');
  await heading('确定取消这个预约吗？');
  await look('kiosk-self-12-cancel');
  await press('取消预约');
  await heading('预约已取消');
  await press('完成');
  await page.getByText('没有可以打印的单据').waitFor();
  await press('完成');
  await nothingLeft(person.number, made.code, '测');
  assert.ok(slots.length);
});

let plan;
test('examinations: asked once, a plan chosen among several, how to prepare on a roll', async () => {
  const person = await somebody('测检查乙', '19660412');
  await ask(staff, 'POST', '/exam-orders', { personId: person.id, orders: [{ exam: 'US-ABD' }, { exam: 'CT-ENH' }] });
  await open(/^检查预约/);
  await scan(page, person.number);
  await heading(/的检查$/);
  await look('kiosk-self-20-exams');
  await press('安排检查');
  let first = true;
  for (;;) {
    const question = page.locator('.kiosk-answer', { hasText: '否' });
    await question.or(page.getByRole('heading', { name: '请选择一种安排' })).or(page.getByText('请到服务台，由工作人员为您安排')).first().waitFor();
    if (!(await question.count())) break;
    if (first) await look('kiosk-self-21-question');
    first = false;
    const words = await page.getByRole('heading').first().innerText();
    await question.click();
    await page.getByRole('heading', { name: words, exact: true }).waitFor({ state: 'detached' });
  }
  await look('kiosk-self-22-choices');
  await page.getByRole('button', { name: '定下这个安排' }).first().click();
  await heading(/检查已全部约好/);
  await look('kiosk-self-23-plan');
  await press('打印');
  await page.getByRole('button', { name: '补打一张' }).waitFor();
  await paper('kiosk-self-24-plan-80');
  await press('完成');
  await nothingLeft(person.number, '测');
  [plan] = (await ask(staff, 'GET', `/exam-plans?personId=${person.id}`)).items;
  plan.person = person;
});

test('on the day: into the device\'s line at the kiosk, and on the phone by the code that is posted', async () => {
  // Somebody with a phone of their own, and somebody without, for later that morning.
  const [item] = plan.items;
  const phone = newPhone();
  const patient = await openPage(browser, server.url);
  await ask(patient, 'POST', '/sign-in-codes', { phone });
  await ask(patient, 'POST', '/sign-ins', { provider: 'phone-code', phone, code: await readCode(server.url, phone) });
  const self = await ask(patient, 'POST', '/me/people', { name: '测现场丙', document: { type: 'resident-card', number: newResidentNumber('19900412') }, relation: 'self' });
  const other = await somebody('测提前丁', '19820412');
  let choices;
  for (const { id: personId } of [other, self]) {
    await ask(staff, 'POST', '/exam-orders', { personId, orders: [{ exam: 'US-THY' }] });
    ({ choices } = await ask(staff, 'POST', '/exam-plans/previews', { personId, wishes: { dates: [item.date], notBefore: '10:30' } }));
    await ask(staff, 'POST', '/exam-plans', { personId, items: choices[0].items.map(({ orderId, deviceId, date, start }) => ({ orderId, deviceId, date, start })) });
  }
  await asStaff(kAdmin);
  await ask(staff, 'POST', '/demo/clock', { now: `${item.date}T07:40:00+08:00` });
  await asStaff(kAdmin);
  const area = (await ask(staff, 'GET', '/areas')).items.find((one) => one.campusId === choices[0].items[0].device.campusId);

  await page.reload();
  await heading('您好，请问要办什么？');
  await scan(page, plan.person.number);
  await heading('今天的检查');
  await page.getByText('建议先做：').waitFor();
  await look('kiosk-self-30-today');
  await page.getByRole('button', { name: '报到', exact: true }).first().click();
  await heading(/报到成功/);
  await page.getByText('您是下一位').waitFor();
  await look('kiosk-self-31-device-slip');
  await press('完成');
  await nothingLeft(plan.person.number, '测');

  await scan(page, other.number);
  const offer = page.getByRole('button', { name: /^改到 \d/ });
  await offer.waitFor();
  await look('kiosk-self-34-earlier');
  const from = (await offer.innerText()).slice(3);
  await offer.click();
  await page.locator('.kiosk-when', { hasText: from }).waitFor();
  await press('结束并清除');
  await nothingLeft(other.number, '测');

  await patient.goto(`/#/here/${area.postedCode}`);
  await patient.getByRole('heading', { name: '今天的检查' }).waitFor();
  await patient.getByText('测现场丙：建议先去做 甲状腺、浅表超声').waitFor();
  await patient.getByText(/有空位（.*），比预约的早/).waitFor();
  await lookAt(patient, 'kiosk-self-32-phone-next');
  const sooner = patient.getByRole('button', { name: /^改到 \d/ });
  const at = (await sooner.innerText()).slice(3);
  await sooner.click();
  await patient.locator('.here-visit', { hasText: at }).waitFor();
  await patient.getByRole('button', { name: '报到', exact: true }).click();
  await patient.getByText(/您的号码 0\d/).waitFor();
  await lookAt(patient, 'kiosk-self-33-phone');
  await closePage(patient);
});
