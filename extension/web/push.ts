import { VERSION } from '../app/state/version.ts'
import { type PushScope, startPushWorker } from '../app/worker/web-push.ts'

startPushWorker(globalThis as unknown as PushScope, VERSION)
