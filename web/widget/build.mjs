/**
 * Builds the files that embed snippets load: `node build.mjs --out DIR`.
 *
 *   v1/widget.js v2/widget.js   the loader, one for both forms of embedding
 *   v1/widget.css               styles of the first widget, for pages that link them
 *   app/<name>-<hash>.js        the application, its languages, the dashboard's preview; a name never stands for another content
 *
 * Ends with an error when a file is larger than it may be.
 */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { minify } from 'rolldown/utils';

/** Bytes as gzip sends them: the loader, and all that one visitor loads (loader, application and a language). */
const BUDGET = { loader: 4000, all: 25_000 };

const home = dirname(fileURLToPath(import.meta.url));
const source = (...path) => join(home, 'src', ...path);
const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
const banner = `/*! Conference Chat ${version}, MIT License */\n`;

/** Styles are written in template strings, which no minifier looks into. */
const minifyStyles = {
  name: 'styles',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]styles([\\/]\w+)?\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const literal = /`([^`$]*)`/g;
      const sheets = await Promise.all(
        [...text.matchAll(literal)].map(async ([, css]) => {
          const { code } = await transform(css, { loader: 'css', minify: true, target: 'chrome105' });
          return code.trim();
        }),
      );
      return { contents: text.replace(literal, () => JSON.stringify(sheets.shift())), loader: 'ts' };
    });
  },
};

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    plugins: [minifyStyles],
    logLevel: 'warning',
    ...options,
  });
  return result.outputFiles[0].text;
}

/** What esbuild leaves that can be written shorter. */
async function shortest(code, module) {
  const result = await minify('widget.js', code, {
    module,
    compress: { target: 'es2022' },
    mangle: { toplevel: true },
  });
  if (result.errors.length) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.code.trim();
}

/**
 * Short names for words that the code knows by `words.name` and nothing else by that name. They are made from the names alone, so that an
 * application and a language of two versions understand each other.
 */
async function shortNames(names) {
  const paths = (await readdir(source(), { recursive: true })).filter((path) => /\.ts$/.test(path));
  const isCode = (path) => !/\.test\.ts$|[\\/]words\.ts$|[\\/]languages[\\/]/.test(path);
  const texts = await Promise.all(paths.filter(isCode).map((path) => readFile(source(path), 'utf8')));
  const others = new Set(
    texts
      .join('\n')
      .replace(/\bwords\.\w+/g, '')
      .match(/\w+/g),
  );
  const hashOf = (name) =>
    createHash('sha256')
      .update(name)
      .digest('base64url')
      .replace(/[\W\d_]/g, '');
  const short = Object.fromEntries(
    names.filter((name) => !others.has(name)).map((name) => [name, hashOf(name).slice(0, 2)]),
  );
  if (new Set(Object.values(short)).size !== Object.keys(short).length)
    throw new Error('two words have one short name');
  return short;
}

async function languageFile(words) {
  const text = `export default ${JSON.stringify(Object.fromEntries(words))}`;
  return (await transform(text, { minify: true, target: 'es2022', charset: 'utf8' })).code;
}

const gzipped = (text) => gzipSync(text, { level: 9 }).length;

const { values } = parseArgs({ options: { out: { type: 'string', default: join(home, 'dist') } } });
const languages = new Map();
for (const file of (await readdir(source('view', 'languages'))).sort()) {
  const code = /^([a-z]+)\.ts$/.exec(file)?.[1];
  if (!code) continue;
  const text = await bundle(source('view', 'languages', file), { format: 'esm' });
  const { default: words } = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
  languages.set(code, words);
}
const labels = Object.fromEntries([...languages].map(([code, words]) => [code, words.openChat]));

const short = await shortNames(Object.keys(languages.get('en')));
const mangled = { mangleProps: new RegExp(`^(${Object.keys(short).join('|')})$`), mangleCache: short };
const modules = new Map();
for (const name of ['app', 'preview']) {
  const code = await bundle(source(`${name}.ts`), { format: 'esm', ...mangled });
  modules.set(name, banner + (await shortest(code, true)));
}
for (const [code, words] of languages) {
  const named = Object.entries(words).map(([name, text]) => [short[name] ?? name, text, name]);
  // Words of the example conversation are the dashboard's alone.
  const visitors = named.filter(([, , name]) => !name.startsWith('preview'));
  modules.set(code, await languageFile(visitors));
  modules.set(`preview-${code}`, await languageFile(named));
}
const hash = createHash('sha256')
  .update(JSON.stringify([...modules]))
  .digest('hex')
  .slice(0, 10);
const define = { VERSION: JSON.stringify(version), HASH: JSON.stringify(hash), LABELS: JSON.stringify(labels) };
const code = await bundle(source('loader', 'index.ts'), { format: 'iife', define });
const loader = banner + (await shortest(code, false));

const files = new Map([...modules].map(([name, text]) => [join('app', `${name}-${hash}.js`), text]));
for (const major of ['v1', 'v2']) files.set(join(major, 'widget.js'), loader);
files.set(join('v1', 'widget.css'), await readFile(join(home, 'v1', 'widget.css'), 'utf8'));
for (const folder of ['app', 'v1', 'v2']) await rm(join(values.out, folder), { recursive: true, force: true });
for (const [path, text] of files) {
  await mkdir(dirname(join(values.out, path)), { recursive: true });
  await writeFile(join(values.out, path), text);
}

const sizes = Object.fromEntries([...modules].map(([name, text]) => [name, gzipped(text)]));
const largest = Math.max(...Object.keys(labels).map((code) => sizes[code]));
const totals = { loader: gzipped(loader), all: gzipped(loader) + sizes.app + largest };
for (const [name, size] of Object.entries({ ...sizes, ...totals })) {
  if (name.startsWith('preview-')) continue;
  const limit = BUDGET[name];
  console.log(`${String(size).padStart(6)} bytes gzip  ${name}${limit ? `, may be ${limit}` : ''}`);
  if (size > limit) {
    console.error(`Too large: ${name} is ${size} bytes, and may be ${limit}.`);
    process.exitCode = 1;
  }
}
