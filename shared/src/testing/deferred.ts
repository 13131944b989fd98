/** A promise that the test settles when it likes. */
export interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
}

/** `Promise.withResolvers`, which Node 20 lacks. */
export const deferred = <T = void>(): Deferred<T> => {
  let resolve = (_value: T): void => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
