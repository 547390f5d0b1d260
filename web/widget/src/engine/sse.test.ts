import { describe, expect, it } from 'vitest';
import { createEventParser } from './sse';

const encoder = new TextEncoder();

function parse(...pieces: Uint8Array[]) {
  const parser = createEventParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

describe('server-sent events', () => {
  const text = ': keep-alive\n\nevent: chunk\r\ndata: {"text":"Zürich 🚀"}\r\n\r\nevent: done\rdata:x\rdata: y\r\r\n';
  const expected = [
    { name: 'chunk', data: '{"text":"Zürich 🚀"}' },
    { name: 'done', data: 'x\ny' },
  ];

  it('reads all line ends, comments and several lines of data', () => {
    expect(parse(encoder.encode(text))).toEqual(expected);
  });

  it('reads the same however it is cut in two', () => {
    const bytes = encoder.encode(text);
    for (let at = 0; at <= bytes.length; at++) {
      expect(parse(bytes.slice(0, at), bytes.slice(at)), `cut at ${at}`).toEqual(expected);
    }
  });

  it('reads the same byte by byte', () => {
    expect(parse(...Array.from(encoder.encode(text), (byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  it('passes over an event without data, other fields and a byte order mark', () => {
    expect(parse(encoder.encode('\ufeffevent: empty\n\nid: 7\nretry: 1\ndata\n\n'))).toEqual([
      { name: 'message', data: '' },
    ]);
  });

  it('makes no event of what the end leaves incomplete', () => {
    expect(parse(encoder.encode('event: chunk\ndata: {"te'))).toEqual([]);
    expect(parse(encoder.encode('event: chunk\ndata: {}\n'))).toEqual([]);
  });
});
