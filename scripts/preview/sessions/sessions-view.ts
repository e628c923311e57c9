import { html, nothing, type TemplateResult } from 'lit';
import { icon, icons } from '#elements/stage/icon.ts';
import { download } from '../download.ts';
import { summarize } from '../draw-labels.ts';
import { note } from '../input-view.ts';
import { durationOf, type Session } from './session.ts';
import type { SessionDesk } from './session-desk.ts';

/** The session that is being recorded, and the list of those that can be replayed. */
export function sessionsView(desk: SessionDesk, current: string, keep: () => void): TemplateResult {
  const { recording, replay, sessions, problem } = desk;
  const events = recording?.events.length ?? 0;
  return html`
    <div class="panel-head">
      <p class="tabular">${events === 0 ? 'Recording starts with the first move' : html`<i class="live"></i>${durationOf({ events: recording?.events ?? [] })}, ${events.toLocaleString('en')} events`}</p>
      <button class="quiet" ?disabled=${events === 0 || replay !== undefined} @click=${keep}>Keep</button>
      <label class="quiet file">Import
        <input type="file" class="covered" aria-label="Import a session" accept=".json" @change=${(event: Event) => readFile(event, desk)} /></label>
    </div>
    ${problem ? note('error', 'Not imported', problem) : nothing}
    ${replay ? replayRow(desk) : nothing}
    ${
      sessions.length === 0
        ? html`<p class="empty">A session is kept when a worker submits, or when you press Keep. It replays here, move by move.</p>`
        : html`<ul class="sessions">${sessions.map((session) => sessionRow(session, desk, current))}</ul>`
    }`;
}

function replayRow(desk: SessionDesk): TemplateResult {
  const { replay } = desk;
  if (!replay) return html``;
  const { session, speed, done, same } = replay;
  const leave = html`<button class="quiet" @click=${() => desk.stop()}>${same === undefined ? 'Stop' : 'Done'}</button>`;
  if (same === undefined) {
    return html`<div class="replaying" role="status">
      <p><b>Replaying at ${speed}×</b><span class="tabular">${done.toLocaleString('en')} of ${session.events.length.toLocaleString('en')} events</span></p>
      <progress max=${session.events.length} value=${done} aria-label="Replayed"></progress>${leave}</div>`;
  }
  return html`<div class="replaying" role="status">${
    same
      ? note('good', 'Same answer', 'The replay gave the answer of the session.')
      : note(
          'warning',
          'Another answer',
          'The elements or the input have changed since, or the page has another size.',
        )
  }${leave}</div>`;
}

function sessionRow(session: Session, desk: SessionDesk, current: string): TemplateResult {
  const [answer] = Object.values(session.answer);
  const time = new Date(session.startedAt).toLocaleTimeString('en', {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const name = `${session.worker.replace('worker-', 'Worker ')}, ${time}`;
  const file = `session-${session.template}-${session.startedAt.replace(/\D/g, '').slice(0, 12)}.json`;
  return html`<li>
    <div><b>${name}</b><span class="tabular">${session.template === current ? '' : `${session.template} · `}${durationOf(session)}${typeof answer === 'object' && answer !== null ? ` · ${summarize(answer)}` : ''}</span></div>
    <button class="quiet" aria-label="Replay ${name} at 1×" @click=${() => desk.play(session, 1)}>1×</button>
    <button class="quiet" aria-label="Replay ${name} at 4×" @click=${() => desk.play(session, 4)}>4×</button>
    <button class="icon-button" aria-label="Save ${name} as a file" title="Save as a file" @click=${() => download(file, 'application/json', JSON.stringify(session))}><svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 3.5v9m-4-4 4 4 4-4m-10 8h12" /></svg></button>
    <button class="icon-button" aria-label="Remove ${name}" title="Remove" @click=${() => desk.remove(session.id)}>${icon(icons.remove)}</button>
  </li>`;
}

async function readFile(event: Event, desk: SessionDesk): Promise<void> {
  const input = event.target as HTMLInputElement;
  const file = input.files?.[0];
  if (file) desk.importText(await file.text());
  input.value = '';
}
