import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstLoadBudget } from './build/firstLoad.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const server = process.env.DASHBOARD_API ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    firstLoadBudget({
      pages: {
        login: ['/features/session/LoginPage.tsx'],
        overview: ['/app/ClientLayout.tsx', '/features/overview/Page.tsx'],
      },
      limit: 140_000,
      without: ['recharts', 'd3-scale'],
    }),
  ],
  resolve: {
    alias: {
      '@': path('./src'),
      // The original adds a <style> element, which the content security policy refuses.
      'react-style-singleton': path('./src/lib/styleSingleton.ts'),
    },
  },
  build: {
    target: 'es2022',
    // Every picture is a file: fonts and styles in data: addresses are refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    // The server is told this very address: uploads go where it says that it was reached.
    proxy: Object.fromEntries(
      ['/api', '/widget', '/demo', '/objects'].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
});
