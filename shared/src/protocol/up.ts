import * as v from 'valibot'
import { Ack } from './up/ack.ts'
import { AdoptSession } from './up/adopt-session.ts'
import { Answer } from './up/answer.ts'
import { AskOffer } from './up/ask-offer.ts'
import { Decide } from './up/decide.ts'
import { EditPrompt } from './up/edit-prompt.ts'
import { Hello } from './up/hello.ts'
import { History } from './up/history.ts'
import { ListForeign } from './up/list-foreign.ts'
import { NewSession } from './up/new-session.ts'
import { OrderQueue } from './up/order-queue.ts'
import { Ping } from './up/ping.ts'
import { Prompt } from './up/prompt.ts'
import { Resolve } from './up/resolve.ts'
import { SetOption } from './up/set-option.ts'
import { Steer } from './up/steer.ts'
import { Stop } from './up/stop.ts'
import { StopTask } from './up/stop-task.ts'
import { Subscribe } from './up/subscribe.ts'
import { Unsubscribe } from './up/unsubscribe.ts'
import { UpdateSession } from './up/update-session.ts'
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
])
export type Up = v.InferOutput<typeof Up>
