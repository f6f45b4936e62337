// Rules for everything under static/: scripts and sheets that old phones understand, no inline
// scripts or styles (the Content-Security-Policy forbids them), and texts complete in both languages.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'acorn';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../static');

function files(folder, end) {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return files(file, end);
    return name.endsWith(end) ? [file] : [];
  });
}

const short = (file) => path.relative(root, file);
const read = (file) => readFileSync(file, 'utf8');
const ours = files(root, '.js').filter((file) => !file.includes('/vendor/'));

function walk(node, visit) {
  if (!node || typeof node.type !== 'string') return;
  visit(node);
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (Array.isArray(value)) value.forEach((child) => walk(child, visit));
    else if (value && typeof value === 'object') walk(value, visit);
  }
}

const isScript = (file) => short(file) === 'shared/early.js';
const tree = (file, version = 2020) =>
  parse(read(file), { ecmaVersion: version, sourceType: isScript(file) ? 'script' : 'module', locations: true });

// Newer than Chrome 86 or Safari 14, though their syntax is old.
const kNewMethods = ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'replaceChildren', 'groupBy', 'hasOwn', 'randomUUID', 'scrollend'];
// Staff have a browser of Chrome's family, which has <dialog>; patients' phones may not.
const kNotForPatients = ['showModal'];
const forStaff = (file) => /^(staff|desk|clinic|window|voice|triage|display|partner|admin)\//.test(short(file));
const kNewGlobals = ['structuredClone', 'WeakRef', 'AggregateError', 'requestIdleCallback', 'ResizeObserverSize', 'CompressionStream'];

for (const file of files(root, '.js')) {
  test(`${short(file)} can be read by the oldest browsers we serve`, () => {
    const wrong = [];
    const refused = forStaff(file) ? kNewMethods : [...kNewMethods, ...kNotForPatients];
    walk(tree(file), (node) => {
      const where = node.loc ? `line ${node.loc.start.line}` : '';
      if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && refused.includes(node.callee.property.name)) {
        wrong.push(`.${node.callee.property.name}() ${where}`);
      }
      if (node.type === 'Identifier' && kNewGlobals.includes(node.name)) wrong.push(`${node.name} ${where}`);
      if (node.type === 'Literal' && node.regex && /\(\?<[=!]/.test(node.regex.pattern)) wrong.push(`look-behind ${where}`);
      if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && ['eval', 'Function'].includes(node.callee.name)) wrong.push(`${node.callee.name} ${where}`);
    });
    assert.deepEqual(wrong, []);
  });
}

const kNewCss = [/:has\(/, /:is\(/, /:where\(/, /@container/, /@layer/, /aspect-ratio/, /(^|[\s;{])inset(-\w+)*\s*:/, /color-mix\(/, /\b\d+[dsl]v[hw]\b/, /accent-color/, /@import/, /https?:/];

for (const file of files(root, '.css')) {
  test(`${short(file)} keeps to what old browsers know`, () => {
    const text = read(file).replace(/\/\*[\s\S]*?\*\//g, '');
    assert.deepEqual(kNewCss.filter((pattern) => pattern.test(text)).map(String), []);
    // Safari 14.0 has gaps in grids only.
    for (const [, body] of text.matchAll(/\{([^{}]*)\}/g)) {
      assert.ok(!(/display:\s*(inline-)?flex/.test(body) && /(^|[\s;])(row-|column-)?gap:/.test(body)), `gap in a flex box: ${body.trim()}`);
    }
  });
}

for (const file of files(root, '.html')) {
  test(`${short(file)} has no inline script, style or listener`, () => {
    const text = read(file);
    for (const [, attributes, body] of text.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
      assert.match(attributes, /\ssrc="(?!https?:)[^"]+"/);
      assert.equal(body.trim(), '');
    }
    assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|importmap/);
    assert.match(text, /<html lang="zh-CN">/);
    assert.match(text, /name="viewport" content="width=device-width, initial-scale=1"/);
  });
}

test('no raw HTML is ever put into a page', () => {
  for (const file of ours) assert.doesNotMatch(read(file), /innerHTML|outerHTML|insertAdjacentHTML|document\.write/, short(file));
});

/// Everything a module brings with it: paths below static/, in the order of first use.
function graph(entry, seen = []) {
  if (seen.includes(entry)) return seen;
  seen.push(entry);
  walk(tree(path.join(root, entry)), (node) => {
    if (node.source && node.source.value) graph(path.posix.join(path.posix.dirname(entry), node.source.value), seen);
  });
  return seen;
}

test('the first page asks for all of its modules at once', () => {
  const page = read(path.join(root, 'patient/index.html'));
  const listed = [...page.matchAll(/rel="modulepreload" href="\/([^"]+)"/g)].map((match) => match[1]);
  assert.deepEqual(listed.sort(), graph('patient/main.js').slice(1).sort());
});

test('"/" is the patients\' page', () => {
  assert.equal(read(path.join(root, 'index.html')), read(path.join(root, 'patient/index.html')));
});

// ---- Texts -------------------------------------------------------------------------------------

/// The strings of a message: one, or those of its plural forms.
const forms = (message) => (typeof message === 'string' ? [message] : Object.values(message));
/// Its placeholders; of plural forms, one may leave the number out.
const placeholders = (message) =>
  [...new Set(forms(message).flatMap((text) => text.match(/\{\w+\}/g) || []))].sort().join(' ');

const load = async (file) => (await import(pathToFileURL(file))).default;
const catalogues = await Promise.all(
  files(root, 'zh.js').map(async (file) => ({
    folder: path.dirname(path.dirname(file)),
    zh: await load(file),
    en: await load(file.replace(/zh\.js$/, 'en.js')),
  })),
);

for (const { folder, zh, en } of catalogues) {
  test(`${short(folder)}: the texts are complete in both languages`, () => {
    assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
    for (const key of Object.keys(zh)) {
      assert.equal(placeholders(en[key]), placeholders(zh[key]), `placeholders of ${key}`);
      for (const text of forms(en[key])) assert.doesNotMatch(text, /[\u3001\u3002\uff01-\uff1f]/, `Chinese punctuation in the English ${key}`);
      for (const text of forms(zh[key])) assert.doesNotMatch(text, /[\u4e00-\u9fff][,;:?!]/, `English punctuation in the Chinese ${key}`);
    }
  });
}

/// Keys asked for in the scripts: whole ones, and beginnings of those made from values.
function asked() {
  const whole = new Map();
  const begun = new Map();
  for (const file of ours.filter((candidate) => !candidate.includes('/messages/'))) {
    walk(tree(file), (node) => {
      if (node.type === 'Literal' && typeof node.value === 'string' && /^[a-z]+(\.[a-zA-Z0-9-]+)+$/.test(node.value)) whole.set(node.value, short(file));
      if (node.type === 'TemplateLiteral' && node.quasis.length > 1 && /^[a-z]+\.[a-zA-Z0-9.-]*$/.test(node.quasis[0].value.raw)) begun.set(node.quasis[0].value.raw, short(file));
      if (node.type === 'CallExpression' && node.callee.name === 't' && node.arguments[0] && node.arguments[0].type === 'Literal') whole.set(node.arguments[0].value, short(file));
    });
  }
  return { whole, begun };
}

test('every text is used, and every text used exists', () => {
  const keys = new Set(catalogues.flatMap(({ zh }) => Object.keys(zh)));
  const names = new Set([...keys].map((key) => key.split('.')[0]));
  const { whole, begun } = asked();
  const missing = [...whole].filter(([key]) => names.has(key.split('.')[0]) && !keys.has(key) && !/\.(js|css|html|svg)$/.test(key));
  assert.deepEqual(missing, []);
  const hollow = [...begun].filter(([start]) => names.has(start.split('.')[0]) && ![...keys].some((key) => key.startsWith(start)));
  assert.deepEqual(hollow, []);
  const unused = [...keys].filter((key) => !whole.has(key) && ![...begun.keys()].some((start) => key.startsWith(start)));
  assert.deepEqual(unused, []);
});
