// A clinic is stopped from the administrators' page to the patients' answers: preview, confirmation,
// progress; the link on a phone and on a desktop, in large type and in English; the desk's calls.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, findClinic, kDesktop, kPhone, look, newPhone, newResidentNumber, openPage, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kAdmin, kDesk, kPhoneWide, signIn } from './staff.mjs';

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

async function at(folder, who, options = {}) {
  const page = await openPage(browser, server.internal, { size: kDesktop, ...options });
  await page.goto(folder);
  await signIn(page, who);
  return page;
}

const api = async (page, method, where, data) => {
  const answer = await page.request.fetch(`/api/v1${where}`, { method, headers: { 'Content-Type': 'application/json' }, data });
  assert.ok(answer.ok(), `${method} ${where}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
};

/// Somebody with an appointment in that slot; gives their phone.
async function booked(page, slotId, fields = {}) {
  const phone = newPhone();
  const person = await api(page, 'POST', '/patients', {
    name: '欧阳春兰', documents: [{ type: 'resident-card', number: newResidentNumber() }], phone, ...fields,
  });
  await api(page, 'POST', '/appointments', { slotId, personId: person.id });
  return phone;
}

async function linkTo(phone) {
  for (let i = 0; i < 100; i += 1) {
    const { items } = await (await fetch(`${server.url}/api/v1/demo/messages?phone=${phone}`)).json();
    const text = items.map((one) => one.text).find((one) => one.includes('#/answer/'));
    if (text) return new URL(text.match(/https?:\S+#\/answer\/\S+/)[0]).hash;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no link to ${phone}`);
}

let clinic;
let phones;

test('the administrator stops a clinic: who is affected, one confirmation, how far it has come', async () => {
  clinic = await findClinic(server.url, { minimumSlots: 5 });
  const desk = await at('/desk/', kDesk);
  await desk.locator('.counter').waitFor();
  phones = [];
  for (const slot of clinic.slots.slice(0, 3)) phones.push(await booked(desk, slot.id));
  await booked(desk, clinic.slots[3].id, { phone: '', name: '诸葛无话' });
  await closePage(desk);

  const page = await at('/admin/', kAdmin);
  await page.locator('.menu').waitFor();
  await page.goto(`/admin/#/sessions?date=${clinic.date}&departmentId=${clinic.department.id}`);
  const link = page.locator(`a[href*="${clinic.session.id}"]`);
  await link.click();
  await page.getByRole('heading', { level: 1, name: '停诊或调整门诊' }).waitFor();
  await look(page, 'disruption-1-form');
  for (const kind of ['改时间', '换医生', '换诊室', '减少号数']) {
    await page.getByText(kind, { exact: true }).click();
    await look(page, `disruption-1-form-${kind}`);
  }
  await page.getByText('停诊', { exact: true }).last().click();
  await page.getByRole('button', { name: '医生生病' }).click();
  await page.getByRole('button', { name: '看看影响哪些人' }).click();
  await page.getByRole('button', { name: '确认并通知患者' }).waitFor();
  assert.match(await page.locator('.notice').innerText(), /没有手机号/);
  await look(page, 'disruption-2-preview');
  await page.getByRole('button', { name: '确认并通知患者' }).click();
  await page.getByText('等待答复').waitFor();
  await look(page, 'disruption-3-progress');
  await page.setViewportSize(kPhoneWide);
  await look(page, 'disruption-3-progress-phone');
  await page.setViewportSize(kDesktop);
  await page.getByRole('link', { name: '查看全部记录' }).click();
  await page.getByRole('heading', { level: 1, name: '停诊与调整记录' }).waitFor();
  await look(page, 'disruption-4-list');
  await page.getByRole('link', { name: '医生一段时间停诊' }).click();
  await page.getByRole('heading', { level: 1, name: '医生一段时间停诊' }).waitFor();
  await look(page, 'disruption-5-away');
  await closePage(page);
});

for (const [name, options, index] of [
  ['phone', { size: kPhone }, 0],
  ['large', { size: kPhone, care: true }, 1],
  ['desktop-english', { size: kDesktop, language: 'en' }, 2],
]) {
  test(`a patient answers by the link: ${name}`, async () => {
    const page = await openPage(browser, server.url, options);
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    const hash = await linkTo(phones[index]);
    await page.goto(`/${hash}`);
    const english = options.language === 'en';
    const choose = page.getByRole('group', { name: english ? 'What would you like?' : '您想怎样安排？' });
    await choose.waitFor();
    await look(page, `answer-1-${name}`);
    if (index === 1) await page.getByText('都不合适，取消预约').click();
    await page.getByRole('button', { name: ['就这个时间', '取消预约并退费', 'Take this time'][index], exact: true }).click();
    await page.getByText(['已改约', '预约已取消', 'Your appointment has moved'][index], { exact: true }).first().waitFor();
    await look(page, `answer-2-${name}`);
    const token = hash.split('/').pop();
    assert.ok(asked.every((url) => !url.includes(token)), 'the token is in no address that was asked for');
    await closePage(page);
  });
}

test('a wrong link says so and leads on', async () => {
  const page = await openPage(browser, server.url);
  await page.goto('/#/answer/not-a-link');
  await page.getByText('这个链接已失效').waitFor();
  await look(page, 'answer-wrong-link');
  await closePage(page);
});

for (const [name, options] of [['desktop', {}], ['phone', { size: kPhoneWide }]]) {
  test(`the desk sees whom to call: ${name}`, async () => {
    const page = await at('/desk/', kDesk, options);
    await page.locator('.counter').waitFor();
    await page.keyboard.press('Alt+c');
    await page.getByRole('heading', { level: 1, name: /待联系的患者/ }).waitFor();
    await page.locator('.skeleton').waitFor({ state: 'detached' });
    await look(page, `calls-1-${name}`);
    if (name === 'desktop') {
      const row = page.locator('tr', { hasText: '没有手机号' }).first();
      await row.getByRole('button', { name: /办理/ }).click();
      await page.getByRole('dialog').waitFor();
      await look(page, 'calls-2-dialog');
      await page.getByRole('dialog').getByRole('button', { name: '办理' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await row.waitFor({ state: 'detached' });
    }
    await closePage(page);
  });
}
