import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';

import type { FaultPlan } from './fault-plan.js';
import { Session } from './session.js';
import type { SessionWatch } from './session.js';
import type { LossReason, SessionEvent, SessionLoss } from './session-event.js';
import type { Settings } from './settings.js';

/** The sessions that can be resumed. */
export class Sessions {
  /** Changes of the sessions. */
  readonly events$: Observable<SessionEvent>;
  readonly #events$ = new Subject<SessionEvent>();
  readonly #byProtocol = new Map<string, Session>();
  readonly #watch: SessionWatch = {
    connected: ({ view }, kind) => this.#events$.next({ kind, session: view }),
    away: ({ view }) => this.#events$.next({ kind: 'away', session: view }),
    abandoned: (session) => this.lose(session, 'timeout'),
  };

  /** @param onLost ends a session and its calls, and returns their callers */
  constructor(
    private readonly settings: Settings,
    private readonly faults: FaultPlan,
    private readonly onLost: (session: Session) => Pick<SessionLoss, 'ended' | 'unanswered'>,
  ) {
    this.events$ = this.#events$.asObservable();
  }

  get all(): readonly Session[] {
    return [...this.#byProtocol.values()];
  }

  open(): Session {
    const session = new Session(this.settings, this.faults, this.#watch);
    this.#byProtocol.set(session.protocol, session);
    return session;
  }

  find(protocol: string): Session | undefined {
    return this.#byProtocol.get(protocol);
  }

  /** The session of the protocol; undefined if it is unknown or the authorization state does not match. */
  resumable(protocol: string, authorizationState: string | undefined): Session | undefined {
    const session = this.find(protocol);
    return authorizationState === undefined || session?.isAuthorizedBy(authorizationState)
      ? session
      : undefined;
  }

  lose(session: Session, reason: LossReason): void {
    if (!this.#byProtocol.delete(session.protocol)) return;
    this.#events$.next({ kind: 'lost', session: session.view, reason, ...this.onLost(session) });
  }

  /** Ends all sessions without an event. */
  close(): void {
    this.#events$.complete();
    for (const session of this.all) this.lose(session, 'restart');
  }
}
