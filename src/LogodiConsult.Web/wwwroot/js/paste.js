// What is copied out of a document keeps its headings, lists, emphasis, links and tables when it is pasted into running text: as Markdown, which the box holds.

const blocks = new Set(['P', 'DIV', 'SECTION', 'ARTICLE', 'BLOCKQUOTE', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'UL', 'OL', 'LI', 'TABLE', 'TR', 'PRE', 'HR', 'DL', 'DT', 'DD']);
const left = new Set(['STYLE', 'SCRIPT', 'TITLE', 'META', 'LINK', 'XML', 'IMG', 'SVG']);
const styleOf = node => (node.getAttribute('style') ?? '').toLowerCase();

// Signs that would be read as marks are written so that they are read as signs.
const escaped = text => text.replace(/[\\`*[\]]/g, '\\$&').replace(/(^|\s)(_+)|(?<!_)(_+)(?=\s|$)/g, (all, before, first, last) => `${before ?? ''}${(first ?? last).replace(/_/g, '\\_')}`);
const begun = text => text.replace(/^([-+>]|#{1,6}(?=\s)|~{3,})/, '\\$1').replace(/^(\d+)([.)])(?=\s)/, '$1\\$2');

function marked(mark, text) {
  const [, before, words, behind] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  return words === '' ? text : before + mark + words + mark + behind;
}

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data.replace(/\s+/g, ' '));
  if (node.nodeType !== Node.ELEMENT_NODE || left.has(node.tagName.toUpperCase())) return '';
  const style = styleOf(node);
  // The bullet or number that a word processor draws itself.
  if (/mso-list:\s*ignore/.test(style)) return '';
  if (node.tagName === 'BR') return '\n';
  let text = Array.from(node.childNodes, inline).join('');
  const weight = /font-weight:\s*(\w+)/.exec(style)?.[1];
  const bold = weight ? weight === 'bold' || Number(weight) >= 600 : node.tagName === 'B' || node.tagName === 'STRONG';
  const slope = /font-style:\s*(\w+)/.exec(style)?.[1];
  const italic = slope ? slope === 'italic' : node.tagName === 'I' || node.tagName === 'EM';
  if (italic) text = marked('*', text);
  if (bold) text = marked('**', text);
  const address = node.tagName === 'A' ? node.getAttribute('href') ?? '' : '';
  return /^(https?:|mailto:)/i.test(address) && text.trim() !== '' ? marked('', `[${text.trim()}](${address.replace(/[()\s]/g, sign => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)})`) : text;
}

const line = node => inline(node).split('\n').map(l => l.trim()).join('\n').trim();

function list(node, depth) {
  const lines = [];
  let number = Number(node.getAttribute('start') ?? 1);
  for (const item of node.children) {
    if (item.tagName === 'UL' || item.tagName === 'OL') {
      lines.push(...list(item, depth + 1));
      continue;
    }
    if (item.tagName !== 'LI') continue;
    const own = item.cloneNode(true);
    own.querySelectorAll('ul, ol').forEach(inner => inner.remove());
    const mark = node.tagName === 'OL' ? `${number++}. ` : '- ';
    lines.push('   '.repeat(depth) + mark + line(own).replace(/\n/g, ' '));
    for (const inner of item.children) if (inner.tagName === 'UL' || inner.tagName === 'OL') lines.push(...list(inner, depth + 1));
  }
  return lines;
}

function table(node) {
  const rows = Array.from(node.querySelectorAll('tr'), row => Array.from(row.cells, cell => line(cell).replace(/\s+/g, ' ').replace(/\|/g, '\\|')));
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(r => r.length));
  const drawn = rows.map(r => `| ${Array.from({ length: width }, (_, i) => r[i] ?? '').join(' | ')} |`);
  return [drawn[0], `|${' --- |'.repeat(width)}`, ...drawn.slice(1)].join('\n');
}

function paragraph(node) {
  const level = /mso-list:[^;]*level(\d)/.exec(styleOf(node))?.[1];
  const text = line(node);
  if (text === '') return null;
  if (!level) return { text: text.split('\n').map(begun).join('\n') };
  const sign = Array.from(node.querySelectorAll('[style]')).find(s => /mso-list:\s*ignore/.test(styleOf(s)))?.textContent ?? '';
  return { text: '   '.repeat(Number(level) - 1) + (/[\p{L}\d]+[.)]/u.test(sign) ? '1. ' : '- ') + text.replace(/\n/g, ' '), item: true };
}

function walk(node, out) {
  let loose = [];
  const flush = () => {
    const holder = document.createElement('p');
    holder.append(...loose);
    loose = [];
    const made = paragraph(holder);
    if (made) out.push(made);
  };
  for (const child of Array.from(node.childNodes)) {
    const name = child.nodeType === Node.ELEMENT_NODE ? child.tagName.toUpperCase() : '';
    if (left.has(name) || child.nodeType === Node.COMMENT_NODE) continue;
    const holds = name !== '' && child.querySelector(Array.from(blocks).join(',')) !== null;
    if (!blocks.has(name) && !holds) {
      loose.push(child.cloneNode(true));
      continue;
    }
    flush();
    if (/^H[1-6]$/.test(name)) out.push({ text: `## ${line(child).replace(/\n/g, ' ').replace(/^\*\*(.*)\*\*$/, '$1')}` });
    else if (name === 'UL' || name === 'OL') out.push({ text: list(child, 0).join('\n') });
    else if (name === 'TABLE') out.push({ text: table(child) });
    else if (holds) walk(child, out);
    else out.push(...[paragraph(child)].filter(Boolean));
  }
  flush();
}

/** Markdown of what was copied, or null where nothing of it is more than plain text. */
export function markdownOf(html) {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  const out = [];
  walk(body, out);
  const text = out.reduce((all, block, i) => all + (i === 0 ? '' : block.item && out[i - 1].item ? '\n' : '\n\n') + block.text, '');
  return /(^|\n)\s*(- |\d+\. |## |\| )|\*\S|\]\(/.test(text) ? text : null;
}
