import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate, renderTemplate } from './render-template.ts';

const grantReadAccess = (uri: string) => `https://read.example/${uri.slice(5)}?a=1&b=2`;
const render = (source: string, input: unknown = {}) => renderTemplate(source, input, { grantReadAccess });

/** What a browser reads from an attribute. */
const readAttribute = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('a worker template', () => {
  it('escapes every output for HTML', () => {
    expect(render('{{ task.input.x }}', { x: `<b a="1">'&` })).toBe('&lt;b a=&quot;1&quot;&gt;&#39;&amp;');
  });

  it('reads names with hyphens without brackets', () => {
    expect(render('{{ task.input.source-ref | grant_read_access }}', { 'source-ref': 's3://b/k' })).toBe(
      'https://read.example/b/k?a=1&amp;b=2',
    );
  });

  it('leaves web addresses as they are, and takes a literal as input', () => {
    expect(render('{{ "https://x.example/a" | grant_read_access }}')).toBe('https://x.example/a');
    expect(render('{{ "s3://b/ui.js" | grant_read_access | skip_autoescape }}')).toBe(
      'https://read.example/b/ui.js?a=1&b=2',
    );
  });

  it('does not escape twice after escape and escape_once', () => {
    expect(render('{{ task.input.x | escape }}', { x: '&amp;<' })).toBe('&amp;amp;&lt;');
    expect(render('{{ task.input.x | escape_once }}', { x: '&amp;<' })).toBe('&amp;&lt;');
  });

  it('gives any value back through to_json in an attribute', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const filters of ['to_json', 'to_json | escape']) {
          const html = render(`<x y="{{ task.input.v | ${filters} }}">`, { v: value });
          expect(html).not.toMatch(/<x y="[^"]*["<>][^>]/);
          expect(JSON.parse(readAttribute(html.slice(6, -2)))).toEqual(JSON.parse(JSON.stringify(value)));
        }
      }),
    );
  });

  it('walks a map as pairs, and finds a class name by a variable', () => {
    const metadata = { 'class-map': { '0': 'cat', '1': 'dog' } };
    expect(
      render(
        '{% for p in task.input.m.class-map %}{{ p[0] }}={{ p[1] }};{% endfor %}{% assign i = "1" %}{{ task.input.m.class-map[i] }}',
        { m: metadata },
      ),
    ).toBe('0=cat;1=dog;dog');
  });

  it('prints nothing for what is not there, and null as JSON', () => {
    expect(render('[{{ task.input.none }}] [{{ task.input.none | to_json }}]')).toBe('[] [null]');
  });

  it.each([
    ['<p>\n{{ task.input.x | nosuch }}', 2, 'nosuch'],
    ['<p>\n\n{% if task.input.x %}', 3, 'if'],
    ['{% nosuch %}', 1, 'nosuch'],
    ['{% include "/etc/passwd" %}', 1, 'include'],
    ['{{ task.input.x | json }}', 1, 'json'],
    ['a\n{{ task.input.x ', 2, 'not closed'],
  ])('says in which line %j is wrong', (source, line, reason) => {
    expect(() => parseTemplate(source)).toThrow(
      expect.objectContaining({
        code: 'invalid-template',
        where: { line },
        message: expect.stringContaining(reason) as string,
      }),
    );
  });

  it('stops a template that would never end', () => {
    expect(() =>
      render('{% for i in (1..100000000) %}{% for j in (1..100000000) %}x{% endfor %}{% endfor %}'),
    ).toThrow(/limit/);
  });

  it('does not reach what objects inherit', () => {
    expect(render('{{ task.input.constructor }}{{ task.input.__proto__ }}', {})).toBe('');
  });
});
