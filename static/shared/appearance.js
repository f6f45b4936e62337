// The large-type, high-contrast mode (长者模式): class "care" on <html>, remembered on the device.
// base.css does the rest: main text 24 px (18 pt) and more, targets 60 px and more, contrast above 7:1.
//
//   const care = useCare();  setCare(!care);

import { makeStore, remember, useStore } from './store.js';

const root = document.documentElement;
const care = makeStore(root.classList.contains('care'));

export function setCare(on) {
  remember('localStorage', 'yuyue.care', on ? 'yes' : null);
  root.classList.toggle('care', on);
  care.set(on);
}

export const useCare = () => useStore(care);
