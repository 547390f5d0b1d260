/**
 * Reads server-sent events however the network cuts them: within a line, a CRLF or a character.
 * <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>
 */

export interface ServerEvent {
  name: string;
  data: string;
}

export interface EventParser {
  /** The events that these bytes complete. What the end of a stream leaves incomplete is no event. */
  push(bytes: Uint8Array): ServerEvent[];
}

export function createEventParser(): EventParser {
  const decoder = new TextDecoder();
  let rest = '';
  let name = '';
  let data: string[] = [];

  const readLine = (line: string): ServerEvent | null => {
    if (line === '') {
      const event = data.length ? { name: name || 'message', data: data.join('\n') } : null;
      name = '';
      data = [];
      return event;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') name = value;
    else if (field === 'data') data.push(value);
    return null;
  };

  return {
    push(bytes) {
      rest += decoder.decode(bytes, { stream: true });
      // A CR at the end may be the first half of a CRLF.
      const isCut = rest.endsWith('\r');
      const lines = (isCut ? rest.slice(0, -1) : rest).split(/\r\n|\r|\n/);
      rest = (lines.pop() ?? '') + (isCut ? '\r' : '');
      return lines.map(readLine).filter((event) => event !== null);
    },
  };
}
