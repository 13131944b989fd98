import { CryptoError } from '../errors.ts'

/** Keeps the secret half of key handles out of their enumerable properties. */
export class Vault<Handle extends object, Secret> {
  readonly #secrets = new WeakMap<Handle, Secret>()

  /** Freezes the handle and remembers its secret. */
  put<H extends Handle>(handle: H, secret: Secret): H {
    this.#secrets.set(handle, secret)
    return Object.freeze(handle)
  }

  /** Throws `handle` for a forgotten handle or one of another provider. */
  get(handle: Handle): Secret {
    const secret = this.#secrets.get(handle)
    if (secret === undefined) throw new CryptoError('handle')
    return secret
  }

  /** The secret if it is still here, forgotten from now on. */
  drop(handle: Handle): Secret | undefined {
    const secret = this.#secrets.get(handle)
    this.#secrets.delete(handle)
    return secret
  }
}
