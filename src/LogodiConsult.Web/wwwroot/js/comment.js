import { continued, saveFirst } from './next-comment.js';

// Select a passage of the plan by mouse, touch or keyboard, and its comment form opens filled in. What is typed into
// fields is never listened to, so an input method that is composing (Hangul) is not disturbed.

const offer = document.querySelector('.select-offer');
const button = document.getElementById('comment-here');
const help = document.getElementById('selecting');
const language = document.documentElement.lang;
let chosen = null;

const lengthOf = text => Array.from(text).length;

// The text nodes of a part that carry offsets into its canonical text.
function nodesOf(part) {
  const nodes = [];
  for (const span of part.querySelectorAll('[data-o]')) {
    for (const node of span.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) nodes.push({ node, offset: Number(span.dataset.o) });
    }
  }
  return nodes;
}

const elementOf = node => node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;

// What is selected, as code points of the canonical text of one part; null where the selection is elsewhere.
function read(selection) {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const prose = elementOf(range.startContainer).closest('[data-select]');
  const section = prose?.closest('[data-section]');
  if (!section) return null;
  let part = null, start = 0, end = 0, quote = '';
  for (const candidate of prose.querySelectorAll('[data-part]')) {
    if (!range.intersectsNode(candidate) || candidate.querySelector('[data-part]')) continue;
    for (const { node, offset } of nodesOf(candidate)) {
      if (!range.intersectsNode(node)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.data.length;
      if (from >= to) continue;
      const at = offset + lengthOf(node.data.slice(0, from));
      if (part === null) {
        part = candidate;
        start = at;
      } else if (part === candidate && at > end) {
        quote += ' ';
      }
      if (part !== candidate) break;
      quote += node.data.slice(from, to);
      end = at + lengthOf(node.data.slice(from, to));
    }
  }
  const trimmed = quote.trimStart();
  if (part === null || trimmed.trimEnd() === '') return null;
  start += lengthOf(quote) - lengthOf(trimmed);
  return { section, part: part.dataset.part, start, quote: trimmed.trimEnd(), range };
}

function show() {
  chosen = read(document.getSelection());
  offer.hidden = chosen === null;
  if (chosen === null) return;
  const boxes = chosen.range.getClientRects();
  const last = boxes.length > 0 ? boxes[boxes.length - 1] : chosen.range.getBoundingClientRect();
  const top = window.scrollY + last.bottom + 8;
  const left = Math.min(Math.max(8, last.right - offer.offsetWidth), document.documentElement.clientWidth - offer.offsetWidth - 8);
  offer.style.setProperty('top', `${top}px`);
  offer.style.setProperty('left', `${Math.max(8, left)}px`);
}

function write() {
  if (chosen === null) return;
  const { section, part, start, quote } = chosen;
  const form = section.querySelector('details.compose form');
  if (saveFirst(form, { section: section.dataset.section, part, start, quote })) return;
  fill(form, part, start, quote);
}

function fill(form, part, start, quote) {
  form.closest('details').open = true;
  form.elements.quote.value = quote;
  form.elements.part.value = part;
  for (const radios of form.querySelectorAll('.candidates')) radios.remove();
  let at = form.querySelector('input[type=hidden][name=at]');
  if (!at) {
    at = Object.assign(document.createElement('input'), { type: 'hidden', name: 'at' });
    form.append(at);
  }
  at.value = `${part}:${start}`;
  offer.hidden = true;
  document.getSelection().removeAllRanges();
  form.elements.text.focus();
  form.elements.text.scrollIntoView({ block: 'center' });
}

// The place belongs to the quote as it was selected: a quote typed anew is looked for anew.
document.addEventListener('input', event => {
  if (event.target.name !== 'quote') return;
  const at = event.target.form.querySelector('input[type=hidden][name=at]');
  if (at) at.value = '';
});

let waiting = 0;
document.addEventListener('selectionchange', () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 150);
});
// Pressing the button must not take the selection away first.
button.addEventListener('pointerdown', event => event.preventDefault());
button.addEventListener('click', write);

// Keyboard: in a section, up and down go from sentence to sentence, Shift with left and right changes the end by a word, Enter comments.
function sentencesOf(prose) {
  const found = [];
  const segmenter = new Intl.Segmenter(prose.lang || language, { granularity: 'sentence' });
  for (const part of prose.querySelectorAll('[data-part]')) {
    if (part.querySelector('[data-part]')) continue;
    for (const { node } of nodesOf(part)) {
      for (const { segment, index } of segmenter.segment(node.data)) {
        if (segment.trim() !== '') found.push({ node, start: index, end: index + segment.trimEnd().length });
      }
    }
  }
  return found;
}

const places = new WeakMap();

function go(prose, step) {
  const sentences = sentencesOf(prose);
  if (sentences.length === 0) return;
  const place = Math.min(Math.max((places.get(prose) ?? (step > 0 ? -1 : sentences.length)) + step, 0), sentences.length - 1);
  places.set(prose, place);
  const { node, start, end } = sentences[place];
  document.getSelection().setBaseAndExtent(node, start, node, end);
  node.parentElement.scrollIntoView({ block: 'nearest' });
}

for (const prose of document.querySelectorAll('[data-select]')) {
  prose.tabIndex = 0;
  prose.setAttribute('aria-describedby', 'selecting');
  prose.addEventListener('keydown', event => {
    if (event.target !== prose || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      go(prose, event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.shiftKey && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      document.getSelection().modify('extend', event.key === 'ArrowRight' ? 'forward' : 'backward', 'word');
    } else if (event.key === 'Enter') {
      chosen = read(document.getSelection());
      if (chosen === null) return;
      write();
    } else {
      return;
    }
    event.preventDefault();
  });
}
if (help) help.hidden = false;

const next = continued();
if (next && !next.translated) {
  const form = document.querySelector(`[data-section="${CSS.escape(next.section)}"] details.compose form`);
  if (form) fill(form, next.part, next.start, next.quote);
}
