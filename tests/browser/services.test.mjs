// The service centre's catalogue: looked up by patients on a phone, kept by the administrator.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, openPage, screenshot, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, kAdmin, signIn } from './staff.mjs';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  // A workday's morning: windows are open.
  for (let ahead = 1; ahead < 30; ahead += 1) {
    const day = new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const body = JSON.stringify({ now: `${day}T10:00:00+08:00` });
    await fetch(`${server.internal}/api/v1/demo/clock`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    const centre = await (await fetch(`${server.url}/api/v1/centre`)).json();
    if (centre.windows.every((one) => one.open)) break;
  }
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
});

const search = (page) => page.getByLabel('搜索要办的事');
const names = (page) => page.locator('.services .department-name').allInnerTexts();

test('from the home page to one service and what to bring', async () => {
  const page = await openPage(browser, server.url);
  await page.goto('/');
  await page.getByRole('link', { name: /一站式服务中心/ }).click();
  await page.getByRole('heading', { name: '一站式服务中心', level: 1 }).waitFor();
  await page.getByRole('heading', { name: '证明与盖章' }).waitFor();
  await look(page, 'services-01-all');
  await page.getByRole('link', { name: /^疾病诊断证明审核盖章/ }).click();
  await page.getByRole('heading', { name: '疾病诊断证明审核盖章', level: 1 }).waitFor();
  await page.getByText('示例内容，以医院公布为准', { exact: true }).waitFor();
  const always = page.getByRole('group', { name: '都要带' });
  await always.getByRole('checkbox', { name: '患者有效身份证件' }).check();
  await page.getByRole('group', { name: '他人代办时' }).getByRole('checkbox').first().waitFor();
  await page.getByText('3 号窗口', { exact: true }).waitFor();
  assert.match(await page.getByText(/进门|左侧中间/).first().innerText(), /门诊楼 1 层大厅/);
  await page.getByText('08:00–12:00、13:00–17:00').first().waitFor();
  await look(page, 'services-02-one');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('button', { name: '打印这张清单' }).isVisible(), false);
  assert.ok(await always.getByRole('checkbox').first().isVisible());
  await screenshot(page, 'services-03-printed');
  await closePage(page);
});

test('found by everyday words, pinyin and initials; the rest leads on', async () => {
  const page = await openPage(browser, server.url);
  await page.goto('/#/services');
  const firstFor = async (typed) => {
    await search(page).fill(typed);
    await page.getByRole('heading', { name: /找到 \d+ 项服务/ }).waitFor({ state: 'attached' });
    return (await names(page))[0];
  };
  assert.equal(await firstFor('报销要盖章'), '疾病诊断证明审核盖章');
  assert.equal(await firstFor('骨折了怎么报销'), '外伤病人医保审核');
  assert.equal(await firstFor('发票丢了'), '财务票据复印');
  assert.equal(await firstFor('zysh'), '转院审核');
  assert.equal(await firstFor('caiwu'), '财务票据复印');
  assert.equal(await firstFor('借轮椅'), '导医与轮椅借用');
  await look(page, 'services-04-found');
  await search(page).fill('火星签证');
  await page.getByText('没有找到与“火星签证”相关的服务').waitFor();
  // What no department fits may be the centre's.
  await page.goto('/#/?q=发票丢了');
  await page.getByRole('link', { name: '在服务中心查找“发票丢了”' }).click();
  await page.getByRole('link', { name: /^财务票据复印/ }).waitFor();
  await closePage(page);
});

test('in English, in large type, and where nothing is there any more', async () => {
  const page = await openPage(browser, server.url, { care: true });
  await page.goto('/#/services');
  await page.getByRole('button', { name: '证明与盖章' }).click();
  await page.getByRole('link', { name: /^财务票据复印/ }).waitFor();
  await look(page, 'services-05-care');
  await page.getByRole('link', { name: /^财务票据复印/ }).click();
  await page.getByRole('heading', { name: '要带的材料' }).waitFor();
  await look(page, 'services-06-care-one');
  await page.goto('/#/services/svc_00000000000zz');
  await page.getByText('没有这项服务').waitFor();
  await closePage(page);
  const english = await openPage(browser, server.url, { language: 'en' });
  await english.goto('/#/services');
  await english.getByLabel('What do you need?').fill('receipt');
  await english.getByRole('link', { name: /^Copies of receipts/ }).click();
  await english.getByRole('heading', { name: 'What to bring' }).waitFor();
  await english.getByRole('group', { name: 'When somebody else comes for you' }).waitFor();
  await look(english, 'services-07-english');
  await closePage(english);
});

test('the administrator edits papers, confirms an example, and sets a window’s hours', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/admin/#/services');
  await signIn(page, kAdmin);
  await page.getByRole('link', { name: '财务票据复印' }).click();
  await page.getByText('这是示例，本院尚未确认').waitFor();
  await look(page, 'services-08-admin');
  await page.getByRole('button', { name: '添加：要带的材料' }).click();
  const row = page.getByRole('group', { name: '要带的材料 5' });
  await row.getByLabel('材料', { exact: true }).fill('银行卡');
  await row.getByLabel('什么情况下', { exact: true }).fill('要退费时');
  await page.getByRole('button', { name: /^保存/ }).click();
  await page.getByText('✓ 已保存').waitFor();
  await page.getByRole('button', { name: '确认为本院的要求' }).click();
  await page.getByText('这是示例，本院尚未确认').waitFor({ state: 'detached' });
  const found = (await ask(page, 'GET', '/centre')).groups.flatMap((group) => group.services).find((one) => one.code === 'B04');
  assert.equal(found.example, false);
  assert.deepEqual(found.papers.at(-1), { text: '银行卡', textEn: '', when: '要退费时', whenEn: '' });

  await page.getByRole('link', { name: '服务窗口', exact: true }).click();
  await page.getByRole('link', { name: '3 号窗口' }).click();
  const monday = page.getByLabel('周一', { exact: true });
  assert.equal(await monday.inputValue(), '08:00–12:00 13:30–17:00');
  await look(page, 'services-09-window');
  await monday.fill('8点到12点');
  await page.getByRole('button', { name: /^保存/ }).click();
  await page.getByText('请写成 08:00–12:00 13:30–17:00 的样子。').first().waitFor();
  await monday.fill('7:30-12:00，13:00-18:00');
  await page.getByRole('button', { name: '周二至周五与周一相同' }).click();
  await page.getByRole('button', { name: /^保存/ }).click();
  await page.getByText('✓ 已保存').waitFor();
  const three = (await ask(page, 'GET', '/service-windows')).items.find((one) => one.name === '3 号窗口');
  assert.deepEqual(three.hours.slice(0, 2), [{ weekday: 1, opens: '07:30', closes: '12:00' }, { weekday: 1, opens: '13:00', closes: '18:00' }]);
  assert.equal(three.hours.length, 10);
  await page.getByRole('link', { name: '服务类别', exact: true }).click();
  await page.getByRole('link', { name: '证明与盖章' }).waitFor();
  await look(page, 'services-10-groups');
  await closePage(page);
});
