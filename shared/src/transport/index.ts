export * from './limits.ts'
export * from './socketio.ts'
export * from './types.ts'
