// What the browser tests share: the real server on a port of its own with the demo hospital in a
// temporary folder, Debian's Chromium, axe, screenshots, and people who do not exist.
//
//   YUYUE_BIN=build/release/yuyue node --test tests/browser/
//   YUYUE_URL=http://127.0.0.1:8080 node --test tests/browser/    (against a server that runs already)

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { placeDemo } from '../demo_data.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const artefacts = path.join(root, 'tests/browser/artefacts');
const kFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const kReadyMs = 120000;

export const kPhone = { width: 360, height: 740 };
export const kDesktop = { width: 1280, height: 800 };

/// Starts the server; gives { url, internal, stop() }. stop() asks it to end and wants exit code 0.
/// args: more options of `yuyue serve`.
export async function startServer({ args = [] } = {}) {
  if (process.env.YUYUE_URL) {
    const url = process.env.YUYUE_URL.replace(/\/$/, '');
    return { url, internal: (process.env.YUYUE_INTERNAL_URL || url).replace(/\/$/, ''), stop: async () => {} };
  }
  const program = path.resolve(root, process.env.YUYUE_BIN || 'build/release/yuyue');
  const data = await mkdtemp(path.join(tmpdir(), 'yuyue-browser-'));
  await placeDemo(program, data);
  const child = spawn(
    program,
    ['serve', '--demo', '--config', 'none', '--data', data, '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0', ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code === null ? signal : code)));
  let words = '';
  child.stderr.on('data', (bytes) => {
    words = (words + bytes).slice(-4000);
  });
  const ready = await new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`no ready line from ${program}\n${words}`)), kReadyMs);
    child.once('error', reject);
    ended.then((code) => reject(new Error(`${program} ended with ${code}\n${words}`)));
    child.stdout.on('data', (bytes) => {
      text += bytes;
      const line = text.split('\n').find((candidate) => candidate.includes('"ready"'));
      if (!line || !text.includes('\n')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line));
    });
  });
  return {
    url: ready.public,
    internal: ready.internal,
    data,
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      await rm(data, { recursive: true, force: true });
      await rm(`${data}.key`, { force: true });
      assert.equal(code, 0, `the server ended with ${code}\n${words}`);
    },
  };
}

export function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: kFlags });
}

/// Ends the browser. A page still open belongs to a test that failed: what it shows is printed and
/// kept as a screenshot, because the machine it failed on may be gone.
export async function stopBrowser(browser) {
  if (!browser) return;
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    const name = `left-open-${(made += 1)}`;
    console.log(`left open: ${page.url()} (${name}.png)\n${await page.locator('body').innerText()}`);
    await screenshot(page, name);
  }
  await browser.close();
}

/// A page of its own (own cookies, own storage) that fails the test when a script fails in it.
/// options: size, care (large type), language, storage.
export async function openPage(browser, url, { size = kPhone, care = false, language = 'zh', ...options } = {}) {
  const context = await browser.newContext({ viewport: size, baseURL: url, locale: 'zh-CN', timezoneId: 'America/New_York', ...options });
  await context.addInitScript(
    ([big, tongue]) => {
      if (big) localStorage.setItem('yuyue.care', 'yes');
      if (!localStorage.getItem('yuyue.language')) localStorage.setItem('yuyue.language', tongue);
    },
    [care, language],
  );
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.wrong = [];
  page.on('pageerror', (error) => page.wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) page.wrong.push(message.text());
  });
  return page;
}

export async function closePage(page) {
  const { wrong } = page;
  await page.context().close();
  assert.deepEqual(wrong, [], 'errors in the page');
}

/// Waits until `ask`, run in the page with `argument`, says yes. (Playwright's own waitForFunction needs
/// eval, which the Content-Security-Policy forbids.)
export async function until(page, ask, argument) {
  const end = Date.now() + 15000;
  while (!(await page.evaluate(ask, argument))) {
    assert.ok(Date.now() < end, `it never became true: ${ask}`);
    await page.waitForTimeout(50);
  }
}

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/// No finding of axe at all, and nothing wider than the window. options go to axe.run.
export async function checkAccessible(page, name, options = {}) {
  await page.evaluate(await axe);
  const { violations } = await page.evaluate((given) => window.axe.run(document, given), options);
  const words = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' | ')}`);
  assert.deepEqual(words, [], `axe on ${name}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${name} is ${over}px wider than the window`);
}

export async function screenshot(page, name) {
  await mkdir(artefacts, { recursive: true });
  await page.screenshot({ path: path.join(artefacts, `${name}.png`), fullPage: true });
}

/// Both, for every screen of a flow.
export async function look(page, name, options) {
  await page.waitForTimeout(120);
  await screenshot(page, name);
  await checkAccessible(page, name, options);
}

/// A kiosk is not scrolled: all of its screen is between its head and its foot.
export async function lookAtKiosk(page, name) {
  await look(page, name);
  const over = await page.evaluate(() => {
    const foot = document.querySelector('.kiosk-foot').getBoundingClientRect().top;
    const head = document.querySelector('.kiosk-head').getBoundingClientRect().bottom;
    const parts = [...document.querySelectorAll('.kiosk-middle > *')].map((one) => one.getBoundingClientRect()).filter((box) => box.height);
    const page = document.documentElement.scrollHeight - innerHeight;
    return Math.round(Math.max(page, ...parts.map((box) => Math.max(box.bottom - foot, head - box.top))));
  });
  assert.ok(over <= 0, `${name}: ${over} px too high for its screen`);
}

/// The newest one-time code sent to `phone`, from the demo's mailbox.
export async function readCode(url, phone) {
  const response = await fetch(`${url}/api/v1/demo/messages?phone=${encodeURIComponent(phone)}`);
  assert.equal(response.status, 200);
  const { items } = await response.json();
  const code = items.map((message) => /(?<!\d)\d{6}(?!\d)/.exec(message.text)).find(Boolean);
  assert.ok(code, `no code for ${phone}`);
  return code[0];
}

let made = Math.floor(Math.random() * 90000000);

/// A mobile number nobody else in this run has.
export function newPhone() {
  made += 1;
  return `139${String(made % 100000000).padStart(8, '0')}`;
}

/// A valid resident identity number nobody else in this run has.
export function newResidentNumber(birth = '19560412', female = true) {
  made += 1;
  const order = String(((made * 2) % 1000) + (female ? 0 : 1)).padStart(3, '0');
  const area = String(110101 + Math.floor(made / 500) % 8).padStart(6, '0');
  const first = area + birth + order;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first[i]), 0);
  return first + '10X98765432'[sum % 11];
}

const json = async (response) => {
  assert.ok(response.ok, `${response.url} answered ${response.status}`);
  return response.json();
};

/// A department, day and clinic with free places, the fullest first: { department, date, session, slots }.
export async function findClinic(url, { notDepartment = '', minimumSlots = 3 } = {}) {
  const { items } = await json(await fetch(`${url}/api/v1/departments`));
  for (const department of items) {
    if (department.id === notDepartment) continue;
    const days = await json(await fetch(`${url}/api/v1/departments/${department.id}/days`));
    // Not today: its slots run out while the test runs.
    for (const day of days.items.slice(1).filter((candidate) => candidate.state === 'open')) {
      const list = await json(await fetch(`${url}/api/v1/departments/${department.id}/sessions?date=${day.date}`));
      for (const session of list.items) {
        const slots = session.slots.filter((slot) => slot.state === 'free');
        if (session.state === 'open' && slots.length >= minimumSlots) return { department, date: day.date, session, slots };
      }
    }
  }
  throw new Error('no clinic with free places');
}
