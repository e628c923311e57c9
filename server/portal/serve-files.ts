import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handler } from 'hono';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** One flat name or a short path of them: no `..`, no hidden files, nothing encoded. */
const safePath = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*){0,3}$/;

/**
 * Serves the files of a folder, after `prefix`.
 * @param fallback file for paths without an ending, such as the portal's own addresses
 * @throws {GroundTruthError} `not-found`
 */
export function serveFiles(
  folder: string,
  prefix: string,
  headers: Record<string, string>,
  fallback?: string,
): Handler {
  return async (context) => {
    const rest = context.req.path.slice(prefix.length).replace(/^\/|\/$/g, '');
    const isPage = fallback !== undefined && !/\.[a-z0-9]+$/.test(rest);
    const name = isPage ? fallback : rest;
    const body = safePath.test(name) ? await readFile(join(folder, name)).catch(() => undefined) : undefined;
    if (body === undefined) throw new GroundTruthError('not-found', `There is no file ${excerpt(rest)}.`);
    const type = types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    return context.body(new Uint8Array(body), 200, {
      'content-type': type,
      'cache-control': 'no-cache',
      ...headers,
    });
  };
}
