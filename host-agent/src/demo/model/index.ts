export { type Entry, type ModelOptions, type ScriptedModel, startScriptedModel } from './server.ts'
