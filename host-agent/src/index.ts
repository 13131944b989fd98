/** The host's log and its control socket, for those who measure them. The program itself is the command `hearth`. */

export { connectControl } from './control/client.ts'
export { socketPath } from './control/path.ts'
export { deltaCost } from './sessions/bench.ts'
export { encodeEvent } from './store/codec.ts'
export { createGroupCommit, type Participant } from './store/commit.ts'
export { createEventRows, type EventRow } from './store/event-rows.ts'
export { openDatabase } from './store/open.ts'
