// Wards, theatres and referrals at the desk; the patient's answer to an offered date.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, headers, kDesk, kPhoneWide, signIn } from './staff.mjs';

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

async function atDesk(options = {}) {
  const page = await openPage(browser, server.internal, { size: kDesktop, ...options });
  await page.goto('/desk/');
  await signIn(page, kDesk);
  await page.locator('#search').waitFor();
  return page;
}

/// A patient signed in on their phone, with themselves as their only person.
async function atHome() {
  const page = await openPage(browser, server.url);
  const phone = newPhone();
  assert.equal((await page.request.post('/api/v1/sign-in-codes', { headers, data: { phone } })).status(), 202);
  const data = { provider: 'phone-code', phone, code: await readCode(server.url, phone) };
  assert.equal((await page.request.post('/api/v1/sign-ins', { headers, data })).status(), 201);
  const self = { name: '欧阳安', document: { type: 'resident-card', number: newResidentNumber() }, relation: 'self' };
  return { page, phone, person: await ask(page, 'POST', '/me/people', self) };
}

test('asked for at the desk, offered, answered on the phone, done', async () => {
  const { page: home, phone, person } = await atHome();
  const page = await atDesk();
  await page.locator('#search').fill(phone);
  await page.keyboard.press('Enter');
  await page.locator('.patient-name').waitFor();
  await page.getByRole('button', { name: '申请住院或手术' }).click();
  await page.getByLabel('名单', { exact: true }).selectOption({ label: '骨科病区' });
  await page.getByLabel('事由').fill('取内固定');
  await look(page, 'adm-01-request');
  await page.getByRole('button', { name: /提交申请/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('第 1 位').waitFor();
  await look(page, 'adm-02-details');

  await dialog.getByRole('button', { name: '排日期' }).click();
  // Not today, which early in the day is still to be had: nobody may ask for another date then.
  await page.getByRole('dialog', { name: '排日期' }).getByLabel('日期').selectOption({ index: 1 });
  await look(page, 'adm-03-offer');
  await page.getByRole('dialog').getByRole('button', { name: /排定/ }).click();
  await dialog.getByText('待答复').first().waitFor();

  await home.goto('/#/appointments');
  await home.getByText('有 1 个日期等您答复').waitFor();
  await look(home, 'adm-04-asked');
  await home.locator('.notice').getByRole('link', { name: '查看' }).click();
  await home.getByRole('heading', { name: /骨科病区/ }).waitFor();
  await look(home, 'adm-05-answer');
  await home.getByRole('button', { name: '换一个日期' }).click();
  await home.getByText('您的排队位置不变').waitFor();
  await look(home, 'adm-06-another');
  await home.getByRole('button', { name: '返回' }).click();
  await home.getByRole('button', { name: '接受这个日期' }).click();
  await home.getByText('已确认').waitFor();
  await look(home, 'adm-07-accepted');
  await closePage(home);

  // The checklist, item by item; then the list, which shows the date.
  await page.getByRole('dialog').getByRole('button', { name: '入院前检查检验' }).click();
  await look(page, 'adm-08-check');
  await page.getByRole('dialog').getByRole('button', { name: /保存/ }).click();
  await page.getByRole('dialog').getByText('完成一项准备').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '已排日期' }).click();
  await page.getByRole('cell', { name: '取内固定' }).waitFor();
  assert.match(await page.getByRole('row', { name: /取内固定/ }).innerText(), /已确认/);
  await look(page, 'adm-09-dated');
  assert.ok(person.id);
  await closePage(page);
});

test('whoever is passed over is passed over with a reason', async () => {
  const page = await atDesk();
  await page.keyboard.press('Alt+H');
  await page.getByRole('heading', { name: '住院和手术名单' }).waitFor();
  await page.getByLabel('名单', { exact: true }).selectOption({ label: '心血管内科病区' });
  await page.getByRole('cell', { name: '心律失常检查' }).waitFor();
  await look(page, 'adm-10-waiting');
  await page.getByRole('row', { name: /心律失常检查/ }).getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: '排日期' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /排定/ }).click();
  await page.getByRole('alert').getByText('排在前面').waitFor();
  await look(page, 'adm-11-out-of-order');
  await page.getByRole('dialog').getByRole('button', { name: '前面的患者准备未完成' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /排定/ }).click();
  await page.getByRole('dialog').getByText('待答复').first().waitFor();
  await closePage(page);
});

test('the referrals’ inbox: urgent ones first, redirected, accepted, reported', async () => {
  const page = await atDesk();
  await page.keyboard.press('Alt+T');
  await page.getByRole('heading', { name: '转诊' }).waitFor();
  const first = page.locator('tbody tr').first();
  await first.getByText('紧急').waitFor();
  await look(page, 'rfl-01-inbox');
  await first.getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('头颅 CT 报告').waitFor();
  await look(page, 'rfl-02-letter');
  await dialog.getByRole('button', { name: '转给其他科室' }).click();
  await look(page, 'rfl-03-redirect');
  await page.getByRole('dialog').getByLabel('科室').selectOption({ label: '心血管内科' });
  await page.getByRole('dialog').getByRole('button', { name: /转给其他科室/ }).click();
  await dialog.getByText('心血管内科').first().waitFor();
  await dialog.getByRole('button', { name: '接收' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /接收/ }).click();
  await dialog.getByText('已接收').waitFor();
  await dialog.getByRole('button', { name: '回复结果' }).click();
  await page.getByRole('dialog').getByLabel('诊治结果和建议').fill('短暂性脑缺血发作，已用药，建议随访');
  await page.getByRole('dialog').getByRole('button', { name: /回复结果/ }).click();
  await dialog.getByText('短暂性脑缺血发作').waitFor();
  await look(page, 'rfl-04-reported');
  await closePage(page);
});

test('the same on a phone, in English and in large type', async () => {
  const page = await atDesk({ size: kPhoneWide, language: 'en', care: true });
  await page.keyboard.press('Alt+H');
  await page.getByRole('heading', { name: 'Wards and theatres' }).waitFor();
  await look(page, 'adm-12-phone');
  await page.keyboard.press('Alt+T');
  await page.getByRole('heading', { name: 'Referrals' }).waitFor();
  await look(page, 'rfl-05-phone');
  await closePage(page);
});
