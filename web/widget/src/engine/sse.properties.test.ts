import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEventParser, type ServerEvent } from './sse';

const encoder = new TextEncoder();

function parse(pieces: Uint8Array[]): ServerEvent[] {
  const parser = createEventParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

/** The bytes, cut at some shares of their length. */
function cut(bytes: Uint8Array, shares: number[]): Uint8Array[] {
  const places = [0, ...shares.map((share) => Math.floor(share * bytes.length)), bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.slice(places[index], end));
}

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
const end = fc.constantFrom('\n', '\r\n', '\r');
const line = fc.oneof(
  fc.constantFrom('', '', ':', ': keep-alive', 'data', 'data:', 'event: chunk', 'id: 7', 'retry: x', '\ufeff'),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
  fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, '')),
);
const stream = fc.array(fc.tuple(line, end), { maxLength: 15 }).map((lines) => lines.flat().join(''));

it('reads the same wherever the network cuts', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(stream, shares, (text, places) => {
      const bytes = encoder.encode(text);
      expect(parse(cut(bytes, places))).toEqual(parse([bytes]));
    }),
  );
});

it('reads the same of bytes that are no text', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), shares, (bytes, places) => {
      expect(parse(cut(bytes, places))).toEqual(parse([bytes]));
    }),
  );
});

it('reads what was written, whatever it is', { timeout: 60_000 }, () => {
  const events = fc.array(fc.record({ name: fc.constantFrom('chunk', 'done', 'error'), data: fc.json() }));
  fc.assert(
    fc.property(events, shares, (written, places) => {
      const text = written.map(({ name, data }) => `event: ${name}\ndata: ${data}\n\n: keep-alive\n\n`).join('');
      expect(parse(cut(encoder.encode(text), places))).toEqual(written);
    }),
  );
});
