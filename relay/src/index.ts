/**
 * The relay’s one public entry: run it alone (main.ts) or inside another program, as `hearth up` does.
 * docs/relay.md says what it sees and what is said to it.
 */
export { ConfigError, readPushServices } from './config.ts'
export { DEFAULT_LIMITS, type RelayLimits } from './limits.ts'
export { jsonLog, type Log, type LogFields, silentLog } from './log.ts'
export { type Relay, type RelayOptions, startRelay } from './relay.ts'
export { openStore, type StorePlace } from './store/open.ts'
export { recoveringStore } from './store/recovering.ts'
export { type RelayStore, StoreError, type StoreTrouble } from './store/store.ts'
