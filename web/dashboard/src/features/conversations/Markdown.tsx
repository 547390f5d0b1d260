import { Fragment, type ReactNode, useMemo } from 'react';
import { Link } from '@/components/Link';
import { type Block, type Inline, parseBlocks } from './markdown';

/** An answer's Markdown as elements; nothing of it is ever taken for HTML. */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => parseBlocks(text), [text]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5 wrap-anywhere">
      {listed(blocks, (block) => blockOf(block))}
    </div>
  );
}

function blockOf(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <p className="font-semibold">{inlineOf(block.text)}</p>;
    case 'quote':
      return (
        <blockquote className="border-l-2 border-edge pl-3 whitespace-pre-line text-soft">
          {inlineOf(block.text)}
        </blockquote>
      );
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by the keyboard, too
        <pre tabIndex={0} dir="ltr" className="overflow-x-auto rounded-md bg-muted p-3 font-mono text-[0.8125rem]">
          <code>{block.text}</code>
        </pre>
      );
    case 'list': {
      const items = listed(block.items, (item) => <li className="whitespace-pre-line">{inlineOf(item)}</li>);
      if (!block.ordered) return <ul className="grid list-disc gap-1 pl-5">{items}</ul>;
      return (
        <ol start={block.start} className="grid list-decimal gap-1 pl-5">
          {items}
        </ol>
      );
    }
    default:
      return <p className="whitespace-pre-line">{inlineOf(block.text)}</p>;
  }
}

const inlineOf = (pieces: Inline[]): ReactNode => listed(pieces, pieceOf);

function pieceOf(piece: Inline): ReactNode {
  switch (piece.kind) {
    case 'code':
      return <code className="rounded-sm bg-muted px-1 py-0.5 font-mono text-[0.8125rem]">{piece.text}</code>;
    case 'bold':
      return <strong className="font-semibold">{inlineOf(piece.children)}</strong>;
    case 'italic':
      return <em>{inlineOf(piece.children)}</em>;
    case 'link':
      return <Link to={piece.address}>{inlineOf(piece.children)}</Link>;
    default:
      return piece.text;
  }
}

function listed<Item>(items: Item[], render: (item: Item) => ReactNode): ReactNode {
  return items.map((item, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that is read never changes its order
    <Fragment key={at}>{render(item)}</Fragment>
  ));
}
