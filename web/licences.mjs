/** Refuses a package in what people load whose licence is not a permissive one, as deny.toml does for the binaries. Reads the lock file. */

import { readFile } from 'node:fs/promises';

const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/** Every part of `MIT AND ISC` must be allowed, and one of `MIT OR GPL-3.0`. */
const isAllowed = (licence = '') =>
  licence
    .replace(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((one) => ALLOWED.has(one)));

const lock = JSON.parse(await readFile(new URL('package-lock.json', import.meta.url), 'utf8'));
const packages = Object.entries(lock.packages);
// Our own are links; what only builds and tests is not loaded by anybody.
const shipped = packages.filter(([path, { dev, link }]) => path.startsWith('node_modules/') && !dev && !link);
const refused = shipped.filter(([, { license }]) => !isAllowed(license));
for (const [path, { license }] of refused) console.error(`${path}: licence ${license ?? 'unknown'}`);
if (refused.length > 0 || shipped.length === 0) process.exitCode = 1;
else console.log(`The licences of ${shipped.length} packages are allowed.`);
