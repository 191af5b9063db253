import * as calls from './call-methods.js';
import * as collects from './collect-methods.js';
import { connect } from './connect.js';
import type { Method } from './method.js';
import * as plays from './play-methods.js';
import * as sessions from './session-methods.js';

/** What the simulator can do. A new method is a row here and a file beside it. */
export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['signalwire.connect', connect],
  ['signalwire.ping', sessions.ping],
  ['signalwire.receive', sessions.receive],
  ['signalwire.unreceive', sessions.unreceive],

  ['calling.answer', calls.answer],
  ['calling.end', calls.end],
  ['calling.pass', calls.pass],
  ['calling.transfer', calls.transfer],

  ['calling.play', plays.play],
  ['calling.play.stop', plays.stop],
  ['calling.play.pause', plays.pause],
  ['calling.play.resume', plays.resume],
  ['calling.play.volume', plays.volume],

  ['calling.play_and_collect', collects.playAndCollect],
  ['calling.play_and_collect.stop', collects.stopPlayAndCollect],
  ['calling.play_and_collect.volume', collects.volumeOfPlayAndCollect],
  ['calling.collect', collects.collect],
  ['calling.collect.stop', collects.stopCollect],
  ['calling.collect.start_input_timers', collects.startInputTimers],
]);
