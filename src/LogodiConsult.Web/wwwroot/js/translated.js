import { continued, saveFirst } from './next-comment.js';

// What is selected in a translation can be commented too: the words go into the form as a quote of the translation, and the server puts the
// comment at the segment of the original that they translate. Keys are heard on the translation itself only, never while an input method composes.

const offer = document.createElement('p');
offer.className = 'select-offer';
offer.hidden = true;
const button = document.createElement('button');
button.type = 'button';
button.id = 'comment-translated';
button.textContent = document.getElementById('comment-here')?.textContent ?? '';
offer.append(button);
document.body.append(offer);

let chosen = null;

const elementOf = node => node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;

function read(selection) {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const from = elementOf(range.startContainer);
  const section = from.closest('[data-translated]')?.closest('[data-section]');
  const part = from.closest('[data-part]');
  const quote = selection.toString().replace(/\s+/g, ' ').replace(/[⚙○]|↻\d+/g, '').trim();
  return section && part && quote ? { section, part: part.dataset.part, quote, range } : null;
}

function show() {
  chosen = read(document.getSelection());
  offer.hidden = chosen === null;
  if (chosen === null) return;
  const box = chosen.range.getBoundingClientRect();
  offer.style.setProperty('top', `${window.scrollY + box.bottom + 8}px`);
  offer.style.setProperty('left', `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - offer.offsetWidth - 8))}px`);
}

function write() {
  if (chosen === null) return;
  const { section, part, quote } = chosen;
  const form = section.querySelector('details.compose form');
  if (saveFirst(form, { section: section.dataset.section, part, quote, translated: true })) return;
  fill(form, part, quote);
}

function fill(form, part, quote) {
  form.closest('details').open = true;
  form.elements.quote.value = quote;
  form.elements.part.value = part;
  const at = form.querySelector('input[type=hidden][name=at]');
  if (at) at.value = '';
  let mark = form.querySelector('input[name=fromTranslation]');
  if (!mark) {
    mark = Object.assign(document.createElement('input'), { type: 'hidden', name: 'fromTranslation' });
    form.append(mark);
  }
  mark.value = 'true';
  offer.hidden = true;
  document.getSelection().removeAllRanges();
  form.elements.text.focus();
  form.elements.text.scrollIntoView({ block: 'center' });
}

// A quote typed or selected anew is one of the original until it is chosen in the translation again.
document.addEventListener('input', event => {
  if (event.target.name === 'quote') event.target.form.querySelector('input[name=fromTranslation]')?.remove();
});
document.getElementById('comment-here')?.addEventListener('click', () => {
  for (const mark of document.querySelectorAll('input[name=fromTranslation]')) mark.remove();
});

let waiting = 0;
document.addEventListener('selectionchange', () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 150);
});
button.addEventListener('pointerdown', event => event.preventDefault());
button.addEventListener('click', write);

const places = new WeakMap();
for (const prose of document.querySelectorAll('[data-translated]')) {
  prose.tabIndex = 0;
  prose.addEventListener('keydown', event => {
    if (event.target !== prose || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const segments = prose.querySelectorAll('.segment');
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && segments.length > 0) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const place = Math.min(Math.max((places.get(prose) ?? (step > 0 ? -1 : segments.length)) + step, 0), segments.length - 1);
      places.set(prose, place);
      document.getSelection().selectAllChildren(segments[place]);
      segments[place].scrollIntoView({ block: 'nearest' });
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

const next = continued();
if (next?.translated) {
  const form = document.querySelector(`[data-section="${CSS.escape(next.section)}"] details.compose form`);
  if (form) fill(form, next.part, next.quote);
}
