import { expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import './crowd-html-elements.ts';
import type { CrowdForm } from './crowd-form.ts';

const submitButton = (form: CrowdForm) => form.shadowRoot?.querySelector<HTMLElement>('.submit');
const answers = (form: CrowdForm) => JSON.parse(form._serializeForm().taskAnswers)[0];

describe('crowd-form', () => {
  it('keeps its children in a light-DOM form and adds a submit button', async () => {
    const form = await fixture<CrowdForm>(html`<crowd-form><input name="a" value="1" /></crowd-form>`);
    expect(form.form.parentElement).to.equal(form);
    expect(form.querySelector('form > input')).to.exist;
    expect(submitButton(form)?.hidden).to.equal(false);
  });

  it('leaves its button out when the page has one, or an element that submits by itself', async () => {
    const own = await fixture<CrowdForm>(
      html`<crowd-form><crowd-button form-action="submit">Send</crowd-button></crowd-form>`,
    );
    expect(submitButton(own)?.hidden).to.equal(true);
    const element = await fixture<CrowdForm>(html`<crowd-form><div></div></crowd-form>`);
    expect(submitButton(element)?.hidden).to.equal(false);
    element.querySelector('div')?.setAttribute('data-own-submit', '');
    await nextFrame();
    expect(submitButton(element)?.hidden).to.equal(true);
  });

  it('writes text as text, and ticks as objects per name', async () => {
    const form = await fixture<CrowdForm>(html`<crowd-form>
      <textarea name="note">hello</textarea>
      <select name="size"><option>s</option><option selected>m</option></select>
      <input type="checkbox" name="seen" checked /><input type="checkbox" name="seen" value="twice" />
      <input type="radio" name="pick" value="a" /><input type="radio" name="pick" value="b" checked />
      <crowd-radio-group>
        <crowd-radio-button name="btn1" value="yes" checked>Yes</crowd-radio-button>
        <crowd-radio-button name="btn2" value="no">No</crowd-radio-button>
      </crowd-radio-group>
      <crowd-input name="filled" value="x"></crowd-input><crowd-input name="empty"></crowd-input>
      <crowd-text-area name="blank"></crowd-text-area>
      <input type="file" name="file" /><input name="off" value="1" disabled />
    </crowd-form>`);
    expect(answers(form)).to.deep.equal({
      btn1: { yes: true },
      btn2: { no: false },
      filled: 'x',
      note: 'hello',
      pick: { a: false, b: true },
      seen: { on: true, twice: false },
      size: 'm',
    });
  });

  it('lets the last of two controls with one name win', async () => {
    const form = await fixture<CrowdForm>(html`<crowd-form>
      <input name="_" value="first" /><input type="checkbox" name="_" /><input name="_" value="last" />
    </crowd-form>`);
    expect(answers(form)).to.deep.equal({ _: 'last' });
  });

  it('takes a control named like a property of every object as an answer', async () => {
    const form = await fixture<CrowdForm>(
      html`<crowd-form><input name="__proto__" value="x" /></crowd-form>`,
    );
    expect(form._serializeForm().taskAnswers).to.equal('[{"__proto__":"x"}]');
  });

  it('fires a submit event that a listener can prevent', async () => {
    const form = await fixture<CrowdForm>(html`<crowd-form><input name="a" value="1" /></crowd-form>`);
    form.addEventListener('submit', (event) => event.preventDefault(), { once: true });
    form.submit();
    expect(form.shadowRoot?.querySelector('#answers-box')?.textContent).to.equal('');
  });

  it('takes "return false" of an inline onsubmit as a no', async () => {
    const form = await fixture<CrowdForm>(html`<crowd-form onsubmit="return false"></crowd-form>`);
    form.submit();
    expect(form.shadowRoot?.querySelector('#answers-box')?.textContent).to.equal('');
  });

  it('collects what is appended to it during the submit event', async () => {
    const form = await fixture<CrowdForm>(html`<crowd-form><p>Task</p></crowd-form>`);
    form.addEventListener('submit', () => {
      const input = Object.assign(document.createElement('input'), { type: 'hidden', name: 'late' });
      input.value = 'yes';
      form.append(input);
    });
    let posted: { taskAnswers?: string } = {};
    const listen = (event: MessageEvent) => {
      if (event.data?.taskAnswers) posted = event.data;
    };
    window.addEventListener('message', listen);
    form.submit();
    await new Promise((done) => setTimeout(done));
    window.removeEventListener('message', listen);
    // The test page itself may be framed or not: either way the late input is in the answer.
    const shown = form.shadowRoot?.querySelector('#answers-box')?.textContent || posted.taskAnswers;
    expect(shown).to.equal('[{"late":"yes"}]');
  });

  it('does not submit while a required control is empty', async () => {
    const form = await fixture<CrowdForm>(
      html`<crowd-form><crowd-input name="a" required></crowd-input></crowd-form>`,
    );
    let submits = 0;
    form.addEventListener('submit', (event) => {
      submits += 1;
      event.preventDefault();
    });
    form.submit();
    expect(submits).to.equal(0);
    (form.querySelector('crowd-input') as unknown as { value: string }).value = 'filled';
    form.submit();
    expect(submits).to.equal(1);
  });

  it('submits by a native button and by a crowd-button inside it, once each', async () => {
    const form = await fixture<CrowdForm>(html`<crowd-form>
      <input type="submit" /><crowd-button form-action="submit">Send</crowd-button>
    </crowd-form>`);
    let submits = 0;
    form.addEventListener('submit', (event) => {
      submits += 1;
      event.preventDefault();
    });
    form.querySelector<HTMLInputElement>('input')?.click();
    form.querySelector<HTMLElement>('crowd-button')?.click();
    expect(submits).to.equal(2);
  });

  it('in a frame, says when it is ready and hands the answers to the page around it', async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<script type="module" src="${new URL('./crowd-html-elements.ts', import.meta.url)}"></script>
      <crowd-form><input name="a" value="1"></crowd-form>
      <script>addEventListener('load', () => {});
        document.addEventListener('all-crowd-elements-ready', () => document.querySelector('crowd-form').submit())</script>`;
    const messages: unknown[] = [];
    const listen = (event: MessageEvent) => {
      if (event.data?.source === 'crowd-form') messages.push(event.data);
    };
    window.addEventListener('message', listen);
    document.body.append(frame);
    while (messages.length < 2) await oneEvent(window, 'message');
    window.removeEventListener('message', listen);
    frame.remove();
    expect(messages).to.deep.include({ source: 'crowd-form', ready: true });
    expect(messages).to.deep.include({ source: 'crowd-form', taskAnswers: '[{"a":"1"}]' });
  });

  it('releases the other buttons of a radio group', async () => {
    const form = await fixture<CrowdForm>(html`<crowd-form><crowd-radio-group>
      <crowd-radio-button name="yes" value="1" checked></crowd-radio-button>
      <crowd-radio-button name="no" value="1"></crowd-radio-button>
    </crowd-radio-group></crowd-form>`);
    form.querySelector('[name=no]')?.shadowRoot?.querySelector('input')?.click();
    expect(answers(form)).to.deep.equal({ no: { 1: true }, yes: { 1: false } });
  });
});
