import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

interface Budget {
  /** First pages: what each loads besides the entry, as ends of the ids of modules. */
  pages: Record<string, string[]>;
  /** Bytes, gzipped, of scripts and styles together. */
  limit: number;
  /** Packages that no first page may load. */
  without: string[];
}

/** Fails the build when what a browser loads to show a first page outgrows its budget. */
export function firstLoadBudget({ pages, limit, without }: Budget): Plugin {
  return {
    name: 'first-load-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [page, modules] of Object.entries(pages)) {
          const chunks = [...filesOf(bundle, modules)];
          const unwanted = chunks.find((file) => file.type === 'chunk' && without.some((name) => holds(file, name)));
          if (unwanted) this.error(`${page}: ${unwanted.fileName} holds one of ${without.join(', ')}`);
          const total = chunks.reduce((sum, file) => sum + gzipped(file), 0);
          const told = `first load of ${page}: ${kilobytes(total)} of ${kilobytes(limit)} KB gzipped, ${chunks.length} files`;
          if (total > limit) this.error(`${told}: too much`);
          this.info(told);
        }
      },
    },
  };
}

/** The files of the entry and of these modules, with all that they import at once. */
function filesOf(bundle: Rolldown.OutputBundle, modules: string[]) {
  const files = new Set<Rolldown.OutputChunk | Rolldown.OutputAsset>();
  const add = (fileName: string) => {
    const file = bundle[fileName];
    if (!file || files.has(file)) return;
    files.add(file);
    if (file.type === 'chunk') [...file.imports, ...(file.viteMetadata?.importedCss ?? [])].forEach(add);
  };
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  chunks
    .filter((chunk) => chunk.isEntry)
    .forEach((chunk) => {
      add(chunk.fileName);
    });
  for (const module of modules) {
    const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(module)));
    if (!chunk) throw new Error(`the build has no ${module}`);
    add(chunk.fileName);
  }
  return files;
}

const gzipped = (file: Rolldown.OutputChunk | Rolldown.OutputAsset) =>
  gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length;

const holds = (chunk: Rolldown.OutputChunk, name: string) =>
  chunk.moduleIds.some((id) => id.includes(`/node_modules/${name}/`));

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
