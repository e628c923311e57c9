// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases are source text
import { describe, expect, it } from 'vitest';
import { shrinkTemplates } from './shrink-lit-templates.ts';

describe('Lit templates in a bundle', () => {
  it('lose their indentation, nested ones too', () => {
    const source = 'const a = html`\n  <p>\n    ${b ? html`\n      <b>x  y</b>\n    ` : 1} text\n  </p>\n`;';
    expect(shrinkTemplates(source)).toBe('const a = html` <p> ${b ? html` <b>x  y</b> ` : 1} text </p> `;');
  });

  it('keep what CSS needs', () => {
    const source =
      'const a = css`\n  /* why */\n  :host([open]) .a > b:hover {\n    width: calc(100% - ${w}px);\n    color: red;\n  }\n`;';
    expect(shrinkTemplates(source)).toBe(
      'const a = css` :host([open]) .a > b:hover{width:calc(100% - ${w}px);color:red}`;',
    );
  });

  it('leave every other template alone', () => {
    const source = 'const a = `\n  x\n`; const b = String.raw`\n  y`; // css` `\n';
    expect(shrinkTemplates(source)).toBe(source);
  });
});
