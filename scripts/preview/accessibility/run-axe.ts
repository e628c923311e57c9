/// <reference types="vite/client" />
/** A rule that the page breaks. */
export interface Violation {
  id: string;
  impact: string;
  help: string;
  /** Elements that break it: where they are, and what to do. */
  nodes: { target: string; summary: string }[];
}

export interface AxeReport {
  violations: Violation[];
  /** Rules that the page keeps. */
  passes: number;
}

interface Axe {
  run(
    root: Document,
    options: object,
  ): Promise<{
    violations: {
      id: string;
      impact: string | null;
      help: string;
      nodes: { target: (string | string[])[]; failureSummary?: string }[];
    }[];
    passes: unknown[];
  }>;
}

/** Checks this page with axe-core, which is loaded at the first use. */
export async function runAxe(): Promise<AxeReport> {
  const scope = globalThis as typeof globalThis & { axe?: Axe };
  if (!scope.axe) await load(`${import.meta.env.BASE_URL}built/axe.js`);
  if (!scope.axe) throw new Error('axe-core could not be loaded.');
  const { violations, passes } = await scope.axe.run(document, {
    resultTypes: ['violations'],
    // Landmarks belong to the page that Ground Truth puts around a template.
    rules: { region: { enabled: false } },
  });
  return {
    passes: passes.length,
    violations: violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact: impact ?? 'minor',
      help,
      nodes: nodes.slice(0, 20).map(({ target, failureSummary = '' }) => ({
        // A selector for each shadow root on the way.
        target: target.flat().join(' '),
        summary: failureSummary.replace(/^Fix (any|all) of the following:\s*/gm, '').trim(),
      })),
    })),
  };
}

function load(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () =>
      reject(new Error('axe-core could not be loaded. Run "npm install" and try again.'));
    document.head.append(script);
  });
}
