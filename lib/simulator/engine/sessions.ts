import type { FaultPlan } from './fault-plan.js';
import { Session } from './session.js';
import type { Settings } from './settings.js';

/** The sessions that can be resumed. */
export class Sessions {
  readonly #byProtocol = new Map<string, Session>();

  constructor(
    private readonly settings: Settings,
    private readonly faults: FaultPlan,
    private readonly onLost: (session: Session) => void,
  ) {}

  get all(): readonly Session[] {
    return [...this.#byProtocol.values()];
  }

  open(): Session {
    const session = new Session(this.settings, this.faults, (abandoned) => this.lose(abandoned));
    this.#byProtocol.set(session.protocol, session);
    return session;
  }

  find(protocol: string, authorizationState: string | undefined): Session | undefined {
    const session = this.#byProtocol.get(protocol);
    return authorizationState !== undefined && session?.isAuthorizedBy(authorizationState)
      ? session
      : undefined;
  }

  lose(session: Session): void {
    if (!this.#byProtocol.delete(session.protocol)) return;
    session.lose();
    this.onLost(session);
  }
}
