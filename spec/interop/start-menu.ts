import { spawn, type ChildProcess } from 'node:child_process';

/** Starts the menu on @signalwire/realtime-api, pointed at the simulator of a `Stage`. */
export const startRealtimeMenu = (space: string): ChildProcess =>
  spawn(process.execPath, ['spec/interop/realtime-menu.mjs'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      SIGNALWIRE_PROJECT_ID: 'p',
      SIGNALWIRE_API_TOKEN: 'a-secret-token',
      SIGNALWIRE_SPACE: space,
      SIGNALWIRE_RELAY_SCHEME: 'ws',
    },
  });
