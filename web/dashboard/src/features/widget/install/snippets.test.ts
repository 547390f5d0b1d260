import { expect, it } from 'vitest';
import { embedOf, html, next, react, tagManager, wordpress } from './snippets';

const plain = embedOf('https://chat.example', 'pk_live_1', { primaryColor: '#3B82F6', position: 'bottom-right' });
const own = embedOf('https://chat.example', 'pk_live_1', { primaryColor: '#0f766e', position: 'bottom-left' });

it('is one tag', () => {
  expect(html(plain)).toBe(
    '<script src="https://chat.example/widget/v1/widget.js" data-api-key="pk_live_1" async></script>',
  );
});

it('hints at colour and position where they are not the widget’s own', () => {
  expect(html(own)).toContain('data-initial-color="#0f766e" data-initial-position="bottom-left" async');
  expect(react(own)).toContain("script.dataset.initialPosition = 'bottom-left';");
  expect(next(own)).toContain('data-initial-color="#0f766e"');
});

it.each([html, react, next, wordpress, tagManager])('$name has server and key', (snippet) => {
  expect(snippet(plain)).toContain('https://chat.example/widget/v1/widget.js');
  expect(snippet(plain)).toContain('pk_live_1');
  expect(snippet(plain)).not.toContain('initial');
});

it('sets no attribute in Tag Manager', () => {
  expect(tagManager(own)).not.toMatch(/data-|dataset/);
});
