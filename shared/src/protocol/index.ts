export * from './close.ts'
export * from './error.ts'
