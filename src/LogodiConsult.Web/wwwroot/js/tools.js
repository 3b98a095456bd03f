// Small tools above a text box: Markdown for running text, indenting for outlines. They write as if typed, so that "undo" takes them back,
// and keep still while an input method is composing.

import { markdownOf } from './paste.js';

export function addTools(form) {
  for (const box of form.querySelectorAll('textarea[data-tools]')) {
    const tools = document.getElementById(`tools-${box.dataset.tools}`).content.firstElementChild.cloneNode(true);
    tools.setAttribute('aria-controls', box.id);
    box.before(tools);
    tools.addEventListener('pointerdown', event => event.preventDefault());
    tools.addEventListener('click', event => {
      const tool = event.target.closest('[data-tool]');
      if (tool) use(tool, box);
    });
    box.addEventListener('keydown', event => {
      if (event.isComposing || event.keyCode === 229 || event.altKey) return;
      const key = (event.ctrlKey || event.metaKey) && !event.shiftKey ? tools.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`) : null;
      if (key) {
        event.preventDefault();
        use(key, box);
      } else if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && goOn(box)) {
        event.preventDefault();
      }
    });
    if (box.dataset.tools === 'text') {
      box.addEventListener('paste', event => {
        const html = event.clipboardData.getData('text/html');
        const markdown = html === '' ? null : markdownOf(html);
        if (markdown === null) return;
        event.preventDefault();
        put(box, box.selectionStart, box.selectionEnd, markdown);
      });
    }
  }
}

// Replaces what is selected as one step of undo.
function put(box, start, end, text, from = start + text.length, to = from) {
  box.focus();
  box.setSelectionRange(start, end);
  if (!document.execCommand('insertText', false, text)) {
    box.setRangeText(text, start, end, 'end');
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  box.setSelectionRange(from, to);
}

function use(tool, box) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const selected = value.slice(start, end);
  const { tool: name, mark } = tool.dataset;
  if (name === 'wrap') {
    const has = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
    if (has) put(box, start - mark.length, end + mark.length, selected, start - mark.length, end - mark.length);
    else put(box, start, end, mark + selected + mark, start + mark.length, end + mark.length);
  } else if (name === 'link') {
    const address = tool.dataset.address;
    const at = start + selected.length + 3;
    put(box, start, end, `[${selected}](${address})`, selected === '' ? start + 1 : at, selected === '' ? start + 1 : at + address.length);
  } else {
    lines(box, line => (name === 'outdent' ? line.replace(/^( {1,2}|\t)/, '') : line.startsWith(mark) && mark.trim() !== '' ? line.slice(mark.length) : mark + line));
  }
}

function lines(box, change) {
  const { selectionStart, selectionEnd, value } = box;
  const start = value.lastIndexOf('\n', selectionStart - 1) + 1;
  const after = value.indexOf('\n', Math.max(selectionEnd, start));
  const end = after < 0 ? value.length : after;
  const text = value.slice(start, end).split('\n').map(change).join('\n');
  const grown = text.length - (end - start);
  const single = selectionStart === selectionEnd;
  put(box, start, end, text, single ? Math.max(start, selectionStart + grown) : start, single ? Math.max(start, selectionEnd + grown) : start + text.length);
}

// A new line begins as the one above it; an empty list item ends the list.
function goOn(box) {
  const { selectionStart: at, selectionEnd, value } = box;
  if (at !== selectionEnd) return false;
  const start = value.lastIndexOf('\n', at - 1) + 1;
  const [mark] = /^[ \t]*([-*] )?/.exec(value.slice(start, at));
  if (mark === '') return false;
  if (value.slice(start, at) === mark && mark.trim() !== '') put(box, start, at, '');
  else put(box, at, at, `\n${mark}`);
  return true;
}
