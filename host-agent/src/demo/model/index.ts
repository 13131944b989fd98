export { type Entry, type ModelOptions, type ScriptedModel, startScriptedModel } from './server.ts'
export type { Item } from './types.ts'
