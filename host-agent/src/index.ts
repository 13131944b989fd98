/** The host's log, for those who measure it. The program itself is the command `hearth`. */

export { deltaCost } from './sessions/bench.ts'
export { encodeEvent } from './store/codec.ts'
export { createGroupCommit, type Participant } from './store/commit.ts'
export { createEventRows, type EventRow } from './store/event-rows.ts'
export { openDatabase } from './store/open.ts'
