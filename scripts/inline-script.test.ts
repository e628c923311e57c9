// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases are source text
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { Liquid } from 'liquidjs';
import { describe, expect, it } from 'vitest';
import { hasForbidden, inlineScript } from './inline-script.ts';

/** Scripts whose last expression is compared before and after. */
const cases: Record<string, string> = {
  'strings in both quotes': `['{{ a }}', "{% b %}", '{{{', "}}}", '\\\\{{', "</script>", '</SCRIPT x', '<!-- c -->', '%}']`,
  'nested blocks and objects': `var r = 0; if (1) {{ r = {a:{b:{c:2}}}; }} ;[r, (() => ({}))(), function(){}]`,
  'a property named by a string': `({'{{': 1, "}}": {x: 2}})`,
  'template literals': '[`{{ x }}`, `a{%b%}`, `.c{width:100%}`, `</script`, `<!-- d`, `}}`]',
  'an expression that starts with an object': '[`${{a: 1}.a}`, `x${[{b: {c: 3}}][0].b.c}}`]',
  'nested template literals': '`1${`2${`{{${[`}}`].map((s) => `{%${s}%}`)}}}`}}`}{{`',
  'a chunk that starts with a brace': 'var x = 5; [`${x}}`, `${x}}}`, `${x}%}`, `{${x}}`]',
  'tagged templates': '((s, ...v) => [s.join("|"), v.join()])`{{${1}}}%}${2}}`',
  'String.raw':
    'var x = 1; [String.raw`{{${x}}}\\n{%`, String.raw`\\{{%}`, String.raw`</script><!--`, String.raw`${x}}`]',
  'regular expressions':
    '[/{{/, /\\{{2}/, /{{2}x/, /}}/, /a{2}}/, /[{%}]%}/, /<\\/script>/, /[</script]/, /<!--/, /(?<!--)q/].map((r) => ["{{", "}}", "{{x", "{%%}", "aa}", "</script>", "/", "<!--", "--q", "q"].map((s) => r.exec(s)))',
  'regular expressions with flags':
    '["{{", "}", "😀{{"].map((s) => [/\\{{1,2}/u.test(s), /[\\}]/v.test(s), /\\p{L}/u.test(s), /😀\\{\\{/u.test(s)])',
  'division that looks like a regular expression':
    'var a = 8, g = 2, i = 1; [a /{}.x/ g, a / 2 / g, (a) /2/i, a++ /2/ g, [1] /1/ g]',
  'a comparison that looks like a tag': 'var a = 1, script = /x/, b = 2; [a</script/.test("x"), b>a]',
  'a comparison that looks like a comment': 'var a = 1, b = 2; [a<! --b, b]',
  comments: '/* {{ }} {% %} </script> <!-- */ 1 // {{ }} %}\n+ 1',
  'characters of two units': '["😀{{", `😀}}${1}}`, /😀}}/.source.length > 0]',
  'a label, a block and a regular expression': 'var n = 0; {{}}; x: {{ n += /}}/.test("}}") ? 1 : 0 }} n',
};

const evaluate = (script: string): string =>
  JSON.stringify(runInNewContext(script, {}, { timeout: 1000 })) ?? '';

describe('a script inlined into a Liquid template', () => {
  it.each(Object.entries(cases))('means the same as before: %s', (_, script) => {
    const inlined = inlineScript(script);
    expect(hasForbidden(inlined)).toBe(false);
    expect(evaluate(inlined)).toBe(evaluate(script));
  });

  it.each(Object.entries(cases))('comes through Liquid byte for byte: %s', async (_, script) => {
    const inlined = inlineScript(script);
    expect(await new Liquid({ outputEscape: 'escape' }).parseAndRender(inlined)).toBe(inlined);
  });

  it('leaves a script without delimiters as it is', () => {
    const script = 'const a = { b: 1 }; const c = `${a.b} %`; /x{2}/.test(c);';
    expect(inlineScript(script)).toBe(script);
  });

  it('keeps any string whatever the kind of literal', () => {
    const text = fc.string({
      unit: fc.constantFrom('{', '}', '%', '<', '/', '!', '-', 'script', '\\', '$', 'a', ' '),
    });
    fc.assert(
      fc.property(text, (value) => {
        const quoted = JSON.stringify(value);
        const template = `\`${value.replace(/[\\`$]/g, '\\$&')}\${1}${value.replace(/[\\`$]/g, '\\$&')}\``;
        const regex = `new RegExp(/${value.replace(/[\\/{}$!-]/g, '\\$&') || 'a'}/).test(${quoted})`;
        const script = `[${quoted}, ${template}, ${regex}]`;
        const inlined = inlineScript(script);
        expect(hasForbidden(inlined)).toBe(false);
        expect(evaluate(inlined)).toBe(evaluate(script));
      }),
      { numRuns: 500 },
    );
  });

  it('says so when the script does not parse', () => {
    expect(() => inlineScript('const = {{')).toThrow(/does not parse/);
  });
});
