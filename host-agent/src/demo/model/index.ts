export { type Entry, type ScriptedModel, startScriptedModel } from './server.ts'
