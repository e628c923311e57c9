/**
 * Makes an element. Text is always set as text, so nothing that a requester or worker wrote becomes markup.
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] `class`, `text`, `onclick` and the like, else attributes
 * @param {...(Node | string | undefined)} children
 * @returns {HTMLElement}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(name.replace(/^on/, ''), value);
    else if (name === 'text') made.textContent = String(value);
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Paths of the icons on a 20 by 20 grid. */
const icons = {
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
  clock: 'M10 5.5V10l3 2M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0z',
  cloud: 'M6 15h8.5a3 3 0 0 0 .4-6A5 5 0 0 0 5.3 8 3.5 3.5 0 0 0 6 15zM3 3l14 14',
  skip: 'M5 5l6 5-6 5zM15 5v10',
  pause: 'M7 5v10M13 5v10',
  warning: 'M10 3.5l7.5 13h-15zM10 8.5v3.5M10 14.4v.1',
  inbox: 'M3 11l2.5-6h9L17 11v4.5H3zM3 11h4l1.2 2h3.6L13 11h4',
};

/**
 * @param {keyof typeof icons} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const path = svg('path', { d: icons[name] });
  return svg('svg', { class: 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true' }, path);
}

/** Makes an SVG element. */
export function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}
