export { Action } from './actions/action.js';
export type { WaitOptions } from './actions/wait.js';
export { CollectAction } from './actions/collect-action.js';
export { PlayAction } from './actions/play-action.js';
export { Call, type CallIdentity } from './call.js';
export { RelayClient } from './client.js';
export type { Logger } from './connection/logger.js';
export type { BackoffOptions, ReconnectOption } from './connection/reconnect.js';
export type { ConnectionStatus } from './connection/session-state.js';
export type { RelayClientOptions } from './connection/settings.js';
export type { RelaySocket, SocketFactory, SocketOptions } from './connection/socket.js';
export type { CollectInput } from './operators/collected.js';
export type { Audible, Pausable, Stoppable, Timed } from './operators/commanded.js';
export { confirm, type ConfirmConfig } from './operators/confirm.js';
export { digits } from './operators/digits.js';
export { eachCall } from './operators/each-call.js';
export { gatherDigits, type GatherDigitsConfig } from './operators/gather-digits.js';
export { input } from './operators/input.js';
export { menu, type MenuConfig, type MenuOption } from './operators/menu.js';
export { outcome } from './operators/outcome.js';
export { partials } from './operators/partials.js';
export { pause } from './operators/pause.js';
export { reprompt, type RepromptConfig } from './operators/reprompt.js';
export { resume } from './operators/resume.js';
export { speech } from './operators/speech.js';
export { startInputTimers } from './operators/start-input-timers.js';
export { stop } from './operators/stop.js';
export { volume } from './operators/volume.js';
export type { CommandResult } from './protocol/answer.js';
export {
  CallEndedError,
  CollectError,
  FlowError,
  NoInputError,
  NoMatchError,
  NotConfirmedError,
  NotifierError,
  OverloadError,
  RelayAuthenticationError,
  RelayConnectionError,
  RelayError,
  RelayProtocolError,
  RelaySessionLostError,
  type CollectFailure,
} from './protocol/errors.js';
export type {
  CallDevice,
  CallDirection,
  CallReceiveEvent,
  CallState,
  CallStateEvent,
  EndReason,
} from './protocol/events/call.js';
export type {
  BareResult,
  CollectEvent,
  CollectResult,
  CollectState,
  DigitResult,
  OtherResult,
  SpeechResult,
} from './protocol/events/collect.js';
export type { EventBase, WireParams } from './protocol/events/event.js';
export type { EventOfType, EventTypes, GenericEvent, RelayEvent } from './protocol/events/index.js';
export type { PlayEvent, PlayState } from './protocol/events/play.js';
export type { AnswerOptions, HangupOptions, TransferOptions } from './protocol/options/call.js';
export type { CollectSpec, DigitsSpec, SpeechSpec } from './protocol/options/collect.js';
export type { EitherForm, WireForm } from './protocol/options/forms.js';
export { audio, ringtone, silence, tts } from './protocol/options/media.js';
export type {
  AudioParams,
  Media,
  RingtoneParams,
  SilenceParams,
  TTSParams,
  VoiceOptions,
} from './protocol/options/media.js';
export type {
  OperationOptions,
  PlayAndCollectForm,
  PlayAndCollectOptions,
  PlayAudioOptions,
  PlayForm,
  PlayOptions,
  PlayRingtoneOptions,
  PlaySilenceOptions,
  PlayTTSOptions,
  PlaybackOptions,
  PromptAudioOptions,
  PromptOptions,
  PromptTTSOptions,
} from './protocol/options/play.js';
