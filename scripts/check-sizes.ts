// Compares dist/ with the budgets that the documentation promises, and prints every figure.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MAX_TEMPLATE } from './compose-template.ts';
import { sizeBudgets } from './size-budgets.ts';

let exceeded = 0;

function report(name: string, figure: number, budget: number, unit: string): void {
  const over = figure > budget;
  if (over) exceeded += 1;
  console.log(
    `${over ? 'OVER ' : 'ok   '}${name.padEnd(44)} ${figure.toLocaleString('en')} of ${budget.toLocaleString('en')} ${unit}`,
  );
}

const templates = join('dist', 'templates');
for (const file of readdirSync(templates).sort()) {
  const text = readFileSync(join(templates, file), 'utf8');
  const script = /^([\w-]+)((?:\.[\w-]+)?)\.[0-9a-f]{12}\.js$/.exec(file);
  if (file.endsWith('.liquid.html')) report(file, text.length, MAX_TEMPLATE, 'characters');
  else if (script?.[1]) {
    // Hundredths, so that a budget is not kept by rounding.
    const kib = Math.ceil((gzipSync(text, { level: 9 }).length / 1024) * 100) / 100;
    const english = sizeBudgets.scriptKib[script[1]] ?? sizeBudgets.anyScriptKib;
    const budget = script[2] ? english + sizeBudgets.translationKib : english;
    report(`${script[1]}${script[2]} script, gzip`, kib, budget, 'KiB');
  }
}
const lambdas = join('dist', 'lambdas');
for (const file of readdirSync(lambdas)
  .filter((name) => name.endsWith('.zip'))
  .sort()) {
  report(file, statSync(join(lambdas, file)).size, sizeBudgets.zipBytes, 'bytes');
}
process.exitCode = exceeded > 0 ? 1 : 0;
