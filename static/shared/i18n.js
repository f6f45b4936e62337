// Language and texts. Every text a person sees stands in a message file, one per language, with
// equal keys (tests/browser/messages.test.mjs): messages/zh.js and en.js here for what is shared,
// <page>/messages/zh.js and en.js for each page, whose keys begin with the page's name.
//
//   import { addMessages, t, pick, useLanguage } from '../shared/i18n.js';
//   addMessages({ zh, en });               // once, in the page's main.js
//   t('common.cancel')                     // a text
//   t('patient.free', { n: 3 })            // with {n} replaced
//   pick(department, 'name')               // name or nameEn, whichever suits the reader
//   useLanguage()                          // in the topmost component: draws again on a switch
//
// A message may also be an object { one, other }, chosen by params.n (English plurals).
// Keys made from values are written t(`common.part.${part}`): the test then takes the beginning.

import { makeStore, remember, remembered, useStore } from './store.js';
import zh from './messages/zh.js';
import en from './messages/en.js';

const kKey = 'yuyue.language';
const kTags = { zh: 'zh-CN', en: 'en' };
const catalogues = { zh: { ...zh }, en: { ...en } };
const current = makeStore(remembered('localStorage', kKey) === 'en' ? 'en' : 'zh');
document.documentElement.lang = kTags[current.get()];

export function addMessages(messages) {
  Object.assign(catalogues.zh, messages.zh);
  Object.assign(catalogues.en, messages.en);
}

/// 'zh' or 'en'.
export function language() {
  return current.get();
}

/// 'zh-CN' or 'en', for lang attributes and Accept-Language.
export function languageTag() {
  return kTags[current.get()];
}

export function setLanguage(next) {
  remember('localStorage', kKey, next);
  document.documentElement.lang = kTags[next];
  current.set(next);
}

export function useLanguage() {
  return useStore(current);
}

export function watchLanguage(watcher) {
  return current.watch(watcher);
}

export function has(key) {
  return key in catalogues[current.get()];
}

/// The text of `key`. An unknown key gives the key itself, which a test would notice.
export function t(key, params) {
  let text = catalogues[current.get()][key];
  if (text === undefined) return key;
  if (typeof text === 'object') text = params && params.n === 1 ? text.one : text.other;
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    params[name] === undefined || params[name] === null ? whole : String(params[name]),
  );
}

/// thing[field] in Chinese, thing[field + 'En'] in English where there is one.
export function pick(thing, field) {
  if (!thing) return '';
  const english = thing[`${field}En`];
  return (current.get() === 'en' && english) || thing[field] || english || '';
}

/// Fen as yuan: 1250 → "¥12.50", 1000 → "¥10".
export function money(fen) {
  if (fen === 0) return t('common.free-of-charge');
  const yuan = fen / 100;
  return `¥${Number.isInteger(yuan) ? yuan : yuan.toFixed(2)}`;
}
