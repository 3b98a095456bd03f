// The problem tree as it is typed, drawn as the server draws it: effects above, the core problem, causes below.

import { readOutline } from './content.js';

const make = (name, content, className = '') => Object.assign(document.createElement(name), { textContent: content, className });

export function drawTree(form) {
  const drawing = form.querySelector('[data-tree]');
  if (!drawing) return;
  const core = form.elements.core.value.trim();
  const sides = { effects: readOutline(form.elements.effects.value), causes: readOutline(form.elements.causes.value) };
  drawing.hidden = core === '' && sides.effects.length === 0 && sides.causes.length === 0;
  drawing.querySelector('.tree-core p:not(.tree-title)').textContent = core;
  for (const [side, lines] of Object.entries(sides)) {
    const place = drawing.querySelector(`.tree-${side}`);
    place.querySelector('ul')?.remove();
    if (lines.length > 0) place.append(listOf(lines));
  }
}

// A line may be indented by more than one step; lists cannot.
function listOf(lines) {
  const open = [document.createElement('ul')];
  for (const { level, text } of lines) {
    const depth = Math.min(level, open.length);
    if (depth === open.length) {
      const parent = open.at(-1).lastElementChild;
      if (parent) open.push(parent.appendChild(document.createElement('ul')));
    } else {
      open.length = depth + 1;
    }
    const line = document.createElement('li');
    line.append(make('span', text, 'tree-node'));
    open.at(-1).append(line);
  }
  return open[0];
}
