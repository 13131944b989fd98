import * as v from 'valibot'
import { Ack } from './up/ack.ts'
import { AddRule } from './up/add-rule.ts'
import { AdoptSession } from './up/adopt-session.ts'
import { Answer } from './up/answer.ts'
import { AskOffer } from './up/ask-offer.ts'
import { CheckAgent } from './up/check-agent.ts'
import { Decide } from './up/decide.ts'
import { EditPrompt } from './up/edit-prompt.ts'
import { FindFiles } from './up/find-files.ts'
import { Hello } from './up/hello.ts'
import { History } from './up/history.ts'
import { LimitSelf } from './up/limit-self.ts'
import { ListDevices } from './up/list-devices.ts'
import { ListForeign } from './up/list-foreign.ts'
import { ListRules } from './up/list-rules.ts'
import { NewSession } from './up/new-session.ts'
import { OrderQueue } from './up/order-queue.ts'
import { Panic } from './up/panic.ts'
import { PasskeyBegin } from './up/passkey-begin.ts'
import { PasskeyFinish } from './up/passkey-finish.ts'
import { PasskeyRemove } from './up/passkey-remove.ts'
import { Pause } from './up/pause.ts'
import { Ping } from './up/ping.ts'
import { PreviewRule } from './up/preview-rule.ts'
import { Prompt } from './up/prompt.ts'
import { PushKey } from './up/push-key.ts'
import { PushSubscribe } from './up/push-subscribe.ts'
import { PushTest } from './up/push-test.ts'
import { PushUnsubscribe } from './up/push-unsubscribe.ts'
import { ReadUsage } from './up/read-usage.ts'
import { Release } from './up/release.ts'
import { RemoveRule } from './up/remove-rule.ts'
import { RenameDevice } from './up/rename-device.ts'
import { Resolve } from './up/resolve.ts'
import { RevokeDevice } from './up/revoke-device.ts'
import { Search } from './up/search.ts'
import { SetOption } from './up/set-option.ts'
import { Steer } from './up/steer.ts'
import { Stop } from './up/stop.ts'
import { StopTask } from './up/stop-task.ts'
import { Subscribe } from './up/subscribe.ts'
import { SwitchAgent } from './up/switch-agent.ts'
import { Unsubscribe } from './up/unsubscribe.ts'
import { UpdateSession } from './up/update-session.ts'
import { Watching } from './up/watching.ts'
import { Withdraw } from './up/withdraw.ts'

/** Everything a device may say to a host. */
export const Up = v.variant('t', [
  Hello,
  Ping,
  Subscribe,
  Unsubscribe,
  Ack,
  History,
  NewSession,
  UpdateSession,
  ListForeign,
  AdoptSession,
  Prompt,
  EditPrompt,
  OrderQueue,
  Steer,
  Withdraw,
  Stop,
  SetOption,
  StopTask,
  Resolve,
  AskOffer,
  Decide,
  Answer,
  ListRules,
  AddRule,
  PreviewRule,
  RemoveRule,
  Pause,
  Panic,
  Release,
  LimitSelf,
  PushKey,
  PushSubscribe,
  PushUnsubscribe,
  PushTest,
  Watching,
  PasskeyBegin,
  PasskeyFinish,
  PasskeyRemove,
  FindFiles,
  Search,
  ReadUsage,
  ListDevices,
  RenameDevice,
  RevokeDevice,
  SwitchAgent,
  CheckAgent,
])
export type Up = v.InferOutput<typeof Up>
