import { defineConfig } from 'vitest/config';

export default defineConfig({
  // What the build puts in their place.
  define: {
    VERSION: '"0.0.0"',
    HASH: '"0123456789"',
    LABELS: JSON.stringify({ en: 'Open chat', de: 'Chat öffnen' }),
  },
  test: { environment: 'happy-dom' },
});
