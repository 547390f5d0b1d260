/** Making elements. Texts are text nodes: nothing that anybody wrote is read as HTML. */

type Child = Node | string | null | false | undefined | readonly (Node | string)[];
type Attributes = Record<string, string | number | boolean | null | undefined>;

/** An element with a class, attributes (false and null are left out) and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  // Not `in`, which finds what old scripts of a page add to all objects.
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  for (const child of children) {
    if (!child) continue;
    // One by one: an answer may have more parts than a call takes arguments.
    for (const node of Array.isArray(child) ? child : [child]) element.append(node);
  }
  return element;
}

export function button(className: string, label: string, onClick: () => void, ...children: Child[]): HTMLButtonElement {
  const element = make('button', className, { type: 'button' }, ...children);
  name(element, label);
  element.addEventListener('click', onClick);
  return element;
}

/** A control that shows a sign only: its name for those who do not see it, and a tip for those who do. */
export function name(element: HTMLElement, label: string): void {
  if (!label || element.textContent) return;
  setAttribute(element, 'aria-label', label);
  setAttribute(element, 'title', label);
}

export function setAttribute(element: Element, name: string, value: Attributes[string]): void {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** Writes a text only when it is another one, so that selections stay and nothing is laid out anew. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element: HTMLElement, isShown: boolean): void {
  if (element.hidden === isShown) element.hidden = !isShown;
}

const SHAPES = {
  close: 'M6 6l12 12M18 6L6 18',
  compose: 'M12 20h9M16.5 3.5a2.1 2.1 0 013 3L7 19l-4 1 1-4z',
  send: 'M12 19V5M5.5 11.5L12 5l6.5 6.5',
  stop: 'M7.5 7.5h9v9h-9z',
  down: 'M12 5v14M5.5 12.5L12 19l6.5-6.5',
  chevron: 'M9 6l6 6-6 6',
  up: 'M7 21V11l4-8a2.6 2.6 0 012.6 2.9V9h5.1a2 2 0 012 2.3l-1.2 7.8a2 2 0 01-2 1.9zM3.5 11H7v10H3.5z',
  retry: 'M4 12a8 8 0 108-8 8.7 8.7 0 00-6 2.5L4 8.5M4 3.5v5h5',
  alert: 'M12 8v5M12 16.5v.01M12 3a9 9 0 100 18 9 9 0 000-18z',
  link: 'M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 01-1 1H5a1 1 0 01-1-1V7a1 1 0 011-1h5',
  chat: 'M5 4h14a2 2 0 012 2v9a2 2 0 01-2 2h-7l-5 4v-4H5a2 2 0 01-2-2V6a2 2 0 012-2z',
} as const;

export function icon(shape: keyof typeof SHAPES): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon ${shape}-icon`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', SHAPES[shape]);
  svg.append(path);
  return svg;
}
