import { defineConfig } from 'vite';

// Assets have hashed names and nothing is inlined: the pages' security policy allows files of this host only.
export default defineConfig({
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true },
});
