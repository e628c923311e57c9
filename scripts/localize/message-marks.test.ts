// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sources are quoted here
import { describe, expect, it } from 'vitest';
import { fillMessages, type MarkedMessages, markMessages, type Translation } from './message-marks.ts';
import { unwrappedWords } from './unwrapped-words.ts';

const messages: MarkedMessages = [];
const mark = (code: string) =>
  markMessages(`import { msg, str } from '@lit/localize';${code}`, messages).replace(
    /^;|\/\* @__PURE__ \*\/ /g,
    '',
  );
const from = (code: string, translations: Record<string, Translation> = {}) =>
  fillMessages(mark(code), messages, { locale: 'ru', translate: (key) => translations[key] });

describe('compiled messages', () => {
  it('are the English text where there is no translation', () => {
    expect(from('say(msg("Undone."))')).toBe('say("Undone.")');
    expect(from('say(msg(str`${this.name(spot)} placed.`))')).toBe('say(`${this.name(spot)} placed.`)');
  });

  it('become part of the template that they stand in', () => {
    expect(from('html`<p title=${msg("Close")} lang="${msg("x")}">${msg("Undo")}</p>`')).toBe(
      'html`<p title="Close" lang="x">Undo</p>`',
    );
    expect(from('html`<p title=${msg(str`Remove ${name}`)}>${msg(str`${name} is gone`)}</p>`')).toBe(
      'html`<p title="Remove ${name}">${name} is gone</p>`',
    );
  });

  it('stay values where a template takes a value', () => {
    expect(from('html`<p .title=${msg("Close")} ?hidden=${a} @click=${b}>${ok ? msg("Yes") : ""}</p>`')).toBe(
      'html`<p .title=${"Close"} ?hidden=${a} @click=${b}>${ok ? "Yes" : ""}</p>`',
    );
  });

  it('cannot break out of the text or the attribute', () => {
    const evil = { Undo: '<b>"&`${ x}\\</b>' };
    expect(from('html`<p title=${msg("Undo")}>${msg("Undo")}</p>`', evil)).toBe(
      'html`<p title="&#60;b>&#34;&#38;\\`\\${ x}\\\\&#60;/b>">&#60;b>&#34;&#38;\\`\\${ x}\\\\&#60;/b></p>`',
    );
    expect(from('say(msg(str`${a} of ${b}`))', { '{a} of {b}': '`${b}`' })).toBe('say(`\\`$${b}\\``)');
  });

  it('may have their values in another order, or twice', () => {
    const translations = { '{a} of {total}': '{total}: {a}, {a}' };
    expect(from('say(msg(str`${a} of ${rig.total()}`))', translations)).toBe(
      'say(`${rig.total()}: ${a}, ${a}`)',
    );
  });

  it('choose among the plural forms of a language', () => {
    const translations = {
      '{length} boxes': {
        count: 'length',
        one: '{length} рамка',
        few: '{length} рамки',
        many: '{length} рамок',
        other: '{length} рамки',
      },
    };
    const code = from('(length) => msg(str`${length} boxes`)', translations);
    const say = new Function(`return ${code}`)() as (count: number) => string;
    expect([1, 3, 5].map(say)).toEqual(['1 рамка', '3 рамки', '5 рамок']);
  });

  it('compile inside the values of others', () => {
    expect(from('say(msg(str`Now ${ok ? msg("this") : msg("that")}`))')).toBe(
      'say(`Now ${ok ? "this" : "that"}`)',
    );
  });

  it.each(['msg(text)', 'msg("{x}")', 'msg(html`<b>x</b>`)', 'msg("x", { id: "y" })'])(
    'have to be readable in the source, which %s is not',
    (code) => expect(() => from(code)).toThrow(/Translations are put in when the script is built/),
  );
});

describe('words that nobody can translate', () => {
  it('are found in text and in what is read aloud', () => {
    const code =
      'html`<p class="card" aria-label="Close it" title=${tip}>Undo <b>${msg("all")}</b>, ${n} of</p>`';
    expect(unwrappedWords(code)).toEqual(['Close it', 'Undo', 'of']);
  });
});
