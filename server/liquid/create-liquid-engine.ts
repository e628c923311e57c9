import { Liquid } from 'liquidjs';
import { escapeHtml, escapeHtmlOnce } from './escape-html.ts';

/** Gives an address that a worker's browser can read, for an `s3://bucket/key`. */
export type GrantReadAccess = (s3Uri: string) => string;

export interface LiquidEngineOptions {
  grantReadAccess: GrantReadAccess;
}

/** Bounds for hostile templates: nothing a labeling page needs comes near them. */
export const liquidLimits = {
  /** Characters of one template. Bundles are inlined, so this is generous. */
  parse: 4_000_000,
  /** Milliseconds of one rendering. */
  renderMs: 2000,
  /** Units of liquidjs' memory counter: characters and array elements. */
  memory: 50_000_000,
} as const;

/** Filters of Shopify's Liquid. liquidjs has more, and a template that used them would break on AWS. */
const standardFilters = new Set(
  `abs append at_least at_most capitalize ceil compact concat date default divided_by downcase escape
  escape_once first floor join last lstrip map minus modulo newline_to_br plus prepend remove remove_first
  remove_last replace replace_first replace_last reverse round rstrip size slice sort sort_natural split strip
  strip_html strip_newlines sum times truncate truncatewords uniq upcase url_decode url_encode where`.split(
    /\s+/,
  ),
);

/** Tags that read other files; a labeling template is one file. */
const fileTags = ['include', 'render', 'layout', 'block'];

/**
 * A Liquid engine that behaves as Ground Truth's: output is escaped for HTML unless the last filter says
 * otherwise, names may have hyphens, an unknown filter or tag is an error, and Ground Truth's own filters
 * exist: `to_json`, `grant_read_access`, `skip_autoescape`, and an `escape` that is not escaped again.
 * Imports nothing of the server, so the preview uses it too.
 */
export function createLiquidEngine({ grantReadAccess }: LiquidEngineOptions): Liquid {
  const engine = new Liquid({
    outputEscape: escapeHtml,
    strictFilters: true,
    strictVariables: false,
    ownPropertyOnly: true,
    // In-memory and empty: no template can name a file.
    templates: {},
    parseLimit: liquidLimits.parse,
    renderLimit: liquidLimits.renderMs,
    memoryLimit: liquidLimits.memory,
    timezoneOffset: 0,
  });
  for (const name of Object.keys(engine.filters)) {
    if (!standardFilters.has(name)) delete engine.filters[name];
  }
  for (const name of fileTags) delete engine.tags[name];

  // `raw` tells liquidjs that automatic escaping must not follow.
  engine.registerFilter('escape', { raw: true, handler: escapeHtml });
  engine.registerFilter('escape_once', { raw: true, handler: escapeHtmlOnce });
  engine.registerFilter('skip_autoescape', { raw: true, handler: (value: unknown) => value });
  engine.registerFilter('to_json', (value: unknown) => JSON.stringify(value ?? null));
  engine.registerFilter('grant_read_access', (value: unknown) => {
    const uri = value === null || value === undefined ? '' : String(value);
    return uri.startsWith('s3://') ? grantReadAccess(uri) : uri;
  });
  return engine;
}
