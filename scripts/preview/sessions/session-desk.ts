import { get, set } from 'idb-keyval';
import { messageOf } from '#contracts/message-of.ts';
import type { BridgeMessage, FrameRequest } from '../frame-messages.ts';
import { sameAnswer } from './same-answer.ts';
import { parseSession, type Session, type SessionEvent } from './session.ts';

/** Sessions that are kept; the oldest go first. */
const MOST = 20;
const STORAGE_KEY = 'gtkit-sessions';
/** Time that the elements have to draw themselves before a replay is asked for, ms. */
const SETTLE = 300;

export interface SessionHost {
  redraw(): void;
  notify(text: string): void;
  /** Makes the worker's page anew. */
  reload(): void;
  ask(request: FrameRequest): void;
}

export interface Replay {
  session: Session;
  speed: number;
  done: number;
  /** Undefined until the end; then whether the answer is the one of the session. */
  same: boolean | undefined;
}

/** The session that is being recorded, those that were, and the one that replays. */
export class SessionDesk {
  sessions: Session[] = [];
  recording: { startedAt: Date; events: SessionEvent[]; size: Session['size'] } | undefined;
  replay: Replay | undefined;
  problem = '';
  private readonly host: SessionHost;

  constructor(host: SessionHost) {
    this.host = host;
  }

  /** Brings back the sessions of an earlier visit; without storage there are none. */
  async restore(): Promise<void> {
    const texts = await get<string[]>(STORAGE_KEY).catch(() => undefined);
    for (const text of texts ?? []) {
      try {
        this.sessions.push(parseSession(text));
      } catch {
        // Of another version: it could not be replayed.
      }
    }
    this.host.redraw();
  }

  /** Whether the worker has pressed anything: a page before that can be made anew at no loss. */
  get begun(): boolean {
    return this.recording?.events.some(({ e }) => e === 'pointerdown' || e === 'keydown') ?? false;
  }

  /** Takes what the worker's page says. @returns whether it was about sessions */
  hear(message: BridgeMessage): boolean {
    if (message.kind === 'events') {
      if (this.replay) return true;
      this.recording ??= { startedAt: new Date(), events: [], size: message.size };
      this.recording.events.push(...message.events);
    } else if (message.kind === 'ready') {
      this.recording = undefined;
      const { replay } = this;
      if (replay) setTimeout(() => this.begin(replay), SETTLE);
    } else if (message.kind === 'replay' && this.replay) {
      this.replay = {
        ...this.replay,
        done: message.done,
        same: message.finished ? sameAnswer(message.answer, this.replay.session.answer) : undefined,
      };
    } else return false;
    return true;
  }

  /** Puts the session so far on the list. */
  keep(about: Pick<Session, 'template' | 'worker' | 'input' | 'answer'>): void {
    const { recording } = this;
    if (!recording || this.replay) return;
    this.add({
      format: 'gtkit-session',
      version: 1,
      id: crypto.randomUUID(),
      startedAt: recording.startedAt.toISOString(),
      size: recording.size,
      events: [...recording.events],
      ...about,
    });
  }

  importText(text: string): void {
    try {
      const session = parseSession(text);
      this.problem = '';
      this.add({ ...session, id: crypto.randomUUID() });
      this.host.notify('The session is on the list.');
    } catch (error) {
      this.problem = messageOf(error);
      this.host.redraw();
    }
  }

  remove(id: string): void {
    this.sessions = this.sessions.filter((session) => session.id !== id);
    this.store();
  }

  play(session: Session, speed: number): void {
    this.problem = '';
    this.replay = { session, speed, done: 0, same: undefined };
    this.host.reload();
  }

  stop(): void {
    this.host.ask({ source: 'gtkit-workbench', kind: 'stop' });
    this.replay = undefined;
    this.host.reload();
  }

  private begin(replay: Replay): void {
    // Stopped, or another one began meanwhile.
    if (this.replay?.session !== replay.session) return;
    const { session, speed } = replay;
    this.host.ask({ source: 'gtkit-workbench', kind: 'replay', events: session.events, speed });
  }

  private add(session: Session): void {
    this.sessions = [session, ...this.sessions].slice(0, MOST);
    this.store();
  }

  private store(): void {
    // A full or forbidden storage costs only the memory of it.
    set(
      STORAGE_KEY,
      this.sessions.map((session) => JSON.stringify(session)),
    ).catch(() => undefined);
    this.host.redraw();
  }
}
