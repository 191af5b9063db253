/**
 * The client, its calls and actions, and the operators for flows.
 *
 * @module relay-rx
 */
export { Action } from './actions/action.js';
export type { CallEnd, CallEndReason } from './actions/call-end.js';
export type { WaitOptions } from './actions/wait.js';
export { CollectAction } from './actions/collect-action.js';
export { AIAction } from './actions/ai-action.js';
export { DetectAction } from './actions/detect-action.js';
export { FaxAction } from './actions/fax-action.js';
export { PayAction } from './actions/pay-action.js';
export { QueueAction } from './actions/queue-action.js';
export { SendDigitsAction } from './actions/send-digits-action.js';
export { StreamAction } from './actions/stream-action.js';
export { TapAction } from './actions/tap-action.js';
export { TranscribeAction } from './actions/transcribe-action.js';
export { MessageAction } from './actions/message-action.js';
export { PlayAction } from './actions/play-action.js';
export { RecordAction } from './actions/record-action.js';
export { StandaloneCollectAction } from './actions/standalone-collect-action.js';
export { StoppableAction } from './actions/stoppable-action.js';
export { Call, type CallIdentity } from './call.js';
export { RelayClient } from './client.js';
export type { RelayFrame } from './connection/frames.js';
export type { JwtRequest, JwtToken } from './client/credentials.js';
export type { LatencyHistogram } from './metrics/histogram.js';
export type { RequestOutcome } from './connection/meter.js';
export type { RelayMetrics, RequestMetrics } from './metrics/metrics.js';
export type { Logger } from './connection/logger.js';
export { prometheusText } from './metrics/prometheus.js';
export type { BackoffOptions, ReconnectOption } from './connection/reconnect.js';
export type { ConnectionStatus } from './connection/session-state.js';
export type { DrainOptions, RelayClientOptions, RunOptions } from './client/options.js';
export type { RelaySocket, SocketFactory, SocketOptions } from './connection/socket.js';
export { Message } from './message.js';
export type { CollectInput } from './operators/collected.js';
export type { Audible, Pausable, Stoppable, Timed } from './operators/command-operator.js';
export { confirm, type ConfirmConfig } from './operators/confirm.js';
export { detected } from './operators/detected.js';
export type { DigitLimits } from './operators/digit-limits.js';
export { digits } from './operators/digits.js';
export { eachCall, type EachCallOptions } from './operators/each-call.js';
export { gatherDigits, type GatherDigitsConfig } from './operators/gather-digits.js';
export { hotkey, type HotkeyCall } from './operators/hotkey.js';
export { humanOr, type HumanOrConfig } from './operators/human-or.js';
export { input } from './operators/input.js';
export { leaveMessage, type LeaveMessageOptions } from './operators/leave-message.js';
export { menu, type MenuConfig, type MenuOption, type MenuSpeech } from './operators/menu.js';
export { outcome, type CollectOutcome } from './operators/outcome.js';
export { pace } from './operators/pace.js';
export { paced } from './operators/paced.js';
export type { PaceOptions } from './operators/pace-options.js';
export { partials } from './operators/partials.js';
export { paid } from './operators/paid.js';
export { pause } from './operators/pause.js';
export type { Reader } from './operators/reader.js';
export { played } from './operators/played.js';
export { recorded } from './operators/recorded.js';
export { reprompt, type RepromptConfig } from './operators/reprompt.js';
export { resume } from './operators/resume.js';
export { shield } from './operators/shield.js';
export { speech } from './operators/speech.js';
export { startInputTimers } from './operators/start-input-timers.js';
export { stop } from './operators/stop.js';
export { volume } from './operators/volume.js';
export type { CommandResult } from './protocol/answer.js';
export {
  CallEndedError,
  FlowError,
  NotifierError,
  OverloadError,
  RelayAuthenticationError,
  RelayConnectionError,
  RelayError,
  RelayProtocolError,
  RelaySessionLostError,
  RelayWarning,
} from './protocol/errors.js';
export {
  CollectError,
  ConnectError,
  DetectError,
  DialError,
  NoInputError,
  NoMatchError,
  NotConfirmedError,
  PlaybackError,
  RecordError,
  PaymentError,
  type CollectFailure,
} from './protocol/result-errors.js';
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
export type {
  EventOfType,
  EventType,
  EventTypes,
  GenericEvent,
  RelayEvent,
} from './protocol/events/index.js';
export type { PlayEvent, PlayState } from './protocol/events/play.js';
export type { AIEvent } from './protocol/events/ai.js';
export type { CallingErrorEvent } from './protocol/events/calling-error.js';
export type { ConferenceEvent } from './protocol/events/conference.js';
export type { ConnectEvent } from './protocol/events/connect.js';
export type { DetectEvent, DetectedEvent } from './protocol/events/detect.js';
export type { DialEvent } from './protocol/events/dial.js';
export type { FaxEvent } from './protocol/events/fax.js';
export type { MessageReceiveEvent, MessageStateEvent } from './protocol/events/message.js';
export type { PayEvent, PayStep, Payment, PaymentResult } from './protocol/events/pay.js';
export type { QueueEvent } from './protocol/events/queue.js';
export type { RecordEvent } from './protocol/events/record.js';
export type { ReferEvent } from './protocol/events/refer.js';
export type { SendDigitsEvent } from './protocol/events/send-digits.js';
export type { DenoiseEvent, EchoEvent, HoldEvent } from './protocol/events/sound.js';
export type { StreamEvent } from './protocol/events/stream.js';
export type { TapEvent } from './protocol/events/tap.js';
export type { TranscribeEvent } from './protocol/events/transcribe.js';
export type { AIOptions, UserObject } from './protocol/options/ai.js';
export type {
  AIHoldOptions,
  AIMessageOptions,
  AIUnholdOptions,
  AmazonBedrockOptions,
} from './protocol/options/ai-commands.js';
export type { BindDigitOptions, ClearDigitBindingsOptions } from './protocol/options/bind-digit.js';
export type {
  JoinConferenceOptions,
  JoinRoomOptions,
  LeaveConferenceForm,
  LeaveConferenceOptions,
} from './protocol/options/conference.js';
export type { ConnectOptions } from './protocol/options/connect.js';
export type {
  DetectAnsweringMachineOptions,
  DetectDigitOptions,
  DetectFaxOptions,
  DetectOptions,
  Detector,
} from './protocol/options/detect.js';
export {
  agora,
  callDevice,
  phone,
  queueDevice,
  sip,
  streamDevice,
  webrtc,
  type PhoneOptions,
} from './protocol/options/device-builders.js';
export type { ConnectDevice, DeviceGroups, DialDevice } from './protocol/options/devices.js';
export type { DialOptions } from './protocol/options/dial.js';
export type { EchoOptions } from './protocol/options/echo.js';
export type { ReceiveFaxOptions, SendFaxOptions } from './protocol/options/fax.js';
export type { LiveAction, LiveTranscribeOptions, LiveTranslateOptions } from './protocol/options/live.js';
export type { SendMessageOptions } from './protocol/options/message.js';
export type { OperationOptions } from './protocol/options/operation.js';
export type { PayOptions, PayParameter, PayPrompt, PayPromptAction } from './protocol/options/pay.js';
export type { QueueEnterOptions, QueueLeaveOptions } from './protocol/options/queue.js';
export type { RecordAudio, RecordOptions, RecordPauseOptions } from './protocol/options/record.js';
export type { ReferOptions } from './protocol/options/refer.js';
export type { SendDigitsOptions } from './protocol/options/send-digits.js';
export type { CollectOptions } from './protocol/options/standalone-collect.js';
export type { StreamOptions, StreamTarget } from './protocol/options/stream.js';
export type { Tap, TapDevice, TapOptions } from './protocol/options/tap.js';
export type { TranscribeOptions } from './protocol/options/transcribe.js';
export type { UserEventOptions } from './protocol/options/user-event.js';
export type { AnswerOptions, HangupOptions, TransferOptions } from './protocol/options/call.js';
export type { CollectSpec, DigitsSpec, SpeechSpec } from './protocol/options/collect.js';
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
  PlayAndCollectOptions,
  PlayAudioOptions,
  PlayOptions,
  PlayRingtoneOptions,
  PlaySilenceOptions,
  PlayTTSOptions,
  PlaybackOptions,
  PromptAudioOptions,
  PromptOptions,
  PromptTTSOptions,
} from './protocol/options/play.js';
