// The rendering library, named in one place: Preact with hooks and HTM (vendor/preact-htm/README.md).
//
//   import { html, render, useState } from '../shared/preact.js';
//   render(html`<${App} />`, document.getElementById('app'));
//
// `html` is a template tag: components are written <${Button} kind="primary">…<//>, listeners
// onClick=${fn}. Nothing is ever put into the page as raw HTML, and the Content-Security-Policy
// forbids inline scripts and styles.

export {
  html,
  render,
  Component,
  useState,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useCallback,
  useErrorBoundary,
} from './vendor/preact-htm/3.1.1/standalone.module.js';
