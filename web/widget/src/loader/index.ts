/** What the script tag runs. */

import { findScript, readEmbed } from './embed';
import { quietly } from './handlers';
import { ATTACH, createWidget } from './widget';

const script = findScript();

quietly(() => {
  // Another tag does nothing, but that the widget comes back where a router took it away.
  if (window.ConferenceChat?.on) dispatchEvent(new Event(ATTACH));
  else begin();
});

/** A page may still say how the widget is configured while it is read. */
function begin(): void {
  const embed = readEmbed(script);
  if (embed) {
    window.ConferenceChat = createWidget(embed);
  } else if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => quietly(begin), { once: true });
  } else {
    console.error('Conference Chat: data-api-key is missing on the script tag.');
  }
}
