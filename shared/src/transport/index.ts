export { CHROME_EXTENSION_ORIGIN } from './extension-origin.ts'
export * from './limits.ts'
export * from './socketio.ts'
export * from './types.ts'
