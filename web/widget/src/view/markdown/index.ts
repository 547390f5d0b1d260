/** Shows a text of Markdown that may still grow: what is finished stays as it is, only the end is made anew. */

import { type Block, split } from './blocks';
import { renderBlock } from './render';

interface Shown {
  start: number;
  source: string;
  wasOpen: boolean;
  node: HTMLElement;
}

export type Markdown = ReturnType<typeof createMarkdown>;

/** `cite` makes the button for a citation; null where there is no such source. */
export function createMarkdown(target: HTMLElement, cite?: (number: number) => Node | null) {
  let whole = '';
  let lines: string[] = [];
  const shown: Shown[] = [];

  /** Takes up what was added; a text that is another one is read from its start. */
  function read(text: string): void {
    const isMore = text.startsWith(whole);
    if (!isMore) {
      lines = [];
      remove(0);
    }
    const [first = '', ...more] = text
      .slice(isMore ? whole.length : 0)
      .replaceAll('\r', '')
      .split('\n');
    lines.push((lines.pop() ?? '') + first);
    for (const line of more) lines.push(line);
    whole = text;
  }

  /**
   * The block of the last line that was whole before this update may still change: a list goes on after an empty line, and a
   * line that has grown since may turn out to be a row of the table above.
   */
  function firstOpen(lastWhole: number): number {
    return Math.max(
      0,
      shown.findLastIndex((block) => block.start <= lastWhole),
    );
  }

  function place(index: number, block: Block, isOpen: boolean): void {
    const source = `${block.kind}\n${block.lines.join('\n')}`;
    const old = shown[index];
    if (old?.source === source && old.wasOpen === isOpen) return;
    const node = renderBlock(block, { isOpen, cite });
    if (old) old.node.replaceWith(node);
    else target.append(node);
    shown[index] = { start: block.start, source, wasOpen: isOpen, node };
  }

  function remove(from: number): void {
    for (const { node } of shown.splice(from)) node.remove();
  }

  return {
    /** What citations show has changed: blocks with one are made anew by the next update. */
    renewCitations(): void {
      for (const block of shown) if (/\[\d/.test(block.source)) block.source = '';
    },
    /** `isOpen`: more of the text may follow. */
    update(text: string, isOpen: boolean): void {
      const lastWhole = lines.length - 2;
      read(text);
      const kept = isOpen ? firstOpen(lastWhole) : 0;
      const start = shown[kept]?.start ?? 0;
      const blocks = split(lines.slice(start), isOpen);
      blocks.forEach((block, index) => {
        place(kept + index, { ...block, start: block.start + start }, isOpen && index === blocks.length - 1);
      });
      remove(kept + blocks.length);
    },
  };
}
